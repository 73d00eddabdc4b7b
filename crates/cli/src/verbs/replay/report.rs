use std::fmt::Write as _;

use groq_calc::{
    Offer, Usd,
    replay::{Fix, OptionReport, Outcome, Policy, Report},
};

use crate::output::{
    counted::{Counted, grouped, word},
    document::{Document, Mark, Table},
};

/// What a log came to, for people.
pub(super) fn document(outcome: &Outcome<'_>) -> Document {
    let mut document = Document::default();
    if outcome.settings.all {
        document.append(all(outcome));
    }
    if let Some(chosen) = &outcome.chosen {
        document.append(one(chosen, outcome.log.skipped_rows));
        if let Some(found) = &outcome.fix {
            document.append(fix(chosen, found));
        }
    }
    document
}

/// How wide the pictures are.
const WIDTH: usize = 60;

fn place(offer: &Offer<'_>) -> String {
    format!("{} on {} ({})", offer.id.model, offer.id.plan.title(), offer.id.tier.name())
}

fn dollars(usd: Option<Usd>) -> String {
    usd.map_or("not known".to_owned(), |usd| format!("${}", usd.with_cents()))
}

/// A length of time for people: `1h02m03.5s`.
pub(super) fn time(micros: u64) -> String {
    let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut places = format!("{rest:06}");
    places.truncate(places.trim_end_matches('0').len());
    let point = if places.is_empty() { "" } else { "." };
    match (hours, minutes) {
        (0, 0) => format!("{seconds}{point}{places}s"),
        (0, minutes) => format!("{minutes}m{seconds:02}{point}{places}s"),
        (hours, minutes) => format!("{hours}h{minutes:02}m{seconds:02}{point}{places}s"),
    }
}

/// Counts as a line of eight heights; the tallest is the most.
fn picture(counts: &[u64]) -> (String, u64) {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let columns: Vec<u64> =
        counts.chunks(counts.len().div_ceil(WIDTH).max(1)).map(|part| part.iter().sum()).collect();
    let most = columns.iter().copied().max().unwrap_or(0);
    let bar = |count: &u64| match (count, most) {
        (0, _) => ' ',
        (count, most) => {
            BARS[((u128::from(*count) * 8).div_ceil(most.into()) as usize).clamp(1, 8) - 1]
        }
    };
    (columns.iter().map(bar).collect(), most)
}

/// The report of one option.
fn one(option: &OptionReport<'_>, skipped: u64) -> Document {
    let OptionReport { offer, report, paid_usd, .. } = option;
    let mut text = Document::default();
    let out = &mut text;
    let _ = writeln!(out, "{}", place(offer));
    let _ = write!(
        out,
        "{}: {} admitted",
        Counted(report.requests, "request"),
        grouped(report.admitted)
    );
    match report.policy {
        Policy::Drop => {
            let _ = write!(out, ", {} rejected", grouped(report.rejected));
        }
        Policy::Queue { .. } => {
            let _ = write!(out, " ({} delayed)", grouped(report.delayed));
            if report.abandoned > 0 {
                let _ = write!(out, ", {} left the queue", grouped(report.abandoned));
            }
        }
    }
    let _ = write!(out, ", {} too large to ever pass", grouped(report.oversize));
    let _ = match report.batched {
        0 => writeln!(out, "."),
        batched => writeln!(out, ", {} as batch.", grouped(batched)),
    };
    if let Some(first) = &report.first {
        let _ = writeln!(
            out,
            "The first refusal: row {} after {}, by {}; {} later it would have passed.",
            grouped(first.row),
            time(first.t_us),
            first.limit,
            time(first.retry_after_us)
        );
    }
    if let Policy::Queue { .. } = report.policy {
        let about = if report.waits.is_exact { "" } else { " (p50 and p99 rounded down)" };
        let _ = writeln!(
            out,
            "Waits: half up to {}, 99 of 100 up to {}, the longest {}{about}.",
            time(report.waits.p50_us),
            time(report.waits.p99_us),
            time(report.waits.max_us)
        );
    }
    let _ = writeln!(
        out,
        "Cost at list price: {} for the admitted, {} for all that came{}; to pay: {}.",
        dollars(report.cost_admitted),
        dollars(report.cost_offered),
        match report.batched {
            0 => String::new(),
            _ => format!(", {} as batch", dollars(report.cost_batched)),
        },
        dollars(*paid_usd)
    );
    if skipped > 0 {
        let _ = writeln!(
            out,
            "{} {} left out.",
            Counted(skipped, "bad row"),
            word(skipped, "was", "were")
        );
    }
    limits(out, report);
    pictures(out, report);
    text
}

fn limits(text: &mut Document, report: &Report) {
    let mut rows =
        Table::new(&["limit", "refused", "longest wait", "too large"], &[1, 2, 3]).main();
    for limit in report.limits.iter() {
        rows.add_row([
            limit.name().to_owned(),
            report.failed_by.get(limit).to_string(),
            report.longest_wait_by.get(limit).to_string(),
            report.oversize_by.get(limit).to_string(),
        ]);
    }
    text.push("Requests that each limit refused, and by which one longest", rows);
    if !report.unknown_limits.is_empty() {
        let _ = writeln!(text, " not known, so left out: {}", report.unknown_limits);
    }
}

fn pictures(text: &mut Document, report: &Report) {
    let bins = report.series.bins();
    let lines = [
        ("came", bins.iter().map(|bin| bin.requests).collect::<Vec<_>>()),
        ("lost", bins.iter().map(|bin| bin.rejected + bin.abandoned + bin.oversize).collect()),
    ];
    let length = time(report.series.bin_us() * bins.len().div_ceil(WIDTH).max(1) as u64);
    let _ = writeln!(text, "\nOver time, {length} a column");
    for (name, counts) in &lines {
        let (picture, most) = picture(counts);
        let _ = writeln!(text, " {name} |{picture}| at most {}", grouped(most));
    }
}

/// The table of all options.
fn all(outcome: &Outcome<'_>) -> Document {
    let mut text = Document::default();
    if outcome.settings.has_target() {
        let _ = match outcome.recommended() {
            Some(best) => {
                writeln!(text, "Take {}: {}.", place(&best.offer), dollars(best.paid_usd))
            }
            None => writeln!(text, "No option meets that."),
        };
    }
    let head = [
        "", "model", "plan", "tier", "admitted", "lost", "p99 wait", "longest", "to pay", "unknown",
    ];
    let mut rows = Table::new(&head, &[4, 5, 6, 7, 8]).main();
    for (index, option) in outcome.options.iter().enumerate() {
        let OptionReport { offer, report, paid_usd, .. } = option;
        let mark = if outcome.recommended == Some(index) { Mark::Good } else { Mark::None };
        rows.add_marked(
            mark,
            [
                if mark == Mark::Good { "*" } else { "" }.to_owned(),
                offer.id.model.to_owned(),
                offer.id.plan.name().to_owned(),
                offer.id.tier.name().to_owned(),
                report.admitted.to_string(),
                report.lost().to_string(),
                time(report.waits.p99_us),
                time(report.waits.max_us),
                dollars(*paid_usd),
                report.unknown_limits.to_string(),
            ],
        );
    }
    let title = format!("{} under every option", Counted(outcome.rows, "row"));
    text.push(&title, rows);
    text
}

/// What would have been enough.
fn fix(option: &OptionReport<'_>, fix: &Fix) -> Document {
    let mut text = Document::default();
    let mut rows = Table::new(&["limit", "cap", "would have been enough"], &[1, 2]);
    for limit in fix.limits.iter() {
        let figure =
            |caps: groq_calc::Caps| caps.figure(limit).map_or("?".into(), |cap| cap.to_string());
        rows.add_row([limit.name().to_owned(), figure(option.offer.caps), figure(fix.caps)]);
    }
    text.push("The lowest caps under which nothing is refused", rows);
    let Some(throttle) = &fix.throttle else { return text };
    let rate = |rate: Option<u64>, one: &'static str| match rate {
        Some(rate) => Counted(rate, one).to_string(),
        None => format!("any number of {one}s"),
    };
    let _ = writeln!(
        text,
        "\nA throttle of your own of {} and {} a minute: {} wait, 99 of 100 up to {}, \
         the longest {}; {} are refused even so.",
        rate(throttle.requests_per_minute, "request"),
        rate(throttle.tokens_per_minute, "token"),
        grouped(throttle.delayed),
        time(throttle.waits.p99_us),
        time(throttle.waits.max_us),
        grouped(throttle.refused)
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_for_people() {
        for (micros, text) in [
            (0, "0s"),
            (1, "0.000001s"),
            (59_500_000, "59.5s"),
            (60_000_000, "1m00s"),
            (3_723_040_000, "1h02m03.04s"),
            (90_000_000_000, "25h00m00s"),
        ] {
            assert_eq!(time(micros), text);
        }
    }

    #[test]
    fn pictures_of_counts() {
        assert_eq!(picture(&[]), (String::new(), 0));
        assert_eq!(picture(&[0, 0]), ("  ".into(), 0));
        assert_eq!(picture(&[0, 1, 4, 8]), (" ▁▄█".into(), 8));
        let (wide, most) = picture(&[1; 1000]);
        assert_eq!((wide.chars().count(), most), (59, 17));
    }
}

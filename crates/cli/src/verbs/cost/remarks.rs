use groq_calc::num::Grouped;
use groq_log::usage::{LeftOut, ModelName};

use super::report::Report;
use crate::output::{
    counted::{Counted, word},
    printable,
};

/// Names that are listed in a sentence.
const MAX_NAMES: usize = 20;

/// What a log came to, in sentences; the first says what it cost and how much of
/// it could be priced.
pub(super) fn of(report: &Report<'_, '_>) -> Vec<String> {
    let mut remarks = vec![headline(report)];
    let total = report.ledger.total();
    if total.batch > 0 {
        remarks.push(format!("{} of them ran as batch, at half price.", Grouped(total.batch)));
    }
    if total.unpriced > 0 {
        remarks.push(format!(
            "{} of them {} no price: the model, its price on the day, or the length of its audio is \
             not known.",
            Grouped(total.unpriced),
            word(total.unpriced, "has", "have")
        ));
    }
    let skipped = report.read.skipped;
    if skipped > 0 {
        let was = word(skipped, "was", "were");
        remarks.push(format!("{} {was} skipped.", Counted(Grouped(skipped), "bad row")));
    }
    remarks.extend(left_out(report.read.left_out));
    remarks.extend(names(report));
    remarks.extend(tools(report));
    if !report.others.is_empty() {
        remarks.push(
            "As another model the log is an estimate: its counts are those of the models that answered. \
             From and to are what the tokenizers measured, for 9 of 10 texts in English, code and data, \
             make of them; an answer of another length is not in it."
                .to_owned(),
        );
    }
    remarks
}

fn headline(report: &Report<'_, '_>) -> String {
    let (total, rows) = (report.ledger.total(), report.read.rows);
    let priced = rows.saturating_sub(total.unpriced);
    let counted = Counted(Grouped(rows), "row");
    let usd = total.usd.with_cents();
    match (rows, priced) {
        (0, _) => "No request of it was answered, so that nothing was billed.".to_owned(),
        (1, 0) => "The only row could not be priced: what it cost is not known.".to_owned(),
        (_, 0) => format!("None of {counted} could be priced: what they cost is not known."),
        _ if priced == rows => format!("{counted} {} ${usd}.", word(rows, "costs", "cost")),
        _ => format!(
            "{} of {counted} could be priced; {} ${usd}.",
            Grouped(priced),
            word(priced, "it costs", "they cost")
        ),
    }
}

fn left_out(left_out: LeftOut) -> Vec<String> {
    let LeftOut { failed, steps, incomplete } = left_out;
    let mut remarks = Vec::new();
    if failed > 0 {
        let them = word(failed, "costs", "cost");
        remarks.push(format!(
            "Besides, {} failed and {them} nothing.",
            Counted(Grouped(failed), "request")
        ));
    }
    if steps > 0 {
        let has = word(steps, "has", "have");
        let steps = Counted(Grouped(steps), "step");
        remarks.push(format!("{steps} of traces {has} no usage and {has} been left out."));
    }
    if incomplete > 0 {
        let ends = word(
            incomplete,
            "is incomplete: it ends before its usage",
            "are incomplete: they end before their usage",
        );
        let streams = Counted(Grouped(incomplete), "stream");
        remarks.push(format!("{streams} {ends}, which is missing here."));
    }
    remarks
}

/// How names of the log were understood, and which were not.
fn names(report: &Report<'_, '_>) -> Vec<String> {
    let mut remarks = Vec::new();
    let list = |names: Vec<String>| {
        let more = match names.len() {
            ..=MAX_NAMES => String::new(),
            count => format!(" and {} more", count - MAX_NAMES),
        };
        let shown: Vec<_> = names.into_iter().take(MAX_NAMES).collect();
        format!("{}{more}", shown.join(", "))
    };
    let plain = |id: &str| printable::line(&printable::short(id, 60)).into_owned();
    let models = report.ledger.models();
    let spelled = models.iter().filter_map(|(id, _)| match report.ledger.name(id) {
        ModelName::Spelled(model) => Some(format!("{} as {}", plain(id), model.id)),
        _ => None,
    });
    let spelled: Vec<_> = spelled.collect();
    if !spelled.is_empty() {
        remarks.push(format!("Names that were understood: {}.", list(spelled)));
    }
    let unknown = report.ledger.unknown().into_iter().map(|(id, rows)| {
        let near = match report.ledger.name(&id) {
            ModelName::Unknown(Some(nearest)) => format!("; the nearest is {nearest}"),
            _ => String::new(),
        };
        format!("{} ({}{near})", plain(&id), Counted(Grouped(rows), "row"))
    });
    let unknown: Vec<_> = unknown.collect();
    if !unknown.is_empty() {
        remarks.push(format!("Models that are not known: {}.", list(unknown)));
    }
    remarks
}

/// What the tools of Groq's add, and what of them is not in the total.
fn tools(report: &Report<'_, '_>) -> Vec<String> {
    let remark = |(kind, sum): (&str, groq_log::usage::ToolSum)| {
        let kind = printable::line(kind).into_owned();
        let calls = Counted(Grouped(sum.uses), "call");
        if sum.unpriced == sum.uses {
            return format!(
                "{calls} of the tool {kind}: not in the total, since its price or the time that it is \
                 billed by is not known."
            );
        }
        let usd = sum.usd.with_cents();
        match sum.more_usd.picodollars() {
            0 => format!("{calls} of the tool {kind}: ${usd}, in the total."),
            _ => format!(
                "{calls} of the tool {kind}: ${usd}, in the total, if each was basic, which the log \
                 does not say; up to ${} more if they were advanced.",
                sum.more_usd.with_cents()
            ),
        }
    };
    report.ledger.tools().map(remark).collect()
}

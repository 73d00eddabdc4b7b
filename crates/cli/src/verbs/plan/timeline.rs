use std::fmt::Write as _;

use groq_calc::{
    Catalog, Fraction, Outlook, Question,
    capacity::{Day, Left, Moment, Timeline},
    question::Profile,
};

use crate::output::document::{Document, Table};

/// The day of the option that was shown.
pub(crate) fn of(
    catalog: &Catalog<'_>,
    weights: Option<&str>,
    question: &Question,
    outlook: &Outlook<'_>,
) -> Result<Timeline, String> {
    let profile = match weights {
        Some(text) => profile(text)?,
        None => Profile::of(&question.workload),
    };
    question
        .on(catalog)
        .and_then(|dated| dated.offer(outlook.id))
        .and_then(|offer| offer.timeline(&question.workload, &profile))
        .map_err(|error| error.to_string())
}

fn profile(text: &str) -> Result<Profile, String> {
    let weights: Option<Vec<u64>> =
        text.split(',').map(|weight| weight.trim().parse().ok()).collect();
    let weights = weights.and_then(|weights| <[u64; 24]>::try_from(weights).ok()).ok_or_else(|| {
        format!("profile is `{text}`; it must be 24 whole numbers from 0 to 1000000, with commas between")
    })?;
    Profile::new(weights).map_err(|error| error.to_string())
}

fn moment(moment: Option<Moment>) -> String {
    moment.map_or("never".to_owned(), |moment| moment.to_string())
}

/// What is left of the limit that empties first.
fn left(timeline: &Timeline, left: &Left) -> String {
    let of = |limit: groq_calc::Limit| match limit {
        groq_calc::Limit::RPD => left.rpd,
        groq_calc::Limit::TPD => left.tpd,
        groq_calc::Limit::ASD => left.asd,
        _ => None,
    };
    timeline.binding.iter().find_map(of).map_or("-".to_owned(), |left| left.to_string())
}

/// Hour by hour: the first day, a later one, and a day that is reset at
/// midnight.
pub(crate) fn render(text: &mut Document, timeline: &Timeline) {
    if let Some(blocked) = timeline.blocked {
        let _ = writeln!(text, "\nThe day hour by hour: nothing passes, since {blocked}.");
        return;
    }
    let head = ["hour", "asked", "first day", "left", "later day", "left", "if reset", "left"];
    let mut rows = Table::new(&head, &[0, 1, 2, 3, 4, 5, 6, 7]);
    let days = [&timeline.first, &timeline.settled, &timeline.midnight];
    for hour in 0..24 {
        let mut row = vec![format!("{hour:02}"), days[0].hours[hour].asked.to_string()];
        for day in days {
            let hour = &day.hours[hour];
            row.extend([hour.admitted.to_string(), left(timeline, &hour.left)]);
        }
        rows.add_row(row);
    }
    let total = |day: &Day, figure: fn(&Day) -> Fraction| figure(day).to_string();
    let mut row = vec!["day".to_owned(), total(days[0], |day| day.asked)];
    for day in days {
        row.extend([total(day, |day| day.admitted), String::new()]);
    }
    rows.add_row(row);
    let title = match timeline.binding.is_empty() {
        true => "Requests that pass, hour by hour; no day limit is known".to_owned(),
        false => {
            format!("Requests that pass, hour by hour, and what is left of {}", timeline.binding)
        }
    };
    text.push(&title, rows);
    let _ = writeln!(
        text,
        " used up: on the first day {}, on later days {}; if Groq reset it at midnight (it refills instead) {}",
        moment(timeline.first.used_up),
        moment(timeline.settled.used_up),
        moment(timeline.midnight.used_up),
    );
}

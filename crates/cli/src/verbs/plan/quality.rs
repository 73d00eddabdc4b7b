//! Cost against published results.

use std::fmt::Write as _;

use groq_calc::answer::Quality;

use crate::output::document::{Document, Table};

/// The benchmark with its version, and who measured it when.
fn set(quality: &Quality<'_>) -> String {
    let version = match quality.version {
        "" => String::new(),
        version => format!(" ({version})"),
    };
    let maker = if quality.maker { ", the maker" } else { "" };
    let source = match quality.source {
        "" => String::new(),
        source => format!(", {source}"),
    };
    let (title, measurer, date) = (quality.title, quality.measurer, quality.date);
    format!("{title}{version}, measured by {measurer}{maker}, {date}{source}")
}

/// What the next better model costs more.
pub(super) fn next(text: &mut Document, quality: &Quality<'_>) {
    let Some(step) = &quality.next else { return };
    let _ = writeln!(
        text,
        "\nThe next better model, {} on {}, costs ${} more a month and scores {} instead of {} on {}.",
        step.id.model,
        step.id.plan.title(),
        step.more_usd.with_cents(),
        step.score,
        step.instead_of,
        set(quality)
    );
}

/// The options that are not beaten in both cost and score.
pub(super) fn table(text: &mut Document, quality: &Quality<'_>) {
    let mut rows =
        Table::new(&["model", "plan", "USD a month", "score", "interval", "effort"], &[2, 3]);
    for point in &quality.frontier {
        let interval = point.interval.map(|(low, high)| format!("{low} to {high}"));
        rows.add_row([
            point.id.model.to_owned(),
            point.id.plan.name().to_owned(),
            point.monthly_usd.to_string(),
            point.score.to_string(),
            interval.unwrap_or_default(),
            point.effort.clone().unwrap_or_default(),
        ]);
    }
    let served = if quality.endpoint { "through Groq" } else { "on the weights, not through Groq" };
    text.push(&format!("Cost against {}; {served}", set(quality)), rows);
    for model in &quality.unscored {
        let _ = writeln!(text, " {model}");
    }
}

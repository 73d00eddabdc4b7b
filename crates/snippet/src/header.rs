use alloc::{format, string::String, vec::Vec};

use crate::{code::Part, language::Language, settings::Settings};

/// What stands above the code: where its figures come from, what they leave
/// open, and what the program needs.
pub(crate) fn written(settings: &Settings<'_>, language: Language, part: Part) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.push(format!(
        "{} on the {} plan, {}, by the limits and prices of {}.",
        settings.model,
        settings.plan.title(),
        match part {
            Part::Calls => settings.tier.name(),
            Part::Batch => "as batch",
        },
        settings.as_of
    ));
    lines.push(format!(
        "Planned: {} requests a day of {} prompt tokens, at most {} completion tokens each.",
        settings.requests_per_day, settings.prompt_tokens, settings.reserved_tokens
    ));
    match part {
        Part::Calls => calls(settings, &mut lines),
        Part::Batch => lines.push(
            "Batch costs half, uses nothing of the rate limits, and may take its 24 hours.".into(),
        ),
    }
    lines.push(format!("Spend limit, in the console's settings: {}.", settings.spend_cap));
    lines.push(String::new());
    lines.extend(needs(language, part));
    let comment = language.comment();
    let mut text = String::new();
    for line in &lines {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(comment);
        if !line.is_empty() {
            text.push(' ');
            // A line break in a name of one's own catalog would end the comment.
            text.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
    }
    text
}

fn calls(settings: &Settings<'_>, lines: &mut Vec<String>) {
    for used in &settings.binding {
        lines.push(format!(
            "Binding: {} ({}), {} % of {} at that rate.",
            used.limit,
            used.limit.title(),
            used.utilization.percent(),
            used.cap
        ));
    }
    if !settings.fits {
        lines.push("It does not fit: the throttle keeps to the limits, and prompts wait.".into());
    }
    if !settings.unknown.is_empty() {
        lines.push(format!("Not published, so not held: {}.", settings.unknown));
    }
    lines.push(
        "The limits are the organisation's: what runs beside this program shares them.".into(),
    );
    if !settings.workers_planned {
        lines.push("How long a request takes was not said: so many in flight is a guess.".into());
    }
    if settings.batch_percent > 0 {
        lines.push(format!(
            "{} % of the requests are planned as batch: they are not for this program.",
            settings.batch_percent
        ));
    }
}

fn needs(language: Language, part: Part) -> Vec<String> {
    let (calls, lines): (bool, &[&str]) = (
        part == Part::Calls,
        match language {
            Language::PythonGroq => &["Python 3.9 or later. pip install groq"],
            Language::PythonOpenai => &["Python 3.9 or later. pip install openai"],
            Language::JavaScript => &["Node 20 or later. npm install groq-sdk"],
            Language::Rust => &["[dependencies]"],
            Language::Curl => &["bash and curl, 7.76 or later."],
        },
    );
    let mut lines: Vec<String> = lines.iter().map(|line| (*line).into()).collect();
    if language == Language::Rust {
        let reqwest = |form: &str| {
            format!(
                "reqwest = {{ version = \"0.12\", default-features = false, features = [\"json\", {form}\"rustls-tls\"] }}"
            )
        };
        let tokio = |sync: &str| {
            format!(
                "tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"{sync}] }}"
            )
        };
        if calls {
            lines.push("fastrand = \"2\"".into());
        }
        lines.push(reqwest(if calls { "" } else { "\"multipart\", " }));
        lines.push("serde_json = \"1\"".into());
        lines.push(tokio(if calls { ", \"sync\", \"time\"" } else { "" }));
        lines.push(String::new());
    }
    lines.push("Reads prompts from standard input, one a line.".into());
    lines
}

use alloc::{format, string::String, vec::Vec};

use crate::{code::Part, counted::Counted, language::Language, settings::Settings};

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
        "Planned: {} a day of {}, at most {} each.",
        Counted(settings.requests_per_day, "request"),
        Counted(settings.prompt_tokens, "prompt token"),
        Counted(settings.reserved_tokens, "completion token")
    ));
    match part {
        Part::Calls => calls(settings, language, &mut lines),
        Part::Batch => lines.push(
            "Batch costs half, uses nothing of the rate limits, and may take its 24 hours.".into(),
        ),
    }
    lines.push(format!("Spend limit, in the console's settings: {}.", settings.spend_cap));
    lines.push(String::new());
    lines.extend(needs(language));
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

fn calls(settings: &Settings<'_>, language: Language, lines: &mut Vec<String>) {
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
    if !settings.workers_planned && language != Language::Curl {
        lines.push("How long a request takes was not said: WORKERS is a guess.".into());
    }
    if settings.batch_percent > 0 {
        lines.push(format!(
            "{} % of the requests are planned as batch: they are not for this program.",
            settings.batch_percent
        ));
    }
}

fn needs(language: Language) -> impl Iterator<Item = String> {
    let lines: &[&str] = match language {
        Language::PythonGroq => &["Python 3.9 or later. pip install groq"],
        Language::PythonOpenai => &["Python 3.9 or later. pip install openai"],
        Language::JavaScript => &["Node 20 or later. npm install groq-sdk"],
        Language::Rust => RUST,
        Language::Curl => &["bash and curl, 7.76 or later."],
    };
    lines.iter().chain(&["Reads prompts from standard input, one a line."]).map(|&line| line.into())
}

/// Of both programs, so that they go into one package.
const RUST: &[&str] = &[
    "[dependencies]",
    "fastrand = \"2\"",
    "reqwest = { version = \"0.12\", default-features = false, features = [\"json\", \"multipart\", \"rustls-tls\"] }",
    "serde_json = \"1\"",
    "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"sync\", \"time\"] }",
    "",
];

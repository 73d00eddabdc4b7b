use alloc::{format, string::String, vec::Vec};

use crate::{counted::Counted, language::Language, part::Part, settings::Settings};

/// What stands above the code: where its figures come from, what they leave
/// open, and what the program needs.
pub(crate) fn render(settings: &Settings<'_>, language: Language, part: Part) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.push(format!(
        "{} on the {} plan, {}, by the limits and prices of {}.",
        settings.model,
        settings.plan.title(),
        part.mode(settings.tier),
        settings.as_of
    ));
    if let Some(retirement) = &settings.retirement {
        lines.push(format!("Mind the model: {retirement}."));
    }
    lines.push(format!(
        "Planned: {} a day of {}, at most {} each.",
        Counted(settings.requests_per_day, "request"),
        Counted(settings.prompt_tokens, "prompt token"),
        Counted(settings.reserved_tokens, "completion token")
    ));
    if let Some(planned) = settings.risky_reserve {
        lines.push(format!(
            "Reserves {} at most, not the {planned} of the plan: with those Groq may refuse a \
             request.",
            Counted(settings.reserved_tokens, "completion token"),
        ));
    }
    match part {
        Part::Calls | Part::Package | Part::Stream => calls(settings, language, part, &mut lines),
        Part::Batch => lines.push(
            "Batch costs half, uses nothing of the rate limits, and may take its 24 hours.".into(),
        ),
    }
    lines.push(format!("Spend limit, in the console's settings: {}.", settings.spend_limit));
    lines.push(String::new());
    lines.extend(needs(language, part));
    lines.extend(behaviour(settings, part));
    let comment = language.comment();
    let mut text = String::new();
    for line in &lines {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(comment);
        if !line.is_empty() {
            text.push(' ');
            // A line break in a name of a custom catalog would end the comment.
            text.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
    }
    text
}

fn calls(settings: &Settings<'_>, language: Language, part: Part, lines: &mut Vec<String>) {
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
        lines.push(format!("Not published, so not enforced: {}.", settings.unknown));
    }
    lines.push(
        "The limits are the organisation's: what runs beside this program shares them.".into(),
    );
    if part == Part::Calls && !settings.workers_planned && language != Language::Curl {
        lines.push("How long a request takes was not given: WORKERS is a guess.".into());
    }
    if settings.batch_percent > 0 {
        lines.push(format!(
            "{} % of the requests are planned as batch: they are not for this program.",
            settings.batch_percent
        ));
    }
}

fn needs(language: Language, part: Part) -> impl Iterator<Item = String> {
    let lines: &[&str] = match (language, part) {
        (Language::PythonGroq, Part::Package) => {
            &["Python 3.11 or later. pip install groq groq-calc"]
        }
        (Language::PythonOpenai, Part::Package) => {
            &["Python 3.11 or later. pip install openai groq-calc"]
        }
        (Language::JavaScript, Part::Package) => {
            &["Node 20.19 or later. npm install groq-sdk groq-calc"]
        }
        (Language::Rust, Part::Package) => RUST_IN_SHORT,
        (language, _) => alone(language),
    };
    lines.iter().chain(&["Reads prompts from standard input, one a line."]).map(|&line| line.into())
}

/// What a program needs that has no package of this project.
const fn alone(language: Language) -> &'static [&'static str] {
    match language {
        Language::PythonGroq => &["Python 3.10 or later. pip install groq"],
        Language::PythonOpenai => &["Python 3.10 or later. pip install openai"],
        Language::JavaScript => &["Node 20 or later. npm install groq-sdk"],
        Language::Rust => RUST,
        Language::Curl => &["bash and curl, 7.76 or later."],
    }
}

/// What the program does when something goes wrong.
fn behaviour(settings: &Settings<'_>, part: Part) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if part == Part::Package {
        lines.push(
            "The package keeps to the limits: requests wait in line, and what each used".into(),
        );
        lines.push("takes the place of what it reserved. A failure ends the program.".into());
        if settings.day_file().is_some() {
            lines.push(
                "What is left of a day's limits is not kept: a new start begins full.".into(),
            );
        }
        return lines;
    }
    lines.push(match part {
        Part::Stream => "Prints each answer as it is generated, one prompt after the other.".into(),
        Part::Calls | Part::Package => {
            "Prints each answer as soon as those before it are there.".into()
        }
        Part::Batch => {
            "Submits batch jobs, and prints the answers of each when it has ended.".into()
        }
    });
    lines.push(
        "Failures, waits and a summary go to standard error. Exit code 0: all answered;".into(),
    );
    lines.push("1: some were not; 130: interrupted.".into());
    if part == Part::Batch {
        lines.push(
            "Jobs that are not finished are kept in batch-jobs.txt in the working folder:".into(),
        );
        lines.push("after an interrupt, --resume waits for their answers.".into());
        return lines;
    }
    lines
        .push("Ends where a limit needs a wait above MAX_WAIT, unless started with --wait.".into());
    if let Some(file) = settings.day_file() {
        lines.push("What is left of the day's limits is kept in the working folder, in".into());
        lines.push(format!("{file}: one program at a time. Without it a day begins full."));
    }
    lines
}

/// Of both programs, so that they go into one package.
const RUST: &[&str] = &[
    "[dependencies]",
    "chrono = { version = \"0.4\", default-features = false, features = [\"clock\"] }",
    "fastrand = \"2\"",
    "reqwest = { version = \"0.12\", default-features = false, features = [\"json\", \"multipart\", \"rustls-tls\"] }",
    "serde_json = \"1\"",
    "tokio = { version = \"1\", features = [\"macros\", \"rt\", \"signal\", \"sync\", \"time\"] }",
    "",
];

/// Of the short one.
const RUST_IN_SHORT: &[&str] = &[
    "[dependencies]",
    "groq-calc = \"0.1\"",
    "groq-limiter = \"0.1\"",
    "reqwest = { version = \"0.12\", default-features = false, features = [\"json\", \"rustls-tls\"] }",
    "serde_json = \"1\"",
    "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"time\"] }",
    "",
];

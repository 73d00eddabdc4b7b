//! A check for CI: fails where a workload no longer fits, or costs more a month
//! than its `monthly_budget_usd`.
//!
//! ```sh
//! cargo run -p groq-catalog --example budget -- services/*.json
//! ```

use std::{env, fs, process::ExitCode};

use groq_calc::{Draft, answer};
use groq_catalog::CATALOG;

fn main() -> ExitCode {
    let files: Vec<String> = env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: budget QUESTION.json...");
        return ExitCode::from(2);
    }
    let mut code = ExitCode::SUCCESS;
    for file in files {
        match judge(&file) {
            Ok(line) => println!("{file}: {line}"),
            Err(why) => {
                eprintln!("{file}: {why}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// The option to take, or why there is none.
fn judge(file: &str) -> Result<String, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let draft: Draft = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let question = draft.check().map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        lines.join("; ")
    })?;
    // Without `as_of` the newest figures count: this fails when they change for the worse.
    let answer = answer(&CATALOG, &question).map_err(|error| error.to_string())?;
    match &answer.recommended {
        None => Err(answer.verdict()),
        Some(choice) => Ok(format!(
            "{} on {}, ${} a month",
            choice.model,
            choice.plan.title(),
            choice.monthly_usd
        )),
    }
}

//! A check for CI: fails where a workload no longer fits, or costs more a month
//! than its `monthly_budget_usd`.
//!
//! ```sh
//! cargo run -p groq-catalog --example budget -- services/*.json
//! ```

use std::{env, error::Error, fs, process::ExitCode};

use groq_calc::Draft;
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
fn judge(file: &str) -> Result<String, Box<dyn Error>> {
    let draft: Draft = serde_json::from_str(&fs::read_to_string(file)?)?;
    // Without `as_of` the newest figures count: this fails when they change for the worse.
    let answer = CATALOG.answer(&draft.check()?)?;
    match &answer.recommended {
        None => Err(answer.to_string().into()),
        Some(choice) => Ok(format!("{}, ${} a month", choice.id, choice.monthly_usd)),
    }
}

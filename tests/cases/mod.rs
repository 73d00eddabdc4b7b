//! What people bring, and what the command has to make of it: lists of cases, each
//! an input, a command line and what must come out.
//!
//! A kind has its cases in `tests/cases/KIND/manifest.json`; more of them, made from
//! public reports, are read from `../shared/cases` where that folder is there.
//! `cargo test -p groq-calc-tests cases::KIND` runs one kind.

mod case;
mod right;
mod run;

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use case::Case;

use crate::command::groq_calc;

/// The command, built once.
fn built() -> &'static Path {
    static COMMAND: OnceLock<PathBuf> = OnceLock::new();
    COMMAND.get_or_init(groq_calc)
}

/// Every case of a kind is right, or each that is not is named with what is wrong.
fn all_right(kind: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = root.join("cases").join(kind);
    let shared = root.join("../../shared/cases").join(kind);
    let mut count = 0;
    let mut wrong = Vec::new();
    for folder in [own, shared] {
        let Some(cases) = Case::all(&folder) else {
            println!("skipped: {} is not there", folder.display());
            continue;
        };
        for (index, case) in cases.iter().enumerate() {
            count += 1;
            let outcome = run::run(built(), case, &folder, index);
            let found = right::wrong(&case.right, &outcome);
            if !found.is_empty() {
                let found = found.join("\n    ");
                wrong.push(format!("{}\n    {found}\n    {}", case.name(), outcome.shown()));
            }
        }
    }
    let bad = wrong.len();
    assert!(bad == 0, "{bad} of {count} cases of {kind} are wrong:\n\n{}", wrong.join("\n\n"));
    println!("{count} cases of {kind} are right");
}

#[test]
fn requests() {
    all_right("requests");
}

#[test]
fn errors() {
    all_right("errors");
}

#[test]
fn mock() {
    all_right("mock");
}

#[test]
fn logs() {
    all_right("logs");
}

#[test]
fn clocks() {
    all_right("clocks");
}

#[test]
fn usage() {
    all_right("usage");
}

#[test]
fn snippets() {
    all_right("snippets");
}

#[test]
fn tokens() {
    all_right("tokens");
}

#[test]
fn plans() {
    all_right("plans");
}

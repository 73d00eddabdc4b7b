//! The command `groq-calc`.
#![forbid(unsafe_code)]

mod args;
mod catalog;
mod check;
mod check_request;
mod checklist;
mod choice;
mod code;
mod cost;
mod counted;
mod diff;
mod document;
mod explain;
mod export;
mod format;
mod import;
#[cfg(feature = "mcp")]
mod mcp;
mod mock;
mod models;
mod outlook;
mod packed;
mod paste;
mod plan;
mod question;
mod replay;
mod sql;
mod timeline;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anstyle::AnsiColor;
use clap::{CommandFactory, Parser};

use args::{Args, Verb};

/// What a run comes to: text for standard output and whether it is a yes.
struct Outcome {
    text: String,
    fits: bool,
}

/// The manual page of the command and of each verb, one after another.
fn manual() -> Result<Outcome, String> {
    let mut page = Vec::new();
    let mut command = Args::command();
    command.build();
    let mut render =
        |command: &clap::Command| clap_mangen::Man::new(command.clone()).render(&mut page);
    render(&command)
        .and_then(|()| {
            command.get_subcommands().filter(|verb| verb.get_name() != "help").try_for_each(render)
        })
        .map_err(|error| error.to_string())?;
    Ok(Outcome { text: String::from_utf8_lossy(&page).into_owned(), fits: true })
}

fn main() -> ExitCode {
    let args = Args::parse();
    let outcome = match &args.verb {
        Verb::Plan(args) => args.catalog.with(|catalog| plan::run(args, catalog)),
        Verb::Explain(args) => args.catalog.with(|catalog| explain::run(args, catalog)),
        Verb::Cost(args) => args.catalog.with(|catalog| cost::run(args, catalog)),
        Verb::Check(args) => args.catalog.with(|catalog| check::run(args, catalog)),
        Verb::Paste(args) => args.catalog.with(|catalog| paste::run(args, catalog)),
        Verb::CheckRequest(args) => args.catalog.with(|catalog| check_request::run(args, catalog)),
        Verb::Code(args) => args.catalog.with(|catalog| code::run(args, catalog)),
        Verb::Checklist(args) => args.catalog.with(|catalog| checklist::run(args, catalog)),
        Verb::Models(args) => args.catalog.with(|catalog| models::run(args, catalog)),
        Verb::Diff(args) => args.catalog.with(|catalog| diff::run(args, catalog)),
        Verb::Export(args) => args.catalog().with(|catalog| export::run(args, catalog)),
        Verb::Import(args) => import::run(args),
        Verb::Man => manual(),
        Verb::Mock(args) => mock::run(args),
        #[cfg(feature = "mcp")]
        Verb::Mcp(args) => mcp::run(args),
        Verb::Replay(args) => args.catalog.with(|catalog| replay::run(args, catalog)),
        Verb::SampleLog(args) => replay::sample(args),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "groq-calc", &mut script);
            Ok(Outcome { text: String::from_utf8_lossy(&script).into_owned(), fits: true })
        }
    };
    let red = AnsiColor::Red.on_default().bold();
    match outcome {
        Ok(outcome) => {
            // A reader that has seen enough (`| head`) is no failure.
            match anstream::stdout().write_all(outcome.text.as_bytes()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    anstream::eprintln!("{red}error:{red:#} the answer cannot be written: {error}");
                    ExitCode::from(2)
                }
                _ if outcome.fits => ExitCode::SUCCESS,
                _ => ExitCode::from(1),
            }
        }
        Err(message) => {
            anstream::eprintln!("{red}error:{red:#} {message}");
            ExitCode::from(2)
        }
    }
}

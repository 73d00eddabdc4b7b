//! The command `groq-calc`.
#![forbid(unsafe_code)]

mod args;
mod mock;
mod models;
mod outlook;
mod plan;
mod question;
mod replay;
mod timeline;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser};

use args::{Args, Verb};

/// What a run comes to: text for standard output and whether it is a yes.
struct Outcome {
    text: String,
    fits: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let outcome = match &args.verb {
        Verb::Plan(args) => plan::run(args),
        Verb::Models(args) => models::run(args),
        Verb::Mock(args) => mock::run(args),
        Verb::Replay(args) => replay::run(args),
        Verb::SampleLog(args) => replay::sample(args),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "groq-calc", &mut script);
            Ok(Outcome { text: String::from_utf8_lossy(&script).into_owned(), fits: true })
        }
    };
    match outcome {
        Ok(outcome) => {
            // A reader that has seen enough (`| head`) is no failure.
            match io::stdout().write_all(outcome.text.as_bytes()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    eprintln!("error: the answer cannot be written: {error}");
                    ExitCode::from(2)
                }
                _ if outcome.fits => ExitCode::SUCCESS,
                _ => ExitCode::from(1),
            }
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

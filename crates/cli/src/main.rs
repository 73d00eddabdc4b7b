//! The command `groq-calc`.
#![forbid(unsafe_code)]

mod input;
mod output;
mod verbs;

use std::process::ExitCode;

use anstyle::AnsiColor;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::CompleteEnv;
use groq_protocol::without_keys;

use output::{long_text, printable};
#[cfg(feature = "guard")]
use verbs::guard;
#[cfg(feature = "mcp")]
use verbs::mcp;
#[cfg(feature = "mock")]
use verbs::mock;
#[cfg(feature = "report")]
use verbs::report;
use verbs::{
    check, check_request, checklist, code, completions, diff, error, explain, export, import, man,
    models, paste, plan, watch,
};
#[cfg(feature = "logs")]
use verbs::{cost, replay};

/// Which Groq limit binds, what the month costs, which model and plan to take.
#[derive(Parser)]
#[command(name = "groq-calc", version, about)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Answers a question about a workload.
    Plan(Box<plan::PlanArgs>),
    /// Says why an answer is what it is, step by step with its numbers.
    Explain(Box<explain::ExplainArgs>),
    /// Writes an answer to hand on, with every assumption, cost, limit, risk and source: HTML or Markdown.
    #[cfg(feature = "report")]
    Report(Box<report::ReportArgs>),
    #[cfg(not(feature = "report"))]
    #[command(hide = true)]
    Report(verbs::missing::Missing),
    /// Prices a log of usages: CSV, JSON lines or Parquet, by model, day and column.
    #[cfg(feature = "logs")]
    Cost(Box<cost::CostArgs>),
    #[cfg(not(feature = "logs"))]
    #[command(hide = true)]
    Cost(verbs::missing::Missing),
    /// For CI: do questions still fit, and stay within their budgets?
    Check(check::CheckArgs),
    /// For CI: what will change for questions, and what has changed since their day?
    Watch(watch::WatchArgs),
    /// Reads a workload's figures from a prompt, a request, an answer, a curl command or several of them.
    Paste(paste::PasteArgs),
    /// Finds what Groq would refuse or ignore in a request, and corrects it.
    CheckRequest(check_request::CheckRequestArgs),
    /// Says what an error of the API is, whether to wait, and what to do next.
    Error(error::ErrorArgs),
    /// Writes a program that keeps to the plan: Python, JavaScript, Rust or curl.
    Code(Box<code::CodeArgs>),
    /// Lists what to have done before a launch, filled in with the plan.
    Checklist(Box<checklist::ChecklistArgs>),
    /// Lists the models with their limits and prices.
    Models(models::ModelsArgs),
    /// Serves a local stand-in for the Groq API that enforces the rate limits.
    #[cfg(feature = "mock")]
    Mock(mock::MockArgs),
    #[cfg(not(feature = "mock"))]
    #[command(hide = true)]
    Mock(verbs::missing::Missing),
    /// Keeps any program's requests within the limits and a budget: a local proxy in front of the API.
    #[cfg(feature = "guard")]
    Guard(Box<guard::GuardArgs>),
    #[cfg(not(feature = "guard"))]
    #[command(hide = true)]
    Guard(verbs::missing::Missing),
    /// Serves these answers to coding agents: the Model Context Protocol over standard input and output.
    #[cfg(feature = "mcp")]
    Mcp(mcp::McpArgs),
    #[cfg(not(feature = "mcp"))]
    #[command(hide = true)]
    Mcp(verbs::missing::Missing),
    /// Replays a request log: what would be refused, when, by which limit, at what cost.
    #[cfg(feature = "logs")]
    Replay(Box<replay::ReplayArgs>),
    #[cfg(not(feature = "logs"))]
    #[command(hide = true)]
    Replay(verbs::missing::Missing),
    /// Writes a synthetic request log to try a replay with: a bursty day, as CSV.
    #[cfg(feature = "logs")]
    SampleLog(replay::SampleArgs),
    #[cfg(not(feature = "logs"))]
    #[command(hide = true)]
    SampleLog(verbs::missing::Missing),
    /// Says what changed in the catalog between two days.
    Diff(diff::DiffArgs),
    /// Writes the catalog for other programs.
    Export(export::ExportArgs),
    /// Makes a catalog, for --catalog, of the price file of another project.
    Import(import::ImportArgs),
    /// Prints the manual page.
    Man,
    /// Prints a completion script for a shell.
    Completions(completions::CompletionsArgs),
}

fn main() -> ExitCode {
    // A shell that completes a line asks by a variable, and is answered here.
    CompleteEnv::with_factory(Args::command).var(completions::VARIABLE).complete();
    let args = match Args::try_parse() {
        Ok(args) => args,
        // What was typed is repeated in the message.
        Err(error) if error.use_stderr() => {
            let text = error.render().to_string();
            anstream::eprint!("{}", printable::lines(&without_keys(&text)));
            return ExitCode::from(2);
        }
        Err(help) => help.exit(),
    };
    let outcome = match &args.verb {
        Verb::Plan(args) => args.catalog.with(|catalog| plan::run(args, catalog)),
        Verb::Explain(args) => args.catalog.with(|catalog| explain::run(args, catalog)),
        #[cfg(feature = "report")]
        Verb::Report(args) => args.catalog.with(|catalog| report::run(args, catalog)),
        #[cfg(not(feature = "report"))]
        Verb::Report(_) => verbs::missing::run("report"),
        #[cfg(feature = "logs")]
        Verb::Cost(args) => args.catalog.with(|catalog| cost::run(args, catalog)),
        #[cfg(not(feature = "logs"))]
        Verb::Cost(_) => verbs::missing::run("logs"),
        Verb::Check(args) => args.catalog.with(|catalog| check::run(args, catalog)),
        Verb::Watch(args) => args.catalog.with(|catalog| watch::run(args, catalog)),
        Verb::Paste(args) => args.catalog.with(|catalog| paste::run(args, catalog)),
        Verb::CheckRequest(args) => args.catalog.with(|catalog| check_request::run(args, catalog)),
        Verb::Error(args) => args.catalog.with(|catalog| error::run(args, catalog)),
        Verb::Code(args) => args.catalog.with(|catalog| code::run(args, catalog)),
        Verb::Checklist(args) => args.catalog.with(|catalog| checklist::run(args, catalog)),
        Verb::Models(args) => args.catalog.with(|catalog| models::run(args, catalog)),
        Verb::Diff(args) => args.catalog.with(|catalog| diff::run(args, catalog)),
        Verb::Export(args) => args.catalog().with(|catalog| export::run(args, catalog)),
        Verb::Import(args) => import::run(args),
        Verb::Man => man::run(Args::command()),
        #[cfg(feature = "mock")]
        Verb::Mock(args) => mock::run(args),
        #[cfg(not(feature = "mock"))]
        Verb::Mock(_) => verbs::missing::run("mock"),
        #[cfg(feature = "guard")]
        Verb::Guard(args) => guard::run(args),
        #[cfg(not(feature = "guard"))]
        Verb::Guard(_) => verbs::missing::run("guard"),
        #[cfg(feature = "mcp")]
        Verb::Mcp(args) => mcp::run(args),
        #[cfg(not(feature = "mcp"))]
        Verb::Mcp(_) => verbs::missing::run("mcp"),
        #[cfg(feature = "logs")]
        Verb::Replay(args) => args.catalog.with(|catalog| replay::run(args, catalog)),
        #[cfg(not(feature = "logs"))]
        Verb::Replay(_) => verbs::missing::run("logs"),
        #[cfg(feature = "logs")]
        Verb::SampleLog(args) => replay::sample(args),
        #[cfg(not(feature = "logs"))]
        Verb::SampleLog(_) => verbs::missing::run("logs"),
        Verb::Completions(args) => completions::run(args),
    };
    let red = AnsiColor::Red.on_default().bold();
    let printed =
        outcome.and_then(|outcome| long_text::print(&outcome.text).map(|()| outcome.fits));
    match printed {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            anstream::eprintln!(
                "{red}error:{red:#} {}",
                printable::message(&without_keys(&message))
            );
            ExitCode::from(2)
        }
    }
}

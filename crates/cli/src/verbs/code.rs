use clap::Args as Group;
use groq_calc::{Catalog, answer};
use groq_codegen::{Language, Settings};

use crate::{
    input::{
        candidates,
        catalog::CatalogArgs,
        choice,
        question::{self, QuestionArgs},
    },
    output::outcome::Outcome,
};

const EXAMPLES: &str = "Examples:
  groq-calc code --language python-groq --requests-per-day 100 --input 1500 --output 500
  groq-calc code question.json --language rust --plan developer --tier flex >src/main.rs
  groq-calc code question.json --language javascript --short >app.mjs
  groq-calc code question.json --language curl --batch >batch.sh

The program reads prompts from standard input, one a line, and prints their answers. It keeps to
the limits of the recommended option, waits as long as a 429 says, and never repeats a 413. A prompt
that fails is reported, and the rest go on; a summary on standard error ends the run. What is left of
the day's limits is kept in a file in the working folder. It needs no package of this project; --short
writes a few lines in its place that leave the limits to one: groq-calc for Python and JavaScript,
groq-limiter for Rust.";

/// For which question, in what language.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    question: QuestionArgs,
    /// python-groq, python-openai, javascript, rust or curl.
    #[arg(long, value_name = "LANGUAGE", add = candidates::languages())]
    language: String,
    /// The service tier instead of the recommended one: on_demand or flex.
    #[arg(long, value_name = "TIER", add = candidates::tiers())]
    tier: Option<String>,
    /// The program that prints each answer while it is generated, one prompt after the other.
    #[arg(long, conflicts_with = "batch")]
    stream: bool,
    /// The program that submits the prompts as batch jobs instead.
    #[arg(long)]
    batch: bool,
    /// A few lines that leave the limits to our package of the language; a failure ends them.
    #[arg(long, conflicts_with_all = ["stream", "batch"])]
    short: bool,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Writes the program.
pub(crate) fn run(args: &CodeArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let language = Language::parse(&args.language).ok_or_else(|| {
        let names: Vec<_> = Language::ALL.iter().map(|language| language.name()).collect();
        format!("language is `{}`; it must be one of {}", args.language, names.join(", "))
    })?;
    let question = question::read(&args.question, catalog)?;
    let answer = answer(catalog, &question).map_err(|error| error.to_string())?;
    let option = choice::option(&answer, args.tier.as_deref())?;
    let settings = Settings::new(catalog, &question, option).map_err(|error| error.to_string())?;
    let text = match (args.stream, args.batch) {
        (false, false) if args.short => {
            settings.with_package(language).ok_or("curl has no package: leave out --short")?
        }
        (false, false) => settings.code(language),
        (true, _) => settings.stream(language),
        (false, true) => settings.batch(language).ok_or_else(|| {
            let (model, plan) = (settings.model, settings.plan.title());
            format!("{model} has no batch on the {plan} plan; leave out --batch")
        })?,
    };
    Ok(Outcome { text, fits: true })
}

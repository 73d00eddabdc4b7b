use clap::Args as Group;
use groq_calc::{Catalog, answer};
use groq_codegen::Checklist;
use serde_json::json;

use crate::{
    input::{
        candidates,
        catalog::CatalogArgs,
        choice,
        question::{self, QuestionArgs},
    },
    output::{
        document::{Document, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

const EXAMPLES: &str = "Examples:
  groq-calc checklist --requests-per-day 2k --input 1500 --output 500
  groq-calc checklist question.json --budget 20 --format markdown >>LAUNCH.md";

/// For which question.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ChecklistArgs {
    #[command(flatten)]
    question: QuestionArgs,
    /// The service tier instead of the recommended one: on_demand or flex.
    #[arg(long, value_name = "TIER", add = candidates::tiers())]
    tier: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Lists what to have done before a launch.
pub(crate) fn run(args: &ChecklistArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let question = question::read(&args.question, catalog)?;
    let answer = answer(catalog, &question).map_err(|error| error.to_string())?;
    let option = choice::option(&answer, args.tier.as_deref())?;
    let list =
        Checklist::new(catalog, &question, &answer, option).map_err(|error| error.to_string())?;
    let text = match args.format.get() {
        Format::Markdown => list.markdown(),
        Format::Json => in_json(&list)?,
        format => render(&list).render(format)?,
    };
    Ok(Outcome { text, fits: true })
}

fn in_json(list: &Checklist<'_>) -> Result<String, String> {
    let checks: Vec<_> = list
        .items
        .iter()
        .map(|(check, figure)| {
            let figure = figure.as_ref().map(ToString::to_string);
            json!({ "id": check.id, "text": check.text.en, "figure": figure })
        })
        .collect();
    let whole = json!({
        "model": list.model,
        "plan": list.plan,
        "tier": list.tier,
        "as_of": list.as_of,
        "checks": checks,
    });
    Ok(serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n")
}

fn render(list: &Checklist<'_>) -> Document {
    let mut rows = Table::new(&["check", "as planned"], &[]);
    for (check, figure) in &list.items {
        let figure = figure.as_ref().map(ToString::to_string).unwrap_or_default();
        rows.add_row([check.text.en.to_owned(), figure]);
    }
    let mut document = Document::default();
    let title = format!(
        "Before the launch of {} on {} ({}), by the limits and prices of {}",
        list.model,
        list.plan.title(),
        list.tier.name(),
        list.as_of
    );
    document.push(&title, rows);
    document
}

use std::{fmt::Write as _, path::PathBuf};

use clap::Args as Group;
use groq_calc::{Catalog, num::Grouped};
use groq_paste::{Basis, Reading};

use crate::{
    input::{candidates, catalog::CatalogArgs, paste},
    output::{
        document::{Document, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

const EXAMPLES: &str = "Examples:
  groq-calc paste prompt.txt
  groq-calc paste request.json --model openai/gpt-oss-120b
  groq-calc paste log.jsonl --json
  pbpaste | groq-calc paste -
  groq-calc plan --paste log.jsonl --requests-per-day 2k

It reads a prompt, a request, an answer with its usage, a stream, an error, a log as a table, JSON
lines or a JSON list of these, a batch file; as JSON, as a command of curl, HTTPie or PowerShell, as code of Python,
JavaScript and their kin, as HTTP, as it is printed, in Markdown, and LiteLLM's and continue's YAML;
up to 200 MiB. What an answer measured wins over what is counted. Keys are left out of all that is
printed. Nothing is sent anywhere.";

/// A text and what it is read against.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PasteArgs {
    /// The text; `-` reads standard input.
    file: PathBuf,
    /// The model to count for, instead of the one that is named.
    #[arg(long, value_name = "ID", add = candidates::models())]
    model: Option<String>,
    /// The day whose models and prices count; the newest by default.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Says what a text holds.
pub(crate) fn run(args: &PasteArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let setting = paste::setting(catalog, args.as_of.as_deref(), args.model.as_deref())?;
    let reading = paste::reading(&args.file, &setting, &mut |_| {})?;
    let format = args.format.get();
    let text = if format == Format::Json {
        serde_json::to_string_pretty(&reading).map_err(|error| error.to_string())? + "\n"
    } else {
        render(&reading).render(format)?
    };
    Ok(Outcome { text, fits: true })
}

fn render(reading: &Reading) -> Document {
    let mut text = Document::default();
    let _ = writeln!(text, "{}", reading.explained);
    let mut rows = Table::new(&["figure", "per request", "basis", "from"], &[1]);
    for figure in &reading.figures {
        let basis = match figure.basis {
            Basis::Measured => "measured",
            Basis::Counted => "counted",
            Basis::Estimated => "estimated",
            Basis::AtMost => "at most",
            Basis::AtLeast => "at least",
        };
        let origin = figure.origin.to_string();
        rows.add_row([figure.field, figure.value.as_str(), basis, &origin].map(String::from));
    }
    if !rows.is_empty() {
        text.push("What it means for a workload", rows);
    }
    let heads = ["figure", "of", "half at most", "90% at most", "99% at most", "longest"];
    let mut spreads = Table::new(&heads, &[1, 2, 3, 4, 5]);
    for one in &reading.spreads {
        let counts = [one.count as u64, one.p50, one.p90, one.p99, one.max];
        let counts = counts.map(|count| Grouped(count).to_string());
        spreads.add_row(core::iter::once(one.field.clone()).chain(counts).collect::<Vec<_>>());
    }
    if !spreads.is_empty() {
        text.push("How the measured lengths are spread", spreads);
    }
    for note in &reading.notes {
        let _ = writeln!(text, " {note}");
    }
    text
}

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Args as Group;
use groq_calc::{Catalog, WorkloadDraft};
use groq_paste::{Basis, MOST_BYTES, Reading, Setting, read};
use groq_tokens::Counter;

use crate::{
    Outcome,
    catalog::CatalogArgs,
    document::{Document, Table},
    format::{Format, FormatArgs},
    models,
};

const EXAMPLES: &str = "Examples:
  groq-calc paste prompt.txt
  groq-calc paste request.json --model openai/gpt-oss-120b
  groq-calc paste log.jsonl --json
  pbpaste | groq-calc paste -
  groq-calc plan --paste log.jsonl --requests-per-day 2k

It reads a prompt, the body of a chat request, an answer with its usage, a curl command, JSON lines
or a JSON list of these, a batch file. What an answer measured wins over what is counted. Keys in
the headers of a command are dropped at once. Nothing is sent anywhere.";

/// A text and what it is read against.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PasteArgs {
    /// The text; `-` reads standard input.
    file: PathBuf,
    /// The model to count for, instead of the one that is named.
    #[arg(long, value_name = "ID")]
    model: Option<String>,
    /// The day whose models and prices count; the newest by default.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// The vocabulary of gpt-oss, where this build has it.
pub(crate) const fn exact() -> Option<&'static dyn Counter> {
    #[cfg(feature = "exact")]
    return Some(&groq_tokens::GptOss);
    #[cfg(not(feature = "exact"))]
    None
}

/// A setting, once the model is known to exist.
pub(crate) fn setting<'a>(
    catalog: &'a Catalog<'a>,
    as_of: Option<&str>,
    model: Option<&'a str>,
) -> Result<Setting<'a>, String> {
    if let Some(id) = model.filter(|id| catalog.model(id).is_none()) {
        return Err(format!(
            "model is `{id}`, which is unknown; it must be a model id that `groq-calc models` lists"
        ));
    }
    let day = models::day(catalog, as_of)?;
    Ok(Setting { catalog, day, model, exact: exact() })
}

/// A file, or standard input.
pub(crate) fn load(path: &Path) -> Result<String, String> {
    let name = path.display();
    let failed = |error: io::Error| format!("{name} cannot be read: {error}");
    let mut bytes = Vec::new();
    let reader: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(path).map_err(failed)?),
    };
    reader.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > MOST_BYTES {
        return Err(format!("{name} is larger than 1 MiB: take a part of it"));
    }
    String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))
}

/// What a file holds.
pub(crate) fn reading(path: &Path, setting: &Setting<'_>) -> Result<Reading, String> {
    let text = load(path)?;
    read(&text, setting).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// The figures of a file for a question.
pub(crate) fn workload(
    path: &Path,
    catalog: &Catalog<'_>,
    as_of: Option<&str>,
    model: Option<&str>,
) -> Result<WorkloadDraft, String> {
    let reading = reading(path, &setting(catalog, as_of, model)?)?;
    if reading.figures.is_empty() {
        let notes: Vec<_> = reading.notes.iter().map(ToString::to_string).collect();
        let notes = notes.join("; ");
        return Err(format!("{} has no figures: {notes}", path.display()));
    }
    Ok(reading.workload)
}

/// Says what a text holds.
pub(crate) fn run(args: &PasteArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let setting = setting(catalog, args.as_of.as_deref(), args.model.as_deref())?;
    let reading = reading(&args.file, &setting)?;
    let format = args.format.get();
    let text = if format == Format::Json {
        serde_json::to_string_pretty(&reading).map_err(|error| error.to_string())? + "\n"
    } else {
        written(&reading).written(format)?
    };
    Ok(Outcome { text, fits: true })
}

fn written(reading: &Reading) -> Document {
    let mut text = Document::default();
    let _ = writeln!(text, "{}", reading.explained);
    let mut rows = Table::new(&["figure", "per request", "basis", "from"], &[1]);
    for figure in &reading.figures {
        let basis = match figure.basis {
            Basis::Measured => "measured",
            Basis::Counted => "counted",
            Basis::Estimated => "estimated",
            Basis::AtMost => "at most",
        };
        let origin = figure.origin.to_string();
        rows.add_row([figure.field, figure.value.as_str(), basis, &origin].map(String::from));
    }
    if !rows.is_empty() {
        text.push("What it means for a workload", rows);
    }
    for note in &reading.notes {
        let _ = writeln!(text, " {note}");
    }
    text
}

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use groq_calc::Date;
use groq_catalog_file::{
    import::{Settings, genai_prices, litellm},
    read_text,
};

use crate::{
    input::catalog::first,
    output::{outcome::Outcome, printable},
};

const EXAMPLES: &str = "Examples:
  groq-calc import litellm model_prices_and_context_window.json --provider groq --from 2026-06-04 > ours.json
  groq-calc import genai-prices data.json --provider openai --from 2026-06-04 > ours.json
  groq-calc plan question.json --catalog ours.json

The catalog goes to standard output, what could not be kept to standard error.";

/// Whose file it is.
#[derive(Clone, Copy, ValueEnum)]
enum Project {
    /// LiteLLM's model_prices_and_context_window.json.
    Litellm,
    /// The data.json of genai-prices.
    GenaiPrices,
}

/// A price file of another project.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ImportArgs {
    /// Whose file it is.
    #[arg(value_enum)]
    project: Project,
    /// The file.
    file: PathBuf,
    /// The day of the file: undated prices count from it.
    #[arg(long, value_name = "DATE")]
    from: String,
    /// Only the models of this provider, without its name before their ids.
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
}

/// Writes the catalog.
pub(crate) fn run(args: &ImportArgs) -> Result<Outcome, String> {
    let from = Date::parse(&args.from)
        .ok_or_else(|| format!("from is `{}`; it must be a date like 2026-06-04", args.from))?;
    let name = args.file.display().to_string();
    let text = read_text(&args.file).map_err(|error| first(&error))?;
    let settings = Settings { from, provider: args.provider.as_deref() };
    let imported = match args.project {
        Project::Litellm => litellm(&name, &text, settings),
        Project::GenaiPrices => genai_prices(&name, &text, settings),
    };
    let imported = imported.map_err(|error| first(&error))?;
    for line in &imported.left_out {
        anstream::eprintln!("left out: {}", printable::message(line));
    }
    let text = serde_json::to_string_pretty(&imported.file).map_err(|error| error.to_string())?;
    Ok(Outcome { text: text + "\n", fits: true })
}

use std::path::PathBuf;

use clap::Args as Group;

use crate::{catalog::CatalogArgs, format::FormatArgs};

const EXAMPLES: &str = "Examples:
  groq-calc cost usage.csv
  groq-calc cost usage.csv.gz --by team --by endpoint --format markdown
  groq-calc cost responses.jsonl --skip-bad-rows
  groq-calc cost usage.parquet --model model_id --input prompt_tokens --output completion_tokens
  groq-calc cost usage.csv --as-of 2026-06-04 --json

A file is CSV, JSON lines or Parquet (by its ending, .parquet), one row a request. Without flags the columns
are the first that are called as usual: model; input, input_tokens or prompt_tokens; cached or cached_tokens;
output, output_tokens or completion_tokens; time, timestamp, created or date; batch. In JSON, dots lead into
objects (usage.prompt_tokens). A time is a day, a day and a time, or seconds, milli- or microseconds since 1970.
Each row is priced as of its own day; batch halves it whatever was cached; a model without caching bills
cached tokens in full. Files that end in .gz or .zst are unpacked.
Exit code: 0 with an answer, 2 for bad input.";

/// Prices a log of usages.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CostArgs {
    /// The log; `-` reads standard input.
    pub(super) file: PathBuf,
    /// The column with the model's id.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) model: Option<String>,
    /// The column with prompt tokens, cached ones included.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) input: Option<String>,
    /// The column with cached prompt tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) cached: Option<String>,
    /// The column with completion tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) output: Option<String>,
    /// The column with the time of the request.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) time: Option<String>,
    /// The column that says whether the request ran as batch.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) batch: Option<String>,
    /// Add up by this column too; may be repeated.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) by: Vec<String>,
    /// Price every row as of this day; the log then needs no time.
    #[arg(long, value_name = "DATE", conflicts_with = "time")]
    pub(super) as_of: Option<String>,
    /// Count bad rows and pass them over.
    #[arg(long)]
    pub(super) skip_bad_rows: bool,
    #[command(flatten)]
    pub(super) format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

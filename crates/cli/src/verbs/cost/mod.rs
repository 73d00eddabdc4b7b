#[cfg(test)]
mod damage;
mod report;

use std::path::{Path, PathBuf};

use clap::Args as Group;
use groq_calc::Catalog;
use groq_log::usage::{Days, Ledger, Names, Reader};

use crate::{
    input::{
        catalog::{self, CatalogArgs},
        decompress, file,
    },
    output::{
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

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
    file: PathBuf,
    /// The column with the model's id.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    model: Option<String>,
    /// The column with prompt tokens, cached ones included.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    input: Option<String>,
    /// The column with cached prompt tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    cached: Option<String>,
    /// The column with completion tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    output: Option<String>,
    /// The column with the time of the request.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    time: Option<String>,
    /// The column that says whether the request ran as batch.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    batch: Option<String>,
    /// Add up by this column too; may be repeated.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    by: Vec<String>,
    /// Price every row as of this day; the log then needs no time.
    #[arg(long, value_name = "DATE", conflicts_with = "time")]
    as_of: Option<String>,
    /// Count bad rows and skip them.
    #[arg(long)]
    skip_bad_rows: bool,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Prices a log.
pub(crate) fn run(args: &CostArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let days = match &args.as_of {
        Some(day) => Days::Always(catalog::day(catalog, Some(day))?),
        None => Days::OfTheRow,
    };
    let names = Names {
        model: args.model.clone(),
        input: args.input.clone(),
        cached: args.cached.clone(),
        output: args.output.clone(),
        time: args.time.clone(),
        batch: args.batch.clone(),
        by: args.by.clone(),
    };
    let mut ledger = Ledger::new(catalog, &args.by);
    let ending = args.file.extension().and_then(|ending| ending.to_str());
    let read = file::guarded(&args.file, || match ending {
        Some("parquet") => parquet(&args.file, names, days, args.skip_bad_rows, &mut ledger),
        _ => text(&args.file, names, days, args.skip_bad_rows, &mut ledger),
    })?;
    let format = args.format.get();
    let text = match format {
        Format::Json => report::in_json(&ledger, read)?,
        _ => report::document(&ledger, read).render(format)?,
    };
    Ok(Outcome { text, fits: true })
}

fn text(
    path: &Path,
    names: Names,
    days: Days,
    skip_bad_rows: bool,
    ledger: &mut Ledger<'_>,
) -> Result<report::Read, String> {
    let wrong = |error: groq_log::Error| format!("{}: {error}", path.display());
    let mut reader = Reader::new(names, days, skip_bad_rows);
    decompress::chunks(path, |chunk| {
        reader.feed(chunk, ledger).map_err(wrong)?;
        Ok(reader.rows() + reader.skipped())
    })?;
    reader.finish(ledger).map_err(wrong)?;
    Ok(report::Read { rows: reader.rows(), skipped: reader.skipped() })
}

#[cfg(feature = "parquet")]
fn parquet(
    path: &Path,
    names: Names,
    days: Days,
    skip_bad_rows: bool,
    ledger: &mut Ledger<'_>,
) -> Result<report::Read, String> {
    let name = path.display();
    let file = file::open(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let mut reader = groq_log::usage::Parquet::new(names, days, skip_bad_rows);
    let bar = decompress::row_bar();
    reader
        .read(file, ledger, |rows, all| {
            bar.set_length(all);
            bar.set_position(rows);
        })
        .map_err(|error| match error.is_damage() {
            true => format!("{name} is damaged: {error}"),
            false => format!("{name}: {error}"),
        })?;
    bar.finish_and_clear();
    Ok(report::Read { rows: reader.rows(), skipped: reader.skipped() })
}

#[cfg(not(feature = "parquet"))]
fn parquet(
    path: &Path,
    _: Names,
    _: Days,
    _: bool,
    _: &mut Ledger<'_>,
) -> Result<report::Read, String> {
    Err(format!("{}: this groq-calc was built without the feature `parquet`", path.display()))
}

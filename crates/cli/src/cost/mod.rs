mod args;
mod written;

use std::path::Path;

use groq_calc::Catalog;
use groq_log::usage::{Days, Ledger, Names, Reader};

use crate::{Outcome, format::Format, models, packed};
pub(crate) use args::CostArgs;

/// How many rows there were, and which were passed over.
#[derive(Clone, Copy)]
struct Read {
    rows: u64,
    skipped: u64,
}

/// Prices a log.
pub(crate) fn run(args: &CostArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let days = match &args.as_of {
        Some(day) => Days::Always(models::day(catalog, Some(day))?),
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
    let read = match args.file.extension().and_then(|ending| ending.to_str()) {
        Some("parquet") => parquet(&args.file, names, days, args.skip_bad_rows, &mut ledger)?,
        _ => text(&args.file, names, days, args.skip_bad_rows, &mut ledger)?,
    };
    let format = args.format.get();
    let text = match format {
        Format::Json => written::in_json(&ledger, read)?,
        _ => written::document(&ledger, read).written(format)?,
    };
    Ok(Outcome { text, fits: true })
}

fn text(
    path: &Path,
    names: Names,
    days: Days,
    skip_bad_rows: bool,
    ledger: &mut Ledger<'_>,
) -> Result<Read, String> {
    let wrong = |error: groq_log::Error| format!("{}: {error}", path.display());
    let mut reader = Reader::new(names, days, skip_bad_rows);
    packed::chunks(path, |chunk| {
        reader.feed(chunk, ledger).map_err(wrong)?;
        Ok(reader.rows())
    })?;
    reader.finish(ledger).map_err(wrong)?;
    Ok(Read { rows: reader.rows(), skipped: reader.skipped() })
}

#[cfg(feature = "parquet")]
fn parquet(
    path: &Path,
    names: Names,
    days: Days,
    skip_bad_rows: bool,
    ledger: &mut Ledger<'_>,
) -> Result<Read, String> {
    let name = path.display();
    let file =
        std::fs::File::open(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let mut reader = groq_log::usage::Parquet::new(names, days, skip_bad_rows);
    let bar = packed::row_bar();
    reader
        .read(file, ledger, |rows, all| {
            bar.set_length(all);
            bar.set_position(rows);
        })
        .map_err(|error| format!("{name}: {error}"))?;
    bar.finish_and_clear();
    Ok(Read { rows: reader.rows(), skipped: reader.skipped() })
}

#[cfg(not(feature = "parquet"))]
fn parquet(path: &Path, _: Names, _: Days, _: bool, _: &mut Ledger<'_>) -> Result<Read, String> {
    Err(format!("{}: this groq-calc was built without the feature `parquet`", path.display()))
}

#[cfg(test)]
mod damage;
mod remarks;
mod report;
mod tokenizers;

use std::path::{Path, PathBuf};

use clap::Args as Group;
use groq_calc::{Catalog, Model};
use groq_log::usage::{Assumptions, Days, Ledger, ModelName, Names, Reader, on_threads};
#[cfg(feature = "parquet")]
use groq_log::usage::{LeftOut, Parquet};

use crate::{
    input::{
        cached_part, candidates,
        catalog::{self, CatalogArgs},
        decompress, file, threads,
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
  groq-calc cost batch_output.jsonl
  groq-calc cost usage.parquet --model model_id --input prompt_tokens --output completion_tokens
  groq-calc cost usage.csv --as-of 2026-06-04 --json
  groq-calc cost openai-usage.csv --compare openai/gpt-oss-120b,qwen/qwen3-32b

A file is CSV (with commas, semicolons or tabs), JSON or Parquet (by its ending, .parquet), one row a request.
JSON is a value a line, a list, or a value on several lines; a stream's events are one row an answer. It is read
in the form of Groq, OpenAI, batch outputs, LiteLLM, OpenRouter, Helicone, Langfuse, LangChain, the AI SDK,
inspect_ai, OpenTelemetry and ccusage. Without flags the columns are those that are called as usual, in any case
and with any separators: model; input, input_tokens or prompt_tokens; cached or cached_tokens; output,
output_tokens or completion_tokens; duration or audio_seconds; time, timestamp, created or date; batch. In JSON,
dots lead into objects (usage.prompt_tokens). A time is a day, a day and a time, or a number since 1970 whose size
tells its unit.
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
    /// The column with prompt tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    input: Option<String>,
    /// The column with cached prompt tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    cached: Option<String>,
    /// The column with completion tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    output: Option<String>,
    /// The column with the length of audio in seconds.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    audio: Option<String>,
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
    /// All of it ran as batch, at half price.
    #[arg(long, conflicts_with = "batch")]
    all_batch: bool,
    /// Whether the prompt tokens have the cached ones too, where a row does not tell.
    #[arg(long, value_name = "YES|NO", value_parser = ["yes", "no"])]
    input_includes_cached: Option<String>,
    /// Price the same log as this model too; an estimate, since tokenizers differ.
    #[arg(long, value_name = "ID", add = candidates::models())]
    as_model: Option<String>,
    /// The same as several models, with commas between.
    #[arg(long, value_name = "ID,ID", value_delimiter = ',', add = candidates::models())]
    compare: Vec<String>,
    /// Count bad rows and skip them.
    #[arg(long)]
    skip_bad_rows: bool,
    /// How many threads read the log; by default one for each core.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=64))]
    threads: Option<u8>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

impl CostArgs {
    fn names(&self) -> Names {
        Names {
            model: self.model.clone(),
            input: self.input.clone(),
            cached: self.cached.clone(),
            output: self.output.clone(),
            audio: self.audio.clone(),
            time: self.time.clone(),
            batch: self.batch.clone(),
            by: self.by.clone(),
        }
    }

    /// The models to price the log as.
    fn others<'a>(&self, catalog: &Catalog<'a>) -> Result<Vec<&'a Model<'a>>, String> {
        let flags = self.as_model.iter().map(|id| ("as_model", id));
        let flags = flags.chain(self.compare.iter().map(|id| ("compare", id)));
        let find = |(flag, id): (&str, &String)| match ModelName::find(catalog, id) {
            ModelName::Exact(model) | ModelName::Spelled(model) => Ok(model),
            ModelName::Unknown(nearest) => {
                let near = nearest.map_or(String::new(), |id| format!("; the nearest is {id}"));
                Err(format!(
                    "{flag} is `{id}`; it must be a model that `groq-calc models` lists{near}"
                ))
            }
        };
        flags.map(find).collect()
    }
}

/// Prices a log.
pub(crate) fn run(args: &CostArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let days = match &args.as_of {
        Some(day) => Days::Always(catalog::day(catalog, Some(day))?),
        None => Days::OfTheRow,
    };
    let others = args.others(catalog)?;
    let assumptions = Assumptions {
        all_batch: args.all_batch,
        any_model: !others.is_empty(),
        cached_part: cached_part::named(args.input_includes_cached.as_deref()),
    };
    let mut ledger = Ledger::new(catalog, &args.by);
    let ending = args.file.extension().and_then(|ending| ending.to_str());
    let log = Log { args, days, assumptions };
    let read = file::guarded(&args.file, || match ending {
        Some("parquet") => log.parquet(&mut ledger),
        _ => log.text(&mut ledger),
    })?;
    let others = others.into_iter().map(|model| {
        let ratio = |name: &str| tokenizers::ratio(catalog, name, model.id);
        ledger.repriced(model, ratio)
    });
    let others = others.collect::<Result<Vec<_>, _>>()?;
    let report = report::Report { ledger: &ledger, read, others };
    let format = args.format.get();
    let text = match format {
        Format::Json => report.in_json()?,
        _ => report.document(&remarks::of(&report)).render(format)?,
    };
    Ok(Outcome { text, fits: true })
}

/// A log and how it is read.
struct Log<'a> {
    args: &'a CostArgs,
    days: Days,
    assumptions: Assumptions,
}

impl Log<'_> {
    fn text(&self, ledger: &mut Ledger<'_>) -> Result<report::Read, String> {
        let path = &self.args.file;
        let wrong = |error: groq_log::Error| format!("{}: {error}", path.display());
        let reader = || {
            let reader = Reader::new(self.args.names(), self.days, self.args.skip_bad_rows);
            reader.with_assumptions(self.assumptions)
        };
        let read = |reader: &Reader| report::Read {
            rows: reader.rows(),
            skipped: reader.skipped(),
            left_out: reader.left_out(),
        };
        let threads = threads::or_cores(self.args.threads);
        // What is wrong, and where, is said by one thread, which reads the log again.
        if threads.get() > 1 && path != Path::new("-") {
            let chunks = |take: &mut dyn FnMut(&[u8]) -> Option<u64>| {
                decompress::chunks(path, |chunk| take(chunk).ok_or(String::new())).is_ok()
            };
            if let Some((reader, sums)) = on_threads(threads, reader(), ledger.fork(), chunks) {
                *ledger = sums;
                return Ok(read(&reader));
            }
        }
        let mut reader = reader();
        decompress::chunks(path, |chunk| {
            reader.feed(chunk, ledger).map_err(wrong)?;
            Ok(reader.rows() + reader.skipped())
        })?;
        reader.finish(ledger).map_err(wrong)?;
        Ok(read(&reader))
    }

    #[cfg(feature = "parquet")]
    fn parquet(&self, ledger: &mut Ledger<'_>) -> Result<report::Read, String> {
        let path = &self.args.file;
        let name = path.display();
        let reader = || {
            let reader = Parquet::new(self.args.names(), self.days, self.args.skip_bad_rows);
            reader.with_assumptions(self.assumptions)
        };
        let read = |reader: &Parquet| report::Read {
            rows: reader.rows(),
            skipped: reader.skipped(),
            left_out: LeftOut::default(),
        };
        let bar = decompress::row_bar();
        let seen = |rows, all| {
            bar.set_length(all);
            bar.set_position(rows);
        };
        let threads = threads::or_cores(self.args.threads);
        if threads.get() > 1 {
            let open = || file::open(path);
            if let Some((reader, sums)) =
                reader().read_on_threads(threads, open, ledger.fork(), seen)
            {
                bar.finish_and_clear();
                *ledger = sums;
                return Ok(read(&reader));
            }
        }
        let file = file::open(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
        let mut reader = reader();
        reader.read(file, ledger, seen).map_err(|error| match error.is_damage() {
            true => format!("{name} is damaged: {error}"),
            false => format!("{name}: {error}"),
        })?;
        bar.finish_and_clear();
        Ok(read(&reader))
    }

    #[cfg(not(feature = "parquet"))]
    fn parquet(&self, _: &mut Ledger<'_>) -> Result<report::Read, String> {
        let name = self.args.file.display();
        Err(format!("{name}: this groq-calc was built without the feature `parquet`"))
    }
}

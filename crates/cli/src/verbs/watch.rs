use std::{
    fmt::Write as _,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::Args as Group;
use groq_calc::{
    Catalog, Date,
    outlook::{Watch, watch},
};
use serde_json::{Value, json};

use crate::{
    input::{catalog::CatalogArgs, question},
    output::{
        counted::Counted,
        document::{Document, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

const EXAMPLES: &str = "Examples:
  groq-calc watch questions/*.json
  groq-calc watch questions/*.json --days 30 --json
  groq-calc watch budget.json --as-of 2026-06-20

A question that names a day is compared with that day: what it cost, what was recommended, which prices
and limits counted. The end of a model is told from the day on which Groq announced it.
Exit code: 0 where nothing changes, 1 where something does, 2 for bad input.";

/// Questions to watch.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct WatchArgs {
    /// Questions as JSON, as `plan` takes them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How many days to look ahead, and how old the newest figure may be.
    #[arg(long, value_name = "N", default_value_t = 60)]
    days: u64,
    /// The day on which they are looked at, like 2026-06-20; today by default.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// A question and what is to be known of it.
struct Watched<'a> {
    file: String,
    watch: Watch<'a>,
}

/// Watches every file.
pub(crate) fn run(args: &WatchArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let day = match &args.as_of {
        Some(text) => catalog.day(Some(text)).map_err(|error| error.to_string())?,
        None => today()?,
    };
    let (mut watched, mut bad) = (Vec::new(), Vec::new());
    for path in &args.files {
        let file = path.display().to_string();
        let read = question::draft(path).and_then(|draft| question::checked(&draft, catalog));
        let looked = read.and_then(|question| {
            watch(catalog, &question, day, args.days).map_err(|error| error.to_string())
        });
        match looked {
            Ok(watch) => watched.push(Watched { file, watch }),
            Err(error) if error.starts_with(&file) => bad.push(error),
            Err(error) => bad.push(format!("{file}: {error}")),
        }
    }
    if !bad.is_empty() {
        return Err(bad.join("; "));
    }
    let newest = catalog.newest_on(day);
    let age = newest.map(|newest| day.days_since_epoch() - newest.days_since_epoch());
    let age = age.and_then(|age| u64::try_from(age).ok());
    let stale = age.filter(|age| *age > args.days).map(|age| {
        let since = newest.map_or(String::new(), |newest| format!(", of {newest}"));
        format!("the newest figure is {} old{since}", Counted(age, "day"))
    });
    let quiet = stale.is_none() && watched.iter().all(|one| one.watch.is_quiet());
    let format = args.format.get();
    let text = if format == Format::Json {
        let whole = json!({
            "as_of": day,
            "days": args.days,
            "quiet": quiet,
            "newest": newest,
            "newest_age_days": age,
            "stale": stale,
            "questions": watched.iter().map(as_json).collect::<Vec<_>>(),
        });
        serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n"
    } else {
        render(&watched, stale.as_deref(), day, args.days).render(format)?
    };
    Ok(Outcome { text, fits: quiet })
}

/// The day that the clock shows, in UTC.
fn today() -> Result<Date, String> {
    const DAY: u64 = 86_400;
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.ok().and_then(|since| i64::try_from(since.as_secs() / DAY).ok());
    days.and_then(Date::from_days_since_epoch)
        .ok_or_else(|| "the clock shows no day; give one with --as-of".to_owned())
}

fn as_json(one: &Watched<'_>) -> Value {
    let Watched { file, watch } = one;
    let notices = watch.notices.iter().map(|notice| {
        let mut fields = json!(notice);
        fields["text"] = json!(notice.to_string());
        fields
    });
    json!({
        "file": file,
        "recommended": watch.recommended,
        "monthly_usd": watch.monthly_usd,
        "notices": notices.collect::<Vec<_>>(),
        "changes": watch.changes,
    })
}

fn render(watched: &[Watched<'_>], stale: Option<&str>, day: Date, days: u64) -> Document {
    let mut said: Vec<(&str, String)> = Vec::new();
    for Watched { file, watch } in watched {
        said.extend(watch.notices.iter().map(|notice| (file.as_str(), notice.to_string())));
        said.extend(
            watch
                .changes
                .iter()
                .map(|change| (file.as_str(), format!("{change}, since {}", change.after.from))),
        );
        if watch.is_quiet() {
            said.push((file, "nothing changes".to_owned()));
        }
    }
    said.extend(stale.map(|stale| ("(catalog)", stale.to_owned())));
    let mut document = Document::default();
    let questions = Counted(watched.len(), "question");
    let _ = writeln!(document, "{questions} as of {day}, {days} days ahead");
    let mut rows = Table::new(&["question", "what"], &[]);
    for (file, text) in said {
        // A sentence is not cut at the end of a line, as a cell of a table would be.
        let _ = writeln!(document, "{file}: {text}");
        rows.add_row([file.to_owned(), text]);
    }
    document.set_flat(rows);
    document
}

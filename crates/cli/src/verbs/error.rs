use std::{fmt::Write as _, path::PathBuf};

use clap::Args as Group;
use groq_calc::{Catalog, Date};
use groq_paste::{ErrorFacts, Explained};
use groq_protocol::{Bucket, ErrorKind, ErrorText, RateHeaders};

use crate::{
    input::{
        catalog::{self, CatalogArgs},
        file,
    },
    output::{
        counted::grouped,
        document::{Document, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

const EXAMPLES: &str = "Examples:
  groq-calc error answer.json
  curl -i ... | groq-calc error -
  pbpaste | groq-calc error -
  groq-calc error trace.txt --json

It reads the body of an error, what curl -i or curl -v prints, the exception of an SDK in Python or
JavaScript, the page of a gateway, an event of a stream, or the message alone. Keys and the ids of
organisations are left out of what it prints. Nothing is sent anywhere.";

/// The most that is read: an error is short.
const MAX_MIB: u64 = 16;
/// Options that are printed; JSON has all of them.
const MAX_SHOWN: usize = 5;

/// An error of the API, and what it is explained by.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ErrorArgs {
    /// The error; `-` reads standard input.
    file: PathBuf,
    /// The HTTP status, where the text does not have it.
    #[arg(long, value_name = "CODE", value_parser = clap::value_parser!(u16).range(100..=599))]
    status: Option<u16>,
    /// The day whose limits count; the newest by default.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Explains it.
pub(crate) fn run(args: &ErrorArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let day = catalog::day(catalog, args.as_of.as_deref())?;
    let text = file::text(&args.file, MAX_MIB, ": an error is shorter")?;
    let mut found = ErrorText::read(&text);
    found.status = args.status.or(found.status);
    let headers = found.rate_headers();
    let error = found.error();
    if error.kind() == ErrorKind::Unknown
        && error.status() == 0
        && headers == RateHeaders::default()
    {
        let name = args.file.display();
        return Err(format!(
            "{name} holds no error that can be told: no status, no code, no headers about limits; \
             it must be the body of an error, the answer with its headers, the exception of an SDK \
             or a gateway's page"
        ));
    }
    let explained = Explained::new(error, &headers, catalog, day);
    let format = args.format.get();
    let text = match format {
        Format::Json => {
            let facts = ErrorFacts::new(&explained, &headers);
            serde_json::to_string_pretty(&facts).map_err(|error| error.to_string())? + "\n"
        }
        _ => render(&explained, &headers, day).render(format)?,
    };
    Ok(Outcome { text, fits: true })
}

fn render(explained: &Explained<'_>, headers: &RateHeaders, day: Date) -> Document {
    let mut document = Document::default();
    let Explained { error, passes, .. } = explained;
    let _ = writeln!(document, "{explained}");
    let mut rows = Table::new(&["what", "value"], &[]).main();
    let mut add = |what: &str, value: Option<String>| {
        if let Some(value) = value {
            rows.add_row([what.to_owned(), value]);
        }
    };
    let owned = |text: Option<&str>| text.map(str::to_owned);
    add(
        "status",
        Some(error.status()).filter(|status| *status > 0).map(|status| status.to_string()),
    );
    add("kind", Some(error.kind().name().to_owned()));
    add("message", owned(Some(error.message())).filter(|message| !message.is_empty()));
    add("type", owned(error.error_type()));
    add("code", owned(error.code()));
    add("field", owned(error.param()).filter(|param| !param.is_empty()));
    add("model", owned(error.model()));
    add("service tier", owned(error.service_tier()));
    if let Some(figures) = error.limit() {
        add("limit", figures.kind().map(|kind| kind.name().to_owned()));
        for (what, figure) in
            [("cap", figures.limit()), ("used", figures.used()), ("asked for", figures.requested())]
        {
            add(what, figure.map(grouped));
        }
    }
    add("too many", error.shortfall().map(grouped));
    add("most completion tokens", error.completion_cap().map(grouped));
    add("the model wrote", owned(error.failed_generation()));
    add("request id", headers.request_id.clone());
    let buckets = [
        ("requests a day", headers.requests_per_day),
        ("tokens a minute", headers.tokens_per_minute),
    ];
    for (what, Bucket { limit, remaining, reset }) in buckets {
        let left = remaining.zip(limit).map(|(left, of)| {
            let full = reset.map(|reset| format!(", full in {reset}")).unwrap_or_default();
            format!("{} of {} left{full}", grouped(left), grouped(of))
        });
        add(what, left);
    }
    document.push("In figures", rows);
    if let Some(entry) = explained.entry() {
        let _ = writeln!(document, "{} ({})", entry.title.en, entry.id);
        let _ = writeln!(document, " {}", entry.meaning.en);
        let _ = writeln!(document, " At once: {}", entry.first_fix.en);
        let _ = writeln!(document, " For production: {}", entry.production_fix.en);
    }
    if !passes.is_empty() {
        let _ = writeln!(document, "By the limits of {day} it would pass under:");
        for one in passes.iter().take(MAX_SHOWN) {
            let _ = writeln!(document, " {one}");
        }
        if passes.len() > MAX_SHOWN {
            let _ = writeln!(
                document,
                " and {} more; --json has all of them",
                passes.len() - MAX_SHOWN
            );
        }
    }
    document
}

mod args;
mod report;
mod services;

use std::{
    io::{self, BufWriter, Write},
    num::NonZero,
    path::Path,
};

use clap::Args as Group;
use groq_calc::{
    Catalog,
    replay::{Draft, Log, Memory, Outcome, Runner, Sample},
};
use groq_log::RequestNames;

pub(crate) use args::ReplayArgs;

use crate::{
    input::{log, question::joined},
    output::{format::Format, outcome},
};

/// Replays a log.
pub(crate) fn run(args: &ReplayArgs, catalog: &Catalog<'_>) -> Result<outcome::Outcome, String> {
    if let Some(question) = &args.services {
        return services::run(args, question, catalog);
    }
    let outcome = replay(&args.file, args.names(), args.threads(), &args.draft()?, catalog)?;
    let format = args.format.get();
    let text = if format == Format::Json {
        serde_json::to_string(&outcome).map_err(text)? + "\n"
    } else {
        report::document(&outcome).render(format)?
    };
    let fits = !outcome.settings.has_target() || outcome.recommended.is_some();
    Ok(outcome::Outcome { text, fits })
}

/// What a log comes to under some settings.
pub(crate) fn replay<'a>(
    path: &Path,
    names: RequestNames,
    threads: NonZero<usize>,
    draft: &Draft,
    catalog: &Catalog<'a>,
) -> Result<Outcome<'a>, String> {
    let settings = draft.check().map_err(|errors| joined(&errors))?;
    let options =
        groq_log::Options { skip_bad_rows: settings.skip_bad_rows, unsorted: settings.sort };
    // Sorting alone takes as much memory as the log needs.
    let rows = if settings.fix { Memory::default().rows } else { usize::MAX };
    let memory = Memory { rows, ..Memory::default() };
    let wants_fix = settings.fix;
    let mut runner = Runner::new(catalog, settings, memory).map_err(text)?;
    let read = log::read(path, names, options, threads, |rows, _| {
        runner.feed(rows).map_err(text)?;
        if wants_fix && !runner.keeps_rows() {
            return Err(format!("--fix keeps the log in memory, at most {} rows", memory.rows));
        }
        Ok(())
    })?;
    for note in read.notes() {
        anstream::eprintln!("note: {note}");
    }
    let log = Log { skipped_rows: read.skipped, format: read.format.map(groq_log::Format::name) };
    let (mut outcome, fixing) = runner.finish(log).map_err(text)?;
    outcome.fix = fixing.map(|fixing| fixing.run().map_err(text)).transpose()?;
    Ok(outcome)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Writes a synthetic log: a bursty day.
#[derive(Group)]
#[command(after_help = "Example:\n  groq-calc sample-log --requests 5000 --seed 3 > day.csv")]
pub(crate) struct SampleArgs {
    /// About how many requests.
    #[arg(long, value_name = "N", default_value = "2000")]
    requests: u64,
    /// The same seed gives the same day.
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
}

/// Writes a synthetic log.
pub(crate) fn sample(args: &SampleArgs) -> Result<outcome::Outcome, String> {
    if args.requests > Sample::MOST {
        let most = Sample::MOST;
        return Err(format!(
            "requests is `{}`; it must be a whole number from 0 to {most}",
            args.requests
        ));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut write = || -> io::Result<()> {
        writeln!(out, "t_us,input,cached,output,max_completion,batch")?;
        for row in Sample::new(args.seed, args.requests) {
            let max = row.max_completion();
            let (t_us, input, cached, output) =
                (row.t_us(), row.input(), row.cached(), row.output());
            let batch = u8::from(row.is_batchable());
            writeln!(out, "{t_us},{input},{cached},{output},{max},{batch}")?;
        }
        out.flush()
    };
    match write() {
        // A reader that has seen enough (`| head`) is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("the log cannot be written: {error}"))
        }
        _ => Ok(outcome::Outcome { text: String::new(), fits: true }),
    }
}

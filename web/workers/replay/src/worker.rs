//! The worker's side: reads the log, replays it and posts replies to the page. It blocks
//! its own thread; the page ends it to cancel.

use std::io::{self, Read};

use groq_calc::replay::{Log, Memory, Runner, Sample};
use groq_catalog::CATALOG;
use groq_log::{Options, Reader, Remedy};
use js_sys::Date;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, File};

use crate::{
    file::{self, Position},
    job::{Job, Names},
    reply::WorkerReply,
};

/// Rows that are kept to sort them or to work out what would have been enough:
/// 96 MB.
pub const MAX_KEPT_ROWS: usize = 3_000_000;
const MEMORY: Memory = Memory { rows: MAX_KEPT_ROWS, waits: 3_000_000 };
const CHUNK_BYTES: usize = 1 << 18;
/// The beginning of a log that is kept to show its columns.
const HEAD_BYTES: usize = 1 << 14;
const CHUNK_ROWS: usize = 1 << 14;
/// How often progress is posted, in milliseconds.
const EVERY: f64 = 80.0;

/// Why there is no answer, and what would help.
#[derive(Default)]
struct Failure {
    text: String,
    remedy: Option<Remedy>,
    preview: Vec<Vec<String>>,
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Records of a log that are shown.
const PREVIEW: usize = 5;

/// Does a job and posts what comes of it.
pub fn replay(job: &str, file: Option<File>) {
    if let Err(Failure { text, remedy, preview }) = work(job, file) {
        let remedy = remedy.map(|remedy| remedy.name().to_owned());
        post(&WorkerReply::Failed { text, remedy, preview });
    }
}

fn work(job: &str, file: Option<File>) -> Result<(), Failure> {
    let job: Job = serde_json::from_str(job).map_err(text)?;
    let settings = job
        .settings
        .check()
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let mut runner = Runner::new(&CATALOG, settings, MEMORY).map_err(text)?;
    let log = match (file, job.synthetic) {
        (Some(file), _) => read(&file, &job.names, &mut runner)?,
        (None, Some(synthetic)) => {
            let most = synthetic.requests.max(1);
            let mut clock = Clock::default();
            let mut sample = Sample::new(synthetic.seed, synthetic.requests);
            loop {
                let rows: Vec<_> = sample.by_ref().take(CHUNK_ROWS).collect();
                if rows.is_empty() {
                    break;
                }
                runner.feed(&rows).map_err(text)?;
                clock.post(runner.rows() as f64 / most as f64, runner.rows());
            }
            Log::default()
        }
        (None, None) => return Err("there is no log".to_owned().into()),
    };
    post(&WorkerReply::Progress { thousandths: 1000, rows: runner.rows() });
    let (outcome, fixing) = runner.finish(log).map_err(text)?;
    let answer = serde_json::to_value(&outcome).map_err(text)?;
    post(&WorkerReply::Answer { answer, fixing: fixing.is_some() });
    if let Some(fixing) = fixing {
        let caps = fixing.caps().map_err(text)?;
        let caps =
            fixing.limits().iter().map(|limit| (limit.name().into(), json!(caps.figure(limit))));
        post(&WorkerReply::Caps { caps: Value::Object(caps.collect()) });
        post(&WorkerReply::Throttle { throttle: json!(fixing.throttle().map_err(text)?) });
    }
    post(&WorkerReply::Done);
    Ok(())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn read(file: &File, names: &Names, runner: &mut Runner<'_>) -> Result<Log, Failure> {
    let name = file.name();
    let position = Position::default();
    let mut source =
        file::open(file, &position).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let settings = runner.settings();
    let options = Options { skip_bad_rows: settings.skip_bad_rows, unsorted: settings.sort };
    let mut reader = Reader::new(options).with_names(names.of_log());
    let mut head = Vec::new();
    let wrong = |error: groq_log::Error, head: &[u8]| Failure {
        text: format!("{name}: {error}"),
        remedy: error.remedy(),
        preview: groq_log::preview(head, PREVIEW),
    };
    let (mut rows, mut chunk, mut clock) = (Vec::new(), vec![0; CHUNK_BYTES], Clock::default());
    loop {
        let count = match source.read(&mut chunk) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(match reader.rows() {
                    0 => format!("{name} cannot be read: {error}"),
                    rows => format!("{name} breaks off after {rows} rows: {error}"),
                }
                .into());
            }
        };
        if count == 0 {
            break;
        }
        if head.is_empty() {
            head.extend_from_slice(&chunk[..count.min(HEAD_BYTES)]);
        }
        reader.feed(&chunk[..count], &mut rows).map_err(|error| wrong(error, &head))?;
        runner.feed(&rows).map_err(text)?;
        rows.clear();
        clock.post(position.get() / file.size().max(1.0), reader.rows());
    }
    reader.finish(&mut rows).map_err(|error| wrong(error, &head))?;
    runner.feed(&rows).map_err(text)?;
    let format = reader.format().map(groq_log::Format::name);
    Ok(Log { skipped_rows: reader.skipped(), format })
}

/// Posts progress, but not too often.
#[derive(Default)]
struct Clock {
    last: f64,
}

impl Clock {
    fn post(&mut self, share: f64, rows: u64) {
        let now = Date::now();
        if now - self.last >= EVERY {
            self.last = now;
            let thousandths = (share.min(1.0) * 1000.0) as u32;
            post(&WorkerReply::Progress { thousandths, rows });
        }
    }
}

fn post(reply: &WorkerReply) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Where a reply cannot be sent, there is nothing to send an error to.
    if let Ok(text) = serde_json::to_string(reply) {
        scope.post_message(&JsValue::from_str(&text)).ok();
    }
}

//! The worker's side: reads the log, replays it and tells the page. It blocks
//! its own thread; the page ends it to cancel.

use std::io::{self, Read};

use groq_calc::replay::Sample;
use groq_log::{Options, Reader};
use js_sys::Date;
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, File};

use crate::{
    file::{self, Position},
    job::Job,
    run::{Log, Run},
    told::Told,
};

const CHUNK_BYTES: usize = 1 << 18;
const CHUNK_ROWS: usize = 1 << 14;
/// How often progress is told, in milliseconds.
const EVERY: f64 = 80.0;

/// Works off a job and tells all that comes of it.
pub fn replay(job: &str, file: Option<File>) {
    if let Err(text) = work(job, file) {
        tell(&Told::Failed { text });
    }
}

fn work(job: &str, file: Option<File>) -> Result<(), String> {
    let job: Job = serde_json::from_str(job).map_err(|error| error.to_string())?;
    let mut run = Run::new(&job)?;
    let log = match (file, job.invented) {
        (Some(file), _) => read(&file, &job, &mut run)?,
        (None, Some(invented)) => {
            let most = invented.requests.max(1);
            let mut clock = Clock::default();
            let mut sample = Sample::new(invented.seed, invented.requests);
            loop {
                let rows: Vec<_> = sample.by_ref().take(CHUNK_ROWS).collect();
                if rows.is_empty() {
                    break;
                }
                run.take(&rows)?;
                clock.tell(run.rows() as f64 / most as f64, run.rows());
            }
            Log { rows: run.rows(), ..Log::default() }
        }
        (None, None) => return Err("there is no log".into()),
    };
    tell(&Told::Progress { thousandths: 1000, rows: log.rows });
    let (answer, fix) = run.finish(log)?;
    tell(&Told::Answer { answer, fixing: fix.is_some() });
    if let Some(fix) = fix {
        tell(&Told::Caps { caps: fix.caps()? });
        tell(&Told::Throttle { throttle: json!(fix.throttle()?) });
    }
    tell(&Told::Done);
    Ok(())
}

fn read(file: &File, job: &Job, run: &mut Run) -> Result<Log, String> {
    let name = file.name();
    let position = Position::default();
    let mut source =
        file::open(file, &position).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let settings = &job.settings;
    let mut reader =
        Reader::new(Options { skip_bad_rows: settings.skip_bad_rows, unsorted: settings.sort });
    let wrong = |error: groq_log::Error| format!("{name}: {error}");
    let (mut rows, mut chunk, mut clock) = (Vec::new(), vec![0; CHUNK_BYTES], Clock::default());
    loop {
        let count = match source.read(&mut chunk) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(match reader.rows() {
                    0 => format!("{name} cannot be read: {error}"),
                    rows => format!("{name} breaks off after {rows} rows: {error}"),
                });
            }
        };
        if count == 0 {
            break;
        }
        reader.feed(&chunk[..count], &mut rows).map_err(wrong)?;
        run.take(&rows)?;
        rows.clear();
        clock.tell(position.get() / file.size().max(1.0), reader.rows());
    }
    reader.finish(&mut rows).map_err(wrong)?;
    run.take(&rows)?;
    Ok(Log { rows: reader.rows(), skipped: reader.skipped(), format: reader.format() })
}

/// Tells progress, but not too often.
#[derive(Default)]
struct Clock {
    last: f64,
}

impl Clock {
    fn tell(&mut self, share: f64, rows: u64) {
        let now = Date::now();
        if now - self.last >= EVERY {
            self.last = now;
            let thousandths = (share.min(1.0) * 1000.0) as u32;
            tell(&Told::Progress { thousandths, rows });
        }
    }
}

fn tell(told: &Told) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // A text that cannot be sent has nobody to hear of it.
    if let Ok(text) = serde_json::to_string(told) {
        scope.post_message(&JsValue::from_str(&text)).ok();
    }
}

use std::{mem, num::NonZero, panic, path::Path, sync::mpsc::sync_channel, thread};

use groq_calc::replay::Request;
use groq_log::{Format, Options, Reader, RequestNames};

use crate::{
    input::{decompress, file},
    output::counted::{Counted, word},
};

/// How many chunks are read ahead of a replay.
const CHUNKS_AHEAD: usize = 4;

/// What is known of a log once it has been read.
#[derive(Clone, Copy)]
pub(crate) struct Log {
    pub(crate) skipped: u64,
    pub(crate) format: Option<Format>,
    /// Failed requests and steps of a trace, and streams that end before their
    /// usage.
    left_out: (u64, u64),
}

impl Log {
    /// What of a log is no request that was answered.
    pub(crate) fn notes(&self) -> Vec<String> {
        let (others, incomplete) = self.left_out;
        let mut notes = Vec::new();
        if others > 0 {
            let was = word(others, "was", "were");
            let others = Counted(others, "record");
            notes.push(format!(
                "{others} without usage {was} left out: failed requests, steps of traces"
            ));
        }
        if incomplete > 0 {
            let was = word(incomplete, "was", "were");
            let streams = Counted(incomplete, "incomplete stream");
            notes.push(format!("{streams} {was} left out"));
        }
        notes
    }
}

/// Reads a log and hands over its rows in order, some at a time, with their services
/// where it has several. With more than one thread, reading is ahead of what `take`
/// does by some chunks; what comes out is the same.
pub(crate) fn read(
    path: &Path,
    names: RequestNames,
    options: Options,
    threads: NonZero<usize>,
    mut take: impl FnMut(&mut Vec<Request>, Vec<usize>) -> Result<(), String>,
) -> Result<Log, String> {
    let mut reader = Reader::new(options).with_names(names);
    match threads.get() {
        1 => rows(path, &mut reader, take)?,
        _ => thread::scope(|scope| {
            let (sender, receiver) = sync_channel(CHUNKS_AHEAD);
            let ahead = scope.spawn(|| {
                let sender = sender;
                rows(path, &mut reader, |rows, services| {
                    // Nobody takes more after an error.
                    sender.send((mem::take(rows), services)).map_err(|_| String::new())
                })
            });
            for (mut rows, services) in receiver {
                take(&mut rows, services)?;
            }
            ahead.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
        })?,
    }
    Ok(Log { skipped: reader.skipped(), format: reader.format(), left_out: reader.left_out() })
}

fn rows(
    path: &Path,
    reader: &mut Reader,
    mut take: impl FnMut(&mut Vec<Request>, Vec<usize>) -> Result<(), String>,
) -> Result<(), String> {
    let name = path.display();
    let mut rows = Vec::new();
    let wrong = |error: groq_log::Error| format!("{name}: {error}");
    file::guarded(path, || {
        decompress::chunks(path, |chunk| {
            reader.feed(chunk, &mut rows).map_err(wrong)?;
            take(&mut rows, reader.take_services())?;
            rows.clear();
            Ok(reader.rows() + reader.skipped())
        })?;
        reader.finish(&mut rows).map_err(wrong)
    })?;
    take(&mut rows, reader.take_services())
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;

    const ONE: NonZero<usize> = NonZero::<usize>::MIN;
    const TWO: NonZero<usize> = NonZero::<usize>::MIN.saturating_add(1);

    fn log_file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("groq-calc-{}-{name}", std::process::id()));
        fs::write(&path, text).expect("it can be written");
        path
    }

    /// The rows that were taken, and what reading came to.
    fn taken(
        path: &Path,
        threads: NonZero<usize>,
        most: usize,
    ) -> (Vec<Request>, Result<u64, String>) {
        let mut all = Vec::new();
        let read = read(path, RequestNames::default(), Options::default(), threads, |rows, _| {
            all.append(rows);
            if all.len() < most { Ok(()) } else { Err("enough".to_owned()) }
        });
        (all, read.map(|log| log.skipped))
    }

    #[test]
    fn reading_ahead_gives_the_same_rows_and_the_same_error() {
        let row = |index: usize| format!("{index},{},0,5\n", 100 + index % 99);
        let good =
            ["t_us,input,cached,output\n", &(0..100_000).map(row).collect::<String>()].concat();
        let bad =
            [&good, "100000,x,0,5\n", &(100_001..200_000).map(row).collect::<String>()].concat();
        for (name, text) in [("good", &good), ("bad", &bad), ("empty", &String::new())] {
            let path = log_file(name, text);
            for most in [usize::MAX, 50_000] {
                assert_eq!(taken(&path, ONE, most), taken(&path, TWO, most), "{name}");
            }
            fs::remove_file(path).expect("it is there");
        }
        let missing = Path::new("/no/such/log");
        assert_eq!(taken(missing, ONE, 1), taken(missing, TWO, 1));
    }
}

use std::path::Path;

use groq_calc::replay::Request;
use groq_log::{Format, Options, Reader, RequestNames};

use crate::{
    input::{decompress, file},
    output::counted::{Counted, word},
};

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

/// Reads a log and hands over its rows, some at a time, with their services where
/// it has several.
pub(crate) fn read(
    path: &Path,
    names: RequestNames,
    options: Options,
    mut take: impl FnMut(&mut Vec<Request>, Vec<usize>) -> Result<(), String>,
) -> Result<Log, String> {
    let name = path.display();
    let mut reader = Reader::new(options).with_names(names);
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
    take(&mut rows, reader.take_services())?;
    Ok(Log { skipped: reader.skipped(), format: reader.format(), left_out: reader.left_out() })
}

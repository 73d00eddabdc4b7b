use std::path::Path;

use groq_calc::replay::Request;
use groq_log::{Format, Options, Reader};

use crate::input::{decompress, file};

/// What is known of a log once it has been read.
#[derive(Clone, Copy)]
pub(crate) struct Log {
    pub(crate) skipped: u64,
    pub(crate) format: Option<Format>,
}

/// Reads a log and hands over its rows, some at a time.
pub(crate) fn read(
    path: &Path,
    options: Options,
    mut take: impl FnMut(&mut Vec<Request>) -> Result<(), String>,
) -> Result<Log, String> {
    let name = path.display();
    let mut reader = Reader::new(options);
    let mut rows = Vec::new();
    let wrong = |error: groq_log::Error| format!("{name}: {error}");
    file::guarded(path, || {
        decompress::chunks(path, |chunk| {
            reader.feed(chunk, &mut rows).map_err(wrong)?;
            take(&mut rows)?;
            rows.clear();
            Ok(reader.rows() + reader.skipped())
        })?;
        reader.finish(&mut rows).map_err(wrong)
    })?;
    take(&mut rows)?;
    Ok(Log { skipped: reader.skipped(), format: reader.format() })
}

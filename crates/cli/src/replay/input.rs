use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use groq_calc::replay::Request;
use groq_log::{Format, Options, Reader};
use indicatif::{ProgressBar, ProgressStyle};

/// How much is read at a time.
const CHUNK_BYTES: usize = 256 << 10;

/// What is known of a log once it has been read.
#[derive(Clone, Copy)]
pub(crate) struct Log {
    pub(crate) rows: u64,
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
    let (mut source, bar) =
        open(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let mut reader = Reader::new(options);
    let mut rows = Vec::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    let wrong = |error: groq_log::Error| format!("{name}: {error}");
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
        take(&mut rows)?;
        rows.clear();
    }
    reader.finish(&mut rows).map_err(wrong)?;
    take(&mut rows)?;
    bar.finish_and_clear();
    Ok(Log { rows: reader.rows(), skipped: reader.skipped(), format: reader.format() })
}

/// The bytes of a log, unpacked; the bar counts them as they lie in the file
/// and shows only on a terminal.
fn open(path: &Path) -> io::Result<(Box<dyn Read>, ProgressBar)> {
    if path == Path::new("-") {
        let bar = ProgressBar::no_length().with_style(style("{spinner} {bytes} read"));
        return Ok((Box::new(bar.wrap_read(io::stdin().lock())), bar));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let bar = ProgressBar::new(length)
        .with_style(style("{wide_bar} {bytes} of {total_bytes}, {eta} left"));
    let packed = bar.wrap_read(file);
    let source: Box<dyn Read> = match path.extension().and_then(|ending| ending.to_str()) {
        Some("gz") => Box::new(MultiGzDecoder::new(BufReader::new(packed))),
        Some("zst") => Box::new(zstd::Decoder::new(packed)?),
        _ => Box::new(packed),
    };
    Ok((source, bar))
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

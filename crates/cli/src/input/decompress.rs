use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::output::counted::Counted;

/// How much is read at a time.
const CHUNK_BYTES: usize = 256 << 10;

/// Hands over the bytes of a log, unpacked, a chunk at a time; `take` gives the
/// rows so far.
pub(crate) fn chunks(
    path: &Path,
    mut take: impl FnMut(&[u8]) -> Result<u64, String>,
) -> Result<(), String> {
    let name = path.display();
    let (mut source, bar) =
        open(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut rows = 0;
    loop {
        let count = match source.read(&mut chunk) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(match rows {
                    0 => format!("{name} cannot be read: {error}"),
                    rows => format!("{name} breaks off after {}: {error}", Counted(rows, "row")),
                });
            }
        };
        if count == 0 {
            break;
        }
        rows = take(&chunk[..count])?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// A bar that counts rows; it shows only on a terminal.
#[cfg(feature = "parquet")]
pub(crate) fn row_bar() -> ProgressBar {
    ProgressBar::new(0).with_style(style("{wide_bar} {pos} of {len} rows, {eta} left"))
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

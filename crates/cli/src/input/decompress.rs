use std::{
    io::{self, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{input::file, output::counted::Counted};

/// How much is read at a time.
const CHUNK_BYTES: usize = 256 << 10;

/// The most bytes without the end of a row: a small packed file may unpack to
/// an endless one.
const MAX_BYTES_WITHOUT_ROW: usize = 64 << 20;

/// Hands over the bytes of a log, unpacked, a chunk at a time; `take` gives the
/// rows so far, bad ones included.
pub(crate) fn chunks(
    path: &Path,
    mut take: impl FnMut(&[u8]) -> Result<u64, String>,
) -> Result<(), String> {
    let name = path.display();
    let (mut source, bar) =
        open(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let mut chunk = vec![0; CHUNK_BYTES];
    let (mut rows, mut without_row) = (0, 0);
    loop {
        let count = match source.read(&mut chunk) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let end = match rows {
                    0 => error.to_string(),
                    rows => format!("it breaks off after {}: {error}", Counted(rows, "row")),
                };
                // An error without a code is not the system's but the unpacker's.
                return Err(match error.raw_os_error() {
                    Some(_) => format!("{name} cannot be read: {end}"),
                    None => format!("{name} is damaged: {end}"),
                });
            }
        };
        if count == 0 {
            break;
        }
        let before = rows;
        rows = take(&chunk[..count])?;
        without_row = if rows == before { without_row + count } else { 0 };
        if without_row > MAX_BYTES_WITHOUT_ROW {
            return Err(format!("{name} has {without_row} bytes without a row"));
        }
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
    let file = file::open(path)?;
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

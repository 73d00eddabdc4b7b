use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// Opens a file. A pipe by its name may never have a writer and a device never
/// end, so only those are read that a shell has opened (`<(...)`).
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let is_open = ["/dev/fd", "/dev/stdin", "/proc/self/fd"].iter().any(|at| path.starts_with(at));
    if !is_open && !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file; standard input is `-`"));
    }
    File::open(path)
}

/// Runs what reads a file with the libraries of its format; a panic of theirs
/// means that the file is damaged.
pub(crate) fn guarded<T>(
    path: &Path,
    read: impl FnOnce() -> Result<T, String>,
) -> Result<T, String> {
    groq_log::usage::guarded(read, |panic| format!("{} is damaged: {panic}", path.display()))
}

/// The text of a file, or of standard input for `-`. No more than `max` MiB is
/// read, whatever the file's metadata says; `larger` says what a larger one is.
/// A byte order mark is left out.
pub(crate) fn text(path: &Path, max_mib: u64, larger: &str) -> Result<String, String> {
    let name = path.display();
    let failed = |error: io::Error| format!("{name} cannot be read: {error}");
    let source: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(open(path).map_err(failed)?),
    };
    let max = max_mib << 20;
    let mut bytes = Vec::new();
    source.take(max + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > max {
        return Err(format!("{name} is larger than {max_mib} MiB{larger}"));
    }
    decoded(bytes).ok_or_else(|| format!("{name} is not UTF-8 text"))
}

/// UTF-8, or UTF-16 as PowerShell writes it: with a byte order mark, or with a
/// zero in each of the first characters.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let little = match bytes.as_slice() {
        [0xff, 0xfe, ..] => Some(true),
        [0xfe, 0xff, ..] => Some(false),
        [first, 0, second, 0, ..] if *first > 0 && *second > 0 => Some(true),
        [0, first, 0, second, ..] if *first > 0 && *second > 0 => Some(false),
        _ => None,
    };
    let mut text = match little {
        None => String::from_utf8(bytes).ok()?,
        Some(little) => {
            let unit = |pair: &[u8]| match little {
                true => u16::from_le_bytes([pair[0], pair[1]]),
                false => u16::from_be_bytes([pair[0], pair[1]]),
            };
            let units = bytes.chunks_exact(2).map(unit);
            char::decode_utf16(units).collect::<Result<String, _>>().ok()?
        }
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_of_utf_16_are_read() {
        let text = "{\"a\": \"é😀\"}";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (mark, bytes) in [(&b"\xff\xfe"[..], &little), (b"\xfe\xff", &big)] {
            assert_eq!(decoded(bytes.clone()).as_deref(), Some(text));
            assert_eq!(decoded([mark, bytes].concat()).as_deref(), Some(text));
        }
        assert_eq!(decoded(b"\xef\xbb\xbfa".to_vec()).as_deref(), Some("a"));
        assert_eq!(decoded(b"a\xff".to_vec()), None);
        assert_eq!(decoded(b"\xff\xfe\x00\xd8".to_vec()), None, "half a character");
    }
}

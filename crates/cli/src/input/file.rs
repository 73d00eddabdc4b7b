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
    let text = String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

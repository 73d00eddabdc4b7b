use std::{
    fs,
    io::{self, BufRead, BufReader},
    path::Path,
};

use groq_calc::Catalog;
use groq_paste::{Body, MAX_BYTES, MAX_FILE_BYTES, Reading, Setting, read_each, read_lines};
use groq_tokens::Counter;

use crate::input::{catalog, file};

/// The vocabulary of gpt-oss, where this build has it; it shows how far it is.
pub(crate) const fn exact() -> Option<&'static dyn Counter> {
    #[cfg(feature = "exact")]
    return Some(&progress::Shown);
    #[cfg(not(feature = "exact"))]
    None
}

#[cfg(feature = "exact")]
mod progress {
    use std::sync::LazyLock;

    use groq_tokens::{Counter, GptOss, pieces};
    use indicatif::{ProgressBar, ProgressStyle};

    /// Shorter texts are counted before anyone could read how far it is.
    const LONG: usize = 1 << 20;

    /// Counts by the vocabulary of gpt-oss; of long texts it says on a terminal how
    /// far it is.
    pub(super) struct Shown;

    /// One for all texts of a run: of many short ones each is soon done.
    static BAR: LazyLock<ProgressBar> = LazyLock::new(|| {
        let style = ProgressStyle::with_template("{spinner} {bytes} of text counted");
        ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    });

    impl Counter for Shown {
        fn count(&self, text: &str) -> u64 {
            let tokens = pieces(text).map(|piece| {
                let tokens = GptOss.count(piece);
                let before = BAR.position();
                BAR.inc(piece.len() as u64);
                // A long text, or the next of many.
                let passed = before / LONG as u64 != BAR.position() / LONG as u64;
                if passed {
                    BAR.tick();
                }
                tokens
            });
            tokens.sum()
        }

        fn shared(&self, one: &str, other: &str) -> u64 {
            GptOss.shared(one, other)
        }

        fn is_exact(&self) -> bool {
            true
        }
    }

    /// Leaves the terminal as it was.
    pub(super) fn finish() {
        BAR.finish_and_clear();
    }
}

/// A setting, once the model is known to exist.
pub(crate) fn setting<'a>(
    catalog: &'a Catalog<'a>,
    as_of: Option<&str>,
    model: Option<&'a str>,
) -> Result<Setting<'a>, String> {
    let model = model.map(|name| catalog::model(catalog, name)).transpose()?;
    let day = catalog::day(catalog, as_of)?;
    Ok(Setting { catalog, day, model, exact: exact(), admission: None })
}

/// What a file holds; its requests are handed on one by one.
pub(crate) fn reading(
    path: &Path,
    setting: &Setting<'_>,
    take: &mut dyn FnMut(Body),
) -> Result<Reading, String> {
    let reading = match long_lines(path, setting, take)? {
        Some(reading) => Ok(reading),
        None => {
            let text = file::text(path, MAX_FILE_BYTES as u64 >> 20, ": take a part of it")?;
            read_each(&text, setting, take)
        }
    };
    #[cfg(feature = "exact")]
    progress::finish();
    reading.map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// The same for a long file of JSON lines, of which one line at a time is in memory;
/// `None` where it is not one.
fn long_lines(
    path: &Path,
    setting: &Setting<'_>,
    take: &mut dyn FnMut(Body),
) -> Result<Option<Reading>, String> {
    let bytes = fs::metadata(path).map(|file| if file.is_file() { file.len() } else { 0 });
    let is_long =
        bytes.is_ok_and(|bytes| (MAX_BYTES as u64..=MAX_FILE_BYTES as u64).contains(&bytes));
    if !is_long || path == Path::new("-") {
        return Ok(None);
    }
    let mut each = |take: &mut dyn FnMut(&str)| -> io::Result<()> {
        let mut source = BufReader::new(file::open(path)?);
        let mut line = String::new();
        while source.read_line(&mut line)? > 0 {
            take(&line);
            line.clear();
        }
        Ok(())
    };
    match read_lines(&mut each, setting, take) {
        Ok(reading) => Ok(reading),
        // It may be UTF-16.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

/// The figures of a file for a question, and what it needs.
pub(crate) fn figures(
    path: &Path,
    catalog: &Catalog<'_>,
    as_of: Option<&str>,
    model: Option<&str>,
) -> Result<Reading, String> {
    reading(path, &setting(catalog, as_of, model)?, &mut |_| {})
}

use alloc::vec::Vec;

use crate::{
    body::Body,
    entry::Entry,
    error::Error,
    intake::Intake,
    reader::{Reader, Survey},
    reading::Reading,
    setting::Setting,
};

/// The longest text that is read at once: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;

/// The longest file that is read one by one: 200 MiB.
pub const MAX_FILE_BYTES: usize = 200 << 20;

/// Reads a pasted text: a prompt, a request, an answer, a command, code, or
/// several of them as a JSON list or JSON lines.
///
/// Headers of a command are dropped where they are read. Nothing of a text is
/// kept but its requests.
///
/// # Errors
///
/// For an empty text and for one above [`MAX_BYTES`].
pub fn read(text: &str, setting: &Setting<'_>) -> Result<Reading, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::too_long(MAX_BYTES));
    }
    let mut bodies = Vec::new();
    let mut reading = read_each(text, setting, &mut |body| bodies.push(body))?;
    reading.bodies = bodies;
    Ok(reading)
}

/// The same for a long text: its requests are handed on one by one and are not
/// kept.
///
/// # Errors
///
/// For an empty text and for one above [`MAX_FILE_BYTES`].
pub fn read_each(
    text: &str,
    setting: &Setting<'_>,
    take: &mut dyn FnMut(Body),
) -> Result<Reading, Error> {
    if text.len() > MAX_FILE_BYTES {
        return Err(Error::too_long(MAX_FILE_BYTES));
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return Err(Error::empty());
    }
    // Which model is meant, and whether an answer has measured what would be
    // counted, is known at the end alone.
    let mut survey = Survey::default();
    Intake::of(text, &mut |entry| survey.add(&entry));
    let mut reader = Reader::new(setting, survey);
    let mut add = |entry| {
        reader.add(&entry);
        if let Entry::Request(body) = entry {
            take(body);
        }
    };
    let intake = Intake::of(text, &mut add);
    let (form, notes) = (intake.form, intake.notes);
    Ok(reader.finish(form, notes))
}

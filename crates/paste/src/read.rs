use alloc::vec::Vec;

use crate::{
    body::Body,
    entry::Entry,
    error::Error,
    intake::Intake,
    lines::{EachLine, LineCount},
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

/// Reads JSON lines without having them in memory: `each` hands on one line after the
/// other, and is called three times. `None` where they are something else, which
/// [`read_each`] may know; then no request was handed on.
///
/// # Errors
///
/// Those of `each`.
pub fn read_lines<E>(
    each: &mut EachLine<'_, E>,
    setting: &Setting<'_>,
    take: &mut dyn FnMut(Body),
) -> Result<Option<Reading>, E> {
    let (mut count, mut starts_as_json) = (LineCount::default(), None);
    each(&mut |line| {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !line.is_empty() {
            starts_as_json.get_or_insert(line.starts_with(['{', '[']));
            count.add(line);
        }
    })?;
    if starts_as_json != Some(true) || !count.are_json_lines() {
        return Ok(None);
    }
    let mut survey = Survey::default();
    Intake::of_lines(each, &count, &mut |entry| survey.add(&entry))?;
    let mut reader = Reader::new(setting, survey);
    let mut add = |entry| {
        reader.add(&entry);
        if let Entry::Request(body) = entry {
            take(body);
        }
    };
    let intake = Intake::of_lines(each, &count, &mut add)?;
    let (form, notes) = (intake.form, intake.notes);
    Ok(Some(reader.finish(form, notes)))
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::String};
    use core::cell::Cell;

    use groq_catalog::CATALOG;

    use super::*;

    fn setting() -> Setting<'static> {
        let day = CATALOG.newest();
        Setting { catalog: &CATALOG, day, model: None, exact: None, admission: None }
    }

    fn by_lines(text: &str) -> Option<(Reading, Vec<Body>)> {
        let (setting, mut bodies) = (setting(), Vec::new());
        let mut each = |take: &mut dyn FnMut(&str)| -> Result<(), ()> {
            text.split_inclusive('\n').for_each(take);
            Ok(())
        };
        let reading = read_lines(&mut each, &setting, &mut |body| bodies.push(body));
        reading.expect("it has no errors").map(|reading| (reading, bodies))
    }

    #[test]
    fn lines_give_what_the_whole_text_gives() {
        let request =
            r#"{"model":"openai/gpt-oss-20b","messages":[{"role":"user","content":"Hi"}]}"#;
        let line = format!(r#"{{"custom_id":"a","method":"POST","url":"/v1/x","body":{request}}}"#);
        let answer = r#"{"model":"qwen/qwen3-32b","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3}}"#;
        for (text, are_lines) in [
            (format!("{request}\n{request}\n"), true),
            (format!("\u{feff}\n  {line}\r\n\n{answer}\r\n{line}"), true),
            (format!("{request}\n{{broken\n{answer}\n"), true),
            (format!("[{request},{request}]\n{request}"), true),
            (format!("{request}\nno\nno\n"), false),
            (format!("{{\n\"a\": {request}\n}}\n"), false),
            (request.into(), false),
            ("data: {}\n\ndata: [DONE]\n".into(), false),
            ("What is a line?\nA row.\n".into(), false),
            (String::new(), false),
        ] {
            let found = by_lines(&text);
            assert_eq!(found.is_some(), are_lines, "{text}");
            if let Some((mut reading, bodies)) = found {
                reading.bodies = bodies;
                assert_eq!(reading, read(&text, &setting()).expect("a text"), "{text}");
            }
        }
    }

    /// No more than the request of the line before is there when the next line is read.
    #[test]
    fn a_request_is_handed_on_before_the_next_line_is_read() {
        let (lines, taken, passes) = (Cell::new(0), Cell::new(0), Cell::new(0));
        let mut each = |take: &mut dyn FnMut(&str)| -> Result<(), ()> {
            passes.set(passes.get() + 1);
            for number in 0..1_000 {
                lines.set(number);
                assert!(passes.get() < 3 || taken.get() == number);
                take(&format!(
                    r#"{{"model":"openai/gpt-oss-20b","messages":[{{"role":"user","content":"{number}"}}]}}"#
                ));
            }
            Ok(())
        };
        let mut take = |_| {
            assert_eq!(taken.get(), lines.get());
            taken.set(taken.get() + 1);
        };
        let reading = read_lines(&mut each, &setting(), &mut take).expect("it has no errors");
        assert_eq!((reading.map(|reading| reading.requests), passes.get()), (Some(1_000), 3));
    }
}

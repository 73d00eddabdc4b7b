use alloc::{format, vec::Vec};

use groq_protocol::EventStream;
use serde::de::IgnoredAny;

use crate::{
    error::Error,
    text::{bounds::MAX_LINE_BYTES, lines::Lines},
};

/// The most bytes of a value that is written on several lines.
const MAX_VALUE_BYTES: usize = 4 * MAX_LINE_BYTES;

/// What a text of JSON consists of.
pub(crate) enum Item<'a> {
    Value(&'a [u8]),
    /// The end of one stream of events.
    Done,
    /// An event that the end of the text has cut.
    Cut,
}

/// Cuts chunks into JSON values: lines, values on several lines, the elements of
/// a list, or the data of events. Nothing but the current value is kept.
pub(crate) enum JsonText {
    Values(Values),
    Lines(Lines),
    Events(Lines, EventStream),
}

impl JsonText {
    /// Values; whether each line is one will be seen.
    pub(crate) fn values(lines: u64) -> Self {
        Self::Values(Values { line: lines + 1, ..Values::default() })
    }

    /// Lines, each of which is a value.
    #[cfg(feature = "usage")]
    pub(crate) fn lines(lines: u64) -> Self {
        Self::Lines(Lines::starting(lines))
    }

    /// Server-sent events.
    pub(crate) fn events(lines: u64) -> Self {
        Self::Events(Lines::starting(lines), EventStream::new())
    }

    /// Hands on each value that ends in `chunk`, with the line it begins on.
    pub(crate) fn feed(
        &mut self,
        mut chunk: &[u8],
        mut take: impl FnMut(u64, Item<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Self::Values(values) = self {
            chunk = match values.feed(chunk, &mut take)? {
                None => return Ok(()),
                Some(rest) => rest,
            };
            // The first value was a line: so are the others.
            *self = Self::Lines(Lines::starting(values.line - 1));
        }
        match self {
            Self::Events(lines, stream) => {
                lines.feed(chunk, |line, text| event_line(stream, line, text, &mut take))
            }
            Self::Lines(lines) => lines.feed(chunk, |line, text| take(line, Item::Value(text))),
            Self::Values(_) => Ok(()),
        }
    }

    /// Hands on what the end of the text ends.
    pub(crate) fn finish(
        &mut self,
        mut take: impl FnMut(u64, Item<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match self {
            Self::Values(values) => values.finish(take),
            Self::Lines(lines) => lines.finish(|line, text| take(line, Item::Value(text))),
            Self::Events(lines, stream) => {
                let line = lines.line();
                lines.finish(|line, text| event_line(stream, line, text, &mut take))?;
                // The last event may lack the blank line that ends it.
                for event in stream.feed(b"\n") {
                    data(line, &event.data, true, &mut take)?;
                }
                Ok(())
            }
        }
    }
}

fn event_line(
    stream: &mut EventStream,
    line: u64,
    text: &[u8],
    take: &mut impl FnMut(u64, Item<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    for piece in [text, b"\n"] {
        for event in stream.feed(piece) {
            data(line, &event.data, false, take)?;
        }
    }
    Ok(())
}

/// The values of one event; a text without blank lines has several in one.
fn data(
    line: u64,
    text: &str,
    is_last: bool,
    take: &mut impl FnMut(u64, Item<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let is_whole = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    let lines = text.contains('\n') && !is_whole(text);
    for part in text.split(|char| lines && char == '\n').map(str::trim) {
        match part {
            "" => {}
            "[DONE]" => take(line, Item::Done)?,
            _ if is_last && !is_whole(part) => take(line, Item::Cut)?,
            _ => take(line, Item::Value(part.as_bytes()))?,
        }
    }
    Ok(())
}

/// Values that are not one a line.
#[derive(Default)]
pub(crate) struct Values {
    /// The value as far as it has come.
    value: Vec<u8>,
    /// The line being read, and that on which the value began.
    line: u64,
    began: u64,
    depth: usize,
    in_list: bool,
    in_string: bool,
    escaped: bool,
    /// Whether a value has ended that went over several lines.
    several_lines: bool,
    /// Whether the last byte was a line break.
    at_line_start: bool,
}

impl Values {
    /// Gives what is left of the chunk where the values turn out to be lines.
    fn feed<'a>(
        &mut self,
        chunk: &'a [u8],
        take: &mut impl FnMut(u64, Item<'_>) -> Result<(), Error>,
    ) -> Result<Option<&'a [u8]>, Error> {
        for (index, byte) in chunk.iter().enumerate() {
            let starts_line = core::mem::take(&mut self.at_line_start);
            if *byte == b'\n' {
                self.at_line_start = true;
                self.line += 1;
                // A line break inside of a text ends what can't be a value.
                if self.in_string {
                    self.broken(take)?;
                    continue;
                }
            }
            // Nor does an object begin where a name is due.
            if starts_line && *byte == b'{' && self.depth == 1 && !self.in_list && !self.in_string {
                self.broken(take)?;
            }
            if self.value.is_empty() {
                match byte {
                    b if b.is_ascii_whitespace() => continue,
                    b'[' if !self.in_list => {
                        self.in_list = true;
                        continue;
                    }
                    b']' if self.in_list => {
                        self.in_list = false;
                        continue;
                    }
                    b',' if self.in_list => continue,
                    _ => self.began = self.line,
                }
            }
            if self.depth == 0 && self.in_list && matches!(byte, b',' | b']') {
                // The end of an element that is not an object.
                self.ended(take)?;
                self.in_list = *byte == b',';
                continue;
            }
            self.push(*byte)?;
            if self.scan(*byte) {
                let one_line = self.began == self.line && !self.several_lines;
                self.ended(take)?;
                if one_line && !self.in_list {
                    return Ok(Some(&chunk[index + 1..]));
                }
                self.several_lines = true;
            }
        }
        Ok(None)
    }

    /// Whether a byte ends an object or a list.
    fn scan(&mut self, byte: u8) -> bool {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            _ if self.in_string => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }

    fn push(&mut self, byte: u8) -> Result<(), Error> {
        let most = if self.began == self.line { MAX_LINE_BYTES } else { MAX_VALUE_BYTES };
        if self.value.len() >= most {
            return Err(Error::log(self.began, format!("it is longer than {most} bytes")));
        }
        self.value.push(byte);
        Ok(())
    }

    fn ended(
        &mut self,
        take: &mut impl FnMut(u64, Item<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let taken = take(self.began, Item::Value(&self.value));
        self.value.clear();
        taken
    }

    fn broken(
        &mut self,
        take: &mut impl FnMut(u64, Item<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        (self.depth, self.in_string, self.escaped) = (0, false, false);
        self.ended(take)
    }

    fn finish(
        &mut self,
        mut take: impl FnMut(u64, Item<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if !self.value.trim_ascii().is_empty() {
            self.ended(&mut take)?;
        }
        match self.in_list {
            true => Err(Error::log(self.line, "the list does not end: the file is cut")),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn items(text: &str, events: bool, chunk: usize) -> Vec<(u64, String)> {
        let mut json = if events { JsonText::events(0) } else { JsonText::values(0) };
        let mut items = Vec::new();
        let mut take = |line, item: Item<'_>| {
            items.push((
                line,
                match item {
                    Item::Value(value) => String::from_utf8_lossy(value.trim_ascii()).into_owned(),
                    Item::Done => "done".into(),
                    Item::Cut => "cut".into(),
                },
            ));
            Ok(())
        };
        let read = text.as_bytes().chunks(chunk).try_for_each(|chunk| json.feed(chunk, &mut take));
        let end = read.and_then(|()| json.finish(&mut take));
        if let Err(error) = end {
            items.push((error.line(), error.reason().into()));
        }
        items.retain(|(_, text)| !text.is_empty());
        items
    }

    #[track_caller]
    fn found(text: &str, events: bool, expected: &[(u64, &str)]) {
        for chunk in 1..=text.len() {
            let items = items(text, events, chunk);
            let items: Vec<_> = items.iter().map(|(line, text)| (*line, text.as_str())).collect();
            assert_eq!(items, expected, "{text:?} in chunks of {chunk}");
        }
    }

    #[test]
    fn values_on_lines_in_lists_and_over_several_lines() {
        found("{\"a\":1}\n{\"b\":\"}\"}\n", false, &[(1, "{\"a\":1}"), (2, "{\"b\":\"}\"}")]);
        found("{\"a\":1}{\"b\":2}", false, &[(1, "{\"a\":1}"), (1, "{\"b\":2}")]);
        found("{\n\"a\":1}\n{\"b\":2}", false, &[(1, "{\n\"a\":1}"), (3, "{\"b\":2}")]);
        found("[{\"a\":1},\n {\"b\":[2,3]}]", false, &[(1, "{\"a\":1}"), (2, "{\"b\":[2,3]}")]);
        found("[\n{\n\"a\":1},{}]\n[7]", false, &[(2, "{\n\"a\":1}"), (3, "{}"), (4, "7")]);
        found("[1,\"x\"]", false, &[(1, "1"), (1, "\"x\"")]);
        found("{\"a\":\n{\"b\":2}}", false, &[(1, "{\"a\":"), (2, "{\"b\":2}"), (2, "}")]);
        found(
            "[{\"a\":1},",
            false,
            &[(1, "{\"a\":1}"), (1, "the list does not end: the file is cut")],
        );
        found("{\"a\":1", false, &[(1, "{\"a\":1")]);
    }

    #[test]
    fn a_broken_line_takes_no_others_with_it() {
        found("{\"a\":1\n{\"b\":2}\n{", false, &[(1, "{\"a\":1"), (2, "{\"b\":2}"), (3, "{")]);
        found("{\"a\":\"1\n{\"b\":2}", false, &[(1, "{\"a\":\"1"), (2, "{\"b\":2}")]);
    }

    #[test]
    fn data_of_events_with_and_without_blank_lines() {
        found("data: {\"a\":1}\n\ndata: [DONE]\n\n", true, &[(2, "{\"a\":1}"), (4, "done")]);
        found(
            "data: {\"a\":1}\ndata: {\"b\":2}\r\ndata: [DONE]",
            true,
            &[(3, "{\"a\":1}"), (3, "{\"b\":2}"), (3, "done")],
        );
        found("data: {\"a\":1}\n\ndata: {\"b\"", true, &[(2, "{\"a\":1}"), (3, "cut")]);
    }
}

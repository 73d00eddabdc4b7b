use alloc::{format, vec::Vec};

use crate::{error::Error, text::bounds::MAX_LINE_BYTES};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The beginning of a log: nothing but white space so far and perhaps a byte
/// order mark, or a part of the first line.
#[derive(Default)]
pub(crate) struct Opening {
    /// Lines of white space.
    blank: u64,
    /// How much of the mark.
    mark: usize,
    /// The first line as far as it has come.
    head: Vec<u8>,
}

/// What a log is, by its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Rows, with what stands between their fields.
    Csv(u8),
    /// JSON values.
    Json,
    /// Server-sent events.
    Events,
}

/// What the first line tells.
pub(crate) struct Begun {
    pub(crate) syntax: Syntax,
    /// How many lines came before.
    pub(crate) lines: u64,
    /// What has been read and not used.
    pub(crate) head: Vec<u8>,
}

impl Opening {
    /// Reads on; with what is left of the chunk comes the form, once there is
    /// anything to tell it by.
    pub(crate) fn feed<'a>(&mut self, chunk: &'a [u8]) -> Result<(&'a [u8], Option<Begun>), Error> {
        let mut rest = chunk;
        if self.head.is_empty() {
            let start = chunk.iter().position(|byte| {
                // A byte order mark may stand at the very beginning.
                let marks = BYTE_ORDER_MARK.get(self.mark) == Some(byte);
                self.mark = if marks { self.mark + 1 } else { BYTE_ORDER_MARK.len() };
                self.blank += u64::from(*byte == b'\n');
                !marks && !byte.is_ascii_whitespace()
            });
            rest = &chunk[start.unwrap_or(chunk.len())..];
            match rest.first() {
                None => return Ok((rest, None)),
                Some(b'{' | b'[') => return Ok((rest, Some(self.begin(Syntax::Json)))),
                Some(first) if first.is_ascii_graphic() => {}
                Some(first) => {
                    let reason = format!("it begins with the byte {first:#04x}; a log is text");
                    return Err(Error::log(self.blank + 1, reason));
                }
            }
        }
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (line, rest) = rest.split_at(end.unwrap_or(rest.len()));
        if self.head.len() + line.len() > MAX_LINE_BYTES {
            let reason = format!("it is longer than {MAX_LINE_BYTES} bytes");
            return Err(Error::log(self.blank + 1, reason));
        }
        self.head.extend_from_slice(line);
        Ok((rest, end.map(|_| self.by_line())))
    }

    /// Ends the log: its only line has no line break.
    pub(crate) fn finish(&mut self) -> Option<Begun> {
        (!self.head.is_empty()).then(|| self.by_line())
    }

    /// Tells by the first line.
    fn by_line(&mut self) -> Begun {
        let events = [&b"data:"[..], b"event:", b"id:", b"retry:", b":"];
        if events.iter().any(|start| self.head.starts_with(start)) {
            return self.begin(Syntax::Events);
        }
        // Spreadsheets may name the delimiter in a line of its own.
        if let [b's', b'e', b'p', b'=', delimiter] = *self.head {
            self.head.clear();
            return self.begin(Syntax::Csv(delimiter));
        }
        let delimiter = delimiter(&self.head);
        self.begin(Syntax::Csv(delimiter))
    }

    fn begin(&mut self, syntax: Syntax) -> Begun {
        Begun { syntax, lines: self.blank, head: core::mem::take(&mut self.head) }
    }
}

/// What stands most often between the fields of a first line.
fn delimiter(line: &[u8]) -> u8 {
    let mut counts = [0usize; 4];
    let delimiters = [b',', b';', b'\t', b'|'];
    let mut quoted = false;
    for byte in line {
        quoted ^= *byte == b'"';
        if let Some(at) = delimiters.iter().position(|delimiter| delimiter == byte && !quoted) {
            counts[at] += 1;
        }
    }
    // Of two the last is the greatest to `max_by_key`, and a comma goes first.
    let most = (0..4).rev().max_by_key(|at| counts[*at]).unwrap_or(0);
    delimiters[most]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_the_form_in_any_chunks() {
        for (text, syntax) in [
            ("a,b\n", Syntax::Csv(b',')),
            ("a;b,c;d\r\n", Syntax::Csv(b';')),
            ("a\tb\n", Syntax::Csv(b'\t')),
            ("\"a,b,c\"|d\n", Syntax::Csv(b'|')),
            ("date\n", Syntax::Csv(b',')),
            ("sep=;\n", Syntax::Csv(b';')),
            ("data: {}\n", Syntax::Events),
            (": comment\n", Syntax::Events),
            ("event: x\n", Syntax::Events),
            ("{", Syntax::Json),
            ("\u{feff}\n [", Syntax::Json),
        ] {
            for size in 1..=text.len() {
                let mut opening = Opening::default();
                let mut found = None;
                for chunk in text.as_bytes().chunks(size) {
                    if found.is_none() {
                        found = opening.feed(chunk).expect("it is text").1;
                    }
                }
                let found = found.expect("a line has ended");
                assert_eq!(found.syntax, syntax, "{text:?} in chunks of {size}");
            }
        }
    }
}

use std::prelude::rust_2024::*;

use csv_core::{ReadRecordResult, ReaderBuilder};
use memchr::{memchr, memchr_iter, memrchr};

use crate::text::{
    bounds::MAX_LINE_BYTES,
    opening::{Opening, Syntax},
};

/// How long a part is before it is cut.
const PART_BYTES: usize = 4 << 20;

/// The most bytes without the end of a row: its line is too long.
const MOST: usize = PART_BYTES + MAX_LINE_BYTES;

/// A part of a log that begins with a line of its own.
pub(crate) struct Part {
    /// How many lines come before it.
    pub(crate) lines: u64,
    pub(crate) bytes: Vec<u8>,
}

/// Cuts a log into parts that can be read apart from each other.
#[derive(Default)]
pub(crate) struct Parts {
    syntax: Option<Syntax>,
    lines: u64,
    bytes: Vec<u8>,
}

impl Parts {
    /// Takes the next bytes. Gives a part when enough has come, and `None` where the log
    /// can't be cut.
    pub(crate) fn feed(&mut self, chunk: &[u8]) -> Option<Option<Part>> {
        self.bytes.extend_from_slice(chunk);
        if self.bytes.len() < PART_BYTES {
            return Some(None);
        }
        match (self.end()?, self.bytes.len()) {
            (Some(end), _) => Some(Some(self.cut(end))),
            (None, ..=MOST) => Some(None),
            (None, _) => None,
        }
    }

    /// What is left.
    pub(crate) fn finish(&mut self) -> Part {
        self.cut(self.bytes.len())
    }

    fn cut(&mut self, end: usize) -> Part {
        let rest = self.bytes.split_off(end);
        let bytes = core::mem::replace(&mut self.bytes, rest);
        let lines = self.lines;
        self.lines += memchr_iter(b'\n', &bytes).count() as u64;
        Part { lines, bytes }
    }

    /// Where the last whole row ends, if one does.
    fn end(&mut self) -> Option<Option<usize>> {
        let syntax = match self.syntax {
            Some(syntax) => syntax,
            None => *self.syntax.insert(Opening::default().feed(&self.bytes).ok()?.1?.syntax),
        };
        match syntax {
            Syntax::Events => None,
            // A line break in a quoted field ends no row.
            Syntax::Csv(delimiter) if memchr(b'"', &self.bytes).is_some() => {
                Some(last_row(&self.bytes, delimiter))
            }
            _ => Some(memrchr(b'\n', &self.bytes).map(|index| index + 1)),
        }
    }
}

/// Where the last whole row of a CSV ends.
fn last_row(mut bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut field, mut ends) = ([0; 4096], [0; 64]);
    let (mut read_so_far, mut end) = (0, None);
    loop {
        let (result, read, ..) = reader.read_record(bytes, &mut field, &mut ends);
        (read_so_far, bytes) = (read_so_far + read, &bytes[read..]);
        match result {
            ReadRecordResult::Record => end = Some(read_so_far),
            ReadRecordResult::InputEmpty | ReadRecordResult::End => return end,
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_ends_where_no_quote_is_open() {
        for (text, end) in [
            ("a,b\n1,2\n3", Some(8)),
            ("a,\"b\n1\",2\n3,\"", Some(10)),
            ("a,b\"c\n\"d\n", Some(6)),
            ("a;\"b\n", None),
        ] {
            let delimiter = if text.contains(';') { b';' } else { b',' };
            assert_eq!(last_row(text.as_bytes(), delimiter), end, "{text:?}");
        }
    }

    #[test]
    fn parts_are_the_whole_and_know_their_lines() {
        let row = "2026-09-20,openai/gpt-oss-120b,\"a\nb\",1\n";
        let text = ["time,model,x,y\n", &row.repeat(2 * PART_BYTES / row.len())].concat();
        let (mut parts, mut found) = (Parts::default(), Vec::new());
        for chunk in text.as_bytes().chunks(1 << 20) {
            found.extend(parts.feed(chunk).expect("it can be cut"));
        }
        found.push(parts.finish());
        assert!(found.len() > 1);
        let mut whole = Vec::new();
        for part in found {
            assert_eq!(part.lines, whole.iter().filter(|byte| **byte == b'\n').count() as u64);
            let begins_a_row = part.bytes.is_empty() || part.bytes.starts_with(b"2026-09-20,");
            assert!(whole.is_empty() || begins_a_row);
            whole.extend(part.bytes);
        }
        assert!(whole == text.as_bytes());
    }

    #[test]
    fn a_log_that_cannot_be_cut_is_told() {
        let mut parts = Parts::default();
        let line = vec![b'x'; PART_BYTES + MAX_LINE_BYTES + 1];
        assert!(parts.feed(b"a,b\n").is_some_and(|part| part.is_none()));
        // It waits for a row that is not too long.
        assert!(parts.feed(&line).is_some_and(|part| part.is_some()));
        assert!(parts.feed(&line).is_none());
        let events = ["data: {}\n\n"; 1 << 19].concat();
        assert!(Parts::default().feed(events.as_bytes()).is_none());
    }
}

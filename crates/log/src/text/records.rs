use alloc::{format, vec, vec::Vec};

use csv_core::ReadRecordResult;

use crate::{
    error::Error,
    text::bounds::{MAX_COLUMNS, MAX_LINE_BYTES},
};

/// The fields of one record, in a buffer with their ends.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
    /// How much stands between one field and the next.
    gap: usize,
}

impl<'a> Record<'a> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(crate) fn get(&self, index: usize) -> &'a [u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] + self.gap };
        &self.bytes[start..self.ends[index]]
    }

    /// The fields without the white space around them.
    pub(crate) fn trimmed(self) -> Vec<&'a [u8]> {
        (0..self.len()).map(|index| self.get(index).trim_ascii()).collect()
    }
}

/// Cuts chunks of CSV into records. A line without quotes, as most are, is cut where
/// it lies; all else is left to `csv_core`.
pub(crate) struct Records {
    core: csv_core::Reader,
    delimiter: u8,
    /// Whether the core stands at the start of a record, one of which it has read.
    is_between: bool,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// How much of the record is there already.
    filled: (usize, usize),
}

impl Records {
    /// Starts after some blank lines.
    pub(crate) fn starting(lines: u64, delimiter: u8) -> Self {
        let mut core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        core.set_line(lines + 1);
        Self {
            core,
            delimiter,
            is_between: false,
            bytes: vec![0; MAX_LINE_BYTES],
            ends: vec![0; MAX_COLUMNS],
            filled: (0, 0),
        }
    }

    /// Reads a chunk, handing on each record that ends in it with its line; an
    /// empty chunk ends the text.
    #[inline]
    pub(crate) fn feed(
        &mut self,
        mut chunk: &[u8],
        mut take: impl FnMut(u64, Record<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let is_end = chunk.is_empty();
        loop {
            while self.is_between
                && let Some(line) = PlainLine::first(chunk, self.delimiter, &mut self.ends)
            {
                let number = self.core.line();
                self.core.set_line(number + 1);
                let (bytes, rest) = chunk.split_at(line.length);
                take(number, Record { bytes, ends: &self.ends[..line.fields], gap: 1 })?;
                chunk = rest;
            }
            if chunk.is_empty() && !is_end {
                return Ok(());
            }
            let (bytes, ends) = self.filled;
            let (result, read, written, ended) =
                self.core.read_record(chunk, &mut self.bytes[bytes..], &mut self.ends[ends..]);
            self.filled = (bytes + written, ends + ended);
            let (taken, rest) = chunk.split_at(read);
            self.is_between = matches!(result, ReadRecordResult::Record);
            match result {
                ReadRecordResult::Record => {
                    // A line is counted as soon as its `\n` is read.
                    let line = self.core.line() - u64::from(taken.last() == Some(&b'\n'));
                    let (bytes, ends) = core::mem::take(&mut self.filled);
                    take(
                        line,
                        Record { bytes: &self.bytes[..bytes], ends: &self.ends[..ends], gap: 0 },
                    )?;
                }
                ReadRecordResult::OutputFull => {
                    let reason = format!("it is longer than {MAX_LINE_BYTES} bytes");
                    return Err(Error::log(self.core.line(), reason));
                }
                ReadRecordResult::OutputEndsFull => {
                    let reason = format!("it has more than {MAX_COLUMNS} columns");
                    return Err(Error::log(self.core.line(), reason));
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
            }
            chunk = rest;
        }
    }
}

/// A whole line without quotes.
struct PlainLine {
    fields: usize,
    /// With its end.
    length: usize,
}

impl PlainLine {
    /// Cuts the line that the bytes begin with, unless it is blank, has a quote, does
    /// not end here or is not within the bounds. The ends of its fields go into `ends`.
    #[inline]
    fn first(bytes: &[u8], delimiter: u8, ends: &mut [usize]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks::<8>();
        let mut last = [u8::MAX; 8];
        last[..rest.len()].copy_from_slice(rest);
        let mut fields = 0;
        for (index, word) in words.iter().chain([&last]).enumerate() {
            let mut marks = marks(u64::from_le_bytes(*word), delimiter);
            while marks != 0 {
                let place = 8 * index + marks.trailing_zeros() as usize / 8;
                marks &= marks - 1;
                let length = match bytes[place] {
                    byte if byte == delimiter => {
                        *ends.get_mut(fields)? = place;
                        fields += 1;
                        continue;
                    }
                    b'\n' => place + 1,
                    b'\r' if bytes.get(place + 1) == Some(&b'\n') => place + 2,
                    b'\r' | b'"' => return None,
                    _ => continue,
                };
                *ends.get_mut(fields)? = place;
                let is_plain = 0 < place && place <= MAX_LINE_BYTES;
                return is_plain.then_some(Self { fields: fields + 1, length });
            }
        }
        None
    }
}

/// Marks the highest bit of each of eight bytes that may be a line break, a quote or
/// the delimiter, and some others: all of these and the comma are below `-`.
#[inline]
const fn marks(word: u64, delimiter: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const fn below(word: u64, bound: u8) -> u64 {
        word.wrapping_sub(ONES * bound as u64) & !word & (0x80 * ONES)
    }
    let low = below(word, b'-');
    match delimiter {
        ..b'-' => low,
        _ => low | below(word ^ (ONES * delimiter as u64), 1),
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec};

    use super::*;

    /// The records with their lines, as one text.
    fn read(text: &[u8], delimiter: u8, size: usize, plain: bool) -> Result<String, Error> {
        let mut records = Records::starting(3, delimiter);
        let mut found = String::new();
        let mut take = |line: u64, record: Record<'_>| {
            let fields = (0..record.len()).map(|index| record.get(index));
            found += &format!("{line} {:?}\n", fields.collect::<Vec<_>>());
            Ok(())
        };
        for chunk in text.chunks(size).chain([&[][..]]) {
            records.feed(chunk, &mut take)?;
            records.is_between &= plain;
        }
        Ok(found)
    }

    #[test]
    fn plain_lines_are_cut_as_the_core_cuts_them() {
        let mut seed = 7_u64;
        let mut below = |bound: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % bound
        };
        const PIECES: [&[u8]; 16] = [
            b"a",
            b"1234567",
            b"2026-06-04 10:00:00",
            b"openai/gpt-oss-120b",
            b",",
            b",",
            b";",
            b"\t",
            b"\n",
            b"\n",
            b"\r\n",
            b"\r",
            b"\"",
            b"\"\"",
            b" ",
            b"\xc3\xa4\x00-",
        ];
        for _ in 0..20_000 {
            let text: Vec<u8> = (0..below(40)).flat_map(|_| PIECES[below(16)].to_vec()).collect();
            let delimiter = [b',', b';', b'\t'][below(3)];
            let core = read(&text, delimiter, 1, false);
            for size in [1, 2 + below(30), 1 << 20] {
                assert_eq!(read(&text, delimiter, size, true), core, "{text:?}");
            }
        }
    }

    #[test]
    fn the_bounds_of_plain_lines_are_those_of_the_core() {
        let (long, wide) = (vec![b'x'; MAX_LINE_BYTES + 1], vec![b','; MAX_COLUMNS + 1]);
        for line in [long, wide] {
            for cut in [0, 1, 2] {
                let text = [b"a\n1\n", &line[cut..], b"\n"].concat();
                let core = read(&text, b',', 1, false);
                assert_eq!(read(&text, b',', 1 << 22, true), core, "{cut}");
            }
        }
    }
}

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
}

impl<'a> Record<'a> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(crate) fn get(&self, index: usize) -> &'a [u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..self.ends[index]]
    }

    /// The fields without the white space around them.
    pub(crate) fn trimmed(self) -> Vec<&'a [u8]> {
        (0..self.len()).map(|index| self.get(index).trim_ascii()).collect()
    }
}

/// Cuts chunks of CSV into records.
pub(crate) struct Records {
    core: csv_core::Reader,
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
        Self { core, bytes: vec![0; MAX_LINE_BYTES], ends: vec![0; MAX_COLUMNS], filled: (0, 0) }
    }

    /// Reads a chunk, handing on each record that ends in it with its line; an
    /// empty chunk ends the text.
    #[inline]
    pub(crate) fn feed(
        &mut self,
        mut chunk: &[u8],
        mut take: impl FnMut(u64, Record<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        loop {
            let (bytes, ends) = self.filled;
            let (result, read, written, ended) =
                self.core.read_record(chunk, &mut self.bytes[bytes..], &mut self.ends[ends..]);
            self.filled = (bytes + written, ends + ended);
            let (taken, rest) = chunk.split_at(read);
            match result {
                ReadRecordResult::Record => {
                    // A line is counted as soon as its `\n` is read.
                    let line = self.core.line() - u64::from(taken.last() == Some(&b'\n'));
                    let (bytes, ends) = core::mem::take(&mut self.filled);
                    take(line, Record { bytes: &self.bytes[..bytes], ends: &self.ends[..ends] })?;
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

use alloc::{format, vec, vec::Vec};

use csv_core::ReadRecordResult;

use crate::{
    columns::{Columns, Record},
    error::Error,
    format::Format,
    reader::{MOST_LINE_BYTES, Sink},
};

/// The most columns that a line may have.
const MOST_COLUMNS: usize = 1000;

/// Reads CSV.
pub(crate) struct Csv {
    core: csv_core::Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// How much of the record is there already.
    filled: (usize, usize),
    columns: Option<Columns>,
}

impl Csv {
    /// Starts after some blank lines.
    pub(crate) fn starting(lines: u64) -> Self {
        let mut core = csv_core::Reader::new();
        core.set_line(lines + 1);
        Self {
            core,
            bytes: vec![0; MOST_LINE_BYTES],
            ends: vec![0; MOST_COLUMNS],
            filled: (0, 0),
            columns: None,
        }
    }

    pub(crate) fn format(&self) -> Option<Format> {
        self.columns.as_ref().map(|columns| columns.format)
    }

    /// Reads a chunk; an empty one ends the log.
    pub(crate) fn feed(&mut self, mut chunk: &[u8], sink: &mut Sink<'_>) -> Result<(), Error> {
        loop {
            let (bytes, ends) = self.filled;
            let (result, read, written, ended) =
                self.core.read_record(chunk, &mut self.bytes[bytes..], &mut self.ends[ends..]);
            self.filled = (bytes + written, ends + ended);
            let (taken, rest) = chunk.split_at(read);
            match result {
                ReadRecordResult::Record => self.record(taken.last() == Some(&b'\n'), sink)?,
                ReadRecordResult::OutputFull => {
                    let reason = format!("it is longer than {MOST_LINE_BYTES} bytes");
                    return Err(Error::log(self.core.line(), reason));
                }
                ReadRecordResult::OutputEndsFull => {
                    let reason = format!("it has more than {MOST_COLUMNS} columns");
                    return Err(Error::log(self.core.line(), reason));
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
            }
            chunk = rest;
        }
    }

    /// Takes a record; its line is counted as soon as its `\n` is read.
    fn record(&mut self, counted: bool, sink: &mut Sink<'_>) -> Result<(), Error> {
        let line = self.core.line() - u64::from(counted);
        let (bytes, ends) = core::mem::take(&mut self.filled);
        let record = Record { bytes: &self.bytes[..bytes], ends: &self.ends[..ends] };
        match &mut self.columns {
            None => {
                let columns = Columns::read(record).map_err(|reason| Error::log(line, reason))?;
                self.columns = Some(columns);
                Ok(())
            }
            Some(columns) => sink.fill(line, |row| columns.row(record, row)),
        }
    }
}

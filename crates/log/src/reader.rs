use alloc::{boxed::Box, format, string::String, vec::Vec};

use groq_calc::replay::Request;

#[cfg(feature = "json")]
use crate::json::JsonLines;
use crate::{
    csv::Csv,
    error::Error,
    format::Format,
    opening::{Form, Opening},
};

/// The longest line that is read: 4 MiB, well above any response.
pub const MOST_LINE_BYTES: usize = 4 << 20;

/// How a log is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether a bad row is counted and passed over.
    pub skip_bad_rows: bool,
    /// Whether rows may be earlier than those before them; whoever allows it
    /// has to sort them.
    pub unsorted: bool,
}

/// Reads a log, chunk by chunk.
pub struct Reader {
    options: Options,
    stage: Stage,
    rows: u64,
    skipped: u64,
    last: u64,
}

enum Stage {
    Start(Opening),
    Csv(Box<Csv>),
    #[cfg(feature = "json")]
    Json(JsonLines),
}

/// Where rows go.
pub(crate) struct Sink<'a> {
    options: Options,
    rows: &'a mut Vec<Request>,
    count: &'a mut u64,
    skipped: &'a mut u64,
    last: &'a mut u64,
}

impl Sink<'_> {
    /// Takes a row, which `read` fills in, unless it can't.
    #[inline]
    pub(crate) fn fill(
        &mut self,
        line: u64,
        read: impl FnOnce(&mut Request) -> Result<(), String>,
    ) -> Result<(), Error> {
        // In place: a row that is moved about costs as much as it took to read.
        let index = self.rows.len();
        self.rows.push(Request::default());
        let row = &mut self.rows[index];
        if let Err(reason) = read(row) {
            self.rows.truncate(index);
            return self.bad(Error::row(line, reason));
        }
        let time = row.t_us();
        if time < *self.last && !self.options.unsorted {
            self.rows.truncate(index);
            return Err(backwards(line, *self.last - time));
        }
        *self.last = time;
        *self.count += 1;
        Ok(())
    }

    #[cold]
    fn bad(&mut self, error: Error) -> Result<(), Error> {
        if !self.options.skip_bad_rows {
            return Err(error);
        }
        *self.skipped += 1;
        Ok(())
    }
}

#[cold]
fn backwards(line: u64, micros: u64) -> Error {
    let reason = format!(
        "its time is {micros} microseconds before that of the row ahead of it; \
         the rows must be sorted by time"
    );
    Error::log(line, reason)
}

impl Reader {
    /// A reader of nothing yet.
    pub fn new(options: Options) -> Self {
        Self { options, stage: Stage::Start(Opening::default()), rows: 0, skipped: 0, last: 0 }
    }

    /// The form of the log, once its first line has been read.
    pub fn format(&self) -> Option<Format> {
        match &self.stage {
            Stage::Start(_) => None,
            Stage::Csv(csv) => csv.format(),
            #[cfg(feature = "json")]
            Stage::Json(json) => json.format(),
        }
    }

    /// How many rows have been read.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many bad rows have been passed over.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Reads the next bytes and adds the rows that end in them.
    ///
    /// # Errors
    ///
    /// For a row that is wrong, unless such rows are skipped; for a row out of
    /// order, unless that is allowed; for a line that is too long, and for a
    /// log of no known form. The rows before it have been added.
    pub fn feed(&mut self, chunk: &[u8], rows: &mut Vec<Request>) -> Result<(), Error> {
        let chunk = self.begin(chunk)?;
        // To a reader no bytes are the end.
        if chunk.is_empty() { Ok(()) } else { self.read(chunk, rows) }
    }

    /// Ends the log; the last line needs no line break.
    ///
    /// # Errors
    ///
    /// As [`Reader::feed`], and for a log without a single row.
    pub fn finish(&mut self, rows: &mut Vec<Request>) -> Result<(), Error> {
        self.read(&[], rows)?;
        match self.rows {
            0 => Err(Error::no_row(matches!(self.stage, Stage::Start(_)), self.skipped)),
            _ => Ok(()),
        }
    }

    /// Finds out the form from the first byte that is not white space.
    fn begin<'a>(&mut self, chunk: &'a [u8]) -> Result<&'a [u8], Error> {
        let Stage::Start(opening) = &mut self.stage else { return Ok(chunk) };
        let (rest, found) = opening.feed(chunk)?;
        if let Some(form) = found {
            self.stage = match form {
                #[cfg(feature = "json")]
                Form::Json(line) => Stage::Json(JsonLines::starting(line)),
                #[cfg(not(feature = "json"))]
                Form::Json(line) => Stage::Csv(Box::new(Csv::starting(line))),
                Form::Csv(line) => Stage::Csv(Box::new(Csv::starting(line))),
            };
        }
        Ok(rest)
    }

    fn read(&mut self, chunk: &[u8], rows: &mut Vec<Request>) -> Result<(), Error> {
        let mut sink = Sink {
            options: self.options,
            rows,
            count: &mut self.rows,
            skipped: &mut self.skipped,
            last: &mut self.last,
        };
        match &mut self.stage {
            Stage::Start(_) => Ok(()),
            Stage::Csv(csv) => csv.feed(chunk, &mut sink),
            #[cfg(feature = "json")]
            Stage::Json(json) if chunk.is_empty() => json.finish(&mut sink),
            #[cfg(feature = "json")]
            Stage::Json(json) => json.feed(chunk, &mut sink),
        }
    }
}

use alloc::{boxed::Box, vec::Vec};

use groq_calc::replay::Request;

#[cfg(feature = "json")]
use crate::requests::json::JsonLines;
use crate::{
    error::Error,
    requests::{
        csv::Csv,
        format::Format,
        sink::{Options, Sink},
    },
    text::opening::{Opening, Syntax},
};

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

    /// How many bad rows have been skipped.
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
        if let Some(syntax) = found {
            self.stage = match syntax {
                #[cfg(feature = "json")]
                Syntax::Json(line) => Stage::Json(JsonLines::starting(line)),
                #[cfg(not(feature = "json"))]
                Syntax::Json(line) => Stage::Csv(Box::new(Csv::starting(line))),
                Syntax::Csv(line) => Stage::Csv(Box::new(Csv::starting(line))),
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

use alloc::{boxed::Box, vec::Vec};

use groq_calc::replay::Request;

#[cfg(feature = "json")]
use crate::requests::json::Json;
use crate::{
    error::Error,
    requests::{
        csv::Csv,
        format::Format,
        names::RequestNames,
        sink::{Options, Sink},
    },
    text::opening::{Begun, Opening, Syntax},
};

/// Reads a log, chunk by chunk.
pub struct Reader {
    options: Options,
    names: RequestNames,
    stage: Stage,
    rows: u64,
    skipped: u64,
    last: u64,
    services: Vec<usize>,
}

enum Stage {
    Start(Opening),
    Csv(Box<Csv>),
    #[cfg(feature = "json")]
    Json(Box<Json>),
}

impl Reader {
    /// A reader of nothing yet.
    pub fn new(options: Options) -> Self {
        let (stage, names) = (Stage::Start(Opening::default()), RequestNames::default());
        Self { options, names, stage, rows: 0, skipped: 0, last: 0, services: Vec::new() }
    }

    /// The same for a log whose columns have these names.
    pub fn with_names(mut self, names: RequestNames) -> Self {
        self.names = names;
        self
    }

    /// What a log of JSON has besides answers: requests that failed and steps of a
    /// trace, and streams that end before their usage.
    pub fn left_out(&self) -> (u64, u64) {
        match &self.stage {
            #[cfg(feature = "json")]
            Stage::Json(json) => json.left_out(),
            _ => (0, 0),
        }
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

    /// The services of the rows that were added since the last call, counted from
    /// 0 in the order of [`RequestNames::services`]; empty where the log has one.
    pub fn take_services(&mut self) -> Vec<usize> {
        core::mem::take(&mut self.services)
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
        let chunk = self.begin(chunk, rows)?;
        // To a reader no bytes are the end.
        if chunk.is_empty() { Ok(()) } else { self.read(chunk, rows) }
    }

    /// Ends the log; the last line needs no line break.
    ///
    /// # Errors
    ///
    /// As [`Reader::feed`], and for a log without a single row.
    pub fn finish(&mut self, rows: &mut Vec<Request>) -> Result<(), Error> {
        if let Stage::Start(opening) = &mut self.stage
            && let Some(begun) = opening.finish()
        {
            self.begun(begun, rows)?;
        }
        self.read(&[], rows)?;
        match self.rows {
            0 if self.left_out().1 > 0 => {
                Err(Error::log(0, "the stream is incomplete: it ends before its usage"))
            }
            0 => Err(Error::no_row(matches!(self.stage, Stage::Start(_)), self.skipped)),
            _ => Ok(()),
        }
    }

    /// Finds out the form from the first line.
    fn begin<'a>(&mut self, chunk: &'a [u8], rows: &mut Vec<Request>) -> Result<&'a [u8], Error> {
        let Stage::Start(opening) = &mut self.stage else { return Ok(chunk) };
        let (rest, begun) = opening.feed(chunk)?;
        if let Some(begun) = begun {
            self.begun(begun, rows)?;
        }
        Ok(rest)
    }

    fn begun(&mut self, begun: Begun, rows: &mut Vec<Request>) -> Result<(), Error> {
        let Begun { syntax, lines, head } = begun;
        let names = core::mem::take(&mut self.names);
        if !names.services.is_empty() && !matches!(syntax, Syntax::Csv(_)) {
            return Err(Error::log(
                lines + 1,
                "it is JSON; a log of several services is CSV with the service of each row in a column",
            ));
        }
        self.stage = match syntax {
            Syntax::Csv(delimiter) => Stage::Csv(Box::new(Csv::starting(lines, delimiter, names))),
            #[cfg(feature = "json")]
            Syntax::Json => Stage::Json(Box::new(Json::values(lines, names))),
            #[cfg(feature = "json")]
            Syntax::Events => Stage::Json(Box::new(Json::events(lines, names))),
            #[cfg(not(feature = "json"))]
            _ => Stage::Csv(Box::new(Csv::starting(lines, b',', names))),
        };
        if head.is_empty() { Ok(()) } else { self.read(&head, rows) }
    }

    fn read(&mut self, chunk: &[u8], rows: &mut Vec<Request>) -> Result<(), Error> {
        let mut sink = Sink {
            options: self.options,
            rows,
            services: &mut self.services,
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

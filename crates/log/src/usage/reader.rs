use std::prelude::rust_2024::*;

use serde_json::{Map, Value};

use crate::{
    error::Error,
    text::{
        json::{Item, JsonText},
        opening::{Begun, Opening, Syntax},
        records::{Record, Records},
    },
    usage::{
        answers::{Answers, Counts, LeftOut, Sink},
        assumptions::Assumptions,
        columns::Columns,
        ledger::Ledger,
        names::Names,
        time::{Days, TimeReader},
    },
};

/// Reads a usage log, chunk by chunk into a [`Ledger`]: CSV, JSON lines and
/// other JSON, or server-sent events.
pub struct Reader {
    skip_bad_rows: bool,
    stage: Stage,
    time: TimeReader,
    answers: Answers,
    rows: u64,
    skipped: u64,
}

enum Stage {
    Start(Opening),
    Csv(Box<Records>, u8, Option<Table>),
    Json(JsonText),
}

/// How the rows of a CSV are read.
#[derive(Clone)]
enum Table {
    /// Column by column.
    Columns(Columns),
    /// As an object of these names, since a cell holds JSON.
    Objects(Vec<String>),
}

impl Reader {
    /// A reader of nothing yet.
    pub fn new(names: Names, days: Days, skip_bad_rows: bool) -> Self {
        Self {
            skip_bad_rows,
            stage: Stage::Start(Opening::default()),
            time: TimeReader::default(),
            answers: Answers::new(names, days),
            rows: 0,
            skipped: 0,
        }
    }

    /// The same with what the log itself does not say.
    pub fn with_assumptions(mut self, assumptions: Assumptions) -> Self {
        self.answers.assumptions = assumptions;
        self
    }

    /// How many rows have been read.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many bad rows have been skipped.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// What is in the log besides answers.
    pub fn left_out(&self) -> LeftOut {
        self.answers.left_out
    }

    /// Reads the next bytes and adds the rows that end in them.
    ///
    /// # Errors
    ///
    /// For a row that is wrong, unless such rows are skipped; for a log without
    /// the columns it needs, for a line that is too long, and for what the
    /// ledger refuses.
    pub fn feed(&mut self, chunk: &[u8], ledger: &mut Ledger<'_>) -> Result<(), Error> {
        let mut rest = chunk;
        if let Stage::Start(opening) = &mut self.stage {
            let (left, begun) = opening.feed(chunk)?;
            rest = left;
            if let Some(begun) = begun {
                self.begin(begun, ledger)?;
            }
        }
        // To the CSV reader no bytes are the end.
        if rest.is_empty() { Ok(()) } else { self.read(rest, ledger, false) }
    }

    /// Ends the log; the last line needs no line break.
    ///
    /// # Errors
    ///
    /// As [`Reader::feed`], and for a log without a single row.
    pub fn finish(&mut self, ledger: &mut Ledger<'_>) -> Result<(), Error> {
        if let Stage::Start(opening) = &mut self.stage
            && let Some(begun) = opening.finish()
        {
            self.begin(begun, ledger)?;
        }
        self.read(&[], ledger, true)?;
        let left_out = self.left_out();
        match self.rows {
            0 if left_out.incomplete > 0 => {
                Err(Error::log(0, "the stream is incomplete: it ends before its usage"))
            }
            0 if left_out.failed > 0 => Ok(()),
            0 => Err(Error::no_row(matches!(self.stage, Stage::Start(_)), self.skipped)),
            _ => Ok(()),
        }
    }

    /// A reader of a later part of the log, which begins after `lines` lines; `None`
    /// where that part depends on what has been read.
    pub(crate) fn fork(&self, lines: u64) -> Option<Self> {
        let stage = match &self.stage {
            Stage::Csv(_, delimiter, Some(table)) => {
                let records = Records::starting(lines, *delimiter);
                Stage::Csv(Box::new(records), *delimiter, Some(table.clone()))
            }
            Stage::Json(JsonText::Lines(_)) => Stage::Json(JsonText::lines(lines)),
            _ => return None,
        };
        self.answers.is_whole().then(|| Self {
            skip_bad_rows: self.skip_bad_rows,
            stage,
            time: self.time.fork(),
            answers: self.answers.fork(),
            rows: 0,
            skipped: 0,
        })
    }

    /// Ends a part of the log.
    pub(crate) fn end_part(&mut self, ledger: &mut Ledger<'_>) -> Result<(), Error> {
        match self.answers.is_whole() {
            true => self.read(&[], ledger, true),
            false => Err(Error::log(0, "an answer goes on after this part")),
        }
    }

    /// Adds what another part has; `None` where its times are written otherwise.
    pub(crate) fn absorb(&mut self, other: &Self) -> Option<()> {
        self.rows += other.rows;
        self.skipped += other.skipped;
        self.answers.left_out.absorb(other.answers.left_out);
        self.time.agrees(&other.time).then_some(())
    }

    fn begin(&mut self, begun: Begun, ledger: &mut Ledger<'_>) -> Result<(), Error> {
        let Begun { syntax, lines, head } = begun;
        self.stage = match syntax {
            Syntax::Csv(delimiter) => {
                Stage::Csv(Box::new(Records::starting(lines, delimiter)), delimiter, None)
            }
            Syntax::Json => Stage::Json(JsonText::values(lines)),
            Syntax::Events => Stage::Json(JsonText::events(lines)),
        };
        if head.is_empty() { Ok(()) } else { self.read(&head, ledger, false) }
    }

    fn read(&mut self, chunk: &[u8], ledger: &mut Ledger<'_>, end: bool) -> Result<(), Error> {
        let answers = &mut self.answers;
        let (timed, always) = match answers.days {
            Days::OfTheRow => (true, 0),
            Days::Always(day) => (false, day.days_since_epoch()),
        };
        let mut sink = Sink {
            ledger,
            time: &mut self.time,
            counts: Counts {
                skip_bad_rows: self.skip_bad_rows,
                rows: &mut self.rows,
                skipped: &mut self.skipped,
            },
        };
        match &mut self.stage {
            Stage::Start(_) => Ok(()),
            Stage::Csv(records, delimiter, table) => records.feed(chunk, |line, record| {
                let fatal = |reason: String| Error::log(line, reason);
                let columns = match table {
                    Some(Table::Columns(columns)) => columns,
                    Some(Table::Objects(header)) => {
                        return match as_object(header, record) {
                            Ok(value) => answers.read(line, &value, &mut sink),
                            Err(reason) => sink.counts.bad(line, reason.into()),
                        };
                    }
                    None => {
                        let read = Table::read(
                            record,
                            &answers.names,
                            timed,
                            *delimiter,
                            answers.assumptions,
                        );
                        *table = Some(read.map_err(fatal)?);
                        return Ok(());
                    }
                };
                match columns.entry(record, sink.time, always) {
                    Err(fault) => return sink.counts.bad(line, fault),
                    Ok(entry) => columns.add(record, &entry, sink.ledger).map_err(fatal)?,
                }
                sink.counts.good();
                Ok(())
            }),
            Stage::Json(json) => {
                let take = |line: u64, item: Item<'_>| match item {
                    Item::Value(text) if text.trim_ascii().is_empty() => Ok(()),
                    Item::Value(text) => answers.parse(line, text, &mut sink),
                    Item::Done => answers.end_stream(&mut sink),
                    Item::Cut => {
                        answers.left_out.incomplete += 1;
                        Ok(())
                    }
                };
                match end {
                    true => {
                        json.finish(take)?;
                        answers.finish(&mut sink)
                    }
                    false => json.feed(chunk, take),
                }
            }
        }
    }
}

impl Table {
    /// Reads a header.
    fn read(
        record: Record<'_>,
        names: &Names,
        timed: bool,
        delimiter: u8,
        assumptions: Assumptions,
    ) -> Result<Self, String> {
        let header: Vec<String> = record
            .trimmed()
            .into_iter()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        let shown: Vec<&str> = header.iter().map(String::as_str).collect();
        let columns = Columns::read(&shown, names, timed, delimiter == b';', assumptions);
        let lacks_cached = columns.as_ref().is_ok_and(|columns| !columns.has_cached());
        let holds_json = |name: &&str| groq_protocol::holds_usage(name);
        if (columns.is_err() || lacks_cached) && !names.any() && shown.iter().any(holds_json) {
            return Ok(Self::Objects(header));
        }
        columns.map(Self::Columns)
    }
}

/// A row as the object that its header makes of it.
fn as_object(header: &[String], record: Record<'_>) -> Result<Value, String> {
    if record.len() != header.len() {
        let (found, wanted) = (record.len(), header.len());
        return Err(format!("it has {found} columns; the first line has {wanted}"));
    }
    let mut object = Map::new();
    for (index, name) in header.iter().enumerate() {
        let text = String::from_utf8_lossy(record.get(index)).trim().to_owned();
        if !text.is_empty() {
            object.insert(name.clone(), Value::String(text));
        }
    }
    Ok(Value::Object(object))
}

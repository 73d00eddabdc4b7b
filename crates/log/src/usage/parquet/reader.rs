use std::prelude::rust_2024::*;

use std::{
    fs::File,
    io,
    num::NonZero,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
};

use crate::{
    error::Error,
    usage::{
        assumptions::Assumptions,
        columns::Fault,
        guard::guarded,
        ledger::Ledger,
        names::Names,
        parquet::{
            block::{Adder, Block},
            columns::Columns,
            pages::Pages,
            source::{Source, pages},
        },
        time::{Days, TimeReader},
    },
};

/// A usage log as Parquet: only the columns that count are read, some thousand
/// rows at a time.
pub struct Parquet {
    names: Names,
    days: Days,
    skip_bad_rows: bool,
    assumptions: Assumptions,
    time: TimeReader,
    adder: Adder,
    rows: u64,
    skipped: u64,
}

impl Parquet {
    /// A reader of nothing yet.
    pub fn new(names: Names, days: Days, skip_bad_rows: bool) -> Self {
        Self {
            names,
            days,
            skip_bad_rows,
            assumptions: Assumptions::default(),
            time: TimeReader::default(),
            adder: Adder::default(),
            rows: 0,
            skipped: 0,
        }
    }

    /// The same with what the log itself does not say.
    pub fn with_assumptions(mut self, assumptions: Assumptions) -> Self {
        self.assumptions = assumptions;
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

    /// Reads a file; `seen` is told the rows so far and all there are.
    ///
    /// # Errors
    ///
    /// For a file that is not Parquet or lacks the columns it needs, for a row
    /// that is wrong, unless such rows are skipped, and for what the ledger
    /// refuses.
    pub fn read(
        &mut self,
        file: File,
        ledger: &mut Ledger<'_>,
        mut seen: impl FnMut(u64, u64),
    ) -> Result<(), Error> {
        let read = || {
            let file = pages(file)?;
            let source = self.source(&file)?;
            let mut rows = 0;
            for group in 0..source.groups() {
                self.group(&source, &file, group, ledger, |more| {
                    rows += more;
                    seen(rows, source.rows());
                })?;
            }
            self.end()
        };
        guarded(read, |panic| Error::log(0, panic).in_damaged_file())
    }

    /// Reads a file on several threads, each of which opens it by itself and takes one
    /// row group after the other; the sums of these are added up.
    ///
    /// What comes out is what [`Parquet::read`] gives, to the last digit. `None` says
    /// that something is wrong, which that one has to say.
    pub fn read_on_threads<'a>(
        mut self,
        threads: NonZero<usize>,
        open: impl Fn() -> io::Result<File> + Sync,
        mut ledger: Ledger<'a>,
        seen: impl Fn(u64, u64) + Sync,
    ) -> Option<(Self, Ledger<'a>)> {
        let open = || pages(open().ok()?).ok();
        let source = guarded(|| self.source(&open().ok_or(())?).map_err(drop), |_| ()).ok()?;
        let (next, rows_seen) = (AtomicUsize::new(0), AtomicU64::new(0));
        let has_failed = AtomicBool::new(false);
        let work = |mut reader: Self, mut ledger: Ledger<'a>| {
            let read = || {
                let file = open().ok_or(())?;
                while !has_failed.load(Ordering::Relaxed) {
                    let group = next.fetch_add(1, Ordering::Relaxed);
                    if group >= source.groups() {
                        return Ok(());
                    }
                    let read = reader.group(&source, &file, group, &mut ledger, |more| {
                        let before = rows_seen.fetch_add(more, Ordering::Relaxed);
                        seen(before + more, source.rows());
                    });
                    read.map_err(drop)?;
                }
                Err(())
            };
            let read = guarded(read, |_| ());
            has_failed.fetch_or(read.is_err(), Ordering::Relaxed);
            read.ok().map(|()| (reader, ledger))
        };
        let threads = threads.get().min(source.groups());
        let parts = thread::scope(|scope| {
            let work = &work;
            let start = |_| {
                let (reader, ledger) = (self.fork(), ledger.fork());
                scope.spawn(move || work(reader, ledger))
            };
            let workers: Vec<_> = (0..threads).map(start).collect();
            workers.into_iter().map(|worker| worker.join().ok().flatten()).collect::<Vec<_>>()
        });
        for part in parts {
            let (reader, sums) = part?;
            self.rows += reader.rows;
            self.skipped += reader.skipped;
            ledger.absorb(sums).ok()?;
            self.time.agrees(&reader.time).then_some(())?;
        }
        self.end().ok()?;
        Some((self, ledger))
    }

    /// A reader of other row groups of the same file.
    fn fork(&self) -> Self {
        Self::new(self.names.clone(), self.days, self.skip_bad_rows)
            .with_assumptions(self.assumptions)
    }

    fn source(&self, file: &Pages) -> Result<Source, Error> {
        let timed = self.days == Days::OfTheRow;
        Source::of(file, &self.names, timed, self.assumptions.any_model)
    }

    /// Reads a row group; `seen` is told of the rows as they come.
    fn group(
        &mut self,
        source: &Source,
        file: &Pages,
        group: usize,
        ledger: &mut Ledger<'_>,
        mut seen: impl FnMut(u64),
    ) -> Result<(), Error> {
        source.read(file, group, |batch| {
            let columns = Columns::of(batch, &source.places, self.days, self.assumptions);
            let columns = columns.map_err(|reason| Error::log(0, reason))?;
            self.columns(&columns, ledger)?;
            seen(columns.rows as u64);
            Ok(())
        })
    }

    /// Adds some rows.
    fn columns(&mut self, columns: &Columns, ledger: &mut Ledger<'_>) -> Result<(), Error> {
        let mut time = self.time.clone();
        if let Some(block) = Block::of(columns, &mut time)
            && self.adder.place(&block, columns, ledger).is_some()
        {
            self.time = time;
            let first = self.rows + self.skipped + 1;
            self.rows += columns.rows as u64;
            return self.adder.add(&block, ledger).map_err(|reason| {
                Error::log(0, format!("among the {} rows from {first} on: {reason}", columns.rows))
            });
        }
        for row in 0..columns.rows {
            let number = self.rows + self.skipped + 1;
            let fatal = |reason: String| Error::log(0, format!("row {number}: {reason}"));
            match columns.entry(row, &mut self.time) {
                Ok(entry) => {
                    ledger.add(&entry, |column| columns.value(column, row)).map_err(fatal)?;
                    self.rows += 1;
                }
                Err(Fault::Row(_)) if self.skip_bad_rows => self.skipped += 1,
                Err(Fault::Row(reason) | Fault::Log(reason)) => return Err(fatal(reason)),
            }
        }
        Ok(())
    }

    /// Ends the log.
    fn end(&self) -> Result<(), Error> {
        match (self.rows, self.skipped) {
            (0, 0) => Err(Error::log(0, "it has no row")),
            (0, skipped) => {
                Err(Error::log(0, format!("it has no good row; {skipped} were skipped")))
            }
            _ => Ok(()),
        }
    }
}

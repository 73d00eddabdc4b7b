use groq_calc::replay::{Draft, Log, Memory, Request, Runner};
use groq_log::{Format, Options, Reader};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{catalog::Catalog, count::count, error::Error, js};

/// A log on its way through the limits of one option, or of all.
#[wasm_bindgen]
pub struct Replayer {
    runner: Runner<'static>,
    /// Of a log that comes as text.
    reader: Option<Reader>,
    rows: Vec<Request>,
}

#[wasm_bindgen]
impl Replayer {
    /// The next bytes of a log as text.
    pub fn feed_text(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let settings = self.runner.settings();
        let options = Options { skip_bad_rows: settings.skip_bad_rows, unsorted: settings.sort };
        let reader = self.reader.get_or_insert_with(|| Reader::new(options));
        let read = reader.feed(bytes, &mut self.rows);
        self.pass()?;
        Ok(read?)
    }

    /// The next rows, times in microseconds as whole numbers of 64 bits.
    #[allow(clippy::too_many_arguments)]
    pub fn feed_rows(
        &mut self,
        t_us: &[u64],
        input: &[u32],
        output: &[u32],
        cached: Option<Box<[u32]>>,
        max_completion: Option<Box<[u32]>>,
        audio_ms: Option<Box<[u32]>>,
        batch: Option<Box<[u8]>>,
    ) -> Result<(), Error> {
        let columns = Columns { input, output, cached, max_completion, audio_ms, batch };
        self.feed(t_us.iter().map(|time| Ok(*time)), &columns)
    }

    /// The same with times as JavaScript's own numbers.
    #[allow(clippy::too_many_arguments)]
    pub fn feed_timed_rows(
        &mut self,
        t_us: &[f64],
        input: &[u32],
        output: &[u32],
        cached: Option<Box<[u32]>>,
        max_completion: Option<Box<[u32]>>,
        audio_ms: Option<Box<[u32]>>,
        batch: Option<Box<[u8]>>,
    ) -> Result<(), Error> {
        let columns = Columns { input, output, cached, max_completion, audio_ms, batch };
        self.feed(t_us.iter().map(|time| count("t_us", *time)), &columns)
    }

    /// How many rows have been read.
    #[wasm_bindgen(getter)]
    pub fn fed(&self) -> f64 {
        self.runner.rows() as f64
    }

    /// The report, as `groq-calc replay --json`.
    pub fn finish(mut self) -> Result<String, Error> {
        if let Some(reader) = &mut self.reader {
            reader.finish(&mut self.rows)?;
            self.pass()?;
        }
        let log = Log {
            skipped_rows: self.reader.as_ref().map_or(0, Reader::skipped),
            format: self.reader.as_ref().and_then(Reader::format).map(Format::name),
        };
        let (mut outcome, fixing) = self.runner.finish(log)?;
        outcome.fix = fixing.map(|fixing| fixing.run()).transpose()?;
        js::text(&outcome)
    }
}

#[wasm_bindgen]
impl Catalog {
    /// A replay of no row yet.
    pub fn replayer(&self, options: &str) -> Result<Replayer, Error> {
        let settings = js::read::<Draft>("options", options)?.check()?;
        let runner = Runner::new(&self.0, settings, Memory::default())?;
        Ok(Replayer { runner, reader: None, rows: Vec::new() })
    }
}

impl Replayer {
    fn feed(
        &mut self,
        times: impl Iterator<Item = Result<u64, Error>>,
        columns: &Columns<'_>,
    ) -> Result<(), Error> {
        let fed = self.runner.rows();
        for (index, time) in times.enumerate() {
            let row = time.and_then(|time| Ok(columns.row(time, index)?));
            self.rows.push(row.map_err(|error| error.at_row(fed + index as u64))?);
        }
        self.pass()
    }

    fn pass(&mut self) -> Result<(), Error> {
        let passed = self.runner.feed(&self.rows);
        self.rows.clear();
        passed?;
        if self.runner.settings().fix && !self.runner.keeps_rows() {
            let range = format!("false for a log of more than {} rows", Memory::default().rows);
            return Err(Error::illegal("fix", "true", &range));
        }
        Ok(())
    }
}

/// Rows of a log, but for their times; all of one length.
struct Columns<'a> {
    input: &'a [u32],
    output: &'a [u32],
    cached: Option<Box<[u32]>>,
    max_completion: Option<Box<[u32]>>,
    audio_ms: Option<Box<[u32]>>,
    batch: Option<Box<[u8]>>,
}

impl Columns<'_> {
    fn row(&self, time: u64, index: usize) -> Result<Request, groq_calc::Error> {
        let optional =
            |column: &Option<Box<[u32]>>| column.as_ref().map_or(0, |column| column[index]);
        Request::new(time, self.input[index], optional(&self.cached), self.output[index])?
            .with_max_completion(optional(&self.max_completion))?
            .with_audio(optional(&self.audio_ms))
            .map(|row| {
                row.with_batchable(self.batch.as_ref().is_some_and(|batch| batch[index] > 0))
            })
    }
}

use arrow_array::{
    Array, ArrayRef,
    types::{UInt32Type, UInt64Type},
};
use groq_calc::replay::{Draft, Log, Memory, Request, Runner};
use groq_catalog::CATALOG;
use groq_log::{Format, Options, Reader};
use pyo3::{Bound, PyAny, PyResult, Python, prelude::*, pybacked::PyBackedBytes};

use crate::{
    column::{Column, Part},
    error::Fault,
    json,
};

/// Rows that are handed on at a time.
const BLOCK: usize = 1 << 14;

/// What the limits would have done with a log as text, which comes in chunks.
#[pyfunction]
pub fn replay(py: Python<'_>, settings: &str, chunks: &Bound<'_, PyAny>) -> PyResult<String> {
    let mut replay = Replay::new(settings)?;
    let settings = replay.runner.settings();
    let options = Options { skip_bad_rows: settings.skip_bad_rows, unsorted: settings.sort };
    let mut reader = Reader::new(options);
    for chunk in chunks.try_iter()? {
        let chunk: PyBackedBytes = chunk?.extract()?;
        py.detach(|| {
            let read = reader.feed(&chunk, &mut replay.rows);
            replay.pass()?;
            Ok::<_, Fault>(read?)
        })?;
    }
    Ok(py.detach(|| {
        reader.finish(&mut replay.rows)?;
        replay.pass()?;
        let format = reader.format().map(Format::name);
        replay.finish(Log { skipped_rows: reader.skipped(), format })
    })?)
}

/// The same with a log as columns of equal length.
#[pyfunction]
#[pyo3(signature = (
    settings, t_us, input, output, cached=None, max_completion=None, audio_ms=None, batch=None
))]
#[allow(clippy::too_many_arguments)]
pub fn replay_columns(
    py: Python<'_>,
    settings: &str,
    t_us: &Bound<'_, PyAny>,
    input: &Bound<'_, PyAny>,
    output: &Bound<'_, PyAny>,
    cached: Option<&Bound<'_, PyAny>>,
    max_completion: Option<&Bound<'_, PyAny>>,
    audio_ms: Option<&Bound<'_, PyAny>>,
    batch: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let mut replay = Replay::new(settings)?;
    let optional = |name, column: Option<&Bound<'_, PyAny>>| {
        column.map(|column| Column::of(name, column)).transpose()
    };
    let columns = Columns {
        t_us: Column::of("t_us", t_us)?,
        tokens: [
            Some(Column::of("input", input)?),
            optional("cached", cached)?,
            Some(Column::of("output", output)?),
            optional("max_completion", max_completion)?,
            optional("audio_ms", audio_ms)?,
            optional("batch", batch)?,
        ],
    };
    Ok(py.detach(|| {
        replay.take(&columns)?;
        replay.finish(Log { skipped_rows: 0, format: None })
    })?)
}

/// A log on its way through the limits of one option, or of all.
struct Replay {
    runner: Runner<'static>,
    rows: Vec<Request>,
}

impl Replay {
    fn new(settings: &str) -> Result<Self, Fault> {
        let settings = json::read::<Draft>("settings", settings)?.check()?;
        let runner = Runner::new(&CATALOG, settings, Memory::default())?;
        Ok(Self { runner, rows: Vec::new() })
    }

    fn take(&mut self, columns: &Columns) -> Result<(), Fault> {
        let fed = self.runner.rows();
        let (all, mut first) = (columns.len()?, 0);
        while first < all {
            let rows = columns.rows(first)?;
            for (index, row) in rows.into_iter().enumerate() {
                let row =
                    row.map_err(|error| Fault::from(error).at_row(fed + (first + index) as u64));
                self.rows.push(row?);
            }
            first += self.rows.len();
            self.pass()?;
        }
        Ok(())
    }

    fn pass(&mut self) -> Result<(), Fault> {
        let passed = self.runner.feed(&self.rows);
        self.rows.clear();
        passed?;
        if self.runner.settings().fix && !self.runner.keeps_rows() {
            let range = format!("false for a log of more than {} rows", Memory::default().rows);
            return Err(Fault::illegal("fix", "true", &range));
        }
        Ok(())
    }

    /// The report, as `groq-calc replay --json`.
    fn finish(self, log: Log) -> Result<String, Fault> {
        let (mut outcome, fixing) = self.runner.finish(log)?;
        outcome.fix = fixing.map(|fixing| fixing.run()).transpose()?;
        json::text(&outcome)
    }
}

/// A log as columns.
struct Columns {
    t_us: Column,
    /// Input, cached, output, most completion tokens, audio, whether it may be batch.
    tokens: [Option<Column>; 6],
}

impl Columns {
    fn len(&self) -> Result<usize, Fault> {
        let rows = self.t_us.rows();
        for column in self.tokens.iter().flatten() {
            if column.rows() != rows {
                let long = format!("{} rows long", column.rows());
                let range = format!("{rows} rows long, as the column t_us is");
                return Err(Fault::illegal(column.name, &long, &range));
            }
        }
        Ok(rows)
    }

    /// Some rows from `first` on.
    fn rows(&self, first: usize) -> Result<Vec<Result<Request, groq_calc::Error>>, Fault> {
        let mut most = BLOCK;
        let mut part = |column: &Column| -> ArrayRef {
            let array = column.part(first, most);
            most = array.len();
            array
        };
        let times = part(&self.t_us);
        let arrays = self.tokens.each_ref().map(|column| column.as_ref().map(&mut part));
        let times = Part { name: "t_us", first, array: times.slice(0, most) };
        let times = times.whole::<UInt64Type>(u64::MAX)?;
        let mut figures: [Vec<u32>; 6] = Default::default();
        for ((figures, column), array) in figures.iter_mut().zip(&self.tokens).zip(&arrays) {
            *figures = match (column, array) {
                (Some(column), Some(array)) => {
                    let part = Part { name: column.name, first, array: array.slice(0, most) };
                    part.whole::<UInt32Type>(u32::MAX.into())?.values().to_vec()
                }
                _ => vec![0; most],
            };
        }
        let [input, cached, output, max_completion, audio_ms, batch] = figures;
        let row = |row: usize| {
            Request::new(times.value(row), input[row], cached[row], output[row])?
                .with_max_completion(max_completion[row])?
                .with_audio(audio_ms[row])
                .map(|request| request.with_batchable(batch[row] > 0))
        };
        Ok((0..most).map(row).collect())
    }
}

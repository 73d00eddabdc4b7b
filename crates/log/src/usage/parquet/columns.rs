use std::prelude::rust_2024::*;

use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, RecordBatch, StringViewArray};
use groq_calc::Usage;
use groq_protocol::CachedPart;

use crate::{
    text::prompt::prompt,
    usage::{
        assumptions::{Assumptions, NO_MODEL},
        columns::{Fault, model},
        entry::Entry,
        names::Places,
        parquet::{
            convert::{flags, lengths, text, whole},
            times::Times,
        },
        time::{Days, TimeReader},
    },
};

/// The columns of some rows.
pub(crate) struct Columns {
    pub(crate) rows: usize,
    pub(crate) model: Option<StringViewArray>,
    pub(crate) input: Option<Int64Array>,
    pub(crate) cached: Option<Int64Array>,
    cached_part: CachedPart,
    cache_write: Option<Int64Array>,
    pub(crate) output: Option<Int64Array>,
    total: Option<Int64Array>,
    /// In microseconds.
    pub(crate) audio: Option<Int64Array>,
    pub(crate) time: Option<Times>,
    pub(crate) batch: Option<BooleanArray>,
    /// Those to add up by.
    pub(crate) by: Vec<StringViewArray>,
    days: Days,
    pub(crate) assumptions: Assumptions,
}

impl Columns {
    /// Reads the columns as what they have to be.
    pub(crate) fn of(
        batch: &RecordBatch,
        places: &Places,
        days: Days,
        assumptions: Assumptions,
    ) -> Result<Self, String> {
        fn read<P: Copy, T>(
            place: Option<P>,
            read: impl Fn(P) -> Result<T, String>,
        ) -> Result<Option<T>, String> {
            place.map(read).transpose()
        }
        let column = |place: usize| -> &ArrayRef { batch.column(place) };
        let count = |name, place: Option<usize>| read(place, |place| whole(name, column(place)));
        Ok(Self {
            rows: batch.num_rows(),
            model: read(places.model, |place| text("model", column(place)))?,
            input: count("input", places.input)?,
            cached: count("cached", places.cached)?,
            cached_part: places.cached_part,
            cache_write: count("cache write", places.cache_write)?,
            output: count("output", places.output)?,
            total: count("total", places.total)?,
            audio: read(places.audio, |(place, micros)| lengths(column(place), micros))?,
            time: read(places.time, |place| Times::of(column(place)))?,
            batch: read(places.batch, |place| flags(column(place)))?,
            by: places
                .by
                .iter()
                .map(|place| text("by", column(*place)))
                .collect::<Result<_, _>>()?,
            days,
            assumptions,
        })
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// For a row that is wrong, and one that does not tell whether its prompt tokens
    /// have the cached ones.
    pub(crate) fn entry(&self, row: usize, time: &mut TimeReader) -> Result<Entry<'_>, Fault> {
        let audio_us = count("audio", &self.audio, row)?.unwrap_or(0);
        let tokens = |name: &str, column: &Option<Int64Array>| match count(name, column, row)? {
            Some(tokens) => Ok(tokens),
            None if column.is_none() || audio_us > 0 => Ok(0),
            None => Err(format!("{name} is missing")),
        };
        let (mut input, output) = (tokens("input", &self.input)?, tokens("output", &self.output)?);
        let cached = count("cached", &self.cached, row)?.unwrap_or(0);
        if cached > 0 {
            input = self.prompt(row, [input, cached, output])?;
        }
        let usage = Usage::new(input, cached, output).map_err(|error| error.to_string())?;
        let batch = self.batch.as_ref();
        Ok(Entry {
            model: self.model(row)?,
            day: self.day(row, time)?,
            usage,
            audio_us: if input == 0 && output == 0 { audio_us } else { 0 },
            batch: self.assumptions.all_batch
                || batch.is_some_and(|batch| !batch.is_null(row) && batch.value(row)),
        })
    }

    /// Whether each row's cached tokens are a part of its prompt tokens, since no
    /// column can tell otherwise.
    pub(crate) fn includes_cached(&self) -> bool {
        self.total.is_none() && self.cached_part == CachedPart::Included
    }

    /// The prompt tokens of a row with the cached ones, where these may stand beside.
    pub(crate) fn prompt(
        &self,
        row: usize,
        [input, cached, output]: [u64; 3],
    ) -> Result<u64, Fault> {
        let write = count("cache write", &self.cache_write, row)?.unwrap_or(0);
        let total = count("total", &self.total, row)?;
        let tokens = [input, cached, write, output];
        prompt(self.cached_part, self.assumptions.cached_part, tokens, total).map_err(Fault::Log)
    }

    /// The id of a row's model.
    pub(crate) fn model(&self, row: usize) -> Result<&[u8], String> {
        let known = self.model.as_ref().filter(|model| !model.is_null(row));
        match known.map_or("", |model| model.value(row)) {
            "" if self.assumptions.any_model => Ok(NO_MODEL),
            id => model(id.as_bytes()),
        }
    }

    /// The day of a row, in days since 1970.
    pub(crate) fn day(&self, row: usize, time: &mut TimeReader) -> Result<i64, String> {
        match (&self.time, self.days) {
            (_, Days::Always(day)) => Ok(day.days_since_epoch()),
            (Some(times), Days::OfTheRow) => times.day(row, time),
            (None, Days::OfTheRow) => Err("the time is missing".to_owned()),
        }
    }

    /// The value of a row of a column to add up by.
    pub(crate) fn value(&self, column: usize, row: usize) -> &[u8] {
        let column = &self.by[column];
        match column.is_null(row) {
            true => &[],
            false => column.value(row).as_bytes(),
        }
    }
}

/// A count of a row; `None` where there is none.
fn count(name: &str, column: &Option<Int64Array>, row: usize) -> Result<Option<u64>, String> {
    let Some(column) = column.as_ref().filter(|column| !column.is_null(row)) else {
        return Ok(None);
    };
    u64::try_from(column.value(row)).map(Some).map_err(|_| {
        format!("{name} is `{}`; it must be a whole number from 0 on", column.value(row))
    })
}

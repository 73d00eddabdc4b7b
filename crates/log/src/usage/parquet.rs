use std::prelude::rust_2024::*;

use std::{
    fs::File,
    sync::{Arc, atomic::Ordering},
};

use arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, RecordBatch, StringViewArray,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};
use arrow_cast::cast;
use arrow_schema::{DataType, Schema, TimeUnit};
use groq_calc::Usage;
use groq_protocol::CachedPart;
use parquet::{
    arrow::{
        ProjectionMask,
        arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
    },
    file::{metadata::ParquetMetaData, reader::Length},
};

use crate::{
    error::{Error, quoted, unclear},
    usage::{
        assumptions::{Assumptions, NO_MODEL},
        columns::{Fault, audio, model},
        entry::Entry,
        guard::guarded,
        ledger::Ledger,
        names::{Names, Places},
        pages::Pages,
        time::{Days, TimeReader},
    },
};

/// Rows that are unpacked at a time.
const BATCH_ROWS: usize = 8192;

/// A usage log as Parquet: only the columns that count are read, some thousand
/// rows at a time.
pub struct Parquet {
    names: Names,
    days: Days,
    skip_bad_rows: bool,
    assumptions: Assumptions,
    time: TimeReader,
    rows: u64,
    skipped: u64,
}

impl Parquet {
    /// A reader of nothing yet.
    pub fn new(names: Names, days: Days, skip_bad_rows: bool) -> Self {
        let (time, assumptions) = (TimeReader::default(), Assumptions::default());
        Self { names, days, skip_bad_rows, assumptions, time, rows: 0, skipped: 0 }
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
        seen: impl FnMut(u64, u64),
    ) -> Result<(), Error> {
        guarded(
            || self.read_unguarded(file, ledger, seen),
            |panic| Error::log(0, panic).in_damaged_file(),
        )
    }

    fn read_unguarded(
        &mut self,
        file: File,
        ledger: &mut Ledger<'_>,
        mut seen: impl FnMut(u64, u64),
    ) -> Result<(), Error> {
        let damage =
            |error: &dyn std::fmt::Display| Error::log(0, error.to_string()).in_damaged_file();
        let file = Pages::of(file).map_err(|error| damage(&error))?;
        let length = file.len();
        let unpacked = file.unpacked();
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
            .map_err(|error| damage(&error))?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, in_views(metadata));
        let schema = Arc::clone(builder.schema());
        let timed = self.days == Days::OfTheRow;
        let header: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let places = self.names.places(timed, self.assumptions.any_model, &header);
        let places = places.map_err(|reason| Error::log(0, reason))?;
        let all = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
        within_bounds(builder.metadata(), length).map_err(|reason| damage(&reason))?;
        // A column that is not read leaves a gap, and those after it move up.
        let mut read: Vec<usize> = places.all().collect();
        read.sort_unstable();
        read.dedup();
        let mask = ProjectionMask::roots(builder.parquet_schema(), read.iter().copied());
        let moved = places.map(|place| read.binary_search(&place).unwrap_or(place));
        let batches = builder
            .with_projection(mask)
            .with_batch_size(BATCH_ROWS)
            .build()
            .map_err(|error| damage(&error))?;
        for batch in batches {
            let batch = batch.map_err(|error| damage(&error))?;
            unpacked.store(0, Ordering::Relaxed);
            self.batch(&batch, &moved, ledger)?;
            seen(self.rows + self.skipped, all);
        }
        match (self.rows, self.skipped) {
            (0, 0) => Err(Error::log(0, "it has no row")),
            (0, skipped) => {
                Err(Error::log(0, format!("it has no good row; {skipped} were skipped")))
            }
            _ => Ok(()),
        }
    }

    fn batch(
        &mut self,
        batch: &RecordBatch,
        places: &Places,
        ledger: &mut Ledger<'_>,
    ) -> Result<(), Error> {
        let fatal = |reason: String| Error::log(0, reason);
        let column = |place: &usize| batch.column(*place);
        let columns = Columns {
            model: optional(&places.model, |place| text("model", column(place)))?,
            input: optional(&places.input, |place| whole("input", column(place)))?,
            cached: optional(&places.cached, |place| whole("cached", column(place)))?,
            cached_part: places.cached_part,
            cache_write: optional(&places.cache_write, |place| {
                whole("cache write", column(place))
            })?,
            output: optional(&places.output, |place| whole("output", column(place)))?,
            total: optional(&places.total, |place| whole("total", column(place)))?,
            audio: optional(&places.audio, |(place, micros)| lengths(column(place), *micros))?,
            time: optional(&places.time, |place| Times::of(column(place)))?,
            batch: optional(&places.batch, |place| flags(column(place)))?,
        };
        let by: Result<Vec<_>, _> =
            places.by.iter().map(|place| text("by", column(place))).collect();
        let by = by.map_err(fatal)?;
        for row in 0..batch.num_rows() {
            let number = self.rows + self.skipped + 1;
            match columns.entry(row, &mut self.time, self.days, self.assumptions) {
                Ok(entry) => {
                    let value = |index: usize| match by[index].is_null(row) {
                        true => &[][..],
                        false => by[index].value(row).as_bytes(),
                    };
                    ledger
                        .add(&entry, value)
                        .map_err(|reason| fatal(format!("row {number}: {reason}")))?;
                    self.rows += 1;
                }
                Err(Fault::Row(_)) if self.skip_bad_rows => self.skipped += 1,
                Err(Fault::Row(reason) | Fault::Log(reason)) => {
                    return Err(fatal(format!("row {number}: {reason}")));
                }
            }
        }
        Ok(())
    }
}

/// The same with texts as views of their page, so that a long value of a
/// dictionary is not copied for each of its rows.
fn in_views(metadata: ArrowReaderMetadata) -> ArrowReaderMetadata {
    fn is_text(kind: &DataType) -> bool {
        match kind {
            DataType::Dictionary(_, of) => is_text(of),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Binary | DataType::LargeBinary => true,
            _ => false,
        }
    }
    let fields = metadata.schema().fields().iter().map(|field| match is_text(field.data_type()) {
        true => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View)),
        false => Arc::clone(field),
    });
    let schema =
        Schema::new_with_metadata(fields.collect::<Vec<_>>(), metadata.schema().metadata().clone());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).unwrap_or(metadata)
}

/// Rows that any file may name, and how many more for each of its bytes: equal
/// rows take next to none.
const MAX_ROWS: u64 = 10_000_000;
const MAX_ROWS_PER_BYTE: u64 = 1_000;

/// The most that a column of one row group may unpack to.
const MAX_CHUNK_BYTES: i64 = 2 << 30;

/// Whether a file's metadata can be true: what it names lies within the file,
/// and no column is larger than what a writer makes.
fn within_bounds(metadata: &ParquetMetaData, length: u64) -> Result<(), String> {
    let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(u64::MAX);
    if rows > MAX_ROWS.saturating_add(length.saturating_mul(MAX_ROWS_PER_BYTE)) {
        return Err(format!("it names {rows} rows in a file of {length} bytes"));
    }
    for group in metadata.row_groups() {
        if group.num_rows() < 0 {
            return Err("a row group has a negative number of rows".to_owned());
        }
        for column in group.columns() {
            let (start, size) = column.byte_range();
            let ends_within = start.checked_add(size).is_some_and(|end| end <= length);
            let unpacked = column.uncompressed_size();
            if !ends_within || !(0..=MAX_CHUNK_BYTES).contains(&unpacked) {
                let name = column.column_path().string();
                return Err(format!(
                    "the column {} has {size} bytes from {start} on and {unpacked} unpacked, in a \
                     file of {length}",
                    quoted(name.as_bytes())
                ));
            }
        }
    }
    Ok(())
}

fn optional<P, T>(
    place: &Option<P>,
    read: impl Fn(&P) -> Result<T, String>,
) -> Result<Option<T>, Error> {
    place.as_ref().map(read).transpose().map_err(|reason| Error::log(0, reason))
}

/// The columns of some rows.
struct Columns {
    model: Option<StringViewArray>,
    input: Option<Int64Array>,
    cached: Option<Int64Array>,
    cached_part: CachedPart,
    cache_write: Option<Int64Array>,
    output: Option<Int64Array>,
    total: Option<Int64Array>,
    /// In microseconds.
    audio: Option<Int64Array>,
    time: Option<Times>,
    batch: Option<BooleanArray>,
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

impl Columns {
    fn entry(
        &self,
        row: usize,
        time: &mut TimeReader,
        days: Days,
        assumptions: Assumptions,
    ) -> Result<Entry<'_>, Fault> {
        let audio_us = count("audio", &self.audio, row)?.unwrap_or(0);
        let tokens = |name: &str, column: &Option<Int64Array>| match count(name, column, row)? {
            Some(tokens) => Ok(tokens),
            None if column.is_none() || audio_us > 0 => Ok(0),
            None => Err(format!("{name} is missing")),
        };
        let (mut input, output) = (tokens("input", &self.input)?, tokens("output", &self.output)?);
        let cached = count("cached", &self.cached, row)?.unwrap_or(0);
        if cached > 0 {
            let write = count("cache write", &self.cache_write, row)?.unwrap_or(0);
            let total = count("total", &self.total, row)?;
            let told = self.cached_part.told([input, cached, write, output], total);
            input = match (told, assumptions.cached_part) {
                (CachedPart::Included, _) | (CachedPart::Unclear, Some(CachedPart::Included)) => {
                    input
                }
                (CachedPart::Separate, _) | (CachedPart::Unclear, Some(CachedPart::Separate)) => {
                    input.saturating_add(cached).saturating_add(write)
                }
                _ => return Err(Fault::Log(unclear(input, cached))),
            };
        }
        let usage = Usage::new(input, cached, output).map_err(|error| error.to_string())?;
        let id =
            self.model.as_ref().filter(|model| !model.is_null(row)).map(|model| model.value(row));
        let batch = self.batch.as_ref();
        Ok(Entry {
            model: match id {
                None | Some("") if assumptions.any_model => NO_MODEL,
                id => model(id.unwrap_or_default().as_bytes())?,
            },
            day: match (&self.time, days) {
                (_, Days::Always(day)) => day.days_since_epoch(),
                (Some(times), Days::OfTheRow) => times.day(row, time)?,
                (None, Days::OfTheRow) => return Err("the time is missing".to_owned().into()),
            },
            usage,
            audio_us: if input == 0 && output == 0 { audio_us } else { 0 },
            batch: assumptions.all_batch
                || batch.is_some_and(|batch| !batch.is_null(row) && batch.value(row)),
        })
    }
}

fn converted(name: &str, column: &ArrayRef, to: &DataType) -> Result<ArrayRef, String> {
    cast(column, to).map_err(|error| {
        let kind = column.data_type();
        format!("the column {name} holds {kind}, which can't be read as {to}: {error}")
    })
}

fn text(name: &str, column: &ArrayRef) -> Result<StringViewArray, String> {
    Ok(converted(name, column, &DataType::Utf8View)?.as_string_view().clone())
}

fn whole(name: &str, column: &ArrayRef) -> Result<Int64Array, String> {
    // A column with gaps is one of floats to pandas.
    if column.data_type().is_floating() {
        let floats = converted(name, column, &DataType::Float64)?;
        let floats = floats.as_primitive::<Float64Type>();
        let known = || floats.iter().flatten().filter(|float| !float.is_nan());
        const MOST: f64 = 9_007_199_254_740_992.0;
        if let Some(float) = known().find(|float| float.fract() != 0.0 || float.abs() > MOST) {
            return Err(format!("the column {name} holds {float}; it must hold whole numbers"));
        }
        let whole = |float: f64| (!float.is_nan()).then_some(float as i64);
        return Ok(floats.iter().map(|float| float.and_then(whole)).collect());
    }
    if !column.data_type().is_integer() {
        let kind = column.data_type();
        return Err(format!("the column {name} holds {kind}; it must hold whole numbers"));
    }
    let whole = converted(name, column, &DataType::Int64)?;
    // A number beyond 63 bits would have become nothing.
    if whole.null_count() > column.null_count() {
        return Err(format!("the column {name} holds a number above {}", i64::MAX));
    }
    Ok(whole.as_primitive::<Int64Type>().clone())
}

/// Lengths in microseconds; what is no length is nothing.
fn lengths(column: &ArrayRef, micros: u64) -> Result<Int64Array, String> {
    let texts = text("audio", column)?;
    let read = |text: Option<&str>| i64::try_from(audio(text?.as_bytes(), micros).ok()?).ok();
    Ok(texts.iter().map(read).collect())
}

fn flags(column: &ArrayRef) -> Result<BooleanArray, String> {
    match column.data_type() {
        DataType::Boolean => Ok(column.as_boolean().clone()),
        kind if kind.is_integer() => {
            Ok(converted("batch", column, &DataType::Boolean)?.as_boolean().clone())
        }
        kind => Err(format!("the column batch holds {kind}; it must hold true and false")),
    }
}

/// Times as Parquet has them.
enum Times {
    /// So many of these make a day.
    Counted(Int64Array, i64),
    /// As in a text file.
    Text(StringViewArray),
}

impl Times {
    fn of(column: &ArrayRef) -> Result<Self, String> {
        let counted = |per_day: i64| {
            let count = converted("time", column, &DataType::Int64)?;
            Ok(Self::Counted(count.as_primitive::<Int64Type>().clone(), per_day))
        };
        match column.data_type() {
            // The zone is for showing: the count is of UTC.
            DataType::Timestamp(unit, _) => counted(match unit {
                TimeUnit::Second => 86_400,
                TimeUnit::Millisecond => 86_400_000,
                TimeUnit::Microsecond => 86_400_000_000,
                TimeUnit::Nanosecond => 86_400_000_000_000,
            }),
            DataType::Date32 => {
                let days = converted("time", column, &DataType::Int32)?;
                let days = converted("time", &days, &DataType::Int64)?;
                Ok(Self::Counted(days.as_primitive::<Int64Type>().clone(), 1))
            }
            _ => Ok(Self::Text(text("time", column)?)),
        }
    }

    fn day(&self, row: usize, time: &mut TimeReader) -> Result<i64, String> {
        match self {
            Self::Counted(times, per_day) if !times.is_null(row) => {
                Ok(times.value(row).div_euclid(*per_day))
            }
            Self::Text(times) if !times.is_null(row) => time.day(times.value(row).as_bytes()),
            _ => Err("the time is missing".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use parquet::{
        file::metadata::FileMetaData,
        schema::types::{SchemaDescriptor, Type},
    };

    use super::*;

    #[test]
    fn refuses_more_rows_than_its_bytes_can_hold() {
        let schema = Type::group_type_builder("schema").build().expect("an empty schema");
        let schema = Arc::new(SchemaDescriptor::new(Arc::new(schema)));
        let check = |rows, length| {
            let file = FileMetaData::new(1, rows, None, None, Arc::clone(&schema), None);
            within_bounds(&ParquetMetaData::new(file, vec![]), length)
        };
        assert_eq!(check(10_000_000, 0), Ok(()));
        assert_eq!(check(10_001_000, 1), Ok(()));
        let error = check(10_001_001, 1).expect_err("one row too many");
        assert_eq!(error, "it names 10001001 rows in a file of 1 bytes");
        check(-1, 1).expect_err("a count is not negative");
    }
}

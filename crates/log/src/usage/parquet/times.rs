use std::prelude::rust_2024::*;

use arrow_array::{Array, ArrayRef, Int64Array, StringViewArray, cast::AsArray, types::Int64Type};
use arrow_schema::{DataType, TimeUnit};

use crate::usage::{
    parquet::convert::{converted, text},
    time::TimeReader,
};

/// Times as Parquet has them.
pub(crate) enum Times {
    /// Numbers since 1970, and how many of their units make a day.
    Counted(Int64Array, i64),
    /// As in a text file.
    Text(StringViewArray),
}

impl Times {
    pub(crate) fn of(column: &ArrayRef) -> Result<Self, String> {
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

    /// The days of all rows; `None` where a row has none.
    pub(crate) fn days(&self, time: &mut TimeReader) -> Option<Vec<i64>> {
        match self {
            Self::Counted(times, per_day) => {
                // Neighbours are mostly of the same day.
                let (mut day, mut start) = (0, 0);
                let of = |time: &i64| {
                    if !(0..*per_day).contains(&time.wrapping_sub(start)) {
                        day = time.div_euclid(*per_day);
                        start = day.wrapping_mul(*per_day);
                    }
                    day
                };
                (times.null_count() == 0).then(|| times.values().iter().map(of).collect())
            }
            Self::Text(times) => (0..times.len()).map(|row| self.day(row, time).ok()).collect(),
        }
    }

    /// The day of a row.
    pub(crate) fn day(&self, row: usize, time: &mut TimeReader) -> Result<i64, String> {
        match self {
            Self::Counted(times, per_day) if !times.is_null(row) => {
                Ok(times.value(row).div_euclid(*per_day))
            }
            Self::Text(times) if !times.is_null(row) => time.day(times.value(row).as_bytes()),
            _ => Err("the time is missing".to_owned()),
        }
    }
}

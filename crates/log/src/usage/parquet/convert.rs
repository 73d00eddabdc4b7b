use std::prelude::rust_2024::*;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, StringViewArray,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};
use arrow_cast::cast;
use arrow_schema::DataType;

use crate::usage::columns::audio;

pub(crate) fn converted(name: &str, column: &ArrayRef, to: &DataType) -> Result<ArrayRef, String> {
    cast(column, to).map_err(|error| {
        let kind = column.data_type();
        format!("the column {name} holds {kind}, which can't be read as {to}: {error}")
    })
}

pub(crate) fn text(name: &str, column: &ArrayRef) -> Result<StringViewArray, String> {
    Ok(converted(name, column, &DataType::Utf8View)?.as_string_view().clone())
}

pub(crate) fn whole(name: &str, column: &ArrayRef) -> Result<Int64Array, String> {
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
pub(crate) fn lengths(column: &ArrayRef, micros: u64) -> Result<Int64Array, String> {
    let texts = text("audio", column)?;
    let read = |text: Option<&str>| i64::try_from(audio(text?.as_bytes(), micros).ok()?).ok();
    Ok(texts.iter().map(read).collect())
}

pub(crate) fn flags(column: &ArrayRef) -> Result<BooleanArray, String> {
    match column.data_type() {
        DataType::Boolean => Ok(column.as_boolean().clone()),
        kind if kind.is_integer() => {
            Ok(converted("batch", column, &DataType::Boolean)?.as_boolean().clone())
        }
        kind => Err(format!("the column batch holds {kind}; it must hold true and false")),
    }
}

use arrow_array::{
    Array, ArrayRef, PrimitiveArray, cast::AsArray, new_empty_array, types::ArrowPrimitiveType,
};
use arrow_cast::{CastOptions, can_cast_types, cast_with_options, display::array_value_to_string};
use arrow_schema::DataType;
use pyo3::{Bound, PyAny, PyResult, prelude::*, types::PyAnyMethods};
use pyo3_arrow::input::AnyArray;

use crate::error::Fault;

/// A column as its library holds it: a NumPy array, anything else with the buffer
/// protocol, or an Arrow array, in chunks or not. It is not copied.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    chunks: Vec<ArrayRef>,
}

impl Column {
    /// The column that an object holds.
    pub(crate) fn of(name: &'static str, object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let array: AnyArray = object.extract().map_err(|_| {
            let kind = object.get_type().name().map_or("object".into(), |name| name.to_string());
            let wanted = "a NumPy array of one dimension, an Arrow array, or another object with \
                          the buffer protocol or __arrow_c_array__";
            Fault::new(
                "invalid",
                name,
                format!("{name} is of the type `{kind}`; it must be {wanted}"),
            )
        })?;
        let (chunks, _) = array.into_chunked_array()?.into_inner();
        Ok(Self { name, chunks })
    }

    pub(crate) fn rows(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    /// Rows that stand in one chunk from `start` on, at most `most`.
    pub(crate) fn part(&self, mut start: usize, most: usize) -> ArrayRef {
        for chunk in &self.chunks {
            if start < chunk.len() {
                return chunk.slice(start, most.min(chunk.len() - start));
            }
            start -= chunk.len();
        }
        new_empty_array(&DataType::Null)
    }
}

/// The first of a part's rows is the row `first` of its column.
pub(crate) struct Part<'a> {
    pub(crate) name: &'a str,
    pub(crate) first: usize,
    pub(crate) array: ArrayRef,
}

impl Part<'_> {
    /// Its rows as whole numbers of a type: as they lie if they are of it.
    pub(crate) fn whole<T: ArrowPrimitiveType>(
        &self,
        most: u64,
    ) -> Result<PrimitiveArray<T>, Fault> {
        let name = self.name;
        if !self.array.data_type().is_integer() {
            let holds = self.array.data_type();
            let message = format!("{name} holds {holds}; it must hold whole numbers");
            return Err(Fault::new("invalid", name, message));
        }
        self.cast(&T::DATA_TYPE, &format!("a whole number from 0 to {most}"))
            .map(|array| array.as_primitive::<T>().clone())
    }

    /// Its rows as another type, if all of them can be.
    pub(crate) fn cast(&self, kind: &DataType, range: &str) -> Result<ArrayRef, Fault> {
        let options = CastOptions { safe: true, ..CastOptions::default() };
        let unusable = || {
            let holds = self.array.data_type();
            Fault::new(
                "invalid",
                self.name,
                format!("{} holds {holds}; it must hold {range}", self.name),
            )
        };
        if !can_cast_types(self.array.data_type(), kind) {
            return Err(unusable());
        }
        let cast = cast_with_options(&self.array, kind, &options).map_err(|_| unusable())?;
        match (0..cast.len()).find(|row| cast.is_null(*row)).filter(|_| cast.null_count() > 0) {
            None => Ok(cast),
            Some(row) => Err(self.illegal(row, range)),
        }
    }

    /// What is wrong with a row.
    pub(crate) fn illegal(&self, row: usize, range: &str) -> Fault {
        let field = format!("{}[{}]", self.name, self.first + row);
        match self.array.is_null(row) {
            true => Fault::illegal(&field, "null", range),
            false => {
                let value = array_value_to_string(&self.array, row).unwrap_or_default();
                Fault::illegal(&field, &value, range)
            }
        }
    }
}

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, UInt64Array,
    cast::AsArray,
    types::{Int32Type, UInt8Type, UInt32Type},
};
use arrow_schema::DataType;
use groq_calc::{
    Date, Usd,
    cost::{TokenPrices, UsageColumns},
};
use pyo3::{Bound, PyAny, PyResult, Python, prelude::*};
use pyo3_arrow::PyArray;

use crate::{
    column::{Column, Part},
    cost::{day, prices},
    decimal::decimal,
    error::Fault,
};

/// Rows that are read at a time: what has to be converted stays in the cache.
const BLOCK: usize = 1 << 16;
/// Models are told apart by one byte.
const MODELS: usize = 256;

/// Which model each row used.
enum Models {
    /// The same in all rows.
    One,
    /// An index into the models with prices.
    Indexed(Column),
    /// Ids as texts, mostly as a dictionary.
    Named(Column),
}

/// The models that rows have named so far, and their prices.
struct Priced {
    day: Date,
    ids: Vec<String>,
    prices: Vec<TokenPrices>,
}

impl Priced {
    fn range(&self) -> String {
        format!("a model whose tokens have a known price on {}", self.day)
    }

    fn add(&mut self, field: &str, id: &str) -> Result<u8, Fault> {
        let known = self.ids.iter().position(|known| known == id);
        let index = match known {
            Some(index) => index,
            None => {
                let found = prices(field, id, self.day)?;
                self.prices.push(found.ok_or_else(|| Fault::illegal(field, id, &self.range()))?);
                self.ids.push(id.to_owned());
                self.ids.len() - 1
            }
        };
        u8::try_from(index)
            .map_err(|_| Fault::illegal(field, id, &format!("one of at most {MODELS} models")))
    }

    /// The index of each row's model.
    fn indices(&mut self, part: &Part<'_>) -> Result<Vec<u8>, Fault> {
        let texts = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let cast = part.cast(&texts, "the ids of models, or with `models` their indices")?;
        let dictionary = cast.as_dictionary::<Int32Type>();
        let ids = dictionary.values().as_string::<i32>();
        // An id that no row names may be any text.
        let mut indices = vec![None; ids.len()];
        let mut index = |(row, key): (usize, &i32)| {
            let key = *key as usize;
            if indices[key].is_none() {
                if ids.is_null(key) {
                    return Err(part.illegal(row, &self.range()));
                }
                let field = format!("model[{}]", part.first + row);
                indices[key] = Some(self.add(&field, ids.value(key))?);
            }
            Ok(indices[key].unwrap_or_default())
        };
        dictionary.keys().values().iter().enumerate().map(&mut index).collect()
    }
}

/// The columns of a log of usages.
struct Rows {
    models: Models,
    input: Column,
    cached_input: Option<Column>,
    output: Column,
}

impl Rows {
    /// The columns beside the models; all are as long as the first.
    fn len(&self) -> Result<usize, Fault> {
        let rows = self.input.rows();
        let models = match &self.models {
            Models::One => None,
            Models::Indexed(column) | Models::Named(column) => Some(column),
        };
        for column in [models, self.cached_input.as_ref(), Some(&self.output)].into_iter().flatten()
        {
            if column.rows() != rows {
                let long = format!("{} rows long", column.rows());
                let range = format!("{rows} rows long, as the column input is");
                return Err(Fault::illegal(column.name, &long, &range));
            }
        }
        Ok(rows)
    }

    /// What all rows cost together, and in `each` what each of them costs.
    fn cost(&self, priced: &mut Priced, mut each: Option<&mut Vec<u64>>) -> Result<Usd, Fault> {
        let rows = self.len()?;
        let none = vec![0; BLOCK.min(rows)];
        let mut total = Usd::ZERO;
        let mut first = 0;
        while first < rows {
            let mut most = BLOCK;
            let mut part = |column: &Column| -> ArrayRef {
                let array = column.part(first, most);
                most = array.len();
                array
            };
            // The shortest chunk counts.
            let model = match &self.models {
                Models::One => None,
                Models::Indexed(column) | Models::Named(column) => Some(part(column)),
            };
            let cached = self.cached_input.as_ref().map(&mut part);
            let arrays = [part(&self.input), part(&self.output)];
            let named = |name, array: &ArrayRef| Part { name, first, array: array.slice(0, most) };
            let tokens =
                |name, array: &ArrayRef| named(name, array).whole::<UInt32Type>(u32::MAX.into());
            let [input, output] = [tokens("input", &arrays[0])?, tokens("output", &arrays[1])?];
            let cached = cached.as_ref().map(|array| tokens("cached_input", array)).transpose()?;
            let cached = cached.as_ref().map_or(&none[..most], |cached| cached.values());
            let one = [0; BLOCK];
            let indices;
            let model = match (&self.models, &model) {
                (Models::Named(_), Some(array)) => {
                    indices = priced.indices(&named("model", array))?;
                    &indices[..]
                }
                (_, Some(array)) => {
                    let last = (priced.prices.len() as u64).saturating_sub(1);
                    indices = named("model", array).whole::<UInt8Type>(last)?.values().to_vec();
                    &indices[..]
                }
                (_, None) => &one[..most],
            };
            let columns = UsageColumns::new(model, input.values(), cached, output.values())?;
            let columns = columns.starting_at(first);
            let cost = match &mut each {
                None => columns.cost(&priced.prices)?,
                Some(each) => {
                    let start = each.len();
                    each.resize(start + most, 0);
                    columns.cost_each(&priced.prices, &mut each[start..])?
                }
            };
            let overflow = || Fault::new("overflow", "total", "total is above 128 bits".into());
            total = total.checked_add(cost).ok_or_else(overflow)?;
            first += most;
        }
        Ok(total)
    }
}

/// What all rows cost together, and if asked what each of them costs, in
/// picodollars.
#[pyfunction]
#[pyo3(signature = (model, input, output, cached_input, models, each, as_of))]
#[allow(clippy::too_many_arguments)]
pub fn costs<'py>(
    py: Python<'py>,
    model: &Bound<'py, PyAny>,
    input: &Bound<'py, PyAny>,
    output: &Bound<'py, PyAny>,
    cached_input: Option<&Bound<'py, PyAny>>,
    models: Option<Vec<String>>,
    each: bool,
    as_of: Option<&str>,
) -> PyResult<(Bound<'py, PyAny>, Option<PyArray>)> {
    let day = day(as_of)?;
    let mut priced = Priced { day, ids: Vec::new(), prices: Vec::new() };
    for id in models.iter().flatten() {
        priced.add("models", id)?;
    }
    let models = match (model.extract::<&str>(), models) {
        (Ok(id), None) => {
            priced.add("model", id)?;
            Models::One
        }
        (_, Some(_)) => Models::Indexed(Column::of("model", model)?),
        (Err(_), None) => Models::Named(Column::of("model", model)?),
    };
    let rows = Rows {
        models,
        input: Column::of("input", input)?,
        cached_input: cached_input.map(|column| Column::of("cached_input", column)).transpose()?,
        output: Column::of("output", output)?,
    };
    let mut picodollars = each.then(Vec::new);
    let total = py.detach(|| rows.cost(&mut priced, picodollars.as_mut()))?;
    let picodollars =
        picodollars.map(|each| PyArray::from_array_ref(Arc::new(UInt64Array::from(each))));
    Ok((decimal(py, total)?, picodollars))
}

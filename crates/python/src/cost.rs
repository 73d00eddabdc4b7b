use std::sync::LazyLock;

use groq_calc::{Date, Usage, cost::TokenPrices};
use groq_catalog::CATALOG;
use pyo3::{Bound, PyAny, PyResult, Python, prelude::*};

use crate::{decimal::decimal, error::Fault};

/// The default of every call; looked up once.
static NEWEST: LazyLock<Date> = LazyLock::new(|| CATALOG.newest());

pub(crate) fn day(as_of: Option<&str>) -> Result<Date, Fault> {
    match as_of {
        None => Ok(*NEWEST),
        some => Ok(CATALOG.day(some)?),
    }
}

/// The prices of a model's tokens on a day, where they are known.
pub(crate) fn prices(field: &str, id: &str, day: Date) -> Result<Option<TokenPrices>, Fault> {
    let model = CATALOG.offered_model(field, id, day)?;
    Ok(model.prices_at(day).and_then(|entry| entry.value.tokens()))
}

fn count(field: &str, value: &Bound<'_, PyAny>) -> Result<u64, Fault> {
    value.extract::<u64>().map_err(|_| {
        let range = format!("a whole number from 0 to {}", u64::MAX);
        Fault::illegal(field, &value.to_string(), &range)
    })
}

/// What one request costs in dollars, exact; `None` where the model's tokens have no
/// known price.
///
/// `batch` is half the price, whatever was cached; `as_of` is the day, the newest by
/// default.
#[pyfunction]
#[pyo3(signature = (model, input_tokens, output_tokens, cached_input_tokens=None, *, batch=false, as_of=None))]
pub fn cost<'py>(
    py: Python<'py>,
    model: &str,
    input_tokens: &Bound<'py, PyAny>,
    output_tokens: &Bound<'py, PyAny>,
    cached_input_tokens: Option<&Bound<'py, PyAny>>,
    batch: bool,
    as_of: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let as_of = as_of.map(ToString::to_string);
    let Some(prices) = prices("model", model, day(as_of.as_deref())?)? else { return Ok(None) };
    let cached = cached_input_tokens.map(|cached| count("cached_input_tokens", cached));
    let usage = Usage::new(
        count("input_tokens", input_tokens)?,
        cached.transpose()?.unwrap_or(0),
        count("output_tokens", output_tokens)?,
    );
    let cost = usage.and_then(|usage| match batch {
        true => prices.batch_cost(usage),
        false => prices.cost(usage),
    });
    Ok(Some(decimal(py, cost.map_err(Fault::from)?)?))
}

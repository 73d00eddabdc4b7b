use groq_calc::{
    Date, Usage,
    cost::{TokenPrices, UsageColumns},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    catalog::Catalog,
    count::{RANGE, count},
    error::Error,
};

/// Says what is wrong with a count that is not even a number.
#[wasm_bindgen]
pub fn refuse_count(field: &str, value: &str) -> Result<(), Error> {
    Err(Error::illegal(field, value, RANGE))
}

#[wasm_bindgen]
impl Catalog {
    /// What one request costs, as a decimal of dollars; nothing where the
    /// model's tokens have no known price.
    pub fn cost(
        &self,
        model: &str,
        input: f64,
        cached_input: f64,
        output: f64,
        batch: bool,
        as_of: &str,
    ) -> Result<Option<String>, Error> {
        let day = self.0.day(Some(as_of))?;
        let Some(prices) = self.prices("model", model, day)? else { return Ok(None) };
        let usage = Usage::new(
            count("input_tokens", input)?,
            count("cached_input_tokens", cached_input)?,
            count("output_tokens", output)?,
        )?;
        let cost = if batch { prices.batch_cost(usage)? } else { prices.cost(usage)? };
        Ok(Some(cost.to_string()))
    }

    /// What all rows cost together, and what each row costs, in picodollars,
    /// where there is room for that.
    #[allow(clippy::too_many_arguments)]
    pub fn costs(
        &self,
        models: Vec<String>,
        model: &[u8],
        input: &[u32],
        cached_input: &[u32],
        output: &[u32],
        picodollars: &mut [u64],
        as_of: &str,
    ) -> Result<String, Error> {
        let prices = self.column_prices(&models, as_of)?;
        let rows = UsageColumns::new(model, input, cached_input, output)?;
        let total = match picodollars {
            [] => rows.cost(&prices),
            each => rows.cost_each(&prices, each),
        };
        Ok(total?.to_string())
    }
}

impl Catalog {
    fn prices(&self, field: &str, id: &str, day: Date) -> Result<Option<TokenPrices>, Error> {
        let model = self.0.offered_model(field, id, day)?;
        Ok(model.prices_at(day).and_then(|entry| entry.value.tokens()))
    }

    fn column_prices(&self, models: &[String], as_of: &str) -> Result<Vec<TokenPrices>, Error> {
        let day = self.0.day(Some(as_of))?;
        let each = |id: &String| {
            let range = format!("a model whose tokens have a known price on {day}");
            let unpriced = || Error::illegal("models", id, &range);
            self.prices("models", id, day)?.ok_or_else(unpriced)
        };
        models.iter().map(each).collect()
    }
}

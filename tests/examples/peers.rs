//! What `cargo xtask bench peers` holds other price calculators against:
//! every model whose tokens have a price, the usages that are priced, and what
//! each of them costs, as JSON.

use groq_calc::{Prices, Usage, catalog::Dated};
use groq_calc_tests::usages::Usages;
use groq_catalog::CATALOG;
use serde::Serialize;

/// As many as the bench prices.
const REQUESTS: usize = 10_000;

#[derive(Serialize)]
struct Job {
    /// Prompt, cached part, completion.
    usages: Vec<[u32; 3]>,
    models: Vec<Model>,
    /// The ids of all models, however they are billed.
    all: Vec<&'static str>,
}

#[derive(Serialize)]
struct Model {
    id: &'static str,
    /// USD per million: prompt, cached part, completion.
    prices: [String; 3],
    /// USD of each usage.
    costs: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows = Usages::new(REQUESTS, 1);
    let tokens = rows.input.iter().zip(&rows.cached_input).zip(&rows.output);
    let usages: Vec<[u32; 3]> = tokens.map(|((a, b), c)| [*a, *b, *c]).collect();
    let mut models = Vec::new();
    for model in CATALOG.models {
        let newest: Option<&Dated<'_, Prices>> = model.prices.last();
        let Some(prices) = newest.and_then(|entry| entry.value.tokens()) else { continue };
        let costs = usages.iter().map(|usage| {
            let [input, cached_input, output] = usage.map(u64::from);
            let cost = prices.cost(Usage::new(input, cached_input, output)?)?;
            Ok(cost.to_string())
        });
        models.push(Model {
            id: model.id,
            prices: [prices.input, prices.cached_input, prices.output]
                .map(|price| price.listed_per_million().to_string()),
            costs: costs.collect::<Result<_, groq_calc::Error>>()?,
        });
    }
    let all = CATALOG.models.iter().map(|model| model.id).collect();
    serde_json::to_writer(std::io::stdout().lock(), &Job { usages, models, all })?;
    Ok(())
}

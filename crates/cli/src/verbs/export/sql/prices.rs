use groq_calc::{Catalog, Date, cost::TokenPrices};

/// What the tokens of a model cost from a day until another, which no longer
/// counts; without it to this day.
pub(super) struct Row<'a> {
    pub(super) model: &'a str,
    pub(super) from: Date,
    pub(super) to: Option<Date>,
    pub(super) prices: TokenPrices,
}

/// Every price of a token that is known, by model and date. A price that was
/// only read again makes no new row.
pub(super) fn rows<'a>(catalog: &Catalog<'a>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for model in catalog.models {
        for (index, entry) in model.prices.iter().enumerate() {
            let to = model.prices.get(index + 1).map(|next| next.from);
            let Some(prices) = entry.value.tokens() else { continue };
            match rows.last_mut() {
                Some(last)
                    if last.model == model.id
                        && last.to == Some(entry.from)
                        && last.prices == prices =>
                {
                    last.to = to;
                }
                _ => rows.push(Row { model: model.id, from: entry.from, to, prices }),
            }
        }
    }
    rows
}

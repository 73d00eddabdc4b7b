use alloc::vec::Vec;

use crate::{
    catalog::pricing::{Item, Price, Tool},
    cost::bill::{Bill, Line},
    num::money::Usd,
    offer::Offer,
};

/// A line of the bill with the price that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PricedLine {
    /// The line: `quantity` times `price_usd` by `per`, and half of that for
    /// batch, rounded once.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub line: Line,
    /// The list price, and for how many units it is.
    pub price_usd: Usd,
    /// How many units that buys: a million tokens or characters, a thousand
    /// requests, one hour.
    pub per: u64,
    /// Whether batch halves it.
    pub halved: bool,
}

impl Offer<'_> {
    /// The lines of a bill, each with its price.
    pub(crate) fn priced(&self, bill: &Bill) -> Vec<PricedLine> {
        let priced = |line: &Line| {
            let price = self.price_of(line.item)?;
            let (price_usd, per) = match line.unit {
                "hour" => (price.listed(), 1),
                "request" => (price.listed_per_thousand(), 1000),
                _ => (price.listed_per_million(), 1_000_000),
            };
            Some(PricedLine { line: *line, price_usd, per, halved: line.item.is_batch() })
        };
        bill.lines.iter().filter_map(priced).collect()
    }

    /// The list price of one of what a line of the bill counts, where known.
    pub fn price_of(&self, item: Item) -> Option<Price> {
        let tool = |tool: Tool| self.tool_prices.map(|prices| prices.get(tool));
        match item {
            Item::Input | Item::BatchInput => self.prices.input,
            Item::CachedInput => self.prices.cached_input,
            Item::Output | Item::BatchOutput => self.prices.output,
            Item::Audio | Item::BatchAudio => self.prices.audio_hour,
            Item::Characters => self.prices.characters,
            Item::WebSearchBasic => tool(Tool::WebSearchBasic),
            Item::WebSearchAdvanced => tool(Tool::WebSearchAdvanced),
            Item::VisitWebsite => tool(Tool::VisitWebsite),
            Item::CodeExecution => tool(Tool::CodeExecution),
            Item::BrowserAutomation => tool(Tool::BrowserAutomation),
        }
    }
}

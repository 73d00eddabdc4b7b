use std::prelude::rust_2024::*;

use std::collections::BTreeMap;

use groq_calc::{
    Usd,
    catalog::{Tool, ToolPrices},
};

/// What the calls of one kind of tool come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToolSum {
    /// How many calls.
    pub uses: u64,
    /// What the priced ones cost; it is part of the total.
    pub usd: Usd,
    /// The calls that are not priced: they are billed by their time, which a log
    /// does not state, or their price is not known.
    pub unpriced: u64,
    /// What more they cost if each was of the dearer kind.
    pub more_usd: Usd,
}

/// The tools that a log names, by the kind it calls them.
pub(crate) type ToolSums = BTreeMap<String, ToolSum>;

/// The most kinds that are told apart.
const MAX_KINDS: usize = 100;

/// Adds one call and gives what it costs.
pub(crate) fn add(sums: &mut ToolSums, kind: &str, prices: Option<ToolPrices>) -> Usd {
    let kind = if sums.contains_key(kind) || sums.len() < MAX_KINDS { kind } else { "others" };
    let sum = sums.entry(kind.chars().take(40).collect()).or_default();
    sum.uses += 1;
    let priced = prices.and_then(|prices| {
        let (tool, dearer) = by_call(kind)?;
        Some((prices.get(tool).listed(), prices.get(dearer).listed()))
    });
    let Some((usd, dearer)) = priced else {
        sum.unpriced += 1;
        return Usd::ZERO;
    };
    let more = dearer.picodollars().saturating_sub(usd.picodollars());
    sum.usd = sum.usd.checked_add(usd).unwrap_or(sum.usd);
    sum.more_usd = sum.more_usd.checked_add(Usd::from_picodollars(more)).unwrap_or(sum.more_usd);
    usd
}

/// Adds the sums of another part of the log.
///
/// # Errors
///
/// When there are more kinds than are told apart: which of them are named depends on
/// the order.
pub(crate) fn absorb(sums: &mut ToolSums, other: ToolSums) -> Result<(), String> {
    for (kind, add) in other {
        let sum = sums.entry(kind).or_default();
        sum.uses += add.uses;
        sum.unpriced += add.unpriced;
        sum.usd = sum.usd.checked_add(add.usd).unwrap_or(sum.usd);
        sum.more_usd = sum.more_usd.checked_add(add.more_usd).unwrap_or(sum.more_usd);
    }
    match sums.len() < MAX_KINDS {
        true => Ok(()),
        false => Err(format!("it names {MAX_KINDS} kinds of tools or more")),
    }
}

/// The tool of a kind that is billed by the call, and the dearest it may be: an
/// answer does not say whether a search was basic or advanced.
fn by_call(kind: &str) -> Option<(Tool, Tool)> {
    match kind {
        "search" | "web_search" | "browser_search" | "browser.search" => {
            Some((Tool::WebSearchBasic, Tool::WebSearchAdvanced))
        }
        "visit" | "visit_website" | "browser.open" | "browser.visit" => {
            Some((Tool::VisitWebsite, Tool::VisitWebsite))
        }
        _ => None,
    }
}

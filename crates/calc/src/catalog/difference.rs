use alloc::{
    format,
    string::{String, ToString},
};
use core::fmt;

use crate::{
    catalog::{
        admission::Admission,
        limits::{Cap, Limit},
        model::{Lifecycle, Provenance},
        plan::Plan,
        pricing::{Item, Price, Tool},
    },
    num::money::Usd,
};

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference<'a> {
    /// The model came in.
    Added {
        /// Its first stage.
        stage: Lifecycle<'a>,
    },
    /// The model went: retired, or left to enterprise contracts.
    Retired {
        /// What Groq names instead.
        replacements: &'a [&'a str],
    },
    /// It stands elsewhere in its life.
    Stage {
        /// Where it stood.
        before: Lifecycle<'a>,
        /// Where it stands.
        after: Lifecycle<'a>,
    },
    /// A price; `None` where none was or is known.
    Price {
        /// What it prices.
        item: Item,
        /// The price then.
        before: Option<Price>,
        /// The price now.
        after: Option<Price>,
    },
    /// A rate limit; [`Cap::Unknown`] also where nothing was known of the plan.
    Limit {
        /// The plan, on demand.
        plan: Plan,
        /// The limit.
        limit: Limit,
        /// The cap then.
        before: Cap,
        /// The cap now.
        after: Cap,
    },
    /// The context window, in tokens.
    Window {
        /// Then.
        before: Option<u64>,
        /// Now.
        after: Option<u64>,
    },
    /// The longest completion, in tokens.
    MaxCompletion {
        /// Then.
        before: Option<u64>,
        /// Now.
        after: Option<u64>,
    },
    /// How requests are admitted, for all models.
    Admission {
        /// Then.
        before: Admission,
        /// Now.
        after: Admission,
    },
    /// Whether batch takes the model.
    Batch {
        /// Now; before it was the other way.
        listed: bool,
    },
    /// Whether the model calls a tool of Groq's.
    Tool {
        /// The tool.
        tool: Tool,
        /// Now; before it was the other way.
        offered: bool,
    },
}

/// One thing that is different on a later day, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CatalogChange<'a> {
    /// The model's id; `None` for what is the same for all: the price of a tool,
    /// the rule of admission.
    pub model: Option<&'a str>,
    /// What is different.
    pub difference: Difference<'a>,
    /// The entry that held then, if there was one.
    pub before: Option<Provenance<'a>>,
    /// The entry that holds now.
    pub after: Provenance<'a>,
}

/// A difference in English.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InWords {
    /// What is different, with its unit.
    pub what: String,
    /// As it was; empty where there was nothing.
    pub before: String,
    /// As it is now.
    pub after: String,
}

impl Difference<'_> {
    /// Its name in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Added { .. } => "added",
            Self::Retired { .. } => "retired",
            Self::Stage { .. } => "stage",
            Self::Price { .. } => "price",
            Self::Limit { .. } => "limit",
            Self::Window { .. } => "context_window",
            Self::MaxCompletion { .. } => "max_completion",
            Self::Admission { .. } => "admission",
            Self::Batch { .. } => "batch",
            Self::Tool { .. } => "tool",
        }
    }

    /// In English, with figures as they are listed.
    pub fn in_words(&self) -> InWords {
        let words = |what: &str, before: String, after: String| InWords {
            what: what.to_string(),
            before,
            after,
        };
        let count = |count: Option<u64>| count.map_or("?".to_string(), |count| count.to_string());
        let yes = |yes: bool| if yes { "yes" } else { "no" }.to_string();
        match *self {
            Self::Added { stage } => words("added", String::new(), stage.name().to_string()),
            Self::Retired { replacements: [] } => {
                words("retired", String::new(), "no replacement is named".to_string())
            }
            Self::Retired { replacements } => {
                words("retired", String::new(), format!("use {}", replacements.join(" or ")))
            }
            Self::Stage { before, after } => {
                words("stage", before.name().to_string(), after.name().to_string())
            }
            Self::Price { item, before, after } => {
                let what = format!("price of {}, USD per {}", item.name(), per(item));
                let listed = |price: Option<Price>| {
                    price.map_or("not known".to_string(), |price| listed(item, price).to_string())
                };
                words(&what, listed(before), listed(after))
            }
            Self::Limit { plan, limit, before, after } => {
                words(&format!("{limit} on {}", plan.title()), cap(before), cap(after))
            }
            Self::Window { before, after } => words("context window", count(before), count(after)),
            Self::MaxCompletion { before, after } => {
                words("longest completion", count(before), count(after))
            }
            Self::Admission { before, after } => {
                words("admission", before.name().to_string(), after.name().to_string())
            }
            Self::Batch { listed } => words("batch", yes(!listed), yes(listed)),
            Self::Tool { tool, offered } => words(tool.name(), yes(!offered), yes(offered)),
        }
    }
}

fn cap(cap: Cap) -> String {
    match cap {
        Cap::Absent => "no limit".to_string(),
        Cap::Unknown => "not known".to_string(),
        Cap::At(cap) => cap.to_string(),
    }
}

fn per(item: Item) -> &'static str {
    match item {
        Item::Audio | Item::BatchAudio | Item::CodeExecution | Item::BrowserAutomation => "hour",
        Item::WebSearchBasic | Item::WebSearchAdvanced | Item::VisitWebsite => "1000",
        _ => "million",
    }
}

fn listed(item: Item, price: Price) -> Usd {
    match per(item) {
        "hour" => price.listed(),
        "1000" => price.listed_per_thousand(),
        _ => price.listed_per_million(),
    }
}

/// One line, like `m: RPM on Free, 30 to 60`.
impl fmt::Display for CatalogChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InWords { what, before, after } = self.difference.in_words();
        if let Some(model) = self.model {
            write!(f, "{model}: ")?;
        }
        match before.is_empty() {
            true => write!(f, "{what}, {after}"),
            false => write!(f, "{what}, {before} to {after}"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CatalogChange<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let InWords { what, before, after } = self.difference.in_words();
        let mut fields = serializer.serialize_struct("CatalogChange", 7)?;
        fields.serialize_field("model", &self.model)?;
        fields.serialize_field("code", self.difference.code())?;
        fields.serialize_field("what", &what)?;
        fields.serialize_field("before", &before)?;
        fields.serialize_field("after", &after)?;
        fields.serialize_field("before_from", &self.before)?;
        fields.serialize_field("after_from", &self.after)?;
        fields.end()
    }
}

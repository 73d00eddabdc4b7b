//! What an account's list of models, the response of `GET /models`, says beside
//! a catalog, and the entries that it would add.
//!
//! ```
//! use groq_calc::{Catalog, Date};
//! use groq_catalog_file::account::compare;
//! use groq_protocol::ModelList;
//!
//! let text = r#"{"data": [{"id": "someone/new", "context_window": 8192,
//!     "pricing": {"prompt": "0.0000001", "completion": "0.0000004"}}]}"#;
//! let list = ModelList::parse(text).unwrap();
//! let all = compare(&Catalog::EMPTY, &list);
//! assert_eq!(all[0].to_string(), "someone/new: new, the catalog does not have it");
//! let added = all[0].additions(Date::constant(2026, 11, 29), "list").unwrap();
//! assert_eq!(added.prices.unwrap().output.as_deref(), Some("0.4"));
//! ```

use std::fmt;

use groq_calc::{
    Catalog, Date, Model, Price, Prices, Usd,
    catalog::{Context, Dated, Item},
};
use groq_protocol::{ListedModel, ModelList};
use serde_json::{Map, Value, json};

use crate::entries::{self, Kind, State, Status};

/// What the account's list says that the catalog does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The catalog does not know the model.
    New,
    /// The catalog has it as no longer offered.
    Back,
    /// The catalog offers it; the list does not have it, or not as active.
    Gone,
    /// The context window, in tokens.
    Window {
        /// In the list.
        listed: u64,
        /// In the catalog.
        known: Option<u64>,
    },
    /// The longest completion, in tokens.
    MaxCompletion {
        /// In the list.
        listed: u64,
        /// In the catalog.
        known: Option<u64>,
    },
    /// A price of one token or character.
    Price {
        /// What it prices.
        item: Item,
        /// In the list.
        listed: Price,
        /// In the catalog.
        known: Option<Price>,
    },
}

/// A model of the list or of the catalog, with what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compared<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it does: by the catalog, else by what the list says that it reads and writes.
    pub kind: Kind,
    /// What the list says; `None` where it does not have the model.
    pub listed: Option<&'a ListedModel>,
    /// The list's prices, where they can be read.
    pub prices: Prices,
    /// The catalog's model on its newest day.
    known: Option<Known>,
    /// What differs; empty where nothing does.
    pub differences: Vec<Difference>,
}

/// What the catalog has.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    is_offered: bool,
    context: Context,
    prices: Prices,
    /// A price of cached input on which sources disagree.
    contested: Option<Price>,
}

/// Compares a list with the catalog's newest day, by id. A price that can't be
/// read as a decimal of whole picodollars says nothing.
pub fn compare<'a>(catalog: &Catalog<'a>, list: &'a ModelList) -> Vec<Compared<'a>> {
    let day = catalog.newest();
    let is_active = |listed: &&ListedModel| listed.active != Some(false);
    let listed = list.models.iter().filter(is_active).map(|listed| {
        let model = catalog.model(&listed.id);
        let kind = model.map_or_else(|| kind(listed), |model| Kind::of(model.kind));
        let (prices, known) = (prices(kind, listed), model.map(|model| Known::of(model, day)));
        let differences = differences(listed, prices, known.as_ref());
        Compared { id: &listed.id, kind, listed: Some(listed), prices, known, differences }
    });
    let gone = catalog
        .offered(day)
        .filter(|model| !list.models.iter().filter(is_active).any(|listed| listed.id == model.id))
        .map(|model| Compared {
            id: model.id,
            kind: Kind::of(model.kind),
            listed: None,
            prices: Prices::NONE,
            known: Some(Known::of(model, day)),
            differences: vec![Difference::Gone],
        });
    let mut all: Vec<_> = listed.chain(gone).collect();
    all.sort_by(|a, b| a.id.cmp(b.id));
    all
}

impl Known {
    fn of(model: &Model<'_>, day: Date) -> Self {
        Self {
            is_offered: model.stage(day).is_some_and(|stage| stage.value.is_offered()),
            context: model.context_at(day),
            prices: model.prices_at(day).map(|entry| entry.value).unwrap_or_default(),
            contested: Dated::at(model.contested, day).map(|entry| entry.value.cached_input),
        }
    }
}

/// What it does, by what it reads and writes; text where the list is silent.
fn kind(listed: &ListedModel) -> Kind {
    let has = |list: &[String], one: &str| list.iter().any(|name| name == one);
    match listed {
        _ if has(&listed.input_modalities, "audio") => Kind::Transcription,
        _ if has(&listed.output_modalities, "speech") => Kind::Speech,
        _ => Kind::Chat,
    }
}

/// The list's prices: of a token, or of a character where the model speaks.
fn prices(kind: Kind, listed: &ListedModel) -> Prices {
    let Some(listed) = &listed.prices else { return Prices::NONE };
    let price = |text: &Option<String>| {
        let usd = Usd::parse(text.as_deref()?)?;
        u64::try_from(usd.picodollars()).ok().map(Price::from_picodollars)
    };
    match kind {
        Kind::Chat | Kind::Moderation | Kind::System => Prices {
            input: price(&listed.prompt),
            cached_input: price(&listed.input_cache_read),
            output: price(&listed.completion),
            ..Prices::NONE
        },
        Kind::Speech => Prices { characters: price(&listed.prompt), ..Prices::NONE },
        // What a prompt of audio would be is not said.
        Kind::Transcription => Prices::NONE,
    }
}

fn differences(listed: &ListedModel, prices: Prices, known: Option<&Known>) -> Vec<Difference> {
    let Some(known) = known else { return vec![Difference::New] };
    let mut found = Vec::new();
    if !known.is_offered {
        found.push(Difference::Back);
    }
    let Context { window, max_completion } = known.context;
    if let Some(listed) = listed.context_window.filter(|one| Some(*one) != window) {
        found.push(Difference::Window { listed, known: window });
    }
    if let Some(listed) = listed.max_completion_tokens.filter(|one| Some(*one) != max_completion) {
        found.push(Difference::MaxCompletion { listed, known: max_completion });
    }
    for (item, listed, known) in [
        (Item::Input, prices.input, known.prices.input),
        (Item::CachedInput, prices.cached_input, known.prices.cached_input.or(known.contested)),
        (Item::Output, prices.output, known.prices.output),
        (Item::Characters, prices.characters, known.prices.characters),
    ] {
        if let Some(listed) = listed.filter(|listed| Some(*listed) != known) {
            found.push(Difference::Price { item, listed, known });
        }
    }
    found
}

impl Compared<'_> {
    /// What the list would add to the catalog from a day on; `None` where that is
    /// nothing. A model that came back or is gone adds nothing: the list does not
    /// say since when, or whether it is so for all accounts. A price of cached
    /// input counts only where the catalog has one: the list names one for every
    /// model with a price, also where Groq's page on caching names none.
    pub fn additions(&self, from: Date, source: &str) -> Option<Additions> {
        let listed = self.listed?;
        let known = match &self.known {
            Some(known) if !known.is_offered => return None,
            known => known.as_ref(),
        };
        let (from, source) = (from.to_string(), source.to_owned());
        let (status, note) = (Status::Likely, String::new());
        let lifecycle = known.is_none().then(|| entries::Lifecycle {
            from: from.clone(),
            source: source.clone(),
            status,
            note: note.clone(),
            state: State::Listed,
            replacement: Vec::new(),
            announced: String::new(),
        });
        let old = known.map(|known| known.context).unwrap_or_default();
        let new = Context {
            window: listed.context_window.or(old.window),
            max_completion: listed.max_completion_tokens.or(old.max_completion),
        };
        let context = (new != old).then(|| entries::Context {
            from: from.clone(),
            source: source.clone(),
            status,
            note: note.clone(),
            window: new.window,
            max_completion: new.max_completion,
        });
        let old = known.map_or(Prices::NONE, |known| known.prices);
        let new = Prices {
            input: self.prices.input.or(old.input),
            output: self.prices.output.or(old.output),
            cached_input: old.cached_input.map(|old| self.prices.cached_input.unwrap_or(old)),
            characters: self.prices.characters.or(old.characters),
            audio_hour: old.audio_hour,
        };
        let listed_price = |price: Option<Price>| Some(price?.listed_per_million().to_string());
        // An entry names both prices of tokens or neither.
        let is_whole = new.input.is_some() == new.output.is_some();
        let prices = (is_whole && new != old).then(|| entries::Prices {
            from,
            source,
            status,
            note,
            input: listed_price(new.input),
            cached_input: listed_price(new.cached_input),
            output: listed_price(new.output),
            audio_hour: new.audio_hour.map(|price| price.listed().to_string()),
            characters: listed_price(new.characters),
        });
        let is_empty = lifecycle.is_none() && context.is_none() && prices.is_none();
        let name = listed.name.clone().unwrap_or_else(|| self.id.to_owned());
        (!is_empty).then_some(Additions { name, kind: self.kind, lifecycle, context, prices })
    }
}

/// One line, like `m: context window 8192 in the list, 4096 in the catalog`.
impl fmt::Display for Compared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.id)?;
        if self.differences.is_empty() {
            return f.write_str("as in the catalog");
        }
        for (index, difference) in self.differences.iter().enumerate() {
            write!(f, "{}{difference}", if index > 0 { "; " } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beside =
            |f: &mut fmt::Formatter<'_>, what: &str, listed: String, known: Option<String>| {
                let known = known.as_deref().unwrap_or("unknown");
                write!(f, "{what} {listed} in the list, {known} in the catalog")
            };
        match *self {
            Self::New => f.write_str("new, the catalog does not have it"),
            Self::Back => f.write_str("in the list, though the catalog no longer offers it"),
            Self::Gone => f.write_str("not in the list, though the catalog offers it"),
            Self::Window { listed, known } => {
                beside(f, "context window", listed.to_string(), known.map(|one| one.to_string()))
            }
            Self::MaxCompletion { listed, known } => beside(
                f,
                "longest completion",
                listed.to_string(),
                known.map(|one| one.to_string()),
            ),
            Self::Price { item, listed, known } => {
                let text = |price: Price| format!("${}", price.listed_per_million());
                let what = format!("price of a million {}", item.name().replace('_', " "));
                beside(f, &what, text(listed), known.map(text))
            }
        }
    }
}

/// What a list adds to one model of a catalog.
#[derive(Debug)]
#[non_exhaustive]
pub struct Additions {
    /// The name for people, for a new model.
    pub name: String,
    /// What the model does.
    pub kind: Kind,
    /// The first stage of a new model.
    pub lifecycle: Option<entries::Lifecycle>,
    /// Its lengths.
    pub context: Option<entries::Context>,
    /// Its prices.
    pub prices: Option<entries::Prices>,
}

impl Additions {
    /// Puts them into the models of a catalog in JSON, behind what is there.
    ///
    /// # Errors
    ///
    /// When an entry can't be serialized, which would be a fault of this crate.
    pub fn add_to(
        &self,
        id: &str,
        models: &mut Map<String, Value>,
    ) -> Result<(), serde_json::Error> {
        let model = models
            .entry(id)
            .or_insert_with(|| json!({ "name": self.name, "kind": self.kind, "lifecycle": [] }));
        for (list, entry) in [
            ("lifecycle", self.lifecycle.as_ref().map(serde_json::to_value)),
            ("context", self.context.as_ref().map(serde_json::to_value)),
            ("prices", self.prices.as_ref().map(serde_json::to_value)),
        ] {
            let Some(entry) = entry.transpose()? else { continue };
            let list = &mut model[list];
            match list.as_array_mut() {
                Some(list) => list.push(entry),
                None => *list = json!([entry]),
            }
        }
        Ok(())
    }
}

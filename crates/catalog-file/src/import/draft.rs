use std::collections::{BTreeMap, btree_map::Entry};

use groq_calc::{Date, Price, num::Decimal};
use serde_json::Value;

use crate::{
    entries::{Caps, Context, Kind, Lifecycle, Limits, Model, Prices, Source, State, Status},
    error::Error,
    file::CatalogFile,
};

/// What such a file does not say.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The day from which undated prices count, which is that of the file.
    pub from: Date,
    /// Only the models of this provider, without its name before their ids.
    pub provider: Option<&'a str>,
}

/// A catalog, and what it could not take.
#[derive(Debug)]
pub struct Imported {
    /// What was kept.
    pub file: CatalogFile,
    /// What was not: a line for each model at fault, then one for each key
    /// that means nothing here.
    pub left_out: Vec<String>,
}

/// A catalog while it is put together.
pub(super) struct Import<'a> {
    pub(super) settings: Settings<'a>,
    pub(super) source: &'static str,
    models: BTreeMap<String, Model>,
    faults: Vec<String>,
    /// Keys that mean nothing here: how many models have them, and the first.
    keys: BTreeMap<String, (usize, String)>,
}

impl<'a> Import<'a> {
    pub(super) fn new(settings: Settings<'a>, source: &'static str) -> Self {
        let (models, keys) = (BTreeMap::new(), BTreeMap::new());
        Self { settings, source, models, faults: Vec::new(), keys }
    }

    /// A key that is not kept.
    pub(super) fn key(&mut self, id: &str, key: &str) {
        let entry = self.keys.entry(key.to_owned()).or_insert_with(|| (0, id.to_owned()));
        entry.0 += 1;
    }

    /// Something of a model that is not kept, or all of it.
    pub(super) fn fault(&mut self, id: &str, reason: &str) {
        self.faults.push(format!("{id}: {reason}"));
    }

    /// The id without the provider's name, where that is settled.
    pub(super) fn id(&self, id: &str) -> String {
        let bare = self.settings.provider.and_then(|name| id.strip_prefix(name)?.strip_prefix('/'));
        bare.unwrap_or(id).to_owned()
    }

    /// A listed price in USD as picodollars for one; `10^places` of these are a
    /// dollar per listed unit.
    pub(super) fn price(
        &mut self,
        id: &str,
        key: &str,
        value: &Value,
        places: u32,
    ) -> Option<Price> {
        let text = match value {
            Value::Null => return None,
            // The shortest text of a float is what was written.
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Object(_) if value.get("base").is_some() => {
                self.fault(id, &format!("{key} depends on the length of the prompt"));
                return None;
            }
            _ => {
                self.fault(id, &format!("{key} is not a number"));
                return None;
            }
        };
        let picodollars = Decimal::parse(&text).and_then(|decimal| decimal.scaled(places));
        match picodollars.and_then(|picodollars| u64::try_from(picodollars).ok()) {
            Some(picodollars) => Some(Price::from_picodollars(picodollars)),
            None => {
                self.fault(id, &format!("{key} is {text}, not a whole number of picodollars"));
                None
            }
        }
    }

    /// An entry of prices; one of input and output alone is not kept.
    pub(super) fn prices(
        &mut self,
        id: &str,
        from: Date,
        prices: groq_calc::Prices,
    ) -> Option<Prices> {
        let mut prices = prices;
        if prices.input.is_some() != prices.output.is_some() {
            self.fault(id, "it has a price of input or of output, but not of both");
            (prices.input, prices.output, prices.cached_input) = (None, None, None);
        }
        if prices == groq_calc::Prices::NONE {
            return None;
        }
        let million = |price: Option<Price>| Some(price?.listed_per_million().to_string());
        Some(Prices {
            from: from.to_string(),
            source: self.source.to_owned(),
            status: Status::Likely,
            note: String::new(),
            input: million(prices.input),
            cached_input: million(prices.cached_input),
            output: million(prices.output),
            audio_hour: prices.audio_hour.map(|price| price.listed().to_string()),
            characters: million(prices.characters),
        })
    }

    /// Begins a model, which is offered from the file's day on.
    pub(super) fn model(&self, name: &str, kind: Kind, prices: Vec<Prices>) -> Model {
        let first =
            prices.first().map_or(self.settings.from.to_string(), |entry| entry.from.clone());
        Model {
            name: name.to_owned(),
            kind,
            special: String::new(),
            lifecycle: vec![self.stage(&first, State::Listed)],
            context: Vec::new(),
            limits: Limits::default(),
            prices,
            contested: Vec::new(),
            batch: Vec::new(),
            tools: Vec::new(),
            speed: Vec::new(),
            capabilities: Vec::new(),
        }
    }

    pub(super) fn stage(&self, from: &str, state: State) -> Lifecycle {
        Lifecycle {
            from: from.to_owned(),
            source: self.source.to_owned(),
            status: Status::Likely,
            note: String::new(),
            state,
            replacement: Vec::new(),
            announced: String::new(),
        }
    }

    pub(super) fn context(&self, window: Option<u64>, max_completion: Option<u64>) -> Vec<Context> {
        if window.is_none() && max_completion.is_none() {
            return Vec::new();
        }
        let (from, source) = (self.settings.from.to_string(), self.source.to_owned());
        let (status, note) = (Status::Likely, String::new());
        vec![Context { from, source, status, note, window, max_completion }]
    }

    pub(super) fn caps(&self) -> Caps {
        Caps {
            from: self.settings.from.to_string(),
            source: self.source.to_owned(),
            status: Status::Likely,
            note: String::new(),
            rpm: None,
            rpd: None,
            tpm: None,
            tpd: None,
            itpm: None,
            otpm: None,
            ash: None,
            asd: None,
            unknown: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, id: String, model: Model) {
        match self.models.entry(id) {
            Entry::Vacant(place) => {
                place.insert(model);
            }
            Entry::Occupied(place) => {
                let id = place.key().clone();
                self.fault(&id, "it comes twice; the first is kept");
            }
        }
    }

    /// The catalog, checked.
    pub(super) fn end(self, file: &str, title: &str, publisher: &str) -> Result<Imported, Error> {
        if self.models.is_empty() {
            let reason = match self.settings.provider {
                Some(provider) => format!("no model of the provider `{provider}` can be kept"),
                None => "no model can be kept".to_owned(),
            };
            return Err(Error::one(file, reason));
        }
        let source = Source {
            id: self.source.to_owned(),
            title: title.to_owned(),
            publisher: publisher.to_owned(),
            url: String::new(),
            accessed: self.settings.from.to_string(),
        };
        let models = self.models;
        let catalog = CatalogFile {
            sources: vec![source],
            models,
            tools: Vec::new(),
            admission: Vec::new(),
            use_cases: Vec::new(),
        };
        catalog.check(file)?;
        let keys = self.keys.into_iter();
        let keys =
            keys.map(|(key, (count, first))| format!("{key}: of {count} models, like {first}"));
        Ok(Imported { file: catalog, left_out: self.faults.into_iter().chain(keys).collect() })
    }
}

pub(super) fn json(file: &str, text: &str) -> Result<Value, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| Error::one(file, error))
}

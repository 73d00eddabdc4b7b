//! The vocabulary of `data/`: what each file may hold, and how it is read.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer};

/// Where the models, sources, tools and use cases live, below the root.
pub(super) const DATA: &str = "data/groq";

/// Everything in `data/groq`, read but not yet checked.
#[derive(Debug, Default)]
pub(super) struct Data {
    pub(super) sources: Vec<Source>,
    /// By model id.
    pub(super) models: BTreeMap<String, Model>,
    pub(super) tools: Tools,
    pub(super) use_cases: Vec<UseCase>,
}

/// Reads all of `data/groq` below `root`; what cannot be read goes to `errors`.
pub(super) fn data(root: &Path, errors: &mut Vec<String>) -> anyhow::Result<Data> {
    let mut data = Data::default();
    if let Some(file) = file::<Sources>(root, "sources.toml", errors)? {
        data.sources = file.source;
    }
    if let Some(file) = file::<Tools>(root, "tools.toml", errors)? {
        data.tools = file;
    }
    if let Some(file) = file::<UseCases>(root, "use-cases.toml", errors)? {
        data.use_cases = file.use_case;
    }
    let mut ids = Vec::new();
    model_ids(&root.join(DATA).join("models"), "", &mut ids)?;
    for id in ids {
        if let Some(model) = file::<Model>(root, &format!("models/{id}.toml"), errors)? {
            data.models.insert(id, model);
        }
    }
    Ok(data)
}

fn file<T: DeserializeOwned>(
    root: &Path,
    name: &str,
    errors: &mut Vec<String>,
) -> anyhow::Result<Option<T>> {
    let path = root.join(DATA).join(name);
    let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    match parse(&text) {
        Ok(value) => Ok(Some(value)),
        Err(error) => {
            errors.push(format!("{DATA}/{name}: {error}"));
            Ok(None)
        }
    }
}

/// Parses one file; the error names the field.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let tree = toml::Deserializer::parse(text).map_err(|error| error.to_string())?;
    serde_path_to_error::deserialize(tree).map_err(|error| {
        let field = error.path().to_string();
        let message = error.inner().message();
        if field == "." {
            message.to_owned()
        } else {
            format!("{field}: {message}")
        }
    })
}

fn model_ids(folder: &Path, prefix: &str, ids: &mut Vec<String>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            model_ids(&entry.path(), &format!("{prefix}{name}/"), ids)?;
        } else if let Some(stem) = name.strip_suffix(".toml") {
            ids.push(format!("{prefix}{stem}"));
        } else {
            anyhow::bail!("{}: only .toml files belong here", entry.path().display());
        }
    }
    Ok(())
}

/// A day, written as a TOML date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const WANTED: &str = "dates must be bare days, like 2026-06-04";
        let value = toml::Value::deserialize(deserializer)?;
        match value {
            toml::Value::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                offset: None,
            }) => Ok(Self {
                year: date.year,
                month: date.month,
                day: date.day,
            }),
            _ => Err(de::Error::custom(WANTED)),
        }
    }
}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date", "description": "A day, written as a bare TOML date."})
    }
}

/// A price in US dollars, kept as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Price(pub(super) String);

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Price;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a price as a string")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Price, E> {
                Ok(Price(text.to_owned()))
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Price, E> {
                Err(E::custom(r#"prices must be strings, like "0.15""#))
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Price, E> {
                Err(E::custom(r#"prices must be strings, like "0.15""#))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

impl JsonSchema for Price {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Price".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$",
            "description": "US dollars as a decimal string, at most six decimals."
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Confirmed,
    Likely,
    Speculation,
}

/// What every dated entry has.
pub(super) trait Entry {
    fn from(&self) -> Day;
    fn source(&self) -> &str;
    fn status(&self) -> Status;
    fn note(&self) -> &str;
}

macro_rules! entry {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            /// The day from which the entry counts: the day of its evidence.
            pub(super) from: Day,
            /// An id in `data/groq/sources.toml`.
            pub(super) source: String,
            /// How well the figure is known.
            pub(super) status: Status,
            /// One short line for the reader.
            #[serde(default)]
            pub(super) note: String,
            $($(#[$field_meta])* pub(super) $field: $type,)*
        }

        impl Entry for $name {
            fn from(&self) -> Day { self.from }
            fn source(&self) -> &str { &self.source }
            fn status(&self) -> Status { self.status }
            fn note(&self) -> &str { &self.note }
        }
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Chat,
    Transcription,
    Speech,
    Moderation,
    System,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    Production,
    Preview,
    /// Listed by Groq without a stage.
    Listed,
    Retired,
}

entry! {
    /// A stage in the life of the model.
    Lifecycle {
        state: State,
        /// For a retired model: ids of the models that Groq names instead.
        #[serde(default)]
        replacement: Vec<String>,
    }
}

entry! {
    /// Sizes in tokens.
    Context {
        window: Option<u64>,
        max_completion: Option<u64>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Limit {
    Rpm,
    Rpd,
    Tpm,
    Tpd,
    Itpm,
    Otpm,
    Ash,
    Asd,
}

entry! {
    /// The caps of one plan. A cap that is left out does not exist.
    #[serde(rename_all = "UPPERCASE")]
    Caps {
        /// Requests per minute.
        rpm: Option<u64>,
        /// Requests per day.
        rpd: Option<u64>,
        /// Tokens per minute.
        tpm: Option<u64>,
        /// Tokens per day.
        tpd: Option<u64>,
        /// Input tokens per minute.
        itpm: Option<u64>,
        /// Output tokens per minute.
        otpm: Option<u64>,
        /// Seconds of audio per hour.
        ash: Option<u64>,
        /// Seconds of audio per day.
        asd: Option<u64>,
        /// Caps that exist or may exist but are not published.
        #[serde(default, rename = "unknown")]
        unknown: Vec<Limit>,
    }
}

impl Caps {
    /// Each cap with its name, in the order of the file.
    pub(super) fn named(&self) -> [(Limit, Option<u64>); 8] {
        [
            (Limit::Rpm, self.rpm),
            (Limit::Rpd, self.rpd),
            (Limit::Tpm, self.tpm),
            (Limit::Tpd, self.tpd),
            (Limit::Itpm, self.itpm),
            (Limit::Otpm, self.otpm),
            (Limit::Ash, self.ash),
            (Limit::Asd, self.asd),
        ]
    }
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Limits {
    pub(super) free: Vec<Caps>,
    pub(super) developer: Vec<Caps>,
}

entry! {
    /// List prices in US dollars.
    Prices {
        /// Per million tokens.
        input: Option<Price>,
        /// Per million tokens.
        cached_input: Option<Price>,
        /// Per million tokens.
        output: Option<Price>,
        /// Per hour of audio.
        audio_hour: Option<Price>,
        /// Per million characters.
        characters: Option<Price>,
    }
}

impl Prices {
    pub(super) fn named(&self) -> [(&'static str, Option<&Price>); 5] {
        [
            ("input", self.input.as_ref()),
            ("cached_input", self.cached_input.as_ref()),
            ("output", self.output.as_ref()),
            ("audio_hour", self.audio_hour.as_ref()),
            ("characters", self.characters.as_ref()),
        ]
    }
}

entry! {
    /// Whether the model is on the list for batch jobs.
    Batch { listed: bool, }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tool {
    WebSearchBasic,
    WebSearchAdvanced,
    VisitWebsite,
    CodeExecution,
    BrowserAutomation,
}

entry! {
    /// The built-in tools that the model offers.
    ToolSet { offered: Vec<Tool>, }
}

entry! {
    /// A speed as a page reports it. Never used in the math.
    Speed {
        tokens_per_second: Option<u64>,
        /// For audio: times real time.
        speed_factor: Option<u64>,
        /// The page that prints it.
        page: String,
    }
}

/// A model of the Groq API: dated entries, appended and never overwritten.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) lifecycle: Vec<Lifecycle>,
    #[serde(default)]
    pub(super) context: Vec<Context>,
    #[serde(default)]
    pub(super) limits: Limits,
    #[serde(default)]
    pub(super) prices: Vec<Prices>,
    #[serde(default)]
    pub(super) batch: Vec<Batch>,
    #[serde(default)]
    pub(super) tools: Vec<ToolSet>,
    #[serde(default)]
    pub(super) speed: Vec<Speed>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tools {
    pub(super) prices: Vec<ToolPrices>,
}

entry! {
    /// Prices of the built-in tools: per 1000 requests, or per hour of run time.
    ToolPrices {
        web_search_basic: Price,
        web_search_advanced: Price,
        visit_website: Price,
        code_execution: Price,
        browser_automation: Price,
    }
}

impl ToolPrices {
    pub(super) fn named(&self) -> [(&'static str, &Price); 5] {
        [
            ("web_search_basic", &self.web_search_basic),
            ("web_search_advanced", &self.web_search_advanced),
            ("visit_website", &self.visit_website),
            ("code_execution", &self.code_execution),
            ("browser_automation", &self.browser_automation),
        ]
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    source: Vec<Source>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) publisher: String,
    #[serde(default)]
    pub(super) url: String,
    pub(super) accessed: Day,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UseCases {
    use_case: Vec<UseCase>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UseCase {
    pub(super) id: String,
    pub(super) title: String,
    /// Empty: any model, the advice is about a tier.
    pub(super) models: Vec<String>,
    pub(super) start: String,
    pub(super) avoid: String,
    pub(super) source: String,
}

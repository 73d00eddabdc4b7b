use std::{collections::BTreeMap, fmt};

use groq_calc::Limit;
use serde::{Deserialize, Deserializer, Serialize, de};

/// One model: the file of a model in `data/`, or its part of a catalog.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The name for people.
    pub name: String,
    /// What it does.
    pub kind: Kind,
    /// What it is for, where that is less than its kind says: then it is an option only when
    /// asked for by its id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub special: String,
    /// Its stages, in order of their dates, as all lists are.
    pub lifecycle: Vec<Lifecycle>,
    /// How long a request may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Context>,
    /// Its rate limits by plan.
    #[serde(default)]
    pub limits: Limits,
    /// Its prices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<Prices>,
    /// Prices on which sources disagree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<Contested>,
    /// Whether batch takes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub batch: Vec<Batch>,
    /// The provider's own tools that it calls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Offered>,
    /// Speeds that a page reports; shown, never used in the math.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speed: Vec<Speed>,
    /// What sources say that it can do; each speaks of what it names alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<Capabilities>,
}

/// What a model does, which decides what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text in, text out.
    Chat,
    /// Audio in, text out.
    Transcription,
    /// Text in, audio out.
    Speech,
    /// Judges text.
    Moderation,
    /// Models and tools behind one name.
    System,
}

impl Kind {
    /// The same of the engine.
    pub(crate) const fn of(kind: groq_calc::Kind) -> Self {
        match kind {
            groq_calc::Kind::Chat => Self::Chat,
            groq_calc::Kind::Transcription => Self::Transcription,
            groq_calc::Kind::Speech => Self::Speech,
            groq_calc::Kind::Moderation => Self::Moderation,
            groq_calc::Kind::System => Self::System,
        }
    }
}

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The publisher's own text.
    Confirmed,
    /// Captured output, or independent reports.
    Likely,
    /// One claim, or an inference.
    Speculation,
}

/// Where a model stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Meant for production.
    Production,
    /// May be discontinued at short notice.
    Preview,
    /// Offered, with no stage stated.
    Listed,
    /// Under a contract with the provider alone; no plan has it.
    Enterprise,
    /// No longer offered from that day.
    Retired,
}

/// How much of its completion a request has to find room for before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// All that it reserves.
    Reserved,
    /// Its usual answer.
    Expected,
}

/// A fact with its date, source and status.
pub trait Entry {
    /// The first day.
    fn from(&self) -> &str;
    /// The id of its source.
    fn source(&self) -> &str;
    /// How sure it is.
    fn status(&self) -> Status;
    /// A remark, or nothing.
    fn note(&self) -> &str;
}

/// A date as text, in quotes or of TOML's own type; the checks see whether there
/// is such a day.
pub(crate) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct DateText;
    impl<'de> de::Visitor<'de> for DateText {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a date like 2026-06-04")
        }

        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        #[cfg(feature = "toml")]
        fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
            let map = de::value::MapAccessDeserializer::new(map);
            Ok(toml::value::Datetime::deserialize(map)?.to_string())
        }
    }
    deserializer.deserialize_any(DateText)
}

/// A decimal in quotes: a float would lose what was written.
fn price<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Quoted;
    impl de::Visitor<'_> for Quoted {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a price, which must be a string like \"0.15\"")
        }

        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }
    }
    deserializer.deserialize_any(Quoted).map(Some)
}

// serde cannot refuse unknown keys beside a flattened part, so every kind of
// entry has the four common fields itself.
macro_rules! entries {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $kind:ty),* $(,)? })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Deserialize, Serialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                /// The day from which it counts.
                #[serde(deserialize_with = "date")]
                #[cfg_attr(feature = "schema", schemars(with = "String"))]
                pub from: String,
                /// The id of its source.
                pub source: String,
                /// How sure it is.
                pub status: Status,
                /// A remark, or nothing.
                #[serde(default, skip_serializing_if = "String::is_empty")]
                pub note: String,
                $($(#[$field_meta])* pub $field: $kind,)*
            }

            impl Entry for $name {
                fn from(&self) -> &str {
                    &self.from
                }

                fn source(&self) -> &str {
                    &self.source
                }

                fn status(&self) -> Status {
                    self.status
                }

                fn note(&self) -> &str {
                    &self.note
                }
            }
        )*
    };
}

entries! {
    /// Where a model stands from a day on.
    Lifecycle {
        /// The stage.
        state: State,
        /// What the provider names instead of a model that is no longer offered.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        replacement: Vec<String>,
        /// The day on which the provider announced the end; left out, it is not known.
        #[serde(default, deserialize_with = "date", skip_serializing_if = "String::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        announced: String,
    }
    /// How long a request may be.
    Context {
        /// Prompt and completion together, in tokens.
        #[serde(skip_serializing_if = "Option::is_none")]
        window: Option<u64>,
        /// The completion alone, in tokens.
        #[serde(skip_serializing_if = "Option::is_none")]
        max_completion: Option<u64>,
    }
    /// Rate limits; one that is left out does not exist.
    Caps {
        /// Requests per minute.
        #[serde(rename = "RPM", skip_serializing_if = "Option::is_none")]
        rpm: Option<u64>,
        /// Requests per day.
        #[serde(rename = "RPD", skip_serializing_if = "Option::is_none")]
        rpd: Option<u64>,
        /// Tokens per minute.
        #[serde(rename = "TPM", skip_serializing_if = "Option::is_none")]
        tpm: Option<u64>,
        /// Tokens per day.
        #[serde(rename = "TPD", skip_serializing_if = "Option::is_none")]
        tpd: Option<u64>,
        /// Input tokens per minute.
        #[serde(rename = "ITPM", skip_serializing_if = "Option::is_none")]
        itpm: Option<u64>,
        /// Output tokens per minute.
        #[serde(rename = "OTPM", skip_serializing_if = "Option::is_none")]
        otpm: Option<u64>,
        /// Audio seconds per hour.
        #[serde(rename = "ASH", skip_serializing_if = "Option::is_none")]
        ash: Option<u64>,
        /// Audio seconds per day.
        #[serde(rename = "ASD", skip_serializing_if = "Option::is_none")]
        asd: Option<u64>,
        /// Limits that may exist, but whose figure is not published.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unknown: Vec<String>,
    }
    /// Prices as decimals in quotes; one that is left out is not billed, or not known.
    Prices {
        /// USD per million prompt tokens.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        input: Option<String>,
        /// USD per million prompt tokens from the cache; without it the model does not cache.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        cached_input: Option<String>,
        /// USD per million completion tokens.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        output: Option<String>,
        /// USD per hour of audio.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        audio_hour: Option<String>,
        /// USD per million characters.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        characters: Option<String>,
    }
    /// A price on which sources disagree: shown, and never part of a bill.
    Contested {
        /// USD per million prompt tokens from the cache.
        cached_input: String,
        /// The id of the source that says otherwise.
        against: String,
    }
    /// Whether batch takes the model.
    Batch {
        /// It does.
        listed: bool,
    }
    /// The tools that the model calls.
    Offered {
        /// Their names.
        offered: Vec<String>,
    }
    /// How fast a page says the model is.
    Speed {
        /// Tokens per second.
        #[serde(skip_serializing_if = "Option::is_none")]
        tokens_per_second: Option<u64>,
        /// Times real time, for audio.
        #[serde(skip_serializing_if = "Option::is_none")]
        speed_factor: Option<u64>,
        /// The page that says so.
        page: String,
    }
    /// What one source says of capabilities: tools, parallel_tools, json_mode, structured_outputs,
    /// vision, reasoning, mcp, translation. Caching follows from prices and batch from its list.
    Capabilities {
        /// It has these.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        can: Vec<String>,
        /// It has not these.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cannot: Vec<String>,
        /// Of these the source says yes, and `against` says no.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        disputed: Vec<String>,
        /// The id of the source that says otherwise.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        against: String,
        /// Whether structured outputs always follow the schema, rather than mostly.
        #[serde(skip_serializing_if = "Option::is_none")]
        strict: Option<bool>,
        /// The reasoning efforts that are taken.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        efforts: Vec<String>,
        /// The effort where a request names none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        default_effort: String,
        /// Limits and lists by their names: images_per_request, tokens_per_image, image_mb,
        /// image_base64_mb, image_pixels, file_mb_free, file_mb_developer, formats, languages,
        /// voices.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        details: BTreeMap<String, String>,
    }
    /// How the provider admits requests.
    Admission {
        /// The rule.
        rule: Rule,
    }
    /// What the provider's own tools cost.
    ToolPrices {
        /// USD per thousand basic searches.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        web_search_basic: Option<String>,
        /// USD per thousand advanced searches.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        web_search_advanced: Option<String>,
        /// USD per thousand pages opened.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        visit_website: Option<String>,
        /// USD per hour of code execution.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        code_execution: Option<String>,
        /// USD per hour of browser automation.
        #[serde(default, deserialize_with = "price", skip_serializing_if = "Option::is_none")]
        browser_automation: Option<String>,
    }
}

impl Capabilities {
    /// Every capability that it speaks of.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        [&self.can, &self.cannot, &self.disputed].into_iter().flatten().map(String::as_str)
    }
}

impl Caps {
    /// Every limit with its cap.
    pub fn by_limit(&self) -> [(Limit, Option<u64>); 8] {
        [
            (Limit::RPM, self.rpm),
            (Limit::RPD, self.rpd),
            (Limit::TPM, self.tpm),
            (Limit::TPD, self.tpd),
            (Limit::ITPM, self.itpm),
            (Limit::OTPM, self.otpm),
            (Limit::ASH, self.ash),
            (Limit::ASD, self.asd),
        ]
    }
}

/// The caps of a model by plan.
#[derive(Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Without pay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub free: Vec<Caps>,
    /// Paid by use, on demand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub developer: Vec<Caps>,
}

/// What to start with, by use case; the same case may come again with a later
/// day, from which the later entry counts.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseCase {
    /// The name that a question takes.
    pub id: String,
    /// The day from which it counts; left out, it always does.
    #[serde(default, deserialize_with = "date", skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub from: String,
    /// The name for people; left out, it is the id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Model ids, best first.
    #[serde(alias = "start_with")]
    pub models: Vec<String>,
    /// What to start with, and why.
    #[serde(default, alias = "text", skip_serializing_if = "String::is_empty")]
    pub start: String,
    /// What to avoid.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub avoid: String,
    /// The title in Simplified Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title_zh: String,
    /// What to start with, in Simplified Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub start_zh: String,
    /// What to avoid, in Simplified Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub avoid_zh: String,
    /// The id of a source, if it names one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// Where figures were read.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id that entries name.
    pub id: String,
    /// Its title; left out, it is the id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Who publishes it, or nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// Its address, or nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// When it was read; left out, it is the day of the newest entry that names
    /// the source.
    #[serde(default, deserialize_with = "date", skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub accessed: String,
}

use crate::{
    catalog::{
        capability::Capabilities,
        limits::Caps,
        pricing::{Price, Prices, ToolSet},
    },
    num::date::Date,
};

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Status {
    /// Groq's own text or code says so.
    Confirmed,
    /// Captured output or several independent reports say so.
    Likely,
    /// One report or an inference.
    Speculation,
}

impl Status {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Likely => "likely",
            Self::Speculation => "speculation",
        }
    }
}

/// A fact with the day from which it is known to hold, and who says so.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a, T> {
    /// First day.
    pub from: Date,
    /// The id of a source of the catalog.
    pub source: &'a str,
    /// How sure it is.
    pub status: Status,
    /// A remark, or nothing.
    pub note: &'a str,
    /// The fact.
    pub value: T,
}

impl<'a, T> Dated<'a, T> {
    /// The entry in force on a day: the newest that is not later.
    pub fn at(entries: &[Self], day: Date) -> Option<&Self> {
        entries.iter().rev().find(|entry| entry.from <= day)
    }
}

/// What a model does, which decides what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Kind {
    /// Text in, text out.
    Chat,
    /// Audio in, text out.
    Transcription,
    /// Text in, audio out.
    Speech,
    /// Judges text; an option only when asked for.
    Moderation,
    /// Models and tools behind one name; an option only when asked for.
    System,
}

impl Kind {
    /// Whether a model of this kind, asked for by its id, does work of another.
    pub(crate) const fn suits(self, work: Self) -> bool {
        match self {
            Self::Moderation | Self::System => matches!(work, Self::Chat),
            kind => kind as u8 == work as u8,
        }
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Transcription => "transcription",
            Self::Speech => "speech",
            Self::Moderation => "moderation",
            Self::System => "system",
        }
    }
}

/// Where a model stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle<'a> {
    /// Meant for production.
    Production,
    /// May be discontinued at short notice.
    Preview,
    /// Offered, with no stage stated.
    Listed,
    /// Under a contract with Groq alone; no plan of the catalog has it.
    Enterprise {
        /// What Groq names instead, for those without a contract.
        replacements: &'a [&'a str],
        /// The day on which Groq said so, where it is known.
        announced: Option<Date>,
    },
    /// No longer offered from that day.
    Retired {
        /// What Groq names instead.
        replacements: &'a [&'a str],
        /// The day on which Groq said so, where it is known.
        announced: Option<Date>,
    },
}

impl<'a> Lifecycle<'a> {
    /// The end of a model of which nothing more is known.
    pub const RETIRED: Self = Self::Retired { replacements: &[], announced: None };

    /// Whether the plans of the catalog have the model.
    pub const fn is_offered(self) -> bool {
        !matches!(self, Self::Enterprise { .. } | Self::Retired { .. })
    }

    /// What Groq names instead; nothing while the model is offered.
    pub const fn replacements(self) -> &'a [&'a str] {
        match self {
            Self::Enterprise { replacements, .. } | Self::Retired { replacements, .. } => {
                replacements
            }
            Self::Production | Self::Preview | Self::Listed => &[],
        }
    }

    /// The day on which Groq announced the end, where it is known.
    pub const fn announced(self) -> Option<Date> {
        match self {
            Self::Enterprise { announced, .. } | Self::Retired { announced, .. } => announced,
            Self::Production | Self::Preview | Self::Listed => None,
        }
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Preview => "preview",
            Self::Listed => "listed",
            Self::Enterprise { .. } => "enterprise",
            Self::Retired { .. } => "retired",
        }
    }
}

/// How long a request may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Prompt and completion together, in tokens.
    pub window: Option<u64>,
    /// The completion alone, in tokens.
    pub max_completion: Option<u64>,
}

/// A speed which a page of Groq's reports: product data, not a promise, and no
/// part of any calculation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed<'a> {
    /// The figure.
    pub figure: u64,
    /// What it counts.
    pub unit: &'a str,
    /// The page that says so.
    pub page: &'a str,
}

/// A price on which sources disagree: one names it, another says there is none.
/// Shown, and never part of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contested<'a> {
    /// A prompt token read from the cache.
    pub cached_input: Price,
    /// The id of the source that says otherwise.
    pub against: &'a str,
}

/// A model and all that is known of it, each list in order of its dates.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// The name the API takes.
    pub id: &'a str,
    /// The name for people.
    pub name: &'a str,
    /// What it does.
    pub kind: Kind,
    /// What it is for, where that is less than its kind says: then it is an option
    /// only when asked for. Empty for most.
    pub special: &'a str,
    /// Its stages.
    pub lifecycle: &'a [Dated<'a, Lifecycle<'a>>],
    /// Its window and completion cap.
    pub context: &'a [Dated<'a, Context>],
    /// Its caps on the free plan.
    pub free: &'a [Dated<'a, Caps>],
    /// Its caps on the developer plan, on demand.
    pub developer: &'a [Dated<'a, Caps>],
    /// Its prices.
    pub prices: &'a [Dated<'a, Prices>],
    /// Prices on which sources disagree.
    pub contested: &'a [Dated<'a, Contested<'a>>],
    /// Whether it is on the batch list.
    pub batch: &'a [Dated<'a, bool>],
    /// The tools of Groq's that it calls.
    pub tools: &'a [Dated<'a, ToolSet>],
    /// Page-reported speeds.
    pub speeds: &'a [Dated<'a, Speed<'a>>],
    /// What sources say that it can do.
    pub capabilities: &'a [Dated<'a, Capabilities<'a>>],
}

impl<'a> Model<'a> {
    /// A model of which nothing more is known.
    pub const fn bare(id: &'a str, kind: Kind) -> Self {
        Self {
            id,
            name: id,
            kind,
            special: "",
            lifecycle: &[],
            context: &[],
            free: &[],
            developer: &[],
            prices: &[],
            contested: &[],
            batch: &[],
            tools: &[],
            speeds: &[],
            capabilities: &[],
        }
    }

    /// Whether it is an option for every workload of a kind, and not only when
    /// asked for by its id.
    pub fn is_general(&self, kind: Kind) -> bool {
        self.kind == kind && self.special.is_empty()
    }

    /// Its stage on a day; `None` before it is first known.
    pub fn stage(&self, day: Date) -> Option<&'a Dated<'a, Lifecycle<'a>>> {
        Dated::at(self.lifecycle, day)
    }

    /// Whether it can be called on a day.
    pub fn is_offered(&self, day: Date) -> bool {
        self.stage(day).is_some_and(|stage| stage.value.is_offered())
    }

    /// The models to use instead, where it is no longer offered on a day.
    pub fn replacements_at(&self, day: Date) -> Option<&'a [&'a str]> {
        let stage = self.stage(day)?.value;
        (!stage.is_offered()).then(|| stage.replacements())
    }

    /// The first day on which it was no longer offered; `None` for a model that
    /// still is, or never was.
    pub fn ended_on(&self) -> Option<Date> {
        let gone = |entry: &&Dated<'_, Lifecycle<'_>>| !entry.value.is_offered();
        let ended = self.lifecycle.iter().skip_while(gone).find(gone);
        let retired = |entry: &&Dated<'_, _>| matches!(entry.value, Lifecycle::Retired { .. });
        ended.or_else(|| self.lifecycle.iter().find(retired)).map(|entry| entry.from)
    }

    /// Its window and completion cap on a day, as far as they are known.
    pub fn context_at(&self, day: Date) -> Context {
        Dated::at(self.context, day).map_or(Context::default(), |entry| entry.value)
    }

    /// Its prices on a day.
    pub fn prices_at(&self, day: Date) -> Option<&'a Dated<'a, Prices>> {
        Dated::at(self.prices, day)
    }

    /// Whether batch takes it on a day.
    pub fn is_batchable(&self, day: Date) -> bool {
        Dated::at(self.batch, day).is_some_and(|entry| entry.value)
    }

    /// The tools it can call on a day.
    pub fn tools_at(&self, day: Date) -> ToolSet {
        Dated::at(self.tools, day).map_or(ToolSet::NONE, |entry| entry.value)
    }

    /// The dates of all its entries.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        fn froms<'b, T>(entries: &'b [Dated<'b, T>]) -> impl Iterator<Item = Date> + use<'b, T> {
            entries.iter().map(|entry| entry.from)
        }
        froms(self.lifecycle)
            .chain(froms(self.context))
            .chain(froms(self.free))
            .chain(froms(self.developer))
            .chain(froms(self.prices))
            .chain(froms(self.contested))
            .chain(froms(self.batch))
            .chain(froms(self.tools))
            .chain(froms(self.speeds))
            .chain(froms(self.capabilities))
    }
}

/// Which entry of the catalog a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Provenance<'a> {
    /// The id of the source.
    pub source: &'a str,
    /// The day from which it is known.
    pub from: Date,
    /// How sure it is.
    pub status: Status,
}

impl<'a> Provenance<'a> {
    /// That of an entry.
    pub fn of<T>(entry: &Dated<'a, T>) -> Self {
        Self { source: entry.source, from: entry.from, status: entry.status }
    }
}

use alloc::string::{String, ToString};

use serde_json::{Map, Value};

use crate::{
    usage::Usage,
    usage_names::{CachedPart, UsageField, is_named},
    whole::Whole,
};

/// A figure that a record states and that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Illegal {
    /// What it should hold.
    pub field: UsageField,
    /// The name of the field.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// Whose rule holds where a name does not tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    OpenTelemetry,
    /// The Messages API.
    Messages,
    /// The usage API of OpenAI, which sums up by model and time.
    UsageApi,
    Other,
}

/// The token counts of one object, as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    input: Option<u64>,
    cached: Option<u64>,
    /// What the name of the cached tokens says of them.
    named: CachedPart,
    cache_write: Option<u64>,
    output: Option<u64>,
    total: Option<u64>,
    /// Whether the prompt is called as in Anthropic's own usage.
    is_input_tokens: bool,
    /// Whether it is called as in Langfuse's, which leaves the cached ones out.
    is_bare_input: bool,
}

impl Figures {
    /// Those of a usage whose prompt has the cached tokens.
    pub(crate) fn of(usage: &Usage) -> Self {
        Self {
            input: usage.prompt_tokens,
            cached: usage.cached_tokens,
            output: usage.completion_tokens,
            ..Self::default()
        }
    }

    /// Reads the counts of an object with usage.
    pub(crate) fn read(usage: &Map<String, Value>) -> (Self, Option<Illegal>) {
        Self::by(usage, UsageField::inside)
    }

    /// Reads the counts that stand among the other fields of a record.
    pub(crate) fn beside(record: &Map<String, Value>) -> (Self, Option<Illegal>) {
        Self::by(record, UsageField::of)
    }

    /// Of two names for one thing the preferred is read.
    fn by(
        object: &Map<String, Value>,
        field: impl Fn(&str) -> Option<(UsageField, usize)>,
    ) -> (Self, Option<Illegal>) {
        let mut figures = Self::default();
        let mut illegal = None;
        let mut ranks = [usize::MAX; 5];
        for (name, value) in object {
            if figures.read_details(name, value) {
                continue;
            }
            let Some((field, rank)) = field(name) else { continue };
            let place = match field {
                UsageField::Input => 0,
                UsageField::Cached(_) => 1,
                UsageField::CacheWrite => 2,
                UsageField::Output => 3,
                UsageField::Total => 4,
                _ => continue,
            };
            if value.is_null() || rank >= ranks[place] {
                continue;
            }
            let Some(count) = count(value) else {
                // A prompt and its answer, or a flag, may have such a name.
                let bare = ["input", "output", "cached", "prompt", "completion", "total"];
                let is_bare = bare.iter().any(|bare| is_named(name, bare));
                if illegal.is_none() && !is_bare && !is_nothing(value) {
                    let text =
                        value.as_str().map_or_else(|| value.to_string(), ToString::to_string);
                    illegal = Some(Illegal { field, name: name.clone(), text });
                }
                continue;
            };
            ranks[place] = rank;
            match field {
                UsageField::Input => {
                    figures.input = Some(count);
                    figures.is_input_tokens = is_named(name, "inputtokens");
                    figures.is_bare_input = is_named(name, "input");
                    if let Some(cached) = value.get("cacheRead").and_then(self::count) {
                        figures.cached = Some(cached);
                    }
                }
                UsageField::Cached(part) => {
                    (figures.cached, figures.named) = (Some(count), part);
                }
                UsageField::CacheWrite => figures.cache_write = Some(count),
                UsageField::Output => figures.output = Some(count),
                _ => figures.total = Some(count),
            }
        }
        (figures, illegal)
    }

    /// Reads the parts of the prompt, which a nested object names.
    fn read_details(&mut self, name: &str, value: &Value) -> bool {
        const DETAILS: &[&str] = &[
            "prompttokensdetails",
            "inputtokensdetails",
            "inputtokendetails",
            "prompttokendetails",
            "promptdetails",
            "cacheread",
        ];
        let Value::Object(details) = value else { return false };
        if !DETAILS.iter().any(|details| is_named(name, details)) {
            return false;
        }
        let names = ["cachedtokens", "cacheread", "cachereadtokens", "inputtokens"];
        let find = |plain: &&str| {
            details.iter().find_map(|(name, value)| count(value).filter(|_| is_named(name, plain)))
        };
        if let Some(cached) = names.iter().find_map(find) {
            (self.cached, self.named) = (Some(cached), CachedPart::Included);
        }
        true
    }

    /// Adds what stands beside the usage, and what the dialect says of it.
    pub(crate) fn complete(&mut self, object: &Map<String, Value>, dialect: Dialect) {
        if self.cached.is_none() {
            let (outer, _) = Self::beside(object);
            (self.cached, self.named) = (outer.cached, outer.named);
            self.cache_write = self.cache_write.or(outer.cache_write);
        }
        if self.named == CachedPart::Unclear {
            self.named = match dialect {
                // The conventions of OpenTelemetry say so.
                Dialect::OpenTelemetry | Dialect::UsageApi => CachedPart::Included,
                Dialect::Messages => CachedPart::Separate,
                // Only usage in Anthropic's form names writes beside `input_tokens`.
                Dialect::Other if self.is_input_tokens && self.cache_write.is_some() => {
                    CachedPart::Separate
                }
                Dialect::Other if self.is_bare_input => CachedPart::Separate,
                Dialect::Other => CachedPart::Unclear,
            };
        }
    }

    /// What an earlier chunk has said and this one does not.
    pub(crate) fn absorb_earlier(&mut self, earlier: &Self) {
        if self.cached.is_none() {
            (self.cached, self.named) = (earlier.cached, earlier.named);
        }
        if self.input.is_none() {
            (self.input, self.is_input_tokens) = (earlier.input, earlier.is_input_tokens);
            self.is_bare_input = earlier.is_bare_input;
        }
        self.cache_write = self.cache_write.or(earlier.cache_write);
        self.output = self.output.or(earlier.output);
        self.total = self.total.or(earlier.total);
    }

    pub(crate) fn has_tokens(&self) -> bool {
        self.input.is_some() || self.output.is_some()
    }

    pub(crate) fn used_tokens(&self) -> bool {
        self.input.unwrap_or(0) > 0 || self.output.unwrap_or(0) > 0
    }

    /// The usage that they come to, and whether cached tokens are a part of the
    /// prompt as written.
    pub(crate) fn usage(&self, mut usage: Usage) -> (Usage, CachedPart) {
        let part = CachedPart::told(
            self.named,
            [self.input, self.cached, self.cache_write, self.output].map(Option::unwrap_or_default),
            self.total,
        );
        usage.completion_tokens = self.output;
        usage.total_tokens = self.total;
        self.settle(part, &mut usage);
        (usage, part)
    }

    /// Sets the prompt of a usage.
    pub(crate) fn settle(&self, part: CachedPart, usage: &mut Usage) {
        let beside = self.cached.unwrap_or(0).saturating_add(self.cache_write.unwrap_or(0));
        usage.prompt_tokens = match part {
            CachedPart::Separate => self.input.map(|input| input.saturating_add(beside)),
            _ => self.input,
        };
        usage.cached_tokens =
            self.cached.filter(|cached| usage.prompt_tokens.is_some_and(|all| *cached <= all));
    }

    /// Cached tokens that are a part of the prompt, but more than it.
    pub(crate) fn beyond_the_prompt(&self, part: CachedPart) -> Option<Illegal> {
        let cached =
            self.cached.filter(|cached| self.input.is_some_and(|input| *cached > input))?;
        (part == CachedPart::Included).then(|| Illegal {
            field: UsageField::Cached(part),
            name: "cached".to_string(),
            text: cached.to_string(),
        })
    }
}

impl CachedPart {
    /// Tells from the figures whether `[input, cached, cache write, output]`
    /// count the cached tokens once or twice: the total decides, then what the
    /// field's name says. More cached tokens than prompt tokens stand beside them.
    pub fn told(self, [input, cached, write, output]: [u64; 4], total: Option<u64>) -> Self {
        if cached == 0 && write == 0 {
            return Self::Included;
        }
        let all = |parts: &[u64]| parts.iter().map(|part| u128::from(*part)).sum::<u128>();
        match total.map(u128::from) {
            Some(total) if total == all(&[input, output]) => Self::Included,
            Some(total) if total == all(&[input, cached, output]) => Self::Separate,
            Some(total) if total == all(&[input, cached, write, output]) => Self::Separate,
            _ if self == Self::Unclear && cached > input => Self::Separate,
            // Nothing was read from the cache: there is nothing to tell.
            _ if self == Self::Unclear && cached == 0 => Self::Included,
            _ => self,
        }
    }
}

/// A count, as a number or as text; of an object its total.
fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => {
            number.as_u64().or_else(|| match Whole::read(&number.to_string(), false) {
                Whole::Number(number) => Some(number),
                _ => None,
            })
        }
        Value::String(text) => match Whole::read(text, false) {
            Whole::Number(number) => Some(number),
            _ => None,
        },
        Value::Object(parts) => count(parts.get("total")?),
        _ => None,
    }
}

fn is_nothing(value: &Value) -> bool {
    value.as_str().is_some_and(|text| Whole::read(text, false) == Whole::Nothing)
}

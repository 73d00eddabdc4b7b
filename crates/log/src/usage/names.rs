use std::prelude::rust_2024::*;

/// What the columns of a usage log are called. A name that is not given is one
/// of those that are common, whichever the log has first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The model's id.
    pub model: Option<String>,
    /// Prompt tokens, cached ones included.
    pub input: Option<String>,
    /// Cached prompt tokens; a log need not have them.
    pub cached: Option<String>,
    /// Completion tokens.
    pub output: Option<String>,
    /// When the request was made.
    pub time: Option<String>,
    /// Whether it ran as batch; a log need not say.
    pub batch: Option<String>,
    /// Columns to add up by.
    pub by: Vec<String>,
}

const MODEL: &[&str] = &["model"];
const INPUT: &[&str] =
    &["input", "input_tokens", "prompt_tokens", "usage.prompt_tokens", "usage.input_tokens"];
const CACHED: &[&str] = &[
    "cached",
    "cached_input_tokens",
    "cached_tokens",
    "usage.prompt_tokens_details.cached_tokens",
    "usage.input_tokens_details.cached_tokens",
];
const OUTPUT: &[&str] = &[
    "output",
    "output_tokens",
    "completion_tokens",
    "usage.completion_tokens",
    "usage.output_tokens",
];
const TIME: &[&str] = &["time", "timestamp", "created", "created_at", "date", "day"];
const BATCH: &[&str] = &["batch", "is_batch"];

/// Where the columns of one log are: by place in a CSV or a table, by name in JSON.
#[derive(Clone, Debug)]
pub(crate) struct Places<P> {
    pub(crate) model: P,
    pub(crate) input: P,
    pub(crate) cached: Option<P>,
    pub(crate) output: P,
    pub(crate) time: Option<P>,
    pub(crate) batch: Option<P>,
    pub(crate) by: Vec<P>,
}

#[cfg(feature = "parquet")]
impl<P> Places<P> {
    /// All of them, some perhaps twice.
    pub(crate) fn all(&self) -> impl Iterator<Item = &P> {
        [&self.model, &self.input, &self.output]
            .into_iter()
            .chain([&self.cached, &self.time, &self.batch].into_iter().flatten())
            .chain(&self.by)
    }

    /// The same elsewhere.
    pub(crate) fn map<Q>(self, to: impl Fn(P) -> Q) -> Places<Q> {
        Places {
            model: to(self.model),
            input: to(self.input),
            cached: self.cached.map(&to),
            output: to(self.output),
            time: self.time.map(&to),
            batch: self.batch.map(&to),
            by: self.by.into_iter().map(&to).collect(),
        }
    }
}

impl Names {
    /// Finds the columns in a log, whose `find` gives the place of a name.
    pub(crate) fn places<P>(
        &self,
        timed: bool,
        find: impl Fn(&str) -> Option<P>,
    ) -> Result<Places<P>, String> {
        let named = |name: &str| {
            find(name).ok_or_else(|| format!("the log has no column `{name}`, which was asked for"))
        };
        let optional = |given: &Option<String>, common: &[&str]| match given {
            Some(name) => named(name).map(Some),
            None => Ok(common.iter().find_map(|name| find(name))),
        };
        let required = |flag: &str, given: &Option<String>, common: &[&str]| {
            optional(given, common)?.ok_or_else(|| {
                format!(
                    "the log has no column for the {flag}: none is called {}; name it with --{flag}",
                    common.join(" or ")
                )
            })
        };
        Ok(Places {
            model: required("model", &self.model, MODEL)?,
            input: required("input", &self.input, INPUT)?,
            cached: optional(&self.cached, CACHED)?,
            output: required("output", &self.output, OUTPUT)?,
            time: match timed {
                true => Some(required("time", &self.time, TIME)?),
                false => None,
            },
            batch: optional(&self.batch, BATCH)?,
            by: self.by.iter().map(|name| named(name)).collect::<Result<_, _>>()?,
        })
    }
}

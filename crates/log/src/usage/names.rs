use std::prelude::rust_2024::*;

use groq_protocol::{CachedPart, UsageField};

use crate::text::header::Header;

/// What the columns of a usage log are called. A name that is not given is one
/// of those that are common, in any case and with any separators.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The model's id.
    pub model: Option<String>,
    /// Prompt tokens.
    pub input: Option<String>,
    /// Cached prompt tokens; a log need not have them.
    pub cached: Option<String>,
    /// Completion tokens.
    pub output: Option<String>,
    /// The length of audio in seconds; a log need not have it.
    pub audio: Option<String>,
    /// When the request was made.
    pub time: Option<String>,
    /// Whether it ran as batch; a log need not say.
    pub batch: Option<String>,
    /// Columns to add up by.
    pub by: Vec<String>,
}

/// Where the columns of one log are.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    pub(crate) model: Option<usize>,
    pub(crate) input: Option<usize>,
    pub(crate) cached: Option<usize>,
    /// What the name of the cached tokens says of them.
    pub(crate) cached_part: CachedPart,
    pub(crate) cache_write: Option<usize>,
    pub(crate) output: Option<usize>,
    pub(crate) total: Option<usize>,
    /// The length of audio, and how many microseconds its unit has.
    pub(crate) audio: Option<(usize, u64)>,
    pub(crate) audio_is_named: bool,
    pub(crate) time: Option<usize>,
    pub(crate) batch: Option<usize>,
    pub(crate) by: Vec<usize>,
}

#[cfg(feature = "parquet")]
impl Places {
    /// All of them, some perhaps twice.
    pub(crate) fn all(&self) -> impl Iterator<Item = usize> {
        [self.model, self.input, self.cached, self.cache_write, self.output, self.total]
            .into_iter()
            .chain([self.audio.map(|(place, _)| place), self.time, self.batch])
            .flatten()
            .chain(self.by.iter().copied())
    }

    /// The same elsewhere.
    pub(crate) fn map(self, to: impl Fn(usize) -> usize) -> Self {
        Self {
            model: self.model.map(&to),
            input: self.input.map(&to),
            cached: self.cached.map(&to),
            cached_part: self.cached_part,
            cache_write: self.cache_write.map(&to),
            output: self.output.map(&to),
            total: self.total.map(&to),
            audio: self.audio.map(|(place, micros)| (to(place), micros)),
            audio_is_named: self.audio_is_named,
            time: self.time.map(&to),
            batch: self.batch.map(&to),
            by: self.by.into_iter().map(&to).collect(),
        }
    }
}

/// How a column that is missing is asked for: what it holds, how it is usually
/// called, and what else there is to do.
const MODEL: [&str; 4] = [
    "model",
    "model",
    "model, model_name or model_id",
    ", or price the log as one model with --as-model",
];
const INPUT: [&str; 4] = ["input", "input", "input, input_tokens or prompt_tokens", ""];
const OUTPUT: [&str; 4] = ["output", "output", "output, output_tokens or completion_tokens", ""];
const TIME: [&str; 4] = [
    "time",
    "time",
    "time, timestamp, created or date",
    ", or price all rows as of one day with --as-of",
];

impl Names {
    /// Whether any column but those to add up by is named.
    pub(crate) fn any(&self) -> bool {
        let named = [
            &self.model,
            &self.input,
            &self.cached,
            &self.output,
            &self.audio,
            &self.time,
            &self.batch,
        ];
        named.into_iter().any(Option::is_some)
    }

    /// Finds the columns in the header of a log.
    pub(crate) fn places(
        &self,
        timed: bool,
        any_model: bool,
        header: &[&str],
    ) -> Result<Places, String> {
        let header = Header(header);
        let find = |given: &Option<String>, wanted| header.find(given.as_deref(), wanted);
        let required = |place: Option<usize>, [what, flag, names, more]: [&str; 4]| match place {
            Some(place) => Ok(Some(place)),
            None => Err(format!(
                "the log has no column for the {what}: none is called {names}, in any spelling; \
                 name it with --{flag}{more}"
            )),
        };
        let is_audio = |field| matches!(field, UsageField::AudioSeconds | UsageField::AudioMillis);
        let audio = match &self.audio {
            Some(name) => Some((header.named(name)?, UsageField::AudioSeconds)),
            None => header.usual(is_audio),
        };
        let micros = |field| match field {
            UsageField::AudioMillis => 1_000,
            _ => 1_000_000,
        };
        let model = find(&self.model, |field| field == UsageField::Model)?;
        let model = if any_model { model } else { required(model, MODEL)? };
        let mut input = find(&self.input, |field| field == UsageField::Input)?;
        let mut output = find(&self.output, |field| field == UsageField::Output)?;
        // A log of transcriptions alone needs no tokens.
        if audio.is_none() || input.is_some() != output.is_some() {
            input = required(input, INPUT)?;
            output = required(output, OUTPUT)?;
        }
        let time = find(&self.time, |field| field == UsageField::Time);
        let (cached, cached_part) = header.cached(self.cached.as_deref())?;
        Ok(Places {
            model,
            input,
            cached,
            cached_part,
            cache_write: header
                .usual(|field| field == UsageField::CacheWrite)
                .map(|(place, _)| place),
            output,
            total: header.usual(|field| field == UsageField::Total).map(|(place, _)| place),
            audio: audio.map(|(place, field)| (place, micros(field))),
            audio_is_named: self.audio.is_some(),
            time: if timed { required(time?, TIME)? } else { None },
            batch: find(&self.batch, |field| field == UsageField::Batch)?,
            by: self.by.iter().map(|name| header.named(name)).collect::<Result<_, _>>()?,
        })
    }
}

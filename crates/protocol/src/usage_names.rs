//! What records of usage call their figures, in the words of the tools that
//! write them. Case, spaces and separators do not count: `Prompt Tokens`,
//! `prompt_tokens` and `promptTokens` are one name.

/// What a field of a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageField {
    /// The model's id.
    Model,
    /// Prompt tokens.
    Input,
    /// Prompt tokens from the cache, which are a part of the prompt or not.
    Cached(CachedPart),
    /// Prompt tokens written to a cache, which are not a part of the others.
    CacheWrite,
    /// Completion tokens.
    Output,
    /// All tokens.
    Total,
    /// When the request was made.
    Time,
    /// The length of audio in seconds.
    AudioSeconds,
    /// The length of audio in milliseconds.
    AudioMillis,
    /// Whether it ran as batch.
    Batch,
}

/// Whether the cached tokens of a record are counted in its prompt tokens too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CachedPart {
    /// They are a part of the prompt tokens, as in Groq's own usage.
    #[default]
    Included,
    /// They stand beside the prompt tokens, which leave them out.
    Separate,
    /// The record does not tell.
    Unclear,
}

use CachedPart::{Included, Separate, Unclear};
use UsageField::{
    AudioMillis, AudioSeconds, Batch, CacheWrite, Cached, Input, Model, Output, Time, Total,
};

/// Every name without case and separators; of two fields for the same thing the
/// one whose name stands first here is read.
const NAMES: &[(&str, UsageField)] = &[
    ("model", Model),
    ("modelname", Model),
    ("responsemodel", Model),
    ("requestmodel", Model),
    ("modelpermaslug", Model),
    ("providedmodelname", Model),
    ("modelslug", Model),
    ("llmmodel", Model),
    ("modelused", Model),
    ("lsmodelname", Model),
    ("modelid", Model),
    ("inputtokens", Input),
    // What the model itself counted, where another tokenizer stands beside it.
    ("nativetokensprompt", Input),
    ("prompttokens", Input),
    ("tokensprompt", Input),
    ("tokensinput", Input),
    ("tokensin", Input),
    ("intokens", Input),
    ("prompttokencount", Input),
    ("inputtokencount", Input),
    ("numinputtokens", Input),
    ("numprompttokens", Input),
    ("nprompttokens", Input),
    ("ninputtokens", Input),
    ("contexttokens", Input),
    ("requesttokens", Input),
    ("inputlength", Input),
    ("input", Input),
    ("outputtokens", Output),
    ("nativetokenscompletion", Output),
    ("completiontokens", Output),
    ("tokenscompletion", Output),
    ("tokensoutput", Output),
    ("tokensout", Output),
    ("outtokens", Output),
    ("completiontokencount", Output),
    ("outputtokencount", Output),
    ("numoutputtokens", Output),
    ("numcompletiontokens", Output),
    ("ncompletiontokens", Output),
    ("noutputtokens", Output),
    ("generatedtokens", Output),
    ("responsetokens", Output),
    ("outputlength", Output),
    ("output", Output),
    ("cached", Cached(Included)),
    ("cachedinputtokens", Cached(Included)),
    ("cachedtokens", Cached(Included)),
    ("cachedprompttokens", Cached(Included)),
    ("prompttokensdetailscachedtokens", Cached(Included)),
    ("inputtokensdetailscachedtokens", Cached(Included)),
    ("inputtokendetailscacheread", Cached(Included)),
    ("nativetokenscached", Cached(Included)),
    ("tokenscached", Cached(Included)),
    ("promptcachehittokens", Cached(Included)),
    ("inputtokenscacheread", Cached(Separate)),
    ("inputcachedtokens", Cached(Unclear)),
    ("cachereadtokens", Cached(Unclear)),
    ("cachereadinputtokens", Cached(Unclear)),
    ("promptcachereadtokens", Cached(Unclear)),
    ("inputcacheread", Cached(Unclear)),
    ("inputcachereadtokens", Cached(Unclear)),
    ("tokenscacheread", Cached(Unclear)),
    ("cacheread", Cached(Unclear)),
    ("cachetokens", Cached(Unclear)),
    ("cachehittokens", Cached(Unclear)),
    ("cachecreationtokens", CacheWrite),
    ("cachecreationinputtokens", CacheWrite),
    ("cachewritetokens", CacheWrite),
    ("cachewriteinputtokens", CacheWrite),
    ("promptcachewritetokens", CacheWrite),
    ("inputtokenscachewrite", CacheWrite),
    ("totaltokens", Total),
    ("tokenstotal", Total),
    ("totaltokencount", Total),
    ("numtotaltokens", Total),
    ("time", Time),
    ("timestamp", Time),
    ("created", Time),
    ("createdat", Time),
    ("date", Time),
    ("day", Time),
    ("ts", Time),
    ("datetime", Time),
    ("starttime", Time),
    ("startedat", Time),
    ("starttimeunixnano", Time),
    ("requestcreatedat", Time),
    ("requesttimestamp", Time),
    ("requesttime", Time),
    ("requestdate", Time),
    ("createdtime", Time),
    ("eventtime", Time),
    ("loggedat", Time),
    ("audioseconds", AudioSeconds),
    ("audiodurationseconds", AudioSeconds),
    ("audiolengthseconds", AudioSeconds),
    ("audioduration", AudioSeconds),
    ("durationseconds", AudioSeconds),
    ("durationsec", AudioSeconds),
    ("durationsecs", AudioSeconds),
    ("duration", AudioSeconds),
    ("audioms", AudioMillis),
    ("audiomilliseconds", AudioMillis),
    ("audiodurationms", AudioMillis),
    ("durationms", AudioMillis),
    ("batch", Batch),
    ("isbatch", Batch),
];

/// Names that are plain only inside of an object with usage.
const INSIDE: &[(&str, UsageField)] =
    &[("prompt", Input), ("completion", Output), ("total", Total), ("seconds", AudioSeconds)];

/// Objects whose fields a table shows under their own name.
const CONTAINERS: &[&str] = &[
    "usage",
    "usagedetails",
    "usagemetadata",
    "tokenusage",
    "genaiusage",
    "attributesgenaiusage",
    "attributesgenairesponse",
    "attributesgenairequest",
    "genairesponse",
    "genairequest",
    "attributes",
    "response",
    "responseusage",
    "responsebody",
    "responsebodyusage",
    "body",
    "bodyusage",
    "metadatausageobject",
];

/// The longest name that is looked at, in letters and digits.
const LONGEST: usize = 64;

impl UsageField {
    /// What a field of this name holds, and its rank: of two fields for the same
    /// thing the lower one is read.
    pub fn of(name: &str) -> Option<(Self, usize)> {
        let mut buffer = [0; LONGEST];
        let plain = plain(name, &mut buffer)?;
        find(plain).or_else(|| {
            let inside = |container: &str| {
                let (field, rank) = find(plain.strip_prefix(container.as_bytes())?)?;
                Some((field, rank + NAMES.len()))
            };
            CONTAINERS.iter().find_map(|container| inside(container))
        })
    }

    /// The same of a field inside of an object with usage.
    pub(crate) fn inside(name: &str) -> Option<(Self, usize)> {
        let mut buffer = [0; LONGEST];
        let plain = plain(name, &mut buffer)?;
        find(plain).or_else(|| {
            let rank = INSIDE.iter().position(|(name, _)| name.as_bytes() == plain)?;
            Some((INSIDE[rank].1, rank + NAMES.len()))
        })
    }

    /// Its names, without case and separators, the first preferred.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().filter(move |(_, field)| *field == self).map(|(name, _)| *name)
    }
}

/// The places of [`NAMES`] by the lengths of the names, and where each length begins:
/// a log asks this for every field of every row.
const BY_LENGTH: ([u8; NAMES.len()], [u8; LONGEST + 2]) = {
    let (mut places, mut begins) = ([0; NAMES.len()], [0; LONGEST + 2]);
    let (mut length, mut filled) = (0, 0);
    while length <= LONGEST {
        begins[length] = filled as u8;
        let mut place = 0;
        while place < NAMES.len() {
            if NAMES[place].0.len() == length {
                places[filled] = place as u8;
                filled += 1;
            }
            place += 1;
        }
        length += 1;
    }
    begins[length] = filled as u8;
    (places, begins)
};

fn find(plain: &[u8]) -> Option<(UsageField, usize)> {
    let (places, begins) = &BY_LENGTH;
    let [begin, end] = [plain.len(), plain.len() + 1].map(|length| begins[length].into());
    let mut of_this_length = places[begin..end].iter().map(|place| usize::from(*place));
    let rank = of_this_length.find(|place| NAMES[*place].0.as_bytes() == plain)?;
    Some((NAMES[rank].1, rank))
}

/// Whether a name is this one, which is written without case and separators.
pub(crate) fn is_named(name: &str, plain_name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).eq(plain_name.bytes())
}

/// A name without case and separators; `None` for one that is too long.
fn plain<'a>(name: &str, buffer: &'a mut [u8; LONGEST]) -> Option<&'a [u8]> {
    let mut length = 0;
    for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
        *buffer.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    Some(&buffer[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_every_spelling() {
        for name in [
            "prompt_tokens",
            "promptTokens",
            "Prompt Tokens",
            "PROMPT-TOKENS",
            "usage.prompt_tokens",
        ] {
            assert_eq!(UsageField::of(name).map(|(field, _)| field), Some(Input), "{name}");
        }
        for (name, field) in [
            ("usage.prompt_tokens_details.cached_tokens", Cached(Included)),
            ("Cache Read Tokens", Cached(Unclear)),
            ("gen_ai.usage.output_tokens", Output),
            ("Start Time", Time),
            ("audio_ms", AudioMillis),
        ] {
            assert_eq!(UsageField::of(name).map(|(field, _)| field), Some(field), "{name}");
        }
        for name in ["", "total", "prompt", "Spend ($)", "id", "latency", &"x".repeat(100)] {
            assert_eq!(UsageField::of(name), None, "{name}");
        }
    }

    #[test]
    fn every_name_stands_once() {
        for (index, (name, _)) in NAMES.iter().enumerate() {
            assert!(is_named(name, name), "{name} is written without separators");
            assert!(NAMES[..index].iter().all(|(other, _)| other != name), "{name} stands twice");
        }
    }
}

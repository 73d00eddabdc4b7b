use alloc::string::{String, ToString};

use crate::{
    error::Error,
    num::number::Number,
    question::{checked::OwnScore, reader::Reader},
};

/// A result of your own, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct ScoreDraft {
    /// The model's id.
    pub model: String,
    /// The result.
    pub score: Number,
    /// What was measured; left out, your own test.
    #[cfg_attr(feature = "serde", serde(default))]
    pub benchmark: String,
    /// The reasoning effort; left out, Groq's default.
    #[cfg_attr(feature = "serde", serde(default))]
    pub effort: Option<String>,
    /// The lower end of the interval, if there is one.
    #[cfg_attr(feature = "serde", serde(default))]
    pub low: Option<Number>,
    /// The upper end.
    #[cfg_attr(feature = "serde", serde(default))]
    pub high: Option<Number>,
}

impl ScoreDraft {
    pub(crate) fn read(&self, reader: &mut Reader) -> OwnScore {
        if self.model.trim().is_empty() {
            reader.errors.push(Error::missing("model", "the id of a model"));
        }
        let score = reader.points("score", &self.score);
        let mut end = |field, end: &Option<Number>| match end {
            Some(number) => reader.points(field, number),
            None => score,
        };
        let (low, high) = (end("low", &self.low), end("high", &self.high));
        if low > score || high < score {
            let text = alloc::format!("{low} to {high}");
            let range = alloc::format!("an interval around the score, {score}");
            reader.errors.push(Error::range("low", &text, &range));
        }
        let benchmark = self.benchmark.trim();
        OwnScore {
            model: self.model.trim().to_string(),
            effort: self.effort.clone().filter(|effort| !effort.is_empty()),
            benchmark: if benchmark.is_empty() { "yours" } else { benchmark }.to_string(),
            score,
            interval: (low < high).then_some((low, high)),
        }
    }
}

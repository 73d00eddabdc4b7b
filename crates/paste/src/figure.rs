use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::{num::Decimal, question::FIELDS};
use serde::{Deserialize, Serialize};

use crate::{origin::Origin, seen::as_text};

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// An answer of the API says so.
    Measured,
    /// It was counted by the model's own vocabulary.
    Counted,
    /// It was estimated.
    Estimated,
    /// The request states it as the most there may be.
    AtMost,
    /// Counted or estimated without a part of it.
    AtLeast,
}

/// One figure of a workload and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The field of the workload.
    pub field: &'static str,
    /// The number.
    pub value: String,
    /// How sure it is.
    pub basis: Basis,
    /// Where it comes from.
    #[serde(rename = "reason", serialize_with = "as_text")]
    pub origin: Origin,
}

/// A mean, rounded up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mean {
    sum: u128,
    count: u64,
}

impl Mean {
    pub(crate) fn add(&mut self, figure: u64) {
        self.sum += u128::from(figure);
        self.count += 1;
    }

    /// Adds a figure where it is known.
    pub(crate) fn extend(&mut self, figure: Option<u64>) {
        figure.into_iter().for_each(|figure| self.add(figure));
    }

    /// Of how many figures it is.
    pub(crate) fn count(&self) -> usize {
        usize::try_from(self.count).unwrap_or(usize::MAX)
    }

    pub(crate) fn get(&self) -> Option<u64> {
        let count = Some(u128::from(self.count)).filter(|count| *count > 0)?;
        u64::try_from(self.sum.div_ceil(count)).ok()
    }
}

/// Cached tokens are a part of the input: at most all of it, and nothing where
/// that is not known.
pub(crate) fn limit_cached(figures: &mut Vec<Figure>) {
    let input = figures.iter().find(|figure| figure.field == "input_tokens");
    let input = input.and_then(|figure| figure.value.parse::<u64>().ok());
    figures.retain(|figure| figure.field != "cached_input_tokens" || input.is_some());
    for figure in figures.iter_mut().filter(|figure| figure.field == "cached_input_tokens") {
        let cached = figure.value.parse().unwrap_or(0).min(input.unwrap_or(0));
        figure.value = cached.to_string();
    }
}

/// Whether the field may have such a value.
pub(crate) fn is_legal(figure: &Figure) -> bool {
    let field = FIELDS.iter().find(|field| field.name == figure.field);
    field.is_some_and(|field| {
        let decimal = Decimal::parse(&figure.value);
        let value = decimal.and_then(|decimal| decimal.scaled(field.decimals));
        value.is_some_and(|value| value <= u128::from(field.max) * 10u128.pow(field.decimals))
    })
}

/// The longest of several lengths, in milliseconds rounded up, as seconds.
pub(crate) fn longest(lengths: &[&str]) -> Option<String> {
    let millis = |text: &&str| {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = part.bytes().all(|digit| digit.is_ascii_digit());
        let whole: u64 = whole.parse().ok().filter(|whole| *whole < 1_000_000_000 && digits)?;
        let mut thousandths = 0;
        for place in 0..3 {
            let digit = part.as_bytes().get(place).map_or(0, |digit| digit - b'0');
            thousandths = thousandths * 10 + u64::from(digit);
        }
        let more = part.bytes().skip(3).any(|digit| digit != b'0');
        Some(whole * 1000 + thousandths + u64::from(more))
    };
    let longest = lengths.iter().filter_map(millis).max()?;
    Some(format!("{}.{:03}", longest / 1000, longest % 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_length_is_in_seconds() {
        assert_eq!(longest(&["4.91", "20.2301", "x", "-1", "1e3"]).as_deref(), Some("20.231"));
        assert_eq!(longest(&["7"]).as_deref(), Some("7.000"));
        assert_eq!(longest(&["1.x"]), None);
    }

    #[test]
    fn means_round_up() {
        let mean = |figures: &[u64]| {
            let mut mean = Mean::default();
            figures.iter().for_each(|figure| mean.add(*figure));
            mean.get()
        };
        assert_eq!(mean(&[1, 2]), Some(2));
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&[u64::MAX, u64::MAX]), Some(u64::MAX));
    }
}

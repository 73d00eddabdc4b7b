use core::fmt;

use crate::num::{date::Date, decimals::write_decimal, number::Decimal};

/// Decimals of a score.
const DECIMALS: u32 = 3;

/// A published score, in thousandths of whatever its benchmark counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u64);

impl Points {
    /// A score in thousandths.
    pub const fn from_thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// The thousandths.
    pub const fn thousandths(self) -> u64 {
        self.0
    }

    /// Reads a decimal with at most three places.
    pub fn parse(text: &str) -> Option<Self> {
        u64::try_from(Decimal::parse(text)?.scaled(DECIMALS)?).ok().map(Self)
    }
}

impl fmt::Display for Points {
    /// A decimal without trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, u128::from(self.0 / 1000), u128::from(self.0 % 1000), DECIMALS as usize)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
crate::json::from_text! {
    Points => |text| Points::parse(text);
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Benchmark<'a> {
    /// The name that a question takes.
    pub id: &'a str,
    /// The name for people.
    pub title: &'a str,
    /// Whether a lower score is the better one, as with error rates.
    pub lower_is_better: bool,
}

/// One published result of one model at one reasoning effort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score<'a> {
    /// The id of the model.
    pub model: &'a str,
    /// The reasoning effort as Groq names it, `none` where the model does not
    /// think; `None` where the measurer does not say.
    pub effort: Option<&'a str>,
    /// The id of the benchmark.
    pub benchmark: &'a str,
    /// Its version or setting, or nothing.
    pub version: &'a str,
    /// Who measured.
    pub measurer: &'a str,
    /// Whether that is the maker of the model.
    pub maker: bool,
    /// The result.
    pub score: Points,
    /// The interval that the measurer gives, if any.
    pub interval: Option<(Points, Points)>,
    /// The day of the publication.
    pub date: Date,
    /// The licence of the result, or what it is cited from.
    pub licence: &'a str,
    /// Whether it was measured through Groq, rather than on the weights.
    pub endpoint: bool,
    /// The id of a source.
    pub source: &'a str,
}

impl Score<'_> {
    /// Whether both are of one benchmark, version, measurer and day, so that they
    /// may be compared.
    pub fn compares(&self, other: &Self) -> bool {
        let key = |score: &Self| (score.date, score.maker, score.endpoint);
        key(self) == key(other)
            && (self.benchmark, self.version, self.measurer)
                == (other.benchmark, other.version, other.measurer)
    }

    /// The ends of its interval, or the score twice.
    pub const fn ends(&self) -> (Points, Points) {
        match self.interval {
            Some(ends) => ends,
            None => (self.score, self.score),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn points_are_exact_decimals() {
        for (text, thousandths) in
            [("73.1", 73_100), ("0", 0), ("1418", 1_418_000), ("4.125", 4125)]
        {
            let points = Points::parse(text).unwrap();
            assert_eq!((points.thousandths(), points.to_string().as_str()), (thousandths, text));
        }
        assert_eq!(Points::parse("1.0005"), None);
        assert_eq!(Points::parse("-1"), None);
    }
}

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    catalog::capability::{Capability, CapabilitySet},
    error::Error,
    num::{money::Usd, number::Number},
    question::{
        checked::{QualityFloor, Requirements},
        numbers::numbers,
        reader::Reader,
        workload::Field,
    },
};

/// A benchmark to compare models by, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct QualityDraft {
    /// Its id.
    pub benchmark: String,
    /// The least score that will do.
    #[cfg_attr(feature = "serde", serde(default))]
    pub at_least: Option<Number>,
}

numbers!(
    /// Conditions as they were written.
    RequirementsDraft {
        min_context, monthly_budget_usd;
        models: Option<Vec<String>>, use_case: Option<String>, production: bool,
        needs: Vec<String>, quality: Option<QualityDraft>
    }
);

const MIN_CONTEXT: Field = Field {
    name: "min_context",
    min: 0,
    max: 1_000_000_000,
    decimals: 0,
    default: Some(0),
    optional: false,
};

impl QualityDraft {
    fn read(&self, reader: &mut Reader) -> QualityFloor {
        if self.benchmark.trim().is_empty() {
            reader.errors.push(Error::missing("benchmark", "the id of a benchmark"));
        }
        let at_least = self.at_least.as_ref().filter(|number| number.is_set());
        QualityFloor {
            benchmark: self.benchmark.trim().to_string(),
            at_least: at_least.map(|number| reader.points("at_least", number)),
        }
    }
}

/// What a model has to be able to do, by names.
fn needs(names: &[String], reader: &mut Reader) -> CapabilitySet {
    let read = |name: &String| reader.value(name.trim().parse::<Capability>());
    names.iter().filter_map(read).collect()
}

impl RequirementsDraft {
    /// Whether nothing is asked for.
    #[cfg(feature = "serde")]
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn read(&self, reader: &mut Reader) -> Requirements {
        let budget = self.monthly_budget_usd.as_ref().filter(|number| number.is_set());
        let monthly_budget = budget.and_then(|number| {
            let text = number.as_str().trim();
            // 10^24 dollars and more would not fit beside other sums.
            let usd = Usd::parse(text.strip_prefix('$').unwrap_or(text))
                .filter(|usd| usd.picodollars() <= 1_000_000_000_000_000_000_000_000);
            if usd.is_none() {
                let range = "dollars from 0 to 1000000000000, with at most 12 decimals";
                reader.errors.push(Error::range("monthly_budget_usd", text, range));
            }
            usd
        });
        Requirements {
            models: self.models.clone(),
            use_case: self.use_case.clone().filter(|id| !id.is_empty()),
            production: self.production,
            needs: needs(&self.needs, reader),
            quality: self.quality.as_ref().map(|quality| quality.read(reader)),
            min_context: reader.read(MIN_CONTEXT, self.min_context.as_ref()),
            monthly_budget,
        }
    }
}

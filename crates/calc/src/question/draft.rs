use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    catalog::{
        admission::Admission,
        capability::{Capability, CapabilitySet},
        limits::Limit,
        on_day::Override,
        plan::Plan,
        quality::Points,
    },
    error::{Error, Errors},
    num::{
        date::Date,
        money::Usd,
        number::Number,
        units::{AudioMillis, Characters, Requests, Tokens},
    },
    question::{
        checked::{OwnScore, QualityFloor, Question, Requirements},
        workload::{self, Field, ToolUse, Volume, Workload},
    },
};

/// The question as it was written: from JSON, from flags or from a form. An
/// absent field takes its default; [`Draft::check`] turns it into a
/// [`Question`] or says of every bad field what it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Draft {
    /// `YYYY-MM-DD`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub as_of: Option<String>,
    /// `free`, `developer`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub plans: Option<Vec<String>>,
    /// The workload; the one part that has to be there.
    pub workload: WorkloadDraft,
    /// Further conditions.
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "crate::json::or_default"))]
    pub requirements: RequirementsDraft,
    /// Model, then plan, then limit.
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "crate::json::or_default"))]
    pub limits: BTreeMap<String, BTreeMap<String, BTreeMap<String, Number>>>,
    /// `reserved` or `expected`; the rule of the day where it is absent.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub admission: Option<String>,
    /// Results of your own evaluations, which come before published ones.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::json::or_default",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    pub scores: Vec<ScoreDraft>,
}

#[cfg(feature = "serde")]
crate::json::from_object!(Draft);

macro_rules! numbers {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* ; $($extra:ident : $kind:ty),* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(
            feature = "serde",
            derive(serde::Serialize, serde::Deserialize),
            serde(remote = "Self", default, deny_unknown_fields)
        )]
        pub struct $name {
            $(
                /// As the field of that name in the question.
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
                pub $field: Option<Number>,
            )*
            $(
                /// As the field of that name in the question.
                #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
                pub $extra: $kind,
            )*
        }

        #[cfg(feature = "serde")]
        crate::json::from_object!($name);

        impl $name {
            /// The number with that JSON name, to read or to set.
            pub fn number_mut(&mut self, name: &str) -> Option<&mut Option<Number>> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

numbers!(
    /// A workload as it was written.
    WorkloadDraft {
        requests_per_day, requests_per_month, input_tokens, cached_input_tokens, output_tokens,
        max_completion_tokens, audio_seconds, characters, peak_requests_per_minute,
        active_hours_per_day, days_per_month, batch_share_percent, request_seconds,
        safety_margin_percent; tools: ToolsDraft
    }
);
numbers!(
    /// Use of tools as it was written.
    ToolsDraft {
        web_search_basic, web_search_advanced, visit_website, code_execution_seconds,
        browser_automation_seconds;
    }
);
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

/// The largest figure an override may state.
const CAP: Field = Field {
    name: "limits",
    min: 1,
    max: 1_000_000_000_000_000,
    decimals: 0,
    default: None,
    optional: false,
};

/// Collects what is wrong while the fields are read.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) errors: Vec<Error>,
}

impl Reader {
    /// The value in the field's smallest unit, or `None` where it is not set.
    pub(crate) fn optional(&mut self, field: Field, number: Option<&Number>) -> Option<u64> {
        self.value(field.read(number)).flatten()
    }

    fn value<T>(&mut self, read: Result<T, Error>) -> Option<T> {
        read.map_err(|error| self.errors.push(error)).ok()
    }

    /// A day, or `None` where it is not set.
    pub(crate) fn date(&mut self, field: &str, text: Option<&str>) -> Option<Date> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        self.value(Date::read(field, text))
    }

    /// A rule of admission, or `None` where it is not set.
    pub(crate) fn admission(&mut self, text: Option<&str>) -> Option<Admission> {
        let name = text.map(str::trim).filter(|name| !name.is_empty())?;
        let known = || Error::unknown("admission", name, "reserved or expected");
        self.value(Admission::parse(name).ok_or_else(known))
    }

    /// As [`Reader::optional`], with a stand-in where there is an error.
    pub(crate) fn read(&mut self, field: Field, number: Option<&Number>) -> u64 {
        self.optional(field, number).unwrap_or(field.min)
    }
}

impl Draft {
    /// The question it asks.
    ///
    /// # Errors
    ///
    /// Every field that is missing, not a number or out of its range, in the
    /// order of the fields.
    pub fn check(&self) -> Result<Question, Errors> {
        let mut reader = Reader::default();
        let workload = self.workload.read(&mut reader);
        let as_of = reader.date("as_of", self.as_of.as_deref());
        let plans = self.read_plans(&mut reader);
        let requirements = self.requirements.read(&mut reader);
        let limits = account_limits(&self.limits, &mut reader);
        let scores = self.scores.iter().map(|score| score.read(&mut reader)).collect();
        let admission = reader.admission(self.admission.as_deref());
        if reader.errors.is_empty() && !workload.asks_for_anything() {
            let wanted = "above 0, or else output_tokens, audio_seconds or characters";
            reader.errors.push(Error::missing("input_tokens", wanted));
        }
        if reader.errors.is_empty() {
            Ok(Question { as_of, plans, workload, requirements, limits, admission, scores })
        } else {
            Err(Errors::from(reader.errors))
        }
    }

    fn read_plans(&self, reader: &mut Reader) -> Vec<Plan> {
        let Some(names) = &self.plans else {
            return Plan::ALL.to_vec();
        };
        if names.is_empty() {
            reader.errors.push(Error::missing("plans", "at least one of free, developer"));
        }
        for name in names.iter().filter(|name| Plan::parse(name).is_none()) {
            reader.errors.push(Error::unknown("plans", name, "free or developer"));
        }
        let asked = |plan: &Plan| names.iter().any(|name| name == plan.name());
        Plan::ALL.into_iter().filter(asked).collect()
    }
}

/// Caps of an account: model, then plan, then limit.
pub(crate) fn account_limits(
    limits: &BTreeMap<String, BTreeMap<String, BTreeMap<String, Number>>>,
    reader: &mut Reader,
) -> Vec<Override> {
    let mut overrides = Vec::new();
    for (model, plans) in limits {
        for (plan_name, caps) in plans {
            let plan = Plan::parse(plan_name);
            if plan.is_none() {
                reader.errors.push(Error::unknown("limits", plan_name, "free or developer"));
            }
            for (limit_name, cap) in caps {
                let limit = Limit::parse(limit_name);
                if limit.is_none() {
                    let known = "one of RPM, RPD, TPM, TPD, ITPM, OTPM, ASH, ASD";
                    reader.errors.push(Error::unknown("limits", limit_name, known));
                }
                let cap = reader.value(CAP.read_as(limit_name, cap));
                if let (Some(plan), Some(limit), Some(cap)) = (plan, limit, cap) {
                    overrides.push(Override { model: model.clone(), plan, limit, cap });
                }
            }
        }
    }
    overrides
}

impl WorkloadDraft {
    fn read(&self, reader: &mut Reader) -> Workload {
        use workload as field;
        let volume = self.volume(reader);
        let input = reader.read(field::INPUT_TOKENS, self.input_tokens.as_ref());
        let before = reader.errors.len();
        let cached = reader.read(field::CACHED_INPUT_TOKENS, self.cached_input_tokens.as_ref());
        if cached > input && reader.errors.len() == before {
            let range = alloc::format!("at most input_tokens, which is {input}");
            reader.errors.push(Error::range("cached_input_tokens", &cached.to_string(), &range));
        }
        let output = reader.read(field::OUTPUT_TOKENS, self.output_tokens.as_ref());
        let max_completion =
            reader.optional(field::MAX_COMPLETION_TOKENS, self.max_completion_tokens.as_ref());
        let audio = reader.read(field::AUDIO_SECONDS, self.audio_seconds.as_ref());
        let characters = reader.read(field::CHARACTERS, self.characters.as_ref());
        let peak = reader
            .optional(field::PEAK_REQUESTS_PER_MINUTE, self.peak_requests_per_minute.as_ref());
        let hours = reader.read(field::ACTIVE_HOURS_PER_DAY, self.active_hours_per_day.as_ref());
        let days = reader.read(field::DAYS_PER_MONTH, self.days_per_month.as_ref());
        let batch = reader.read(field::BATCH_SHARE_PERCENT, self.batch_share_percent.as_ref());
        let request = reader.optional(field::REQUEST_SECONDS, self.request_seconds.as_ref());
        let margin = reader.read(field::SAFETY_MARGIN_PERCENT, self.safety_margin_percent.as_ref());
        Workload {
            volume,
            input_tokens: Tokens::new(input),
            cached_input_tokens: Tokens::new(cached),
            output_tokens: Tokens::new(output),
            max_completion_tokens: max_completion.map(Tokens::new),
            audio: AudioMillis::new(audio),
            characters: Characters::new(characters),
            peak_requests_per_minute: peak.map(Requests::new),
            active_hours_per_day: hours,
            days_per_month: days,
            batch_share_percent: batch,
            request_millis: request,
            safety_margin_percent: margin,
            tools: self.tools.read(reader),
        }
    }
}

impl WorkloadDraft {
    /// Requests a day, or a month in their place.
    fn volume(&self, reader: &mut Reader) -> Volume {
        use workload::{REQUESTS_PER_DAY, REQUESTS_PER_MONTH};
        let errors = reader.errors.len();
        match reader.optional(REQUESTS_PER_MONTH, self.requests_per_month.as_ref()) {
            None if reader.errors.len() == errors => {
                let day = reader.read(REQUESTS_PER_DAY, self.requests_per_day.as_ref());
                Volume::PerDay(Requests::new(day))
            }
            month => {
                let month = month.unwrap_or_default();
                if self.requests_per_day.as_ref().is_some_and(Number::is_set) {
                    let range = "absent where requests_per_day is given";
                    let value = month.to_string();
                    reader.errors.push(Error::range("requests_per_month", &value, range));
                }
                Volume::PerMonth(Requests::new(month))
            }
        }
    }
}

impl ToolsDraft {
    fn read(&self, reader: &mut Reader) -> ToolUse {
        use workload as field;
        ToolUse {
            web_search_basic: reader.read(field::WEB_SEARCH_BASIC, self.web_search_basic.as_ref()),
            web_search_advanced: reader
                .read(field::WEB_SEARCH_ADVANCED, self.web_search_advanced.as_ref()),
            visit_website: reader.read(field::VISIT_WEBSITE, self.visit_website.as_ref()),
            code_execution_millis: reader
                .read(field::CODE_EXECUTION_SECONDS, self.code_execution_seconds.as_ref()),
            browser_automation_millis: reader
                .read(field::BROWSER_AUTOMATION_SECONDS, self.browser_automation_seconds.as_ref()),
        }
    }
}

/// A score as it was written.
fn points(field: &str, number: &Number, reader: &mut Reader) -> Points {
    let text = number.as_str().trim();
    Points::parse(text).unwrap_or_else(|| {
        let range = "a number from 0, with at most 3 decimals";
        reader.errors.push(Error::range(field, text, range));
        Points::default()
    })
}

impl QualityDraft {
    fn read(&self, reader: &mut Reader) -> QualityFloor {
        if self.benchmark.trim().is_empty() {
            reader.errors.push(Error::missing("benchmark", "the id of a benchmark"));
        }
        let at_least = self.at_least.as_ref().filter(|number| number.is_set());
        QualityFloor {
            benchmark: self.benchmark.trim().to_string(),
            at_least: at_least.map(|number| points("at_least", number, reader)),
        }
    }
}

impl ScoreDraft {
    fn read(&self, reader: &mut Reader) -> OwnScore {
        if self.model.trim().is_empty() {
            reader.errors.push(Error::missing("model", "the id of a model"));
        }
        let score = points("score", &self.score, reader);
        let mut end = |field, end: &Option<Number>| match end {
            Some(number) => points(field, number, reader),
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

/// What a model has to be able to do, by names.
fn needs(names: &[String], reader: &mut Reader) -> CapabilitySet {
    let read = |name: &String| reader.value(name.trim().parse::<Capability>());
    names.iter().filter_map(read).collect()
}

impl RequirementsDraft {
    fn read(&self, reader: &mut Reader) -> Requirements {
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

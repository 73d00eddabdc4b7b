use alloc::{collections::BTreeMap, string::String};

use crate::{
    catalog::{
        limits::Caps,
        plan::{Plan, Tier},
        pricing::Prices,
    },
    error::{Error, Errors},
    num::number::Number,
    question::{draft::account_limits, reader::Reader, workload::Field},
    replay::{
        policy::{Limiter, Policy},
        rules::{Charge, Rules, Stretch},
        settings::Settings,
        target::Target,
    },
};

/// The settings of a replay as they were entered: by flags, as JSON or in a
/// form. An absent or empty field takes its default; [`Draft::check`] turns
/// them into [`Settings`] or says of every bad field what it may be.
///
/// ```
/// use groq_calc::replay::{Draft, Policy};
///
/// let draft = Draft {
///     model: Some("openai/gpt-oss-120b".into()),
///     plan: Some("free".into()),
///     policy: Some("queue".into()),
///     patience_seconds: Some("2.5".into()),
///     ..Draft::default()
/// };
/// let settings = draft.check().unwrap();
/// assert_eq!(settings.rules.policy, Policy::Queue { patience_us: Some(2_500_000) });
///
/// let errors = Draft { scale: Some("0".into()), ..draft }.check().unwrap_err();
/// assert_eq!(errors[0].field(), "scale");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", default, deny_unknown_fields)
)]
pub struct Draft {
    /// The day whose limits and prices count, `YYYY-MM-DD`; the newest of the
    /// catalog by default.
    pub as_of: Option<String>,
    /// Caps of your account: model, then plan, then limit.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub limits: BTreeMap<String, BTreeMap<String, BTreeMap<String, Number>>>,
    /// `reserved` or `expected`: how requests are admitted; by the rule of the
    /// day by default.
    pub admission: Option<String>,
    /// The model's id; with `all` only this one.
    pub model: Option<String>,
    /// `free` or `developer`; with `all` only this one.
    pub plan: Option<String>,
    /// `on_demand` (the default) or `flex`; with `all` only this one.
    pub tier: Option<String>,
    /// Every option that suits the log, instead of one.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub all: bool,
    /// Every option that suits the log, beside the one.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub compare: bool,
    /// `bucket` (the default) or `fixed`.
    pub limiter: Option<String>,
    /// `drop` (the default) or `queue`.
    pub policy: Option<String>,
    /// `uncached` (the default) or `total`.
    pub charge: Option<String>,
    /// After this wait a request leaves the queue; it never does by default.
    pub patience_seconds: Option<Number>,
    /// Whether rows marked as batch leave the stream, where batch is offered.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub batch: bool,
    /// By how much time is scaled, 0.000001 to 1000; 1 by default.
    pub stretch: Option<Number>,
    /// How often each request is repeated; once by default.
    pub scale: Option<Number>,
    /// The part of every cap to leave unused, in percent; 0 by default.
    pub safety_margin_percent: Option<Number>,
    /// The most requests that may get no answer, in percent.
    #[cfg_attr(feature = "serde", serde(alias = "most_refused_percent"))]
    pub max_refused_percent: Option<Number>,
    /// The longest wait that 99 of 100 requests may have.
    #[cfg_attr(feature = "serde", serde(alias = "most_p99_seconds"))]
    pub max_p99_seconds: Option<Number>,
    /// Whether to work out what would have been enough, which keeps the log
    /// in memory.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub fix: bool,
    /// Whether bad rows are counted and left out.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub skip_bad_rows: bool,
    /// Whether the rows are sorted by time first, which keeps the log in memory.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub sort: bool,
}

#[cfg(feature = "serde")]
crate::json::from_object!(Draft);

/// Seconds, to the microsecond.
const fn seconds(name: &'static str) -> Field {
    Field { name, min: 0, max: 1_000_000_000_000, decimals: 6, default: None, optional: true }
}

const fn whole(name: &'static str, min: u64, max: u64) -> Field {
    Field { name, min, max, decimals: 0, default: Some(min), optional: false }
}

const PATIENCE: Field = seconds("patience_seconds");
const MAX_P99: Field = seconds("max_p99_seconds");
const SCALE: Field = whole("scale", 1, Rules::MAX_REPEATS as u64);
const SAFETY_MARGIN: Field = whole("safety_margin_percent", 0, 99);

/// What stands in a field; nothing where it is empty.
fn text(field: Option<&str>) -> Option<&str> {
    field.map(str::trim).filter(|text| !text.is_empty())
}

impl Draft {
    /// The settings.
    ///
    /// # Errors
    ///
    /// Every field that is missing or out of its range.
    pub fn check(&self) -> Result<Settings, Errors> {
        let mut reader = Reader::default();
        let settings = Settings {
            as_of: reader.date("as_of", self.as_of.as_deref()),
            limits: account_limits(&self.limits, &mut reader),
            admission: reader.admission(self.admission.as_deref()),
            model: text(self.model.as_deref()).map(String::from),
            plan: choice(&mut reader, "plan", &self.plan, "free or developer", Plan::parse),
            tier: choice(&mut reader, "tier", &self.tier, "on_demand or flex", Tier::parse),
            all: self.all,
            compare: self.compare,
            rules: self.rules(&mut reader),
            safety_margin_percent: reader.read(SAFETY_MARGIN, self.safety_margin_percent.as_ref()),
            target: self.target(&mut reader),
            fix: self.fix,
            skip_bad_rows: self.skip_bad_rows,
            sort: self.sort,
        };
        if !self.all {
            let range = |what: &str| alloc::format!("{what}, unless all options are asked for");
            if settings.model.is_none() {
                reader.errors.push(Error::missing("model", &range("a model's id")));
            }
            if text(self.plan.as_deref()).is_none() {
                reader.errors.push(Error::missing("plan", &range("free or developer")));
            }
        } else if self.fix {
            reader.errors.push(Error::range(
                "fix",
                "true",
                "false where all options are asked for",
            ));
        }
        if reader.errors.is_empty() { Ok(settings) } else { Err(reader.errors.into()) }
    }

    /// The rules, without an option's caps and prices.
    fn rules(&self, reader: &mut Reader) -> Rules {
        let limiters = |name: &str| match name {
            "bucket" => Some(Limiter::Bucket),
            "fixed" => Some(Limiter::Fixed),
            _ => None,
        };
        let charges = |name: &str| match name {
            "uncached" => Some(Charge::Uncached),
            "total" => Some(Charge::Total),
            _ => None,
        };
        let patience_us = reader.optional(PATIENCE, self.patience_seconds.as_ref());
        let policies = |name: &str| match name {
            "drop" => Some(Policy::Drop),
            "queue" => Some(Policy::Queue { patience_us }),
            _ => None,
        };
        let policy = choice(reader, "policy", &self.policy, "drop or queue", policies);
        if let (Some(_), None | Some(Policy::Drop)) = (patience_us, policy) {
            let value = self.patience_seconds.as_ref().map_or("", Number::as_str);
            let range = "absent, unless the policy is queue: a dropped request does not wait";
            reader.errors.push(Error::range(PATIENCE.name, value, range));
        }
        Rules {
            limiter: choice(reader, "limiter", &self.limiter, "bucket or fixed", limiters)
                .unwrap_or_default(),
            policy: policy.unwrap_or_default(),
            charge: choice(reader, "charge", &self.charge, "uncached or total", charges)
                .unwrap_or_default(),
            stretch: parsed(reader, self.stretch.as_ref(), Stretch::parse).unwrap_or_default(),
            scale: reader.read(SCALE, self.scale.as_ref()) as u32,
            batch: self.batch,
            ..Rules::new(Caps::NONE, Prices::NONE)
        }
    }

    fn target(&self, reader: &mut Reader) -> Target {
        let lost = self.max_refused_percent.as_ref();
        Target {
            most_lost_millionths: parsed(reader, lost, Target::lost_percent),
            most_p99_us: reader.optional(MAX_P99, self.max_p99_seconds.as_ref()),
        }
    }
}

/// The one of some names that was given, if any.
fn choice<T>(
    reader: &mut Reader,
    field: &str,
    given: &Option<String>,
    names: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let name = text(given.as_deref())?;
    let found = parse(name);
    if found.is_none() {
        reader.errors.push(Error::range(field, name, names));
    }
    found
}

fn parsed<T>(
    reader: &mut Reader,
    given: Option<&Number>,
    parse: fn(&str) -> Result<T, Error>,
) -> Option<T> {
    let text = text(given.map(Number::as_str))?;
    parse(text).map_err(|error| reader.errors.push(error)).ok()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn draft() -> Draft {
        Draft { model: Some("m".into()), plan: Some("free".into()), ..Draft::default() }
    }

    #[test]
    fn every_bad_field_is_named() {
        let bad = Draft {
            as_of: Some("today".into()),
            admission: Some("perhaps".into()),
            plan: Some("gold".into()),
            tier: Some("fast".into()),
            limiter: Some("sieve".into()),
            policy: Some("retry".into()),
            charge: Some("half".into()),
            patience_seconds: Some("soon".into()),
            stretch: Some("0".into()),
            scale: Some("1.5".into()),
            safety_margin_percent: Some("100".into()),
            max_refused_percent: Some("101".into()),
            max_p99_seconds: Some("-1".into()),
            ..Draft::default()
        };
        let errors = bad.check().unwrap_err();
        let mut fields: Vec<_> = errors.iter().map(Error::field).collect();
        fields.sort_unstable();
        let expected = [
            "admission",
            "as_of",
            "charge",
            "limiter",
            "max_p99_seconds",
            "max_refused_percent",
            "model",
            "patience_seconds",
            "plan",
            "policy",
            "safety_margin_percent",
            "scale",
            "stretch",
            "tier",
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn empty_fields_take_their_defaults() {
        let empty = Draft {
            patience_seconds: Some(" ".into()),
            stretch: Some("".into()),
            policy: Some("".into()),
            max_refused_percent: Some("".into()),
            ..draft()
        };
        assert_eq!(empty.check(), draft().check());
        let settings = draft().check().unwrap();
        assert_eq!(settings.rules, Rules::new(Caps::NONE, Prices::NONE));
        assert_eq!((settings.target, settings.safety_margin_percent), (Target::default(), 0));
    }

    #[test]
    fn patience_is_refused_where_nothing_waits() {
        let impatient = Draft { patience_seconds: Some("5".into()), ..draft() };
        assert_eq!(impatient.check().unwrap_err()[0].field(), "patience_seconds");
        let queue = Draft { policy: Some("queue".into()), ..impatient };
        let patient = Policy::Queue { patience_us: Some(5_000_000) };
        assert_eq!(queue.check().unwrap().rules.policy, patient);
    }

    #[test]
    fn one_option_needs_a_model_and_a_plan_and_all_options_neither() {
        let none = Draft::default();
        assert_eq!(none.check().unwrap_err().len(), 2);
        let all = Draft { all: true, ..none };
        assert!(all.check().is_ok());
        assert_eq!(Draft { fix: true, ..all }.check().unwrap_err()[0].field(), "fix");
    }
}

#[cfg(all(test, feature = "serde"))]
mod json_tests {
    use alloc::string::ToString;

    use serde::{
        Deserialize,
        de::value::{Error, MapDeserializer, SeqDeserializer},
    };

    use super::Draft;
    use crate::question::{draft, workload_draft::WorkloadDraft};

    fn refuses_a_list<T: for<'de> Deserialize<'de>>() {
        let list = SeqDeserializer::<_, Error>::new([1u64].into_iter());
        let error = T::deserialize(list).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("invalid type: sequence, expected an object"));
    }

    #[test]
    fn rejects_a_list_where_an_object_belongs() {
        refuses_a_list::<draft::Draft>();
        refuses_a_list::<WorkloadDraft>();
        refuses_a_list::<Draft>();
    }

    #[test]
    fn takes_null_as_absent() {
        let nulls = [("all", ()), ("limits", ()), ("model", ()), ("scale", ())];
        let map = MapDeserializer::<_, Error>::new(nulls.into_iter());
        let draft = <Draft as Deserialize>::deserialize(map).unwrap();
        assert_eq!(draft, Draft::default());
    }
}

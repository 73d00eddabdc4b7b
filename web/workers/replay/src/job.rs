use groq_calc::{
    Caps, Decimal, Draft, Offer, Plan, Prices, Question, Tier,
    replay::{Charge, Limiter, Policy, Rules, Stretch, Target},
};
use groq_catalog::CATALOG;
use serde::{Deserialize, Serialize};

/// How a log is replayed, to the letter as it was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The model's id.
    pub model: String,
    /// `free` or `developer`.
    pub plan: String,
    /// `on_demand` or `flex`.
    pub tier: String,
    /// Whether calendar windows count, and not buckets.
    pub fixed: bool,
    /// Whether refused requests wait.
    pub queue: bool,
    /// Seconds; empty for no end.
    pub patience: String,
    /// Whether cached tokens are charged as well.
    pub total: bool,
    /// Whether rows marked as batch leave the stream.
    pub batch: bool,
    /// By how much time is scaled.
    pub stretch: String,
    /// How often each request is repeated.
    pub scale: String,
    /// Percent of every cap.
    pub margin: String,
    /// Whether bad rows are counted and passed over.
    pub skip_bad_rows: bool,
    /// Whether the rows are sorted by time first.
    pub sort: bool,
    /// Percent; empty for any share.
    pub most_refused: String,
    /// Seconds; empty for any wait.
    pub most_p99: String,
}

impl Settings {
    /// Groq's limits as they are seen to work, for an option.
    pub fn new(model: &str, plan: Plan, tier: Tier) -> Self {
        let text = |text: &str| text.to_string();
        Self {
            model: text(model),
            plan: text(plan.name()),
            tier: text(tier.name()),
            fixed: false,
            queue: false,
            patience: String::new(),
            total: false,
            batch: false,
            stretch: text("1"),
            scale: text("1"),
            margin: text("0"),
            skip_bad_rows: false,
            sort: false,
            most_refused: text("1"),
            most_p99: String::new(),
        }
    }

    /// What they mean for the engine.
    ///
    /// # Errors
    ///
    /// Every field that is wrong.
    pub fn read(&self) -> Result<Way, Vec<Wrong>> {
        let mut errors = Vec::new();
        let patience = seconds("patience", &self.patience, &mut errors);
        let stretch = Stretch::parse(self.stretch.trim());
        let most_refused = Target::lost_percent(self.most_refused.trim());
        if stretch.is_err() {
            errors.push(("stretch", Bad::Factor));
        }
        let any_share = self.most_refused.trim().is_empty();
        if most_refused.is_err() && !any_share {
            errors.push(("most_refused", Bad::Percent));
        }
        let way = Way {
            rules: Rules {
                limiter: if self.fixed { Limiter::Fixed } else { Limiter::Bucket },
                policy: match self.queue {
                    true => Policy::Queue { patience_us: patience },
                    false => Policy::Drop,
                },
                charge: if self.total { Charge::Total } else { Charge::Uncached },
                stretch: stretch.unwrap_or(Stretch::NONE),
                scale: whole("scale", &self.scale, 1, Rules::MOST_REPEATS.into(), &mut errors)
                    as u32,
                batch: self.batch,
                ..Rules::new(Caps::NONE, Prices::NONE)
            },
            margin_percent: whole("margin", &self.margin, 0, 99, &mut errors),
            target: Target {
                most_lost_millionths: most_refused.ok(),
                most_p99_us: seconds("most_p99", &self.most_p99, &mut errors),
            },
        };
        if errors.is_empty() { Ok(way) } else { Err(errors) }
    }
}

/// What settings mean.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Without an option's caps and prices.
    pub rules: Rules,
    /// Percent of every cap that stays unused.
    pub margin_percent: u64,
    /// What an option has to manage.
    pub target: Target,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It is no number of seconds.
    Seconds,
    /// It is no whole number between two.
    Whole(u64, u64),
    /// It is no share in percent.
    Percent,
    /// It is no factor.
    Factor,
}

/// A field that is wrong.
pub type Wrong = (&'static str, Bad);

/// Microseconds; nothing for an empty field.
fn seconds(field: &'static str, text: &str, errors: &mut Vec<Wrong>) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let micros = Decimal::parse(text).and_then(|seconds| seconds.scaled(6));
    let micros = micros.and_then(|micros| u64::try_from(micros).ok());
    if micros.is_none() {
        errors.push((field, Bad::Seconds));
    }
    micros
}

fn whole(field: &'static str, text: &str, least: u64, most: u64, errors: &mut Vec<Wrong>) -> u64 {
    let count = text.trim().parse().ok().filter(|count| (least..=most).contains(count));
    count.unwrap_or_else(|| {
        errors.push((field, Bad::Whole(least, most)));
        least
    })
}

/// An invented log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invented {
    /// About how many requests.
    pub requests: u64,
    /// The same seed gives the same day.
    pub seed: u64,
}

/// What the worker is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The day and the limits of one's own account.
    pub question: Draft,
    /// How it is replayed.
    pub settings: Settings,
    /// The log; a file comes beside the job.
    pub invented: Option<Invented>,
}

impl Job {
    /// The question of the plan, of which day and own limits count here.
    pub fn new(question: Option<&Question>, settings: Settings, log: Option<Invented>) -> Self {
        let mut draft = Draft::default();
        draft.workload.requests_per_day = Some(1.into());
        if let Some(question) = question {
            draft.as_of = question.as_of.map(|day| day.to_string());
            for own in &question.limits {
                let plans = draft.limits.entry(own.model.clone()).or_default();
                let limits = plans.entry(own.plan.name().to_string()).or_default();
                limits.insert(own.limit.name().to_string(), own.cap.into());
            }
        }
        Self { question: draft, settings, invented: log }
    }

    pub(crate) fn question(&self) -> Result<Question, String> {
        self.question
            .check()
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }

    /// The option that the settings name.
    pub(crate) fn offer(&self, question: &Question) -> Result<Offer<'static>, String> {
        let Settings { model, plan, tier, .. } = &self.settings;
        let (Some(plan), Some(tier)) = (Plan::parse(plan), Tier::parse(tier)) else {
            return Err(format!("there is no {tier} on {plan}"));
        };
        Offer::find(&CATALOG, question, model, plan, tier).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::new("openai/gpt-oss-20b", Plan::Free, Tier::OnDemand)
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = Settings {
            patience: "soon".into(),
            stretch: "0".into(),
            scale: "1.5".into(),
            margin: "100".into(),
            most_refused: "101".into(),
            most_p99: "-1".into(),
            ..settings()
        };
        let errors = wrong.read().expect_err("six fields are wrong");
        let mut fields: Vec<_> = errors.iter().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["margin", "most_p99", "most_refused", "patience", "scale", "stretch"]);
        assert!(settings().read().is_ok());
    }

    #[test]
    fn settings_are_rules() {
        let queue = Settings { queue: true, patience: "2.5".into(), fixed: true, ..settings() };
        let way = queue.read().expect("they are good");
        assert_eq!(way.rules.policy, Policy::Queue { patience_us: Some(2_500_000) });
        assert_eq!((way.rules.limiter, way.rules.charge), (Limiter::Fixed, Charge::Uncached));
        assert_eq!(way.target.most_lost_millionths, Some(10_000));
        let idle = Settings { patience: "5".into(), most_refused: " ".into(), ..settings() };
        let way = idle.read().expect("they are good");
        assert_eq!((way.rules.policy, way.target.most_lost_millionths), (Policy::Drop, None));
    }

    #[test]
    fn day_and_own_limits_come_along() {
        let mut draft = Draft::default();
        draft.workload.requests_per_day = Some(7.into());
        draft.as_of = Some("2026-06-04".into());
        let limits = draft.limits.entry("openai/gpt-oss-20b".into()).or_default();
        limits.entry("free".into()).or_default().insert("RPM".into(), 77.into());
        let asked = draft.check().unwrap();
        let job = Job::new(Some(&asked), settings(), None);
        let question = job.question().unwrap();
        assert_eq!((question.as_of, &question.limits), (asked.as_of, &asked.limits));
        let offer = job.offer(&question).unwrap();
        assert_eq!(offer.caps.figure(groq_calc::Limit::Rpm), Some(77));
        let gone = Settings { model: "gone".into(), ..settings() };
        assert!(Job::new(None, gone, None).offer(&question).unwrap_err().contains("gone"));
    }
}

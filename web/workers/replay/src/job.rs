use groq_calc::{
    Plan, Question, Tier,
    replay::{Draft, Rules},
};
use groq_log::{RequestNames, TimeUnit};
use serde::{Deserialize, Serialize};

/// The settings of the form, as they were entered.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Whether bad rows are counted and left out.
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

    /// What is asked of the engine.
    pub fn draft(&self) -> Draft {
        let text = |text: &str| Some(text.to_string());
        let number = |text: &str| Some(text.into());
        Draft {
            model: text(&self.model),
            plan: text(&self.plan),
            tier: text(&self.tier),
            compare: true,
            limiter: text(if self.fixed { "fixed" } else { "bucket" }),
            policy: text(if self.queue { "queue" } else { "drop" }),
            charge: text(if self.total { "total" } else { "uncached" }),
            // Its field is hidden where nothing waits.
            patience_seconds: self.queue.then(|| self.patience.as_str().into()),
            batch: self.batch,
            stretch: number(&self.stretch),
            scale: number(&self.scale),
            safety_margin_percent: number(&self.margin),
            max_refused_percent: number(&self.most_refused),
            max_p99_seconds: number(&self.most_p99),
            fix: true,
            skip_bad_rows: self.skip_bad_rows,
            sort: self.sort,
            ..Draft::default()
        }
    }

    /// The form's fields that are wrong.
    pub fn errors(&self) -> Vec<(&'static str, FieldError)> {
        let Err(errors) = self.draft().check() else { return Vec::new() };
        errors.iter().filter_map(|error| field_error(error.field())).collect()
    }
}

/// What is wrong with a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// It must be a number of seconds.
    Seconds,
    /// It must be a whole number between two.
    Whole(u64, u64),
    /// It must be a share in percent.
    Percent,
    /// It must be a factor.
    Factor,
}

/// The form's field for a field of the engine's draft, and what it must hold.
fn field_error(field: &str) -> Option<(&'static str, FieldError)> {
    Some(match field {
        "patience_seconds" => ("patience", FieldError::Seconds),
        "max_p99_seconds" => ("most_p99", FieldError::Seconds),
        "stretch" => ("stretch", FieldError::Factor),
        "scale" => ("scale", FieldError::Whole(1, Rules::MAX_REPEATS.into())),
        "safety_margin_percent" => ("margin", FieldError::Whole(0, 99)),
        "max_refused_percent" => ("most_refused", FieldError::Percent),
        _ => return None,
    })
}

/// A synthetic log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synthetic {
    /// About how many requests.
    pub requests: u64,
    /// The same seed gives the same day.
    pub seed: u64,
}

/// What the columns of a log are called, where it does not tell by itself; empty
/// stands for what it tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// When a request came.
    pub time: String,
    /// Prompt tokens.
    pub input: String,
    /// Cached prompt tokens.
    pub cached: String,
    /// Completion tokens.
    pub output: String,
    /// The unit of times that are numbers: `s`, `ms`, `us` or `ns`.
    pub unit: String,
}

impl Names {
    /// The same for the reader of logs.
    pub(crate) fn of_log(&self) -> RequestNames {
        let some = |name: &String| (!name.is_empty()).then(|| name.clone());
        RequestNames {
            time: some(&self.time),
            input: some(&self.input),
            cached: some(&self.cached),
            output: some(&self.output),
            time_unit: TimeUnit::ALL.into_iter().find(|unit| unit.name() == self.unit),
            ..RequestNames::default()
        }
    }
}

/// What the worker is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// How the log is replayed.
    pub settings: Draft,
    /// The log; a file comes beside the job.
    pub synthetic: Option<Synthetic>,
    /// What its columns are called.
    #[serde(default)]
    pub names: Names,
}

impl Job {
    /// A job with the form's settings, the day of the plan's question and the
    /// caps of the account.
    pub fn new(
        question: Option<&Question>,
        settings: &Settings,
        synthetic: Option<Synthetic>,
    ) -> Self {
        let mut settings = settings.draft();
        if let Some(question) = question {
            settings.as_of = question.as_of.map(|day| day.to_string());
            for own in &question.limits {
                let plans = settings.limits.entry(own.model.clone()).or_default();
                let limits = plans.entry(own.plan.name().to_string()).or_default();
                limits.insert(own.limit.name().to_string(), own.cap.into());
            }
        }
        Self { settings, synthetic, names: Names::default() }
    }
}

#[cfg(test)]
mod tests {
    use groq_calc::replay::{Charge, Limiter, Memory, Policy, Runner};
    use groq_catalog::CATALOG;

    use super::*;

    fn settings() -> Settings {
        Settings::new("openai/gpt-oss-20b", Plan::Free, Tier::OnDemand)
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = Settings {
            queue: true,
            patience: "soon".into(),
            stretch: "0".into(),
            scale: "1.5".into(),
            margin: "100".into(),
            most_refused: "101".into(),
            most_p99: "-1".into(),
            ..settings()
        };
        let mut fields: Vec<_> = wrong.errors().iter().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["margin", "most_p99", "most_refused", "patience", "scale", "stretch"]);
        assert!(settings().errors().is_empty());
    }

    #[test]
    fn settings_of_the_form_become_rules() {
        let queue = Settings { queue: true, patience: "2.5".into(), fixed: true, ..settings() };
        let checked = queue.draft().check().expect("they are good");
        assert_eq!(checked.rules.policy, Policy::Queue { patience_us: Some(2_500_000) });
        assert_eq!(
            (checked.rules.limiter, checked.rules.charge),
            (Limiter::Fixed, Charge::Uncached)
        );
        assert_eq!(checked.target.most_lost_millionths, Some(10_000));
        let idle = Settings { patience: "5".into(), most_refused: " ".into(), ..settings() };
        let checked = idle.draft().check().expect("they are good");
        assert_eq!(
            (checked.rules.policy, checked.target.most_lost_millionths),
            (Policy::Drop, None)
        );
    }

    #[test]
    fn day_and_caps_of_the_account_come_along() {
        let mut draft = groq_calc::Draft::default();
        draft.workload.requests_per_day = Some(7.into());
        draft.workload.output_tokens = Some(1.into());
        draft.as_of = Some("2026-06-04".into());
        let limits = draft.limits.entry("openai/gpt-oss-20b".into()).or_default();
        limits.entry("free".into()).or_default().insert("RPM".into(), 77.into());
        let asked = draft.check().unwrap();
        let job = Job::new(Some(&asked), &settings(), None);
        let checked = job.settings.check().unwrap();
        assert_eq!((checked.as_of, &checked.limits), (asked.as_of, &asked.limits));
        let runner = Runner::new(&CATALOG, checked, Memory::default()).unwrap();
        let (outcome, _) = runner.finish(Default::default()).unwrap();
        // The page plans with what the traffic is like.
        let told = serde_json::to_value(&outcome).unwrap();
        assert_eq!(told["profile"]["requests"], 0, "{told}");
        let caps = outcome.chosen.expect("one is chosen").caps;
        assert_eq!(caps.figure(groq_calc::Limit::RPM), Some(77));
        let gone = Job::new(None, &Settings { model: "gone".into(), ..settings() }, None);
        let error = Runner::new(&CATALOG, gone.settings.check().unwrap(), Memory::default());
        assert!(error.unwrap_err().to_string().contains("gone"));
    }
}

use std::{num::NonZero, path::PathBuf};

use clap::{Args as Group, builder::PossibleValue};
use groq_calc::{Number, replay::Draft};
use groq_log::{RequestNames, TimeUnit};

use crate::{
    input::{cached_part, candidates, catalog::CatalogArgs, question::account_limits, threads},
    output::format::FormatArgs,
};

const EXAMPLES: &str = "Examples:
  groq-calc replay requests.csv --model openai/gpt-oss-120b --plan free
  groq-calc replay requests.csv.gz --model openai/gpt-oss-120b --plan developer --policy queue
  groq-calc replay requests.csv --all --max-refused 1
  groq-calc replay requests.csv --model openai/gpt-oss-20b --plan free --fix
  groq-calc replay requests.csv --services services.json --policy queue --order fair
  groq-calc sample-log | groq-calc replay - --model openai/gpt-oss-20b --plan free --stretch 0.5

A log is CSV with the columns t_us,input,cached,output (and max_completion, audio_ms, batch), the Azure LLM
inference CSV, BurstGPT, any CSV with a time, input and output tokens under their usual names or those of the
flags; or JSON: timestamp, input_length, output_length as Mooncake (milliseconds) and Qwen-Bailian (seconds, with a
fraction) have them, or answers in any form that cost reads. The unit of a time that is a number is told by its size;
where that is in doubt, --time-unit says it. Files that end in .gz or .zst are unpacked.
Exit code: 0 with an answer, 1 if no option meets what was asked, 2 for bad input.";

/// Replays a request log against the limits of an option.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReplayArgs {
    /// The log; `-` reads standard input.
    pub(super) file: PathBuf,
    /// The model; with --all only this one.
    #[arg(long, value_name = "ID", add = candidates::models())]
    pub(super) model: Option<String>,
    /// The plan: free or developer; with --all only this one.
    #[arg(long, add = candidates::plans())]
    pub(super) plan: Option<String>,
    /// The service tier: on_demand or flex.
    #[arg(long, add = candidates::tiers())]
    pub(super) tier: Option<String>,
    /// Every model, plan and tier in one pass, and which to take.
    #[arg(long)]
    pub(super) all: bool,
    /// With --all: the highest share of requests that may get no answer, in percent.
    #[arg(
        long,
        alias = "most-refused",
        value_name = "PERCENT",
        requires = "all",
        allow_hyphen_values = true
    )]
    pub(super) max_refused: Option<String>,
    /// With --all: the highest 99th percentile of the waits, in seconds.
    #[arg(
        long,
        alias = "most-p99",
        value_name = "SECONDS",
        requires = "all",
        allow_hyphen_values = true
    )]
    max_p99: Option<String>,
    /// A question with services: the log, CSV with a column `service`, is replayed under the plan
    /// that fits them best, and the services share the limits of their models.
    #[arg(long, value_name = "QUESTION", conflicts_with_all = [
        "all", "model", "plan", "tier", "fix", "limits", "admission", "as_of", "safety_margin", "stretch", "scale",
    ])]
    pub(super) services: Option<PathBuf>,
    /// With --services: who goes first among those that wait.
    #[arg(long, default_value = "first-come", requires = "services", value_parser = [
        PossibleValue::new("first-come").help("Whoever came first"),
        PossibleValue::new("fair").help("The service that has had the fewest tokens of late"),
    ])]
    pub(super) order: String,
    /// With --services: the column that names the service of a row.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns", requires = "services")]
    pub(super) service: Option<String>,
    /// What would have been enough: the lowest caps, and a throttle of your own.
    #[arg(long, conflicts_with = "all")]
    pub(super) fix: bool,
    /// How limits count time.
    #[arg(long, default_value = "bucket", value_parser = [
        PossibleValue::new("bucket").help("Buckets that refill continuously, as Groq's do"),
        PossibleValue::new("fixed").help("Calendar minutes, hours and days"),
    ])]
    pub(super) limiter: String,
    /// What happens to a refused request.
    #[arg(long, default_value = "drop", value_parser = [
        PossibleValue::new("drop").help("It is rejected"),
        PossibleValue::new("queue").help("It waits its turn"),
    ])]
    pub(super) policy: String,
    /// What a request takes from the token limits.
    #[arg(long, default_value = "uncached", value_parser = [
        PossibleValue::new("uncached").help("Not what the cache served, where the model caches"),
        PossibleValue::new("total").help("Prompt and completion in full"),
    ])]
    pub(super) charge: String,
    /// After this wait a request leaves the queue.
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true)]
    pub(super) patience: Option<String>,
    /// Let rows marked as batch leave the stream, where batch is offered.
    #[arg(long)]
    pub(super) batch: bool,
    /// Scale time: 2 lasts twice as long, 0.5 doubles the rate.
    #[arg(long, value_name = "K", allow_hyphen_values = true)]
    pub(super) stretch: Option<String>,
    /// How often each request is repeated; once by default.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) scale: Option<String>,
    /// The part of every cap to leave unused, in percent.
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    pub(super) safety_margin: Option<String>,
    /// A cap of your own account, as MODEL:PLAN:LIMIT=N; may be repeated.
    #[arg(long = "limit", value_name = "MODEL:PLAN:LIMIT=N")]
    pub(super) limits: Vec<String>,
    /// How requests are admitted: reserved or expected; by the rule of the day by default.
    #[arg(long, value_name = "RULE")]
    pub(super) admission: Option<String>,
    /// The day the limits and prices are of, like 2026-06-04; the newest by default.
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// The column with the time of the request.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) time: Option<String>,
    /// The column with prompt tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) input: Option<String>,
    /// The column with cached prompt tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) cached: Option<String>,
    /// The column with completion tokens.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub(super) output: Option<String>,
    /// The unit of times that are numbers; otherwise it is told by their size.
    #[arg(long, value_name = "UNIT", help_heading = "Columns", value_parser = [
        PossibleValue::new("s").help("Seconds"),
        PossibleValue::new("ms").help("Milliseconds"),
        PossibleValue::new("us").help("Microseconds"),
        PossibleValue::new("ns").help("Nanoseconds"),
    ])]
    pub(super) time_unit: Option<String>,
    /// Whether the prompt tokens have the cached ones too, where a row does not tell.
    #[arg(long, value_name = "YES|NO", value_parser = ["yes", "no"])]
    pub(super) input_includes_cached: Option<String>,
    /// Count bad rows and leave them out.
    #[arg(long)]
    pub(super) skip_bad_rows: bool,
    /// Sort the rows by time first; this keeps all of them in memory.
    #[arg(long)]
    pub(super) sort: bool,
    /// With 1, reading and replaying take turns; with more, reading is ahead in a thread of its own.
    /// The replay itself goes in order, on one. By default there is one for each core.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(super) threads: Option<u8>,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
    #[command(flatten)]
    pub(super) format: FormatArgs,
}

impl ReplayArgs {
    pub(super) fn names(&self) -> RequestNames {
        let unit = self.time_unit.as_deref();
        RequestNames {
            time: self.time.clone(),
            input: self.input.clone(),
            cached: self.cached.clone(),
            output: self.output.clone(),
            time_unit: TimeUnit::ALL.into_iter().find(|one| Some(one.name()) == unit),
            cached_part: cached_part::named(self.input_includes_cached.as_deref()),
            ..RequestNames::default()
        }
    }

    pub(super) fn threads(&self) -> NonZero<usize> {
        threads::or_cores(self.threads)
    }

    /// The settings that the flags give.
    pub(super) fn draft(&self) -> Result<Draft, String> {
        if !self.all && self.services.is_none() && (self.model.is_none() || self.plan.is_none()) {
            return Err("no option: give --model and --plan, or --all, or --services".into());
        }
        let number = |text: &Option<String>| text.as_deref().map(Number::from);
        Ok(Draft {
            as_of: self.as_of.clone(),
            admission: self.admission.clone(),
            limits: account_limits(&self.limits)?,
            model: self.model.clone(),
            plan: self.plan.clone(),
            tier: self.tier.clone(),
            // With services the assignment names the options.
            all: self.all || self.services.is_some(),
            compare: false,
            limiter: Some(self.limiter.clone()),
            policy: Some(self.policy.clone()),
            charge: Some(self.charge.clone()),
            patience_seconds: number(&self.patience),
            batch: self.batch,
            stretch: number(&self.stretch),
            scale: number(&self.scale),
            safety_margin_percent: number(&self.safety_margin),
            max_refused_percent: number(&self.max_refused),
            max_p99_seconds: number(&self.max_p99),
            fix: self.fix,
            skip_bad_rows: self.skip_bad_rows,
            sort: self.sort,
        })
    }
}

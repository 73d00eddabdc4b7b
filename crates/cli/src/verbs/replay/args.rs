use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use groq_calc::replay::{Charge, Limiter};

use crate::{input::catalog::CatalogArgs, output::format::FormatArgs};

const EXAMPLES: &str = "Examples:
  groq-calc replay requests.csv --model openai/gpt-oss-120b --plan free
  groq-calc replay requests.csv.gz --model openai/gpt-oss-120b --plan developer --policy queue
  groq-calc replay requests.csv --all --most-refused 1
  groq-calc replay requests.csv --model openai/gpt-oss-20b --plan free --fix
  groq-calc sample-log | groq-calc replay - --model openai/gpt-oss-20b --plan free --stretch 0.5

A log is CSV with the columns t_us,input,cached,output (and max_completion, audio_ms, batch), the Azure
LLM inference CSV, or JSON lines: timestamp (ms), input_length, output_length; or responses with created
and usage. Files that end in .gz or .zst are unpacked.
Exit code: 0 with an answer, 1 if no option meets what was asked, 2 for bad input.";

/// Replays a request log against the limits of an option.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReplayArgs {
    /// The log; `-` reads standard input.
    pub(crate) file: PathBuf,
    /// The model; with --all only this one.
    #[arg(long, value_name = "ID")]
    pub(crate) model: Option<String>,
    /// The plan: free or developer; with --all only this one.
    #[arg(long)]
    pub(crate) plan: Option<String>,
    /// The service tier: on_demand or flex.
    #[arg(long)]
    pub(crate) tier: Option<String>,
    /// Every model, plan and tier in one pass, and which to take.
    #[arg(long)]
    pub(crate) all: bool,
    /// With --all: the most requests that may get no answer, in percent.
    #[arg(long, value_name = "PERCENT", requires = "all", allow_hyphen_values = true)]
    pub(crate) most_refused: Option<String>,
    /// With --all: the longest wait of 99 in 100, in seconds.
    #[arg(long, value_name = "SECONDS", requires = "all", allow_hyphen_values = true)]
    pub(crate) most_p99: Option<String>,
    /// What would have been enough: the least caps, and a throttle of one's own.
    #[arg(long, conflicts_with = "all")]
    pub(crate) fix: bool,
    /// How limits count time.
    #[arg(long, value_enum, default_value = "bucket")]
    pub(crate) limiter: LimiterArg,
    /// What becomes of a refused request.
    #[arg(long, value_enum, default_value = "drop")]
    pub(crate) policy: PolicyArg,
    /// What a request takes from the token limits.
    #[arg(long, value_enum, default_value = "uncached")]
    pub(crate) charge: ChargeArg,
    /// After so many seconds a request leaves the queue.
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true)]
    pub(crate) patience: Option<String>,
    /// Let rows marked as batch leave the stream, where batch is offered.
    #[arg(long)]
    pub(crate) batch: bool,
    /// Scale time: 2 lasts twice as long, 0.5 doubles the rate.
    #[arg(long, value_name = "K", allow_hyphen_values = true)]
    pub(crate) stretch: Option<String>,
    /// Repeat each request so many times.
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) scale: u32,
    /// The part of every cap to leave unused, in percent.
    #[arg(long, value_name = "PERCENT", default_value = "0")]
    pub(crate) safety_margin: u64,
    /// A cap of your own account, as MODEL:PLAN:LIMIT=N; may be repeated.
    #[arg(long = "limit", value_name = "MODEL:PLAN:LIMIT=N")]
    pub(crate) limits: Vec<String>,
    /// The day the limits and prices are of, like 2026-06-04; the newest by default.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Count bad rows and pass them over.
    #[arg(long)]
    pub(crate) skip_bad_rows: bool,
    /// Sort the rows by time first; this keeps all of them in memory.
    #[arg(long)]
    pub(crate) sort: bool,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

/// As [`Limiter`].
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LimiterArg {
    /// Buckets that refill continuously, as Groq's do.
    Bucket,
    /// Calendar minutes, hours and days.
    Fixed,
}

/// As the policy of a replay.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyArg {
    /// It is rejected.
    Drop,
    /// It waits its turn.
    Queue,
}

/// As [`Charge`].
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ChargeArg {
    /// Not what the cache served, where the model caches.
    Uncached,
    /// Prompt and completion in full.
    Total,
}

impl From<LimiterArg> for Limiter {
    fn from(limiter: LimiterArg) -> Self {
        match limiter {
            LimiterArg::Bucket => Self::Bucket,
            LimiterArg::Fixed => Self::Fixed,
        }
    }
}

impl From<ChargeArg> for Charge {
    fn from(charge: ChargeArg) -> Self {
        match charge {
            ChargeArg::Uncached => Self::Uncached,
            ChargeArg::Total => Self::Total,
        }
    }
}

/// Writes an invented log: a bursty day.
#[derive(Group)]
#[command(after_help = "Example:\n  groq-calc sample-log --requests 5000 --seed 3 > day.csv")]
pub(crate) struct SampleArgs {
    /// About how many requests.
    #[arg(long, value_name = "N", default_value = "2000")]
    pub(crate) requests: u64,
    /// The same seed gives the same day.
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) seed: u64,
}

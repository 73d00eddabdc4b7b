use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    catalog::CatalogArgs,
    check::CheckArgs,
    check_request::CheckRequestArgs,
    checklist::ChecklistArgs,
    code::CodeArgs,
    cost::CostArgs,
    diff::DiffArgs,
    explain::ExplainArgs,
    export::ExportArgs,
    format::FormatArgs,
    import::ImportArgs,
    paste::PasteArgs,
    replay::{ReplayArgs, SampleArgs},
};

/// Which Groq limit binds, what the month costs, which model and plan to take.
#[derive(Parser)]
#[command(name = "groq-calc", version, about)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Answers a question about a workload.
    Plan(Box<PlanArgs>),
    /// Says why an answer is what it is, step by step with its numbers.
    Explain(Box<ExplainArgs>),
    /// Prices a log of usages: CSV, JSON lines or Parquet, by model, day and column.
    Cost(Box<CostArgs>),
    /// For CI: do questions still fit, and stay within their budgets?
    Check(CheckArgs),
    /// Makes figures of a prompt, a request, an answer, a curl command or several of them.
    Paste(PasteArgs),
    /// Finds what Groq would refuse or ignore in a request, and mends it.
    CheckRequest(CheckRequestArgs),
    /// Writes a program that keeps to the plan: Python, JavaScript, Rust or curl.
    Code(Box<CodeArgs>),
    /// Lists what to have done before a launch, filled in with the plan.
    Checklist(Box<ChecklistArgs>),
    /// Lists the models with their limits and prices.
    Models(ModelsArgs),
    /// Serves a local stand-in for the Groq API that enforces the rate limits.
    Mock(MockArgs),
    /// Serves these answers to coding agents: the Model Context Protocol over standard input and output.
    #[cfg(feature = "mcp")]
    Mcp(crate::mcp::McpArgs),
    /// Replays a request log: what would be refused, when, by which limit, at what cost.
    Replay(Box<ReplayArgs>),
    /// Writes an invented request log to try a replay with: a bursty day, as CSV.
    SampleLog(SampleArgs),
    /// Says what changed in the catalog between two days.
    Diff(DiffArgs),
    /// Writes the catalog for other programs.
    Export(ExportArgs),
    /// Makes a catalog, for --catalog, of the price file of another project.
    Import(ImportArgs),
    /// Prints the manual page.
    Man,
    /// Prints a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

const PLAN_EXAMPLES: &str = "Examples:
  groq-calc plan --requests-per-day 2k --input 1500 --output 500
  groq-calc plan --requests-per-day 50 --audio-seconds 90 --plan free
  groq-calc plan question.json --json
  groq-calc plan question.json --safety-margin 20 --check
  groq-calc plan question.json --budget 20 --hours
  groq-calc plan --paste request.json --requests-per-day 2k
  echo '{\"workload\":{\"requests_per_day\":2000,\"input_tokens\":1500}}' | groq-calc plan -
  groq-calc plan --requests-per-day 100 --input 20k --output 4k --as-of 2026-06-04
  groq-calc plan --requests-per-day 500 --input 1k --limit openai/gpt-oss-120b:free:TPD=300k

Numbers may be written 1500, 1,500, 1.5k or 20M. Tokens, audio, characters and tools are per request.
Exit code: 0 with an answer, 1 if nothing fits and --check is given, 2 for bad input.";

/// A question and how its answer is shown.
#[derive(Group, Default)]
#[command(after_help = PLAN_EXAMPLES)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
    /// Exit with 1 when nothing fits.
    #[arg(long)]
    pub(crate) check: bool,
    /// Show the day hour by hour: what is left of the day limits.
    #[arg(long)]
    pub(crate) hours: bool,
    /// How the day is spread: 24 weights from midnight on, like
    /// 0,0,0,0,0,0,0,1,2,4,4,3,2,3,4,4,3,2,1,1,0,0,0,0; implies --hours.
    #[arg(long, value_name = "WEIGHTS")]
    pub(crate) profile: Option<String>,
}

/// The question, by file or by flags; a flag overrides the file.
#[derive(Group, Default)]
pub(crate) struct QuestionArgs {
    /// A question as JSON; `-` reads standard input.
    pub(crate) file: Option<PathBuf>,
    /// Take the tokens from a prompt, a request, an answer or several, as `groq-calc paste` reads
    /// them; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(crate) paste: Option<PathBuf>,
    /// The day the question is about, like 2026-06-04; the newest by default.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// A plan to consider: free or developer; may be repeated.
    #[arg(long = "plan", value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// A model to consider; may be repeated.
    #[arg(long = "model", value_name = "ID")]
    pub(crate) models: Vec<String>,
    /// Only the models of a use case.
    #[arg(long, value_name = "ID")]
    pub(crate) use_case: Option<String>,
    /// Leave out the free plan and models not meant for production.
    #[arg(long)]
    pub(crate) production: bool,
    /// The least context window, in tokens.
    #[arg(long, value_name = "TOKENS", allow_hyphen_values = true)]
    pub(crate) min_context: Option<String>,
    /// The most a month may cost, in USD.
    #[arg(long, value_name = "USD", allow_hyphen_values = true)]
    pub(crate) budget: Option<String>,
    /// A cap of your own account, as MODEL:PLAN:LIMIT=N; may be repeated.
    #[arg(long = "limit", value_name = "MODEL:PLAN:LIMIT=N")]
    pub(crate) limits: Vec<String>,
    #[command(flatten)]
    pub(crate) workload: WorkloadArgs,
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $field:ident, $flag:literal => $name:literal;)*) => {
        /// The numbers of a workload, as they were written.
        #[derive(Group, Default)]
        pub(crate) struct WorkloadArgs {
            $(
                $(#[$doc])*
                #[arg(long = $flag, value_name = "N", allow_hyphen_values = true, help_heading = "Workload")]
                $field: Option<String>,
            )*
        }

        impl WorkloadArgs {
            /// Each number that was given, with its JSON name.
            pub(crate) fn given(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$(($name, self.$field.as_deref())),*]
                    .into_iter()
                    .filter_map(|(name, text)| text.map(|text| (name, text)))
            }
        }
    };
}

numbers! {
    /// Requests a day.
    requests_per_day, "requests-per-day" => "requests_per_day";
    /// Prompt tokens.
    input, "input" => "input_tokens";
    /// Prompt tokens served from the cache.
    cached_input, "cached-input" => "cached_input_tokens";
    /// Completion tokens, reasoning included.
    output, "output" => "output_tokens";
    /// Completion tokens reserved.
    max_completion, "max-completion" => "max_completion_tokens";
    /// Seconds of audio to transcribe.
    audio_seconds, "audio-seconds" => "audio_seconds";
    /// Characters to speak.
    characters, "characters" => "characters";
    /// Requests in the busiest minute.
    peak_rpm, "peak-rpm" => "peak_requests_per_minute";
    /// Active hours a day, 1 to 24.
    active_hours, "active-hours" => "active_hours_per_day";
    /// Days a month, 1 to 31.
    days, "days" => "days_per_month";
    /// The share that may run as batch, in percent.
    batch_share, "batch-share" => "batch_share_percent";
    /// Seconds that one request takes.
    request_seconds, "request-seconds" => "request_seconds";
    /// The part of every cap to leave unused, in percent.
    safety_margin, "safety-margin" => "safety_margin_percent";
    /// Basic web searches.
    web_search_basic, "web-search-basic" => "web_search_basic";
    /// Advanced web searches.
    web_search_advanced, "web-search-advanced" => "web_search_advanced";
    /// Pages opened.
    visit_website, "visit-website" => "visit_website";
    /// Seconds of code execution.
    code_execution, "code-execution-seconds" => "code_execution_seconds";
    /// Seconds of browser automation.
    browser_automation, "browser-automation-seconds" => "browser_automation_seconds";
}

/// What to list.
#[derive(Group)]
#[command(
    after_help = "Examples:\n  groq-calc models\n  groq-calc models --as-of 2026-06-04 --json\n  groq-calc models --all"
)]
pub(crate) struct ModelsArgs {
    /// The day, like 2026-06-04; the newest by default.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Retired models too.
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

const MOCK_EXAMPLES: &str = "Examples:
  groq-calc mock
  groq-calc mock --plan free --speed 60
  groq-calc mock --plan developer --limit openai/gpt-oss-120b:TPM=300k --port 0
  GROQ_BASE_URL=http://127.0.0.1:8788 python my_program.py     # any key will do

At speed 60 a minute takes a second, and so do the waits that clients are told.
A request can be steered by headers (x-mock-prompt-tokens, x-mock-cached-tokens,
x-mock-completion-tokens, x-mock-audio-seconds, x-mock-fault), any client from outside by
POST /mock/faults; GET /mock shows what is left, GET /mock/log the requests so far.";

/// What to play.
#[derive(Group)]
#[command(after_help = MOCK_EXAMPLES)]
pub(crate) struct MockArgs {
    /// The plan: free or developer.
    #[arg(long, value_name = "PLAN", default_value = "free")]
    pub(crate) plan: String,
    /// How many times as fast as the clock time goes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) speed: u32,
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8788)]
    pub(crate) port: u16,
    /// The day whose models and limits count; the newest by default.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// A cap of your own account, as MODEL:LIMIT=N; may be repeated.
    #[arg(long = "limit", value_name = "MODEL:LIMIT=N")]
    pub(crate) limits: Vec<String>,
    /// The only key to accept; any by default, save gsk_invalid.
    #[arg(long)]
    pub(crate) key: Option<String>,
    /// What is reserved without max_completion_tokens: tokens, or `most` for the model's cap.
    #[arg(long, value_name = "N", default_value = "1024")]
    pub(crate) omitted: String,
    /// Completion tokens of an answer.
    #[arg(long, value_name = "N", default_value_t = 64)]
    pub(crate) completion: u64,
    /// Let pages read the rate-limit headers.
    #[arg(long)]
    pub(crate) expose_headers: bool,
}

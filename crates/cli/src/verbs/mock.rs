use std::{
    io::{self, Write},
    path::PathBuf,
};

use groq_calc::{Date, Plan};
use groq_mock::{Config, Omitted};

use crate::{
    input::{admission, candidates, own_limit},
    output::outcome::Outcome,
};
use clap::Args as Group;

const EXAMPLES: &str = "Examples:
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
#[command(after_help = EXAMPLES)]
pub(crate) struct MockArgs {
    /// The plan: free or developer.
    #[arg(long, value_name = "PLAN", default_value = "free", add = candidates::plans())]
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
    /// How requests are admitted: reserved or expected; by the rule of the day by default.
    #[arg(long, value_name = "RULE")]
    pub(crate) admission: Option<String>,
    /// A cap of your own account, as MODEL:LIMIT=N; may be repeated.
    #[arg(long = "limit", value_name = "MODEL:LIMIT=N")]
    pub(crate) limits: Vec<String>,
    /// The only key to accept; any by default, save gsk_invalid.
    #[arg(long)]
    pub(crate) key: Option<String>,
    /// What is reserved without max_completion_tokens: tokens, or `max` for the model's cap.
    #[arg(long, alias = "omitted", value_name = "N", default_value = "1024")]
    pub(crate) default_reservation: String,
    /// Completion tokens of an answer.
    #[arg(
        long = "completion-tokens",
        alias = "completion",
        value_name = "N",
        default_value_t = 64
    )]
    pub(crate) completion: u64,
    /// Append requests and answers to a file, as JSON lines; keys are left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Answer what a file of such exchanges holds as it was answered there.
    #[arg(long, value_name = "FILE")]
    pub(crate) replay_from: Option<PathBuf>,
    /// Let pages read the rate-limit headers.
    #[arg(long)]
    pub(crate) expose_headers: bool,
}

/// Serves until it is stopped.
pub(crate) fn run(args: &MockArgs) -> Result<Outcome, String> {
    let config = config(args)?;
    let (plan, speed) = (config.plan, config.speed);
    let ready = |url: &str, mock: &groq_mock::Mock| {
        let mut text = format!(
            "{url}/openai/v1 plays the Groq API on the {} plan as of {}, {speed} times as fast as the clock.\n\
             Limits it enforces:\n",
            plan.name(),
            mock.day(),
        );
        for line in mock.enforced() {
            text += &format!("  {line}\n");
        }
        text += "Stop it with Ctrl-C.\n";
        // Whoever reads it no longer may still send requests.
        let mut out = io::stdout();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).ok();
    };
    groq_mock::run(config, args.port, ready).map_err(|error| error.to_string())?;
    Ok(Outcome { text: String::new(), fits: true })
}

fn config(args: &MockArgs) -> Result<Config, String> {
    let plan = Plan::parse(&args.plan)
        .ok_or_else(|| format!("plan is `{}`; it must be free or developer", args.plan))?;
    let as_of = match &args.as_of {
        None => None,
        Some(text) => Some(
            Date::parse(text)
                .ok_or_else(|| format!("as_of is `{text}`; it must be a date like 2026-06-04"))?,
        ),
    };
    let omitted = match args.default_reservation.as_str() {
        "max" | "most" => Omitted::Most,
        text => Omitted::Tokens(text.parse().map_err(|_| {
            format!("default_reservation is `{text}`; it must be a whole number or `max`")
        })?),
    };
    Ok(Config {
        plan,
        as_of,
        admission: admission::read(args.admission.as_deref())?,
        omitted,
        limits: args.limits.iter().map(|text| own_limit::read(text)).collect::<Result<_, _>>()?,
        key: args.key.clone(),
        completion_tokens: args.completion,
        expose_headers: args.expose_headers,
        record: args.record.clone(),
        replay_from: args.replay_from.clone(),
        speed: args.speed,
        ..Config::default()
    })
}

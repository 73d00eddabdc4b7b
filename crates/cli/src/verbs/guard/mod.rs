use std::{
    io::{self, Write},
    net::IpAddr,
    path::PathBuf,
};

use clap::Args as Group;
use groq_calc::{Plan, Usd, catalog::Override, limiter::Settings};
use groq_limiter::{Account, Change, Clock, Fallback, File, Limiter, Memory, Redis};

use crate::{
    input::{admission, candidates, own_limit},
    output::outcome::Outcome,
    verbs::guard::{journal::Journal, server::Guard, upstream::Upstream},
};

mod journal;
mod metrics;
mod server;
mod upstream;

const EXAMPLES: &str = "Examples:
  groq-calc guard --plan free
  OPENAI_BASE_URL=http://127.0.0.1:8789/openai/v1 python my_program.py     # with your own key
  groq-calc guard --plan developer --budget 5 --fit --log calls.jsonl --store limits.json
  groq-calc guard --plan developer --store redis://127.0.0.1/ --tenant-header x-team
  groq-calc guard --plan developer --store redis://127.0.0.1/ --fallback limits.json
  groq-calc mock --speed 60 & groq-calc guard --upstream http://127.0.0.1:8788 --speed 60

Chat completions wait in line instead of failing; other requests go through as they are. The key
goes through to Groq and is kept nowhere. A request that can never pass is answered with 413 at
once, one beyond the budget with 402. --fit lowers max_completion_tokens where a request could
never pass otherwise, and says so in the header x-groq-calc-fit. /status and /metrics say how far
the limits are used. The log is read by `groq-calc cost` and `groq-calc replay --sort`.";

/// How to guard.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct GuardArgs {
    /// The plan: free or developer.
    #[arg(long, value_name = "PLAN", default_value = "free", add = candidates::plans())]
    plan: String,
    /// Where requests are sent on to.
    #[arg(long, value_name = "URL", default_value = "https://api.groq.com")]
    upstream: String,
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8789)]
    port: u16,
    /// The address to listen on; others than this machine reach it only where it says so.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    listen: IpAddr,
    /// Lower max_completion_tokens where a request could never pass otherwise.
    #[arg(long)]
    fit: bool,
    /// The most dollars to spend, at list prices.
    #[arg(long, value_name = "USD")]
    budget: Option<String>,
    /// The header that names who asks; by the key by default.
    #[arg(long, value_name = "NAME")]
    tenant_header: Option<String>,
    /// Append what each request used to a file, as JSON lines, without texts and keys.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Keep what is used in a file, or in Redis for several machines.
    #[arg(long, value_name = "FILE|redis://…")]
    store: Option<String>,
    /// Keep it in this file while Redis can't be reached; without, requests fail then.
    #[arg(long, value_name = "FILE")]
    fallback: Option<PathBuf>,
    /// The name of the organisation in Redis.
    #[arg(long, value_name = "NAME", default_value = "default")]
    organisation: String,
    /// How requests are admitted: reserved or expected; by the rule of the day by default.
    #[arg(long, value_name = "RULE")]
    admission: Option<String>,
    /// What is reserved for a request without max_completion_tokens.
    #[arg(long, value_name = "N", default_value_t = 2048)]
    default_reservation: u64,
    /// A cap of your own account, as MODEL:LIMIT=N; may be repeated.
    #[arg(long = "limit", value_name = "MODEL:LIMIT=N")]
    limits: Vec<String>,
    /// The most requests of one model at once.
    #[arg(long, value_name = "N")]
    concurrency: Option<u64>,
    /// How many times as fast as the clock time goes, as in `groq-calc mock`.
    #[arg(long, value_name = "N", default_value_t = 1)]
    speed: u32,
}

/// Guards until it is stopped.
pub(crate) fn run(args: &GuardArgs) -> Result<Outcome, String> {
    let account = account(args)?;
    let upstream = Upstream::new(&args.upstream)?;
    let journal = args.log.as_deref().map(Journal::open).transpose()?;
    let tenant = args.tenant_header.as_deref().map(server::tenant_header).transpose()?;
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| format!("the runtime can't be started: {error}"))?;
    runtime.block_on(async {
        let limiter = limiter(args, &account).await?;
        let guard = Guard { account, limiter, upstream, journal, tenant, fit: args.fit };
        server::serve(guard, (args.listen, args.port), |url| ready(args, url)).await
    })?;
    Ok(Outcome { text: String::new(), fits: true })
}

fn ready(args: &GuardArgs, url: &str) {
    let text = format!(
        "{url}/openai/v1 keeps requests to {} within the limits of the {} plan.\n\
         {url}/status and {url}/metrics say how far they are used. Stop it with Ctrl-C.\n",
        args.upstream, args.plan
    );
    // Whoever reads it no longer may still send requests.
    let mut out = io::stdout();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).ok();
}

fn account(args: &GuardArgs) -> Result<Account, String> {
    let plan = Plan::parse(&args.plan)
        .ok_or_else(|| format!("plan is `{}`; it must be free or developer", args.plan))?;
    let usd = |text: &String| {
        Usd::parse(text.trim_start_matches('$')).ok_or_else(|| {
            format!("budget is `{text}`; it must be dollars from 0 on, with at most 12 decimals")
        })
    };
    if args.speed == 0 {
        return Err("speed is 0; it must be 1 or more".into());
    }
    let own = |text: &String| {
        let (model, limit, cap) = own_limit::read(text)?;
        Ok::<_, String>(Override { model, plan, limit, cap })
    };
    let published = Account::new(plan);
    Ok(Account {
        admission: admission::read(args.admission.as_deref())?,
        limits: args.limits.iter().map(own).collect::<Result<_, _>>()?,
        in_flight: args.concurrency,
        omitted_completion: args.default_reservation,
        settings: Settings {
            fair: true,
            budget: args.budget.as_ref().map(usd).transpose()?,
            latency_us: published.settings.latency_us.saturating_mul(args.speed.into()),
            ..published.settings
        },
        ..published
    })
}

async fn limiter(args: &GuardArgs, account: &Account) -> Result<Limiter, String> {
    let clock = Clock::with_speed(args.speed);
    let said = |error: groq_limiter::Error| error.to_string();
    let rules = || account.limiter().map_err(said);
    match (args.store.as_deref(), &args.fallback) {
        (Some(url), fallback) if url.starts_with("redis://") || url.starts_with("rediss://") => {
            let Some(path) = fallback else {
                let redis = Redis::connect(url, &args.organisation, account).await.map_err(said)?;
                return Ok(Limiter::new(redis));
            };
            let redis = Redis::open(url, &args.organisation, account).map_err(said)?;
            let path = path.as_path();
            let name = path.display().to_string();
            let changed = move |change: &Change| match change {
                Change::ToFile(error) => {
                    anstream::eprintln!("{error}; until it answers, {name} keeps what is used");
                }
                Change::ToStore => {
                    anstream::eprintln!("Redis answers again, and keeps what is used")
                }
            };
            Ok(Limiter::new(Fallback::new(redis, path, rules()?, clock, changed)))
        }
        (_, Some(path)) => Err(format!(
            "fallback is `{}`; it goes with a store in Redis, --store redis://…",
            path.display()
        )),
        (None, None) => Ok(Limiter::new(Memory::with_clock(rules()?, clock))),
        (Some(path), None) => {
            Ok(Limiter::new(File::with_clock(path.as_ref(), rules()?, clock).map_err(said)?))
        }
    }
}

mod args;
mod input;
mod report;

use std::io::{self, BufWriter, Write};

use groq_calc::{
    Catalog, Date, Decimal, Draft, Kind, Number, Offer, Plan, Question, Tier, Usd, WorkloadDraft,
    replay::{
        EXACT_WAITS, Policy, Replay, Report, Request, Rules, Sample, Stretch, Target,
        best_throttle, cheapest, paid, sufficient_caps,
    },
};
use groq_log::Options;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    input::question,
    output::{document::Document, format::Format, outcome::Outcome},
};
use args::PolicyArg;
pub(crate) use args::{ReplayArgs, SampleArgs};
use input::Log;

/// Rows that --fix keeps in memory: 320 MB.
const MOST_FIX_ROWS: usize = 10_000_000;

/// What is asked, besides the log.
struct Ask<'a> {
    catalog: &'a Catalog<'a>,
    day: Date,
    question: Question,
    rules: Rules,
    target: Target,
}

/// One option's part of the answer.
#[derive(Serialize)]
struct Answered<'a> {
    model: &'a str,
    plan: Plan,
    tier: Tier,
    /// What is paid for the admitted and the batched; nothing on the free plan.
    paid_usd: Option<Usd>,
    #[serde(flatten)]
    report: &'a Report,
}

/// Replays a log.
pub(crate) fn run(args: &ReplayArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let ask = ask(args, catalog)?;
    let single = if args.all { None } else { Some(single(args, &ask)?) };
    if args.fix {
        return fix(args, &ask, single);
    }
    let mut running: Vec<(Offer<'_>, Replay)> = Vec::new();
    let log = feed(args, |rows| {
        if running.is_empty() && !rows.is_empty() {
            running = start(args, &ask, single, rows)?;
        }
        running.iter_mut().try_for_each(|(_, replay)| replay.feed(rows)).map_err(text)
    })?;
    let done: Vec<_> = running
        .into_iter()
        .map(|(offer, replay)| Ok((offer, replay.finish().map_err(text)?)))
        .collect::<Result<_, String>>()?;
    let asked = args.most_refused.is_some() || args.most_p99.is_some();
    let choice = if asked { cheapest(&done, &ask.target) } else { None };
    let format = args.format.get();
    let text = if format == Format::Json {
        in_json(args, &ask, log, &done, asked.then_some(choice))?
    } else if args.all {
        report::all(&done, asked.then_some(choice), log).written(format)?
    } else {
        let mut document = Document::default();
        done.iter().for_each(|(offer, report)| document.append(report::one(offer, report, log)));
        document.written(format)?
    };
    Ok(Outcome { text, fits: !asked || choice.is_some() })
}

fn text(error: groq_calc::Error) -> String {
    error.to_string()
}

fn ask<'a>(args: &ReplayArgs, catalog: &'a Catalog<'a>) -> Result<Ask<'a>, String> {
    let mut draft = Draft {
        as_of: args.as_of.clone(),
        workload: WorkloadDraft {
            requests_per_day: Some(Number::from(1)),
            ..WorkloadDraft::default()
        },
        ..Draft::default()
    };
    question::add_limits(&mut draft, &args.limits)?;
    let question = draft
        .check()
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let day = question.day(catalog).map_err(text)?;
    let seconds = |name: &str, given: &Option<String>| {
        let Some(given) = given else { return Ok(None) };
        let micros = Decimal::parse(given).and_then(|seconds| seconds.scaled(6));
        micros.and_then(|micros| u64::try_from(micros).ok()).map(Some).ok_or_else(|| {
            format!("{name} is `{given}`; it must be a number of seconds, with at most 6 decimals")
        })
    };
    let patience_us = seconds("patience", &args.patience)?;
    let policy = match args.policy {
        PolicyArg::Drop if patience_us.is_some() => {
            return Err("patience is for --policy queue; a dropped request does not wait".into());
        }
        PolicyArg::Drop => Policy::Drop,
        PolicyArg::Queue => Policy::Queue { patience_us },
    };
    let stretch = args.stretch.as_deref().map_or(Ok(Stretch::NONE), Stretch::parse);
    let rules = Rules {
        limiter: args.limiter.into(),
        policy,
        charge: args.charge.into(),
        stretch: stretch.map_err(text)?,
        scale: args.scale,
        batch: args.batch,
        ..Rules::new(groq_calc::Caps::NONE, groq_calc::Prices::NONE)
    };
    let lost = args.most_refused.as_deref().map(Target::lost_percent).transpose();
    let target = Target {
        most_lost_millionths: lost.map_err(text)?,
        most_p99_us: seconds("most_p99", &args.most_p99)?,
    };
    Ok(Ask { catalog, day, question, rules, target })
}

/// The rules under which an offer is replayed.
fn rules(args: &ReplayArgs, ask: &Ask<'_>, offer: &Offer<'_>) -> Result<Rules, String> {
    ask.rules.under(offer, args.safety_margin).map_err(text)
}

fn plan(name: &str) -> Result<Plan, String> {
    Plan::parse(name).ok_or_else(|| format!("plan is `{name}`; it must be free or developer"))
}

fn tier(name: &str) -> Result<Tier, String> {
    Tier::parse(name).ok_or_else(|| format!("tier is `{name}`; it must be on_demand or flex"))
}

fn single<'a>(args: &ReplayArgs, ask: &Ask<'a>) -> Result<Offer<'a>, String> {
    let (Some(model), Some(name)) = (&args.model, &args.plan) else {
        return Err("which option? give --model and --plan, or --all".into());
    };
    let tier = args.tier.as_deref().map_or(Ok(Tier::OnDemand), tier)?;
    let offer = Offer::find(ask.catalog, &ask.question, model, plan(name)?, tier).map_err(text)?;
    rules(args, ask, &offer)?;
    Ok(offer)
}

/// A replay for the one option, or for each that does what the log needs.
fn start<'a>(
    args: &ReplayArgs,
    ask: &Ask<'a>,
    single: Option<Offer<'a>>,
    rows: &[Request],
) -> Result<Vec<(Offer<'a>, Replay)>, String> {
    let offers = match single {
        Some(offer) => vec![offer],
        None => every(args, ask, rows)?,
    };
    // Their waits together take no more memory than those of one.
    let exact_waits = EXACT_WAITS / offers.len().max(1);
    let replay = |offer: Offer<'a>| {
        Ok((offer, Replay::new(Rules { exact_waits, ..rules(args, ask, &offer)? })))
    };
    offers.into_iter().map(replay).collect()
}

fn every<'a>(args: &ReplayArgs, ask: &Ask<'a>, rows: &[Request]) -> Result<Vec<Offer<'a>>, String> {
    let audio = rows.iter().any(|row| row.audio_ms() > 0);
    let kind = if audio { Kind::Transcription } else { Kind::Chat };
    let plans = args.plan.as_deref().map(plan).transpose()?;
    let tiers = args.tier.as_deref().map(tier).transpose()?;
    let mut offers = Vec::new();
    for model in ask.catalog.offered(ask.day) {
        let named = args.model.as_deref().map_or(model.kind == kind, |id| id == model.id);
        if !named {
            continue;
        }
        for &plan in Plan::ALL.iter().filter(|plan| plans.is_none_or(|only| only == **plan)) {
            for &tier in plan.tiers().iter().filter(|tier| tiers.is_none_or(|only| only == **tier))
            {
                let offer = Offer::find(ask.catalog, &ask.question, model.id, plan, tier);
                offers.push(offer.map_err(text)?);
            }
        }
    }
    if offers.is_empty() {
        return Err("no option is left: see `groq-calc models` for what is offered".into());
    }
    Ok(offers)
}

/// Reads the log and feeds it, sorted first if so asked.
fn feed(
    args: &ReplayArgs,
    mut take: impl FnMut(&[Request]) -> Result<(), String>,
) -> Result<Log, String> {
    let options = Options { skip_bad_rows: args.skip_bad_rows, unsorted: args.sort };
    if !args.sort {
        return input::read(&args.file, options, |rows| take(rows));
    }
    let mut all = Vec::new();
    let log = input::read(&args.file, options, |rows| {
        all.append(rows);
        Ok(())
    })?;
    all.sort_by_key(Request::t_us);
    take(&all)?;
    Ok(log)
}

fn fix(args: &ReplayArgs, ask: &Ask<'_>, single: Option<Offer<'_>>) -> Result<Outcome, String> {
    let Some(offer) = single else { return Err("--fix is for one option".into()) };
    let rules = rules(args, ask, &offer)?;
    let mut all: Vec<Request> = Vec::new();
    let log = feed(args, |rows| {
        if all.len() + rows.len() > MOST_FIX_ROWS {
            return Err(format!("--fix keeps the log in memory, at most {MOST_FIX_ROWS} rows"));
        }
        all.extend_from_slice(rows);
        Ok(())
    })?;
    let mut replay = Replay::new(rules);
    replay.feed(&all).map_err(text)?;
    let report = replay.finish().map_err(text)?;
    let fix = report::Fix {
        caps: sufficient_caps(&rules, &all).map_err(text)?,
        throttle: best_throttle(&rules, &all).map_err(text)?,
    };
    let format = args.format.get();
    let text = if format == Format::Json {
        let mut answer = head(args, ask, log);
        answer.extend(fields(&offer, &report)?);
        let caps = fix.caps;
        let figures =
            report.limits.iter().map(|limit| (limit.name().into(), json!(caps.figure(limit))));
        let caps: Map<String, Value> = figures.collect();
        answer.insert("fix".into(), json!({ "sufficient_caps": caps, "throttle": fix.throttle }));
        printed(&answer)?
    } else {
        let mut document = report::one(&offer, &report, log);
        document.append(report::fix(&offer, &report, &fix));
        document.written(format)?
    };
    Ok(Outcome { text, fits: true })
}

/// What the answer is about.
fn head(args: &ReplayArgs, ask: &Ask<'_>, log: Log) -> Map<String, Value> {
    let facts = json!({
        "as_of": ask.day,
        "limiter": ask.rules.limiter,
        "policy": if args.policy == PolicyArg::Drop { "drop" } else { "queue" },
        "charge": ask.rules.charge,
        "rows": log.rows,
        "skipped_rows": log.skipped,
        "format": log.format.map(groq_log::Format::name),
    });
    match facts {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn fields(offer: &Offer<'_>, report: &Report) -> Result<Map<String, Value>, String> {
    let (Offer { model, plan, tier, .. }, paid_usd) = (*offer, paid(offer, report));
    match serde_json::to_value(Answered { model, plan, tier, paid_usd, report }) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("the report is no object".into()),
        Err(error) => Err(error.to_string()),
    }
}

fn printed(answer: &Map<String, Value>) -> Result<String, String> {
    Ok(serde_json::to_string(answer).map_err(|error| error.to_string())? + "\n")
}

fn in_json(
    args: &ReplayArgs,
    ask: &Ask<'_>,
    log: Log,
    done: &[(Offer<'_>, Report)],
    choice: Option<Option<usize>>,
) -> Result<String, String> {
    let mut answer = head(args, ask, log);
    if !args.all {
        for (offer, report) in done {
            answer.extend(fields(offer, report)?);
        }
        return printed(&answer);
    }
    let options: Vec<_> =
        done.iter().map(|(offer, report)| fields(offer, report)).collect::<Result<_, _>>()?;
    answer.insert("options".into(), json!(options));
    if let Some(choice) = choice {
        let named = choice.and_then(|index| done.get(index)).map(|(offer, report)| {
            json!({
                "model": offer.model,
                "plan": offer.plan,
                "tier": offer.tier,
                "paid_usd": paid(offer, report),
            })
        });
        answer.insert("recommended".into(), json!(named));
    }
    printed(&answer)
}

/// Writes an invented log.
pub(crate) fn sample(args: &SampleArgs) -> Result<Outcome, String> {
    if args.requests > Sample::MOST {
        let most = Sample::MOST;
        return Err(format!(
            "requests is `{}`; it must be a whole number from 0 to {most}",
            args.requests
        ));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut write = || -> io::Result<()> {
        writeln!(out, "t_us,input,cached,output,max_completion,batch")?;
        for row in Sample::new(args.seed, args.requests) {
            let max = row.max_completion();
            let (t_us, input, cached, output) =
                (row.t_us(), row.input(), row.cached(), row.output());
            let batch = u8::from(row.is_batchable());
            writeln!(out, "{t_us},{input},{cached},{output},{max},{batch}")?;
        }
        out.flush()
    };
    match write() {
        // A reader that has seen enough (`| head`) is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("the log cannot be written: {error}"))
        }
        _ => Ok(Outcome { text: String::new(), fits: true }),
    }
}

use std::fmt::Write as _;

use clap::Args as Group;
use groq_calc::{
    Answer, Catalog, Limit, OptionId, Plan, PlanOption, Usd,
    answer::{Explanation, LimitStep, PassedOver, PricedLine},
    catalog::{Admission, Measure},
};
use serde_json::json;

use crate::{
    input::{
        catalog::CatalogArgs,
        question::{self, QuestionArgs},
    },
    output::{
        counted::{Counted, grouped, percent},
        document::{Document, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
        retirement,
    },
};

const EXAMPLES: &str = "Examples:
  groq-calc explain --requests-per-day 2k --input 1500 --output 500
  groq-calc explain question.json --model openai/gpt-oss-120b --plan free
  groq-calc explain question.json --format markdown > why.md

It explains the option to take, or the nearest where none fits; --model and --plan narrow the choice.";

/// A question whose answer is explained.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Explains an answer.
pub(crate) fn run(args: &ExplainArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let question = question::read(&args.question, catalog)?;
    let answer = catalog.answer(&question).map_err(|error| error.to_string())?;
    let explanation = answer
        .best()
        .map(|best| {
            question.on(catalog).and_then(|dated| dated.offer(best.id))?.explain(&question.workload)
        })
        .transpose()
        .map_err(|error| error.to_string())?;
    let format = args.format.get();
    let text = if format == Format::Json {
        let options: Vec<_> = answer
            .options
            .iter()
            .map(|option| {
                json!({
                    "model": option.id.model,
                    "plan": option.id.plan,
                    "tier": option.id.tier,
                    "monthly_usd": option.monthly.total_usd,
                    "utilization": option.utilization,
                    "binding": option.binding,
                    "passed_over": option.passed_over,
                    "why": option.passed_over.map(|_| why_not(option)),
                })
            })
            .collect();
        let whole = json!({
            "as_of": answer.as_of,
            "verdict": answer.to_string(),
            "recommended": answer.recommended,
            "nearest": answer.nearest,
            "explanation": explanation,
            "options": options,
        });
        serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n"
    } else {
        render(&answer, explanation.as_ref()).render(format)?
    };
    Ok(Outcome { text, fits: true })
}

/// The steps of a section: what, how, and what it comes to.
struct Steps {
    title: String,
    rows: Vec<[String; 3]>,
}

impl Steps {
    fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new() }
    }

    fn add(&mut self, what: impl Into<String>, how: impl Into<String>, result: impl Into<String>) {
        self.rows.push([what.into(), how.into(), result.into()]);
    }
}

fn render(answer: &Answer<'_>, explanation: Option<&Explanation<'_>>) -> Document {
    let mut document = Document::default();
    let _ = writeln!(document, "{answer}");
    if let Some(choice) = &answer.recommended {
        let _ = writeln!(document, "\nTake {}: {}.", place(choice.id), choice.because);
    }
    retirement::note(&mut document, answer);
    let mut flat = Table::new(&["section", "step", "how", "result"], &[]);
    let sections = explanation.map(sections).unwrap_or_default();
    for section in sections.into_iter().chain([options(answer)]) {
        let mut table = Table::new(&["step", "how", "result"], &[]);
        for [what, how, result] in section.rows {
            flat.add_row([section.title.clone(), what.clone(), how.clone(), result.clone()]);
            table.add_row([what, how, result]);
        }
        if !table.is_empty() {
            document.push(&section.title, table);
        }
    }
    document.set_flat(flat);
    document
}

fn place(id: OptionId<'_>) -> String {
    format!("{} on {} ({})", id.model, id.plan.title(), id.tier.name())
}

fn sections(why: &Explanation<'_>) -> Vec<Steps> {
    let place = place(why.id);
    vec![request(why), rate(why), limits(why, &place), room(why), bill(why, &place)]
}

fn request(why: &Explanation<'_>) -> Steps {
    let mut steps = Steps::new("One request");
    let load = why.request;
    let tokens = |tokens: groq_calc::Tokens| Counted(tokens.get(), "token").to_string();
    steps.add(
        "asks for at once",
        format!(
            "prompt {} + {} {}",
            grouped(load.input_tokens.get()),
            match why.admission {
                Admission::Reserved => "reserved completion",
                Admission::Expected => "usual answer",
            },
            grouped(why.admission.held(load.output_tokens.get(), load.reserved_tokens.get()))
        ),
        tokens(load.asked_tokens),
    );
    let caching = if why.caches { " from the cache" } else { " (the model does not cache)" };
    steps.add(
        "leaves counted",
        format!(
            "prompt {} - {}{caching} + completion {}",
            grouped(load.input_tokens.get()),
            grouped(load.credited_tokens.get()),
            grouped(load.output_tokens.get())
        ),
        tokens(load.counted_tokens),
    );
    if load.audio.get() > 0 {
        steps.add(
            "is billed for audio of",
            format!("{} ms, ten seconds at least", grouped(load.audio.get())),
            format!("{} ms", grouped(load.billed_audio.get())),
        );
    }
    for risk in &why.at_risk {
        steps.add(
            "asks for at most",
            format!(
                "prompt {} + reserved completion {}",
                grouped(load.input_tokens.get()),
                grouped(load.reserved_tokens.get())
            ),
            format!("above the {} of {}: may be refused", risk.limit, grouped(risk.cap)),
        );
    }
    if let Some(blocked) = why.blocked {
        steps.add("can never pass", blocked.to_string(), "blocked");
    }
    steps
}

fn rate(why: &Explanation<'_>) -> Steps {
    let mut steps = Steps::new("Requests");
    steps.add(
        "a day, within the limits",
        match why.batch_share_percent {
            0 => "all of them".to_owned(),
            share => format!("all but {share} %, which run as batch outside the limits"),
        },
        grouped(why.requests_per_day),
    );
    steps.add(
        "in the busiest minute",
        match why.peak_is_given {
            true => "as the question states".to_owned(),
            false => format!(
                "{} / (60 minutes x {}), rounded up",
                grouped(why.requests_per_day),
                Counted(why.active_hours_per_day, "hour")
            ),
        },
        grouped(why.peak_requests_per_minute),
    );
    steps
}

/// What a limit counts.
fn unit(limit: Limit) -> &'static str {
    match limit.measure {
        Measure::Requests => "request",
        Measure::AudioSeconds => "audio second",
        Measure::Tokens | Measure::Input | Measure::UncachedInput | Measure::Output => "token",
    }
}

/// The cap, less what the margin leaves unused.
fn cap(why: &Explanation<'_>, step: &LimitStep) -> String {
    match why.safety_margin_percent {
        0 => grouped(step.cap),
        margin => format!("{} ({} less {margin} %)", grouped(step.usable), grouped(step.cap)),
    }
}

fn limits(why: &Explanation<'_>, place: &str) -> Steps {
    let mut steps = Steps::new(format!("Limits of {place}: demand by cap"));
    for step in &why.limits {
        let demand = match step.limit {
            limit if limit.measure == Measure::Requests => {
                Counted(step.demand, unit(limit)).to_string()
            }
            limit => format!(
                "{} x {} = {}",
                Counted(step.requests, "request"),
                grouped(step.each),
                Counted(step.demand, unit(limit))
            ),
        };
        let binds = if step.binds { ", binds" } else { "" };
        let over = if step.utilization.exceeds_one() { ", too much" } else { "" };
        steps.add(
            step.limit.name(),
            format!("{demand} / {}", cap(why, step)),
            format!("{} %{binds}{over}", percent(step.utilization)),
        );
    }
    for limit in why.unknown_limits.iter() {
        steps.add(limit.name(), "its cap is not known, or what a request takes", "left out");
    }
    steps
}

fn room(why: &Explanation<'_>) -> Steps {
    let mut steps = Steps::new("How many fit");
    for step in &why.limits {
        let cap = cap(why, step);
        let (each, windows) = (grouped(step.each), step.windows_per_day);
        let day = |per_day: u64| match windows {
            1 => (format!("{cap} / {each}"), format!("{} a day", grouped(per_day))),
            windows => (
                format!("{cap} x {} / {each}", grouped(windows)),
                format!("{} a day", grouped(per_day)),
            ),
        };
        if let Some(per_minute) = step.per_minute {
            steps.add(
                step.limit.name(),
                format!("{cap} / {each}, rounded down"),
                format!("{} a minute", grouped(per_minute)),
            );
        }
        match step.per_day.map(day) {
            Some((how, result)) => {
                steps.add(step.limit.name(), format!("{how}, rounded down"), result);
            }
            None => steps.add(step.limit.name(), "a request takes nothing of it", "any number"),
        }
    }
    let most = |most: Option<u64>, of: &str| match most {
        Some(most) => format!("{} {of}", grouped(most)),
        None => "no known limit".to_owned(),
    };
    if why.blocked.is_some() {
        steps.add("at most", "no request passes", "0 a day");
        return steps;
    }
    let least = |bound: groq_calc::catalog::LimitSet| match bound.is_empty() {
        true => "nothing bounds it".to_owned(),
        false => format!("the least of these: {bound}"),
    };
    steps.add(
        "at most",
        least(why.requests_per_minute_bound),
        most(why.requests_per_minute_max, "a minute"),
    );
    steps.add(
        "at most",
        least(why.requests_per_day_bound),
        most(why.requests_per_day_max, "a day"),
    );
    steps
}

fn bill(why: &Explanation<'_>, place: &str) -> Steps {
    let mut steps =
        Steps::new(format!("A month of {}, {place}", Counted(why.days_per_month, "day")));
    let Some(lines) = &why.lines else {
        steps.add("total", "a price it needs is not known", "not known");
        return steps;
    };
    for PricedLine { line, price_usd, per, halved, .. } in lines {
        let of = if *per == 1 {
            line.unit.to_owned()
        } else {
            format!("{} {}s", grouped(per), line.unit)
        };
        let half = if *halved { " / 2 for batch, whatever was cached" } else { "" };
        steps.add(
            line.item.name(),
            format!("{} x ${price_usd} by {of}{half}", Counted(line.quantity, line.unit)),
            format!("${}", line.usd.with_cents()),
        );
    }
    let usd = |usd: Option<Usd>| {
        usd.map_or("not known".to_owned(), |usd| format!("${}", usd.with_cents()))
    };
    steps.add("list price", "the sum of the lines", usd(why.list_usd));
    let paid = match why.id.plan {
        Plan::Free => "the Free plan bills nothing",
        Plan::Developer => "the list price",
    };
    steps.add("to pay", paid, usd(why.total_usd));
    steps
}

/// Why an option was passed over, with the figures that speak against it.
fn why_not(option: &PlanOption<'_>) -> String {
    let Some(reason) = option.passed_over else { return "the option to take".into() };
    match (option.blocked, reason) {
        (Some(blocked), _) => blocked.to_string(),
        (None, PassedOver::DoesNotFit) => {
            format!("{reason}: {} at {} %", option.binding, percent(option.utilization))
        }
        (None, PassedOver::UnknownLimits) => format!("{reason}: {}", option.unknown_limits),
        (None, _) => reason.to_string(),
    }
}

fn options(answer: &Answer<'_>) -> Steps {
    let mut steps = Steps::new("Every option, and why not");
    for option in &answer.options {
        let usd = option.monthly.total_usd;
        let month = usd
            .map_or("price not known".to_owned(), |usd| format!("${} a month", usd.with_cents()));
        steps.add(place(option.id), why_not(option), month);
    }
    steps
}

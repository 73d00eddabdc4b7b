mod outlook;
pub(crate) mod place;
mod quality;
pub(crate) mod services;
pub(crate) mod sources;
mod timeline;

use std::fmt::Write as _;

use clap::Args as Group;
#[cfg(feature = "mcp")]
use groq_calc::Draft;
use groq_calc::{
    Answer, Catalog, Limit, Plan, PlanOption, answer,
    answer::PassedOver,
    capacity::{Blocked, Timeline},
    outlook::WithOutlook,
};

use crate::{
    input::{
        catalog::CatalogArgs,
        question::{self, QuestionArgs},
    },
    output::{
        counted::{Counted, dollars, grouped, percent},
        document::{Document, Mark, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
        retirement,
    },
};

const EXAMPLES: &str = "Examples:
  groq-calc plan --requests-per-day 2k --input 1500 --output 500
  groq-calc plan --requests-per-day 50 --audio-seconds 90 --plan free
  groq-calc plan question.json --json
  groq-calc plan services.json
  groq-calc plan question.json --safety-margin 20 --check
  groq-calc plan question.json --budget 20 --hours
  groq-calc plan --paste request.json --requests-per-day 2k
  echo '{\"workload\":{\"requests_per_day\":2000,\"input_tokens\":1500}}' | groq-calc plan -
  groq-calc plan --requests-per-day 100 --input 20k --output 4k --as-of 2026-06-04
  groq-calc plan --requests-per-day 2k --input 1500 --output 500 --needs vision,tools
  groq-calc plan --requests-per-day 2k --input 1500 --output 500 --quality 'gpqa-diamond>=70'
  groq-calc plan --requests-per-day 500 --input 1k --limit openai/gpt-oss-120b:free:TPD=300k

A question may list services in place of a workload: then one plan, and a model and tier for each
service, are found for all of them together, since limits hold for the organisation.
Numbers may be written 1500, 1,500, 1.5k or 20M. Tokens, audio, characters and tools are per request.
Exit code: 0 with an answer, 1 if nothing fits and --check is given, 2 for bad input.";

/// A question and how its answer is shown.
#[derive(Group, Default)]
#[command(after_help = EXAMPLES)]
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

/// Answers a question.
pub(crate) fn run(args: &PlanArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let draft = question::asked(&args.question, catalog)?;
    if draft.services.is_some() {
        if args.hours || args.profile.is_some() {
            return Err(
                "--hours and --profile show the day of one workload; a service states its \
                        own profile in the question"
                    .to_owned(),
            );
        }
        return services::run(&draft, args.format.get(), args.check, catalog);
    }
    let question = question::checked(&draft, catalog)?;
    let answer = answer(catalog, &question).map_err(|error| error.to_string())?;
    let with = answer.with_outlook().map_err(|error| error.to_string())?;
    let timeline = match &with.outlook {
        Some(outlook) if args.hours || args.profile.is_some() => {
            Some(timeline::of(catalog, args.profile.as_deref(), &question, outlook)?)
        }
        _ => None,
    };
    let format = args.format.get();
    let text = if format == Format::Json {
        let whole = WithTimeline { with: &with, timeline: timeline.as_ref() };
        serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n"
    } else {
        render(catalog, &with, timeline.as_ref()).render(format)?
    };
    Ok(Outcome { text, fits: !args.check || answer.recommended.is_some() })
}

/// The answer as JSON, without the day hour by hour.
#[cfg(feature = "mcp")]
pub(crate) fn in_json(draft: &Draft, catalog: &Catalog<'_>) -> Result<String, String> {
    if draft.services.is_some() {
        let answer = services::answer(draft, catalog)?;
        return serde_json::to_string(&services::levers(&answer)?)
            .map_err(|error| error.to_string());
    }
    let answer =
        answer(catalog, &question::checked(draft, catalog)?).map_err(|error| error.to_string())?;
    let with = answer.with_outlook().map_err(|error| error.to_string())?;
    serde_json::to_string(&with).map_err(|error| error.to_string())
}

/// The answer as JSON, with the day hour by hour where that is asked for.
#[derive(serde::Serialize)]
struct WithTimeline<'a> {
    #[serde(flatten)]
    with: &'a WithOutlook<'a, 'a>,
    /// Asked for by --hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<&'a Timeline>,
}

fn render(
    catalog: &Catalog<'_>,
    with: &WithOutlook<'_, '_>,
    timeline: Option<&Timeline>,
) -> Document {
    let WithOutlook { answer, quality, outlook, .. } = with;
    let mut text = Document::default();
    let _ = writeln!(text, "{answer}");
    if let Some(choice) = &answer.recommended {
        let _ = writeln!(
            text,
            "\nTake {} on {} ({}): {}.",
            choice.id.model,
            choice.id.plan.title(),
            choice.id.tier.name(),
            choice.because
        );
    }
    retirement::note(&mut text, answer);
    if let Some(quality) = quality {
        quality::next(&mut text, quality);
    }
    if let Some(option) = answer.best() {
        why(&mut text, option);
    }
    if let Some(outlook) = outlook {
        outlook::render(&mut text, outlook);
    }
    if let Some(timeline) = timeline {
        timeline::render(&mut text, timeline);
    }
    if let Some(quality) = quality {
        quality::table(&mut text, quality);
    }
    options(&mut text, answer);
    let figures = answer.options.iter().flat_map(|option| [option.limits_from, option.prices_from]);
    let origins = figures.chain([answer.admission_from]).flatten();
    sources::render(&mut text, catalog, origins, answer.admission);
    text
}

fn why(text: &mut Document, option: &PlanOption<'_>) {
    let place =
        format!("{} on {} ({})", option.id.model, option.id.plan.title(), option.id.tier.name());
    if let Some(blocked) = option.blocked {
        let _ = writeln!(text, "\n{place} is blocked: {blocked}.");
        // Groq looks at the rate limits before it looks at the context window.
        if let Blocked::Context { requested, .. } = blocked
            && let Some(used) = option.limits.iter().find(|used| used.limit == Limit::TPM)
            && used.cap < requested
        {
            let cap = Blocked::TooLarge { limit: used.limit, requested, cap: used.cap };
            let _ = writeln!(text, "It is above the rate limit too: {cap}.");
        }
    }
    for risk in &option.at_risk {
        let _ = writeln!(text, "\n{place} is at risk: {risk}.");
    }
    if !option.limits.is_empty() {
        let mut rows = Table::new(&["limit", "cap", "demand", "used", ""], &[1, 2, 3]);
        for used in &option.limits {
            let percent = percent(used.utilization);
            let note = if option.binding.contains(used.limit) { "binds" } else { "" };
            let mark = if used.utilization.exceeds_one() { Mark::Bad } else { Mark::None };
            rows.add_marked(
                mark,
                [
                    used.limit.name().to_owned(),
                    used.cap.to_string(),
                    used.demand.to_string(),
                    format!("{percent} %"),
                    note.to_owned(),
                ],
            );
        }
        text.push(&format!("Limits of {place}"), rows);
    }
    if !option.unknown_limits.is_empty() {
        let _ = writeln!(text, " not known, so left out: {}", option.unknown_limits);
    }
    let most = |figure: Option<u64>| figure.map_or("any number".to_owned(), grouped);
    let counted = |figure: Option<u64>, one: &'static str| match figure {
        Some(most) => Counted(most, one).to_string(),
        None => format!("any number of {one}s"),
    };
    let _ = writeln!(
        text,
        " at most {} a minute, {} a day",
        counted(option.requests_per_minute_max, "request"),
        most(option.requests_per_day_max)
    );
    if let Some(concurrency) = option.concurrency {
        let _ = writeln!(
            text,
            " {} in flight at the peak; {} at most",
            Counted(concurrency, "request"),
            counted(option.workers_max, "worker")
        );
    }
    if !option.monthly.lines.is_empty() {
        let mut rows = Table::new(&["item", "quantity", "unit", "USD"], &[1, 3]);
        for line in &option.monthly.lines {
            rows.add_row([
                line.item.name().to_owned(),
                line.quantity.to_string(),
                line.unit.to_owned(),
                line.usd.to_string(),
            ]);
        }
        rows.add_row([
            "total".to_owned(),
            String::new(),
            String::new(),
            dollars(option.monthly.list_usd),
        ]);
        let title = if option.id.plan == Plan::Free {
            "A month at list price (the Free plan bills nothing)"
        } else {
            "A month"
        };
        text.push(title, rows);
    }
}

fn options(text: &mut Document, answer: &Answer<'_>) {
    if answer.options.is_empty() {
        return;
    }
    let head = [
        "",
        "model",
        "plan",
        "tier",
        "fits",
        "binding",
        "per day",
        "USD a month",
        "as batch",
        "why not",
    ];
    let mut rows = Table::new(&head, &[6, 7, 8]).main();
    for option in &answer.options {
        let binding = if option.blocked.is_some() {
            "blocked".to_owned()
        } else {
            option.binding.to_string()
        };
        let mark = if option.passed_over.is_none() { Mark::Good } else { Mark::None };
        rows.add_marked(
            mark,
            [
                if mark == Mark::Good { "*" } else { "" }.to_owned(),
                option.id.model.to_owned(),
                option.id.plan.name().to_owned(),
                option.id.tier.name().to_owned(),
                fits(option).to_owned(),
                binding,
                option.requests_per_day_max.map_or("?".to_owned(), |most| most.to_string()),
                dollars(option.monthly.total_usd),
                dollars(option.monthly.batch_usd),
                option.passed_over.map_or(String::new(), |reason| reason.to_string()),
            ],
        );
    }
    text.push(&format!("All options as of {} (* recommended)", answer.as_of), rows);
}

/// Whether it fits; with an unknown limit nobody can say so.
fn fits(option: &PlanOption<'_>) -> &'static str {
    match option.passed_over {
        _ if option.fits => "yes",
        Some(PassedOver::UnknownLimits) => "?",
        _ => "no",
    }
}

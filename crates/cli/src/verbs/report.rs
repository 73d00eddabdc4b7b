use std::fmt::Write as _;

use clap::{Args as Group, ValueEnum};
use groq_calc::{
    Catalog, Draft, Number, Usd, WorkloadDraft,
    answer::organisation::{Forecast, OrganisationAnswer, ServiceAnswer},
    outlook::ServicesChange,
    question::{FIELDS, Field, RequirementsDraft, ServiceDraft},
};
use serde_json::Value;

use crate::{
    input::{
        catalog::CatalogArgs,
        question::{self, QuestionArgs},
    },
    output::{
        counted::{dollars, percent},
        document::{Document, Table},
        format::Format,
        html,
        outcome::Outcome,
    },
    verbs::plan::{services, sources},
};

const EXAMPLES: &str = "Examples:
  groq-calc report services.json > report.html
  groq-calc report services.json --format markdown --margin 20
  groq-calc report --requests-per-day 2k --input 1500 --output 500 > report.html

The page needs no other file and no network; print it from a browser.";

/// In what form a report is written.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// One page for a browser, and to print.
    #[default]
    Html,
    /// A text that is rendered.
    Markdown,
}

/// A question whose answer is handed on.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    question: QuestionArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
    /// The form of the report.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Form,
    /// A margin on the cost, in percent, shown beside it.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=1000))]
    margin: u64,
}

/// Writes the report.
pub(crate) fn run(args: &ReportArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let draft = question::asked(&args.question, catalog)?;
    // One workload is an organisation of one service.
    let draft = match draft.services {
        Some(_) => draft,
        None => {
            question::checked(&draft, catalog)?;
            let calls = vec![draft.workload.clone()];
            let name = "workload".to_owned();
            let services = Some(vec![ServiceDraft { name, calls, ..ServiceDraft::default() }]);
            Draft { services, workload: WorkloadDraft::default(), ..draft }
        }
    };
    let answer = services::answer(&draft, catalog)?;
    let levers = services::levers(&answer)?.levers;
    let document = document(catalog, &draft, &answer, &levers, args.margin);
    let title = format!("Groq plan as of {}", answer.as_of);
    let text = match args.format {
        Form::Html => html::page(&title, &document),
        Form::Markdown => format!("# {title}\n\n{}", document.render(Format::Markdown)?),
    };
    Ok(Outcome { text, fits: true })
}

fn document(
    catalog: &Catalog<'_>,
    draft: &Draft,
    answer: &OrganisationAnswer<'_>,
    levers: &[ServicesChange],
    margin: u64,
) -> Document {
    let mut text = Document::default();
    let _ = writeln!(text, "{answer}");
    text.push("Cost of a month, USD", cost(answer, margin));
    let _ = writeln!(text, "{}", services::sharing(answer));
    text.push("Limits, with what each service asks of them", services::limits(answer));
    if let Some(growth) = answer.growth.as_ref().filter(|growth| growth.grows) {
        text.push("Month by month", months(growth, margin));
        let _ = writeln!(text, "{growth}");
    }
    if !levers.is_empty() {
        text.push("Ways to save or scale, USD a month", services::ways(levers));
    }
    risks(&mut text, catalog, answer);
    assumptions(&mut text, draft, answer);
    text.push("How each cost comes about", lines(answer));
    let _ = writeln!(
        text,
        "A line is its quantity times its price, half of that for batch, rounded once to a picodollar, a half to the even neighbour. The free plan bills nothing; its lines are what the same would cost by the list."
    );
    let origins = services::origins(answer);
    text.push("Sources of limits and prices", sources::table(catalog, origins));
    let _ = writeln!(
        text,
        "Requests are admitted by the rule `{}`: {}. Newest entry of the catalog: {}. Made by groq-calc {}, which is not made or endorsed by Groq.",
        answer.admission.name(),
        answer.admission,
        catalog.newest(),
        env!("CARGO_PKG_VERSION")
    );
    text
}

/// An amount with the margin on it.
fn with_margin(usd: Option<Usd>, margin: u64) -> String {
    dollars(usd.and_then(|usd| usd.with_margin(margin)))
}

/// The head of a column of costs with the margin; none where there is none.
fn margin_head(margin: u64) -> Option<String> {
    (margin > 0).then(|| format!("with {margin} % margin"))
}

/// A row without the cell of the margin where there is none.
fn row<const N: usize>(cells: [Option<String>; N]) -> Vec<String> {
    cells.into_iter().flatten().collect()
}

fn cost(answer: &OrganisationAnswer<'_>, margin: u64) -> Table {
    let more = margin_head(margin);
    let mut head = vec!["service", "model", "plan", "tier", "a month"];
    head.extend(more.as_deref());
    head.push("at list price");
    let mut rows = Table::new(&head, &(4..head.len()).collect::<Vec<_>>());
    let with = |usd| more.as_ref().map(|_| with_margin(usd, margin));
    for service in &answer.services {
        rows.add_row(row([
            Some(service.name.clone()),
            Some(service.model.to_owned()),
            Some(answer.plan.name().to_owned()),
            Some(service.tier.name().to_owned()),
            Some(dollars(service.monthly_usd)),
            with(service.monthly_usd),
            Some(dollars(service.list_usd)),
        ]));
    }
    let empty = || Some(String::new());
    rows.add_row(row([
        Some("total".to_owned()),
        empty(),
        empty(),
        empty(),
        Some(dollars(answer.monthly.total_usd)),
        with(answer.monthly.total_usd),
        Some(dollars(answer.monthly.list_usd)),
    ]));
    rows
}

fn months(growth: &Forecast<'_>, margin: u64) -> Table {
    let more = margin_head(margin);
    let mut head = vec!["month", "USD"];
    head.extend(more.as_deref());
    head.extend(["tightest limit used", "fits"]);
    let mut rows = Table::new(&head, &(0..head.len() - 1).collect::<Vec<_>>());
    for month in services::shown(growth) {
        rows.add_row(row([
            Some(month.month.to_string()),
            Some(dollars(month.total_usd)),
            more.as_ref().map(|_| with_margin(month.total_usd, margin)),
            Some(format!("{} %", percent(month.utilization))),
            Some(if month.fits { "yes" } else { "no" }.to_owned()),
        ]));
    }
    rows
}

/// What may make the figures wrong.
fn risks(text: &mut Document, catalog: &Catalog<'_>, answer: &OrganisationAnswer<'_>) {
    let mut rows = Table::new(&["what", "why"], &[]);
    let mut add = |what: &str, why: String| rows.add_row([what.to_owned(), why]);
    for service in &answer.services {
        let ServiceAnswer { name, model, .. } = service;
        if let Some(blocked) = &service.blocked {
            add(name, format!("{model} can't serve it: {blocked}"));
        }
        if service.unchecked {
            add(
                name,
                format!("{} of {model} not published, so not checked", service.unknown_limits),
            );
        }
        for risk in &service.at_risk {
            add(name, format!("a call may be refused: {}", risk.at_risk));
        }
        if !service.production {
            add(
                name,
                format!("Groq does not list {model} for production: it may end at short notice"),
            );
        }
        if let Some(end) = &service.retires {
            add(name, format!("{model}: {end}"));
        }
    }
    if let Some(from) =
        answer.admission_from.filter(|from| from.status != groq_calc::catalog::Status::Confirmed)
    {
        add("admission", format!("the rule is {}, not confirmed by Groq", from.status.name()));
    }
    let newest = catalog.newest_on(answer.as_of);
    if let Some(newest) = newest.filter(|newest| *newest < answer.as_of) {
        add("figures", format!("the newest figure is of {newest}, before the day of the question"));
    }
    match rows.is_empty() {
        true => {
            let _ = writeln!(text, "No risk is known.");
        }
        false => text.push("Risks", rows),
    }
}

/// Every figure that was stated, call by call, and what all others are.
fn assumptions(text: &mut Document, draft: &Draft, answer: &OrganisationAnswer<'_>) {
    let drafts = draft.services.as_deref().unwrap_or_default();
    let all = || drafts.iter().flat_map(|service| &service.calls);
    let is_stated = |field: &&Field| all().any(|call| number(call, field.name).is_some());
    let stated: Vec<&Field> = FIELDS.iter().filter(is_stated).collect();
    let names: Vec<String> = stated.iter().map(|field| field.name.replace('_', " ")).collect();
    let mut head = vec!["service", "call"];
    head.extend(names.iter().map(String::as_str));
    head.extend(["busiest minute", "requests a month", "growth"]);
    let right: Vec<_> = (2..head.len()).collect();
    let mut rows = Table::new(&head, &right);
    for (service, planned) in drafts.iter().zip(&answer.services) {
        let growth = service.growth_percent_per_month.as_ref();
        for (index, (call, answer)) in service.calls.iter().zip(&planned.calls).enumerate() {
            let mut row = vec![service.name.clone(), (index + 1).to_string()];
            row.extend(stated.iter().map(|field| {
                match (number(call, field.name), field.default) {
                    (Some(number), _) => number.to_string(),
                    (None, Some(default)) => default.to_string(),
                    (None, None) => String::new(),
                }
            }));
            row.push(answer.peak_requests_per_minute.to_string());
            row.push(answer.requests_per_month.to_string());
            row.push(growth.map_or("0 %".to_owned(), |growth| format!("{growth} %")));
            rows.add_row(row);
        }
    }
    text.push("Assumptions, per request and call", rows);
    let silent = |field: &&Field| !stated.iter().any(|one| one.name == field.name);
    let defaults: Vec<_> = FIELDS
        .iter()
        .filter(silent)
        .filter_map(|field| Some((field.name, field.default.filter(|default| *default > 0)?)))
        .map(|(name, default)| format!("{} {default}", name.replace('_', " ")))
        .collect();
    if !defaults.is_empty() {
        let _ = writeln!(
            text,
            "Not stated, so by default: {}; everything else is 0.",
            defaults.join(", ")
        );
    }
    conditions(text, draft);
}

/// What a call states of a field, its tools included.
fn number(call: &WorkloadDraft, name: &str) -> Option<Number> {
    let mut call = call.clone();
    match call.tools.number_mut(name) {
        Some(number) => number.take(),
        None => call.number_mut(name)?.take(),
    }
}

/// What the question demands beside its figures.
fn conditions(text: &mut Document, draft: &Draft) {
    let mut say = |who: &str, what: &RequirementsDraft| {
        let fields = serde_json::to_value(what).unwrap_or_default();
        let is_set = |value: &Value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::Array(list) => !list.is_empty(),
            Value::Number(number) => number.as_u64() != Some(0),
            _ => true,
        };
        let set = fields.as_object().into_iter().flatten().filter(|(_, value)| is_set(value));
        let set: Vec<_> =
            set.map(|(name, value)| format!("{} {value}", name.replace('_', " "))).collect();
        if !set.is_empty() {
            let _ = writeln!(text, "Requirements of {who}: {}.", set.join(", "));
        }
    };
    for service in draft.services.iter().flatten() {
        say(&service.name, &service.requirements);
    }
    say("all services", &draft.requirements);
    if let Some(plans) = &draft.plans {
        let _ = writeln!(text, "Plans considered: {}.", plans.join(", "));
    }
    for (model, plans) in &draft.limits {
        for (plan, caps) in plans {
            let caps: Vec<_> = caps.iter().map(|(limit, cap)| format!("{limit} {cap}")).collect();
            let _ =
                writeln!(text, "Limits of your own for {model} on {plan}: {}.", caps.join(", "));
        }
    }
}

/// The lines of every bill, with the price of each.
fn lines(answer: &OrganisationAnswer<'_>) -> Table {
    let head = ["service", "call", "item", "quantity", "unit", "price", "per", "USD"];
    let mut rows = Table::new(&head, &[3, 5, 6, 7]);
    for service in &answer.services {
        for (index, call) in service.calls.iter().enumerate() {
            for priced in &call.lines {
                rows.add_row([
                    service.name.clone(),
                    (index + 1).to_string(),
                    priced.line.item.name().replace('_', " "),
                    priced.line.quantity.to_string(),
                    priced.line.unit.to_owned(),
                    priced.price_usd.to_string(),
                    priced.per.to_string(),
                    priced.line.usd.to_string(),
                ]);
            }
        }
    }
    rows
}

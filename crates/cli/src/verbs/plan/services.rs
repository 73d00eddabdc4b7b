use std::fmt::Write as _;

use groq_calc::{
    Catalog, Draft, Tier,
    answer::organisation::{Forecast, Month, OrganisationAnswer, ServiceAnswer, SharedLimit},
    catalog::Provenance,
    outlook::{ServicesChange, WithLevers},
};

use crate::{
    input::question,
    output::{
        counted::{dollars, grouped, percent},
        document::{Document, Mark, Table},
        format::Format,
        outcome::Outcome,
    },
    verbs::plan::sources,
};

/// The answer for the services of a question.
pub(crate) fn answer<'a>(
    draft: &Draft,
    catalog: &Catalog<'a>,
) -> Result<OrganisationAnswer<'a>, String> {
    let organisation = question::checked_services(draft, catalog)?;
    catalog.answer_services(&organisation).map_err(|error| error.to_string())
}

/// Plans all services on one account.
pub(super) fn run(
    draft: &Draft,
    format: Format,
    check: bool,
    catalog: &Catalog<'_>,
) -> Result<Outcome, String> {
    let answer = answer(draft, catalog)?;
    let text = match format {
        Format::Json => {
            serde_json::to_string_pretty(&levers(&answer)?).map_err(|error| error.to_string())?
                + "\n"
        }
        _ => render(catalog, &levers(&answer)?).render(format)?,
    };
    Ok(Outcome { text, fits: !check || answer.is_recommended() })
}

/// The answer with what would save or unlock something.
pub(crate) fn levers<'b, 'a>(
    answer: &'b OrganisationAnswer<'a>,
) -> Result<WithLevers<'b, 'a>, String> {
    answer.with_levers().map_err(|error| error.to_string())
}

fn render(catalog: &Catalog<'_>, whole: &WithLevers<'_, '_>) -> Document {
    let answer = whole.answer;
    let mut text = Document::default();
    let _ = writeln!(text, "{answer}");
    for service in &answer.services {
        notes(&mut text, service);
    }
    text.push(
        &format!("Services on the {} plan as of {}", answer.plan.title(), answer.as_of),
        services(answer),
    );
    let _ = writeln!(text, " {}", sharing(answer));
    text.push("Limits, with what each service asks of them", limits(answer));
    if let Some(growth) = answer.growth.as_ref().filter(|growth| growth.grows) {
        text.push("Month by month", months(growth));
        if let Some(next) = &growth.next {
            let mut rows = Table::new(&["service", "model", "tier", ""], &[]);
            for place in &next.services {
                rows.add_row([
                    place.name.clone(),
                    place.model.to_owned(),
                    place.tier.name().to_owned(),
                    if place.moves { "moves" } else { "" }.to_owned(),
                ]);
            }
            text.push(&format!("What holds after that, on the {} plan", next.plan.title()), rows);
        }
    }
    if !whole.levers.is_empty() {
        text.push("Ways to save or scale", ways(&whole.levers));
    }
    sources::render(&mut text, catalog, origins(answer), answer.admission);
    text
}

/// What a reader has to know of a service beside its figures.
fn notes(text: &mut Document, service: &ServiceAnswer<'_>) {
    let ServiceAnswer { name, model, .. } = service;
    for risk in &service.at_risk {
        let _ = writeln!(text, "\n{name} on {model} is at risk: {}.", risk.at_risk);
    }
    if let Some(end) = &service.retires {
        let _ = writeln!(text, "\n{name}: {model} {end}.");
    }
}

/// A row for each lever.
pub(crate) fn ways(levers: &[ServicesChange]) -> Table {
    let head = ["what", "USD a month", "before", "saves", "fits", "months it lasts", "before"];
    let mut rows = Table::new(&head, &[1, 2, 3, 5, 6]);
    // Further ahead nothing is counted.
    let months = |months: u64| if months > 60 { "60+".to_owned() } else { months.to_string() };
    for change in levers {
        rows.add_row([
            change.lever.to_string(),
            dollars(change.after.monthly_usd),
            dollars(change.before.monthly_usd),
            change.saves().to_string(),
            if change.after.fits { "yes" } else { "no" }.to_owned(),
            months(change.after.months),
            months(change.before.months),
        ]);
    }
    rows
}

/// The entries that the figures come from.
pub(crate) fn origins<'a>(answer: &OrganisationAnswer<'a>) -> impl Iterator<Item = Provenance<'a>> {
    let figures = answer.services.iter().flat_map(|one| [one.limits_from, one.prices_from]);
    figures.chain([answer.admission_from]).flatten()
}

/// What sharing one account costs, in a sentence.
pub(crate) fn sharing(answer: &OrganisationAnswer<'_>) -> String {
    match (answer.sharing.alone_usd, answer.sharing.costs_usd) {
        (Some(alone), Some(more)) if more.picodollars() > 0 => format!(
            "Each on an account of its own would cost ${alone} a month together; sharing one costs ${more} more."
        ),
        (Some(_), Some(_)) => "Sharing one account costs nothing.".to_owned(),
        _ => "What sharing one account costs is not known: a service alone has no option that fits, or no known price.".to_owned(),
    }
}

/// A row for each service.
pub(crate) fn services(answer: &OrganisationAnswer<'_>) -> Table {
    let head = [
        "service",
        "model",
        "tier",
        "USD a month",
        "at list price",
        "alone on",
        "USD alone",
        "why not",
    ];
    let mut rows = Table::new(&head, &[3, 4, 6]).main();
    for service in &answer.services {
        let alone = &service.alone;
        let why_not = match (&service.blocked, service.unchecked) {
            (Some(blocked), _) => format!("blocked: {blocked}"),
            (None, true) => format!("unchecked: {} not known", service.unknown_limits),
            (None, false) => String::new(),
        };
        let mark = if service.blocked.is_some() { Mark::Bad } else { Mark::None };
        rows.add_marked(
            mark,
            [
                service.name.clone(),
                service.model.to_owned(),
                service.tier.name().to_owned(),
                dollars(service.monthly_usd),
                dollars(service.list_usd),
                place(alone.id.model, alone.id.plan.name(), alone.id.tier),
                dollars(alone.monthly_usd.filter(|_| alone.recommended)),
                why_not,
            ],
        );
    }
    rows.add_row([
        "total".to_owned(),
        String::new(),
        String::new(),
        dollars(answer.monthly.total_usd),
        dollars(answer.monthly.list_usd),
        String::new(),
        dollars(answer.sharing.alone_usd),
        String::new(),
    ]);
    rows
}

fn place(model: &str, plan: &str, tier: Tier) -> String {
    match tier {
        Tier::Flex => format!("{model}, {plan}, flex"),
        _ => format!("{model}, {plan}"),
    }
}

/// A row for each limit, the fullest first.
pub(crate) fn limits(answer: &OrganisationAnswer<'_>) -> Table {
    let head = ["model", "tier", "limit", "cap", "asked", "used", "", "by service"];
    let mut rows = Table::new(&head, &[3, 4, 5]);
    let mut limits: Vec<&SharedLimit<'_>> = answer.limits.iter().collect();
    limits.sort_by_key(|used| std::cmp::Reverse(used.utilization));
    for used in limits {
        let binds = answer
            .binding
            .iter()
            .any(|one| (one.model, one.tier, one.limit) == (used.model, used.tier, used.limit));
        let shares: Vec<_> = used
            .by_service
            .iter()
            .map(|(name, asked)| format!("{name} {}", grouped(asked)))
            .collect();
        let mark = if used.utilization.exceeds_one() { Mark::Bad } else { Mark::None };
        rows.add_marked(
            mark,
            [
                used.model.to_owned(),
                used.tier.name().to_owned(),
                used.limit.name().to_owned(),
                used.cap.to_string(),
                used.demand.to_string(),
                format!("{} %", percent(used.utilization)),
                if binds { "binds" } else { "" }.to_owned(),
                shares.join(", "),
            ],
        );
    }
    rows
}

/// How many months are shown where nothing breaks before; JSON has all.
const SHOWN: usize = 13;

/// The months to the first that does not fit, or those of a year.
pub(crate) fn shown<'a>(growth: &'a Forecast<'_>) -> impl Iterator<Item = &'a Month> {
    let shown = growth.first_over.map_or(SHOWN, |over| over.month as usize + 1);
    growth.months.iter().take(shown)
}

fn months(growth: &Forecast<'_>) -> Table {
    let head = ["month", "USD a month", "at list price", "used", "fits"];
    let mut rows = Table::new(&head, &[0, 1, 2, 3]);
    for month in shown(growth) {
        let mark = if month.fits { Mark::None } else { Mark::Bad };
        rows.add_marked(
            mark,
            [
                month.month.to_string(),
                dollars(month.total_usd),
                dollars(month.list_usd),
                format!("{} %", percent(month.utilization)),
                if month.fits { "yes" } else { "no" }.to_owned(),
            ],
        );
    }
    rows
}

use std::cmp::Ordering;

use groq_calc::{
    Date, Kind, Limit, Model, Plan, Price, Prices, Tier,
    catalog::{Ability, Cap, Capability, Dated, Lifecycle, Provenance, Tool},
};
use groq_catalog::CATALOG;
use leptos::prelude::*;

use super::{day::DayList, words};
use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, messages::Messages, sentences},
    page::context::Page,
    views::abilities::abilities,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Model,
    Stage,
    Input,
    Output,
    Window,
}

fn prices(model: &Model<'static>, day: Date) -> Prices {
    model.prices_at(day).map_or(Prices::NONE, |entry| entry.value)
}

impl Column {
    fn compare(self, a: &Model<'static>, b: &Model<'static>, day: Date) -> Ordering {
        let stage = |model: &Model<'static>| model.stage(day).map(|entry| entry.value.name());
        match self {
            Self::Model => Ordering::Equal,
            Self::Stage => stage(a).cmp(&stage(b)),
            Self::Input => known_first(prices(a, day).input, prices(b, day).input),
            Self::Output => known_first(prices(a, day).output, prices(b, day).output),
            Self::Window => known_first(a.context_at(day).window, b.context_at(day).window),
        }
        .then(a.id.cmp(b.id))
    }
}

/// What is not known comes after what is.
fn known_first<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    a.is_none().cmp(&b.is_none()).then(a.cmp(&b))
}

/// The stage that stands for whatever is offered on the day.
const OFFERED: &str = "offered";

/// What the visitor looks for; an empty name stands for all.
#[derive(Clone)]
struct Filter {
    text: String,
    kind: String,
    stage: String,
}

impl Default for Filter {
    /// What can be had.
    fn default() -> Self {
        Self { text: String::new(), kind: String::new(), stage: OFFERED.to_string() }
    }
}

impl Filter {
    fn lets(&self, model: &Model<'static>, day: Date, messages: &Messages) -> bool {
        let text = self.text.trim().to_lowercase();
        let stage = model.stage(day).map_or("", |entry| entry.value.name());
        let abilities = model.abilities(day);
        // By what it can do, too: `vision`, `tool`, `JSON`.
        let can = |capability: Capability| {
            let names = [
                capability.name(),
                capability.title(),
                sentences::capability(messages, capability).0,
            ];
            matches!(abilities.get(capability), Ability::Yes | Ability::Disputed)
                && names.iter().any(|name| name.to_lowercase().contains(&text))
        };
        (text.is_empty()
            || model.id.to_lowercase().contains(&text)
            || model.name.to_lowercase().contains(&text)
            || Capability::ALL.into_iter().any(can))
            && (self.kind.is_empty() || model.kind.name() == self.kind)
            && match &*self.stage {
                "" => true,
                OFFERED => model.is_offered(day),
                wanted => stage == wanted,
            }
    }
}

/// Every model, retired ones too, as it stood on a day.
#[component]
pub(super) fn Models() -> impl IntoView {
    let page = Page::here();
    let (locale, messages) = (page.locale(), page.messages());
    let facts = messages.facts();
    let asked = page.outcome.with_untracked(|outcome| Some(outcome.answer.as_ref()?.as_of));
    let day = RwSignal::new(asked.unwrap_or(CATALOG.newest()));
    let filter = RwSignal::new(Filter::default());
    let order = RwSignal::new((Column::Model, false));
    let found = Memo::new(move |_| {
        let (day, (column, down)) = (day.get(), order.get());
        let mut found: Vec<usize> = (0..CATALOG.models.len())
            .filter(|index| {
                filter.with(|filter| filter.lets(&CATALOG.models[*index], day, messages))
            })
            .collect();
        found.sort_by(|a, b| {
            let by = column.compare(&CATALOG.models[*a], &CATALOG.models[*b], day);
            if down { by.reverse() } else { by }
        });
        found
    });
    let count = move || {
        let shown = locale.count(found.with(Vec::len) as u64);
        facts.shown.with([&shown, &locale.count(CATALOG.models.len() as u64)])
    };
    let plan = RwSignal::new(Plan::Developer);
    let table = move |kind: Kind| {
        let is_shown = Memo::new(move |_| {
            found.with(|found| found.iter().any(|index| CATALOG.models[*index].kind == kind))
        });
        let head = move |column: Option<Column>, title: &'static str| {
            let Some(column) = column else {
                return view! { <th scope="col">{title}</th> }.into_any();
            };
            let sorted = move || match order.get() {
                (by, true) if by == column => "descending",
                (by, false) if by == column => "ascending",
                _ => "none",
            };
            let click = move |_| {
                order.update(|(by, down)| {
                    *down = *by == column && !*down;
                    *by = column;
                })
            };
            view! { <th scope="col" aria-sort=sorted><button type="button" on:click=click>{title}</button></th> }.into_any()
        };
        let heads = move || {
            columns(kind, messages)
                .into_iter()
                .map(|(column, title)| head(column, title))
                .collect_view()
        };
        let rows = move || {
            let (day, plan, mut markup) = (day.get(), plan.get(), Markup::default());
            found.with(|found| {
                let models = found.iter().map(|index| &CATALOG.models[*index]);
                for model in models.filter(|model| model.kind == kind) {
                    row(&mut markup, model, plan, day, locale);
                }
            });
            markup.finish()
        };
        let name = words::kind(kind, messages);
        let label = format!("{}: {name}", facts.table);
        view! {
            <Show when=move || is_shown.get()>
                <section class="card flush" aria-label=name>
                    <div class="head"><h2>{words::heading(kind, messages)}</h2><span class="sm mu">{unit(kind, messages)}</span></div>
                    <div class="scroll" role="region" aria-label=label.clone() tabindex="0">
                        <table class="grid plain dense cards">
                            <caption class="sr">{label.clone()}</caption>
                            <thead><tr>{heads()}</tr></thead>
                            <tbody inner_html=rows></tbody>
                        </table>
                    </div>
                </section>
            </Show>
        }
    };
    let plans = Plan::ALL.map(|one| {
        let name = locale.place(one, Tier::OnDemand);
        view! { <option value=one.name() prop:selected=move || plan.get() == one>{name}</option> }
    });
    let choose_plan =
        move |event| plan.set(Plan::parse(&event_target_value(&event)).unwrap_or(Plan::Free));
    let kinds = KINDS
        .map(|kind| view! { <option value=kind.name()>{words::kind(kind, messages)}</option> });
    let stages = [
        Lifecycle::Production,
        Lifecycle::Preview,
        Lifecycle::Listed,
        Lifecycle::Enterprise { replacements: &[], announced: None },
        Lifecycle::RETIRED,
    ]
    .map(|stage| {
        let name = stage.name();
        view! { <option value=name>{words::stage(Some(stage), messages)}</option> }
    });
    view! {
        <section aria-label=facts.models>
            <div class="filters">
                <div class="field">
                    <label for="facts-search">{facts.search}</label>
                    <input id="facts-search" type="search" autocomplete="off"
                        on:input=move |event| filter.update(|filter| filter.text = event_target_value(&event)) />
                </div>
                <div class="field">
                    <label for="facts-plan">{facts.limits_of}</label>
                    <select id="facts-plan" on:change=choose_plan>{plans.to_vec()}</select>
                </div>
                <div class="field">
                    <label for="facts-kind">{facts.kind}</label>
                    <select id="facts-kind" on:change=move |event| filter.update(|filter| filter.kind = event_target_value(&event))>
                        <option value="">{facts.all}</option>
                        {kinds.to_vec()}
                    </select>
                </div>
                <div class="field">
                    <label for="facts-stage">{facts.stage}</label>
                    <select id="facts-stage" on:change=move |event| filter.update(|filter| filter.stage = event_target_value(&event))>
                        <option value=OFFERED>{facts.offered}</option>
                        <option value="">{facts.all}</option>
                        {stages.to_vec()}
                    </select>
                </div>
                <DayList id="facts-as-of" label=facts.as_of chosen=day />
            </div>
            <p id="facts-shown" class="hint" aria-live="polite">{count}</p>
            <Show when=move || found.with(Vec::is_empty)><p>{facts.none}</p></Show>
            <div id="facts-models" class="rest">
                {Vec::from(KINDS.map(table))}
            </div>
            <p class="note">{facts.legend}</p>
        </section>
    }
}

/// The kinds of models, each with a table of its own.
const KINDS: [Kind; 5] =
    [Kind::Chat, Kind::Transcription, Kind::Speech, Kind::Moderation, Kind::System];

/// The limits that are shown of a kind.
fn limits(kind: Kind) -> [Limit; 4] {
    match kind {
        Kind::Transcription => [Limit::RPM, Limit::RPD, Limit::ASH, Limit::ASD],
        _ => [Limit::RPM, Limit::RPD, Limit::TPM, Limit::TPD],
    }
}

/// What the prices of a kind are for.
fn unit(kind: Kind, messages: &Messages) -> &'static str {
    let facts = messages.facts();
    match kind {
        Kind::Transcription => facts.per_hour,
        Kind::Speech => facts.per_characters,
        _ => facts.per_tokens,
    }
}

/// The columns of a kind: by what they sort, and their names.
fn columns(kind: Kind, messages: &Messages) -> Vec<(Option<Column>, &'static str)> {
    let facts = messages.facts();
    let mut columns = vec![(Some(Column::Model), facts.model), (Some(Column::Stage), facts.stage)];
    match kind {
        Kind::Transcription | Kind::Speech => columns.push((None, facts.price)),
        _ => columns.extend([
            (Some(Column::Input), facts.input),
            (None, facts.cached),
            (Some(Column::Output), facts.output),
            (Some(Column::Window), facts.window),
            (None, facts.longest),
        ]),
    }
    columns.extend(limits(kind).map(|limit| (None, limit.name())));
    columns.extend([(None, facts.supports), (None, facts.sources_of)]);
    columns
}

fn row(markup: &mut Markup, model: &'static Model<'static>, plan: Plan, day: Date, locale: Locale) {
    let messages = locale.messages();
    let facts = messages.facts();
    let unknown = facts.not_published;
    let of = |price: Option<Price>| {
        price.map_or_else(|| unknown.to_string(), |price| locale.usd(price.listed_per_million()))
    };
    let heads: Vec<_> = columns(model.kind, messages).into_iter().map(|(_, name)| name).collect();
    let mut at = 1;
    let mut cell = |markup: &mut Markup, class: &str, text: &str| {
        markup.leaf("td", &[("class", class), ("data-l", heads[at])], text);
        at += 1;
    };
    let price = prices(model, day);
    markup.open("tr", &[]);
    markup.row_head(model.id);
    let stage = model.stage(day);
    let class = match stage.map(|stage| stage.value) {
        Some(Lifecycle::Retired { .. }) => "warnt",
        _ => "mu",
    };
    cell(markup, class, words::stage(stage.map(|stage| stage.value), messages));
    match model.kind {
        Kind::Transcription => {
            let hour = price.audio_hour.map(|hour| locale.usd(hour.listed()));
            cell(markup, "num", &hour.unwrap_or_else(|| unknown.to_string()));
        }
        Kind::Speech => cell(markup, "num", &of(price.characters)),
        _ => {
            let cached = match (price.cached_input, price.input) {
                (None, Some(_)) => facts.nothing.to_string(),
                (cached, _) => of(cached),
            };
            cell(markup, "num", &of(price.input));
            cell(markup, "num", &cached);
            cell(markup, "num b", &of(price.output));
            let context = model.context_at(day);
            for size in [context.window, context.max_completion] {
                let size = size.map_or_else(|| unknown.to_string(), |size| locale.count(size));
                cell(markup, "num", &size);
            }
        }
    }
    let entries = if plan == Plan::Free { model.free } else { model.developer };
    let caps = Dated::at(entries, day).map(|entry| entry.value);
    for limit in limits(model.kind) {
        let text = match caps.map(|caps| caps.get(limit)) {
            Some(Cap::At(cap)) => locale.count(cap),
            Some(Cap::Absent) => facts.nothing.to_string(),
            Some(Cap::Unknown) | None => unknown.to_string(),
        };
        cell(markup, "num", &text);
    }
    markup.open("td", &[("data-l", facts.supports)]);
    abilities(markup, locale, model.kind, model.abilities(day));
    markup.close("td");
    markup.open("td", &[("data-l", facts.sources_of)]);
    provenance(markup, model, day, locale);
    markup.close("td");
    markup.close("tr");
}

/// Where each figure of a model comes from, one press away.
fn provenance(markup: &mut Markup, model: &'static Model<'static>, day: Date, locale: Locale) {
    let messages = locale.messages();
    let facts = messages.facts();
    let id = format!("sources-of-{}", model.id.replace(['/', '.'], "-"));
    let name = facts.sources_of_model.with([model.id]);
    markup.open(
        "button",
        &[
            ("type", "button"),
            ("class", "btn ghost sq s"),
            ("popovertarget", &id),
            ("aria-label", &name),
        ],
    );
    markup.icon("q");
    markup.close("button");
    markup.open("div", &[("popover", ""), ("id", &id), ("class", "card src")]);
    markup.leaf("h3", &[], model.id);
    let mut lines = |name: &str, text: &str, from: Option<Provenance<'static>>| {
        markup.open("p", &[]);
        markup.leaf("b", &[("class", "m")], name);
        markup.text(" ");
        markup.text(text);
        if let Some(from) = from {
            markup.text(" ");
            words::origin(markup, from, locale);
        }
        markup.close("p");
    };
    let stage = model.stage(day);
    let mut text = words::stage(stage.map(|stage| stage.value), messages).to_string();
    if let Some([first, rest @ ..]) = stage.map(|stage| stage.value.replacements()) {
        let instead = rest.iter().fold((*first).to_string(), |text, id| text + ", " + id);
        text.push_str(". ");
        text.push_str(&facts.replaced_by.with([&instead]));
    }
    lines(facts.stage, &text, stage.map(Provenance::of));
    lines(facts.price, "", model.prices_at(day).map(Provenance::of));
    if let Some(entry) = Dated::at(model.contested, day) {
        let named = locale.usd(entry.value.cached_input.listed_per_million());
        let text = facts.contested.with([&named, entry.value.against]);
        lines(facts.cached, &text, Some(Provenance::of(entry)));
    }
    for (name, entries) in [(facts.free, model.free), (facts.developer, model.developer)] {
        let entry = Dated::at(entries, day);
        let text = match entry {
            Some(entry) => words::caps(entry.value, locale),
            None => messages.shell.unknown.to_string(),
        };
        lines(name, &text, entry.map(Provenance::of));
    }
    lines(facts.window, "", Dated::at(model.context, day).map(Provenance::of));
    let offered = model.tools_at(day);
    let tools: Vec<_> =
        Tool::ALL.into_iter().filter(|tool| offered.contains(*tool)).map(Tool::name).collect();
    if !tools.is_empty() {
        lines(facts.tools, &tools.join(", "), None);
    }
    markup.close("div");
}

use std::cmp::Ordering;

use groq_calc::{
    Date, Kind, Model, Price, Prices,
    catalog::{Ability, Capability, Dated, Lifecycle, Provenance, Tool},
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
    Kind,
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
            Self::Kind => (a.kind as u8).cmp(&(b.kind as u8)),
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
    let head = move |(column, title): (Column, &'static str)| {
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
        view! { <th scope="col" aria-sort=sorted><button type="button" on:click=click>{title}</button></th> }
    };
    let rows = move || {
        let (day, mut markup) = (day.get(), Markup::default());
        found.with(|found| {
            for index in found {
                row(&mut markup, &CATALOG.models[*index], day, locale);
            }
        });
        markup.finish()
    };
    let kinds = [Kind::Chat, Kind::Transcription, Kind::Speech, Kind::Moderation, Kind::System]
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
        <section aria-labelledby="models-title" class="card">
            <h2 id="models-title">{facts.models}</h2>
            <div class="filters">
                <div class="field">
                    <label for="facts-search">{facts.search}</label>
                    <input id="facts-search" type="search" autocomplete="off"
                        on:input=move |event| filter.update(|filter| filter.text = event_target_value(&event)) />
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
            <p class="hint">{facts.caption} " " {facts.sort_hint}</p>
            <div class="scroll" role="region" aria-label=facts.table tabindex="0">
                <table id="facts-models">
                    <caption>{facts.table}</caption>
                    <thead>
                        <tr>
                            {head((Column::Model, facts.model))}
                            {head((Column::Kind, facts.kind))}
                            {head((Column::Stage, facts.stage))}
                            {head((Column::Input, facts.input))}
                            <th scope="col">{facts.cached}</th>
                            {head((Column::Output, facts.output))}
                            <th scope="col">{facts.other_price}</th>
                            <th scope="col">{facts.free}</th>
                            <th scope="col">{facts.developer}</th>
                            {head((Column::Window, facts.window))}
                            <th scope="col">{facts.supports}</th>
                            <th scope="col">{facts.tools}</th>
                        </tr>
                    </thead>
                    <tbody inner_html=rows></tbody>
                </table>
            </div>
        </section>
    }
}

fn row(markup: &mut Markup, model: &'static Model<'static>, day: Date, locale: Locale) {
    let messages = locale.messages();
    let facts = messages.facts();
    let of = |price: Option<Price>| {
        price.map_or_else(|| "–".to_string(), |price| locale.usd(price.listed_per_million()))
    };
    let (entry, price) = (model.prices_at(day), prices(model, day));
    markup.open("tr", &[]);
    markup.row_head(model.id);
    markup.cell(words::kind(model.kind, messages));
    let stage = model.stage(day);
    let mut name = words::stage(stage.map(|stage| stage.value), messages).to_string();
    if let Some([first, rest @ ..]) = stage.map(|stage| stage.value.replacements()) {
        let instead = rest.iter().fold((*first).to_string(), |text, id| text + ", " + id);
        name.push_str(". ");
        name.push_str(&facts.replaced_by.with([&instead]));
    }
    dated(markup, &name, stage, locale);
    dated(markup, &of(price.input), entry, locale);
    contested(markup, model, &of(price.cached_input), day, locale);
    markup.cell(&of(price.output));
    let mut other = Vec::new();
    other.extend(price.audio_hour.map(|hour| facts.audio_hour.with([&locale.usd(hour.listed())])));
    other.extend(
        price.characters.map(|one| facts.characters.with([&locale.usd(one.listed_per_million())])),
    );
    markup.cell(&other.join(", "));
    for entries in [model.free, model.developer] {
        let entry = Dated::at(entries, day);
        let text = match entry {
            Some(entry) => words::caps(entry.value, locale),
            None => messages.shell.unknown.to_string(),
        };
        dated(markup, &text, entry, locale);
    }
    let context = model.context_at(day);
    let mut window = context.window.map_or_else(|| "–".to_string(), |window| locale.count(window));
    if let Some(most) = context.max_completion {
        window.push_str(", ");
        window.push_str(&facts.max_completion.with([&locale.count(most)]));
    }
    dated(markup, &window, Dated::at(model.context, day), locale);
    markup.open("td", &[]);
    abilities(markup, locale, model.kind, model.abilities(day));
    markup.close("td");
    let offered = model.tools_at(day);
    let tools = Tool::ALL.into_iter().filter(|tool| offered.contains(*tool));
    markup.cell(&tools.map(Tool::name).collect::<Vec<_>>().join(", "));
    markup.close("tr");
}

/// The cached price, and one on which sources disagree.
fn contested(
    markup: &mut Markup,
    model: &'static Model<'static>,
    price: &str,
    day: Date,
    locale: Locale,
) {
    let Some(entry) = Dated::at(model.contested, day) else { return markup.cell(price) };
    let facts = locale.messages().facts();
    let named = locale.usd(entry.value.cached_input.listed_per_million());
    let text = facts.contested.with([&named, entry.value.against]);
    dated(markup, &format!("{price} {text}"), Some(entry), locale);
}

/// A cell with where it comes from.
fn dated<T>(markup: &mut Markup, text: &str, entry: Option<&Dated<'static, T>>, locale: Locale) {
    markup.open("td", &[]);
    markup.text(text);
    if let Some(entry) = entry {
        words::origin(markup, Provenance::of(entry), locale);
    }
    markup.close("td");
}

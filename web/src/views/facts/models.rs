use groq_calc::{
    Date, Kind, Model, Plan, Tier,
    catalog::{Ability, Capability, Lifecycle},
};
use groq_catalog::CATALOG;
use leptos::prelude::*;

use super::{
    columns::{Column, columns, unit},
    day::DayList,
    model_row,
    results::{KINDS, Results, has_results},
    words,
};
use crate::{
    browser::{address, html::Markup},
    form::{state::Choice, view::View},
    i18n::{messages::Messages, sentences},
    page::context::Page,
    views::benchmarks,
};

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
    // The choice is that of Estimate.
    let benchmark =
        Memo::new(move |_| page.form.with(|form| form.choice(Choice::Benchmark).to_string()));
    let results = Memo::new(move |_| benchmark.with(|id| Results::of(id, day.get())));
    let choose_benchmark = move |event| {
        let mut form = page.form.get_untracked();
        form.set_choice(Choice::Benchmark, event_target_value(&event));
        address::go(&form.fragment(View::Facts));
    };
    let benchmark_options = move || {
        let day = day.get();
        benchmark.with(|id| benchmarks::choices(locale, id, |id| has_results(id, day)))
    };
    let found = Memo::new(move |_| {
        let (day, (column, down)) = (day.get(), order.get());
        let mut found: Vec<usize> = (0..CATALOG.models.len())
            .filter(|index| {
                filter.with(|filter| filter.lets(&CATALOG.models[*index], day, messages))
            })
            .collect();
        found.sort_by(|a, b| {
            let models = (&CATALOG.models[*a], &CATALOG.models[*b]);
            let by = results.with(|results| column.compare(models, day, results));
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
                    let score = results.with(|results| results.score(model));
                    model_row::write(&mut markup, model, plan, day, score, locale);
                }
            });
            markup.finish()
        };
        let name = words::kind(kind, messages);
        let label = messages.answer.labelled.with([facts.table, name]);
        let origin = move || {
            let html = results.with(|results| results.origin(kind, locale))?;
            Some(view! { <p class="tail note" inner_html=html></p> })
        };
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
                    {origin}
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
                    <select id="facts-plan" on:change=choose_plan>{plans.into_iter().collect_view()}</select>
                </div>
                <div class="field">
                    <label for="facts-kind">{facts.kind}</label>
                    <select id="facts-kind" on:change=move |event| filter.update(|filter| filter.kind = event_target_value(&event))>
                        <option value="">{facts.all}</option>
                        {kinds.into_iter().collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for="facts-stage">{facts.stage}</label>
                    <select id="facts-stage" on:change=move |event| filter.update(|filter| filter.stage = event_target_value(&event))>
                        <option value=OFFERED>{facts.offered}</option>
                        <option value="">{facts.all}</option>
                        {stages.into_iter().collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for="facts-benchmark">{messages.answer.quality_by}</label>
                    <select id="facts-benchmark" inner_html=benchmark_options on:change=choose_benchmark></select>
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

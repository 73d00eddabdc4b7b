//! Scenarios side by side.

mod import;

use leptos::prelude::*;

use crate::{
    browser::{address, download, percent::encode},
    form::{
        errors,
        fields::{NUMBERS, NumberField},
        json,
        scenario::{MOST_PINNED, Scenario, Scenarios},
        state::{ANY, Choice, Form, Tick},
        view::View,
    },
    i18n::{figures::MAX_SHOWN, locale::Locale, messages::Messages, sentences},
    page::{context::Page, outcome::Outcome, planned::Planned},
    views::services::{calls::loads, hero},
};

/// The view.
#[component]
pub(crate) fn CompareView() -> impl IntoView {
    let page = Page::here();
    let m = page.messages().compare();
    let mut kept = Scenarios::remembered();
    kept.show(page.with.get_untracked());
    let scenarios = RwSignal::new(kept);
    // The address leads to what is compared here.
    Effect::new(move |_| {
        let mut fragment = page.form.with(|form| form.fragment(View::Compare));
        scenarios.with(|all| {
            for one in all.pinned() {
                fragment.push_str("&with=");
                fragment.push_str(&encode(&one.part()));
            }
        });
        address::replace(&fragment);
    });
    view! {
        <section class="card" aria-labelledby="view-title">
            <p>{m.intro}</p>
            <Keep scenarios />
        </section>
        <section class="card" aria-labelledby="side-title">
            <h2 id="side-title">{m.side_by_side}</h2>
            <SideBySide scenarios />
        </section>
        <section class="card" aria-labelledby="kept-title">
            <h2 id="kept-title">{m.kept}</h2>
            <Kept scenarios />
        </section>
        <section class="card" aria-labelledby="import-title">
            <h2 id="import-title">{m.import}</h2>
            <import::Import scenarios />
        </section>
    }
}

/// A name for the present plan.
#[component]
fn Keep(scenarios: RwSignal<Scenarios>) -> impl IntoView {
    let page = Page::here();
    let m = page.messages().compare();
    let name = RwSignal::new(String::new());
    let kept = RwSignal::new(true);
    let next = move || {
        let taken = |number: &usize| {
            let name = m.unnamed.with([&number.to_string()]);
            scenarios.with(|all| all.all().iter().any(|one| one.name == name))
        };
        let number = (1..).find(|number| !taken(number)).unwrap_or(1);
        m.unnamed.with([&number.to_string()])
    };
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = name.get_untracked();
        let written = if written.trim().is_empty() { untrack(next) } else { written };
        let scenario = page.form.with_untracked(|form| Scenario::new(&written, form));
        scenarios.update(|all| all.keep(scenario));
        kept.set(scenarios.with_untracked(Scenarios::remember));
        name.set(String::new());
    };
    view! {
        <form class="keep" on:submit=keep>
            <div class="field">
                <label for="name">{m.name}</label>
                <input id="name" type="text" maxlength="60" autocomplete="off" placeholder=next
                    prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event)) />
            </div>
            <button type="submit" id="keep">{m.keep}</button>
        </form>
        <Show when=move || !kept.get()><p class="notice" role="status">{m.not_kept}</p></Show>
    }
}

/// A column of the comparison: its name and the text of every row.
struct Column {
    name: String,
    cells: Vec<String>,
}

/// The rows, inputs first: which of them differ is said at each.
fn column(locale: Locale, name: String, form: &Form) -> Column {
    let messages = locale.messages();
    let (m, f) = (messages.compare(), &messages.form);
    let outcome = Outcome::new(form, None);
    // Several services or kinds of call have a row of their own.
    let workload = if form.is_alone() { form } else { &Form::default() };
    let number = |(index, field): (usize, &NumberField)| match field.name {
        "monthly_budget_usd" => form.number(index).to_string(),
        _ => workload.number(index).to_string(),
    };
    let mut cells: Vec<String> = NUMBERS.iter().enumerate().map(number).collect();
    let plans = [
        (Tick::Free, messages.shell.free),
        (Tick::Developer, messages.shell.developer),
        (Tick::Production, f.production),
    ];
    let plans = plans.into_iter().filter(|(tick, _)| form.ticked(*tick)).map(|(_, name)| name);
    let chosen = |form: &Form, choice: Choice| match form.choice(choice) {
        "" | ANY => String::new(),
        chosen => chosen.to_string(),
    };
    let several = form.services().iter().filter(|_| !form.is_alone()).map(|service| {
        let model = Some(service.model.clone()).filter(|model| model != ANY);
        let growth = Some(service.growth.trim()).filter(|growth| !growth.is_empty());
        let growth = growth.map(|growth| messages.report().grows.with([growth]));
        let parts: Vec<String> = loads(locale, service).chain(model).chain(growth).collect();
        messages.answer.labelled.with([&service.name, &parts.join(messages.answer.semicolon)])
    });
    let own = form.limits().iter().map(|own| format!("{} {} {}", own.model, own.limit, own.cap));
    cells.extend([
        workload.unit().label(messages).to_string(),
        several.collect::<Vec<_>>().join(messages.answer.semicolon),
        plans.collect::<Vec<_>>().join(messages.answer.comma),
        chosen(workload, Choice::Model),
        chosen(workload, Choice::UseCase),
        chosen(form, Choice::AsOf),
        own.collect::<Vec<_>>().join(messages.answer.comma),
    ]);
    cells.extend(
        match outcome.answer.as_deref().map(|answer| (answer, outcome.looked_at(form.picked()))) {
            Some((answer, Some(option))) => [
                locale.named(option),
                locale.usd_or_unknown(option.monthly.total_usd),
                locale.usd_or_unknown(option.monthly.list_usd),
                sentences::option_binding(locale, option),
                locale.most(option.requests_per_day_max),
                locale.most(option.requests_per_minute_max),
                sentences::verdict(locale, answer),
            ],
            _ if !form.is_alone() => services(locale, form),
            _ => {
                let problem = outcome.errors.first().map_or(m.problem.to_string(), |error| {
                    errors::error(locale, error, groq_calc::Kind::Chat)
                });
                let nothing = || "–".to_string();
                [nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), problem]
            }
        },
    );
    Column { name, cells }
}

/// The same of several services: one sum for all.
fn services(locale: Locale, form: &Form) -> [String; 7] {
    let planned = Planned::new(form, None);
    let nothing = || "–".to_string();
    let Some(answer) = planned.answer.as_deref() else {
        let problem = locale.messages().compare().problem.to_string();
        return [nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), problem];
    };
    let (_, verdict) = sentences::services_headline(locale, answer);
    [
        hero::who(locale, answer),
        locale.usd_or_unknown(answer.monthly.total_usd),
        locale.usd_or_unknown(answer.monthly.list_usd),
        sentences::services_tightest(locale, answer).unwrap_or_else(nothing),
        nothing(),
        nothing(),
        verdict.to_string(),
    ]
}

/// The name of every row, in the order of [`column`], and whether it is an answer.
fn rows(messages: &Messages) -> Vec<(&'static str, bool)> {
    let (m, f) = (messages.compare(), &messages.form);
    let numbers = NUMBERS.iter().map(|field| (field.label)(messages));
    let rest =
        [m.unit, messages.services().title, f.plans, f.model, f.use_case, f.as_of, m.own_limits];
    let answers = [m.option, m.monthly, m.list, m.binding, m.per_day, m.per_minute, m.verdict];
    numbers
        .chain(rest)
        .map(|name| (name, false))
        .chain(answers.into_iter().map(|name| (name, true)))
        .collect()
}

/// The present plan and the pinned ones.
#[component]
fn SideBySide(scenarios: RwSignal<Scenarios>) -> impl IntoView {
    let page = Page::here();
    let (locale, messages) = (page.locale(), page.messages());
    let m = messages.compare();
    let content = move || {
        let mut columns = vec![page.form.with(|form| column(locale, m.now.to_string(), form))];
        scenarios.with(|all| {
            columns.extend(
                all.pinned()
                    .map(|one| column(locale, one.name.clone(), &Form::read(&one.fragment).form)),
            );
        });
        let mut inputs = Vec::new();
        let mut answers = Vec::new();
        let default = column(locale, String::new(), &Form::default());
        for (index, (name, is_answer)) in rows(messages).into_iter().enumerate() {
            let cells: Vec<String> =
                columns.iter().map(|column| column.cells[index].clone()).collect();
            let differs = cells.iter().any(|cell| *cell != cells[0]);
            // An input that all leave at its default says nothing.
            if !is_answer && !differs && cells[0] == default.cells[index] {
                continue;
            }
            let mark = differs.then(|| {
                view! { <span class="differs-mark" aria-hidden="true">" ≠"</span><span class="hidden">", " {m.differs}</span> }
            });
            let cells: Vec<_> = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect();
            let row = view! {
                <tr class:differs=differs><th scope="row">{name} {mark}</th>{cells}</tr>
            };
            if is_answer { answers.push(row) } else { inputs.push(row) }
        }
        let heads: Vec<_> = columns
            .into_iter()
            .map(|column| view! { <th scope="col">{column.name}</th> })
            .collect();
        view! {
            <table class="side-by-side">
                <caption>{m.caption}</caption>
                <thead><tr><th scope="col">{m.what}</th>{heads}</tr></thead>
                <tbody>{answers}</tbody>
                <tbody>{inputs}</tbody>
            </table>
        }
    };
    view! {
        <div class="scroll" role="region" aria-label=m.region tabindex="0">{content}</div>
    }
}

/// Everything that is kept, with what can be done to it.
#[component]
fn Kept(scenarios: RwSignal<Scenarios>) -> impl IntoView {
    let page = Page::here();
    let m = page.messages().compare();
    let change = move |change: &dyn Fn(&mut Scenarios)| {
        scenarios.update(|all| change(all));
        scenarios.with_untracked(Scenarios::remember);
    };
    let item = move |one: Scenario, full: bool| {
        let Scenario { name, fragment, pinned } = one;
        let blocked = full && !pinned;
        let (label, short) = match pinned {
            true => (m.unpin.with([&name]), m.unpin_short),
            false => (m.pin.with([&name]), m.pin_short),
        };
        let (open, save, delete) =
            (m.open.with([&name]), m.save.with([&name]), m.delete.with([&name]));
        let form = Form::read(&fragment).form;
        let file = format!("{name}.json");
        let to_file = move |_| {
            download::save(&file, "application/json", &json::question(form.draft())).ok();
        };
        let (pin_name, delete_name) = (name.clone(), name.clone());
        view! {
            <li>
                <span class="kept-name">{name}</span>
                <span class="buttons">
                    <button type="button" aria-label=label disabled=blocked
                        on:click=move |_| change(&|all| all.pin(&pin_name, !pinned))>{short}</button>
                    <a class="button" href=format!("#{fragment}") aria-label=open>{m.open_short}</a>
                    <button type="button" aria-label=save on:click=to_file>{m.save_short}</button>
                    <button type="button" aria-label=delete
                        on:click=move |_| change(&|all| all.delete(&delete_name))>{m.delete_short}</button>
                </span>
            </li>
        }
    };
    move || {
        let all = scenarios.get();
        if all.all().is_empty() {
            return view! { <p class="hint">{m.none}</p> }.into_any();
        }
        let full = all.pinned().count() >= MOST_PINNED;
        let note = full.then(|| view! { <p class="hint">{m.full}</p> });
        let count = all.all().len();
        let more = page.locale().and_more(count);
        let more = more.map(|more| view! { <p class="hint">{more}</p> });
        // The newest are the last.
        let newest = all.all().iter().skip(count.saturating_sub(MAX_SHOWN)).cloned();
        let items: Vec<_> = newest.map(|one| item(one, full)).collect();
        view! { <ul class="kept">{items}</ul> {more} {note} }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_call_of_every_service_is_compared() {
        let column = |fragment: &str| column(Locale::En, String::new(), &Form::read(fragment).form);
        let rows = rows(Locale::En.messages());
        let cell = |column: &Column, name: &str| {
            let row = rows.iter().position(|row| row.0 == name).unwrap();
            column.cells[row].clone()
        };
        let one = column("n=2000&i=1500&o=500");
        assert_eq!((one.cells.len(), cell(&one, "Services")), (rows.len(), String::new()));
        assert_eq!(cell(&one, "Requests"), "2000");
        let two = column(
            "y=50&service=name%3DA%26n%3D300%26i%3D900%26o%3D7%26call%3Dn%253D41%2526i%253D62%2526o%253D5%26growth%3D3%26shown%3D1",
        );
        assert_eq!(
            cell(&two, "Services"),
            "A: 300 a day · 900 in, 7 out; 41 a day · 62 in, 5 out; grows 3% a month"
        );
        // What stands in the fields is one of them only.
        assert_eq!(
            (cell(&two, "Requests"), cell(&two, "Monthly budget")),
            (String::new(), "50".to_string())
        );
    }
}

use groq_calc::Date;
use groq_catalog::{CATALOG, website};
use leptos::prelude::*;

use super::{
    deferred::deferred,
    field::{number, problem},
    my_limits::MyLimits,
};
use crate::{
    form::{
        fields::{Group, NUMBERS},
        presets::{Preset, SCENARIOS, TEMPLATES},
        state::{ANY, Choice, Form, Tick},
        unit::Unit,
    },
    i18n::locale::Locale,
    page::context::Page,
};

/// The workload and what is asked of the answer.
#[component]
pub(crate) fn Inputs() -> impl IntoView {
    let page = Page::here();
    let Page { form, .. } = page;
    let messages = page.messages();
    let m = &messages.form;
    let unit = Memo::new(move |_| form.with(Form::unit));
    // The fields change with the unit; those of other groups stay.
    let group = move |group: Group| {
        move || {
            let unit = unit.get();
            let fields = NUMBERS
                .iter()
                .enumerate()
                .filter(|(_, field)| field.group == group && field.is_asked_in(unit));
            fields.map(|(index, _)| number(page, index)).collect_view().into_any()
        }
    };
    let grid = |content: AnyView| view! { <div class="grid">{content}</div> }.into_any();
    let fold = move |turn: u32, title: &'static str, one: Group| {
        let content = deferred(turn, move || grid(group(one).into_any()));
        view! { <details><summary>{title}</summary>{content}</details> }.into_any()
    };
    let tick = move |tick: Tick, id: &'static str, label: &'static str| {
        view! {
            <div class="tick">
                <input
                    id=id
                    type="checkbox"
                    prop:checked=move || form.with(|form| form.ticked(tick))
                    on:change=move |event| form.update(|form| form.set_ticked(tick, event_target_checked(&event)))
                />
                <label for=id>{label}</label>
            </div>
        }
        .into_any()
    };
    let units = Unit::ALL.map(|one| {
        let label = one.label(messages);
        let id = format!("unit-{}", one.name());
        view! {
            <input
                type="radio"
                name="unit"
                id=id.clone()
                prop:checked=move || unit.get() == one
                on:change=move |_| form.update(|form| form.set_unit(one))
            />
            <label for=id>{label}</label>
        }
        .into_any()
    });
    let comes_to = move || {
        let outcome = page.outcome.get();
        let workload = outcome.question.filter(|_| unit.get() != Unit::Day)?.workload;
        let locale = page.locale();
        let text = m.comes_to.with([
            &locale.fraction(workload.daily_requests()),
            &locale.count(workload.input_tokens.get()),
            &locale.count(workload.cached_input_tokens.get()),
            &locale.count(workload.output_tokens.get()),
        ]);
        Some(if outcome.is_exact { text } else { format!("{text} {}", m.rounded) })
    };
    let needs = move || grid(needs(page, group(Group::Needs).into_any()));
    view! {
        <form class="inputs" aria-label=m.title on:submit=|event| event.prevent_default()>
            <Start />
            <fieldset class="units"><legend class="hidden">{m.unit}</legend>{Vec::from(units)}</fieldset>
            <fieldset>
                <legend class="hidden">{m.group_request}</legend>
                {grid(group(Group::Request).into_any())}
                <p class="hint" id="comes-to">{comes_to}</p>
            </fieldset>
            <fieldset>
                <legend>{m.plans}</legend>
                {tick(Tick::Free, "plan-free", messages.shell.free)}
                {tick(Tick::Developer, "plan-developer", messages.shell.developer)}
                {tick(Tick::Production, "production", m.production)}
                <p class="error" id="plans-error">{problem(page, "plans")}</p>
            </fieldset>
            {fold(1, m.group_rhythm, Group::Rhythm)}
            <details><summary>{m.group_needs}</summary>{deferred(2, needs)}</details>
            {fold(3, m.group_audio, Group::Audio)}
            {fold(3, m.group_tools, Group::Tools)}
            <details><summary>{m.my_limits}</summary>{deferred(4, || MyLimits().into_any())}</details>
        </form>
    }
}

/// What is asked of the answer besides its figures.
fn needs(page: Page, numbers: AnyView) -> AnyView {
    let Page { form, .. } = page;
    let m = &page.messages().form;
    let models = std::iter::once((ANY, m.any))
        .chain(CATALOG.models.iter().map(|model| (model.id, model.id)))
        .collect();
    let cases = std::iter::once(("", m.any))
        .chain(
            CATALOG
                .use_cases_on(CATALOG.newest())
                .map(|case| (case.id, words(page.locale(), case)[0])),
        )
        .collect();
    view! {
        {numbers}
        {chosen(page, Choice::Model, "model", "models", m.model, models)}
        {chosen(page, Choice::UseCase, "use_case", "use_case", m.use_case, cases)}
        <div class="field">
            <label for="as_of">{m.as_of}</label>
            <p class="hint" id="as_of-hint">{m.as_of_hint}</p>
            <p class="error" id="as_of-error">{problem(page, "as_of")}</p>
            <input
                id="as_of"
                type="date"
                aria-describedby="as_of-hint as_of-error"
                prop:value=move || form.with(|form| form.choice(Choice::AsOf).to_string())
                on:input=move |event| form.update(|form| form.set_choice(Choice::AsOf, event_target_value(&event)))
            />
        </div>
    }
    .into_any()
}

/// Title, start and what to avoid of a use case.
fn words(locale: Locale, case: &groq_calc::catalog::UseCase<'static>) -> [&'static str; 3] {
    match (locale, website::use_case(case.id, case.from)) {
        (Locale::ZhHans, Some(text)) => [text.title, text.start, text.avoid],
        _ => [case.title, case.start, case.avoid],
    }
}

/// Workloads to start from, and what is advised for the chosen one.
#[component]
fn Start() -> impl IntoView {
    let page = Page::here();
    let Page { form, .. } = page;
    let messages = page.messages();
    let m = &messages.form;
    let preset = RwSignal::new(None::<&'static Preset>);
    let choose = move |event| {
        let id = event_target_value(&event);
        let found = TEMPLATES.iter().chain(SCENARIOS).find(|preset| preset.id == id);
        preset.set(found);
        form.update(|form| match found {
            // One's own limits stay: they are of the account, not of the workload.
            Some(found) => {
                let own = form.limits().to_vec();
                *form = Form::read(found.fragment).form;
                form.add_limits(own);
            }
            None => form.set_choice(Choice::UseCase, id),
        });
    };
    let options = |presets: &'static [Preset]| {
        let option = |preset: &'static Preset| {
            view! { <option value=preset.id>{(preset.title)(messages)}</option> }
        };
        presets.iter().map(option).collect_view()
    };
    let cases = CATALOG.use_cases_on(CATALOG.newest()).map(|case| {
        view! { <option value=case.id>{words(page.locale(), case)[0]}</option> }
    });
    let about = move || {
        let about = preset.get().and_then(|preset| preset.about);
        about.map(|about| view! { <p class="hint">{about(messages)}</p> })
    };
    let case = Memo::new(move |_| form.with(|form| form.choice(Choice::UseCase).to_string()));
    let as_of = Memo::new(move |_| form.with(|form| Date::parse(form.choice(Choice::AsOf))));
    let guide = move || {
        let id = case.get();
        let day = as_of.get().unwrap_or_else(|| CATALOG.newest());
        let case = CATALOG.use_cases_on(day).find(|case| case.id == id)?;
        let [title, start, avoid] = words(page.locale(), case);
        Some(view! {
            <div class="guide" id="guide">
                <p><strong>{m.guide.with([title])}</strong></p>
                <dl>
                    <dt>{m.start_with}</dt><dd>{start}</dd>
                    <dt>{m.avoid}</dt><dd>{avoid}</dd>
                </dl>
                <p class="hint">{m.guide_source.with([case.source])}</p>
            </div>
        })
    };
    view! {
        <div class="field">
            <label for="preset">{m.start}</label>
            <select id="preset" on:change=choose>
                <option value="">{m.choose}</option>
                <optgroup label=m.templates>{options(TEMPLATES)}</optgroup>
                <optgroup label=m.use_cases>{cases.collect_view()}</optgroup>
                <optgroup label=m.scenarios>{options(SCENARIOS)}</optgroup>
            </select>
            {about}
            {guide}
        </div>
    }
}

/// A list to choose from.
fn chosen(
    page: Page,
    choice: Choice,
    name: &'static str,
    error: &'static str,
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
) -> AnyView {
    let Page { form, .. } = page;
    let known: Vec<&str> = options.iter().map(|(value, _)| *value).collect();
    let value = Memo::new(move |_| form.with(|form| form.choice(choice).to_string()));
    // What a link or a file asks for is shown, whatever it is.
    let other = move || {
        let value = value.get();
        let is_other = !known.contains(&value.as_str());
        is_other
            .then(|| view! { <option value=value.clone() selected=true>{value.clone()}</option> })
    };
    let options = options.into_iter().map(|(option, title)| {
        view! { <option value=option prop:selected=move || value.with(|value| value == option)>{title}</option> }
    });
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <p class="error" id=format!("{error}-error")>{problem(page, error)}</p>
            <select
                id=name
                aria-describedby=format!("{error}-error")
                on:change=move |event| form.update(|form| form.set_choice(choice, event_target_value(&event)))
            >
                {options.collect_view()}
                {other}
            </select>
        </div>
    }
    .into_any()
}

use groq_catalog::CATALOG;
use leptos::prelude::*;

use super::{
    field::Number,
    numbers::{Group, NUMBERS},
    presets::PRESETS,
};
use crate::{
    page::Page,
    state::{ANY, Choice, Form, Tick},
};

/// The workload and what is asked of the answer.
#[component]
pub(crate) fn Inputs() -> impl IntoView {
    let Page { form, .. } = Page::here();
    let group = move |group: Group| {
        let fields = NUMBERS.iter().enumerate().filter(|(_, field)| field.group == group);
        fields.map(|(index, _)| view! { <Number index /> }).collect_view()
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
    };
    let choose = move |event| {
        let chosen = event_target_value(&event);
        if let Some(preset) = PRESETS.iter().find(|preset| preset.title == chosen) {
            form.set(Form::read(preset.fragment).form);
        }
    };
    view! {
        <form class="inputs" aria-label="Workload" on:submit=|event| event.prevent_default()>
            <div class="field">
                <label for="preset">"Start from an example"</label>
                <select id="preset" on:change=choose>
                    <option value="">"Choose…"</option>
                    {PRESETS.iter().map(|preset| view! { <option value=preset.title>{preset.title}</option> }).collect_view()}
                </select>
            </div>
            <fieldset><legend>"Requests"</legend><div class="grid">{group(Group::Request)}</div></fieldset>
            <details><summary>"When they run"</summary><div class="grid">{group(Group::Rhythm)}</div></details>
            <details><summary>"Audio and speech"</summary><div class="grid">{group(Group::Audio)}</div></details>
            <details><summary>"Groq's tools"</summary><div class="grid">{group(Group::Tools)}</div></details>
            <fieldset>
                <legend>"Plans"</legend>
                {tick(Tick::Free, "plan-free", "Free")}
                {tick(Tick::Developer, "plan-developer", "Developer")}
                {tick(Tick::Production, "production", "For production")}
                <Problem name="plans" />
            </fieldset>
            <details>
                <summary>"Conditions and date"</summary>
                <div class="grid">
                    {group(Group::Needs)}
                    <Chosen choice=Choice::Model name="model" error="models" label="Model"
                        options=std::iter::once((ANY, "any")).chain(CATALOG.models.iter().map(|model| (model.id, model.id))).collect() />
                    <Chosen choice=Choice::UseCase name="use_case" error="use_case" label="Use case"
                        options=std::iter::once(("", "any")).chain(CATALOG.use_cases.iter().map(|case| (case.id, case.title))).collect() />
                    <div class="field">
                        <label for="as_of">"As of"</label>
                        <p class="hint" id="as_of-hint">"empty: the newest figures"</p>
                        <Problem name="as_of" />
                        <input
                            id="as_of"
                            type="date"
                            aria-describedby="as_of-hint as_of-error"
                            prop:value=move || form.with(|form| form.choice(Choice::AsOf).to_string())
                            on:input=move |event| form.update(|form| form.set_choice(Choice::AsOf, event_target_value(&event)))
                        />
                    </div>
                </div>
            </details>
        </form>
    }
}

/// What is wrong with a field, beside it.
#[component]
fn Problem(name: &'static str) -> impl IntoView {
    let Page { outcome, .. } = Page::here();
    let error = move || {
        outcome.with(|outcome| {
            let mine = outcome.errors.iter().find(|error| error.field() == name);
            mine.map(ToString::to_string).unwrap_or_default()
        })
    };
    view! { <p class="error" id=format!("{name}-error")>{error}</p> }
}

#[component]
fn Chosen(
    choice: Choice,
    name: &'static str,
    error: &'static str,
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let Page { form, .. } = Page::here();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <Problem name=error />
            <select
                id=name
                aria-describedby=format!("{error}-error")
                prop:value=move || form.with(|form| form.choice(choice).to_string())
                on:change=move |event| form.update(|form| form.set_choice(choice, event_target_value(&event)))
            >
                {options
                    .into_iter()
                    .map(|(value, title)| {
                        let chosen = move || form.with(|form| form.choice(choice) == value);
                        view! { <option value=value prop:selected=chosen>{title}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

//! Programs that keep to the plan.

mod subject;
pub(crate) mod words;

use groq_calc::{Plan, Tier, capacity::Blocked};
use groq_codegen::{CodegenError, Language, Settings};
use leptos::prelude::*;

use crate::{
    browser::{download, storage},
    form::view::View,
    page::context::Page,
};
use subject::{Part, Retiered, Subject, file_name, render};

const KEY: &str = "code-language";

/// The language of an earlier visit.
fn remembered() -> Language {
    storage::read(KEY).and_then(|name| Language::parse(&name)).unwrap_or(Language::ALL[0])
}

/// What is chosen here, and what follows from it and the plan.
#[derive(Clone, Copy)]
struct Choices {
    language: RwSignal<Language>,
    wanted: RwSignal<Part>,
    retiered: RwSignal<Retiered>,
    subject: Memo<Option<Subject>>,
    settings: Memo<Option<Result<Settings<'static>, CodegenError>>>,
    /// The program that is wanted, or calls where there is no batch.
    part: Memo<Part>,
}

impl Choices {
    fn new(page: Page) -> Self {
        let (wanted, retiered) = (RwSignal::new(Part::Calls), RwSignal::new(None));
        let subject = Memo::new(move |_| {
            page.outcome.with(|outcome| Subject::of(outcome, page.picked.get(), retiered.get()))
        });
        let settings =
            Memo::new(move |_| subject.with(|subject| subject.as_ref().map(Subject::settings)));
        let part = Memo::new(move |_| {
            let has_batch = settings
                .with(|settings| matches!(settings, Some(Ok(settings)) if settings.has_batch));
            match wanted.get() {
                Part::Batch if !has_batch => Part::Calls,
                part => part,
            }
        });
        let language = RwSignal::new(remembered());
        Self { language, wanted, retiered, subject, settings, part }
    }

    /// Something of the option, where there is one.
    fn of_subject<T: Default>(self, read: impl Fn(&Subject) -> T) -> T {
        self.subject.with(|subject| subject.as_ref().map(read).unwrap_or_default())
    }

    /// Something of what the code keeps to, where there is code.
    fn of_settings<T: Default>(self, read: impl Fn(&Settings<'static>) -> T) -> T {
        self.settings.with(|settings| match settings {
            Some(Ok(settings)) => read(settings),
            _ => T::default(),
        })
    }

    fn has_code(self) -> bool {
        self.of_settings(|_| true)
    }
}

/// The view.
#[component]
pub(crate) fn CodeView() -> impl IntoView {
    let page = Page::here();
    let choices = Choices::new(page);
    view! {
        <p class="lead">{page.messages().code().lead}</p>
        <div class="code">{chooser(page, choices)} {program(page, choices)}</div>
    }
}

/// A link to another view with the same plan.
fn link(page: Page, id: &'static str, view: View, label: &'static str) -> AnyView {
    let href = move || {
        page.form.track();
        page.href(view)
    };
    view! { <a id=id href=href>{label}</a> }.into_any()
}

/// What the code is for, and what can be chosen.
fn chooser(page: Page, choices: Choices) -> AnyView {
    let (locale, m) = (page.locale(), page.messages().code());
    let of = move || choices.of_subject(|subject| words::subject(locale, subject));
    let fit = move || {
        let part = choices.part.get();
        choices.of_subject(|subject| words::fit(locale, subject, part))
    };
    view! {
        <section class="card" aria-labelledby="code-plan-title">
            <h2 id="code-plan-title">{m.plan}</h2>
            <p id="code-for">{of}</p>
            <p id="code-fit">{fit}</p>
            <p>{link(page, "code-to-plan", View::Plan, m.to_plan)}</p>
            <Show when=move || choices.has_code()>{move || programs(page, choices)}</Show>
            {tiers(page, choices)}
        </section>
    }
    .into_any()
}

/// The languages, and the programs there are in each.
fn programs(page: Page, choices: Choices) -> AnyView {
    let (locale, m) = (page.locale(), page.messages().code());
    let languages = Language::ALL.map(|one| {
        let chosen = move || choices.language.get() == one;
        view! { <option value=one.name() prop:selected=chosen>{one.title()}</option> }
    });
    let speak = move |event| {
        if let Some(language) = Language::parse(&event_target_value(&event)) {
            storage::write(KEY, language.name());
            choices.language.set(language);
        }
    };
    let parts = [
        (Part::Calls, "code-calls", m.calls),
        (Part::Stream, "code-stream", m.stream),
        (Part::Batch, "code-batch", m.batch),
    ];
    let parts = parts.map(|(part, id, label)| {
        let missing =
            move || part == Part::Batch && !choices.of_settings(|settings| settings.has_batch);
        view! {
            <input
                type="radio"
                name="code-part"
                id=id
                aria-describedby="code-part-note"
                prop:disabled=missing
                prop:checked=move || choices.part.get() == part
                on:change=move |_| choices.wanted.set(part)
            />
            <label for=id>{label}</label>
        }
        .into_any()
    });
    let no_batch = move || choices.of_settings(|settings| words::no_batch(locale, settings));
    view! {
        <div class="field">
            <label for="code-language">{m.language}</label>
            <select id="code-language" on:change=speak>{languages.into_iter().collect_view()}</select>
        </div>
        <fieldset class="units"><legend>{m.part}</legend>{Vec::from(parts)}</fieldset>
        <p id="code-part-note" class="hint">{no_batch}</p>
    }
    .into_any()
}

/// The service tier: a choice where there are two, and what it means.
fn tiers(page: Page, choices: Choices) -> AnyView {
    let m = page.messages().code();
    let is_called = move || {
        let of_developer = |subject: &Subject| subject.option.id.plan == Plan::Developer;
        // What is too large on one tier may pass on the other.
        let depends = choices.settings.with(|settings| {
            let Some(Err(why)) = settings else { return true };
            matches!(why, CodegenError::Blocked(Blocked::TooLarge { .. }))
        });
        depends && choices.of_subject(of_developer) && choices.part.get() != Part::Batch
    };
    let several = Memo::new(move |_| choices.of_subject(|subject| subject.tiers.len() > 1));
    let chosen = move || choices.of_subject(|subject| Some(subject.option.id.tier));
    let choose = move |tier: Tier| {
        let place = choices.subject.with_untracked(|subject| {
            let option = &subject.as_ref()?.option;
            Some((option.id.model, option.id.plan))
        });
        choices.retiered.set(place.map(|place| (place, tier)));
    };
    let radios = move || {
        let radios =
            [(Tier::OnDemand, "code-on-demand", m.on_demand), (Tier::Flex, "code-flex", m.flex)];
        let radios = radios.map(|(tier, id, label)| {
            view! {
                <input
                    type="radio"
                    name="code-tier"
                    id=id
                    aria-describedby="code-tier-note"
                    prop:checked=move || chosen() == Some(tier)
                    on:change=move |_| choose(tier)
                />
                <label for=id>{label}</label>
            }
            .into_any()
        });
        view! { <fieldset class="units"><legend>{m.tier}</legend>{Vec::from(radios)}</fieldset> }
    };
    let note = move || match chosen() {
        Some(Tier::OnDemand) => m.on_demand_note,
        Some(Tier::Flex) => m.flex_note,
        None => "",
    };
    view! {
        <Show when=is_called>
            <Show when=move || several.get()>{radios}</Show>
            <p id="code-tier-note" class="hint">{note}</p>
        </Show>
    }
    .into_any()
}

/// The code, or why there is none.
fn program(page: Page, choices: Choices) -> AnyView {
    let (locale, m) = (page.locale(), page.messages().code());
    let reasons = move || -> Vec<String> {
        if choices.subject.with(Option::is_none) {
            return page.outcome.with(|outcome| words::no_subject(locale, outcome));
        }
        choices.settings.with(|settings| match settings {
            Some(Err(why)) => words::no_code(locale, why).into(),
            _ => Vec::new(),
        })
    };
    let reasons =
        move || reasons().into_iter().map(|reason| view! { <p>{reason}</p> }).collect_view();
    let name = Memo::new(move |_| file_name(choices.language.get(), choices.part.get()));
    let text = Memo::new(move |_| {
        let (language, part) = (choices.language.get(), choices.part.get());
        choices.of_settings(|settings| render(settings, language, part))
    });
    let said = RwSignal::new(String::new());
    Effect::new(move |_| {
        text.track();
        said.set(String::new());
    });
    let copy = move |_| {
        let told = move |done| said.set(if done { m.copied } else { m.not_copied }.to_string());
        download::copy("code-text", told);
    };
    let save = move |_| {
        let name = name.get_untracked();
        // Under a type of its own a browser may add an ending to the name.
        let kind = "application/octet-stream";
        let done = text.with_untracked(|text| download::save(&name, kind, text));
        said.set(match done {
            Ok(()) => m.saved.with([&name]),
            Err(_) => m.not_saved.to_string(),
        });
    };
    let notes = move || {
        let (language, part) = (choices.language.get(), choices.part.get());
        let notes = choices.of_settings(|settings| words::notes(locale, settings, language, part));
        notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="code-title">
            <h2 id="code-title">{m.code}</h2>
            <div id="code-none" role="status">{reasons}</div>
            <Show when=move || choices.has_code()>
                <div class="field">
                    <label for="code-text">{move || m.text.with([&name.get()])}</label>
                    <textarea id="code-text" readonly rows="26" wrap="off" spellcheck="false" translate="no" lang="en" prop:value=move || text.get()></textarea>
                </div>
                <p class="buttons">
                    <button type="button" id="code-copy" on:click=copy>{m.copy}</button>
                    <button type="button" id="code-save" on:click=save>{m.save}</button>
                </p>
                <p role="status" id="code-said">{move || said.get()}</p>
                <h3>{m.before}</h3>
                <ul id="code-notes">{notes}</ul>
                <p>{link(page, "code-to-checklist", View::Reference, m.to_checklist)}</p>
            </Show>
        </section>
    }
    .into_any()
}

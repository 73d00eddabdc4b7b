use leptos::prelude::*;

use crate::{
    outcome::{Outcome, shown},
    page::Page,
};

/// The answer in a sentence, the binding limit and the month's cost.
#[component]
pub(crate) fn Verdict() -> impl IntoView {
    let page = Page::here();
    let (outcome, locale) = (page.outcome, page.locale());
    let verdict =
        move || outcome.with(|outcome| outcome.answer.as_ref().map(|answer| answer.verdict()));
    let binding = move || {
        outcome.with(|outcome| {
            let option = shown(outcome.answer.as_ref()?)?;
            Some(match (option.blocked, option.binding.is_empty()) {
                (Some(_), _) => "blocked".to_string(),
                (None, true) => "none".to_string(),
                (None, false) => {
                    format!("{} at {}", option.binding, locale.percent(option.utilization))
                }
            })
        })
    };
    let monthly = move || {
        outcome.with(|outcome| {
            let option = shown(outcome.answer.as_ref()?)?;
            Some(locale.usd_or_unknown(option.monthly.total_usd))
        })
    };
    let chosen =
        move || outcome.with(|outcome| Some(locale.named(shown(outcome.answer.as_ref()?)?)));
    let because = move || {
        outcome.with(|outcome| {
            let answer = outcome.answer.as_ref()?;
            Some(match (&answer.recommended, &answer.nearest) {
                (Some(choice), _) => format!("Why: {}.", choice.because),
                (None, Some(near)) => format!("What would have to change: {}.", near.change),
                (None, None) => String::new(),
            })
        })
    };
    view! {
        <section aria-labelledby="verdict-title" class="card">
            <h2 id="verdict-title">"Answer"</h2>
            <Show when=move || outcome.with(|outcome| !outcome.errors.is_empty())>
                <div class="problems" role="alert">
                    <p>"There is a problem" {move || outcome.with(Outcome::is_stale).then_some("; the answer below is to the last good entry")} ":"</p>
                    <ul>
                        {move || {
                            let errors = outcome.with(|outcome| outcome.errors.clone());
                            errors.into_iter().map(|error| view! { <li>{error.to_string()}</li> }).collect_view()
                        }}
                    </ul>
                </div>
            </Show>
            <p id="verdict" aria-live="polite" class:stale=move || outcome.with(Outcome::is_stale)>
                {move || verdict().unwrap_or_else(|| "Say how many requests a day you have.".to_string())}
            </p>
            <dl class="facts">
                <div><dt>"Option"</dt><dd>{move || chosen().unwrap_or_default()}</dd></div>
                <div><dt>"Binding limit"</dt><dd id="binding">{move || binding().unwrap_or_default()}</dd></div>
                <div><dt>"A month"</dt><dd id="monthly">{move || monthly().unwrap_or_default()}</dd></div>
            </dl>
            <p class="hint">{because}</p>
        </section>
    }
}

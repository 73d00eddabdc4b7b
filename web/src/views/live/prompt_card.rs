use groq_calc::Kind;
use groq_catalog::CATALOG;
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    ask,
    exchange::Exchange,
    hand_over::{self, Figures},
    help,
    session::{Running, Session},
    words,
};
use crate::{
    browser::{address, html::Markup},
    form::{state::Form, view::View},
    i18n::locale::Locale,
    page::context::Page,
};

/// The most completion tokens that can be asked for here.
const MOST: u64 = 131_072;

/// The names to choose a model from: the account's, else the catalog's.
fn names(session: Session) -> Vec<String> {
    session.list.with(|list| match list {
        Some(Ok(list)) => list.models.iter().map(|model| model.id.clone()).collect(),
        _ => {
            let offered = CATALOG.offered(CATALOG.newest());
            let chats = offered.filter(|model| matches!(model.kind, Kind::Chat | Kind::System));
            chats.map(|model| model.id.to_string()).collect()
        }
    })
}

/// A prompt, its answer as it arrives, and what was measured.
#[component]
pub(super) fn PromptCard() -> impl IntoView {
    let (session, m) = (Session::here(), words::messages());
    let locale = Page::here().locale();
    let max = RwSignal::new(
        session.prompt.with_untracked(|prompt| prompt.max_completion_tokens.to_string()),
    );
    let bad = RwSignal::new(false);
    let write_max = move |event| {
        let text = event_target_value(&event);
        let count = text.trim().parse::<u64>().ok().filter(|count| (1..=MOST).contains(count));
        bad.set(count.is_none());
        if let Some(count) = count {
            session.prompt.update(|prompt| prompt.max_completion_tokens = count);
        }
        max.set(text);
    };
    let run = move |event: SubmitEvent| {
        event.prevent_default();
        if !bad.get_untracked() {
            ask::prompt(session, None);
        }
    };
    let idle = move || session.running.get() == Running::Nothing;
    let ready = move || {
        let is_asked = session
            .prompt
            .with(|prompt| !prompt.text.trim().is_empty() && !prompt.model.trim().is_empty());
        idle() && is_asked && !bad.get() && session.key.with(Option::is_some)
    };
    let most_cost = move || match session.prompt.with(|prompt| prompt.most_cost()) {
        Some(most) => m.most_cost.with([&locale.usd(most)]),
        None => m.price_unknown.to_string(),
    };
    let options = move || {
        let options = names(session).into_iter().map(|name| view! { <option value=name></option> });
        options.collect_view()
    };
    let ended = move || {
        session
            .exchange
            .with(|exchange| exchange.as_ref().map(|exchange| exchange.failure.is_none()))
    };
    let state = move || match session.running.get() {
        Running::Asking => {
            let begun = session
                .exchange
                .with(|exchange| exchange.as_ref().is_some_and(|one| one.first.is_some()));
            Some(if begun { m.streaming } else { m.sending })
        }
        Running::Waiting(_) => Some(m.waiting),
        Running::Sampling => Some(m.sampling),
        Running::Nothing => ended().map(|whole| if whole { m.done } else { m.ended_early }),
        Running::Listing => None,
    };
    view! {
        <section aria-labelledby="live-prompt-title" class="card">
            <h2 id="live-prompt-title">{m.prompt_title}</h2>
            <form on:submit=run>
                <div class="grid">
                    <div class="field">
                        <label for="live-model">{m.model}</label>
                        <input id="live-model" type="text" list="live-model-names" autocomplete="off" spellcheck="false"
                            prop:value=move || session.prompt.with(|prompt| prompt.model.clone())
                            on:input=move |event| session.prompt.update(|prompt| prompt.model = event_target_value(&event).trim().to_string()) />
                        <datalist id="live-model-names">{options}</datalist>
                    </div>
                    <div class="field" class:bad=move || bad.get()>
                        <label for="live-max">{m.max}</label>
                        <p class="hint" id="live-max-hint">{m.max_hint}</p>
                        <p class="error" id="live-max-error">{move || bad.get().then_some(m.max_bad)}</p>
                        <input id="live-max" type="text" inputmode="numeric" autocomplete="off"
                            aria-describedby="live-max-hint live-max-error"
                            aria-invalid=move || bad.get().to_string()
                            prop:value=move || max.get() on:input=write_max />
                    </div>
                </div>
                <div class="field">
                    <label for="live-prompt">{m.prompt}</label>
                    <textarea id="live-prompt" rows="4"
                        prop:value=move || session.prompt.with(|prompt| prompt.text.clone())
                        on:input=move |event| session.prompt.update(|prompt| prompt.text = event_target_value(&event))></textarea>
                    <p class="hint" id="live-most-cost">{most_cost}</p>
                </div>
                <p>
                    <button id="live-run" type="submit" disabled=move || !ready()>{m.run}</button> " "
                    <button id="live-cancel" type="button" disabled=idle on:click=move |_| session.cancel()>{m.cancel}</button>
                    <Show when=move || session.key.with(Option::is_none)>" " <span class="hint">{m.need_key}</span></Show>
                </p>
            </form>
            <p id="live-state" role="status">{state}</p>
            <Answer />
            <p id="live-spent" class="hint">{move || spent(session, locale)}</p>
        </section>
    }
}

/// The running total.
fn spent(session: Session, locale: Locale) -> Option<String> {
    let spent = session.spent.get();
    let m = locale.messages().live();
    (spent.calls > 0).then(|| {
        let mut text = m.spent.with([&locale.count(spent.calls), &locale.usd(spent.usd)]);
        if spent.unknown > 0 {
            text.push_str(&m.spent_unknown.with([&locale.count(spent.unknown)]));
        }
        text
    })
}

#[component]
fn Answer() -> impl IntoView {
    let (session, m) = (Session::here(), words::messages());
    let locale = Page::here().locale();
    let part = |of: fn(&Exchange) -> Option<&String>| {
        Memo::new(move |_| {
            session.exchange.with(|one| one.as_ref().and_then(of).cloned().unwrap_or_default())
        })
    };
    let text = part(|one| one.reply.content.as_ref());
    let reasoning = part(|one| one.reply.reasoning.as_ref());
    let over =
        Memo::new(move |_| session.exchange.with(|one| one.as_ref().and_then(|one| one.ended)));
    let outcome = move || {
        over.get()?;
        session.exchange.with_untracked(|one| {
            let one = one.as_ref()?;
            let kept = one.failure.is_some() && one.first.is_some();
            Some(view! {
                {one.failure.as_ref().map(|failure| help::help(failure, Some(session)))}
                {kept.then(|| view! { <p id="live-kept">{m.kept_part}</p> })}
                {measured(locale, one)}
                {use_figures(session, one)}
            })
        })
    };
    view! {
        <Show when=move || reasoning.with(|text| !text.is_empty())>
            <details class="reasoning"><summary>{m.reasoning}</summary><pre tabindex="0">{move || reasoning.get()}</pre></details>
        </Show>
        <Show when=move || text.with(|text| !text.is_empty())>
            <h3>{m.answer}</h3>
            <pre id="live-answer" tabindex="0">{move || text.get()}</pre>
        </Show>
        {outcome}
    }
}

/// What the answer told and the clock saw; nothing of an answer that never came.
fn measured(locale: Locale, one: &Exchange) -> Option<AnyView> {
    let m = locale.messages().live();
    one.headers.as_ref().filter(|_| one.first.is_some() || one.usage().is_some())?;
    let usage = one.usage().cloned().unwrap_or_default();
    let told = |text: Option<String>| text.unwrap_or_else(|| m.not_told.to_string());
    let since =
        |moment: Option<f64>| told(moment.map(|at| words::seconds(locale, at - one.started)));
    let queue = usage.timing.queue.as_ref().and_then(|time| time.nanos());
    let rows = [
        ("first", m.first_token, since(one.first)),
        ("speed", m.speed, words::known(locale, one.speed())),
        ("queue", m.queue, told(queue.map(|time| words::seconds(locale, words::millis(time))))),
        ("whole", m.whole, since(one.ended)),
        ("input", m.input_tokens, words::known(locale, usage.prompt_tokens)),
        ("cached", m.cached_tokens, words::known(locale, usage.cached_tokens)),
        ("output", m.output_tokens, words::known(locale, usage.completion_tokens)),
        ("reasoning", m.reasoning_tokens, words::known(locale, usage.reasoning_tokens)),
        ("cost", m.cost, told(one.cost().map(|cost| locale.usd(cost)))),
        ("tier", m.tier, told(one.reply.service_tier.clone())),
        ("request", m.request_id, told(one.reply.request_id.clone())),
    ];
    let mut markup = Markup::default();
    for (id, name, value) in rows {
        markup.open("div", &[]);
        markup.leaf("dt", &[], name);
        markup.leaf("dd", &[("id", &format!("live-{id}"))], &value);
        markup.close("div");
    }
    let list = markup.finish();
    Some(
        view! { <h3>{m.measured}</h3><dl id="live-measured" class="facts" inner_html=list></dl> }
            .into_any(),
    )
}

/// The button that puts the measured tokens into the workload.
fn use_figures(session: Session, one: &Exchange) -> Option<AnyView> {
    let counted = one.counted()?;
    let figures = move || Figures {
        input: counted.input().get(),
        cached_input: counted.cached_input().get(),
        output: counted.output().get(),
        max_completion_tokens: session.prompt.with_untracked(|prompt| prompt.max_completion_tokens),
    };
    Some(handing("live-use", words::messages().use_figures, move || hand_over::figures(&figures())))
}

/// A button that hands something over to the plan, and says so.
pub(super) fn handing(
    id: &'static str,
    label: &'static str,
    hand_over: impl Fn() + 'static,
) -> AnyView {
    let m = words::messages();
    let plan = RwSignal::new(None::<String>);
    let press = move |_| {
        hand_over();
        let form = Form::read(&address::fragment()).form;
        plan.set(Some(format!("#{}", form.fragment(View::Plan))));
    };
    let said = if id == "live-limits-use" { m.limits_used } else { m.figures_used };
    let done = move || {
        let plan = plan.get()?;
        Some(view! { {said} " " <a id=format!("{id}-plan") href=plan>{m.to_plan}</a> })
    };
    view! {
        <p><button id=id type="button" on:click=press>{label}</button> " " <span role="status">{done}</span></p>
    }
    .into_any()
}

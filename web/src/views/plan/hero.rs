use groq_calc::answer::Obstacle;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use crate::{
    browser::html::Markup,
    form::{
        state::{Form, Picked},
        view::View,
    },
    i18n::{
        locale::{Locale, bare_percent},
        sentences::{self, Tone},
    },
    page::{context::Page, outcome::Outcome},
    views::{icon::icon, view_link::view_link},
};

type Seen = Closure<dyn FnMut(js_sys::Array)>;

/// What the answer says at first sight.
#[derive(Clone, Debug, Default, PartialEq)]
struct Words {
    /// The chip, the price and the option, as HTML.
    answer: String,
    /// Limit, most requests and reason, as HTML.
    facts: String,
    /// Price and option on one line; nothing where no price is promised.
    line: Option<(String, String)>,
}

/// The answer: price, option, tightest limit, and why.
#[component]
pub(super) fn Hero() -> impl IntoView {
    let page = Page::here();
    let (outcome, locale, messages) = (page.outcome, page.locale(), page.messages());
    let m = &messages.answer;
    let words = Memo::new(move |_| {
        let picked = page.picked.get();
        outcome.with(|outcome| Words::of(locale, outcome, picked))
    });
    let is_stale = Memo::new(move |_| outcome.with(Outcome::is_stale));
    // Said when a field is left, not while it is typed.
    let says_stale = move || {
        let is_left = |field: &str| page.left.with(|left| left.contains(&field));
        is_stale.get()
            && outcome.with(|outcome| {
                let mut fields = outcome.errors.iter().map(groq_calc::Error::field);
                fields.any(|field| crate::form::fields::index_of(field).is_none() || is_left(field))
            })
    };
    let is_example = Memo::new(move |_| page.form.with(|form| *form == Form::example()));
    let start_empty = move |_| {
        page.left.set(Vec::new());
        page.commit(|form| *form = Form::default());
    };
    let has_answer = move || words.with(|words| !words.facts.is_empty());
    let section = NodeRef::<html::Section>::new();
    let away = out_of_sight(section);
    let acts = move || {
        let share = view! { {icon("share")} {m.share} }.into_any();
        let code = view! { {icon("code")} {m.code} }.into_any();
        let report = view! { {icon("doc")} {messages.shell.report} }.into_any();
        view! {
            <div class="acts">
                {view_link(page, View::Share, "btn pri", share)}
                {view_link(page, View::Code, "btn", code)}
                {view_link(page, View::Report, "btn", report)}
            </div>
        }
    };
    view! {
        <section id="answer" class="top card hero" class:stale=is_stale aria-label=m.title tabindex="-1" node_ref=section>
            <div role="status">
                <Show when=says_stale><div class="eg warn" id="stale">{icon("warn")}<b>{m.stale}</b></div></Show>
            </div>
            <Show when=move || is_example.get()>
                <div class="eg">
                    <span><b>{m.example}</b> " · " {m.example_is}</span>
                    <button type="button" class="link" id="start-empty" on:click=start_empty>{m.start_empty}</button>
                </div>
            </Show>
            <div class="ans">
                <div>
                    <div id="verdict" aria-live="polite" aria-atomic="true" inner_html=move || words.with(|words| words.answer.clone())></div>
                    <Show when=has_answer>{acts()}</Show>
                </div>
                <Show when=has_answer><dl inner_html=move || words.with(|words| words.facts.clone())></dl></Show>
            </div>
        </section>
        <Show when=move || away.get() && !is_stale.get()>
            {move || words.with(|words| words.line.clone()).map(|(price, option)| strip(m.to_answer, price, option))}
        </Show>
    }
}

/// The answer in a line, while the hero is out of sight.
pub(crate) fn strip(label: &'static str, price: String, option: String) -> impl IntoView {
    let go = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        crate::browser::address::focus("answer");
    };
    view! {
        <a class="strip" href="#answer" on:click=go>
            <span class="hidden">{label} ": "</span>
            <b>{price}</b>
            <span class="sm">{option}</span>
        </a>
    }
}

/// Whether an element is above or below the window.
pub(crate) fn out_of_sight(section: NodeRef<html::Section>) -> RwSignal<bool> {
    let away = RwSignal::new(false);
    let watching = StoredValue::new_local(None::<(IntersectionObserver, Seen)>);
    Effect::new(move |_| {
        let Some(section) = section.get() else { return };
        let seen = Seen::new(move |entries: js_sys::Array| {
            let latest = entries.pop().dyn_into::<IntersectionObserverEntry>();
            away.try_set(latest.is_ok_and(|entry| !entry.is_intersecting()));
        });
        if let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) {
            observer.observe(&section);
            watching.set_value(Some((observer, seen)));
        }
    });
    on_cleanup(move || {
        watching.try_update_value(|watching| {
            if let Some((observer, _)) = watching.take() {
                observer.disconnect();
            }
        });
    });
    away
}

impl Words {
    fn of(locale: Locale, outcome: &Outcome, picked: Picked) -> Self {
        let m = &locale.messages().answer;
        let mut html = Markup::default();
        let Some(answer) = outcome.answer.as_deref() else {
            html.leaf("p", &[("class", "big")], m.ask);
            html.leaf("p", &[("class", "mu")], m.ask_more);
            return Self { answer: html.finish(), ..Self::default() };
        };
        let Some(option) = outcome.looked_at(picked) else {
            html.leaf("p", &[("class", "big")], m.no_model);
            return Self { answer: html.finish(), ..Self::default() };
        };
        let (tone, chip) = sentences::headline(locale, answer, option);
        html.open("p", &[("class", "why")]);
        html.open("span", &[("class", &format!("tag {}", tone.class()))]);
        html.icon(tone.icon());
        html.text(chip);
        html.close("span");
        html.close("p");
        let near = answer.nearest.as_ref().filter(|near| near.id == option.id);
        // What can't be checked may hold the load: its price is a fact.
        let nearest = near.filter(|near| !matches!(near.change, Obstacle::Unchecked { .. }));
        let price = locale.money_or_unknown(option.monthly.total_usd);
        let name = m.model_at.with([option.id.short_model(), &sentences::plan_of(locale, option)]);
        let mut line = None;
        if nearest.is_some() {
            let any_fits = answer.options.iter().any(|option| option.fits);
            let text = if any_fits { m.nothing_meets } else { m.nothing_fits };
            html.leaf("p", &[("class", "big")], text);
            html.leaf("p", &[("class", "who"), ("id", "option")], &m.closest.with([&name]));
        } else {
            html.open("p", &[("class", "price")]);
            html.leaf("span", &[("id", "monthly")], &price);
            html.text(" ");
            html.leaf("small", &[], m.a_month);
            html.close("p");
            html.leaf("p", &[("class", "who"), ("id", "option")], &name);
            line = Some((format!("{price} {}", m.a_month), name));
        }
        let mut facts = Markup::default();
        let mut fact = |label: &str, id: &str, text: &str| {
            facts.open("div", &[]);
            facts.leaf("dt", &[], label);
            facts.leaf("dd", &[("id", id)], text);
            if id == "binding" && option.blocked.is_none() {
                facts.open("dd", &[]);
                let (class, width) = meter_of(tone, option);
                facts.meter(class, &width);
                facts.close("dd");
            }
            facts.close("div");
        };
        let tightest = sentences::tightest(locale, option);
        fact(m.tightest, "binding", tightest.as_deref().unwrap_or(m.unknown_limit));
        fact(m.per_day, "per-day", &locale.most(option.requests_per_day_max));
        let is_answer = answer.recommended.as_ref().is_some_and(|choice| choice.id == option.id);
        if let Some(near) = near {
            fact(m.why_not, "because", &sentences::reason(locale, answer, option));
            let change = sentences::obstacle(locale, answer, near.change);
            fact(m.make_it_work, "change", &change);
        } else if !is_answer {
            fact(m.why_not, "because", &sentences::reason(locale, answer, option));
        } else if let Some(why) = sentences::why_not_free(locale, answer) {
            fact(m.why_not_free, "because", &why);
        }
        for risk in &option.at_risk {
            fact(m.may_be_refused, "risk", &sentences::may_be_refused(locale, *risk));
        }
        if let Some(end) =
            sentences::retirement(locale, answer).filter(|_| is_answer || near.is_some())
        {
            facts.open("div", &[]);
            facts.leaf("dd", &[("id", "retires"), ("class", "warnt")], &end);
            facts.close("div");
        }
        Self { answer: html.finish(), facts: facts.finish(), line }
    }
}

/// How the bar of an option is filled.
pub(super) fn meter_of(tone: Tone, option: &groq_calc::PlanOption<'_>) -> (&'static str, String) {
    match option.utilization.exceeds_one() {
        true => ("bad", "100".to_string()),
        false if tone == Tone::Bad => ("warn", bare_percent(option.utilization)),
        false => ("", bare_percent(option.utilization)),
    }
}

use groq_calc::{Outlook, PlanOption, capacity::LimitUse};
use leptos::prelude::*;

use crate::{
    browser::html::Markup,
    i18n::{
        locale::{Locale, bare_percent},
        sentences,
    },
    page::context::Page,
};

/// How far each limit is used, and how far the option reaches.
#[component]
pub(crate) fn Gauges(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
    let page = Page::here();
    let (outcome, picked, locale) = (page.settled, page.picked, page.locale());
    let m = &page.messages().answer;
    let content = move || {
        let mut markup = Markup::default();
        outcome.with(|outcome| {
            let Some(option) = outcome.looked_at(picked.get()) else { return };
            if let Some(blocked) = option.blocked {
                let text = format!("{}: {}", m.blocked, sentences::blocked(locale, blocked));
                markup.leaf("p", &[("class", "error")], &text);
            }
            markup.open("ul", &[("class", "gauges")]);
            for used in &option.limits {
                gauge(&mut markup, locale, used, option.binding.contains(used.limit));
            }
            markup.close("ul");
            for note in notes(locale, option) {
                markup.leaf("p", &[], &note);
            }
            outlook.with(|outlook| {
                if let Some(outlook) = outlook {
                    let batches = option.batch_share_percent > 0;
                    markup.leaf("p", &[], &reach(locale, outlook, batches));
                }
            });
            if let Some(from) = option.limits_from {
                let origin = sentences::origin(locale, m.limits_from, &from);
                markup.leaf("p", &[("class", "hint")], &origin);
            }
        });
        markup.finish()
    };
    let name = move || {
        let named =
            outcome.with(|outcome| outcome.looked_at(picked.get()).map(|o| locale.named(o)));
        named.map(|named| m.looking_at.with([&named]))
    };
    view! {
        <section aria-labelledby="limits-title" class="card">
            <h2 id="limits-title">{m.limits_title}</h2>
            <p class="option-name">
                {name}
                <Show when=move || picked.get().is_some()>
                    " " <button type="button" class="link" on:click=move |_| picked.set(None)>{m.back}</button>
                </Show>
            </p>
            <div inner_html=content></div>
        </section>
    }
}

fn notes(locale: Locale, option: &PlanOption<'_>) -> Vec<String> {
    let m = &locale.messages().answer;
    let (minute, day) = (option.requests_per_minute_max, option.requests_per_day_max);
    let mut notes = vec![m.most.with([&locale.most(minute), &locale.most(day)])];
    if let Some(concurrency) = option.concurrency {
        let workers = locale.most(option.workers_max);
        notes.push(m.workers.with([&locale.fraction(concurrency), &workers]));
    }
    notes.extend(option.at_risk.iter().map(|risk| sentences::at_risk(locale, *risk)));
    if !option.unknown_limits.is_empty() {
        notes.push(m.unknown_limits.with([&sentences::limits(locale, option.unknown_limits)]));
    }
    notes
}

/// The questions turned around: the most that fits.
fn reach(locale: Locale, outlook: &Outlook<'_>, batches: bool) -> String {
    let m = &locale.messages().answer;
    let tokens = |tokens: Option<groq_calc::Tokens>| {
        tokens.map_or(m.no_length.to_string(), |tokens| locale.count(tokens.get()))
    };
    let mut text =
        m.reach.with([&tokens(outlook.longest_prompt), &tokens(outlook.longest_completion)]);
    if batches {
        let fit = sentences::room(locale, outlook.requests_per_day_fit);
        text = format!("{} {text}", m.reach_batch.with([&fit]));
    }
    match outlook.requests_per_day_in_budget {
        Some(within) => {
            let within = m.in_budget.with([&sentences::room(locale, within)]);
            format!("{text} {within}")
        }
        None => text,
    }
}

fn gauge(markup: &mut Markup, locale: Locale, used: &LimitUse, binds: bool) {
    let messages = locale.messages();
    let over = used.utilization.exceeds_one();
    let width = match over {
        true => "100%".to_string(),
        false => format!("{}%", bare_percent(used.utilization)),
    };
    let mut numbers = messages.answer.demand_of.with([
        &locale.fraction(used.demand),
        &locale.count(used.cap),
        sentences::limit_title(messages, used.limit),
        &locale.percent(used.utilization),
    ]);
    if binds {
        numbers.push_str(messages.answer.binds);
    }
    let class = match (over, binds) {
        (true, true) => "over binds",
        (true, false) => "over",
        (false, true) => "binds",
        (false, false) => "",
    };
    markup.open("li", &[("class", class)]);
    markup.leaf("span", &[("class", "gauge-name")], used.limit.name());
    markup.open("svg", &[("class", "gauge"), ("aria-hidden", "true"), ("focusable", "false")]);
    for (class, width) in [("gauge-track", "100%"), ("gauge-fill", &width)] {
        markup.leaf(
            "rect",
            &[("class", class), ("width", width), ("height", "100%"), ("rx", "3")],
            "",
        );
    }
    markup.close("svg");
    markup.leaf("span", &[("class", "gauge-numbers")], &numbers);
    markup.close("li");
}

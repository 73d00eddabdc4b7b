use groq_calc::{Outlook, PlanOption, capacity::LimitUse};
use leptos::prelude::*;

use crate::{
    browser::html::Markup,
    i18n::{
        locale::{Locale, bare_percent},
        sentences,
    },
    page::context::Page,
    views::term::term,
};

/// How far each limit is used, and how far the option reaches.
#[component]
pub(super) fn Gauges(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
    let page = Page::here();
    let (outcome, locale) = (page.outcome, page.locale());
    let m = &page.messages().answer;
    let content = move || {
        let mut markup = Markup::default();
        outcome.with(|outcome| {
            let Some(option) = outcome.looked_at(page.picked.get()) else { return };
            if let Some(blocked) = option.blocked {
                let text = sentences::too_large(locale, blocked);
                markup.leaf("p", &[("class", "msg")], &text);
            }
            markup.open("ul", &[("class", "lims")]);
            let mut limits: Vec<&LimitUse> = option.limits.iter().collect();
            limits.sort_by_key(|used| std::cmp::Reverse(used.utilization));
            for used in limits {
                gauge(&mut markup, locale, used, option.binding.contains(used.limit));
            }
            markup.close("ul");
            for note in notes(locale, option) {
                markup.leaf("p", &[("class", "note")], &note);
            }
            outlook.with(|outlook| {
                if let Some(outlook) = outlook {
                    let batches = option.batch_share_percent > 0;
                    markup.leaf("p", &[("class", "note")], &reach(locale, outlook, batches));
                }
            });
            if let Some(from) = option.limits_from {
                let origin = sentences::origin(locale, m.limits_from, &from);
                markup.leaf("p", &[("class", "note")], &origin);
            }
        });
        markup.finish()
    };
    view! {
        <section aria-labelledby="limits-title" class="card">
            <div class="head"><h2 id="limits-title">{m.limits_title}</h2></div>
            <div id="limits" inner_html=content></div>
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
    if !option.unknown_limits.is_empty() {
        notes.push(m.unknown_limits.with([&sentences::limits(locale, option.unknown_limits)]));
    }
    notes
}

/// The questions turned around: the most that fits. Lengths in tokens say nothing
/// of audio and speech.
fn reach(locale: Locale, outlook: &Outlook<'_>, batches: bool) -> String {
    let m = &locale.messages().answer;
    let tokens =
        |tokens: Option<groq_calc::Tokens>| locale.count(tokens.map_or(0, |tokens| tokens.get()));
    let mut parts = Vec::new();
    if batches {
        let fit = sentences::room(locale, outlook.requests_per_day_fit);
        parts.push(m.reach_batch.with([&fit]));
    }
    let is_chat = groq_catalog::CATALOG
        .model(outlook.id.model)
        .is_some_and(|model| model.kind == groq_calc::Kind::Chat);
    if is_chat {
        parts.push(
            m.reach.with([&tokens(outlook.longest_prompt), &tokens(outlook.longest_completion)]),
        );
    }
    if let Some(within) = outlook.requests_per_day_in_budget {
        parts.push(m.in_budget.with([&sentences::room(locale, within)]));
    }
    parts.join(locale.gap())
}

fn gauge(markup: &mut Markup, locale: Locale, used: &LimitUse, binds: bool) {
    let messages = locale.messages();
    let m = &messages.answer;
    let (class, width) = match used.utilization.exceeds_one() {
        true => ("bad", "100".to_string()),
        false => ("", bare_percent(used.utilization)),
    };
    markup.open("li", &[]);
    markup.open("span", &[]);
    let title = sentences::capitalised(sentences::limit_title(messages, used.limit));
    markup.leaf("span", &[("class", "m")], &title);
    markup.text(" ");
    term(markup, locale, used.limit, "limits");
    if binds {
        markup.text(" ");
        let class = if class == "bad" { "tag bad" } else { "tag ok" };
        markup.leaf("span", &[("class", class)], m.tightest_short);
    }
    markup.close("span");
    markup.leaf("span", &[("class", "v b")], &locale.percent(used.utilization));
    markup.meter(class, &width);
    let numbers = m.demand_of.with([&locale.fraction(used.demand), &locale.count(used.cap)]);
    markup.leaf("span", &[("class", "sm mu")], &numbers);
    markup.close("li");
}

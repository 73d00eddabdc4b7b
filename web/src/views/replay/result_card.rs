use groq_calc::{Fraction, Limit, Usd};
use leptos::prelude::*;

use super::{
    answer::{Answer, in_order},
    session::Session,
    words,
};
use crate::{
    browser::{download, html::Markup},
    i18n::{locale::Locale, sentences},
    page::context::Page,
};

/// What would have happened.
#[component]
pub(super) fn ResultCard() -> impl IntoView {
    let (session, m, locale) = (Session::of_this_page(), words::messages(), Page::here().locale());
    let verdict =
        move || session.answer.with(|answer| answer.as_ref().map(|answer| verdict(locale, answer)));
    let body =
        move || session.answer.with(|answer| answer.as_ref().map(|answer| body(locale, answer)));
    let save = move |_| {
        session.json.with_untracked(|json| {
            download::save("groq-calc-replay.json", "application/json", json).ok()
        });
    };
    view! {
        <section aria-labelledby="replay-result-title" class="card">
            <h2 id="replay-result-title">{m.result_title}</h2>
            <p id="replay-verdict" class="replay-verdict" role="status">{verdict}</p>
            <div inner_html=body></div>
            <p><button id="replay-save" type="button" on:click=save>{m.download}</button></p>
        </section>
    }
}

fn verdict(locale: Locale, answer: &Answer) -> String {
    let m = locale.messages().replay();
    let option = words::option(locale, &answer.model, answer.place());
    let count = |count| locale.count(count);
    let mut text = if answer.lost == 0 {
        m.all_pass.with([&count(answer.requests), &option])
    } else {
        let came = answer.requests - answer.batched;
        let share = locale.percent(Fraction::new(answer.lost.into(), came.max(1).into()));
        m.some_lost.with([&count(answer.lost), &count(came), &share, &option])
    };
    // Limits that refused nothing did not refuse most.
    let most = in_order(&answer.failed_by).filter(|(_, times)| *times > 0);
    if let Some((limit, times)) = most.max_by_key(|(_, times)| *times) {
        text.push(' ');
        text.push_str(&m.most_by.with([limit.name(), &count(times)]));
    }
    if let Some(delayed) = answer.delayed.filter(|delayed| *delayed > 0) {
        text.push(' ');
        let time = |micros| words::time(locale, micros);
        let (half, most) = (time(answer.wait_p50_us), time(answer.wait_p99_us));
        text.push_str(&m.waited.with([&count(delayed), &half, &most]));
    }
    text
}

/// The figures, and the limits one by one.
fn body(locale: Locale, answer: &Answer) -> String {
    let m = locale.messages().replay();
    let count = |count| locale.count(count);
    let mut markup = Markup::default();
    let mut facts: Vec<(&str, String)> =
        vec![(m.requests, count(answer.requests)), (m.admitted, count(answer.admitted))];
    match answer.delayed {
        Some(delayed) => {
            facts.push((m.delayed, count(delayed)));
            facts.push((m.left_queue, count(answer.abandoned)));
            facts.push((m.longest_wait, words::time(locale, answer.wait_max_us)));
        }
        None => facts.push((m.refused, count(answer.refused()))),
    }
    if answer.oversize > 0 {
        let above = match answer.over_context {
            0 => String::new(),
            some => format!(" ({})", m.over_context.with([&count(some)])),
        };
        facts.push((m.oversize, count(answer.oversize) + &above));
    }
    if answer.batched > 0 {
        facts.push((m.batched, count(answer.batched)));
    }
    facts.push((m.tokens_charged, count(answer.tokens_charged)));
    let usd = |usd: Option<Usd>| locale.usd_or_unknown(usd);
    facts.push((m.paid, usd(answer.paid())));
    facts.push((m.cost_admitted, usd(answer.cost_admitted())));
    facts.push((m.cost_offered, usd(answer.cost_offered())));
    markup.open("dl", &[("class", "figures")]);
    for (name, figure) in facts {
        markup.open("div", &[]);
        markup.leaf("dt", &[], name);
        markup.leaf("dd", &[], &figure);
        markup.close("div");
    }
    markup.close("dl");
    notes(&mut markup, locale, answer);
    let heads = [m.limit, m.cap, m.times_refused, m.times_longest, m.too_large];
    markup.open_table("replay-by-limit", m.by_limit, &heads);
    for (limit, cap) in in_order(&answer.caps) {
        let of = |by: &std::collections::BTreeMap<String, u64>| {
            count(by.get(limit.name()).copied().unwrap_or_default())
        };
        markup.open("tr", &[]);
        markup.row_head(&sentences::limit_in_full(locale.messages(), limit));
        markup.figure(&count(cap));
        markup.figure(&of(&answer.failed_by));
        markup.figure(&of(&answer.longest_wait_by));
        markup.figure(&of(&answer.oversize_by));
        markup.close("tr");
    }
    markup.close_table();
    markup.finish()
}

fn notes(markup: &mut Markup, locale: Locale, answer: &Answer) {
    let m = locale.messages().replay();
    if let Some(first) = &answer.first {
        let limit = Limit::parse(&first.limit).map_or("", Limit::name);
        let (at, wait) =
            (words::time(locale, first.t_us), words::time(locale, first.retry_after_us));
        let text = m.first_refusal.with([&locale.count(first.row + 1), &at, limit, &wait]);
        markup.leaf("p", &[], &text);
    }
    if !answer.unknown_limits.is_empty() {
        let text = m.unknown_limits.with([&answer.unknown_limits.join(", ")]);
        markup.leaf("p", &[], &text);
    }
    if answer.skipped_rows > 0 {
        markup.leaf("p", &[], &m.skipped.with([&locale.count(answer.skipped_rows)]));
    }
    if answer.is_queue() && !answer.waits_exact {
        markup.leaf("p", &[], m.waits_about);
    }
}

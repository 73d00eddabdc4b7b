use groq_calc::{
    Fraction, Usd,
    replay::{PerLimit, Policy, ReadOutcome},
};
use leptos::prelude::*;

use super::{session::Session, words};
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

fn verdict(locale: Locale, answer: &ReadOutcome) -> String {
    let report = &answer.report;
    let m = locale.messages().replay();
    let option = locale.model_on(answer.chosen.id());
    let count = |count| locale.count(count);
    let mut text = if report.lost() == 0 {
        m.all_pass.with([&count(report.requests), &option])
    } else {
        let came = report.requests - report.batched;
        let share = locale.percent(Fraction::new(report.lost().into(), came.max(1).into()));
        m.some_lost.with([&count(report.lost()), &count(came), &share, &option])
    };
    // Limits that refused nothing did not refuse most.
    let times = report.limits.iter().map(|limit| (limit, report.failed_by.get(limit)));
    let most = times.filter(|(_, times)| *times > 0);
    if let Some((limit, times)) = most.max_by_key(|(_, times)| *times) {
        text.push(' ');
        text.push_str(&m.most_by.with([limit.name(), &count(times)]));
    }
    if report.delayed > 0 {
        text.push(' ');
        let time = |micros| words::time(locale, micros);
        let (half, most) = (time(report.waits.p50_us), time(report.waits.p99_us));
        text.push_str(&m.waited.with([&count(report.delayed), &half, &most]));
    }
    text
}

/// The figures, and the limits one by one.
fn body(locale: Locale, answer: &ReadOutcome) -> String {
    let report = &answer.report;
    let m = locale.messages().replay();
    let count = |count| locale.count(count);
    let mut markup = Markup::default();
    let mut facts: Vec<(&str, String)> =
        vec![(m.requests, count(report.requests)), (m.admitted, count(report.admitted))];
    match report.policy {
        Policy::Queue { .. } => {
            facts.push((m.delayed, count(report.delayed)));
            facts.push((m.left_queue, count(report.abandoned)));
            facts.push((m.longest_wait, words::time(locale, report.waits.max_us)));
        }
        Policy::Drop => facts.push((m.refused, count(report.refused()))),
    }
    if report.oversize > 0 {
        let above = match report.over_context {
            0 => String::new(),
            some => format!(" ({})", m.over_context.with([&count(some)])),
        };
        facts.push((m.oversize, count(report.oversize) + &above));
    }
    if report.batched > 0 {
        facts.push((m.batched, count(report.batched)));
    }
    facts.push((m.tokens_charged, locale.count(report.tokens_charged as u64)));
    let usd = |usd: Option<Usd>| locale.usd_or_unknown(usd);
    facts.push((m.paid, usd(answer.chosen.paid_usd)));
    facts.push((m.cost_admitted, usd(report.cost_admitted)));
    facts.push((m.cost_offered, usd(report.cost_offered)));
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
    for (limit, cap) in answer.caps.known() {
        let of = |by: &PerLimit| count(by.get(limit));
        markup.open("tr", &[]);
        markup.row_head(&sentences::limit_in_full(locale.messages(), limit));
        markup.figure(&count(cap));
        markup.figure(&of(&report.failed_by));
        markup.figure(&of(&report.longest_wait_by));
        markup.figure(&of(&report.oversize_by));
        markup.close("tr");
    }
    markup.close_table();
    markup.finish()
}

fn notes(markup: &mut Markup, locale: Locale, answer: &ReadOutcome) {
    let report = &answer.report;
    let m = locale.messages().replay();
    if let Some(first) = &report.first {
        let limit = first.limit.name();
        let (at, wait) =
            (words::time(locale, first.t_us), words::time(locale, first.retry_after_us));
        let text = m.first_refusal.with([&locale.count(first.row + 1), &at, limit, &wait]);
        markup.leaf("p", &[], &text);
    }
    if !report.unknown_limits.is_empty() {
        let names: Vec<_> = report.unknown_limits.iter().map(groq_calc::Limit::name).collect();
        let text = m.unknown_limits.with([&names.join(", ")]);
        markup.leaf("p", &[], &text);
    }
    if answer.skipped_rows > 0 {
        markup.leaf("p", &[], &m.skipped.with([&locale.count(answer.skipped_rows)]));
    }
    if !report.waits.is_exact {
        markup.leaf("p", &[], m.waits_about);
    }
}

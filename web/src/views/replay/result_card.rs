use groq_calc::{
    Fraction, Limit, Usd,
    replay::{PerLimit, Policy, ReadOutcome, Report},
};
use leptos::prelude::*;

use super::{
    beside_card::MONTH,
    hand_over::plan_with,
    session::{Session, Source},
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
    let of = move |write: fn(Locale, &ReadOutcome) -> String| {
        session.answer.with(|answer| answer.as_ref().map(|answer| write(locale, answer)))
    };
    let is_sample = move || session.source.with(|source| matches!(source, Source::Synthetic(_)));
    let save = move |_| {
        session.json.with_untracked(|json| {
            download::save("groq-calc-replay.json", "application/json", json).ok()
        });
    };
    let plan = move |_| {
        let profile = session
            .answer
            .with_untracked(|answer| answer.as_ref().and_then(|answer| answer.profile));
        if let Some(profile) = profile {
            plan_with(&profile);
        }
    };
    view! {
        <section class="card hero" aria-label=m.result_title id="replay-result">
            <Show when=is_sample>
                <div class="eg"><span><b>{m.example}</b> " · " {m.example_is}</span></div>
            </Show>
            <div class="ans">
                <div>
                    <div inner_html=move || of(head)></div>
                    <p id="replay-verdict" class="sm mu" role="status">{move || of(verdict)}</p>
                    <p class="acts">
                        <button id="replay-plan" class="btn pri" type="button" on:click=plan>{m.plan_with}</button>
                        <button id="replay-save" class="btn" type="button" on:click=save>{m.download}</button>
                    </p>
                </div>
                <dl inner_html=move || of(facts)></dl>
            </div>
        </section>
    }
}

/// The figures, and the limits one by one.
#[component]
pub(super) fn LimitsCard() -> impl IntoView {
    let (session, m, locale) = (Session::of_this_page(), words::messages(), Page::here().locale());
    let content =
        move || session.answer.with(|answer| answer.as_ref().map(|answer| body(locale, answer)));
    view! {
        <section class="card" aria-labelledby="replay-limits-title">
            <h2 id="replay-limits-title">{m.by_limit}</h2>
            <div inner_html=content></div>
        </section>
    }
}

/// How many get an answer, under which option.
fn head(locale: Locale, answer: &ReadOutcome) -> String {
    let report = &answer.report;
    let m = locale.messages().replay();
    let mut markup = Markup::default();
    let (class, picture, chip) = match (report.lost(), report.admitted + report.batched) {
        (0, _) => ("tag ok", "ok", m.all_answered.to_string()),
        (_, 0) => ("tag bad", "no", m.none_answered.to_string()),
        (lost, _) => {
            let came = (report.requests - report.batched).max(1);
            let share = locale.percent(Fraction::new(lost.into(), came.into()));
            ("tag bad", "no", m.some_unanswered.with([&share]))
        }
    };
    markup.open("p", &[("class", "why")]);
    markup.open("span", &[("class", class)]);
    markup.icon(picture);
    markup.text(&chip);
    markup.close("span");
    markup.close("p");
    markup.open("p", &[("class", "price")]);
    markup.text(&locale.count(report.admitted));
    markup.text(" ");
    markup.leaf("small", &[], &m.of_answered.with([&locale.count(report.requests)]));
    markup.close("p");
    let name = locale.model_on(answer.chosen.id());
    markup.leaf("p", &[("class", "who")], &name);
    markup.finish()
}

/// What refused most, when it began, and what it costs.
fn facts(locale: Locale, answer: &ReadOutcome) -> String {
    let report = &answer.report;
    let m = locale.messages().replay();
    let mut markup = Markup::default();
    let mut fact = |id: &str, label: &str, text: &str| {
        markup.open("div", &[]);
        markup.leaf("dt", &[], label);
        markup.leaf("dd", &[("id", id)], text);
        markup.close("div");
    };
    if let Some((limit, times)) = refused_most(report) {
        let title = sentences::limit_title(locale.messages(), limit);
        fact("replay-most", m.refused_most_by, &m.times.with([title, &locale.count(times)]));
    }
    if let Some(first) = &report.first {
        let at = words::time(locale, first.t_us);
        let text = m.first_at.with([&locale.count(first.row + 1), &at]);
        fact("replay-first", m.first_title, &text);
    }
    fact("replay-cost", m.cost_log, &locale.money_or_unknown(answer.chosen.paid_usd));
    if let Some(profile) = answer.profile {
        let month = answer.chosen.paid_usd.and_then(|usd| profile.over_days(usd, MONTH));
        fact("replay-month", m.a_month, &locale.money_or_unknown(month));
    }
    markup.finish()
}

/// The limit that refused most; one that refused nothing did not.
fn refused_most(report: &Report) -> Option<(Limit, u64)> {
    let times = report.limits.iter().map(|limit| (limit, report.failed_by.get(limit)));
    times.filter(|(_, times)| *times > 0).max_by_key(|(_, times)| *times)
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
    if let Some((limit, times)) = refused_most(report) {
        text.push_str(locale.gap());
        text.push_str(&m.most_by.with([limit.name(), &count(times)]));
    }
    if report.delayed > 0 {
        text.push_str(locale.gap());
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
            some => m.over_context.with([&count(some)]),
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
    markup.open_table("replay-by-limit", m.by_limit_table, &heads);
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
        let text = m.unknown_limits.with([&names.join(locale.messages().answer.comma)]);
        markup.leaf("p", &[], &text);
    }
    if answer.skipped_rows > 0 {
        markup.leaf("p", &[], &m.skipped.with([&locale.count(answer.skipped_rows)]));
    }
    if !report.waits.is_exact {
        markup.leaf("p", &[], m.waits_about);
    }
}

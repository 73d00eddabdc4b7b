use groq_calc::replay::{OptionSummary, Policy, ReadOutcome, Throttle};
use leptos::prelude::*;
use replay_worker::MAX_KEPT_ROWS;

use super::{
    session::{Fixing, Session},
    words,
};
use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
    page::context::Page,
};

/// What would fix it: another option, higher caps, or a throttle of your own.
#[component]
pub(super) fn FixCard() -> impl IntoView {
    let (session, m, locale) = (Session::of_this_page(), words::messages(), Page::here().locale());
    let needs = move || {
        session.answer.with(|answer| answer.as_ref().is_some_and(|answer| needs_fixing(answer)))
    };
    let option =
        move || session.answer.with(|answer| answer.as_ref().map(|answer| option(locale, answer)));
    let rest = move || {
        session.answer.with(|answer| {
            let answer = answer.as_ref()?;
            Some(session.fixing.with(|fixing| rest(locale, answer, fixing)))
        })
    };
    let table =
        move || session.answer.with(|answer| answer.as_ref().map(|answer| table(locale, answer)));
    let runs = move || session.fixing.with(|fixing| fixing.runs);
    view! {
        <section aria-labelledby="replay-fix-title" class="card">
            <h2 id="replay-fix-title">{m.fix_title}</h2>
            <Show when=move || !needs()><p id="replay-fix-none">{m.fix_none}</p></Show>
            <p id="replay-fix-option">{option}</p>
            <Show when=needs>
                <div id="replay-fix" inner_html=rest></div>
                <Show when=runs>
                    <progress aria-label=m.fixing></progress>
                    <p>{m.fixing}</p>
                </Show>
            </Show>
            <details open=needs()>
                <summary>{m.options_title}</summary>
                <div inner_html=table></div>
            </details>
        </section>
    }
}

fn needs_fixing(answer: &ReadOutcome) -> bool {
    answer.report.lost() > 0 || answer.report.delayed > 0
}

/// Which option would do.
fn option(locale: Locale, answer: &ReadOutcome) -> String {
    let m = locale.messages().replay();
    let Some(best) = &answer.recommended else {
        return m.fix_no_option.to_string();
    };
    if best.id() == answer.chosen.id() {
        return m.fix_this.to_string();
    }
    let name = locale.model_on(best.id());
    m.fix_option.with([&name, &locale.usd_or_unknown(best.paid_usd)])
}

/// Caps and throttle, as far as they are worked out.
fn rest(locale: Locale, answer: &ReadOutcome, fixing: &Fixing) -> String {
    let m = locale.messages().replay();
    let mut markup = Markup::default();
    if fixing.too_many {
        markup.leaf("p", &[], &m.fix_too_many.with([&locale.count(MAX_KEPT_ROWS as u64)]));
    }
    if let Some(throttle) = &fixing.throttle {
        markup.leaf("p", &[("id", "replay-throttle")], &throttled(locale, throttle.as_ref()));
    }
    if let Some(caps) = &fixing.caps {
        let heads = [m.limit, m.fix_now, m.fix_enough];
        markup.open_table("replay-enough", m.fix_caps, &heads);
        for (limit, now) in answer.caps.known() {
            let enough = caps.figure(limit);
            let more = enough.is_some_and(|enough| enough > now);
            markup.open("tr", if more { &[("class", "differs")] } else { &[] });
            markup.row_head(&sentences::limit_in_full(locale.messages(), limit));
            markup.figure(&locale.count(now));
            markup.figure(&locale.most(enough));
            markup.close("tr");
        }
        markup.close_table();
    }
    markup.finish()
}

fn throttled(locale: Locale, throttle: Option<&Throttle>) -> String {
    let m = locale.messages().replay();
    let Some(throttle) = throttle else { return m.fix_no_throttle.to_string() };
    let rate = |rate: Option<u64>| {
        rate.map_or_else(|| m.any_number.to_string(), |rate| locale.count(rate))
    };
    let requests = m.requests_a_minute.with([&rate(throttle.requests_per_minute)]);
    let tokens = m.tokens_a_minute.with([&rate(throttle.tokens_per_minute)]);
    let mut text = m.fix_throttle.with([&requests, &tokens]);
    let time = |micros| words::time(locale, micros);
    let (most, longest) = (time(throttle.waits.p99_us), time(throttle.waits.max_us));
    text.push_str(&match throttle.refused {
        0 => m.fix_throttle_clean.with([&locale.count(throttle.delayed), &most, &longest]),
        refused => m.fix_throttle_rest.with([&locale.count(refused), &most]),
    });
    text
}

/// Every option with the log: those that would do first, then by what is lost.
fn table(locale: Locale, answer: &ReadOutcome) -> String {
    let m = locale.messages().replay();
    let queue = matches!(answer.report.policy, Policy::Queue { .. });
    let mut markup = Markup::default();
    let mut heads = vec![m.option, m.lost];
    if queue {
        heads.push(m.wait_p99);
    }
    heads.extend([m.cost, m.does]);
    markup.open_table("replay-options", m.options_title, &heads);
    let mut options: Vec<&OptionSummary> = answer.options.iter().collect();
    options.sort_by_key(|other| (!other.meets, other.lost, other.option.paid_usd));
    for other in options {
        let name = locale.model_on(other.option.id());
        markup.open("tr", &[]);
        markup.row_head(&name);
        markup.figure(&locale.count(other.lost));
        if queue {
            markup.figure(&words::time(locale, other.wait_p99_us));
        }
        markup.figure(&locale.usd_or_unknown(other.option.paid_usd));
        markup.cell(match (other.meets, other.known) {
            (true, true) => m.yes,
            (true, false) => m.limits_open,
            (false, _) => m.no,
        });
        markup.close("tr");
    }
    markup.close_table();
    markup.finish()
}

use leptos::prelude::*;
use replayer::MAX_KEPT_ROWS;

use super::{
    answer::{Answer, Other, Throttle, in_order},
    session::{Fixing, Session},
    words,
};
use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
    page::context::Page,
};

/// What would fix it: another option, higher caps, or a throttle of one's own.
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

fn needs_fixing(answer: &Answer) -> bool {
    answer.lost > 0 || answer.delayed.is_some_and(|delayed| delayed > 0)
}

/// Which option would do.
fn option(locale: Locale, answer: &Answer) -> String {
    let m = locale.messages().replay();
    let Some(best) = &answer.recommended else {
        return m.fix_no_option.to_string();
    };
    if best.model == answer.model && best.place() == answer.place() {
        return m.fix_this.to_string();
    }
    let name = words::option(locale, &best.model, best.place());
    m.fix_option.with([&name, &locale.usd_or_unknown(best.paid())])
}

/// Caps and throttle, as far as they are worked out.
fn rest(locale: Locale, answer: &Answer, fixing: &Fixing) -> String {
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
        for (limit, now) in in_order(&answer.caps) {
            let enough = caps.get(limit.name()).copied().flatten();
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
    let (most, longest) = (time(throttle.wait_p99_us), time(throttle.wait_max_us));
    text.push_str(&match throttle.refused {
        0 => m.fix_throttle_clean.with([&locale.count(throttle.delayed), &most, &longest]),
        refused => m.fix_throttle_rest.with([&locale.count(refused), &most]),
    });
    text
}

/// Every option with the log: those that would do first, then by what is lost.
fn table(locale: Locale, answer: &Answer) -> String {
    let m = locale.messages().replay();
    let queue = answer.is_queue();
    let mut markup = Markup::default();
    let mut heads = vec![m.option, m.lost];
    if queue {
        heads.push(m.wait_p99);
    }
    heads.extend([m.cost, m.does]);
    markup.open_table("replay-options", m.options_title, &heads);
    let mut options: Vec<&Other> = answer.options.iter().collect();
    options.sort_by_key(|other| (!other.meets, other.lost, other.paid()));
    for other in options {
        let name = words::option(locale, &other.model, other.place());
        markup.open("tr", &[]);
        markup.row_head(&name);
        markup.figure(&locale.count(other.lost));
        if queue {
            markup.figure(&words::time(locale, other.wait_p99_us));
        }
        markup.figure(&locale.usd_or_unknown(other.paid()));
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

use groq_calc::{LimitUse, PlanOption};
use leptos::prelude::*;

use crate::{
    locale::{Locale, bare_percent},
    outcome::{Outcome, shown},
    page::{Page, Picked},
};

/// The option to look at: the picked one, else the one of the answer.
pub(crate) fn looked_at(outcome: &Outcome, picked: Picked) -> Option<&PlanOption<'static>> {
    let answer = outcome.answer.as_ref()?;
    let same =
        |option: &&PlanOption<'static>| Some((option.model, option.plan, option.tier)) == picked;
    answer.options.iter().find(same).or_else(|| shown(answer))
}

/// How far each limit is used.
#[component]
pub(crate) fn Gauges() -> impl IntoView {
    let page = Page::here();
    let (outcome, picked, locale) = (page.outcome, page.picked, page.locale());
    let content = move || {
        outcome.with(|outcome| {
            let option = looked_at(outcome, picked.get())?;
            let rows: Vec<_> = option
                .limits
                .iter()
                .map(|used| gauge(locale, used, option.binding.contains(used.limit)))
                .collect();
            let unknown = (!option.unknown_limits.is_empty()).then(|| {
                format!("Not known, so left out of every figure: {}.", option.unknown_limits)
            });
            let most = format!(
                "At most {} requests a minute and {} a day, day after day.",
                locale.most(option.requests_per_minute_max),
                locale.most(option.requests_per_day_max)
            );
            let workers = option.concurrency.map(|concurrency| {
                format!(
                    "{concurrency} requests in flight at the peak; at most {} workers.",
                    locale.most(option.workers_max)
                )
            });
            let blocked = option.blocked.map(|blocked| format!("Blocked: {blocked}."));
            let origin = option.limits_from.map(|from| {
                format!("Limits: {}, from {}, {}.", from.source, from.from, from.status.name())
            });
            Some(view! {
                <p class="option-name">{locale.named(option)}</p>
                <p class="error">{blocked}</p>
                <ul class="gauges">{rows}</ul>
                <p>{most}</p>
                <p>{workers}</p>
                <p>{unknown}</p>
                <p class="hint">{origin}</p>
            })
        })
    };
    view! {
        <section aria-labelledby="limits-title" class="card">
            <h2 id="limits-title">"Limits"</h2>
            {content}
        </section>
    }
}

fn gauge(locale: Locale, used: &LimitUse, binds: bool) -> impl IntoView + use<> {
    let over = used.utilization.exceeds_one();
    let width =
        if over { "100%".to_string() } else { format!("{}%", bare_percent(used.utilization)) };
    let numbers = format!(
        "{} of {} {}, {}{}",
        locale.fraction(used.demand),
        locale.count(used.cap),
        used.limit.title(),
        locale.percent(used.utilization),
        if binds { ": binds" } else { "" }
    );
    view! {
        <li class:over=over class:binds=binds>
            <span class="gauge-name">{used.limit.name()}</span>
            <svg class="gauge" aria-hidden="true" focusable="false">
                <rect class="gauge-track" width="100%" height="100%" rx="3"></rect>
                <rect class="gauge-fill" width=width height="100%" rx="3"></rect>
            </svg>
            <span class="gauge-numbers">{numbers}</span>
        </li>
    }
}

use groq_calc::{Fraction, Plan, Tier};
use groq_protocol::{Bucket, RateHeaders};
use leptos::prelude::*;

use super::{
    hand_over, prompt_card::handing, seen::SeenLimit, session::Session, tick::Tick, words,
};
use crate::{
    browser::html::Markup,
    i18n::locale::{Locale, bare_percent},
    page::context::Page,
};

/// The limits that answers have shown, refilling.
#[component]
pub(super) fn MeterCard() -> impl IntoView {
    let (session, m) = (Session::here(), words::messages());
    let page = Page::here();
    let locale = page.locale();
    let some = Memo::new(move |_| session.seen.with(|seen| !seen.all().is_empty()));
    let rows = Memo::new(move |_| session.seen.get());
    let list = move || {
        rows.with(|seen| seen.all().iter().cloned().map(|one| row(locale, one)).collect_view())
    };
    let plans = Plan::ALL.map(|one| {
        let name = locale.place(one, Tier::OnDemand);
        view! { <option value=one.name() prop:selected=move || session.plan.get() == one>{name}</option> }
    });
    let choose = move |event| {
        session.plan.set(Plan::parse(&event_target_value(&event)).unwrap_or(Plan::Free));
    };
    let take = move || {
        let plan = session.plan.get_untracked();
        session.seen.with_untracked(|seen| hand_over::limits(seen.all(), plan));
    };
    let last = move || {
        let headers = session.exchange.with(|one| {
            let one = one.as_ref()?;
            let refused = one.failure.as_ref().and_then(|failure| failure.refusal());
            one.headers.clone().or_else(|| refused.map(|refusal| refusal.headers.clone()))
        })?;
        let table = table(locale, &headers);
        Some(
            view! { <details id="live-headers"><summary>{m.headers_caption}</summary><div inner_html=table></div></details> },
        )
    };
    view! {
        <section aria-labelledby="live-limits-title" class="card">
            <h2 id="live-limits-title">{m.limits_title}</h2>
            <Show when=move || !some.get()><p id="live-no-limits">{m.limits_none}</p></Show>
            <ul class="gauges" id="live-meter">{list}</ul>
            <div class:hidden-part=move || !some.get()>
                <p class="hint">{m.meter_note}</p>
                <div class="field">
                    <label for="live-plan">{m.plan}</label>
                    <select id="live-plan" on:change=choose>{plans.into_iter().collect_view()}</select>
                </div>
                {handing("live-limits-use", m.use_limits, take)}
            </div>
            {last}
            <p class="hint">{m.not_readable_note}</p>
        </section>
    }
}

/// One limit: its bar and what is left, brought up to date as time goes by.
fn row(locale: Locale, one: SeenLimit) -> AnyView {
    let m = locale.messages().live();
    let tick = Tick::here();
    let name = format!("{} · {}", one.limit.name(), one.model);
    let cap = one.bucket.limit;
    let (seen, drawn) = (one.clone(), one);
    let width = move || {
        let share = drawn.left(tick.now()).zip(cap);
        let share = share.map_or(Fraction::new(0, 1), |(left, cap)| {
            Fraction::new(left.into(), cap.max(1).into())
        });
        format!("{}%", if share.exceeds_one() { "100".to_string() } else { bare_percent(share) })
    };
    let text = Memo::new(move |_| {
        let now = tick.now();
        let (Some(cap), Some(left)) = (cap, seen.left(now)) else {
            return m.cap_only.with([&words::known(locale, cap)]);
        };
        let text = m.left_of.with([&locale.count(left), &locale.count(cap)]);
        match seen.full_in(now).map(words::millis) {
            Some(wait) if wait > 0.0 => text + &m.full_in.with([&words::left(locale, wait)]),
            Some(_) => text + m.full,
            None => text,
        }
    });
    view! {
        <li>
            <span class="gauge-name">{name}</span>
            <svg class="gauge" aria-hidden="true" focusable="false">
                <rect class="gauge-track" width="100%" height="100%" rx="3"></rect>
                <rect class="gauge-fill" width=width height="100%" rx="3"></rect>
            </svg>
            <span class="gauge-numbers">{move || text.get()}</span>
        </li>
    }
    .into_any()
}

/// Every header that Groq documents, with its value or that it can't be read.
fn table(locale: Locale, headers: &RateHeaders) -> String {
    let m = locale.messages().live();
    let bucket = |bucket: &Bucket| {
        [
            bucket.limit.map(|count| locale.count(count)),
            bucket.remaining.map(|count| locale.count(count)),
            bucket.reset.map(|reset| reset.to_string()),
        ]
    };
    let [a, b, c] = bucket(&headers.requests_per_day);
    let [d, e, f] = bucket(&headers.tokens_per_minute);
    let wait = headers.retry_after.map(|wait| wait.to_string());
    let values = [a, b, c, d, e, f, wait, headers.request_id.clone(), headers.region.clone()];
    let mut markup = Markup::default();
    markup.open_table("live-header-values", m.headers_caption, &[m.header, m.value]);
    for (name, value) in RateHeaders::names().iter().zip(values) {
        markup.open("tr", &[]);
        markup.row_head(name);
        markup.cell(value.as_deref().unwrap_or(m.not_readable));
        markup.close("tr");
    }
    markup.close_table();
    markup.finish()
}

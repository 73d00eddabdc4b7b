use groq_calc::Usd;
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    allowance::Exhausted,
    ask,
    hand_over::{self, Figures},
    help, histogram,
    prompt_card::handing,
    sample::{Bounds, Ending, MOST_REQUESTS, Sample, Spreads},
    session::{Running, Session},
    spread::Spread,
    tick::Tick,
    words,
};
use crate::{
    browser::html::Markup, i18n::locale::Locale, page::context::Page, views::text_field::text_field,
};

/// A series of the prompt, under a cap that is confirmed.
#[component]
pub(super) fn SampleCard() -> impl IntoView {
    let (session, m) = (Session::here(), words::messages());
    let locale = Page::here().locale();
    let texts = ["10", "30", "0.05"].map(|text| RwSignal::new(text.to_string()));
    let [requests, rate, usd] = texts;
    let confirmed = RwSignal::new(false);
    let whole = |text: RwSignal<String>, most: u64| {
        move || {
            text.with(|text| {
                text.trim().parse::<u64>().ok().filter(|count| (1..=most).contains(count))
            })
        }
    };
    let (count, pace) = (whole(requests, MOST_REQUESTS), whole(rate, 600));
    let cap = move || usd.with(|text| Usd::parse(text.trim())).filter(|cap| *cap > Usd::ZERO);
    let bounds = move || Some(Bounds { requests: count()?, per_minute: pace()?, usd: cap()? });
    let sentence = move || {
        bounds()
            .map(|bounds| m.confirm.with([&locale.count(bounds.requests), &locale.usd(bounds.usd)]))
    };
    let ready = move || {
        let is_asked = session.prompt.with(|prompt| !prompt.text.trim().is_empty());
        session.running.get() == Running::Nothing
            && is_asked
            && confirmed.get()
            && bounds().is_some()
            && session.key.with(Option::is_some)
    };
    let start = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(bounds) = bounds().filter(|_| confirmed.get_untracked()) {
            // Each series is confirmed by itself.
            confirmed.set(false);
            ask::series(session, bounds);
        }
    };
    let requests_bad = m.requests_bad.with([&locale.count(MOST_REQUESTS)]);
    let field = move |id, label, text: RwSignal<String>, error| {
        text_field(
            id,
            "decimal",
            [label, ""],
            error,
            move || text.get(),
            move |typed| {
                // What was confirmed was something else.
                confirmed.set(false);
                text.set(typed);
            },
        )
    };
    let bad_count = Memo::new(move |_| count().is_none().then(|| requests_bad.clone()));
    let bad_pace = Memo::new(move |_| pace().is_none().then(|| m.rate_bad.to_string()));
    let bad_cap = Memo::new(move |_| cap().is_none().then(|| m.usd_bad.to_string()));
    let progress = move || session.sample.with(|sample| progress(locale, sample));
    let tick = Tick::here();
    let pausing = move || {
        let until = session.sample.with(|sample| sample.waits_until)?;
        Some(format!("; {}", m.pausing.with([&words::left(locale, until - tick.now())])))
    };
    view! {
        <section aria-labelledby="live-sample-title" class="card">
            <h2 id="live-sample-title">{m.sample_title}</h2>
            <p>{m.sample_lead}</p>
            <form on:submit=start>
                <div class="grid">
                    {field("live-requests", m.requests, requests, bad_count)}
                    {field("live-rate", m.rate, rate, bad_pace)}
                    {field("live-usd", m.usd, usd, bad_cap)}
                </div>
                <div class="tick">
                    <input id="live-confirm" type="checkbox" disabled=move || bounds().is_none()
                        prop:checked=move || confirmed.get()
                        on:change=move |event| confirmed.set(event_target_checked(&event)) />
                    <label for="live-confirm">{sentence}</label>
                </div>
                <p>
                    <button id="live-start" type="submit" disabled=move || !ready()>{m.start}</button> " "
                    <button id="live-stop" type="button" on:click=move |_| session.cancel()
                        disabled=move || session.running.get() != Running::Sampling>{m.cancel}</button>
                </p>
            </form>
            <p id="live-progress">{progress}<span>{pausing}</span></p>
            <div id="live-ending">{move || session.sample.with(|sample| sample.ending.as_ref().map(ending))}</div>
            {move || session.sample.with(|sample| spreads(session, locale, sample))}
        </section>
    }
}

fn progress(locale: Locale, sample: &Sample) -> Option<String> {
    let allowance = sample.allowance?;
    let answered = locale.count(sample.used.len() as u64);
    let sent = locale.count(allowance.sent());
    Some(locale.messages().live().progress.with([&sent, &answered, &locale.usd(allowance.used())]))
}

fn ending(ending: &Ending) -> AnyView {
    let m = words::messages();
    let text = match ending {
        Ending::Allowance(Exhausted::Requests) => m.end_requests,
        Ending::Allowance(Exhausted::Usd) => m.end_usd,
        Ending::NoPrice => m.end_no_price,
        Ending::Failure(failure) => {
            return view! { <p>{m.end_failure}</p> {help::help(failure, None)} }.into_any();
        }
    };
    view! { <p role="status">{text}</p> }.into_any()
}

/// The spread of the tokens, and the button that takes their means.
fn spreads(session: Session, locale: Locale, sample: &Sample) -> Option<AnyView> {
    let m = locale.messages().live();
    let spreads = sample.spreads()?;
    let Spreads { input, cached_input, output } = &spreads;
    let mut markup = Markup::default();
    let caption = m.spread_caption.with([&locale.count(output.size() as u64)]);
    let heads = [m.tokens, m.least, m.median, m.rank95, m.most, m.mean];
    markup.open_table("live-spread", &caption, &heads);
    let mut row = |name: &str, spread: &Spread, mean: u64| {
        markup.open("tr", &[]);
        markup.row_head(name);
        for count in [spread.min(), spread.rank(50), spread.rank(95), spread.max(), mean] {
            markup.figure(&locale.count(count));
        }
        markup.close("tr");
    };
    row(m.input_tokens, input, input.mean_up());
    row(m.cached_tokens, cached_input, cached_input.mean_down());
    row(m.output_tokens, output, output.mean_up());
    markup.close_table();
    let table = markup.finish();
    let bars = histogram::draw(locale, output);
    // What is cached is cheaper: cut, not rounded up, so that the plan is not too small.
    let (input, cached_input, output) =
        (input.mean_up(), cached_input.mean_down(), output.mean_up());
    let take = move || {
        let max_completion_tokens =
            session.prompt.with_untracked(|prompt| prompt.max_completion_tokens);
        hand_over::figures(&Figures { input, cached_input, output, max_completion_tokens });
    };
    Some(
        view! {
            <div inner_html=table></div>
            <h3>{m.bars_title}</h3>
            <div inner_html=bars></div>
            {handing("live-use-means", m.use_mean, take)}
        }
        .into_any(),
    )
}

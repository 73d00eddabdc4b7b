use groq_calc::answer;
use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::{browser::trace, form::state::Form, page::context::Page};

const RUNS: u32 = 2000;

/// With one place. The browser does it: a browser's number is the only float that
/// the page writes, and code of its own for that would be 5 kB of the first load.
fn tenths(number: f64) -> String {
    js_sys::Number::from(number).to_fixed(1).map_or_else(|_| String::new(), String::from)
}

/// Times the engine where it runs: here.
#[component]
pub(crate) fn Measure() -> impl IntoView {
    let m = &Page::here().messages().answer;
    let micros = RwSignal::new(None::<f64>);
    let keys = RwSignal::new(None::<(usize, f64)>);
    let run = move |_| {
        keys.set(trace::p95());
        let clock = window().performance();
        let question = Form::example().question();
        if let (Some(clock), Ok((question, _))) = (clock, question) {
            let start = clock.now();
            for _ in 0..RUNS {
                // The answer is needed, or the work could be left out.
                let _ = std::hint::black_box(answer(&CATALOG, std::hint::black_box(&question)));
            }
            micros.set(Some((clock.now() - start) * 1000.0 / f64::from(RUNS)));
        }
    };
    let keys = move || {
        let (count, millis) = keys.get()?;
        Some(m.keys.with([&count.to_string(), &tenths(millis)]))
    };
    view! {
        <section aria-labelledby="measure-title" class="card">
            <h2 id="measure-title">{m.speed_title}</h2>
            <p>
                <button id="measure" type="button" on:click=run>{m.measure}</button>
                {m.measure_note}
                <span id="measured-us" aria-live="polite">{move || micros.get().map_or(m.not_measured.to_string(), |micros| tenths(micros) + " µs")}</span>
            </p>
            <p id="measured-keys">{keys}</p>
        </section>
    }
}

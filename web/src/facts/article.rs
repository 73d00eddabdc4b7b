use leptos::prelude::*;

use crate::{locale::Locale, outcome::Outcome, page::Page, state::Form};

/// A row of the article and the scenario that answers it.
struct Row {
    what: &'static str,
    said: &'static str,
    why: &'static str,
    fragment: &'static str,
    figure: fn(Locale, &groq_calc::PlanOption<'static>) -> String,
}

const ROWS: [Row; 3] = [
    Row {
        what: "Free plan, gpt-oss-120b, calls of 500 tokens",
        said: "1,000 a day, RPD binds",
        why: "1,000 calls of 500 tokens are 500,000 tokens; the day allows 200,000.",
        fragment: "as_of=2026-06-04&plans=free&model=openai/gpt-oss-120b&requests_per_day=1000&input_tokens=400&output_tokens=100",
        figure: |locale, option| {
            format!("{} a day, {} binds", locale.most(option.requests_per_day_max), option.binding)
        },
    },
    Row {
        what: "gpt-oss-120b, 100M input tokens, half of them cached, 20M output",
        said: "$19.50",
        why: "Half the input at $0.15, half at $0.075, the output at $0.60; $19.50 is what it costs with all of the input cached.",
        fragment: "as_of=2026-06-04&plans=developer&model=openai/gpt-oss-120b&requests_per_day=10k&input_tokens=10k&cached_input_tokens=5k&output_tokens=2k&days_per_month=1",
        figure: |locale, option| locale.usd_or_unknown(option.monthly.total_usd),
    },
    Row {
        what: "qwen3-32b, 50M input and 25M output tokens, as batch",
        said: "$14.625",
        why: "The model is not on Groq's batch list; half the price is only arithmetic.",
        fragment: "as_of=2026-06-04&plans=developer&model=qwen/qwen3-32b&requests_per_day=10k&input_tokens=5k&output_tokens=2.5k&days_per_month=1",
        figure: |locale, option| match option.monthly.batch_usd {
            Some(usd) => locale.usd_or_unknown(Some(usd)),
            None => format!("not as batch; {}", locale.usd_or_unknown(option.monthly.total_usd)),
        },
    },
];

/// The rows that the article got wrong, worked out here.
#[component]
pub(crate) fn Article() -> impl IntoView {
    let locale = Page::here().locale();
    let rows = ROWS
        .iter()
        .map(|row| {
            let outcome = Outcome::new(&Form::read(row.fragment).form, None);
            let option = outcome.answer.as_ref().and_then(|answer| answer.options.first());
            let figure = option.map(|option| (row.figure)(locale, option)).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">{row.what}</th>
                    <td>{row.said}</td>
                    <td><strong>{figure}</strong></td>
                    <td>{row.why}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="article-title" class="card">
            <h2 id="article-title">"Where the published article is wrong"</h2>
            <p>"This project started from an article of 2026-06-04. Its limits and prices were right; three of its results were not."</p>
            <div class="scroll" role="region" aria-label="Rows of the article" tabindex="0">
                <table>
                    <caption>"Three rows, worked out by this page"</caption>
                    <thead><tr><th scope="col">"Row"</th><th scope="col">"Article"</th><th scope="col">"Right"</th><th scope="col">"Why"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

//! The verdicts, to the letter.

use groq_calc::{Draft, answer};
use groq_catalog::CATALOG;
use serde_json::json;

use super::asked::{draft, on_the_articles_day};

#[track_caller]
fn verdict(draft: &Draft, expected: &str) {
    let question = draft.check().expect("legal");
    let answer = answer(&CATALOG, &question).expect("the catalog answers");
    assert_eq!(answer.to_string(), expected);
}

#[test]
fn verdicts() {
    let chat = |requests: u64, input: u64, output: u64| json!({"requests_per_day": requests, "input_tokens": input, "output_tokens": output});
    let oss = json!({"models": ["openai/gpt-oss-120b"]});
    verdict(
        &on_the_articles_day(chat(2000, 1500, 500), oss.clone()),
        "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit. Cheapest \
         that fits: gpt-oss-120b on Developer, $31.50 a month.",
    );
    verdict(
        &on_the_articles_day(chat(50, 1500, 500), oss.clone()),
        "Fits the Free plan: gpt-oss-120b, where TPD binds and 100 requests a day fit. $0.00 a \
         month (list price $0.7875).",
    );
    verdict(
        &on_the_articles_day(chat(50, 9000, 500), oss.clone()),
        "Does not fit the Free plan: one request asks for 9,500 at once, above the TPM of 8,000: \
         HTTP 413, and waiting never helps. Cheapest that fits: gpt-oss-120b on Developer, $2.475 \
         a month.",
    );
    verdict(
        &on_the_articles_day(
            chat(50, 1500, 500),
            json!({"models": ["openai/gpt-oss-120b"], "production": true}),
        ),
        "The Free plan fits but was not chosen: the free plan is not for production. \
         Cheapest that fits: gpt-oss-120b on Developer, $0.7875 a month.",
    );
    verdict(
        &on_the_articles_day(
            json!({
                "requests_per_day": 10, "input_tokens": 1500, "output_tokens": 500,
                "peak_requests_per_minute": 100
            }),
            oss.clone(),
        ),
        "Does not fit the Free plan: TPM binds, the busiest minute takes 4 requests at most. \
         Cheapest that fits: gpt-oss-120b on Developer, $0.1575 a month.",
    );
    verdict(
        &on_the_articles_day(chat(2_000_000_000, 1500, 500), json!({})),
        "Does not fit the Free plan: TPD binds, 250 of your 2,000,000,000 requests a day fit. \
         Nothing that is offered fits. Nearest: llama-4-scout-17b-16e-instruct on Developer with \
         flex: at most 2,160,000 of 2,000,000,000 requests a day and 1,500 a minute fit (TPM \
         binds): send fewer or shorter requests, spread them, run a share as batch, or ask Groq \
         for enterprise limits.",
    );
    verdict(
        &on_the_articles_day(
            chat(2000, 1500, 500),
            json!({"models": ["openai/gpt-oss-120b"], "monthly_budget_usd": 10}),
        ),
        "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit. Nothing \
         that fits meets the conditions. Nearest: gpt-oss-120b on Developer: it fits, but a month \
         costs $31.50: raise the budget.",
    );
    verdict(
        &on_the_articles_day(chat(10, 200_000, 500), oss.clone()),
        "Does not fit the Free plan: one request asks for 200,500 tokens, above the context \
         window of 131,072. Nothing that is offered fits. Nearest: gpt-oss-120b on Free: one \
         request asks for 200,500 tokens, above the context window of 131,072.",
    );
    verdict(
        &on_the_articles_day(chat(1_000_000, 300, 0), oss.clone()),
        "Does not fit the Free plan: TPD binds, 666 of your 1,000,000 requests a day fit. \
         Cheapest that fits: gpt-oss-120b on Developer with flex, $1,350.00 a month.",
    );
    verdict(
        &on_the_articles_day(
            chat(2000, 1500, 500),
            json!({"models": ["openai/gpt-oss-120b"], "min_context": 1_000_000}),
        ),
        "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit. Nothing \
         that fits meets the conditions. Nearest: gpt-oss-120b on Developer: it fits, but its \
         context window is too small or not known.",
    );
    verdict(
        &draft(json!({
                "as_of": "2026-06-04", "plans": ["developer"],
                "workload": {"requests_per_day": 0, "input_tokens": 1},
                "requirements": {"models": ["openai/gpt-oss-120b"]}})),
        "Cheapest that fits: gpt-oss-120b on Developer, $0.00 a month.",
    );
    let unknown = draft(json!({
        "as_of": "2026-09-10", "plans": ["developer"],
        "workload": {"requests_per_day": 3_000_000, "input_tokens": 1500, "output_tokens": 500},
        "requirements": {"models": ["qwen/qwen3.8-27b"]}
    }));
    verdict(
        &unknown,
        "Nothing that is offered fits. Nearest: qwen3.8-27b on Developer: too little is known of \
         its RPM and RPD and TPM and TPD to say that it fits: state your account's limits, and \
         all that a request takes.",
    );
    verdict(
        &draft(json!({
                "as_of": "2026-06-04", "plans": ["free"],
                "workload": {"requests_per_day": 5000, "input_tokens": 1},
                "requirements": {"models": ["openai/gpt-oss-120b"]}})),
        "Does not fit the Free plan: RPD binds, 1,000 of your 5,000 requests a day fit. Nothing \
         that is offered fits. Nearest: gpt-oss-120b on Free: at most 1,000 of 5,000 requests a \
         day and 30 a minute fit (RPD binds): send fewer or shorter requests, spread them, run a \
         share as batch, or ask Groq for enterprise limits.",
    );
    verdict(
        &on_the_articles_day(json!({"requests_per_day": 1, "audio_seconds": 30}), json!({})),
        "Fits the Free plan: whisper-large-v3, where RPM binds and 960 requests a day fit. $0.00 \
         a month (list price $0.02775).",
    );
    verdict(
        &on_the_articles_day(
            json!({"requests_per_day": 1, "input_tokens": 30, "tools": {"visit_website": 1}}),
            json!({"models": ["llama-3.3-70b-versatile"]}),
        ),
        "Does not fit the Free plan: the model does not offer visit_website. Nothing that is \
         offered fits. Nearest: llama-3.3-70b-versatile on Free: the model does not offer \
         visit_website.",
    );
    verdict(
        &draft(json!({
                "as_of": "2026-06-04", "plans": ["developer"],
                "workload": {"requests_per_day": 10, "input_tokens": 120_000, "output_tokens": 500},
                "requirements": {"models": ["openai/gpt-oss-120b"]},
                "limits": {"openai/gpt-oss-120b": {"developer": {"TPM": 5000}}}})),
        "Nothing that is offered fits. Nearest: gpt-oss-120b on Developer with flex: one request \
         may ask for 50,000 at most (TPM): shorten the prompt, reserve a smaller completion, run \
         it as batch, or ask Groq for enterprise limits.",
    );
    verdict(
        &on_the_articles_day(
            json!({
                "requests_per_day": 100, "input_tokens": 1500, "output_tokens": 500,
                "peak_requests_per_minute": 100
            }),
            json!({"models": ["openai/gpt-oss-120b"]}),
        ),
        "Does not fit the Free plan: TPM binds, the busiest minute takes 4 requests at most. \
         Cheapest that fits: gpt-oss-120b on Developer, $1.575 a month.",
    );
    // Of free options that take equally many, the one of the chosen model speaks.
    verdict(
        &draft(json!({
            "as_of": "2026-06-04",
            "workload": {"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500},
            "requirements": {"models": ["openai/gpt-oss-120b", "openai/gpt-oss-20b"]},
            "limits": {"openai/gpt-oss-20b": {"free": {"RPD": 100}}}
        })),
        "Does not fit the Free plan: RPD and TPD bind, 100 of your 2,000 requests a day fit. \
         Cheapest that fits: gpt-oss-20b on Developer, $15.75 a month.",
    );
}

#[test]
fn two_limits_bind_and_one_request_fits() {
    let asked = |requests: u64, caps: serde_json::Value| {
        draft(json!({
            "as_of": "2026-06-04", "plans": ["free"],
            "workload": {"requests_per_day": requests, "input_tokens": 1500, "output_tokens": 500},
            "requirements": {"models": ["openai/gpt-oss-20b"]},
            "limits": {"openai/gpt-oss-20b": {"free": caps}}
        }))
    };
    verdict(
        &asked(50, json!({"RPD": 100})),
        "Fits the Free plan: gpt-oss-20b, where RPD and TPD bind and 100 requests a day fit. $0.00 \
         a month (list price $0.39375).",
    );
    verdict(
        &asked(2000, json!({"RPD": 100})),
        "Does not fit the Free plan: RPD and TPD bind, 100 of your 2,000 requests a day fit. \
         Nothing that is offered fits. Nearest: gpt-oss-20b on Free: at most 100 of 2,000 requests \
         a day and 4 a minute fit (RPD and TPD bind): send fewer or shorter requests, spread them, \
         run a share as batch, or ask Groq for enterprise limits.",
    );
    verdict(
        &asked(1, json!({"RPD": 1})),
        "Fits the Free plan: gpt-oss-20b, where RPD binds and 1 request a day fits. $0.00 a month \
         (list price $0.007875).",
    );
    verdict(
        &asked(5, json!({"RPD": 1})),
        "Does not fit the Free plan: RPD binds, 1 of your 5 requests a day fits. Nothing that is \
         offered fits. Nearest: gpt-oss-20b on Free: at most 1 of 5 requests a day and 4 a minute \
         fit (RPD binds): send fewer or shorter requests, spread them, run a share as batch, or \
         ask Groq for enterprise limits.",
    );
}

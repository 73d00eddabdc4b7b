use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use groq_calc::{
    Limit, Plan, Usd,
    catalog::{Admission, Override},
};
use groq_limiter::{Account, Exchange, LimitLayer, Limiter, Memory, Options, Outcome};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::{ServiceExt, service_fn};
use tower_layer::Layer;

const MODEL: &str = "openai/gpt-oss-20b";

fn account(cap: u64) -> Account {
    let limit = |limit, cap| Override { model: MODEL.into(), plan: Plan::Free, limit, cap };
    let limits = vec![limit(Limit::TPM, cap)];
    let admission = Some(Admission::Reserved);
    Account { limits, admission, ..Account::new(Plan::Free) }
}

/// A layer, and what it tells of the requests that went through.
fn layer(account: &Account, fit: bool) -> (LimitLayer, Limiter, Arc<Mutex<Vec<Exchange>>>) {
    let limiter = Limiter::new(Memory::new(account.limiter().unwrap()));
    let log = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&log);
    let options = Options::new(account)
        .with_fit(fit)
        .with_observer(move |exchange| kept.lock().unwrap().push(exchange.clone()));
    (LimitLayer::new(limiter.clone(), options), limiter, log)
}

fn request(body: &Value) -> Request<Full<Bytes>> {
    let uri = "http://127.0.0.1/openai/v1/chat/completions";
    Request::post(uri).body(Full::new(body.to_string().into())).unwrap()
}

fn chat(max: u64) -> Value {
    json!({"model": MODEL, "messages": [{"role": "user", "content": "Hello"}],
        "max_completion_tokens": max})
}

async fn left(limiter: &Limiter) -> u64 {
    let read = |rules: &groq_calc::limiter::Limiter, now| {
        let levels = rules.levels(now, MODEL);
        levels.into_iter().find(|level| level.limit == Limit::TPM).unwrap().left
    };
    limiter.read(MODEL, read).await.unwrap()
}

fn whole(usage: Value) -> Response<Full<Bytes>> {
    Response::new(Full::new(
        json!({"object": "chat.completion", "usage": usage}).to_string().into(),
    ))
}

#[tokio::test(start_paused = true)]
async fn an_answer_settles_by_its_usage() {
    let (layer, limiter, log) = layer(&account(8000), false);
    let service = layer.layer(service_fn(|_: Request<Full<Bytes>>| async {
        Ok::<_, Infallible>(whole(json!({"prompt_tokens": 80, "completion_tokens": 20})))
    }));
    let response = service.oneshot(request(&chat(5000))).await.unwrap();
    assert!(left(&limiter).await < 3000, "until its end it holds all");
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(body.starts_with(b"{\"object\""));
    assert_eq!(left(&limiter).await, 7900);
    let log = log.lock().unwrap();
    assert_eq!((log.len(), log[0].outcome), (1, Outcome::Answered(200)));
    assert_eq!(log[0].usage.unwrap().output().get(), 20);
}

#[tokio::test(start_paused = true)]
async fn without_usage_the_reserve_stays_counted() {
    for (text, cut) in [("{\"object\":\"chat.completion\"}", false), ("{\"object\":\"chat", true)] {
        let (layer, limiter, log) = layer(&account(8000), false);
        let service = layer.layer(service_fn(move |_: Request<Full<Bytes>>| async move {
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(text.as_bytes()))))
        }));
        let response = service.oneshot(request(&chat(5000))).await.unwrap();
        match cut {
            true => drop(response),
            false => drop(response.into_body().collect().await.unwrap()),
        }
        assert!(left(&limiter).await < 3000);
        let outcome = log.lock().unwrap()[0].outcome;
        assert_eq!(outcome, if cut { Outcome::CutOff } else { Outcome::Answered(200) });
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_waited_for_and_sent_again() {
    let (layer, limiter, log) = layer(&account(8000), false);
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let service = layer.layer(service_fn(move |_: Request<Full<Bytes>>| {
        let first = count.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            Ok::<_, Infallible>(match first {
                true => Response::builder()
                    .status(429)
                    .header("retry-after", "9")
                    .body(Full::new(Bytes::from_static(b"{\"error\":{}}")))
                    .unwrap(),
                false => whole(json!({"prompt_tokens": 80, "completion_tokens": 20})),
            })
        }
    }));
    let start = Instant::now();
    let response = service.oneshot(request(&chat(5000))).await.unwrap();
    assert_eq!((response.status().as_u16(), start.elapsed()), (200, Duration::from_secs(9)));
    response.into_body().collect().await.unwrap();
    assert_eq!((sent.load(Ordering::SeqCst), left(&limiter).await), (2, 7900));
    assert_eq!(log.lock().unwrap()[0].waited_us, 9_000_000);
}

#[tokio::test(start_paused = true)]
async fn what_never_passes_is_refused_or_fitted() {
    let inner = service_fn(|request: Request<Full<Bytes>>| async move {
        let body = request.into_body().collect().await.unwrap().to_bytes();
        Ok::<_, Infallible>(Response::new(Full::new(body)))
    });
    let (strict, _, log) = layer(&account(8000), false);
    let response = strict.layer(inner).oneshot(request(&chat(9000))).await.unwrap();
    assert_eq!(response.status().as_u16(), 413);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let error: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(error["error"]["code"], "request_above_limit");
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("above") || message.contains("too many"), "{message}");
    assert_eq!(log.lock().unwrap()[0].outcome, Outcome::Refused("request_above_limit"));
    let (fitting, ..) = layer(&account(8000), true);
    let response = fitting.layer(inner).oneshot(request(&chat(9000))).await.unwrap();
    let said: u64 = response.headers()["x-groq-calc-fit"].to_str().unwrap().parse().unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let sent: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(sent["max_completion_tokens"], said);
    assert!((7000..8000).contains(&said), "{said}");
}

#[tokio::test(start_paused = true)]
async fn the_budget_and_the_unknown_are_refused() {
    let mut account = account(8000);
    account.settings.budget = Usd::parse("0.0001");
    let (layer, ..) = layer(&account, false);
    let service = layer.layer(service_fn(|_: Request<Full<Bytes>>| async {
        Ok::<_, Infallible>(whole(json!({})))
    }));
    for (body, code) in [
        (chat(5000), "budget_reached"),
        (json!({"model": "no/such-model", "messages": []}), "price_unknown"),
    ] {
        let response = service.clone().oneshot(request(&body)).await.unwrap();
        assert_eq!(response.status().as_u16(), 402);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let error: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(error["error"]["code"], code);
    }
}

use groq_calc::{Draft, Limit, Number, OptionId, Plan, Tier, WorkloadDraft, catalog::Admission};
use groq_catalog::CATALOG;
use groq_mock::{Clock, Config};
use groq_protocol::{Agreement, ErrorKind, LimitKind, Nanos};

use crate::caller::{Answer, Caller, MODEL};

const MINUTE: u64 = 60_000_000;
const DAY: u64 = 86_400_000_000;

/// What calc promises for a request of that shape on the free plan: per minute
/// and per day.
fn planned(model: &str, input: u64, output: u64) -> (u64, u64) {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(1)),
        input_tokens: Some(Number::from(input)),
        output_tokens: Some(Number::from(output)),
        ..WorkloadDraft::default()
    };
    let question = Draft { workload, ..Draft::default() }.check().expect("it is legal");
    let offer = question
        .on(&CATALOG)
        .and_then(|dated| dated.offer(OptionId::new(model, Plan::Free, Tier::OnDemand)))
        .expect("it is offered");
    let capacity = offer.capacity(&question.workload).expect("it fits 128 bits");
    (capacity.per_minute.expect("a limit"), capacity.per_day.expect("a limit"))
}

/// The shapes that the agreement is tried on: by TPM and TPD, by RPM and RPD,
/// at the edge of a 413, and one that RPD and TPD bind alike.
const SHAPES: [(&str, u64, u64); 6] = [
    (MODEL, 1500, 500),
    (MODEL, 100, 20),
    (MODEL, 7000, 1000),
    (MODEL, 150, 50),
    ("openai/gpt-oss-20b", 333, 334),
    ("qwen/qwen3.8-27b", 900, 250),
];

/// How long the refusal says to wait.
fn wait(answer: &Answer) -> u64 {
    assert_eq!(answer.status, 429, "{}", answer.text);
    let error = answer.error();
    let figures = error.limit().expect("a limit");
    assert_eq!(figures.agreement(), Agreement::Agrees, "{}", answer.text);
    let printed = figures.wait().expect("a wait");
    assert_eq!(answer.rate_headers().retry_after, Some(Nanos::from_seconds(printed.seconds_up())));
    printed.get().div_ceil(1000)
}

#[tokio::test]
async fn the_planned_minute_passes_and_one_more_does_not() {
    for (model, input, output) in SHAPES {
        let caller = Caller::new(Config::default());
        let (per_minute, _) = planned(model, input, output);
        for index in 0..per_minute {
            let answer = caller.chat(model, input, output).await;
            assert_eq!(answer.status, 200, "{model} {input}+{output}, {index}: {}", answer.text);
        }
        wait(&caller.chat(model, input, output).await);
    }
}

/// Takes whatever there is as soon as the server says so: everything until
/// `until` if it is given, else until a limit of the day has run dry, ending
/// with a request that was let in. Gives the number let in.
async fn greedy(
    caller: &Caller,
    (model, input, output): (&str, u64, u64),
    until: Option<u64>,
) -> u64 {
    let mut admitted = 0;
    let mut dry = false;
    loop {
        let answer = caller.chat(model, input, output).await;
        if answer.status == 200 {
            admitted += 1;
            if dry && until.is_none() {
                return admitted;
            }
            continue;
        }
        let error = answer.error();
        let kind = error.limit().expect("a limit").kind().expect("its name");
        dry = matches!(kind, LimitKind::Rpd | LimitKind::Tpd);
        let wait = wait(&answer);
        if until.is_some_and(|until| caller.clock.now() + wait > until) {
            return admitted;
        }
        caller.clock.advance(wait);
    }
}

#[tokio::test]
async fn a_day_after_the_burst_admits_what_is_planned() {
    for shape in SHAPES {
        let (model, input, output) = shape;
        let caller = Caller::new(Config::default());
        let (_, per_day) = planned(model, input, output);
        let burst = greedy(&caller, shape, None).await;
        let day = caller.clock.now() + DAY;
        let admitted = greedy(&caller, shape, Some(day)).await;
        assert_eq!(admitted, per_day, "{model} {input}+{output}");
        assert!(burst > per_day, "a full bucket lets more through at first: {burst}");
    }
}

#[tokio::test]
async fn the_planned_day_evenly_spread_never_meets_a_limit() {
    for shape in SHAPES {
        let (model, input, output) = shape;
        let (_, per_day) = planned(model, input, output);
        let caller = Caller::new(Config::default());
        greedy(&caller, shape, None).await;
        // Even with the bucket of the day used up before.
        for _ in 0..per_day {
            caller.clock.advance(DAY.div_ceil(per_day));
            let answer = caller.chat(model, input, output).await;
            assert_eq!(answer.status, 200, "{model} {input}+{output}: {}", answer.text);
        }
        greedy(&caller, shape, None).await;
        let mut refused = 0;
        for _ in 0..=per_day {
            caller.clock.advance(DAY / (per_day + 1));
            refused += u64::from(caller.chat(model, input, output).await.status == 429);
        }
        assert!(refused > 0, "one more a day is too much: {model} {input}+{output}");
    }
}

#[tokio::test]
async fn the_stated_wait_is_enough_and_a_microsecond_less_is_not() {
    let caller = Caller::new(Config::default());
    for _ in 0..30 {
        assert_eq!(caller.chat(MODEL, 10, 10).await.status, 200);
    }
    let answer = caller.chat(MODEL, 10, 10).await;
    assert_eq!(answer.header("retry-after"), Some("2"));
    assert_eq!(answer.error().error_type(), Some("requests"));
    let wait = wait(&answer);
    assert_eq!(wait, 2_000_000);
    caller.clock.advance(wait - 1);
    assert_eq!(caller.chat(MODEL, 10, 10).await.status, 429);
    caller.clock.advance(1);
    assert_eq!(caller.chat(MODEL, 10, 10).await.status, 200);
}

#[tokio::test]
async fn a_request_above_the_bucket_never_passes() {
    let caller = Caller::new(Config::default());
    assert_eq!(caller.chat(MODEL, 7000, 1000).await.status, 200);
    caller.clock.advance(DAY);
    let answer = caller.chat(MODEL, 7000, 1001).await;
    assert_eq!(answer.status, 413);
    let error = answer.error();
    assert_eq!(error.kind(), ErrorKind::RequestTooLarge);
    let figures = error.limit().unwrap();
    assert_eq!(figures.kind(), Some(LimitKind::Tpm));
    assert_eq!((figures.limit(), figures.requested()), (Some(8000), Some(8001)));
    assert_eq!(answer.header("retry-after"), None);
    // Of output tokens per minute it is told with another status.
    let answer = caller.chat("qwen/qwen3.8-27b", 10, 1001).await;
    assert_eq!((answer.status, answer.error().kind()), (400, ErrorKind::RequestTooLarge));
    assert_eq!(answer.error().limit().unwrap().kind(), Some(LimitKind::Otpm));
    // What was refused used up nothing.
    assert_eq!(caller.get("/mock").await.json()["models"]["qwen/qwen3.8-27b"]["RPM"]["left"], 30);
}

/// What is blocked never passes, and what is not does, at risk or not, if its
/// answer is the usual one.
#[tokio::test]
async fn under_each_rule_it_serves_and_refuses_what_is_planned() {
    let (mut refused, mut risky) = (0, 0);
    for admission in Admission::ALL {
        for (model, input, output, reserved) in [
            (MODEL, 1200, 500, 500),
            (MODEL, 1200, 500, 6800),
            (MODEL, 1200, 500, 6801),
            (MODEL, 1200, 500, 60_000),
            (MODEL, 7500, 500, 501),
            (MODEL, 7500, 501, 501),
            ("qwen/qwen3.8-27b", 100, 600, 1000),
            ("qwen/qwen3.8-27b", 100, 600, 1001),
            ("qwen/qwen3.8-27b", 100, 1001, 1001),
        ] {
            let workload = WorkloadDraft {
                requests_per_day: Some(Number::from(1)),
                input_tokens: Some(Number::from(input)),
                output_tokens: Some(Number::from(output)),
                max_completion_tokens: Some(Number::from(reserved)),
                ..WorkloadDraft::default()
            };
            let rule = Some(admission.name().to_owned());
            let draft = Draft { workload, admission: rule, ..Draft::default() };
            let question = draft.check().expect("it is legal");
            let offer = question
                .on(&CATALOG)
                .and_then(|dated| dated.offer(OptionId::new(model, Plan::Free, Tier::OnDemand)))
                .expect("it is offered");
            let blocked = offer.blocked(&question.workload).is_some();
            let caller = Caller::new(Config { admission: Some(admission), ..Config::default() });
            let answer = caller.reserving(model, input, output, reserved).await;
            assert_eq!(answer.status != 200, blocked, "{model} {input}+{output} of {reserved}");
            if blocked {
                assert_eq!(answer.error().kind(), ErrorKind::RequestTooLarge);
            }
            refused += u64::from(blocked);
            risky += u64::from(!offer.at_risk(&question.workload).is_empty());
        }
    }
    assert_eq!((refused, risky), (8, 4));
}

#[tokio::test]
async fn what_is_not_used_is_credited_and_so_is_what_was_cached() {
    use axum::body::Body;
    let caller = Caller::new(Config::default());
    let body = serde_json::json!({"model": MODEL, "max_completion_tokens": 4000,
        "messages": [{"role": "user", "content": "Hi"}]});
    let steer = [
        ("x-mock-prompt-tokens", "4000"),
        ("x-mock-cached-tokens", "3000"),
        ("x-mock-completion-tokens", "100"),
    ];
    let path = "/openai/v1/chat/completions";
    let request = crate::caller::request("POST", path, &steer, Body::from(body.to_string()));
    let answer = caller.send(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    // 8000 were asked for; 1000 prompt tokens and 100 of the answer stay.
    assert_eq!(answer.rate_headers().tokens_per_minute.remaining, Some(6900));
    let left = caller.get("/mock").await.json();
    assert_eq!(left["models"][MODEL]["TPD"]["left"], 198_900);
}

#[tokio::test]
async fn a_stream_reserves_until_it_ends_and_settles_when_it_is_dropped() {
    use axum::body::Body;
    let admission = Some(Admission::Reserved);
    let caller = Caller::new(Config { admission, ..Config::default() });
    let body = serde_json::json!({"model": MODEL, "max_completion_tokens": 7000, "stream": true,
        "messages": [{"role": "user", "content": "Hi"}]});
    let steer = [("x-mock-prompt-tokens", "1000"), ("x-mock-completion-tokens", "100")];
    let path = "/openai/v1/chat/completions";
    let request = crate::caller::request("POST", path, &steer, Body::from(body.to_string()));
    let response = caller.raw(request).await;
    let left = || async {
        caller.get("/mock").await.json()["models"][MODEL]["TPM"]["left"].as_u64().expect("a count")
    };
    assert_eq!(left().await, 0, "all of it is reserved while it runs");
    drop(response);
    assert_eq!(left().await, 7000, "the prompt was read, nothing was written");
}

#[tokio::test]
async fn buckets_are_kept_per_model_and_not_per_key() {
    use axum::body::Body;
    let caller = Caller::new(Config::default());
    for _ in 0..30 {
        caller.chat(MODEL, 1, 1).await;
    }
    assert_eq!(caller.chat(MODEL, 1, 1).await.status, 429);
    assert_eq!(caller.chat("openai/gpt-oss-20b", 1, 1).await.status, 200);
    let body = serde_json::json!({"model": MODEL, "messages": [{"role": "user", "content": "Hi"}]});
    let other = [("authorization", "Bearer gsk_of_a_colleague")];
    let path = "/openai/v1/chat/completions";
    let request = crate::caller::request("POST", path, &other, Body::from(body.to_string()));
    assert_eq!(caller.send(request).await.status, 429);
    caller.clock.advance(MINUTE);
    assert_eq!(caller.chat(MODEL, 1, 1).await.status, 200);
}

#[tokio::test]
async fn configured_caps_hold_and_unknown_ones_do_not() {
    let config = Config { limits: vec![(MODEL.into(), Limit::RPM, 1)], ..Config::default() };
    let caller = Caller::new(config);
    assert_eq!(caller.chat(MODEL, 1, 1).await.status, 200);
    assert_eq!(wait(&caller.chat(MODEL, 1, 1).await), MINUTE);
    // On this day no figure of the model was known for the developer plan.
    let as_of = groq_calc::Date::parse("2026-09-10");
    let caller = Caller::new(Config { plan: Plan::Developer, as_of, ..Config::default() });
    let status = caller.get("/mock").await.json();
    let model = &status["models"]["qwen/qwen3.8-27b"];
    assert_eq!(model["not_enforced"], serde_json::json!(["RPM", "RPD", "TPM", "TPD"]));
    assert_eq!(model["TPM"], serde_json::Value::Null);
}

/// Whole numbers that look random, the same everywhere.
struct Stream(u64);

impl Stream {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[tokio::test]
async fn a_log_is_let_in_as_calc_replays_it() {
    use groq_calc::{Caps, Prices, replay};
    let caps = [(Limit::RPM, 30), (Limit::RPD, 1000), (Limit::TPM, 8000), (Limit::TPD, 200_000)];
    let caps = caps.into_iter().fold(Caps::NONE, |caps, (limit, cap)| caps.with(limit, cap));
    let caller = Caller::new(Config::default());
    let mut rules = replay::Replay::new(replay::Rules::new(caps, Prices::NONE));
    let mut stream = Stream(0x9e37_79b9_7f4a_7c15);
    let (mut admitted, mut rejected, mut oversize) = (0, 0, 0);
    let mut first = None;
    for row in 0..5000 {
        // Bursts and pauses, small and large, now and then one that never fits.
        let gap = [3_000, 900_000, 4_000_000, 70_000_000][stream.below(4) as usize];
        caller.clock.advance(stream.below(gap));
        let input = [50, 700, 4000, 8100][stream.below(4) as usize];
        let (input, output) = (1 + stream.below(input), 1 + stream.below(400));
        let time = caller.clock.now();
        let request = replay::Request::new(time, input as u32, 0, output as u32);
        rules.feed(&[request.expect("it is legal")]).expect("in order");
        let answer = caller.chat(MODEL, input, output).await;
        match answer.status {
            200 => admitted += 1,
            413 => oversize += 1,
            _ => {
                rejected += 1;
                let limit = answer.error().limit().expect("a limit").kind().expect("its name");
                first.get_or_insert((row, limit.name(), wait(&answer)));
            }
        }
    }
    let report = rules.finish().expect("it fits 128 bits");
    assert_eq!((report.admitted, report.rejected, report.oversize), (admitted, rejected, oversize));
    let refusal = report.first.expect("one was refused");
    assert_eq!(first, Some((refusal.row, refusal.limit.name(), refusal.retry_after_us)));
    assert!(admitted > 500 && rejected > 500 && oversize > 5, "{admitted} {rejected} {oversize}");
}

use std::time::Duration;

use groq_calc::{
    Usage,
    limiter::{Ask, Never, Observation, Settings},
};
use groq_limiter::{Limiter, Memory};
use tokio::time::Instant;

use crate::rules::tokens_per_minute;

fn limiter(cap: u64) -> Limiter {
    Limiter::new(Memory::new(tokens_per_minute(cap, Settings::default())))
}

fn ask(tokens: u64) -> Ask {
    Ask::tokens(tokens, Some(0))
}

async fn left(limiter: &Limiter) -> (u64, usize, usize) {
    let read = |rules: &groq_calc::limiter::Limiter, now| {
        (rules.levels(now, "m")[0].left, rules.waiting("m"), rules.in_flight("m"))
    };
    limiter.read("m", read).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn requests_start_in_order_and_no_sooner_than_the_limit_allows() {
    let limiter = limiter(60);
    let start = Instant::now();
    let mut tasks = Vec::new();
    for (index, tokens) in [60, 30, 1, 29, 60].into_iter().enumerate() {
        let limiter = limiter.clone();
        tasks.push(tokio::spawn(async move {
            // Each comes after the one before it.
            tokio::time::sleep(Duration::from_millis(index as u64)).await;
            let permit = limiter.acquire("m", ask(tokens)).await.unwrap();
            let started = start.elapsed().as_secs();
            permit.settle(Usage::new(tokens, 0, 0).ok()).await.unwrap();
            started
        }));
    }
    let mut started = Vec::new();
    for task in tasks {
        started.push(task.await.unwrap());
    }
    assert_eq!(started, [0, 30, 31, 60, 120]);
    assert_eq!(left(&limiter).await, (0, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_used_wakes_the_next_at_once() {
    let limiter = limiter(1000);
    let first = limiter.acquire("m", Ask::tokens(100, Some(900))).await.unwrap();
    let other = limiter.clone();
    let start = Instant::now();
    let next = tokio::spawn(async move {
        let permit = other.acquire("m", ask(800)).await.unwrap();
        permit.cancel().await.unwrap();
        start.elapsed()
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    first.settle(Usage::new(100, 0, 50).ok()).await.unwrap();
    assert_eq!(next.await.unwrap(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn who_stops_waiting_leaves_the_line() {
    let limiter = limiter(60);
    let first = limiter.acquire("m", ask(60)).await.unwrap();
    let waits = limiter.acquire("m", ask(60));
    assert!(tokio::time::timeout(Duration::from_secs(3), waits).await.is_err());
    assert_eq!(left(&limiter).await, (3, 0, 1));
    // One that stood behind it goes on.
    let start = Instant::now();
    let large = limiter.acquire("m", ask(57));
    let small = async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        limiter.acquire("m", ask(4)).await.unwrap().settle(None).await.unwrap();
        start.elapsed().as_millis()
    };
    let large = tokio::time::timeout(Duration::from_millis(500), large);
    let (large, small) = tokio::join!(large, small);
    assert!(large.is_err());
    assert_eq!(small, 1000);
    drop(first);
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_is_dropped_gives_back_what_was_never_sent() {
    let limiter = limiter(60);
    drop(limiter.acquire("m", ask(60)).await.unwrap());
    assert_eq!(left(&limiter).await, (60, 0, 0));
    let mut sent = limiter.acquire("m", ask(60)).await.unwrap();
    sent.sent();
    drop(sent);
    assert_eq!(left(&limiter).await, (0, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_the_api_named_holds_for_all() {
    let limiter = limiter(60);
    let seen = Observation { wait_us: Some(7_000_000), ..Observation::default() };
    limiter.observe("m", &seen).await.unwrap();
    let start = Instant::now();
    let _permit = limiter.acquire("m", ask(1)).await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn what_never_passes_is_said_at_once() {
    let limiter = limiter(60);
    let error = limiter.acquire("m", ask(61)).await.err().unwrap();
    assert!(matches!(error.as_never(), Some(Never::Limit { cap: 60, requested: 61, .. })));
    let error = limiter.acquire("unknown", ask(1)).await.err().unwrap();
    assert_eq!(error.as_never(), Some(Never::Model));
}

#[tokio::test(start_paused = true)]
async fn memory_does_not_grow() {
    let limiter = limiter(1_000_000_000);
    for _ in 0..20_000 {
        let permit = limiter.acquire("m", ask(10)).await.unwrap();
        permit.settle(Usage::new(1, 0, 0).ok()).await.unwrap();
    }
    let size = |rules: &groq_calc::limiter::Limiter, _| {
        serde_json::to_string(&rules.snapshot()).unwrap().len()
    };
    assert!(limiter.read("m", size).await.unwrap() < 2000);
    assert_eq!(left(&limiter).await.2, 0);
}

//! How many rows a second are replayed, and what else does with the same.
//!
//! `governor` is a well-kept rate limiter. It limits one thing at a time, so
//! four limits are four checks one after another: what an earlier check has
//! taken is gone when a later one refuses.

use std::{hint::black_box, num::NonZeroU32, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use governor::{
    Quota, RateLimiter,
    clock::FakeRelativeClock,
    middleware::NoOpMiddleware,
    state::{InMemoryState, NotKeyed},
};
use groq_calc::{
    Caps, Limit, Price, Prices,
    replay::{Limiter, Policy, Replay, Report, Request, Rules, Sample},
};
use groq_log::{Options, Reader};

const ROWS: u64 = 1_000_000;

const PRICES: Prices = Prices {
    input: Some(Price::per_million("0.15")),
    cached_input: Some(Price::per_million("0.075")),
    output: Some(Price::per_million("0.60")),
    ..Prices::NONE
};

/// The free plan's caps of gpt-oss-120b.
const FREE: Caps = Caps::NONE
    .with(Limit::Rpm, 30)
    .with(Limit::Rpd, 1000)
    .with(Limit::Tpm, 8000)
    .with(Limit::Tpd, 200_000);

fn replay(rules: Rules, rows: &[Request]) -> Report {
    let mut replay = Replay::new(rules);
    replay.feed(rows).expect("the rows are sorted");
    replay.finish().expect("the cost fits")
}

/// Caps under which most of the day passes, half of it, and next to nothing.
fn loads() -> [(&'static str, Caps); 3] {
    [
        ("nearly all admitted", FREE.times(20_000)),
        ("half admitted", FREE.times(5_000)),
        ("nearly all refused", FREE),
    ]
}

fn from_memory(criterion: &mut Criterion) {
    let rows: Vec<_> = Sample::new(1, ROWS).collect();
    let mut group = criterion.benchmark_group("replay from memory");
    group.throughput(Throughput::Elements(rows.len() as u64));
    for (name, caps) in loads() {
        let rules = Rules::new(caps, PRICES);
        let share = replay(rules, &rows).admitted * 100 / rows.len() as u64;
        println!("{name}: {share} % admitted");
        group.bench_function(format!("bucket, drop, four limits, {name}"), |bencher| {
            bencher.iter(|| replay(black_box(rules), black_box(&rows)));
        });
    }
    let rules = Rules::new(FREE.times(5_000), PRICES);
    let queue = Policy::Queue { patience_us: Some(60_000_000) };
    for (name, rules) in [
        ("bucket, queue", Rules { policy: queue, ..rules }),
        ("fixed, drop", Rules { limiter: Limiter::Fixed, ..rules }),
    ] {
        group.bench_function(format!("{name}, four limits"), |bencher| {
            bencher.iter(|| replay(black_box(rules), black_box(&rows)));
        });
    }
    group.finish();
}

type Governor =
    RateLimiter<NotKeyed, InMemoryState, FakeRelativeClock, NoOpMiddleware<std::time::Duration>>;

criterion_group!(benches, from_memory);
criterion_main!(benches);

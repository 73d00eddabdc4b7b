//! How long it takes to admit a request under four limits and to settle it.
//!
//! `governor` is a well-kept rate limiter. Its four checks take requests and
//! tokens one after another; it holds no reserve that could be settled, has no
//! line and no budget, and what an earlier check has taken is gone when a later
//! one refuses.

mod cpu;

use std::{hint::black_box, num::NonZeroU32, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use governor::{Quota, RateLimiter, clock::FakeRelativeClock};
use groq_calc::{
    Kind, Offer, Plan, Tier, Usage,
    limiter::{Ask, Limiter, Settings, Terms},
};
use groq_calc_tests::replays::{FREE, PRICES};

use crate::cpu::Cpu;

const MODEL: &str = "openai/gpt-oss-120b";

fn ours(criterion: &mut Criterion<Cpu>) {
    let bare = Offer::bare(MODEL, Kind::Chat, Plan::Developer, Tier::OnDemand);
    let offer = Offer { caps: FREE.times(1_000_000), prices: PRICES, ..bare };
    let mut group = criterion.benchmark_group("admit and settle a request");
    for in_flight in [0, 7, 63] {
        let mut limiter = Limiter::new(Settings::default());
        limiter.add(MODEL, Terms::of(&offer));
        let ask = Ask::tokens(1500, Some(500));
        let mut now = 0;
        for _ in 0..in_flight {
            let decision = limiter.acquire(now, MODEL, &ask).expect("it fits");
            assert!(decision.is_admitted());
        }
        group.bench_function(format!("groq-calc, {in_flight} more in flight"), |bencher| {
            bencher.iter(|| {
                now += 1000;
                let decision = limiter.acquire(now, MODEL, black_box(&ask)).expect("it fits");
                let usage = Usage::new(1500, 0, 400).ok();
                limiter.settle(now + 500, MODEL, decision.ticket(), black_box(usage))
            });
        });
    }
    group.finish();
}

fn governed(criterion: &mut Criterion<Cpu>) {
    let clock = FakeRelativeClock::default();
    let bucket = |window: u64| {
        let most = NonZeroU32::new(1_000_000_000).expect("it is not nothing");
        let each = Duration::from_nanos(window * 1_000_000_000 / 1_000_000_000);
        let quota = Quota::with_period(each).expect("it is not nothing").allow_burst(most);
        RateLimiter::direct_with_clock(quota, clock.clone())
    };
    let requests = [bucket(60), bucket(86_400)];
    let tokens = [bucket(60), bucket(86_400)];
    let count = NonZeroU32::new(2000).expect("it is not nothing");
    criterion.bench_function("admit and settle a request/governor, four checks", |bencher| {
        bencher.iter(|| {
            clock.advance(Duration::from_micros(1000));
            let within = requests.iter().all(|limit| limit.check().is_ok());
            within & tokens.iter().all(|limit| limit.check_n(black_box(count)).is_ok())
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Cpu);
    targets = ours, governed
}
criterion_main!(benches);

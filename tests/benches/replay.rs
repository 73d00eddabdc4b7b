//! How many rows a second are replayed, and what else does with the same.
//!
//! `governor` is a well-kept rate limiter. It limits one thing at a time, so
//! four limits are four checks one after another: what an earlier check has
//! taken is gone when a later one refuses, and the counts come out wrong.

mod cpu;
mod records;

use std::{hint::black_box, num::NonZeroU32, time::Duration};

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use governor::{Quota, RateLimiter, clock::FakeRelativeClock};
use groq_calc::{
    Caps, Limit,
    replay::{Limiter, Policy, Replay, Report, Request, Rules, Sample},
};
use groq_calc_tests::replays::{FREE, LOADS, PRICES};
use groq_log::{Options, Reader};

use crate::cpu::Cpu;

/// A day of about so many rows.
const ROWS: u64 = 1_000_000;

fn day() -> Vec<Request> {
    Sample::new(1, ROWS).collect()
}

fn replay(rules: Rules, rows: &[Request]) -> Report {
    let mut replay = Replay::new(rules);
    replay.feed(rows).expect("the rows are sorted");
    replay.finish().expect("the cost fits")
}

/// The same four checks by governor, the clock moved from row to row: how many
/// requests pass all of them. A replay names every limit that refuses, for
/// which all four are asked; `eager` stops at the first that refuses.
fn governed(caps: Caps, rows: &[Request], eager: bool) -> u64 {
    let clock = FakeRelativeClock::default();
    let bucket = |limit: Limit, window: u64| {
        let cap = u32::try_from(caps.figure(limit).expect("it is set")).expect("it fits");
        let each = Duration::from_nanos(window * 1_000_000_000 / u64::from(cap));
        let quota = Quota::with_period(each).expect("it is not nothing");
        let quota = quota.allow_burst(NonZeroU32::new(cap).expect("it is not nothing"));
        RateLimiter::direct_with_clock(quota, clock.clone())
    };
    let requests = [bucket(Limit::RPM, 60), bucket(Limit::RPD, 86_400)];
    let tokens = [bucket(Limit::TPM, 60), bucket(Limit::TPD, 86_400)];
    let mut last = rows.first().map_or(0, Request::t_us);
    let mut admitted = 0;
    for row in rows {
        clock.advance(Duration::from_micros(row.t_us() - last));
        last = row.t_us();
        let count = NonZeroU32::new(row.input() - row.cached() + row.output());
        let mut within = true;
        for limit in &requests {
            within &= (within || !eager) && limit.check().is_ok();
        }
        for limit in &tokens {
            let passes = |count| limit.check_n(count).is_ok_and(|passed| passed.is_ok());
            within &= (within || !eager) && count.is_none_or(passes);
        }
        admitted += u64::from(within);
    }
    admitted
}

fn from_memory(criterion: &mut Criterion<Cpu>) {
    let rows = day();
    let mut group = criterion.benchmark_group("rows from memory");
    group.throughput(Throughput::Elements(rows.len() as u64));
    for (name, times) in LOADS {
        let caps = FREE.times(times);
        let rules = Rules::new(caps, PRICES);
        println!(
            "{name}: {} of {} rows; governor, check after check, lets {} through, and {} if it \
             stops at the first refusal",
            replay(rules, &rows).admitted,
            rows.len(),
            governed(caps, &rows, false),
            governed(caps, &rows, true)
        );
        group.bench_function(format!("{name}: bucket and drop, four limits"), |bencher| {
            bencher.iter(|| replay(black_box(rules), black_box(&rows)));
        });
        for (how, eager) in [("four checks", false), ("up to the first refusal", true)] {
            group.bench_function(format!("{name}: governor, {how}"), |bencher| {
                bencher.iter(|| governed(black_box(caps), black_box(&rows), eager));
            });
        }
    }
    other_ways(&mut group, &rows);
    group.finish();
}

type Group<'a> = BenchmarkGroup<'a, Cpu>;

fn other_ways(group: &mut Group<'_>, rows: &[Request]) {
    let rules = Rules::new(FREE.times(1300), PRICES);
    let queue = Policy::Queue { patience_us: Some(60_000_000) };
    for (name, rules) in [
        ("bucket and queue", Rules { policy: queue, ..rules }),
        ("fixed and drop", Rules { limiter: Limiter::Fixed, ..rules }),
    ] {
        group.bench_function(format!("half pass: {name}, four limits"), |bencher| {
            bencher.iter(|| replay(black_box(rules), black_box(rows)));
        });
    }
}

/// From bytes to report, against the csv crate, which only reads them.
fn from_csv(criterion: &mut Criterion<Cpu>) {
    let mut log = String::from("t_us,input,cached,output\n");
    let rows = day();
    for row in &rows {
        let (t_us, input) = (row.t_us(), row.input());
        log += &format!("{t_us},{input},{},{}\n", row.cached(), row.output());
    }
    let log = log.into_bytes();
    let mut group = criterion.benchmark_group("rows of a CSV");
    group.throughput(Throughput::Elements(rows.len() as u64));
    group.bench_function("csv: read the records", |bencher| {
        bencher.iter(|| records::read(black_box(&log)));
    });
    group.bench_function("read and replay", |bencher| {
        bencher.iter(|| {
            let mut replay = Replay::new(Rules::new(FREE.times(1300), PRICES));
            let mut reader = Reader::new(Options::default());
            let mut rows = Vec::new();
            for chunk in black_box(&log).chunks(1 << 18) {
                reader.feed(chunk, &mut rows).expect("it is a log");
                replay.feed(&rows).expect("it is sorted");
                rows.clear();
            }
            reader.finish(&mut rows).expect("it is a log");
            replay.feed(&rows).expect("it is sorted");
            replay.finish().expect("the cost fits")
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Cpu);
    targets = from_memory, from_csv
}
criterion_main!(benches);

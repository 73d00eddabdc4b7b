//! What pricing takes: a request at a known model, a request of a model that
//! is given by its id, and a column of ten million requests beside a plain sum
//! of the same bytes.

mod cpu;

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use groq_calc::{
    Usage,
    cost::{TokenPrices, UsageColumns},
};
use groq_calc_tests::usages::Usages;
use groq_catalog::CATALOG;

use crate::cpu::Cpu;

const MODEL: &str = "openai/gpt-oss-120b";
const REQUESTS: usize = 10_000;
const ROWS: usize = 10_000_000;

fn prices_of(id: &str) -> Option<TokenPrices> {
    CATALOG.model(id)?.prices.last()?.value.tokens()
}

fn request(criterion: &mut Criterion<Cpu>) {
    let rows = Usages::new(REQUESTS, 1);
    let tokens = rows.input.iter().zip(&rows.cached_input).zip(&rows.output);
    let usages: Vec<Usage> = tokens
        .map(|((input, cached_input), output)| {
            Usage::new((*input).into(), (*cached_input).into(), (*output).into())
                .expect("cached is at most the input")
        })
        .collect();
    let mut group = criterion.benchmark_group("request");
    group.throughput(Throughput::Elements(REQUESTS as u64));
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(1));
    let prices = prices_of(MODEL).expect("its tokens have prices");
    group.bench_function("known model", |bencher| {
        bencher.iter(|| {
            for usage in &usages {
                black_box(black_box(&prices).cost(*black_box(usage)).ok());
            }
        });
    });
    group.bench_function("model by id", |bencher| {
        bencher.iter(|| {
            for usage in &usages {
                let prices = prices_of(black_box(MODEL));
                black_box(prices.and_then(|prices| prices.cost(*black_box(usage)).ok()));
            }
        });
    });
    group.finish();
}

/// The fastest sum there is of the same bytes: it wraps, so that the compiler
/// adds sixteen bytes at once and waits for the memory alone.
fn sum(rows: &Usages) -> u32 {
    let of = |column: &[u32]| column.iter().fold(0u32, |sum, count| sum.wrapping_add(*count));
    let models = rows.model.iter().fold(0u8, |sum, model| sum.wrapping_add(*model));
    let prompts = of(&rows.input).wrapping_add(of(&rows.cached_input));
    prompts.wrapping_add(of(&rows.output)).wrapping_add(models.into())
}

fn column(criterion: &mut Criterion<Cpu>) {
    let priced: Vec<TokenPrices> =
        CATALOG.models.iter().filter_map(|model| model.prices.last()?.value.tokens()).collect();
    let mut rows = Usages::new(ROWS, priced.len() as u8);
    let mut group = criterion.benchmark_group("column");
    group.throughput(Throughput::Elements(ROWS as u64)).sample_size(30);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    let mut each = vec![0; ROWS];
    group.bench_function("sum of the same bytes", |bencher| {
        bencher.iter(|| sum(black_box(&rows)));
    });
    for order in ["any order", "by model", "one model"] {
        match order {
            "by model" => rows.model.sort_unstable(),
            "one model" => rows.model.fill(0),
            _ => {}
        }
        let columns = UsageColumns::new(&rows.model, &rows.input, &rows.cached_input, &rows.output)
            .expect("equal length");
        group.bench_function(format!("cost, {order}"), |bencher| {
            bencher.iter(|| black_box(&columns).cost(&priced).expect("no bad row"));
        });
        if order == "any order" {
            group.bench_function("cost of each row", |bencher| {
                bencher.iter(|| black_box(&columns).cost_each(&priced, &mut each).expect("none"));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Cpu);
    targets = request, column
}
criterion_main!(benches);

//! How long one question over the whole catalog takes.

mod cpu;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use groq_calc::{Draft, Number, WorkloadDraft, answer};

use crate::cpu::Cpu;

fn whole_catalog(criterion: &mut Criterion<Cpu>) {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2000)),
        input_tokens: Some(Number::from(1500)),
        output_tokens: Some(Number::from(500)),
        ..WorkloadDraft::default()
    };
    let mut question = Draft { workload, ..Draft::default() }.check().expect("it is legal");
    let mut group = criterion.benchmark_group("whole catalog");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(1));
    for (name, as_of) in [("newest", None), ("2026-06-04", groq_calc::Date::parse("2026-06-04"))] {
        question.as_of = as_of;
        group.bench_function(name, |bencher| {
            bencher.iter(|| answer(&groq_catalog::CATALOG, std::hint::black_box(&question)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Cpu);
    targets = whole_catalog
}
criterion_main!(benches);

//! How long the plan of an organisation takes: the usual one of four services, and
//! the hardest of twelve that was found.

mod cpu;

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use groq_calc_tests::organisations::{hardest, usual};
use groq_catalog::CATALOG;

use crate::cpu::Cpu;

fn plans(criterion: &mut Criterion<Cpu>) {
    let mut group = criterion.benchmark_group("services");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    let usual = usual();
    group.bench_function("4, usual", |bencher| {
        bencher.iter(|| CATALOG.answer_services(black_box(&usual)));
    });
    for (name, organisation) in hardest() {
        group.bench_function(name, |bencher| {
            bencher.iter(|| CATALOG.answer_services(black_box(&organisation)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Cpu);
    targets = plans
}
criterion_main!(benches);

//! How long one question over the whole catalog takes, and what lies around its
//! answer.

mod cpu;

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use groq_calc::{Date, Draft, Number, Question, WorkloadDraft, answer};
use groq_catalog::CATALOG;

use crate::cpu::Cpu;

fn question() -> Question {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2000)),
        input_tokens: Some(Number::from(1500)),
        output_tokens: Some(Number::from(500)),
        ..WorkloadDraft::default()
    };
    Draft { workload, ..Draft::default() }.check().expect("it is legal")
}

fn whole_catalog(criterion: &mut Criterion<Cpu>) {
    let mut question = question();
    let mut group = criterion.benchmark_group("whole catalog");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(1));
    for (name, as_of) in [("newest", None), ("2026-06-04", Date::parse("2026-06-04"))] {
        question.as_of = as_of;
        group.bench_function(name, |bencher| {
            bencher.iter(|| answer(&CATALOG, black_box(&question)));
        });
    }
    group.finish();
}

fn around(criterion: &mut Criterion<Cpu>) {
    let question = question();
    let answer = answer(&CATALOG, &question).expect("the catalog can answer");
    let mut group = criterion.benchmark_group("outlook");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(1));
    group.bench_function("levers, ladder, room, spend", |bencher| {
        bencher.iter(|| black_box(&answer).outlook());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Cpu);
    targets = whole_catalog, around
}
criterion_main!(benches);

//! How long one question over the whole catalog takes.

use criterion::{Criterion, criterion_group, criterion_main};
use groq_calc::{Draft, Number, WorkloadDraft, answer};

fn whole_catalog(criterion: &mut Criterion) {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2000)),
        input_tokens: Some(Number::from(1500)),
        output_tokens: Some(Number::from(500)),
        ..WorkloadDraft::default()
    };
    let mut question = Draft { workload, ..Draft::default() }.check().expect("it is legal");
    for (name, as_of) in [("newest", None), ("2026-06-04", groq_calc::Date::parse("2026-06-04"))] {
        question.as_of = as_of;
        criterion.bench_function(&format!("whole catalog, {name}"), |bencher| {
            bencher.iter(|| answer(&groq_catalog::CATALOG, std::hint::black_box(&question)));
        });
    }
}

criterion_group!(benches, whole_catalog);
criterion_main!(benches);

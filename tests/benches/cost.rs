//! How fast a usage log is priced, and how fast the csv crate merely reads it.
//!
//! The goal: at no less than half the speed of reading.

mod cpu;
mod records;

use std::{fmt::Write as _, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use groq_calc_tests::usages::Usages;
use groq_catalog::CATALOG;
use groq_log::usage::{Days, Ledger, Names, Reader};

use crate::cpu::Cpu;

const ROWS: usize = 1_000_000;

/// A day of requests of five models, a tenth of them as batch, by four teams.
fn log() -> Vec<u8> {
    let models = [
        "openai/gpt-oss-120b",
        "openai/gpt-oss-20b",
        "qwen/qwen3-32b",
        "llama-3.3-70b-versatile",
        "moonshotai/kimi-k2-instruct-0905",
    ];
    let teams = ["search", "chat", "mail", "billing"];
    let usages = Usages::new(ROWS, models.len() as u8);
    let mut text = String::from("time,request_id,model,input,cached,output,batch,team\n");
    for row in 0..ROWS {
        let second = row * 86_400 / ROWS;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        writeln!(
            text,
            "2026-06-04T{hour:02}:{minute:02}:{second:02}Z,req_{row:012x},{},{},{},{},{},{}",
            models[usize::from(usages.model[row])],
            usages.input[row],
            usages.cached_input[row],
            usages.output[row],
            row % 10 == 3,
            teams[(row % 4) ^ (row / 7 % 4)],
        )
        .expect("memory takes it");
    }
    text.into_bytes()
}

fn price(log: &[u8], by: &[String]) -> u128 {
    let mut ledger = Ledger::new(&CATALOG, by);
    let names = Names { by: by.to_vec(), ..Names::default() };
    let mut reader = Reader::new(names, Days::OfTheRow, false);
    for chunk in log.chunks(1 << 18) {
        reader.feed(chunk, &mut ledger).expect("it is a log");
    }
    reader.finish(&mut ledger).expect("it is a log");
    ledger.total().usd.picodollars()
}

fn from_csv(criterion: &mut Criterion<Cpu>) {
    let log = log();
    let mut group = criterion.benchmark_group("usages of a CSV");
    group.throughput(Throughput::Elements(ROWS as u64)).sample_size(20);
    group.bench_function("csv: read the records", |bencher| {
        bencher.iter(|| records::read(black_box(&log)));
    });
    group.bench_function("read and price, by model and day", |bencher| {
        bencher.iter(|| price(black_box(&log), &[]));
    });
    group.bench_function("read and price, by team too", |bencher| {
        let by = ["team".to_owned()];
        bencher.iter(|| price(black_box(&log), &by));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Cpu);
    targets = from_csv
}
criterion_main!(benches);

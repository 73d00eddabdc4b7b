//! The replay in Chromium beside the same replay natively, in one run: rows from
//! memory against four limits, bucket and drop.

#[allow(dead_code, reason = "the tests of the page use the rest")]
#[path = "../browser/server.rs"]
mod server;
#[allow(dead_code, reason = "the tests of the page use the rest")]
#[path = "../browser/session.rs"]
mod session;

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use groq_calc::{
    Caps,
    replay::{Replay, Request, Rules, Sample},
};
use groq_calc_tests::replays::{FREE, LOADS, PRICES};
use serde_json::json;
use session::Session;

const ROWS: u64 = 1_000_000;
/// So many passes in the page: how long they took in milliseconds, and how many
/// requests passed in one.
const PASSES: &str = "const [rows, times, passes, done] = arguments;\
    import('./replay-worker-wasm.js').then(async (part) => {\
      await part.default({ module_or_path: './replay-worker-wasm_bg.wasm' });\
      window.laid ??= part.lay(rows);\
      const passed = part.pass(times);\
      const start = performance.now();\
      for (let count = 0; count < passes; count++) part.pass(times);\
      done([performance.now() - start, passed, window.laid]);\
    }).catch((error) => done(String(error)))";

fn replay(caps: Caps, rows: &[Request]) -> u64 {
    let mut replay = Replay::new(Rules::new(caps, PRICES));
    replay.feed(rows).expect("the rows are sorted");
    replay.finish().expect("the cost fits").admitted
}

fn in_chromium(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let page = runtime.block_on(async {
        let page = Session::open(&[]).await.expect("a browser opens");
        page.go("").await.expect("the page opens");
        page
    });
    let rows: Vec<_> = Sample::new(1, ROWS).collect();
    let mut group = criterion.benchmark_group("replay");
    group.throughput(Throughput::Elements(rows.len() as u64)).sample_size(20);
    for (name, times) in LOADS {
        let caps = FREE.times(times);
        let admitted = replay(caps, &rows);
        group.bench_function(format!("{name}: native"), |bencher| {
            bencher.iter(|| replay(black_box(caps), black_box(&rows)));
        });
        group.bench_function(format!("{name}: wasm in Chromium"), |bencher| {
            bencher.iter_custom(|passes| {
                let asked = vec![json!(ROWS), json!(times), json!(passes)];
                let said = runtime.block_on(page.client.execute_async(PASSES, asked));
                let said = said.expect("the page answers");
                assert_eq!(said[1], json!(admitted), "{said}");
                assert_eq!(said[2], json!(rows.len()), "{said}");
                Duration::from_secs_f64(said[0].as_f64().expect("a time") / 1000.0)
            });
        });
    }
    group.finish();
    runtime.block_on(page.close());
}

criterion_group!(benches, in_chromium);
criterion_main!(benches);

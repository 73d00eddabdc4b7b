//! Damaged logs of every form through the verb: an answer or one line.

use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Parser;
use flate2::{Compression, write::GzEncoder};
use groq_catalog::CATALOG;

use super::{CostArgs, run};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: CostArgs,
}

const CSV: &str = "time,model,input,cached,output,batch,team\n\
    2026-06-04T10:00:00Z,openai/gpt-oss-120b,4641,4608,1817,false,a\n\
    2026-06-04T10:00:01Z,openai/gpt-oss-120b,4641,4608,1817,true,\"b, c\"\n\
    1780617600,gpt-5,10,0,5,no,a\n";
const JSON: &str = "{\"created\":1780574400,\"model\":\"openai/gpt-oss-120b\",\
    \"usage\":{\"prompt_tokens\":4641,\"completion_tokens\":1817},\"team\":\"a\"}\n\
    {\"created\":1780617600,\"model\":\"gpt-5\",\"team\":\"b\",\
    \"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}\n";

/// Numbers from a seed: the same flips in every run.
struct Stream(u64);

impl Stream {
    fn below(&mut self, count: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }

    fn flip(&mut self, bytes: &mut [u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            bytes[at] ^= 1 << self.below(8);
        }
    }
}

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(CSV.repeat(20).as_bytes()).expect("memory takes it");
    let mut samples = vec![
        ("csv", CSV.into()),
        ("jsonl", JSON.into()),
        ("csv.gz", gzip.finish().expect("memory takes it")),
        ("csv.zst", zstd::encode_all(CSV.repeat(20).as_bytes(), 3).expect("memory takes it")),
    ];
    if cfg!(feature = "parquet") {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command/usage.parquet");
        samples.push(("parquet", fs::read(file).expect("it is there")));
    }
    samples
}

/// Flips bytes of each form; shows how many were refused and the slowest.
fn flips(count: usize) {
    for (ending, bytes) in samples() {
        let name = format!("groq-calc-flip-{}-{count}.{ending}", std::process::id());
        let path: PathBuf = std::env::temp_dir().join(name);
        let path_text = path.to_str().expect("a plain name").to_owned();
        let (mut stream, mut refused, mut slowest) = (Stream(7), 0, Duration::ZERO);
        for _ in 0..count {
            let mut bytes = bytes.clone();
            stream.flip(&mut bytes);
            fs::write(&path, bytes).expect("it can be written");
            let line = Line::parse_from(["cost", &path_text, "--by", "team"]);
            let start = Instant::now();
            let outcome = run(&line.args, &CATALOG);
            slowest = slowest.max(start.elapsed());
            if let Err(error) = outcome {
                refused += 1;
                assert!(error.contains(&path_text), "{error}");
            }
        }
        fs::remove_file(&path).expect("it is there");
        println!("{ending}: {refused} of {count} refused, the slowest took {slowest:?}");
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("peak memory: {}", peak.unwrap_or("not known"));
}

#[test]
fn flipped_bytes_of_every_form_never_panic() {
    flips(500);
}

#[test]
#[ignore = "for the nightly run"]
fn fifty_thousand_flips_of_every_form_never_panic() {
    flips(50_000);
}

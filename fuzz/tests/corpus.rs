//! The targets without libFuzzer: each law over the committed corpus and over
//! a seeded stream of inputs made from it. `FUZZ_SECONDS` says how long the
//! stream runs for each target.

use std::{
    env, fs,
    path::Path,
    time::{Duration, Instant},
};

/// Xorshift: the same stream on every machine.
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A few bytes changed, cut, doubled or taken from another input.
    fn change(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(4) {
            let (at, to) = (self.below(bytes.len() + 1), self.below(bytes.len() + 1));
            let (from, to) = (at.min(to), at.max(to));
            match self.below(5) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, self.next() as u8),
                2 if at < bytes.len() => bytes[at] = self.next() as u8,
                3 => drop(bytes.drain(from..to.min(from + 8))),
                _ => {
                    let other = &seeds[self.below(seeds.len())];
                    let start = self.below(other.len());
                    let end = (start + self.below(32)).min(other.len());
                    bytes.splice(at..at, other[start..end].iter().copied());
                }
            }
        }
        bytes
    }
}

fn run(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus is committed")
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> =
        paths.iter().map(|path| fs::read(path).expect("an input can be read")).collect();
    assert!(!seeds.is_empty(), "the corpus of {target} is empty");
    seeds.iter().for_each(|bytes| check(bytes));
    let seconds = env::var("FUZZ_SECONDS").map_or(2, |text| text.parse().expect("whole seconds"));
    let (start, mut stream) = (Instant::now(), Stream(0x9e37_79b9_7f4a_7c15));
    let mut count = 0;
    while start.elapsed() < Duration::from_secs(seconds) {
        let bytes = stream.change(&seeds);
        if let Err(panic) = std::panic::catch_unwind(|| check(&bytes)) {
            println!("{target} fails on {bytes:?}, as text {:?}", String::from_utf8_lossy(&bytes));
            std::panic::resume_unwind(panic);
        }
        count += 1;
    }
    println!("{target}: {} inputs of the corpus, {count} made from them", seeds.len());
}

#[test]
fn question() {
    run("question", groq_calc_fuzz::question::check);
}

#[test]
fn data() {
    run("data", groq_calc_fuzz::data::check);
}

#[test]
fn number() {
    run("number", groq_calc_fuzz::number::check);
}

#[test]
fn engine() {
    run("engine", groq_calc_fuzz::engine::check);
}

#[test]
fn duration() {
    run("duration", groq_calc_fuzz::wire::duration);
}

#[test]
fn error() {
    run("error", groq_calc_fuzz::wire::error);
}

#[test]
fn headers() {
    run("headers", groq_calc_fuzz::wire::headers);
}

#[test]
fn stream() {
    run("stream", groq_calc_fuzz::wire::stream);
}

#[test]
fn answer() {
    run("answer", groq_calc_fuzz::wire::answer);
}

#[test]
fn request() {
    run("request", groq_calc_fuzz::wire::request);
}

#[test]
fn parquet() {
    run("parquet", groq_calc_fuzz::parquet::check);
}

#[test]
fn paste() {
    run("paste", groq_calc_fuzz::paste::check);
}

#[test]
fn forms() {
    run("forms", groq_calc_fuzz::forms::check);
}

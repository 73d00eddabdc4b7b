//! The estimates beside the real counts of a committed sample, which
//! `tests/tokens/measure.py` has written.

use std::{collections::BTreeMap, fs, path::Path};

use groq_tokens::Family;

struct Sample {
    name: String,
    kind: String,
    text: String,
    /// In the order of [`Family::MEASURED`].
    counts: [u64; 4],
}

fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tokens");
    let read = |name| fs::read_to_string(folder.join(name)).expect("it is committed");
    let counts = read("counts.csv");
    let mut lines = counts.lines();
    assert_eq!(lines.next(), Some("name,gpt_oss,llama,qwen3,qwen35"));
    let texts = read("samples.jsonl");
    let samples: Vec<_> = texts
        .lines()
        .zip(lines)
        .map(|(text, line)| {
            let sample: serde_json::Value = serde_json::from_str(text).expect("JSON");
            let field = |name: &str| sample[name].as_str().expect("a text").to_owned();
            let (name, numbers) = line.split_once(',').expect("a name, then counts");
            assert_eq!(name, field("name"), "both files are in one order");
            let mut numbers = numbers.split(',').map(|number| number.parse().expect("a count"));
            let counts = [0; 4].map(|_| numbers.next().expect("four counts"));
            Sample { name: field("name"), kind: field("kind"), text: field("text"), counts }
        })
        .collect();
    assert_eq!(samples.len(), texts.lines().count());
    samples
}

/// The 95th percentile by nearest rank, in permille.
fn p95(mut errors: Vec<u64>) -> u64 {
    errors.sort_unstable();
    errors[(95 * errors.len()).div_ceil(100) - 1]
}

fn errors<'a>(family: Family, at: usize, samples: impl Iterator<Item = &'a Sample>) -> Vec<u64> {
    let error = |sample: &Sample| {
        let real = sample.counts[at];
        (family.estimate(&sample.text).abs_diff(real) * 1000).div_ceil(real)
    };
    samples.map(error).collect()
}

#[test]
fn the_sample_is_wide() {
    let samples = samples();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in &samples {
        *kinds.entry(&sample.kind).or_default() += 1;
        assert!(sample.text.len() > 80, "{} is too short to be judged", sample.name);
    }
    for script in [
        "latin",
        "cyrillic",
        "greek",
        "arabic",
        "hebrew",
        "devanagari",
        "thai",
        "han",
        "japanese",
        "korean",
        "other",
        "code",
        "data",
        "emoji",
    ] {
        assert!(kinds.get(script).is_some_and(|count| *count >= 2), "{script}: {kinds:?}");
    }
    assert!(samples.len() >= 100);
}

#[test]
fn p95_is_within_what_is_stated() {
    let samples = samples();
    for (at, family) in Family::MEASURED.into_iter().enumerate() {
        let stated = family.error_permille().expect("it was measured");
        let all = p95(errors(family, at, samples.iter()));
        let everyday = |sample: &&Sample| {
            sample.name.starts_with("english") || matches!(&*sample.kind, "code" | "data")
        };
        let plain = p95(errors(family, at, samples.iter().filter(everyday)));
        println!(
            "{}: p95 {all} permille over {} texts, stated {stated}; English, code and data {plain}",
            family.name(),
            samples.len()
        );
        assert!(all <= stated, "{}: {all} > {stated}", family.name());
        assert!(plain <= 200, "{}: {plain} for English, code and data", family.name());
        // What is off goes both ways: a whole log is nearer than one text.
        let real: u64 = samples.iter().map(|sample| sample.counts[at]).sum();
        let estimated: u64 = samples.iter().map(|sample| family.estimate(&sample.text)).sum();
        assert!(estimated.abs_diff(real) * 20 < real, "{estimated} for {real}");
    }
    assert_eq!(Family::Unknown.error_permille(), None);
}

#[test]
fn ratios_of_families_are_those_of_the_sample() {
    let samples = samples();
    let everyday = |sample: &&Sample| {
        sample.name.starts_with("english") || matches!(&*sample.kind, "code" | "data")
    };
    let counts: Vec<_> = samples.iter().filter(everyday).map(|sample| sample.counts).collect();
    let at = |mut ratios: Vec<u64>, percent: usize| {
        ratios.sort_unstable();
        ratios[(percent * ratios.len()).div_ceil(100) - 1]
    };
    for (one, counted) in Family::MEASURED.into_iter().enumerate() {
        for (other, wanted) in Family::MEASURED.into_iter().enumerate() {
            let low = counts.iter().map(|count| count[other] * 1000 / count[one]).collect();
            let high =
                counts.iter().map(|count| (count[other] * 1000).div_ceil(count[one])).collect();
            let range = (at(low, 5), at(high, 95));
            assert_eq!(counted.ratio_permille(wanted), Some(range), "{counted:?} to {wanted:?}");
        }
    }
}

#[cfg(feature = "exact")]
#[test]
fn the_counts_are_those_of_the_vocabulary() {
    use groq_tokens::{Counter, GptOss};

    for sample in samples() {
        assert_eq!(GptOss.count(&sample.text), sample.counts[0], "{}", sample.name);
    }
}

//! Pasted texts: the laws for any of them, and a stream of damaged ones.

use std::{fs, path::Path};

use groq_calc::{Draft, Number, Plan};
use groq_catalog::CATALOG;
use groq_paste::{Body, MAX_BYTES, Setting, check as check_request, read};
use groq_tokens::Counter;

use crate::texts::Texts;

/// It is read, or refused for one of two reasons; its figures are legal in a
/// question; no key is repeated; and of a corrected request nothing is found again.
pub fn check(text: &str, exact: Option<&dyn Counter>) {
    let day = CATALOG.newest();
    let setting = Setting { catalog: &CATALOG, day, admission: None, model: None, exact };
    let reading = match read(text, &setting) {
        Ok(reading) => reading,
        Err(error) => {
            let empty = text.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
            assert!(error.is_empty() == empty && error.is_too_long() == (text.len() > MAX_BYTES));
            return;
        }
    };
    let mut workload = reading.workload.clone();
    workload.requests_per_day = Some(Number::from(1));
    // A text need not say what a request takes.
    workload.characters = Some(Number::from(1));
    let question = Draft { workload, ..Draft::default() }.check();
    assert!(question.is_ok(), "{question:?}");
    let shown = serde_json::to_string(&reading).expect("it can be written");
    assert!(!shown.contains("gsk_"), "{shown}");
    let mut fields: Vec<_> = reading.figures.iter().map(|figure| figure.field).collect();
    fields.sort_unstable();
    let count = fields.len();
    fields.dedup();
    assert_eq!(fields.len(), count, "a figure comes once");
    // A text of many requests is checked by its first few.
    for body in reading.bodies.iter().take(8) {
        for plan in Plan::ALL {
            let Ok(checked) = check_request(body, plan, &setting) else { continue };
            if checked.findings.is_empty() {
                assert_eq!(checked.corrected, body.text());
            }
            let corrected = Body::parse(body.endpoint, &checked.corrected).expect("JSON");
            let again = check_request(&corrected, plan, &setting).expect("it was read before");
            if checked.is_corrected && !body.batch && !body.partial {
                assert!(again.findings.is_empty(), "{:?} of {}", again.findings, checked.corrected);
            }
        }
    }
}

/// The committed samples.
pub fn samples() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/paste");
    let entries = fs::read_dir(folder).expect("they are committed");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a sample")).collect()
}

/// A sample with bits flipped, cut, doubled, or with a part of another in it.
pub fn damaged(samples: &[Vec<u8>], stream: &mut Texts) -> Vec<u8> {
    let mut bytes = samples[stream.below(samples.len())].clone();
    for _ in 0..=stream.below(5) {
        let (one, other) = (stream.below(bytes.len() + 1), stream.below(bytes.len() + 1));
        let (from, to) = (one.min(other), one.max(other));
        match stream.below(6) {
            0 if from < bytes.len() => bytes[from] ^= 1 << stream.below(8),
            1 => bytes.truncate(from),
            2 => drop(bytes.drain(from..to.min(from + 12))),
            3 => {
                let part = bytes[from..to].to_vec();
                bytes.splice(from..from, part);
            }
            4 => {
                let part = &samples[stream.below(samples.len())];
                let start = stream.below(part.len());
                let end = start + stream.below(part.len() - start + 1);
                bytes.splice(from..from, part[start..end].iter().copied());
            }
            _ => {
                let signs = b"\"'\\{}[],:\n$@ -";
                bytes.insert(from, signs[stream.below(signs.len())]);
            }
        }
    }
    bytes
}

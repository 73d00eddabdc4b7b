//! Ten thousand damaged error bodies: a figure is the one that was sent, or
//! unknown, or flagged, or it was itself damaged and stands in the text so.

use std::cell::Cell;

use groq_calc_tests::wire;
use groq_protocol::{Agreement, ApiError, LimitFigures};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

/// Bodies of every form that is read, with the status of each.
fn bodies() -> Vec<(u16, String)> {
    let message = |text: &str| {
        format!(
            r#"{{"error":{{"message":"{text}","type":"tokens","code":"rate_limit_exceeded"}}}}"#
        )
    };
    let new = |figures: &str| {
        message(&format!(
            "Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_01kjh7p9n8f1` service tier `on_demand` on {figures}. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing"
        ))
    };
    let old = |figures: &str| {
        message(&format!(
            "Rate limit reached for model `llama3-70b-8192` in organization `org_01hqm053avff` on {figures}. Visit https://console.groq.com/docs/rate-limits for more information."
        ))
    };
    let large = |text: &str| {
        message(&format!(
            "Request too large for model `qwen/qwen3.8-27b` in organization `org_01kjh7p9n8f1` service tier `on_demand` on {text}"
        ))
    };
    vec![
        (
            429,
            new(
                "tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s",
            ),
        ),
        (
            429,
            old(
                "tokens per minute (TPM): Limit 7000, Used 0, Requested ~12903. Please try again in 50.597142857s",
            ),
        ),
        (
            429,
            new(
                "tokens per day (TPD): Limit 100000, Used 97050, Requested 3619. Please try again in 9m38.016s",
            ),
        ),
        (
            429,
            new(
                "tokens per day (TPD): Limit 200000, Used 199336, Requested 1524. Please try again in 6m 11.52s",
            ),
        ),
        (
            429,
            new(
                "requests per minute (RPM): Limit 30, Used 30, Requested 1. Please try again in 2s",
            ),
        ),
        (
            429,
            new(
                "requests per day (RPD): Limit 1000, Used 1000, Requested 1. Please try again in 1m26.4s",
            ),
        ),
        (
            429,
            new(
                "seconds of audio per hour (ASPH): Limit 7200, Used 6445, Requested 1601. Please try again in 7m3s",
            ),
        ),
        (
            429,
            new(
                "output tokens per minute (OTPM): Limit 1000, Used 72, Requested 981. Please try again in 3.179999999s",
            ),
        ),
        (
            429,
            old(
                "tokens per minute (TPM): Limit 5000, Used 5747, Requested ~4251. Please try again in 59.977s",
            ),
        ),
        (429, old(": Limit 500000, Used 500370, Requested 252. Please try again in 1m47.5854s")),
        (
            413,
            large(
                "tokens per minute (TPM): Limit 12000, Requested 14137, please reduce your message size and try again. Need more tokens?",
            ),
        ),
        (
            400,
            large(
                "output tokens per minute (OTPM): Limit 1000, Requested 1295. The request's expected output tokens exceed the enforced limit; reduce max_tokens",
            ),
        ),
    ]
}

#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    Remove(usize, usize),
    Insert(usize, char),
    Replace(usize, char),
    Repeat(usize, usize),
    Swap(usize, usize),
}

impl Damage {
    fn apply(&self, body: &str) -> String {
        let mut text: Vec<char> = body.chars().collect();
        let length = text.len();
        let at = |index: usize| index % length;
        match *self {
            Self::Cut(index) => text.truncate(at(index)),
            Self::Remove(index, count) => {
                let start = at(index);
                text.drain(start..(start + count).min(length));
            }
            Self::Insert(index, c) => text.insert(at(index), c),
            Self::Replace(index, c) => text[at(index)] = c,
            Self::Repeat(index, count) => {
                let start = at(index);
                let piece = text[start..(start + count).min(length)].to_vec();
                text.splice(start..start, piece);
            }
            Self::Swap(a, b) => text.swap(at(a), at(b)),
        }
        text.into_iter().collect()
    }

    /// Whether a digit may have been removed, added or moved: then another
    /// number may honestly stand in the text.
    fn touches_digits(&self, body: &str) -> bool {
        match *self {
            // A prefix has fewer digits, but none of them is another.
            Self::Cut(_) => false,
            Self::Insert(_, c) => c.is_ascii_digit(),
            Self::Replace(index, c) => {
                let old = body.chars().nth(index % body.chars().count());
                c.is_ascii_digit() || old.is_some_and(|old| old.is_ascii_digit())
            }
            Self::Remove(..) | Self::Repeat(..) | Self::Swap(..) => true,
        }
    }
}

/// A damage to the body whose figures begin at `figures`: mostly to them.
fn damage(figures: usize) -> impl Strategy<Value = Damage> {
    let place = prop_oneof![3 => figures..figures + 90, 1 => 0usize..420];
    let c = prop_oneof![
        proptest::sample::select(
            "0123456789,. ~msh:`\"'\\(){}-+eTPMRDOISA\n\u{a0}é".chars().collect::<Vec<_>>()
        ),
        any::<char>(),
    ];
    prop_oneof![
        place.clone().prop_map(Damage::Cut),
        (place.clone(), 1usize..40).prop_map(|(a, b)| Damage::Remove(a, b)),
        (place.clone(), c.clone()).prop_map(|(a, c)| Damage::Insert(a, c)),
        (place.clone(), c).prop_map(|(a, c)| Damage::Replace(a, c)),
        (place.clone(), 1usize..60).prop_map(|(a, b)| Damage::Repeat(a, b)),
        (place.clone(), place).prop_map(|(a, b)| Damage::Swap(a, b)),
    ]
}

fn stated(figures: &LimitFigures) -> [Option<u64>; 4] {
    let wait = figures.wait().map(groq_protocol::Nanos::get);
    [figures.limit(), figures.used(), figures.requested(), wait]
}

#[test]
fn ten_thousand_damaged_bodies() {
    let bodies = bodies();
    let config = Config { cases: 10_000, failure_persistence: None, ..Config::default() };
    let (same, unknown, flagged, damaged) = Default::default();
    let counts: [&Cell<u32>; 4] = [&same, &unknown, &flagged, &damaged];
    let [same, unknown, flagged, damaged] = counts;
    let run = |(index, damage): (usize, Damage)| {
        let (status, body) = &bodies[index];
        let sent = ApiError::parse(*status, body);
        let sent = sent.limit().expect("the whole body states a limit");
        let text = damage.apply(body);
        // The law: nothing is stated that does not stand in the text.
        let error = wire::error(*status, &text);
        let Some(read) = error.limit() else {
            unknown.set(unknown.get() + 1);
            return Ok(());
        };
        let differs = matches!(read.agreement(), Agreement::Differs { .. });
        let mut other = 0;
        for (read, sent) in stated(read).into_iter().zip(stated(sent)) {
            other += u32::from(read.is_some() && read != sent);
        }
        if !damage.touches_digits(body) {
            prop_assert!(read.kind().is_none() || read.kind() == sent.kind(), "{}", text);
            // No digit was touched, so no figure may be another one, but for a
            // wait that was cut by a full stop, and that is flagged.
            prop_assert!(other == 0 || differs, "{:?} of {}", read, text);
        }
        let count = match () {
            () if differs => flagged,
            () if other > 0 => damaged,
            () if stated(read) == stated(sent) && read.kind() == sent.kind() => same,
            () => unknown,
        };
        count.set(count.get() + 1);
        Ok(())
    };
    let begin = |index: usize| bodies[index].1.find("Limit ").expect("a figure");
    let cases = (0..bodies.len()).prop_flat_map(|index| (Just(index), damage(begin(index))));
    TestRunner::new(config).run(&cases, run).expect("no figure is wrong");
    let counts = [same, unknown, flagged, damaged].map(Cell::get);
    println!(
        "same {} unknown {} flagged {} damaged in the text {}",
        counts[0], counts[1], counts[2], counts[3]
    );
    // Each of the four is met, or the damage tests nothing.
    assert!(counts.iter().all(|count| *count > 30), "{counts:?}");
}

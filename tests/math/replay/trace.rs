//! The public trace, where it lies beside the project.

use std::{fs, path::PathBuf};

use groq_calc::{
    Caps, Limit, Prices,
    replay::{Policy, Request, Rules},
};
use groq_calc_tests::replays::every_way;

use super::{check::agree, oracle::whole, prices::PRICES};

/// Azure's LLM inference trace of coding requests (CC BY 4.0), or `None`.
fn azure() -> Option<Vec<Request>> {
    let name = "../../shared/traces/AzureLLMInferenceTrace_code.csv";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("{} is not there: only generated logs are replayed", path.display());
        return None;
    };
    // All of it is of one day, so the time of day orders it.
    let row = |line: &str| {
        let (time, tokens) = line.split_once(',')?;
        let (input, output) = tokens.split_once(',')?;
        let clock = time.strip_prefix("2023-11-16 ")?;
        let digits: Vec<u64> =
            clock.split([':', '.']).map(|part| part.parse().expect("digits")).collect();
        let [hour, minute, second, tenths] = digits[..] else { return None };
        let seconds = 1_700_092_800 + hour * 3600 + minute * 60 + second;
        let t_us = seconds * 1_000_000 + tenths / 10;
        Request::new(t_us, input.parse().ok()?, 0, output.trim_end().parse().ok()?).ok()
    };
    let rows: Vec<_> = text.lines().skip(1).map(|line| row(line).expect("a row")).collect();
    assert_eq!(rows.len(), 8819);
    Some(rows)
}

fn free() -> Caps {
    Caps::NONE
        .with(Limit::RPM, 30)
        .with(Limit::RPD, 1000)
        .with(Limit::TPM, 8000)
        .with(Limit::TPD, 200_000)
}

#[test]
fn the_free_plan() {
    let Some(rows) = azure() else { return };
    for rules in every_way(Rules::new(free(), PRICES)) {
        agree(rules, &whole(1), &rows);
    }
}

#[test]
fn the_developer_plan_and_what_other_limits_do() {
    let Some(rows) = azure() else { return };
    let developer =
        Caps::NONE.with(Limit::RPM, 1000).with(Limit::RPD, 500_000).with(Limit::TPM, 250_000);
    let queue = Policy::Queue { patience_us: None };
    for caps in [developer, developer.with(Limit::ITPM, 200_003).with(Limit::OTPM, 4001)] {
        let rules = Rules::new(caps, Prices { cached_input: None, ..PRICES });
        agree(rules, &whole(1), &rows);
        agree(Rules { policy: queue, ..rules }, &whole(1), &rows);
    }
}

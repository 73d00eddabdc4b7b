//! What a replay promises, stated without replaying.

use groq_calc::{
    Caps, Limit,
    replay::{
        Draft, Limiter, Log, Memory, Policy, ReadOutcome, Replay, Report, Request, Rules, Runner,
        Sample,
    },
};
use groq_calc_tests::replays::every_way;
use num_rational::BigRational;

use super::{
    check::{agree, report},
    oracle::{Event, Fate, takes, whole, window_us},
    prices::PRICES,
};

fn day(seed: u64) -> Vec<Request> {
    let audio = |row: Request| row.with_audio(row.output() * 20).expect("it is legal");
    Sample::new(seed, 250).map(audio).collect()
}

fn all_limits() -> Caps {
    Caps::NONE
        .with(Limit::RPM, 5)
        .with(Limit::RPD, 120)
        .with(Limit::TPM, 8192)
        .with(Limit::TPD, 200_000)
        .with(Limit::ITPM, 8000)
        .with(Limit::OTPM, 1024)
        .with(Limit::ASH, 60)
        .with(Limit::ASD, 400)
}

fn starts(events: &[Event]) -> Vec<(u128, &Request)> {
    let start = |event: &Event| match event.fate {
        Fate::Started(time) => Some(time),
        _ => None,
    };
    events.iter().filter_map(|event| Some((start(event)?, &event.request))).collect()
}

/// A count in thousandths, exact: audio is counted in seconds.
fn thousandths(count: &BigRational) -> u128 {
    let count = count * whole(1000);
    assert!(count.is_integer());
    count.to_integer().try_into().expect("it fits")
}

/// No stretch of time holds more than a full bucket and its refill, no
/// calendar window more than its cap.
#[test]
fn no_cap_is_broken_in_any_window() {
    for seed in 0..3 {
        for rules in every_way(Rules::new(all_limits(), PRICES)) {
            let events = agree(rules, &whole(1), &day(seed));
            let starts = starts(&events);
            assert!(starts.len() > 30, "something starts");
            for limit in Limit::ALL {
                let cap = thousandths(&whole(rules.caps.figure(limit).expect("it is set")));
                let counts: Vec<_> = starts
                    .iter()
                    .map(|(_, request)| thousandths(&takes(limit, &rules, request)))
                    .collect();
                for from in 0..starts.len() {
                    let mut used = 0;
                    for to in from..starts.len() {
                        used += counts[to];
                        let (begin, end) = (starts[from].0, starts[to].0);
                        let window = window_us(limit);
                        let holds = match rules.limiter {
                            // A full bucket and its refill, by the window.
                            Limiter::Bucket => used * window <= cap * (window + end - begin),
                            Limiter::Fixed => begin / window != end / window || used <= cap,
                        };
                        assert!(holds, "{limit} from {from} to {to}: {rules:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_queue_never_reorders() {
    for seed in 0..3 {
        for rules in every_way(Rules::new(all_limits(), PRICES)) {
            let events = agree(rules, &whole(1), &day(seed));
            let starts = starts(&events);
            assert!(starts.is_sorted_by_key(|(time, _)| *time));
            for event in &events {
                let in_time = match event.fate {
                    Fate::Started(time) | Fate::Left(time) => time >= event.arrival,
                    _ => true,
                };
                assert!(in_time, "nothing happens before it came");
            }
        }
    }
}

#[test]
fn without_caps_all_pass() {
    let rows = day(5);
    let most = Limit::ALL.into_iter().fold(Caps::NONE, |caps, limit| caps.with(limit, u64::MAX));
    for caps in [Caps::NONE, most] {
        for rules in every_way(Rules::new(caps, PRICES)) {
            let report = report(rules, &rows, 100);
            assert_eq!((report.admitted, report.delayed), (rows.len() as u64, 0));
            assert_eq!(report.cost_admitted, report.cost_offered);
        }
    }
}

/// In order of the queue: with a larger cap everybody starts no later.
#[test]
fn a_larger_cap_never_admits_less() {
    let rows = day(6);
    for limiter in [Limiter::Bucket, Limiter::Fixed] {
        for limit in Limit::ALL {
            let policy = Policy::Queue { patience_us: None };
            let rules = Rules { limiter, policy, ..Rules::new(all_limits(), PRICES) };
            // No larger request, so that the same ones are oversize.
            let small = Rules {
                caps: rules.caps.with(limit, rules.caps.figure(limit).expect("set")),
                ..rules
            };
            let large = Rules {
                caps: rules.caps.with(limit, 3 * rules.caps.figure(limit).expect("set")),
                ..rules
            };
            let fits: Vec<_> = rows.iter().copied().filter(|row| passes(small, row)).collect();
            let (before, after) = (agree(small, &whole(1), &fits), agree(large, &whole(1), &fits));
            for ((slow, _), (fast, _)) in starts(&before).into_iter().zip(starts(&after)) {
                assert!(fast <= slow, "{limit}");
            }
            assert_eq!(starts(&before).len(), starts(&after).len());
        }
    }
}

/// Whether a request is not oversize.
fn passes(rules: Rules, row: &Request) -> bool {
    report(rules, &[*row], 1).oversize == 0
}

#[test]
fn the_total_is_the_sum_of_its_rows() {
    let rows: Vec<_> = Sample::new(8, 200).collect();
    let rules = Rules::new(Caps::NONE.with(Limit::TPM, 8000), PRICES);
    let one = |row: &Request| {
        let report = report(Rules::new(Caps::NONE, PRICES), &[*row], 1);
        report.cost_admitted.expect("known").picodollars()
    };
    let offered = report(rules, &rows, 7).cost_offered.expect("known");
    assert_eq!(offered.picodollars(), rows.iter().map(one).sum::<u128>());
    let admitted = starts(&agree(rules, &whole(1), &rows)).iter().map(|(_, row)| one(row)).sum();
    assert_eq!(report(rules, &rows, 7).cost_admitted.expect("known").picodollars(), admitted);
}

#[test]
fn an_empty_log_comes_to_nothing() {
    for rules in every_way(Rules::new(all_limits(), PRICES)) {
        let mut replay = Replay::new(rules);
        replay.feed(&[]).expect("nothing is wrong with nothing");
        let report = replay.finish().expect("it fits");
        assert_eq!((report.requests, report.first, report.last_start_us), (0, None, None));
        assert_eq!(report.cost_offered.expect("nothing needs no price").to_string(), "0");
    }
}

/// What the page reads is what the worker has worked out.
#[test]
fn an_outcome_is_read_back_from_its_json() {
    for policy in ["drop", "queue"] {
        let draft = Draft {
            model: Some("openai/gpt-oss-120b".into()),
            plan: Some("free".into()),
            compare: true,
            policy: Some(policy.into()),
            patience_seconds: (policy == "queue").then(|| "60".into()),
            max_refused_percent: Some("100".into()),
            scale: Some("50".into()),
            ..Draft::default()
        };
        let settings = draft.check().expect("they are good");
        let mut runner = Runner::new(&groq_catalog::CATALOG, settings, Memory::default())
            .expect("it is offered");
        runner.feed(&day(1)).expect("in order");
        let (outcome, _) = runner.finish(Log { skipped_rows: 3, format: None }).expect("it fits");
        let json = serde_json::to_value(&outcome).expect("it is written");
        let read: ReadOutcome = serde_json::from_value(json.clone()).expect("it is read");
        let chosen = outcome.chosen.as_ref().expect("one is named");
        assert_eq!((read.as_of, read.rows, read.skipped_rows), (outcome.as_of, outcome.rows, 3));
        assert_eq!((read.chosen.id(), read.chosen.paid_usd), (chosen.offer.id, chosen.paid_usd));
        assert!(read.caps.known().eq(chosen.caps.known()));
        let best = outcome.recommended().expect("one meets it");
        assert_eq!(read.recommended.as_ref().map(|best| best.id()), Some(best.offer.id));
        assert_eq!(read.options.len(), outcome.options.len());
        for (read, option) in read.options.iter().zip(&outcome.options) {
            assert_eq!((read.option.id(), read.lost), (option.offer.id, option.report.lost()));
            assert_eq!(read.wait_p99_us, option.report.waits.p99_us);
        }
        let report = &chosen.report;
        assert!(report.refused() > 0, "the limits refuse some");
        assert_eq!((read.report.policy, read.report.waits), (report.policy, report.waits));
        assert_eq!((read.report.limits, read.report.first), (report.limits, report.first));
        let written = |report: &Report| serde_json::to_value(report).expect("it is written");
        assert_eq!(written(&read.report), written(report));
    }
}

use alloc::vec::Vec;

use super::*;
use crate::{
    catalog::{
        limits::{Caps, Limit},
        model::Context,
        pricing::{Price, Prices},
    },
    replay::{
        policy::{Limiter, Policy},
        rules::{Charge, Stretch},
        sample::Sample,
    },
};

const PRICES: Prices = Prices {
    input: Some(Price::per_million("0.15")),
    cached_input: Some(Price::per_million("0.075")),
    output: Some(Price::per_million("0.60")),
    audio_hour: Some(Price::per_hour("0.04")),
    ..Prices::NONE
};
const FREE: Caps = Caps::NONE
    .with(Limit::RPM, 30)
    .with(Limit::RPD, 1000)
    .with(Limit::TPM, 8000)
    .with(Limit::TPD, 200_000);

fn report(rules: Rules, rows: &[Request]) -> Report {
    let mut replay = Replay::new(rules);
    replay.feed(rows).unwrap();
    replay.finish().unwrap()
}

/// The same by the path that can do everything.
fn slowly(rules: Rules, rows: &[Request]) -> Report {
    let mut replay = Replay::on(Path::Gate(Box::new(rules.gate())), rules);
    replay.feed(rows).unwrap();
    replay.finish().unwrap()
}

fn rows(list: &[(u64, u32, u32, u32)]) -> Vec<Request> {
    let row = |&(t, input, cached, output): &_| Request::new(t, input, cached, output).unwrap();
    list.iter().map(row).collect()
}

#[test]
#[cfg_attr(miri, ignore = "minutes under Miri, and no memory of its own")]
fn lanes_and_gate_agree_to_the_last_figure() {
    let odd = Caps::NONE
        .with(Limit::RPM, 7)
        .with(Limit::RPD, 977)
        .with(Limit::TPM, 6007)
        .with(Limit::TPD, 700_001);
    let context = Context { window: Some(5000), max_completion: Some(1000) };
    let variants = [
        Rules::new(FREE, PRICES),
        Rules::new(FREE.times(10), PRICES),
        Rules::new(odd, PRICES),
        Rules { charge: Charge::Total, ..Rules::new(odd, PRICES) },
        Rules { context, ..Rules::new(FREE, Prices::NONE) },
        Rules { scale: 3, ..Rules::new(FREE.times(3), PRICES) },
        Rules { scale: 40, stretch: Stretch::parse("0.3").unwrap(), ..Rules::new(odd, PRICES) },
        Rules::new(Caps::NONE.with(Limit::TPD, 300_000), PRICES),
        Rules::new(Caps::NONE.with(Limit::RPM, 1).with_unknown(Limit::TPM), PRICES),
        Rules::new(Caps::NONE.with(Limit::TPM, 0), PRICES),
        Rules::new(Caps::NONE.with(Limit::RPD, 0), PRICES),
        Rules::new(Caps::NONE, PRICES),
    ];
    for seed in 0..4 {
        for requests in [300, 3000] {
            let mut rows: Vec<_> = Sample::new(seed, requests).collect();
            for row in rows.iter_mut().step_by(5) {
                *row = row.with_audio(4000 * row.output()).unwrap();
            }
            for rules in variants {
                let fast = Replay::new(rules);
                assert!(matches!(fast.path, Path::Lanes(_)));
                assert_eq!(report(rules, &rows), slowly(rules, &rows), "{seed} {rules:?}");
            }
        }
    }
}

#[test]
fn lanes_are_for_what_they_do_exactly() {
    let is_fast = |rules: Rules| Lanes::new(&rules).is_some();
    let rules = Rules::new(FREE, PRICES);
    assert!(is_fast(rules));
    assert!(!is_fast(Rules { limiter: Limiter::Fixed, ..rules }));
    assert!(!is_fast(Rules { policy: Policy::Queue { patience_us: None }, ..rules }));
    assert!(!is_fast(Rules { batch: true, ..rules }));
    for limit in [Limit::ITPM, Limit::OTPM, Limit::ASH, Limit::ASD] {
        assert!(!is_fast(Rules::new(FREE.with(limit, 1_000_000), PRICES)), "{limit}");
    }
    for cap in [u64::MAX, 1_000_000_007 * 1_000_003, 213_503_983] {
        assert!(!is_fast(Rules::new(FREE.with(Limit::TPD, cap), PRICES)), "{cap}");
    }
    assert!(is_fast(Rules::new(FREE.with(Limit::TPD, 53_375_993), PRICES)));
}

#[test]
fn figures_of_a_small_log() {
    let caps = Caps::NONE.with(Limit::RPM, 2).with(Limit::TPM, 6000);
    let log = rows(&[
        (1_000_000, 3000, 1000, 1000),
        (1_000_000, 2000, 0, 500),
        (1_500_000, 2000, 0, 500),
        (2_000_000, 6000, 0, 1),
        (31_000_000, 100, 0, 0),
    ]);
    let report = report(Rules::new(caps, PRICES), &log);
    assert_eq!((report.requests, report.admitted, report.rejected), (5, 3, 1));
    assert_eq!((report.oversize, report.oversize_by.get(Limit::TPM)), (1, 1));
    assert_eq!((report.over_context, report.lost(), report.delayed), (0, 2, 0));
    assert_eq!(report.tokens_charged, 3000 + 2500 + 100);
    assert_eq!(report.failed_by.get(Limit::RPM), 1);
    assert_eq!(report.failed_by.get(Limit::TPM), 1);
    assert_eq!(report.longest_wait_by.get(Limit::RPM), 1);
    assert_eq!(report.longest_wait_by.get(Limit::TPM), 0);
    // RPM: 29.5 s more; TPM: 1,950 short at 100 a second.
    let first = crate::replay::refusal::Refusal {
        row: 2,
        t_us: 500_000,
        limit: Limit::RPM,
        retry_after_us: 29_500_000,
    };
    assert_eq!(report.first, Some(first));
    assert_eq!(report.last_start_us, Some(30_000_000));
    // 4,100 in, 1,000 of it cached, at 0.15 and 0.075; 1,500 out at 0.60.
    assert_eq!(report.cost_admitted.unwrap().to_string(), "0.00159");
    assert_eq!(report.cost_offered.unwrap().to_string(), "0.0030906");
    assert_eq!(report.limits, [Limit::RPM, Limit::TPM].into_iter().collect());
    let bins = report.series.bins();
    assert_eq!(bins.len(), 30_000_000 / report.series.bin_us() as usize + 1);
    assert_eq!((bins[0].requests, bins[0].admitted), (2, 2));
    assert_eq!((bins[0].left(Limit::RPM), bins[0].left(Limit::TPM)), (Some(0), Some(500)));
}

#[test]
fn rows_that_can_wait_leave_the_stream() {
    let caps = Caps::NONE.with(Limit::RPM, 1);
    let mut log = rows(&[(0, 1000, 500, 100), (0, 1000, 500, 100), (0, 10, 0, 0)]);
    log[1] = log[1].with_batchable(true);
    let rules = Rules { batch: true, ..Rules::new(caps, PRICES) };
    let report = report(rules, &log);
    assert_eq!((report.requests, report.batched), (3, 1));
    assert_eq!((report.admitted, report.rejected), (1, 1));
    assert_eq!(report.first.unwrap().row, 2);
    assert_eq!(report.cost_batched.unwrap().to_string(), "0.000105");
    assert_eq!(report.cost_admitted.unwrap().to_string(), "0.0001725");
    assert_eq!(report.cost_offered.unwrap().to_string(), "0.000174");
    assert_eq!(report.series.bins()[0].requests, 2);
}

#[test]
fn copies_are_one_row() {
    let log = rows(&[(5, 10, 0, 0), (7, 10, 0, 0)]);
    let caps = Caps::NONE.with(Limit::RPD, 50);
    let scaled =
        Rules { scale: 30, stretch: Stretch::parse("3").unwrap(), ..Rules::new(caps, PRICES) };
    let queue = Rules { policy: Policy::Queue { patience_us: None }, ..scaled };
    for rules in [scaled, queue] {
        let report = report(rules, &log);
        assert_eq!(report.requests, 60);
        assert_eq!((report.first.unwrap().row, report.first.unwrap().t_us), (1, 6));
        assert_eq!(report.admitted, if rules == queue { 60 } else { 50 });
    }
}

#[test]
fn time_does_not_go_back() {
    let mut log: Vec<_> = Sample::new(1, 400).collect();
    let late = log[300].t_us;
    log[301] = Request { t_us: late - 1, ..log[301] };
    let mut replay = Replay::new(Rules::new(FREE, PRICES));
    let error = replay.feed(&log).unwrap_err();
    assert!(error.field() == "t_us" && error.to_string().contains("row 301"), "{error}");
    assert!(error.to_string().contains(&late.to_string()), "{error}");
    // What came before it counts, and a row at the same time goes on.
    replay.feed(&[log[300]]).unwrap();
    assert_eq!(replay.finish().unwrap().requests, 302);
    let mut replay = Replay::new(Rules::new(FREE, PRICES));
    replay.feed(&log[300..301]).unwrap();
    assert!(replay.feed(&log[301..]).unwrap_err().to_string().contains("row 1)"));
}

#[test]
#[cfg_attr(miri, ignore = "minutes under Miri, and no memory of its own")]
fn cutting_changes_nothing() {
    let log: Vec<_> = Sample::new(9, 1500).collect();
    let queue = Policy::Queue { patience_us: Some(3_600_000_000) };
    let fixed = Rules { limiter: Limiter::Fixed, ..Rules::new(FREE, PRICES) };
    let slow = Stretch::parse("1.5").unwrap();
    for rules in [
        Rules::new(FREE, PRICES),
        Rules { policy: queue, ..Rules::new(FREE, PRICES) },
        Rules { scale: 2, stretch: slow, ..fixed },
    ] {
        let whole = report(rules, &log);
        for size in [1, 7, 255, 256, 257, 1000] {
            let mut replay = Replay::new(rules);
            for chunk in log.chunks(size) {
                replay.feed(chunk).unwrap();
                replay.feed(&[]).unwrap();
            }
            assert_eq!(replay.finish().unwrap(), whole, "{size} {rules:?}");
        }
    }
}

#[test]
fn an_illegal_scale_is_refused() {
    let mut replay = Replay::new(Rules { scale: 0, ..Rules::new(FREE, PRICES) });
    assert_eq!(replay.feed(&rows(&[(0, 0, 0, 0)])).unwrap_err().field(), "scale");
    assert_eq!(replay.finish().unwrap_err().field(), "scale");
}

#[test]
fn limits_that_refuse_together() {
    let all = [Limit::RPM, Limit::RPD, Limit::TPM, Limit::TPD];
    let caps = |cap: fn(Limit) -> u64| {
        all.iter().fold(Caps::NONE, |caps, limit| caps.with(*limit, cap(*limit)))
    };
    let narrow = caps(|limit| if matches!(limit, Limit::RPM | Limit::RPD) { 1 } else { 10 });
    let rows = [Request::new(0, 8, 0, 2).unwrap(), Request::new(1, 8, 0, 2).unwrap()];
    for open in [None, Some(Limit::RPM), Some(Limit::RPD), Some(Limit::TPM), Some(Limit::TPD)] {
        let caps = open.map_or(narrow, |open| narrow.with(open, 1000));
        let mut replay = Replay::new(Rules::new(caps, Prices::NONE));
        replay.feed(&rows).unwrap();
        let report = replay.finish().unwrap();
        assert_eq!((report.admitted, report.rejected), (1, 1), "{open:?}");
        for limit in all {
            assert_eq!(report.failed_by.get(limit), u64::from(open != Some(limit)), "{limit}");
        }
    }
}

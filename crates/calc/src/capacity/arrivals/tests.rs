use super::*;
use crate::{
    num::number::Number,
    question::{draft::Draft, workload_draft::WorkloadDraft},
};
use alloc::string::ToString;

fn bucket(cap: u64, each: u64) -> Arrivals {
    Arrivals::tightest([(Limit::TPM, cap, each)])
}

/// By the defining sum, in 400 decimal places and more.
#[test]
fn g_is_right_to_one_part_in_ten_to_the_eleven() {
    #[rustfmt::skip]
    let cases = [
        // Between whole places and on them, by positive sums.
        (0.5, 0.25, 1.1331484530668263), (0.5, 1.0, 1.6487212707001282),
        (3.0, 1.5, 83.29459769501472), (0.9, 7.3, 7.942711748539317),
        (1.0, 12.0, 24.6666666666699), (0.2, 31.999, 1.25),
        (1.25, 20.75, 71192.5920543579), (1.0, 31.5, 63.666666666666664),
        (1.5, 31.5, 2434514244993.392),
        // By the two real terms, with the root by Newton's method ...
        (0.51, 32.0, 2.0408163265306123), (0.9, 32.0, 9.987662722386212),
        (0.9, 45.5, 9.99924712224655), (0.998, 40.0, 74.54164672714377),
        (1.002, 40.0, 87.4751922913238), (1.002, 300.0, 1160.944356408487),
        (1.3, 32.5, 230862124.1907568), (1.9, 32.0, 3.2560989083902365e20),
        // ... as a series ...
        (0.9992, 40.0, 78.1390978737828), (0.9992, 1000.0, 997.8716053548262),
        (1.0008, 40.0, 83.30348362674593), (1.0008, 300.0, 770.9118303338937),
        // ... and where it vanishes.
        (1.0, 32.0, 64.66666666666667), (1.0, 40.5, 81.66666666666667),
        (0.5, 40.0, 2.0),
    ];
    for (rho, x, expected) in cases {
        let error = waiting(rho, x) / expected - 1.0;
        assert!(error.abs() < 1e-11, "G({x}) at {rho}: {error:e}");
    }
}

#[test]
fn g_is_endless_only_where_it_no_longer_counts() {
    assert_eq!(waiting(2.0, 32.0), f64::INFINITY);
    assert_eq!(waiting(40.5, 1.0), f64::INFINITY);
    assert!(waiting(40.5, 0.999).is_finite());
    assert!(waiting(40.0, 1.0) > 1e17 && waiting(40.0, 1.0).is_finite());
    // 3.3e20 by the sum.
    assert_eq!(waiting(1.9, 31.999), waiting_near(1.9, 31.999));
    assert_eq!(waiting_near(40.0, 31.5), f64::INFINITY);
}

#[test]
fn both_ways_meet_where_one_takes_over() {
    for step in 51..185 {
        let rho = f64::from(step) / 100.0;
        for x in [29.0, 30.3, 31.0, 31.9] {
            let error = waiting_near(rho, x) / waiting_far(rho, x) - 1.0;
            // What the other terms may add, and rounding.
            let bound = libm::pow(rho / core::f64::consts::TAU, x) + 1e-11;
            assert!(error.abs() < bound, "G({x}) at {rho}: {error:e}");
        }
    }
}

#[test]
fn shares_by_the_defining_sum() {
    for (rate, cap, each, expected) in [
        ((1, 1), 1, 1, 500_000_000),
        ((1, 1), 2, 1, 96_274_476),
        ((2, 1), 4, 1, 7_684_247),
        ((30, 1), 30, 1, 16_759_777),
        ((20, 1), 30, 1, 0),
        ((16, 5), 32, 10, 164_872_272),
        ((2, 1), 32, 10, 43_834_124),
        ((33, 1), 33, 1, 15_228_426),
        ((30, 1), 32_999, 1000, 211_246),
        ((30, 1), 335, 10, 84_760),
        ((9995, 100), 100, 1, 4_764_052),
        ((100, 1), 100, 1, 5_008_347),
        ((10_005, 100), 100, 1, 5_260_712),
        ((110, 1), 100, 1, 90_909_091),
        ((1, 2), 3, 2, 152_409_530),
        ((60, 1), 2, 1, 966_666_667),
        ((3, 1), 5, 4, 660_880_340),
    ] {
        let share = bucket(cap, each).share_refused(Fraction::new(rate.0, rate.1));
        assert_eq!(share.billionths(), expected, "{rate:?} on {cap}/{each}");
    }
}

#[test]
fn the_ends() {
    let one = Fraction::new(1, 1);
    let nothing = Fraction::new(0, 1);
    assert_eq!(Arrivals::tightest([]).share_refused(one), Share::NONE);
    assert_eq!(Arrivals::tightest([]).highest_rate(Share::NONE), None);
    assert_eq!(bucket(5, 0), Arrivals::tightest([]));
    assert_eq!(bucket(0, 7).share_refused(one), Share::ALL);
    assert_eq!(bucket(0, 7).share_refused(nothing), Share::NONE);
    assert_eq!(bucket(99, 100).share_refused(one), Share::ALL);
    assert_eq!(bucket(99, 100).highest_rate(Share::PERCENT), Some(nothing));
    assert_eq!(bucket(100, 100).share_refused(one), Share::from_billionths(BILLION / 2).unwrap());
    assert_eq!(bucket(3, 1).share_refused(Fraction::new(1, 0)), Share::ALL);
    assert_eq!(bucket(3, 1).share_refused(Fraction::new(u128::MAX, 1)), Share::ALL);
    assert_eq!(bucket(1, 1).share_refused(Fraction::new(1, 0)), Share::ALL);
    assert_eq!(bucket(3, 1).highest_rate(Share::ALL), None);
    assert_eq!(bucket(u64::MAX, 1).share_refused(Fraction::new(u64::MAX.into(), 1)), Share::NONE);
    let half = bucket(u64::MAX, 1).share_refused(Fraction::new(2 * u128::from(u64::MAX), 1));
    assert_eq!(half, Share::from_billionths(BILLION / 2).unwrap());
}

#[test]
fn highest_rates_and_one_step_more() {
    for (cap, each, target, expected) in [
        (4, 1, Share::PERCENT, 2119),
        (4, 1, Share::PERMILLE, 1284),
        (30, 1, Share::PERCENT, 29_512),
        (30, 1, Share::PERMILLE, 27_865),
        (32, 10, Share::PERCENT, 1274),
        (32, 10, Share::PERMILLE, 640),
        (100, 1, Share::PERCENT, 100_805),
        (100, 1, Share::PERMILLE, 98_665),
    ] {
        let rate = bucket(cap, each).highest_rate(target).unwrap();
        assert_eq!(rate, Fraction::new(expected, 1000), "{cap}/{each}, {target}");
    }
    for cap in [1, 7, u64::MAX] {
        for target in [Share::NONE, Share::PERCENT, Share(500_000_000), Share(BILLION - 1)] {
            let arrivals = bucket(cap, 1);
            let rate = arrivals.highest_rate(target).unwrap();
            let more = Fraction::new(rate.numerator() + 1, 1000);
            assert!(arrivals.share_refused(rate) <= target, "{cap}, {target}");
            assert!(arrivals.share_refused(more) > target, "{cap}, {target}");
        }
    }
}

#[test]
fn the_tightest_limit_is_named_and_so_is_its_equal() {
    let arrivals = Arrivals::tightest([
        (Limit::RPM, 30, 1),
        (Limit::TPM, 8000, 500),
        (Limit::ITPM, 6000, 375),
        (Limit::OTPM, 1000, 0),
    ]);
    assert_eq!(arrivals.bucket(), Some(Fraction::new(16, 1)));
    assert_eq!(arrivals.bound(), [Limit::TPM, Limit::ITPM].into_iter().collect());
}

#[test]
fn a_load_meets_the_minute_limits_that_count() {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2880)),
        input_tokens: Some(Number::from(1500)),
        cached_input_tokens: Some(Number::from(1000)),
        output_tokens: Some(Number::from(500)),
        safety_margin_percent: Some(Number::from(50)),
        ..WorkloadDraft::default()
    };
    let workload = Draft { workload, ..Draft::default() }.check().unwrap().workload;
    let load = Load::new(&workload, 0, true);
    let caps = Caps::NONE.with(Limit::RPD, 1).with(Limit::TPD, 1).with(Limit::ASH, 1);
    let new = |caps: Caps| Arrivals::new(&load, &caps, LimitSet::EMPTY, None);
    assert_eq!(new(caps), Arrivals::tightest([]));
    for (limit, requests) in
        [(Limit::RPM, 4000), (Limit::TPM, 4), (Limit::ITPM, 8), (Limit::OTPM, 8)]
    {
        let caps = caps.with(limit, 8000);
        let arrivals = new(caps);
        assert_eq!(arrivals.bucket(), Some(Fraction::new(requests, 1)), "{limit}");
        assert_eq!(arrivals.bound(), LimitSet::from_iter([limit]));
        let ignored = Arrivals::new(&load, &caps, LimitSet::from_iter([limit]), None);
        assert_eq!(ignored, Arrivals::tightest([]));
        let blocked = Some(Blocked::Context { requested: 2, window: 1 });
        let blocked = Arrivals::new(&load, &caps, LimitSet::EMPTY, blocked);
        assert_eq!(blocked.bucket(), Some(Fraction::new(0, 1)));
        assert!(blocked.bound().is_empty());
    }
}

#[test]
fn shares_are_printed_as_decimals() {
    assert_eq!(Share::NONE.to_string(), "0");
    assert_eq!(Share::ALL.to_string(), "1");
    assert_eq!(Share::PERMILLE.to_string(), "0.001");
    assert_eq!(Share(1).to_string(), "0.000000001");
    assert_eq!(Share::from_billionths(BILLION), Some(Share::ALL));
    assert_eq!(Share::from_billionths(BILLION + 1), None);
    assert_eq!(Share::round(-1e-15), Share::NONE);
    assert_eq!(Share::round(1.4e-9), Share(1));
    assert_eq!(Share::round(1.6e-9), Share(2));
}

//! Random arrivals: the engine's formula against a simulated bucket, and
//! against two other ways to the same number in 512 binary places.

use groq_calc::{
    Caps, Draft, Fraction, Limit, Number, Workload, WorkloadDraft,
    capacity::{Arrivals, Load, Share},
    catalog::{Context, LimitSet},
};
use num_bigint::BigInt;
use proptest::prelude::*;

// The simulated bucket.

const MINUTE: u64 = 60_000_000;

/// Uniform in (0, 1]: SplitMix64.
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^= word >> 31;
        ((word >> 11) + 1) as f64 / (1u64 << 53) as f64
    }
}

/// One limit in whole microseconds: its level counts millionths of a sixtieth
/// of the cap's unit, so that it regains its cap in every microsecond.
struct Bucket {
    cap: u64,
    each: u64,
    level: u64,
}

/// The share refused by all of `limits` together, each as (cap, what a request
/// takes), and its standard error.
///
/// From the means of 20 batches. Most of their scatter comes from how long the
/// arrivals happened to take, of which the mean is known; what the share owes
/// to it is taken out by regression (a control variate).
fn simulate(limits: &[(u64, u64)], rate: f64, arrivals: u64, seed: u64) -> (f64, f64) {
    const BATCHES: u64 = 20;
    let mut chance = Chance(seed);
    let mut buckets: Vec<Bucket> =
        limits.iter().map(|&(cap, each)| Bucket { cap, each, level: cap * MINUTE }).collect();
    let (mut clock, mut now) = (0.0f64, 0u64);
    // The share refused of so many arrivals, and by how much they came late.
    let mut run = |arrivals: u64| {
        let (start, mut refused) = (clock, 0u64);
        for _ in 0..arrivals {
            clock -= chance.draw().ln() * MINUTE as f64 / rate;
            let passed = clock as u64 - now;
            now += passed;
            for bucket in &mut buckets {
                bucket.level = (bucket.level + passed * bucket.cap).min(bucket.cap * MINUTE);
            }
            if buckets.iter().any(|bucket| bucket.level < bucket.each * MINUTE) {
                refused += 1;
            } else {
                for bucket in &mut buckets {
                    bucket.level -= bucket.each * MINUTE;
                }
            }
        }
        let count = arrivals as f64;
        (refused as f64 / count, (clock - start) * rate / MINUTE as f64 / count - 1.0)
    };
    // The full start is forgotten first.
    run(arrivals / 4);
    let batches: Vec<_> = (0..BATCHES).map(|_| run(arrivals / BATCHES)).collect();
    let count = BATCHES as f64;
    let share = batches.iter().map(|batch| batch.0).sum::<f64>() / count;
    let late = batches.iter().map(|batch| batch.1).sum::<f64>() / count;
    let product: f64 = batches.iter().map(|batch| (batch.0 - share) * (batch.1 - late)).sum();
    let square: f64 = batches.iter().map(|batch| (batch.1 - late).powi(2)).sum();
    let slope = product / square;
    let rest = |batch: &(f64, f64)| batch.0 - share - slope * (batch.1 - late);
    let scatter: f64 = batches.iter().map(|batch| rest(batch).powi(2)).sum();
    (share - slope * late, (scatter / (count - 2.0) / count).sqrt())
}

fn share(limits: &[(u64, u64)], rate: Fraction) -> f64 {
    let named = limits.iter().map(|&(cap, each)| (Limit::TPM, cap, each));
    f64::from(Arrivals::tightest(named).share_refused(rate).billionths()) / 1e9
}

/// Five standard errors, and two in 100,000 for the clock's whole microseconds
/// and for runs so short of refusals that they show no error.
#[track_caller]
fn agree(limits: &[(u64, u64)], bucket: f64, rho_percent: u64, arrivals: u64) {
    // rate = rho K, exactly, from the first limit.
    let (cap, each) = limits[0];
    let rate = Fraction::new(u128::from(cap * rho_percent), u128::from(100 * each));
    let seed = cap * 1_000_003 + each * 10_007 + rho_percent;
    let per_minute = rate.numerator() as f64 / rate.denominator() as f64;
    let (simulated, error) = simulate(limits, per_minute, arrivals, seed);
    let tolerance = 5.0 * error + 2e-5;
    assert!(tolerance < 0.003, "K = {bucket}, rho = {rho_percent} %: {tolerance} proves nothing");
    let computed = share(limits, rate);
    assert!(
        (computed - simulated).abs() <= tolerance,
        "K = {bucket}, rho = {rho_percent} %: {computed} by formula, {simulated} +- {tolerance} seen"
    );
}

const UTILISATION: [u64; 8] = [30, 50, 70, 90, 100, 110, 130, 150];

#[test]
fn a_simulated_bucket_agrees_for_whole_sizes() {
    for size in [1, 2, 3, 5, 8, 16, 30, 60, 125] {
        for rho in UTILISATION {
            agree(&[(size, 1)], size as f64, rho, 500_000);
        }
    }
}

#[test]
fn a_simulated_bucket_agrees_for_a_large_size() {
    for rho in UTILISATION {
        // At rho = 1 what happened is forgotten after some K^2 arrivals only.
        agree(&[(1000, 1)], 1000.0, rho, if rho == 100 { 6_000_000 } else { 600_000 });
    }
}

#[test]
fn a_simulated_bucket_agrees_between_whole_sizes() {
    for (cap, each) in [(32, 10), (3, 2), (8000, 2001), (8000, 1032), (335, 10)] {
        for rho in UTILISATION {
            agree(&[(cap, each)], cap as f64 / each as f64, rho, 500_000);
        }
    }
}

#[test]
fn the_tightest_of_several_decides_alone() {
    for rho in UTILISATION {
        // K = 4, 30, 5 and 4.2.
        agree(&[(8000, 2000), (30, 1), (7500, 1500), (2100, 500)], 4.0, rho, 500_000);
        // 16 twice.
        agree(&[(16, 1), (8000, 500), (17, 1)], 16.0, rho, 500_000);
    }
}

// Other ways to the same number, in binary fixed point.

const PLACES: u32 = 512;

fn fixed(numerator: u64, denominator: u64) -> BigInt {
    (BigInt::from(numerator) << PLACES) / BigInt::from(denominator)
}

fn times(a: &BigInt, b: &BigInt) -> BigInt {
    (a * b) >> PLACES
}

fn over(a: &BigInt, b: &BigInt) -> BigInt {
    (a << PLACES) / b
}

fn exp(y: &BigInt) -> BigInt {
    let (mut term, mut sum) = (fixed(1, 1), BigInt::ZERO);
    for n in 1u32.. {
        sum += &term;
        term = times(&term, y) / n;
        if term == BigInt::ZERO {
            break;
        }
    }
    sum
}

fn billionths(share: &BigInt) -> i64 {
    let scaled: BigInt = (share * 1_000_000_000 + fixed(1, 2)) >> PLACES;
    scaled.try_into().expect("a share")
}

/// The alternating sum as it stands in the books, for K = cap/each.
fn by_alternating_sum(rho: (u64, u64), cap: u64, each: u64) -> i64 {
    let one = fixed(1, 1);
    let rho = fixed(rho.0, rho.1);
    let mut g = BigInt::ZERO;
    for k in 0..cap / each {
        let y = times(&rho, &fixed(cap - (k + 1) * each, each));
        let power = (0..k).fold(exp(&y), |term, j| times(&term, &y) / (j + 1));
        g += if k % 2 == 0 { power } else { -power };
    }
    let admitted = over(&one, &(rho + over(&one, &g)));
    billionths(&(one - admitted))
}

/// The queue with room for `places` seen whenever one leaves: its Markov chain,
/// solved by elimination without subtraction.
fn by_embedded_chain(rho: (u64, u64), places: usize) -> i64 {
    let one = fixed(1, 1);
    let rho = fixed(rho.0, rho.1);
    let mut arrive = vec![over(&one, &exp(&rho))];
    for n in 1..places {
        arrive.push(times(&arrive[n - 1], &rho) / n);
    }
    let mut chain = vec![vec![BigInt::ZERO; places]; places];
    for (from, row) in chain.iter_mut().enumerate() {
        let base = from.saturating_sub(1);
        let mut rest = one.clone();
        for to in base..places - 1 {
            row[to] = arrive[to - base].clone();
            rest -= &row[to];
        }
        row[places - 1] = rest;
    }
    for last in (1..places).rev() {
        let leave = (0..last).fold(BigInt::ZERO, |sum, to| sum + &chain[last][to]);
        for from in 0..last {
            chain[from][last] = over(&chain[from][last], &leave);
            for to in 0..last {
                let through = times(&chain[from][last], &chain[last][to]);
                chain[from][to] += through;
            }
        }
    }
    let mut weights = vec![one.clone()];
    while weights.len() < places {
        let from = weights.iter().zip(&chain);
        let flows = from.map(|(weight, row)| times(weight, &row[weights.len()]));
        let weight = flows.fold(BigInt::ZERO, |sum, flow| sum + flow);
        weights.push(weight);
    }
    let total = weights.iter().fold(BigInt::ZERO, |sum, weight| sum + weight);
    let empty = over(&weights[0], &total);
    // One leaves after each service; the next service starts at once or after
    // an idle time of 1/rate.
    billionths(&(&one - over(&one, &(rho + empty))))
}

fn engine(rho: (u64, u64), cap: u64, each: u64) -> i64 {
    let rate = Fraction::new(u128::from(rho.0 * cap), u128::from(rho.1 * each));
    let arrivals = Arrivals::tightest([(Limit::TPM, cap, each)]);
    arrivals.share_refused(rate).billionths().into()
}

const RHO: [(u64, u64); 17] = [
    (1, 1000),
    (1, 10),
    (3, 10),
    (1, 2),
    (501, 1000),
    (7, 10),
    (9, 10),
    (998, 1000),
    (9995, 10_000),
    (1, 1),
    (10_005, 10_000),
    (1002, 1000),
    (11, 10),
    (3, 2),
    (199, 100),
    (5, 2),
    (9, 1),
];

#[test]
fn right_to_one_in_a_billion_by_the_alternating_sum() {
    let whole = [1, 2, 3, 5, 8, 16, 30, 32, 33, 34, 60].map(|size| (size, 1));
    let between = [(5, 4), (3, 2), (32, 10), (8000, 2001), (8000, 515), (329, 10), (335, 10)];
    for (cap, each) in whole.into_iter().chain(between) {
        for rho in RHO {
            let (computed, expected) = (engine(rho, cap, each), by_alternating_sum(rho, cap, each));
            let error = (computed - expected).abs();
            assert!(error <= 1, "{cap}/{each} at {rho:?}: {computed}, not {expected}");
        }
    }
}

#[test]
fn right_to_one_in_a_billion_by_the_embedded_chain() {
    for places in [1, 2, 3, 5, 8, 12, 33] {
        for rho in RHO {
            let (computed, expected) =
                (engine(rho, places as u64, 1), by_embedded_chain(rho, places));
            let error = (computed - expected).abs();
            assert!(error <= 1, "{places} at {rho:?}: {computed}, not {expected}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn more_requests_lose_more_and_a_larger_bucket_less(
        cap in 1u64..2_000_000,
        each in 1u64..20_000,
        rate in 1u128..100_000_000,
        more in 0u128..1_000_000,
    ) {
        let arrivals = Arrivals::tightest([(Limit::TPM, cap, each)]);
        let share = arrivals.share_refused(Fraction::new(rate, 1000));
        prop_assert!(share <= Share::ALL);
        prop_assert!(share <= arrivals.share_refused(Fraction::new(rate + more, 1000)));
        let larger = Arrivals::tightest([(Limit::TPM, cap + more as u64, each)]);
        prop_assert!(share >= larger.share_refused(Fraction::new(rate, 1000)));
        // No more gets through than comes back.
        let (lost, room) = (u128::from(share.billionths()), u128::from(cap) * 1000);
        prop_assert!((1_000_000_000 - lost) * rate * u128::from(each) <= (room * 1_000_000_000) + rate * u128::from(each));
    }

    #[test]
    fn the_highest_rate_has_two_sides(
        cap in 1u64..2_000_000_000,
        each in 1u64..20_000,
        target in prop_oneof![0u32..1_000_000_000, Just(1_000_000), Just(10_000_000)],
    ) {
        let arrivals = Arrivals::tightest([(Limit::TPM, cap, each)]);
        let target = Share::from_billionths(target).expect("below one");
        let rate = arrivals.highest_rate(target).expect("there is a limit");
        prop_assert_eq!(rate.denominator(), 1000);
        prop_assert!(arrivals.share_refused(rate) <= target);
        let more = Fraction::new(rate.numerator() + 1, 1000);
        prop_assert!(arrivals.share_refused(more) > target);
    }
}

// From a workload.

fn workload(change: impl FnOnce(&mut WorkloadDraft)) -> Workload {
    let mut workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2880)),
        input_tokens: Some(Number::from(1500)),
        cached_input_tokens: Some(Number::from(1000)),
        output_tokens: Some(Number::from(500)),
        ..WorkloadDraft::default()
    };
    change(&mut workload);
    Draft { workload, ..Draft::default() }.check().expect("the ranges are legal").workload
}

const ANY: Context = Context { window: None, max_completion: None };

#[test]
fn a_workload_meets_its_minute_limits_alone() {
    let caps = Caps::NONE
        .with(Limit::RPM, 30)
        .with(Limit::TPM, 8000)
        .with(Limit::RPD, 1)
        .with(Limit::TPD, 200_000);
    let plain = workload(|_| {});
    let load = Load::new(&plain, 0, false);
    let arrivals = Arrivals::new(&load, &caps, LimitSet::EMPTY, None);
    assert_eq!(arrivals.bucket(), Some(Fraction::new(4, 1)));
    assert_eq!(arrivals.bound(), LimitSet::from_iter([Limit::TPM]));
    // 2,880 a day are two a minute.
    assert_eq!(load.peak(), 2);
    let at_peak = arrivals.share_refused(Fraction::new(load.peak().into(), 1));
    assert_eq!(at_peak.to_string(), "0.007684247");
    // Where the cache is credited, a request takes 1,000.
    let cached = Arrivals::new(&Load::new(&plain, 0, true), &caps, LimitSet::EMPTY, None);
    assert_eq!(cached.bucket(), Some(Fraction::new(8, 1)));
    // Left out, the requests decide.
    let ignored = LimitSet::from_iter([Limit::TPM]);
    let arrivals = Arrivals::new(&load, &caps, ignored, None);
    assert_eq!(arrivals.bucket(), Some(Fraction::new(30, 1)));
    // Half the cap is left unused.
    let careful = workload(|draft| draft.safety_margin_percent = Some(Number::from(50)));
    let arrivals = Arrivals::new(&Load::new(&careful, 0, false), &caps, LimitSet::EMPTY, None);
    assert_eq!(arrivals.bucket(), Some(Fraction::new(2, 1)));
}

#[test]
fn prompt_and_completion_have_limits_of_their_own() {
    let plain = workload(|_| {});
    let load = |caching| Load::new(&plain, 0, caching);
    let caps = Caps::NONE.with(Limit::ITPM, 6000).with(Limit::OTPM, 4000);
    let bucket = |caching| Arrivals::new(&load(caching), &caps, LimitSet::EMPTY, None).bucket();
    assert_eq!(bucket(false), Some(Fraction::new(4, 1)));
    // 500 of the prompt are counted: 12; the completion lets 8 through.
    assert_eq!(bucket(true), Some(Fraction::new(8, 1)));
}

#[test]
fn a_request_that_never_passes_is_refused_each_time() {
    let caps = Caps::NONE.with(Limit::TPM, 1999);
    let load = Load::new(&workload(|_| {}), 0, false);
    let blocked = load.blocked(&caps, ANY);
    let arrivals = Arrivals::new(&load, &caps, LimitSet::EMPTY, blocked);
    assert_eq!(arrivals.share_refused(Fraction::new(1, 1)), Share::ALL);
    assert_eq!(arrivals.highest_rate(Share::PERCENT), Some(Fraction::new(0, 1)));
}

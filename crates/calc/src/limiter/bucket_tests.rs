use alloc::vec::Vec;

use super::*;
use crate::{
    catalog::{measure::Measure, window::Window},
    limiter::figures::stream,
};

const MINUTE: u64 = 60_000_000;
const DAY: u64 = 86_400_000_000;

#[test]
fn keeps_cap_and_window_in_lowest_terms() {
    let bucket = Bucket::new(1000, Some(DAY));
    assert_eq!((bucket.cap, bucket.window, bucket.full), (1, 86_400_000, 86_400_000_000));
    let bucket = Bucket::new(7, Some(MINUTE));
    assert_eq!((bucket.cap, bucket.window, bucket.full), (7, MINUTE, 420_000_000));
    assert_eq!(common(0, 5), 5);
    assert_eq!(common(12, 18), 6);
    assert_eq!(common(18, 12), 6);
}

#[test]
fn a_day_of_one_thousand_gives_one_back_every_86_4_seconds() {
    let mut bucket = Bucket::new(1000, Some(DAY));
    assert_eq!((bucket.wait(5, 1000), bucket.left(5)), (0, 1000));
    bucket.take(5, 1000);
    assert_eq!((bucket.wait(5, 1), bucket.left(5)), (86_400_000, 0));
    assert_eq!((bucket.wait(86_400_004, 1), bucket.left(86_400_004)), (1, 0));
    assert_eq!((bucket.wait(86_400_005, 1), bucket.left(86_400_005)), (0, 1));
    assert_eq!(bucket.wait(86_400_005, 2), 86_400_000);
    assert_eq!(bucket.wait(5, 1000), DAY);
}

#[test]
fn a_wait_is_rounded_up_to_the_microsecond() {
    let mut bucket = Bucket::new(7, Some(MINUTE));
    bucket.take(0, 7);
    // 60,000,000 / 7 = 8,571,428.57...
    assert_eq!(bucket.wait(0, 1), 8_571_429);
    assert_eq!(bucket.wait(8_571_428, 1), 1);
    assert_eq!(bucket.wait(8_571_429, 1), 0);
    // The 0.43 that came too much is kept: the second one comes sooner.
    bucket.take(8_571_429, 1);
    assert_eq!(bucket.wait(8_571_429, 1), 17_142_858 - 8_571_429);
}

#[test]
fn never_holds_more_than_the_cap() {
    let mut bucket = Bucket::new(3, Some(MINUTE));
    bucket.take(0, 1);
    assert_eq!(bucket.left(10 * MINUTE), 3);
    bucket.take(10 * MINUTE, 3);
    assert_eq!(bucket.wait(10 * MINUTE, 1), 20_000_000);
}

#[test]
fn credits_what_was_not_used_and_owes_what_was_taken_beyond_the_cap() {
    let mut bucket = Bucket::of(Limit::TPM, 6000);
    bucket.take(0, 6000);
    bucket.credit(0, 4000);
    assert_eq!((bucket.left(0), bucket.used(0), bucket.wait(0, 4000)), (4000, 2000, 0));
    bucket.credit(0, 10_000);
    assert_eq!((bucket.left(0), bucket.until_full(0)), (6000, 0), "never above the cap");
    bucket.take(0, 7000);
    assert_eq!((bucket.left(0), bucket.used(0)), (0, 7000));
    assert_eq!((bucket.wait(0, 1), bucket.until_full(0)), (10_010_000, 70_000_000));
    assert_eq!((bucket.wait(5_000_000, 1), bucket.used(5_000_001)), (5_010_000, 6500));
    bucket.credit(10_000_000, 1);
    assert_eq!((bucket.left(10_000_000), bucket.wait(10_000_000, 2)), (1, 10_000));
}

#[test]
fn meters_audio_in_milliseconds() {
    let mut bucket = Bucket::of(Limit::ASH, 7200);
    assert_eq!(bucket.left(0), 7_200_000);
    bucket.take(0, 7_200_000);
    assert_eq!(bucket.wait(0, 1000), 500_000);
}

#[test]
fn a_cap_of_nothing_lets_nothing_through() {
    let bucket = Bucket::new(0, Some(MINUTE));
    assert_eq!((bucket.wait(9, 0), bucket.left(9)), (0, 0));
    assert_eq!(bucket.wait(9, 1), u64::MAX);
}

#[test]
fn the_largest_cap_is_exact() {
    let cap = u128::from(u64::MAX) * 1000;
    let mut bucket = Bucket::new(cap, Some(DAY));
    bucket.take(0, u64::MAX);
    assert_eq!(bucket.wait(0, u64::MAX), 0);
    for _ in 0..998 {
        bucket.take(0, u64::MAX);
    }
    bucket.take(0, u64::MAX);
    // A microsecond refills 213,503,982,334 and some.
    assert_eq!(bucket.wait(0, 213_503_982_334), 1);
    assert_eq!(bucket.wait(0, 213_503_982_335), 2);
}

#[test]
fn time_that_steps_back_refills_nothing() {
    let mut bucket = Bucket::of(Limit::TPM, 6000);
    bucket.take(1_000_000, 6000);
    assert_eq!((bucket.left(999_999), bucket.used(999_999)), (0, 6000));
    // 100 a second, once time has caught up.
    assert_eq!((bucket.wait(1_000_000, 100), bucket.wait(0, 100)), (1_000_000, 2_000_000));
    assert_eq!((bucket.until_full(1_000_000), bucket.until_full(0)), (MINUTE, 61_000_000));
    bucket.credit(0, 100);
    assert_eq!((bucket.left(0), bucket.left(1_000_000), bucket.wait(0, 100)), (100, 100, 0));
    bucket.take(0, 100);
    assert_eq!((bucket.left(1_000_000), bucket.left(2_000_000)), (0, 100));
    bucket.credit(5_000_000, 0);
    assert_eq!((bucket.left(0), bucket.left(5_000_000)), (400, 400));
}

#[test]
fn what_is_in_flight_comes_back_only_when_given_back() {
    let limit = Limit::new(Measure::Requests, Window::InFlight);
    let mut bucket = Bucket::of(limit, 2);
    bucket.take(0, 1);
    assert_eq!((bucket.wait(0, 1), bucket.left(DAY)), (0, 1));
    bucket.take(0, 1);
    assert_eq!(
        (bucket.wait(DAY, 1), bucket.until_full(DAY), bucket.left(DAY)),
        (u64::MAX, u64::MAX, 0)
    );
    bucket.credit(5, 1);
    assert_eq!((bucket.wait(5, 1), bucket.left(5)), (0, 1));
}

#[test]
fn the_greatest_figures_neither_panic_nor_wrap() {
    for limit in [Limit::TPM, Limit::ASD, Limit::new(Measure::AudioSeconds, Window::Month)] {
        for cap in [0, 1, u64::MAX] {
            let mut bucket = Bucket::of(limit, cap);
            for now in [u64::MAX, 0, u64::MAX, 1] {
                bucket.take(now, u64::MAX);
                assert!(bucket.used(now) > 0);
                assert!(bucket.wait(now, u64::MAX) > 0 || cap == u64::MAX, "{limit} {cap}");
                assert!(bucket.until_full(now) > 0);
            }
            bucket.credit(u64::MAX, u64::MAX);
            bucket.owed = u128::MAX;
            bucket.take(0, u64::MAX);
            assert_eq!((bucket.owed, bucket.used(0), bucket.left(0)), (u128::MAX, u64::MAX, 0));
            assert_eq!(bucket.wait(0, 1), u64::MAX);
        }
    }
    let bucket = Bucket::of(Limit::ASD, u64::MAX);
    assert_eq!((bucket.left(0), bucket.left(u64::MAX)), (u64::MAX, u64::MAX));
    // A refill beyond 128 bits fills the bucket.
    let mut bucket = Bucket::of(Limit::ASD, u64::MAX);
    bucket.take(0, u64::MAX);
    assert_eq!((bucket.used(u64::MAX), bucket.until_full(u64::MAX)), (0, 0));
}

#[test]
fn admits_no_more_than_cap_and_refill_whatever_the_order_of_times() {
    for seed in 0..if cfg!(miri) { 3 } else { 200 } {
        let mut next = stream(seed);
        let cap = 1 + next(500);
        let mut bucket = Bucket::new(cap.into(), Some(MINUTE));
        // The time of each admission, and all that was admitted by then.
        let mut admitted = Vec::from([(0, 0)]);
        for _ in 0..60 {
            let (latest, total) = admitted[admitted.len() - 1];
            let now = next(3 * MINUTE);
            let count = next(cap + 1);
            // Reading changes nothing, at any time.
            let copy = bucket;
            let read = next(4 * MINUTE);
            let _ = (bucket.left(read), bucket.used(read), bucket.until_full(read));
            assert_eq!(bucket, copy);
            let wait = bucket.wait(now, count);
            if wait > 0 {
                // Then there is room, and not a microsecond before.
                assert_eq!(bucket.wait(now + wait, count), 0);
                assert!(bucket.wait(now + wait - 1, count) > 0);
            }
            assert_eq!(wait == 0, count <= bucket.left(now));
            if wait == 0 {
                bucket.take(now, count);
                admitted.push((latest.max(now), total + count));
            }
        }
        for (index, (_, before)) in admitted.iter().enumerate() {
            for (last, total) in &admitted[index + 1..] {
                let most = cap * MINUTE + cap * (last - admitted[index + 1].0);
                assert!((total - before) * MINUTE <= most, "seed {seed}");
            }
        }
    }
}

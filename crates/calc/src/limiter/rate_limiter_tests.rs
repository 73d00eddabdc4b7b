extern crate std;

use alloc::{string::ToString, vec, vec::Vec};
use std::{sync::Mutex, thread};

use super::*;
use crate::{
    catalog::{
        measure::{Measure, Scope},
        window::{Refill, Zone},
    },
    limiter::figures::stream,
};

const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

fn left(limiter: &RateLimiter, now: u64) -> Vec<u64> {
    limiter.levels(now).map(|level| level.left).collect()
}

fn three() -> RateLimiter {
    RateLimiter::of(&Caps::NONE.with(Limit::RPM, 2).with(Limit::TPM, 1000).with(Limit::OTPM, 600))
}

#[test]
fn admits_under_all_limits_or_takes_nothing() {
    let mut limiter = three();
    let request = Amounts::tokens(100, 500);
    let permit = limiter.acquire(0, &request).unwrap();
    assert_eq!(permit.asked(), &request);
    // TPM lacks 200 of 1000, OTPM 400 of 600: the longer wait is named.
    let expected = Refused::Wait {
        limit: Limit::OTPM,
        cap: 600,
        used: 500,
        requested: 500,
        wait_us: 40 * SECOND,
    };
    assert_eq!(limiter.check(0, &request), Err(expected));
    assert_eq!(limiter.acquire(0, &request).unwrap_err(), expected);
    assert_eq!(left(&limiter, 0), [1, 400, 100]);
    assert!(limiter.check(40 * SECOND, &request).is_ok());
    assert!(limiter.check(40 * SECOND - 1, &request).is_err());
    limiter.settle(permit, &Amounts { output: 10, ..Amounts::tokens(50, 0) }, 0);
    assert_eq!(left(&limiter, 0), [1, 940, 590]);
}

#[test]
fn says_that_waiting_never_helps_before_it_says_how_long() {
    let mut limiter = three();
    let _first = limiter.acquire(0, &Amounts::tokens(100, 500)).unwrap();
    let _second = limiter.acquire(0, &Amounts::tokens(0, 1)).unwrap();
    let refused = limiter.acquire(0, &Amounts::tokens(401, 600)).unwrap_err();
    assert_eq!(refused, Refused::Never { limit: Limit::TPM, cap: 1000, requested: 1001 });
    let refused = limiter.acquire(0, &Amounts::tokens(0, 601)).unwrap_err();
    assert_eq!(refused, Refused::Never { limit: Limit::OTPM, cap: 600, requested: 601 });
    let mut closed = RateLimiter::new([(Limit::RPM, 0)]);
    let refused = closed.acquire(0, &Amounts::default()).unwrap_err();
    assert_eq!(refused, Refused::Never { limit: Limit::RPM, cap: 0, requested: 1 });
}

#[test]
fn of_equal_waits_the_first_limit_is_named() {
    let mut limiter = RateLimiter::new([(Limit::ITPM, 60), (Limit::OTPM, 60)]);
    let _permit = limiter.acquire(0, &Amounts::tokens(60, 60)).unwrap();
    let Err(Refused::Wait { limit, wait_us, .. }) = limiter.check(0, &Amounts::tokens(1, 1)) else {
        panic!("it has to wait")
    };
    assert_eq!((limit, wait_us), (Limit::ITPM, SECOND));
}

#[test]
fn what_is_used_beyond_the_reserve_is_owed() {
    let mut limiter = RateLimiter::new([(Limit::TPM, 6000), (Limit::RPM, 9)]);
    let permit = limiter.acquire(0, &Amounts::tokens(5000, 1000)).unwrap();
    limiter.settle(permit, &Amounts::tokens(5000, 2000), 0);
    let Err(Refused::Wait { used, wait_us, .. }) = limiter.check(0, &Amounts::tokens(1, 0)) else {
        panic!("it has to wait")
    };
    assert_eq!((used, wait_us), (7000, 10 * SECOND + 10_000));
    assert_eq!(left(&limiter, 0), [0, 8], "the request itself stays counted");
}

#[test]
fn what_is_cancelled_was_never_there() {
    let mut limiter = three();
    let permit = limiter.acquire(0, &Amounts::tokens(100, 500)).unwrap();
    limiter.cancel(permit, 0);
    assert_eq!(left(&limiter, 0), [2, 1000, 600]);
    assert!(limiter.levels(0).all(|level| level.until_full_us == 0));
}

#[test]
fn audio_is_said_in_seconds_and_counted_in_milliseconds() {
    let mut limiter = RateLimiter::new([(Limit::ASH, 7200)]);
    let request = Amounts::audio(4_000_500);
    let _permit = limiter.acquire(0, &request).unwrap();
    // 801 s lack, and two seconds of audio come back in a second.
    let expected = Refused::Wait {
        limit: Limit::ASH,
        cap: 7200,
        used: 4001,
        requested: 4001,
        wait_us: 400_500_000,
    };
    assert_eq!(limiter.check(0, &request), Err(expected));
    let refused = limiter.check(0, &Amounts::audio(7_200_001)).unwrap_err();
    assert_eq!(refused, Refused::Never { limit: Limit::ASH, cap: 7200, requested: 7201 });
    let level = limiter.levels(0).next().unwrap();
    assert_eq!((level.limit, level.cap, level.left), (Limit::ASH, 7200, 3199));
    assert_eq!(level.until_full_us, 2_000_250_000);
}

#[test]
fn holds_the_limits_of_other_apis() {
    let wait = |limit: Limit, cap: u64, request: Amounts, fill: Amounts| {
        let mut limiter = RateLimiter::new([(limit, cap)]);
        let _permit = limiter.acquire(5, &fill).unwrap();
        match limiter.check(5, &request) {
            Err(Refused::Wait { limit: named, wait_us, .. }) if named == limit => wait_us,
            other => panic!("{limit}: {other:?}"),
        }
    };
    let tokens = Amounts::tokens(60, 40);
    let of = |measure, window| Limit::new(measure, window);
    assert_eq!(wait(of(Measure::Requests, Window::Hour), 1, tokens, tokens), HOUR);
    assert_eq!(wait(of(Measure::Tokens, Window::Hour), 100, tokens, tokens), HOUR);
    assert_eq!(wait(of(Measure::Input, Window::Minute), 60, tokens, tokens), MINUTE);
    assert_eq!(wait(of(Measure::Requests, Window::Second), 1, tokens, tokens), SECOND);
    assert_eq!(wait(of(Measure::Tokens, Window::Month), 100, tokens, tokens), 30 * DAY);
    for scope in [Scope::Model, Scope::Project, Scope::Account] {
        assert_eq!(wait(Limit::TPM.per(scope), 100, tokens, tokens), MINUTE);
    }
    let daily = |zone| Limit::RPD.with_refill(Refill::Calendar(zone));
    assert_eq!(wait(daily(Zone::Utc), 1, tokens, tokens), DAY - 5);
    assert_eq!(wait(daily(Zone::Pacific), 1, tokens, tokens), 8 * HOUR - 5);
}

#[test]
fn total_and_uncached_input_are_two_buckets_side_by_side() {
    let uncached = Limit::new(Measure::UncachedInput, Window::Minute);
    let mut limiter = RateLimiter::new([(Limit::ITPM, 1000), (uncached, 100)]);
    let request = Amounts { uncached_input: 60, ..Amounts::tokens(400, 0) };
    let _permit = limiter.acquire(0, &request).unwrap();
    assert_eq!(left(&limiter, 0), [600, 40]);
    let Err(Refused::Wait { limit, .. }) = limiter.check(0, &request) else {
        panic!("it has to wait")
    };
    assert_eq!(limit, uncached);
    let cached = Amounts { uncached_input: 0, ..request };
    assert!(limiter.check(0, &cached).is_ok());
}

#[test]
fn one_request_in_flight_ends_before_the_next() {
    let limit = Limit::new(Measure::Requests, Window::InFlight);
    let mut limiter = RateLimiter::new([(limit, 1), (Limit::RPM, 9)]);
    let request = Amounts::tokens(10, 10);
    let busy = Refused::Busy { limit, cap: 1, used: 1, requested: 1 };
    let permit = limiter.acquire(0, &request).unwrap();
    assert_eq!(limiter.acquire(DAY, &request).unwrap_err(), busy);
    limiter.settle(permit, &request, DAY);
    let permit = limiter.acquire(DAY, &request).unwrap();
    assert_eq!(limiter.check(DAY, &request), Err(busy));
    limiter.cancel(permit, DAY);
    assert_eq!(left(&limiter, DAY), [1, 9]);
}

#[test]
fn a_calendar_window_gets_nothing_back_from_an_earlier_one() {
    let limit = Limit::TPD.with_refill(Refill::Calendar(Zone::Utc));
    let mut limiter = RateLimiter::new([(limit, 1000)]);
    let evening = limiter.acquire(DAY - 1, &Amounts::tokens(0, 1000)).unwrap();
    let morning = limiter.acquire(DAY, &Amounts::tokens(0, 1000)).unwrap();
    limiter.settle(evening, &Amounts::default(), DAY);
    assert_eq!(left(&limiter, DAY), [0]);
    // Time steps back: it still counts on the day that is open.
    limiter.settle(morning, &Amounts::tokens(0, 400), DAY - 5);
    assert_eq!(left(&limiter, DAY - 5), [600]);
    let late = limiter.acquire(DAY - 5, &Amounts::tokens(0, 600)).unwrap();
    limiter.cancel(late, DAY + 5);
    assert_eq!(left(&limiter, DAY + 5), [600]);
}

#[test]
fn fixed_windows_count_every_limit_by_the_calendar() {
    let mut limiter = RateLimiter::new([(Limit::RPM.with_refill(Refill::Calendar(Zone::Utc)), 1)]);
    let _permit = limiter.acquire(MINUTE - 1, &Amounts::default()).unwrap();
    assert!(limiter.check(MINUTE, &Amounts::default()).is_ok());
}

#[test]
fn time_that_steps_back_makes_a_wait_longer_and_gives_nothing_back() {
    let mut limiter = RateLimiter::new([(Limit::TPM, 6000)]);
    let request = Amounts::tokens(6000, 0);
    let permit = limiter.acquire(SECOND, &request).unwrap();
    let wait = |limiter: &RateLimiter, now| match limiter.check(now, &Amounts::tokens(100, 0)) {
        Err(Refused::Wait { wait_us, .. }) => wait_us,
        other => panic!("{other:?}"),
    };
    assert_eq!((wait(&limiter, SECOND), wait(&limiter, 0)), (SECOND, 2 * SECOND));
    assert_eq!(left(&limiter, 0), [0]);
    assert_eq!(limiter.levels(0).next().unwrap().until_full_us, 61 * SECOND);
    limiter.settle(permit, &request, 3 * SECOND);
    assert_eq!((left(&limiter, 0), left(&limiter, 3 * SECOND)), (vec![200], vec![200]));
    let fresh = RateLimiter::new([(Limit::TPM, 6000)]);
    assert_eq!(fresh.levels(0).next().unwrap().until_full_us, 0);
}

#[test]
fn the_greatest_figures_neither_panic_nor_wrap() {
    let most = Amounts {
        input: u64::MAX,
        uncached_input: u64::MAX,
        output: u64::MAX,
        audio_millis: u64::MAX,
    };
    let month = Limit::new(Measure::Tokens, Window::Month);
    let resets = month.with_refill(Refill::Calendar(Zone::Pacific));
    let limits = Limit::ALL.into_iter().chain([month, resets]);
    let mut limiter = RateLimiter::new(limits.map(|limit| (limit, u64::MAX)));
    for now in [u64::MAX, 0, u64::MAX, 7] {
        if let Ok(permit) = limiter.acquire(now, &most) {
            limiter.settle(permit, &most, 0);
        }
        if let Ok(permit) = limiter.acquire(now, &Amounts::default()) {
            limiter.settle(permit, &most, now);
        }
        assert_eq!(limiter.levels(now).count(), 10);
        let _ = limiter.check(now, &most);
    }
}

#[test]
fn a_refusal_names_the_limit_and_the_wait() {
    let limit = Limit::TPM;
    let never = Refused::Never { limit, cap: 10, requested: 11 };
    let text = "the request asks for 11, above the TPM of 10: waiting never helps";
    assert_eq!(never.to_string(), text);
    let wait = Refused::Wait { limit, cap: 10, used: 9, requested: 5, wait_us: 1_000_001 };
    assert_eq!(wait.to_string(), "TPM has no room for 2 s");
    let busy = Refused::Busy { limit, cap: 1, used: 1, requested: 1 };
    assert_eq!(busy.to_string(), "TPM has no room until a request ends");
}

#[test]
fn admits_no_more_than_caps_and_refill_whatever_the_order_of_times() {
    for seed in 0..if cfg!(miri) { 2 } else { 100 } {
        let mut next = stream(seed);
        let (requests, tokens) = (1 + next(20), 100 + next(900));
        let mut limiter = RateLimiter::new([(Limit::RPM, requests), (Limit::TPM, tokens)]);
        // The latest time at each step, and what is counted by then.
        let (mut latest, mut counted) = (0, [0, 0]);
        let mut steps = vec![(0, counted)];
        let mut open = Vec::new();
        for _ in 0..80 {
            let now = next(2 * MINUTE);
            let asked = Amounts::tokens(next(tokens), next(tokens / 2));
            let count = asked.input + asked.output;
            if let Ok(permit) = limiter.acquire(now, &asked) {
                counted = [counted[0] + 1, counted[1] + count];
                open.push(permit);
            } else if let Some(permit) = open.pop() {
                let asked = *permit.asked();
                let all = asked.input + asked.output;
                if next(2) == 0 {
                    counted = [counted[0] - 1, counted[1] - all];
                    limiter.cancel(permit, now);
                } else {
                    let used = next(all + 1);
                    counted[1] -= all - used;
                    limiter.settle(permit, &Amounts::tokens(used, 0), now);
                }
            } else {
                continue;
            }
            latest = now.max(latest);
            steps.push((latest, counted));
        }
        for (index, (_, before)) in steps.iter().enumerate() {
            for (last, now) in &steps[index + 1..] {
                let elapsed = last - steps[index + 1].0;
                for (cap, place) in [(requests, 0), (tokens, 1)] {
                    let grown = now[place].saturating_sub(before[place]);
                    assert!(grown * MINUTE <= cap * (MINUTE + elapsed), "seed {seed}");
                }
            }
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "minutes under Miri")]
fn eight_threads_that_read_the_clock_anywhere_get_no_more_than_one() {
    // A clock that each reading moves on by 10 µs, read before the lock is taken.
    let clock = Mutex::new(0u64);
    let tick = || {
        let mut now = clock.lock().unwrap();
        *now += 10;
        *now
    };
    let limiter = Mutex::new(RateLimiter::new([(Limit::TPM, 6000)]));
    let admitted = Mutex::new(0u64);
    thread::scope(|scope| {
        for worker in 0..8 {
            let (limiter, admitted, tick) = (&limiter, &admitted, &tick);
            scope.spawn(move || {
                let mut next = stream(worker);
                for _ in 0..20_000 {
                    let request = Amounts::tokens(1 + next(50), 0);
                    let now = tick();
                    if next(4) == 0 {
                        thread::yield_now();
                    }
                    let permit = limiter.lock().unwrap().acquire(now, &request);
                    if let Ok(permit) = permit {
                        let used = permit.asked().input;
                        limiter.lock().unwrap().settle(permit, &request, now);
                        *admitted.lock().unwrap() += used;
                    }
                }
            });
        }
    });
    let (admitted, elapsed) = (*admitted.lock().unwrap(), *clock.lock().unwrap());
    assert!(admitted >= 6000, "{admitted}");
    assert!(admitted * MINUTE <= 6000 * (MINUTE + elapsed), "{admitted} in {elapsed} µs");
}

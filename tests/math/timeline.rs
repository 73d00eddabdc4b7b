//! The day timeline against a second opinion: every bucket at once in big
//! fractions, from one event to the next, without knowing which one decides.

use groq_calc::{
    Caps, Draft, Fraction, Limit, Number, Workload, WorkloadDraft,
    capacity::{Day, Hour, Load, Moment, Timeline},
    catalog::LimitSet,
    question::Profile,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

fn exact(fraction: Fraction) -> BigRational {
    BigRational::new(fraction.numerator().into(), fraction.denominator().into())
}

const LIMITS: [Limit; 3] = [Limit::RPD, Limit::TPD, Limit::ASD];

/// One limit in its own unit.
#[derive(Clone, Debug)]
struct Bucket {
    limit: Limit,
    cap: BigRational,
    each: BigRational,
    /// What it regains in an hour.
    regained: BigRational,
    level: BigRational,
}

/// What passes in an hour, and when the first request of it is turned away, as
/// a part of the hour.
fn hour(buckets: &mut [Bucket], asked: &BigRational) -> (BigRational, Option<BigRational>) {
    let (zero, one) = (whole(0), whole(1));
    let (mut time, mut admitted, mut refused_at) = (zero.clone(), zero.clone(), None);
    while time < one {
        // An empty bucket lets through what it regains.
        let mut rate = asked.clone();
        for bucket in buckets.iter().filter(|bucket| bucket.each > zero && bucket.level == zero) {
            rate = rate.min(&bucket.regained / &bucket.each);
        }
        if rate < *asked && refused_at.is_none() {
            refused_at = Some(time.clone());
        }
        let mut step = &one - &time;
        let slopes: Vec<BigRational> = buckets
            .iter()
            .map(|bucket| {
                let slope = &bucket.regained - &rate * &bucket.each;
                if slope > zero && bucket.level == bucket.cap { zero.clone() } else { slope }
            })
            .collect();
        for (bucket, slope) in buckets.iter().zip(&slopes) {
            if *slope < zero {
                step = step.min(&bucket.level / -slope);
            } else if *slope > zero {
                step = step.min((&bucket.cap - &bucket.level) / slope);
            }
        }
        assert!(step > zero, "time stands still");
        for (bucket, slope) in buckets.iter_mut().zip(&slopes) {
            bucket.level += slope * &step;
        }
        admitted += &rate * &step;
        time += step;
    }
    (admitted, refused_at)
}

struct Seen {
    hours: Vec<(BigRational, BigRational, Vec<BigRational>)>,
    used_up: Option<(usize, BigRational)>,
}

fn day(buckets: &mut [Bucket], asked: &[BigRational]) -> Seen {
    let mut seen = Seen { hours: Vec::new(), used_up: None };
    for (index, asked) in asked.iter().enumerate() {
        let (admitted, refused_at) = hour(buckets, asked);
        if let (Some(part), None) = (refused_at, &seen.used_up) {
            seen.used_up = Some((index, part * whole(60)));
        }
        let left = buckets.iter().map(|bucket| bucket.level.clone()).collect();
        seen.hours.push((asked.clone(), admitted, left));
    }
    seen
}

fn left(hour: &Hour, limit: Limit) -> Option<Fraction> {
    match limit {
        Limit::RPD => hour.left.rpd,
        Limit::TPD => hour.left.tpd,
        _ => hour.left.asd,
    }
}

fn used_up(moment: Option<Moment>) -> Option<(usize, BigRational)> {
    moment.map(|moment| (moment.hour.into(), exact(moment.minute)))
}

fn same(day: &Day, seen: &Seen, buckets: &[Bucket]) -> Result<(), TestCaseError> {
    for (hour, (asked, admitted, levels)) in day.hours.iter().zip(&seen.hours) {
        prop_assert_eq!(&exact(hour.asked), asked);
        prop_assert_eq!(&exact(hour.admitted), admitted);
        for limit in LIMITS {
            let level = buckets.iter().zip(levels).find(|(bucket, _)| bucket.limit == limit);
            prop_assert_eq!(left(hour, limit).map(exact), level.map(|(_, level)| level.clone()));
        }
    }
    prop_assert_eq!(used_up(day.used_up), seen.used_up.clone());
    Ok(())
}

/// A case in plain numbers.
#[derive(Clone, Debug)]
struct Case {
    requests: u64,
    input: u64,
    output: u64,
    audio_millis: u64,
    margin: u64,
    batch: u64,
    caps: [Option<u64>; 3],
    weights: [u64; 24],
}

fn weights() -> impl Strategy<Value = [u64; 24]> {
    let weight = prop_oneof![3 => Just(0u64), 3 => 1u64..10, 1 => 1u64..1_000_000];
    let any = proptest::array::uniform24(weight)
        .prop_filter("some hour has requests", |weights| weights.iter().any(|weight| *weight > 0));
    let flat = (1u64..=24, 0u64..24).prop_map(|(hours, from)| {
        *Profile::flat(hours).and_then(|flat| flat.starting_at(from)).expect("legal").weights()
    });
    prop_oneof![any, flat]
}

fn case() -> impl Strategy<Value = Case> {
    let count = || prop_oneof![0u64..20, 0u64..5000, 0u64..1_000_000];
    // Caps near what a few or many requests take, so that each may bind.
    let cap =
        || proptest::option::weighted(0.8, prop_oneof![0u64..50, 1u64..5000, 1u64..10_000_000]);
    let shape = (count(), 1u64..3000, 0u64..3000, prop_oneof![Just(0u64), 1u64..90_000]);
    (shape, 0u64..=99, prop_oneof![Just(0u64), 0u64..=100], [cap(), cap(), cap()], weights())
        .prop_map(|((requests, input, output, audio_millis), margin, batch, caps, weights)| Case {
            requests,
            input,
            output,
            audio_millis,
            margin: if margin < 60 { 0 } else { margin },
            batch,
            caps,
            weights,
        })
}

impl Case {
    fn workload(&self) -> Workload {
        let workload = WorkloadDraft {
            requests_per_day: Some(Number::from(self.requests)),
            input_tokens: Some(Number::from(self.input)),
            output_tokens: Some(Number::from(self.output)),
            audio_seconds: Some(Number::from(
                format!("{}.{:03}", self.audio_millis / 1000, self.audio_millis % 1000).as_str(),
            )),
            safety_margin_percent: Some(Number::from(self.margin)),
            ..WorkloadDraft::default()
        };
        Draft { workload, ..Draft::default() }.check().expect("the ranges are legal").workload
    }

    fn timeline(&self, ignored: LimitSet) -> Timeline {
        let caps = LIMITS
            .into_iter()
            .zip(self.caps)
            .fold(Caps::NONE, |caps, (limit, cap)| cap.map_or(caps, |cap| caps.with(limit, cap)));
        let load = Load::new(&self.workload(), self.batch, false);
        let profile = Profile::new(self.weights).expect("legal");
        Timeline::new(&load, &caps, ignored, None, &profile).expect("within 128 bits")
    }

    fn asked(&self) -> Vec<BigRational> {
        let total: u64 = self.weights.iter().sum();
        let daily = whole(self.requests) * whole(100 - self.batch) / whole(100);
        self.weights.iter().map(|weight| &daily * whole(*weight) / whole(total)).collect()
    }

    fn buckets(&self, refilling: bool) -> Vec<Bucket> {
        let audio = whole(self.audio_millis) / whole(1000);
        let each = [whole(1), whole(self.input + self.output), audio];
        let known = LIMITS.into_iter().zip(self.caps).zip(each);
        known
            .filter_map(|((limit, cap), each)| {
                let cap = whole(cap? * (100 - self.margin) / 100);
                let regained = if refilling { &cap / whole(24) } else { whole(0) };
                Some(Bucket { limit, level: cap.clone(), cap, each, regained })
            })
            .collect()
    }
}

fn sum(hours: &[Hour], figure: impl Fn(&Hour) -> Fraction) -> BigRational {
    hours.iter().fold(whole(0), |sum, hour| sum + exact(figure(hour)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_hour_as_by_the_event(case in case()) {
        let line = case.timeline(LimitSet::EMPTY);
        let asked = case.asked();
        let mut buckets = case.buckets(false);
        same(&line.midnight, &day(&mut buckets, &asked), &buckets)?;
        let mut buckets = case.buckets(true);
        same(&line.first, &day(&mut buckets, &asked), &buckets)?;
        // The settled day repeats itself ...
        let mut settled = case.buckets(true);
        for bucket in &mut settled {
            bucket.level = exact(left(&line.settled.hours[23], bucket.limit).expect("known"));
        }
        same(&line.settled, &day(&mut settled, &asked), &settled)?;
        // ... and the days that really come draw nearer to it, never away, in
        // the limits that decide.
        let gaps = |buckets: &[Bucket]| -> Vec<BigRational> {
            let pairs = buckets.iter().zip(&settled);
            pairs
                .filter(|(bucket, _)| line.binding.contains(bucket.limit))
                .map(|(now, then)| &now.level - &then.level)
                .collect()
        };
        let mut before = gaps(&buckets);
        for _ in 0..4 {
            day(&mut buckets, &asked);
            let after = gaps(&buckets);
            for (after, before) in after.iter().zip(&before) {
                prop_assert!(*after >= whole(0) && after <= before);
            }
            before = after;
        }
    }

    /// Ten days settle a limit of which a day asks a tenth more or less than
    /// comes back, twenty more any other that lets a tenth more through.
    #[test]
    fn the_settled_day_comes(case in case()) {
        let asked = case.asked();
        let daily: BigRational = asked.iter().sum();
        let mut buckets = case.buckets(true);
        let counting = buckets.iter().filter(|bucket| bucket.each > whole(0));
        let mut rooms: Vec<_> = counting.map(|bucket| &bucket.cap / &bucket.each).collect();
        rooms.push(daily);
        rooms.sort();
        let near = |pair: &[BigRational]| &pair[1] - &pair[0] < &pair[1] / whole(10);
        prop_assume!(!rooms.windows(2).any(near));
        for _ in 0..30 {
            day(&mut buckets, &asked);
        }
        let line = case.timeline(LimitSet::EMPTY);
        same(&line.settled, &day(&mut buckets, &asked), &buckets)?;
    }

    #[test]
    fn nothing_is_lost(case in case()) {
        let line = case.timeline(LimitSet::EMPTY);
        let daily: BigRational = case.asked().iter().sum();
        for (day, regains) in [(&line.first, true), (&line.settled, true), (&line.midnight, false)] {
            prop_assert_eq!(exact(day.asked), daily.clone());
            prop_assert_eq!(exact(day.asked), exact(day.admitted) + exact(day.refused));
            prop_assert_eq!(sum(&day.hours, |hour| hour.asked), exact(day.asked));
            prop_assert_eq!(sum(&day.hours, |hour| hour.admitted), exact(day.admitted));
            prop_assert_eq!(sum(&day.hours, |hour| hour.refused), exact(day.refused));
            prop_assert_eq!(day.used_up.is_some(), !day.refused.is_zero());
            for bucket in case.buckets(regains) {
                let mut level = None;
                for hour in &day.hours {
                    let now = exact(left(hour, bucket.limit).expect("known"));
                    prop_assert!(now >= whole(0) && now <= bucket.cap);
                    if let Some(before) = level {
                        let room: BigRational = before + &bucket.regained;
                        let spent = exact(hour.admitted) * &bucket.each;
                        // What would be more than the cap is not kept.
                        prop_assert_eq!(now.clone(), (room - spent).min(bucket.cap.clone()));
                    }
                    level = Some(now);
                }
            }
            // Before it is used up all pass; in its hour not all.
            for (index, hour) in (0u8..).zip(&day.hours) {
                match day.used_up {
                    Some(moment) if index == moment.hour => {
                        prop_assert!(!hour.refused.is_zero());
                        prop_assert!(moment.minute < Fraction::new(60, 1));
                    }
                    Some(moment) if index > moment.hour => {}
                    _ => prop_assert!(hour.refused.is_zero()),
                }
            }
        }
    }

    #[test]
    fn totals_of_a_day(case in case()) {
        let line = case.timeline(LimitSet::EMPTY);
        let daily: BigRational = case.asked().iter().sum();
        let buckets = case.buckets(true);
        let counting = buckets.iter().filter(|bucket| bucket.each > whole(0));
        let room = counting.map(|bucket| &bucket.cap / &bucket.each).min();
        let most = |times: u32| match &room {
            Some(room) => daily.clone().min(room * whole(times)),
            None => daily.clone(),
        };
        prop_assert_eq!(exact(line.midnight.admitted), most(1));
        prop_assert!(exact(line.first.admitted) <= most(2));
        prop_assert!(exact(line.first.admitted) >= most(1));
        prop_assert!(exact(line.settled.admitted) <= most(1));
        if case.weights.iter().all(|weight| *weight == case.weights[0]) {
            prop_assert_eq!(exact(line.settled.admitted), most(1));
        }
    }

    #[test]
    fn a_limit_alone_is_the_timeline_without_the_others(case in case()) {
        let line = case.timeline(LimitSet::EMPTY);
        for alone in &line.limits {
            let others = LIMITS.into_iter().filter(|limit| *limit != alone.limit).collect();
            let only = case.timeline(others);
            prop_assert_eq!(alone.first, only.first.used_up);
            prop_assert_eq!(alone.settled, only.settled.used_up);
            prop_assert_eq!(alone.midnight, only.midnight.used_up);
            if line.binding.contains(alone.limit) {
                prop_assert_eq!(alone.first, line.first.used_up);
                prop_assert_eq!(only.settled.admitted, line.settled.admitted);
            }
        }
    }
}

#[test]
fn as_json() {
    let mut caps = [None; 3];
    caps[0] = Some(100);
    let case = Case {
        requests: 150,
        input: 1,
        output: 0,
        audio_millis: 0,
        margin: 0,
        batch: 0,
        caps,
        weights: *Profile::flat(8).and_then(|flat| flat.starting_at(9)).expect("legal").weights(),
    };
    let json = serde_json::to_value(case.timeline(LimitSet::EMPTY)).expect("it is plain data");
    assert_eq!(json["binding"], serde_json::json!(["RPD"]));
    assert_eq!(json["midnight"]["used_up"], serde_json::json!({"hour": 14, "minute": "20"}));
    assert_eq!(json["midnight"]["admitted"], "100");
    assert_eq!(json["first"]["refused"], "16.666667");
    let hour = serde_json::json!({
        "asked": "18.75", "admitted": "18.75", "refused": "0",
        "left": {"RPD": "85.416667", "TPD": null, "ASD": null},
    });
    assert_eq!(json["first"]["hours"][9], hour);
    assert_eq!(json["limits"][0]["requests"], "100");
}

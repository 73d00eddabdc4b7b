use super::*;
use crate::capacity::day::Left;
use crate::{
    num::number::Number,
    question::{draft::Draft, workload::Workload, workload_draft::WorkloadDraft},
};
use alloc::string::ToString;

fn workload(change: impl FnOnce(&mut WorkloadDraft)) -> Workload {
    // No limit counts characters.
    let characters = Some(Number::from(1));
    let mut workload = WorkloadDraft { characters, ..WorkloadDraft::default() };
    change(&mut workload);
    Draft { workload, ..Draft::default() }.check().unwrap().workload
}

fn requests(count: u64) -> Workload {
    workload(|draft| draft.requests_per_day = Some(Number::from(count)))
}

fn chat(count: u64, tokens: u64) -> Workload {
    workload(|draft| {
        draft.requests_per_day = Some(Number::from(count));
        draft.input_tokens = Some(Number::from(tokens));
    })
}

fn timeline(workload: &Workload, caps: Caps, profile: &Profile) -> Timeline {
    let load = Load::new(workload, 0, false);
    Timeline::new(&load, &caps, LimitSet::EMPTY, None, profile).unwrap()
}

fn flat(hours: u64, from: u64) -> Profile {
    Profile::flat(hours).unwrap().starting_at(from).unwrap()
}

fn at(hour: u8, numerator: u128, denominator: u128) -> Option<Moment> {
    Some(Moment { hour, minute: Fraction::new(numerator, denominator) })
}

fn part(numerator: u128, denominator: u128) -> Fraction {
    Fraction::new(numerator, denominator)
}

const RPD: Caps = Caps::NONE.with(Limit::RPD, 100);

#[test]
fn tokens_bind_and_requests_are_left() {
    let caps = Caps::NONE.with(Limit::RPD, 1000).with(Limit::TPD, 200_000);
    let line = timeline(&chat(2000, 2000), caps, &flat(24, 0));
    assert_eq!(line.binding, LimitSet::from_iter([Limit::TPD]));

    let first = &line.first;
    assert_eq!(first.used_up, at(1, 300, 19));
    let hour = first.hours[0];
    assert_eq!((hour.asked, hour.admitted), (part(250, 3), part(250, 3)));
    assert_eq!(hour.left.tpd, Some(part(125_000, 3)));
    assert_eq!(hour.left.rpd, Some(part(2875, 3)));
    assert_eq!(hour.left.asd, None);
    let hour = first.hours[1];
    assert_eq!((hour.admitted, hour.refused), (part(25, 1), part(175, 3)));
    assert_eq!(hour.left.tpd, Some(part(0, 1)));
    assert_eq!(hour.left.rpd, Some(part(975, 1)));
    assert_eq!(first.hours[2].admitted, part(25, 6));
    // It regains more than passes, up to its cap.
    assert_eq!(first.hours[2].left.rpd, Some(part(1000, 1)));
    let sums = (first.asked, first.admitted, first.refused);
    assert_eq!(sums, (part(2000, 1), part(200, 1), part(1800, 1)));

    let settled = &line.settled;
    assert_eq!(settled.used_up, at(0, 0, 1));
    assert_eq!((settled.admitted, settled.refused), (part(100, 1), part(1900, 1)));
    assert_eq!(settled.hours[0].left.rpd, Some(part(1000, 1)));
    assert_eq!(settled.hours[23].left.tpd, Some(part(0, 1)));

    let midnight = &line.midnight;
    assert_eq!(midnight.used_up, at(1, 12, 1));
    assert_eq!(midnight.hours[0].left.tpd, Some(part(100_000, 3)));
    assert_eq!(midnight.hours[1].admitted, part(50, 3));
    assert_eq!(midnight.hours[2].admitted, part(0, 1));
    assert_eq!(midnight.hours[23].left.rpd, Some(part(900, 1)));

    let [requests, tokens] = line.limits[..] else { panic!("two limits") };
    assert_eq!((requests.limit, requests.cap), (Limit::RPD, 1000));
    assert_eq!(requests.requests, Some(part(1000, 1)));
    // 1,000 last 24 hours when 2,000 come and 1,000 come back.
    assert_eq!(requests.first, None);
    assert_eq!((requests.settled, requests.midnight), (at(0, 0, 1), at(12, 0, 1)));
    assert_eq!((tokens.limit, tokens.cap), (Limit::TPD, 200_000));
    assert_eq!(tokens.requests, Some(part(100, 1)));
    assert_eq!(tokens.first, first.used_up);
    assert_eq!((tokens.settled, tokens.midnight), (settled.used_up, midnight.used_up));
}

#[test]
fn office_hours() {
    let line = timeline(&requests(150), RPD, &flat(8, 9));
    let refilling = part(25, 6);
    assert_eq!(line.first.hours[8].left.rpd, Some(part(100, 1)));
    assert_eq!(line.first.hours[9].left.rpd, Some(part(1025, 12)));
    assert_eq!(line.first.used_up, at(15, 360, 7));
    assert_eq!(line.first.hours[16].admitted, refilling);
    assert_eq!(line.first.hours[17].left.rpd, Some(refilling));
    assert_eq!(line.first.hours[23].left.rpd, Some(part(175, 6)));
    assert_eq!(line.first.admitted, part(400, 3));
    assert_eq!(line.settled.hours[0].left.rpd, Some(part(200, 6)));
    assert_eq!(line.settled.hours[8].left.rpd, Some(part(200, 3)));
    assert_eq!(line.settled.used_up, at(13, 240, 7));
    assert_eq!(line.settled.admitted, part(100, 1));
    assert_eq!(line.midnight.used_up, at(14, 20, 1));
    assert_eq!(line.midnight.admitted, part(100, 1));
    assert_eq!(line.midnight.used_up.unwrap().to_string(), "14:20");
    assert_eq!(line.first.used_up.unwrap().to_string(), "15:51");
}

#[test]
fn all_of_it_and_no_more() {
    let line = timeline(&requests(100), RPD, &flat(1, 0));
    for day in [&line.first, &line.settled] {
        assert_eq!((day.admitted, day.used_up), (part(100, 1), None));
        assert_eq!(day.hours[0].left.rpd, Some(part(25, 6)));
        assert_eq!(day.hours[23].left.rpd, Some(part(100, 1)));
    }
    assert_eq!((line.midnight.refused, line.midnight.used_up), (part(0, 1), None));
    assert_eq!(line.midnight.hours[0].left.rpd, Some(part(0, 1)));
    // Empty at one o'clock, and asked again from then on.
    let line = timeline(&requests(200), RPD, &flat(2, 0));
    assert_eq!(line.midnight.used_up, at(1, 0, 1));
    // One request more than is regained, day after day.
    let line = timeline(&requests(101), RPD, &flat(24, 0));
    assert_eq!((line.first.used_up, line.first.refused), (None, part(0, 1)));
    assert_eq!(line.settled.used_up, at(0, 0, 1));
    assert_eq!((line.settled.admitted, line.settled.refused), (part(100, 1), part(1, 1)));
}

#[test]
fn audio_is_counted_in_seconds() {
    let audio = workload(|draft| {
        draft.requests_per_day = Some(Number::from(480));
        draft.audio_seconds = Some(Number::from(30));
    });
    let line = timeline(&audio, Caps::NONE.with(Limit::ASD, 7200), &flat(24, 0));
    assert_eq!(line.binding, LimitSet::from_iter([Limit::ASD]));
    assert_eq!(line.limits[0].requests, Some(part(240, 1)));
    assert_eq!(line.midnight.used_up, at(12, 0, 1));
    assert_eq!(line.midnight.hours[0].left.asd, Some(part(6600, 1)));
    assert_eq!(line.first.hours[0].left.asd, Some(part(6900, 1)));
}

#[test]
fn equal_limits_bind_together() {
    let caps = RPD.with(Limit::TPD, 200_000);
    let line = timeline(&chat(150, 2000), caps, &flat(8, 9));
    assert_eq!(line.binding, LimitSet::from_iter([Limit::RPD, Limit::TPD]));
    assert_eq!(line.settled.used_up, at(13, 240, 7));
    assert_eq!(line.settled.hours[8].left.rpd, Some(part(200, 3)));
    assert_eq!(line.settled.hours[8].left.tpd, Some(part(400_000, 3)));
}

#[test]
fn a_limit_of_which_nothing_is_taken_stays_full() {
    let caps = Caps::NONE.with(Limit::TPD, 1000);
    let line = timeline(&requests(50), caps, &flat(24, 0));
    assert_eq!(line.binding, LimitSet::EMPTY);
    let DayLimit { requests, first, settled, midnight, .. } = line.limits[0];
    assert_eq!((requests, first, settled, midnight), (None, None, None, None));
    for day in [&line.first, &line.settled, &line.midnight] {
        assert_eq!((day.admitted, day.used_up), (part(50, 1), None));
        assert_eq!(day.hours[23].left.tpd, Some(part(1000, 1)));
    }
    // Nor does it matter beside one that counts.
    let line = timeline(&chat(150, 0), caps.with(Limit::RPD, 100), &flat(24, 0));
    assert_eq!(line.binding, LimitSet::from_iter([Limit::RPD]));
    assert_eq!(line.settled.hours[5].left.tpd, Some(part(1000, 1)));
}

#[test]
fn without_a_day_limit_all_pass() {
    let line = timeline(&requests(48), Caps::NONE.with(Limit::RPM, 1), &flat(24, 0));
    assert_eq!((line.binding, line.limits.len()), (LimitSet::EMPTY, 0));
    assert_eq!(line.settled.hours[7].admitted, part(2, 1));
    assert_eq!(line.settled.hours[7].left, Left::default());
    assert_eq!((line.settled.refused, line.settled.used_up), (part(0, 1), None));
}

#[test]
fn a_cap_of_nothing_lets_nothing_through() {
    let line = timeline(&requests(48), Caps::NONE.with(Limit::RPD, 0), &flat(1, 9));
    for day in [&line.first, &line.settled, &line.midnight] {
        assert_eq!((day.admitted, day.used_up), (part(0, 1), at(9, 0, 1)));
        assert_eq!(day.hours[23].left.rpd, Some(part(0, 1)));
    }
}

#[test]
fn blocked_requests_use_nothing() {
    let load = Load::new(&chat(150, 2000), 0, false);
    let caps = RPD.with(Limit::TPD, 1999);
    let context = crate::catalog::model::Context { window: None, max_completion: None };
    let blocked = load.blocked(&caps, context);
    let line = Timeline::new(&load, &caps, LimitSet::EMPTY, blocked, &flat(8, 0)).unwrap();
    assert!(line.blocked.is_some());
    for day in [&line.first, &line.settled, &line.midnight] {
        assert_eq!((day.asked, day.admitted), (part(150, 1), part(0, 1)));
        assert_eq!((day.refused, day.used_up), (part(150, 1), None));
        assert_eq!(day.hours[23].left.rpd, Some(part(100, 1)));
        assert_eq!(day.hours[23].left.tpd, Some(part(1999, 1)));
    }
    assert_eq!(line.limits[0].first, None);
}

#[test]
fn margin_batch_and_ignored_limits() {
    let careful = workload(|draft| {
        draft.requests_per_day = Some(Number::from(96));
        draft.safety_margin_percent = Some(Number::from(50));
    });
    let line = timeline(&careful, RPD, &flat(24, 0));
    assert_eq!((line.limits[0].cap, line.limits[0].requests), (100, Some(part(50, 1))));
    assert_eq!(line.midnight.used_up, at(12, 30, 1));
    // Half of it as batch.
    let load = Load::new(&requests(96), 50, false);
    let line = Timeline::new(&load, &RPD, LimitSet::EMPTY, None, &flat(24, 0)).unwrap();
    assert_eq!(line.midnight.asked, part(48, 1));
    let ignored = LimitSet::from_iter([Limit::RPD]);
    let line = Timeline::new(&load, &RPD, ignored, None, &flat(24, 0)).unwrap();
    assert_eq!((line.limits.len(), line.midnight.hours[0].left.rpd), (0, None));
}

#[test]
fn what_does_not_fit_is_an_error() {
    let extreme = workload(|draft| {
        draft.requests_per_day = Some(Number::from(1_000_000_000_000));
        draft.input_tokens = Some(Number::from(1_000_000_000));
        draft.output_tokens = Some(Number::from(1_000_000_000));
    });
    let load = Load::new(&extreme, 0, false);
    let profile = Profile::new([1_000_000; 24]).unwrap();
    let new = |load: &Load, caps: Caps| Timeline::new(load, &caps, LimitSet::EMPTY, None, &profile);
    let caps = Caps::NONE.with(Limit::RPD, 1_000_000_000_000_000);
    assert!(new(&load, caps.with(Limit::TPD, 1_000_000_000_000_000)).is_ok());
    // A cap that fits alone, but not with what is regained of it.
    let caps = caps.with(Limit::TPD, 1);
    for cap in [2_900_000_000_000_000_000, u64::MAX] {
        let error = new(&load, caps.with(Limit::RPD, cap)).unwrap_err();
        assert!(error.is_overflow());
        assert_eq!(error.field(), "RPD");
    }
    // Tokens and audio at once, and the greatest legal profile.
    let both = workload(|draft| {
        draft.requests_per_day = Some(Number::from(1_000_000_000_000));
        draft.input_tokens = Some(Number::from(1_000_000_000));
        draft.audio_seconds = Some(Number::from(1_000_000));
    });
    let load = Load::new(&both, 0, false);
    let caps = caps.with(Limit::TPD, 1_000_000_000_000_000);
    let line = new(&load, caps.with(Limit::ASD, 1_000_000_000_000_000)).unwrap();
    assert_eq!(line.settled.admitted, part(1_000_000, 1));
    assert_eq!(line.first.hours[0].asked, part(125_000_000_000, 3));
}

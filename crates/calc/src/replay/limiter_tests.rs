//! What the limiter admits is what the queue of a replay admits.

use alloc::{collections::VecDeque, format, vec::Vec};

use crate::{
    catalog::{
        admission::Admission,
        limits::{Caps, Limit},
        pricing::Prices,
    },
    cost::usage::Usage,
    limiter::{Ask, Decision, Limiter, Settings, Terms, Ticket, figures::stream},
    replay::{ceiling::Ceiling, gate::Outcome, policy::Policy, request::Request, rules::Rules},
};

const MINUTE: u64 = 60_000_000;

fn rules(next: &mut impl FnMut(u64) -> u64, admission: Admission) -> Rules {
    let mut caps = Caps::NONE;
    for (limit, most) in [
        (Limit::RPM, 40),
        (Limit::RPD, 500),
        (Limit::TPM, 6000),
        (Limit::TPD, 100_000),
        (Limit::ITPM, 4000),
        (Limit::OTPM, 3000),
        (Limit::ASH, 500),
    ] {
        if next(3) > 0 {
            caps = caps.with(limit, 1 + next(most));
        }
    }
    let policy = Policy::Queue { patience_us: None };
    Rules { admission, policy, ..Rules::new(caps, Prices::NONE) }
}

/// When each starts, by the replay; nothing where it never does.
fn replayed(rules: &Rules, rows: &[Request]) -> Vec<Option<u64>> {
    let (mut gate, ceiling) = (rules.gate(), Ceiling::new(rules));
    let start = |row: &Request| match ceiling.stops(row) {
        true => None,
        false => match gate.offer(row.t_us, row).unwrap().outcome {
            Outcome::Started(start) => Some(start),
            other => panic!("{other:?}"),
        },
    };
    rows.iter().map(start).collect()
}

fn terms(rules: &Rules) -> Terms {
    Terms {
        caps: rules.caps,
        in_flight: None,
        context: rules.context,
        admission: rules.admission,
        prices: Prices::NONE,
        credits_cached: false,
        omitted_completion: 0,
    }
}

/// The same by the limiter: each asks when it comes, and again after its wait.
/// It ends at once, or after a while.
fn limited(rules: &Rules, rows: &[Request], seconds: u64) -> Vec<Option<u64>> {
    let mut limiter = Limiter::new(Settings::default());
    limiter.add("m", terms(rules));
    let mut starts = alloc::vec![None; rows.len()];
    let mut line: VecDeque<(usize, Ticket)> = VecDeque::new();
    let mut running: VecDeque<(u64, usize, Ticket)> = VecDeque::new();
    let mut rest = rows.iter().enumerate().peekable();
    let used = |row: &Request| Usage::new(row.input.into(), 0, row.output.into()).ok();
    let mut now = 0;
    loop {
        while let Some((ends, index, ticket)) =
            running.front().copied().filter(|(ends, ..)| *ends <= now)
        {
            assert!(limiter.settle(ends, "m", ticket, used(&rows[index])));
            running.pop_front();
        }
        // The head of the line asks again.
        let mut wake = None;
        while let Some((index, ticket)) = line.front().copied() {
            assert_eq!(limiter.head("m"), Some(ticket));
            match limiter.poll(now, "m", ticket).unwrap() {
                Decision::Admitted(_) => {
                    starts[index] = Some(now);
                    running.push_back((now + seconds, index, ticket));
                    line.pop_front();
                    if seconds == 0 {
                        running.pop_back();
                        limiter.settle(now, "m", ticket, used(&rows[index]));
                    }
                }
                Decision::Waiting(_, wait) => {
                    wake = wait.wait_us.map(|wait_us| now + wait_us);
                    break;
                }
            }
        }
        if let Some((index, row)) = rest.next_if(|(_, row)| row.t_us <= now) {
            let ask = Ask {
                audio_millis: row.audio_ms.into(),
                ..Ask::tokens(row.input.into(), Some(row.max_completion.into()))
            };
            match limiter.acquire(now, "m", &ask) {
                Err(_) => {}
                Ok(Decision::Waiting(ticket, _)) => line.push_back((index, ticket)),
                Ok(Decision::Admitted(ticket)) => {
                    starts[index] = Some(now);
                    match seconds {
                        0 => assert!(limiter.settle(now, "m", ticket, used(row))),
                        _ => running.push_back((now + seconds, index, ticket)),
                    }
                }
            }
            continue;
        }
        let arrives = rest.peek().map(|(_, row)| row.t_us);
        let ends = running.front().map(|(ends, ..)| *ends);
        let Some(next) = [wake, arrives, ends].into_iter().flatten().min() else { break };
        now = next;
    }
    starts
}

fn log(
    next: &mut impl FnMut(u64) -> u64,
    mut row: impl FnMut(&mut dyn FnMut(u64) -> u64) -> (u32, u32, u32),
) -> Vec<Request> {
    let mut time = next(MINUTE);
    let count = 5 + next(40);
    let mut rows = Vec::new();
    for _ in 0..count {
        time += match next(4) {
            0 => 0,
            1 => next(1000),
            2 => next(5_000_000),
            _ => next(MINUTE),
        };
        let (input, output, max) = row(next);
        let audio = if next(4) == 0 { next(30_000) as u32 } else { 0 };
        let request = Request::new(time, input, 0, output).unwrap();
        rows.push(request.with_max_completion(max).unwrap().with_audio(audio).unwrap());
    }
    rows
}

#[test]
fn the_limiter_admits_what_the_queue_admits() {
    for seed in 0..if cfg!(miri) { 3 } else { 1500 } {
        let mut next = stream(seed);
        let rules = rules(&mut next, Admission::Reserved);
        // Each writes what it reserves.
        let rows = log(&mut next, |next| {
            let output = next(1500) as u32;
            (next(3000) as u32, output, output)
        });
        let expected = replayed(&rules, &rows);
        for seconds in [0, next(MINUTE)] {
            assert_eq!(limited(&rules, &rows, seconds), expected, "seed {seed}, {rules:?}");
        }
    }
}

#[test]
fn by_what_is_expected_the_limiter_admits_what_the_queue_admits() {
    for seed in 0..if cfg!(miri) { 3 } else { 1500 } {
        let mut next = stream(seed);
        let rules = rules(&mut next, Admission::Expected);
        // All answers are alike, so that what is expected comes true.
        let output = next(1500) as u32;
        let rows = log(&mut next, |next| (next(3000) as u32, output, output));
        let ceiling = Ceiling::new(&rules);
        // One whose answer alone takes it above a limit may pass all the same.
        let judged = |row: &Request| {
            !ceiling.stops(row) || ceiling.stops(&Request { output: 0, max_completion: 0, ..*row })
        };
        let rows: Vec<_> = rows.into_iter().filter(judged).collect();
        let expected = replayed(&rules, &rows);
        // More than the answer is asked for while an answer is remembered.
        let recent = |index: usize| {
            let before = index.checked_sub(1).and_then(|before| expected[before]);
            before.zip(expected[index]).is_some_and(|(before, now)| now < before + 9 * MINUTE)
        };
        let mut generous = |(index, row): (usize, &Request)| Request {
            max_completion: output + if recent(index) { next(500) as u32 } else { 0 },
            ..*row
        };
        let asked: Vec<_> = rows.iter().enumerate().map(&mut generous).collect();
        assert_eq!(limited(&rules, &asked, 0), expected, "seed {seed}, {rules:?}");
    }
}

#[test]
fn who_reserves_more_than_it_uses_is_never_earlier_than_in_the_queue() {
    for seed in 0..if cfg!(miri) { 3 } else { 1000 } {
        let mut next = stream(seed);
        let rules = rules(&mut next, Admission::Reserved);
        let rows = log(&mut next, |next| {
            let output = next(700) as u32;
            (next(3000) as u32, output, output + next(900) as u32)
        });
        let expected = replayed(&rules, &rows);
        for seconds in [0, next(MINUTE)] {
            let starts = limited(&rules, &rows, seconds);
            for (index, (ours, queue)) in starts.iter().zip(&expected).enumerate() {
                let same = ours.is_some() == queue.is_some();
                assert!(
                    same && ours >= queue,
                    "{}",
                    format!("seed {seed}, row {index}: {ours:?}, {queue:?}")
                );
            }
        }
    }
}

use alloc::{vec, vec::Vec};

use super::{
    tests::{DAY, M, MINUTE, SECOND, admitted, ask, dollars, limiter, priced, terms, tpm, usage},
    *,
};
use crate::{
    catalog::{
        admission::Admission,
        limits::{Caps, Limit},
    },
    limiter::{bucket::Bucket, figures::stream},
};

/// A limiter with everything set, and the caps that it must keep.
fn random(next: &mut impl FnMut(u64) -> u64) -> (Limiter, u64, u64, u64) {
    let (requests, tokens, budget) = (1 + next(20), 100 + next(900), 500 + next(9000));
    let settings = Settings {
        fair: next(2) == 0,
        budget: Some(dollars(budget)),
        latency_us: next(2) * next(SECOND),
        permit_expiry_us: (next(2) == 0).then_some(MINUTE / 2),
        waiting_lease_us: (next(2) == 0).then_some(MINUTE / 4),
    };
    let caps = Caps::NONE.with(Limit::RPM, requests).with(Limit::TPM, tokens);
    let admission = Admission::ALL[next(2) as usize];
    let in_flight = (next(2) == 0).then(|| 1 + next(5));
    let terms = Terms { admission, in_flight, ..priced(caps) };
    (limiter(settings, terms), requests, tokens, budget)
}

/// Something that may happen to a limiter; what it said.
fn step(
    limiter: &mut Limiter,
    now: u64,
    next: &mut impl FnMut(u64) -> u64,
    known: &mut Vec<Ticket>,
) -> alloc::string::String {
    let pick = |next: &mut dyn FnMut(u64) -> u64, known: &[Ticket]| match known.len() {
        0 => Ticket::new(1),
        count => known[next(count as u64) as usize],
    };
    match next(8) {
        0..3 => {
            let ask = Ask { tenant: next(3), ..Ask::tokens(next(200), Some(next(200))) };
            let decision = limiter.acquire(now, M, &ask);
            known.extend(decision.map(|decision| decision.ticket()));
            alloc::format!("{decision:?}")
        }
        3 => {
            let ticket = limiter.head(M).unwrap_or(Ticket::new(1));
            alloc::format!("{:?}", limiter.poll(now, M, ticket))
        }
        4 => alloc::format!("{:?}", limiter.poll(now, M, pick(next, known))),
        5 => {
            let used = (next(3) > 0).then(|| Usage::new(next(100), 0, next(100)).unwrap());
            alloc::format!("{}", limiter.settle(now, M, pick(next, known), used))
        }
        6 => alloc::format!("{}", limiter.cancel(now, M, pick(next, known))),
        _ => {
            let left = vec![(Limit::TPM, None, next(900))];
            let wait_us = (next(9) == 0).then(|| next(MINUTE));
            limiter.observe(now, M, &Observation { wait_us, left });
            alloc::string::String::new()
        }
    }
}

#[test]
fn a_snapshot_changes_nothing() {
    for seed in 0..if cfg!(miri) { 2 } else { 200 } {
        let mut next = stream(seed);
        let (mut one, ..) = random(&mut next);
        let fresh = one.clone();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let mut other = one.clone();
        let mut latest = 0;
        for _ in 0..100 {
            let now = latest + next(MINUTE / 4);
            latest = now;
            let choice = next(u64::MAX >> 33);
            let first = step(&mut one, now, &mut stream(choice), &mut ours);
            let mut restored = fresh.clone();
            restored.restore(now, &other.snapshot());
            assert_eq!(step(&mut restored, now, &mut stream(choice), &mut theirs), first);
            assert_eq!(restored.snapshot(), one.snapshot(), "seed {seed}");
            other = restored;
        }
    }
}

#[test]
fn the_budget_is_never_passed() {
    for seed in 0..if cfg!(miri) { 2 } else { 300 } {
        let mut next = stream(seed);
        let (mut limiter, _, _, budget) = random(&mut next);
        let mut known = Vec::new();
        // Each uses at most what it asked for.
        let mut asked = alloc::collections::BTreeMap::new();
        for _ in 0..150 {
            let now = next(3 * MINUTE);
            match next(4) {
                0 | 1 => {
                    let ask = Ask::tokens(next(150), Some(next(150)));
                    if let Ok(decision) = limiter.acquire(now, M, &ask) {
                        known.push(decision.ticket());
                        asked.insert(decision.ticket(), ask);
                    }
                }
                2 => {
                    let _ = limiter.head(M).map(|head| limiter.poll(now, M, head));
                }
                _ if known.is_empty() => {}
                _ => {
                    let ticket = known.swap_remove(next(known.len() as u64) as usize);
                    let ask: Ask = asked[&ticket];
                    let output = next(ask.max_completion.unwrap() + 1);
                    match next(4) {
                        0 => limiter.cancel(now, M, ticket),
                        1 => limiter.settle(now, M, ticket, None),
                        _ => limiter.settle(now, M, ticket, usage(ask.input, output)),
                    };
                }
            }
            let Budget { spent, reserved, .. } = limiter.budget();
            assert!(spent.checked_add(reserved).unwrap() <= dollars(budget), "seed {seed}");
        }
    }
}

#[test]
fn what_is_used_keeps_within_caps_and_refill_whatever_the_order_of_times() {
    for seed in 0..if cfg!(miri) { 2 } else { 400 } {
        let mut next = stream(seed);
        let (mut limiter, requests, tokens, _) = random(&mut next);
        limiter.settings.budget = None;
        limiter.budget.cap = None;
        // When each was admitted, and the requests and tokens that it took in the end.
        let mut taken: Vec<(u64, [u64; 2])> = Vec::new();
        let mut open: Vec<(Ticket, usize)> = Vec::new();
        for _ in 0..120 {
            let now = next(2 * MINUTE);
            if !open.is_empty() && next(3) == 0 {
                let (ticket, index) = open.swap_remove(next(open.len() as u64) as usize);
                let held = taken[index].1[1];
                let used = next(held + 1);
                match next(3) {
                    0 if limiter.cancel(now, M, ticket) => taken[index].1 = [0, 0],
                    1 if limiter.settle(now, M, ticket, usage(used, 0)) => taken[index].1[1] = used,
                    _ => {
                        limiter.settle(now, M, ticket, None);
                    }
                }
                continue;
            }
            let ask = Ask { tenant: next(3), ..Ask::tokens(next(tokens), Some(next(tokens / 2))) };
            let decision = match limiter.head(M).filter(|_| next(2) == 0) {
                Some(head) => limiter.poll(now, M, head),
                None => limiter.acquire(now, M, &ask),
            };
            if let Ok(Decision::Admitted(ticket)) = decision {
                let saved = limiter.models[M].snapshot().open[&ticket];
                open.push((ticket, taken.len()));
                taken.push((saved.at, [1, saved.asked.input + saved.asked.output]));
            }
        }
        for from in 0..taken.len() {
            let mut sum = [0, 0];
            for (at, took) in &taken[from..] {
                sum = [sum[0] + took[0], sum[1] + took[1]];
                let elapsed = at - taken[from].0;
                for (cap, place) in [(requests, 0), (tokens, 1)] {
                    assert!(sum[place] * MINUTE <= cap * (MINUTE + elapsed), "seed {seed}");
                }
            }
        }
    }
}

#[test]
fn what_is_kept_does_not_grow_with_requests() {
    let requests = if cfg!(miri) { 500 } else { 200_000 };
    let mut next = stream(7);
    let settings = Settings { fair: true, permit_expiry_us: Some(DAY), ..Settings::default() };
    let caps = Caps::NONE.with(Limit::RPM, 100_000).with(Limit::TPM, 900_000);
    let caps = caps.with(Limit::TPD, 1 << 40);
    let mut limiter = limiter(settings, terms(caps));
    // Some never end; the others do in any order.
    let mut open: Vec<_> = (0..8).map(|_| admitted(limiter.acquire(0, M, &ask(10)))).collect();
    let lost: Vec<_> = open.drain(..4).collect();
    let mut most = 0;
    for index in 0..requests {
        let now = index * 1000;
        let ask = Ask { tenant: index, ..Ask::tokens(next(500), Some(next(500))) };
        let ticket = match limiter.acquire(now, M, &ask).unwrap() {
            Decision::Admitted(ticket) => ticket,
            Decision::Waiting(ticket, wait) => {
                let then = now + wait.wait_us.unwrap();
                admitted(limiter.poll(then, M, ticket))
            }
        };
        open.push(ticket);
        let ended = open.swap_remove(next(open.len() as u64) as usize);
        assert!(match next(9) {
            0 => limiter.cancel(now, M, ended),
            _ => limiter.settle(now, M, ended, usage(next(500), next(500))),
        });
        most = most.max(limiter.models[M].entries());
    }
    assert_eq!(limiter.in_flight(M), open.len() + lost.len());
    // 8 in flight, when each expires, and the debts of three limits.
    assert!(most <= 8 + 9 + 3 * (2 * 9 + 17) + 3, "{most}");
}

/// A bucket that is replayed with what each request used in the end: what a
/// settled request gives back is what it would never have taken.
#[test]
fn in_the_end_each_took_what_it_used() {
    for seed in 0..if cfg!(miri) { 2 } else { 1000 } {
        let mut next = stream(seed);
        let cap = 50 + next(500);
        let mut limiter = tpm(cap);
        let mut taken: Vec<(u64, u64)> = Vec::new();
        let mut open: Vec<(Ticket, usize)> = Vec::new();
        let mut now = 0;
        for _ in 0..80 {
            now += next(4) * next(MINUTE / 20);
            if !open.is_empty() && next(2) == 0 {
                let (ticket, index) = open.swap_remove(next(open.len() as u64) as usize);
                let used = next(taken[index].1 + 1);
                assert!(match used {
                    0 => limiter.cancel(now, M, ticket),
                    _ => limiter.settle(now, M, ticket, usage(used, 0)),
                });
                taken[index].1 = used;
            } else if let Ok(Decision::Admitted(ticket)) = {
                let tokens = 1 + next(cap);
                taken.push((now, tokens));
                limiter.acquire(now, M, &ask(tokens))
            } {
                open.push((ticket, taken.len() - 1));
            } else {
                taken.pop();
                if let Some(head) = limiter.head(M) {
                    limiter.cancel(now, M, head);
                }
            }
            if next(8) == 0 {
                let saved = limiter.snapshot();
                limiter = tpm(cap);
                limiter.restore(now, &saved);
            }
            let mut hindsight = Bucket::of(Limit::TPM, cap);
            taken.iter().for_each(|(at, tokens)| hindsight.take(*at, *tokens));
            assert_eq!(limiter.levels(now, M)[0].left, hindsight.left(now), "seed {seed}");
        }
    }
}

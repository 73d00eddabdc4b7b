use alloc::{string::ToString, vec, vec::Vec};

use super::*;
use crate::{
    catalog::{
        admission::Admission,
        limits::{Caps, Limit},
        measure::Measure,
        model::Context,
        pricing::{Price, Prices},
        window::Window,
    },
    limiter::decision::Cause,
    num::money::Usd,
};

pub(super) const SECOND: u64 = 1_000_000;
pub(super) const MINUTE: u64 = 60 * SECOND;
pub(super) const DAY: u64 = 24 * 60 * MINUTE;
pub(super) const M: &str = "m";

pub(super) fn terms(caps: Caps) -> Terms {
    Terms {
        caps,
        in_flight: None,
        context: Context::default(),
        admission: Admission::Reserved,
        prices: Prices::NONE,
        credits_cached: true,
        omitted_completion: 100,
    }
}

/// A dollar a token, whichever way.
pub(super) fn priced(caps: Caps) -> Terms {
    let dollar = Some(Price::from_picodollars(1_000_000_000_000));
    Terms { prices: Prices { input: dollar, output: dollar, ..Prices::NONE }, ..terms(caps) }
}

pub(super) fn limiter(settings: Settings, terms: Terms) -> Limiter {
    let mut limiter = Limiter::new(settings);
    limiter.add(M, terms);
    limiter
}

pub(super) fn tpm(cap: u64) -> Limiter {
    limiter(Settings::default(), terms(Caps::NONE.with(Limit::TPM, cap)))
}

pub(super) fn ask(tokens: u64) -> Ask {
    Ask::tokens(tokens, Some(0))
}

pub(super) fn usage(input: u64, output: u64) -> Option<Usage> {
    Some(Usage::new(input, 0, output).unwrap())
}

pub(super) fn dollars(count: u64) -> Usd {
    Usd::from_picodollars(u128::from(count) * 1_000_000_000_000)
}

#[track_caller]
pub(super) fn admitted(decision: Result<Decision, Never>) -> Ticket {
    match decision {
        Ok(Decision::Admitted(ticket)) => ticket,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn waiting(decision: Result<Decision, Never>) -> (Ticket, Option<u64>, usize) {
    match decision {
        Ok(Decision::Waiting(ticket, wait)) => (ticket, wait.wait_us, wait.ahead),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_small_request_does_not_overtake_a_large_one() {
    let mut limiter = tpm(60);
    admitted(limiter.acquire(0, M, &ask(60)));
    let (large, wait, ahead) = waiting(limiter.acquire(0, M, &ask(30)));
    assert_eq!((wait, ahead, limiter.head(M)), (Some(30 * SECOND), 0, Some(large)));
    let (small, wait, ahead) = waiting(limiter.acquire(5 * SECOND, M, &ask(1)));
    assert_eq!((wait, ahead, limiter.waiting(M)), (Some(26 * SECOND), 1, 2));
    // There is room for it, but not for the one before it.
    let (_, wait, _) = waiting(limiter.poll(10 * SECOND, M, small));
    assert_eq!(wait, Some(21 * SECOND));
    assert_eq!(admitted(limiter.poll(30 * SECOND, M, large)), large);
    assert_eq!(admitted(limiter.poll(30 * SECOND, M, large)), large, "asked twice, it is one");
    assert_eq!(waiting(limiter.poll(30 * SECOND, M, small)).1, Some(SECOND));
    admitted(limiter.poll(31 * SECOND, M, small));
    assert_eq!((limiter.waiting(M), limiter.in_flight(M), limiter.head(M)), (0, 3, None));
}

#[test]
fn who_gives_up_holds_nobody_back() {
    let mut limiter = tpm(60);
    admitted(limiter.acquire(0, M, &ask(60)));
    let large = waiting(limiter.acquire(0, M, &ask(50))).0;
    let small = waiting(limiter.acquire(0, M, &ask(5))).0;
    assert!(limiter.cancel(0, M, large));
    assert!(!limiter.cancel(0, M, large));
    assert_eq!(limiter.poll(0, M, large), Err(Never::Gone));
    assert_eq!(waiting(limiter.poll(0, M, small)), (small, Some(5 * SECOND), 0));
}

#[test]
fn what_is_settled_or_cancelled_comes_back() {
    let mut limiter = tpm(1000);
    let first = admitted(limiter.acquire(0, M, &Ask::tokens(100, Some(900))));
    let second = waiting(limiter.acquire(0, M, &ask(800))).0;
    assert!(limiter.settle(0, M, first, Some(Usage::new(100, 50, 150).unwrap())));
    assert!(!limiter.settle(0, M, first, usage(1, 1)), "once only");
    assert_eq!(limiter.levels(0, M)[0].left, 800, "what came from the cache is credited");
    admitted(limiter.poll(0, M, second));
    assert!(limiter.cancel(0, M, second));
    assert_eq!((limiter.levels(0, M)[0].left, limiter.in_flight(M)), (800, 0));
    let third = admitted(limiter.acquire(0, M, &Ask::tokens(100, Some(100))));
    assert!(limiter.settle(0, M, third, None));
    assert_eq!(limiter.levels(0, M)[0].left, 600, "without usage the reserve stays counted");
}

#[test]
fn says_at_once_what_never_passes() {
    let context = Context { window: Some(500), max_completion: Some(300) };
    let caps = Caps::NONE.with(Limit::TPM, 400).with(Limit::OTPM, 250);
    let mut limiter = limiter(Settings::default(), Terms { context, ..terms(caps) });
    let mut never = |ask: Ask| limiter.acquire(0, M, &ask).unwrap_err();
    let limit = |limit, cap, requested| Never::Limit { limit, cap, requested };
    assert_eq!(never(Ask::tokens(301, Some(100))), limit(Limit::TPM, 400, 401));
    assert_eq!(
        never(Ask::tokens(301, None)),
        limit(Limit::TPM, 400, 401),
        "100 where none is named"
    );
    assert_eq!(never(Ask::tokens(1, Some(251))), limit(Limit::OTPM, 250, 251));
    assert_eq!(never(Ask::tokens(1, Some(301))), Never::Completion { cap: 300, requested: 301 });
    assert_eq!(never(Ask::tokens(401, Some(100))), Never::Context { window: 500, requested: 501 });
    assert_eq!(limiter.acquire(0, "other", &ask(1)), Err(Never::Model));
    assert_eq!(limiter.waiting(M), 0);
    let text = limit(Limit::TPM, 400, 401).to_string();
    assert_eq!(text, "the request asks for 401 of the TPM of 400, 1 too many: waiting never helps");
}

#[test]
fn the_expected_rule_reserves_the_largest_of_recent_answers() {
    let expected =
        Terms { admission: Admission::Expected, ..terms(Caps::NONE.with(Limit::TPM, 1000)) };
    let mut limiter = limiter(Settings::default(), expected);
    // None has come yet: all that it names, as far as the caps can hold it.
    let first = admitted(limiter.acquire(0, M, &Ask::tokens(400, Some(900))));
    assert_eq!(limiter.levels(0, M)[0].left, 0);
    limiter.settle(0, M, first, usage(400, 100));
    assert_eq!(limiter.levels(0, M)[0].left, 500);
    admitted(limiter.acquire(0, M, &Ask::tokens(50, Some(900))));
    admitted(limiter.acquire(0, M, &Ask::tokens(50, Some(30))));
    assert_eq!(limiter.levels(0, M)[0].left, 500 - 150 - 80);
    let never = limiter.acquire(0, M, &Ask::tokens(1001, Some(1))).unwrap_err();
    assert_eq!(never, Never::Limit { limit: Limit::TPM, cap: 1000, requested: 1001 });
}

#[test]
fn a_wait_that_the_api_named_holds_for_all() {
    let mut limiter = tpm(1000);
    let first = admitted(limiter.acquire(0, M, &ask(10)));
    limiter.cancel(0, M, first);
    limiter.observe(0, M, &Observation { wait_us: Some(7 * SECOND), left: Vec::new() });
    let Ok(Decision::Waiting(ticket, wait)) = limiter.acquire(SECOND, M, &ask(10)) else {
        panic!("it has to wait")
    };
    assert_eq!((wait.wait_us, wait.cause), (Some(6 * SECOND), Cause::Held));
    limiter.observe(0, M, &Observation { wait_us: Some(SECOND), left: Vec::new() });
    assert_eq!(
        waiting(limiter.poll(6 * SECOND, M, ticket)).1,
        Some(SECOND),
        "a shorter one does not end it"
    );
    admitted(limiter.poll(7 * SECOND, M, ticket));
    limiter.observe(7 * SECOND, M, &Observation { wait_us: Some(u64::MAX), left: Vec::new() });
    assert_eq!(waiting(limiter.acquire(7 * SECOND, M, &ask(1))).1, Some(DAY));
}

#[test]
fn takes_over_what_the_api_says_where_it_is_less() {
    let mut limiter = tpm(1000);
    let seen = |cap, left| Observation { wait_us: None, left: vec![(Limit::TPM, cap, left)] };
    limiter.observe(0, M, &seen(Some(9000), 9000));
    assert_eq!((limiter.levels(0, M)[0].cap, limiter.levels(0, M)[0].left), (1000, 1000));
    limiter.observe(0, M, &seen(None, 700));
    assert_eq!(limiter.levels(0, M)[0].left, 700);
    // The plan is a smaller one than was said: what is used stays used.
    limiter.observe(0, M, &seen(Some(500), 200));
    assert_eq!((limiter.levels(0, M)[0].cap, limiter.levels(0, M)[0].left), (500, 200));
    let never = limiter.acquire(0, M, &ask(501)).unwrap_err();
    assert_eq!(never, Never::Limit { limit: Limit::TPM, cap: 500, requested: 501 });
    let saved = limiter.snapshot();
    let mut other = tpm(1000);
    other.restore(0, &saved);
    assert_eq!(other.levels(0, M)[0].cap, 500);
}

#[test]
fn tenants_take_turns_by_their_tokens() {
    let settings = Settings { fair: true, ..Settings::default() };
    let mut limiter = limiter(settings, terms(Caps::NONE.with(Limit::TPM, 60)));
    admitted(limiter.acquire(0, M, &ask(60)));
    let mut names = Vec::new();
    let mut join = |tenant, tokens| {
        let asked = Ask { tenant, ..ask(tokens) };
        names.push((waiting(limiter.acquire(0, M, &asked)).0, (tenant, tokens)));
    };
    (0..4).for_each(|_| join(1, 10));
    (0..3).for_each(|_| join(2, 20));
    join(3, 1);
    let mut order = Vec::new();
    while let Some(head) = limiter.head(M) {
        let _ = limiter.poll(DAY * (1 + order.len() as u64), M, head).unwrap();
        order.push(names.iter().find(|(ticket, _)| *ticket == head).unwrap().1);
    }
    let expected = [(1, 10), (2, 20), (3, 1), (1, 10), (1, 10), (2, 20), (1, 10), (2, 20)];
    assert_eq!(order, expected);
}

#[test]
fn a_lost_permit_keeps_its_tokens_and_frees_its_place() {
    let settings = Settings {
        permit_expiry_us: Some(MINUTE),
        budget: Some(dollars(100)),
        ..Settings::default()
    };
    let busy = Terms { in_flight: Some(1), ..priced(Caps::NONE.with(Limit::TPD, 1000)) };
    let mut limiter = limiter(settings, busy);
    let lost = admitted(limiter.acquire(5, M, &ask(60)));
    let (next, wait, _) = waiting(limiter.acquire(5, M, &ask(30)));
    assert_eq!(wait, None);
    assert_eq!(waiting(limiter.poll(MINUTE + 4, M, next)).1, None);
    admitted(limiter.poll(MINUTE + 5, M, next));
    assert!(!limiter.settle(MINUTE + 5, M, lost, usage(1, 0)), "it comes too late");
    assert_eq!((limiter.budget().spent, limiter.budget().reserved), (dollars(60), dollars(30)));
    let tokens = limiter.levels(MINUTE + 5, M)[0];
    assert_eq!((tokens.limit, tokens.left), (Limit::TPD, 910));
}

#[test]
fn the_first_request_may_arrive_late() {
    let settings = Settings { latency_us: SECOND, ..Settings::default() };
    let mut limiter = limiter(settings, terms(Caps::NONE.with(Limit::TPM, 60)));
    admitted(limiter.acquire(0, M, &ask(50)));
    admitted(limiter.acquire(SECOND / 2, M, &ask(10)));
    // The API's bucket may have been full until a second had passed.
    let (next, wait, _) = waiting(limiter.acquire(SECOND, M, &ask(10)));
    assert_eq!(wait, Some(10 * SECOND));
    admitted(limiter.poll(11 * SECOND, M, next));
    // Once it refills, that holds for all that follow.
    assert_eq!(waiting(limiter.acquire(11 * SECOND, M, &ask(10))).1, Some(10 * SECOND));
}

#[test]
fn who_stops_asking_loses_the_head_of_the_line() {
    let settings = Settings { waiting_lease_us: Some(SECOND), ..Settings::default() };
    let mut limiter = limiter(settings, terms(Caps::NONE.with(Limit::TPM, 60)));
    admitted(limiter.acquire(0, M, &ask(60)));
    let lost = waiting(limiter.acquire(0, M, &ask(60))).0;
    let next = waiting(limiter.acquire(0, M, &ask(1))).0;
    assert_eq!(waiting(limiter.poll(SECOND, M, next)).2, 1);
    admitted(limiter.poll(SECOND + 1, M, next));
    assert_eq!(limiter.poll(SECOND + 1, M, lost), Err(Never::Gone));
}

#[test]
fn the_budget_stops_what_it_cannot_pay() {
    let settings = Settings { budget: Some(dollars(100)), ..Settings::default() };
    let mut limiter = limiter(settings, priced(Caps::NONE));
    limiter.add("free", terms(Caps::NONE));
    let first =
        admitted(limiter.acquire(0, M, &Ask { most_input: 20, ..Ask::tokens(10, Some(50)) }));
    assert_eq!(limiter.budget().left(), Some(dollars(30)));
    let Ok(Decision::Waiting(second, wait)) = limiter.acquire(0, M, &ask(31)) else {
        panic!("it has to wait")
    };
    let cause = Cause::Budget { cap: dollars(100), left: dollars(30), worst: dollars(31) };
    assert_eq!((wait.wait_us, wait.cause), (None, cause));
    limiter.settle(0, M, first, usage(10, 5));
    admitted(limiter.poll(0, M, second));
    let never = limiter.acquire(0, M, &ask(86)).unwrap_err();
    let expected = Never::Budget { cap: dollars(100), left: dollars(85), worst: dollars(86) };
    assert_eq!(never, expected);
    let text = "the request can cost $86, and of the budget of $100 only $85 is left";
    assert_eq!(never.to_string(), text);
    assert_eq!(limiter.acquire(0, "free", &ask(1)), Err(Never::Unpriced));
    assert_eq!(limiter.acquire(0, M, &Ask::tokens(1, None)), Err(Never::Unpriced), "no bound");
}

#[test]
fn without_a_cap_the_budget_only_counts() {
    let mut limiter = limiter(Settings::default(), priced(Caps::NONE));
    limiter.add("other", terms(Caps::NONE));
    for model in [M, "other"] {
        let ticket = admitted(limiter.acquire(0, model, &Ask::tokens(1, None)));
        limiter.settle(0, model, ticket, usage(3, 4));
    }
    let budget = limiter.budget();
    assert_eq!((budget.spent, budget.unpriced, budget.left()), (dollars(7), 1, None));
}

#[test]
fn a_day_survives_a_restart_with_other_caps() {
    let daily = |cap| terms(Caps::NONE.with(Limit::RPD, 7).with(Limit::TPD, cap));
    let mut before = limiter(Settings::default(), daily(1000));
    let start = 9 * DAY;
    let ticket = admitted(before.acquire(start, M, &ask(600)));
    before.settle(start, M, ticket, usage(600, 0));
    let saved = before.snapshot();
    let left = |limiter: &Limiter, now| -> Vec<u64> {
        limiter.levels(now, M).iter().map(|level| level.left).collect()
    };
    let mut after = limiter(Settings::default(), daily(1000));
    after.restore(start, &saved);
    assert_eq!(after.snapshot(), saved);
    let noon = left(&after, start + DAY / 2);
    assert_eq!((left(&after, start), noon), (vec![6, 400], vec![7, 900]));
    let mut larger = limiter(Settings::default(), daily(10_000));
    larger.restore(start, &saved);
    assert_eq!(left(&larger, start), [6, 9400]);
    // A clock that was put back stands still until it has caught up.
    let mut behind = limiter(Settings::default(), daily(1000));
    behind.restore(start - MINUTE, &saved);
    assert_eq!(behind.snapshot(), saved);
    // Kept by a clock that was years ahead: it counts from now on.
    let mut earlier = limiter(Settings::default(), daily(1000));
    earlier.restore(1, &saved);
    assert_eq!((left(&earlier, 1), left(&earlier, 1 + DAY)), (vec![6, 400], vec![7, 1000]));
}

#[test]
fn the_greatest_figures_neither_panic_nor_wrap() {
    let mut limiter = tpm(u64::MAX);
    let most = Ask {
        tenant: u64::MAX,
        most_input: u64::MAX,
        audio_millis: u64::MAX,
        ..Ask::tokens(u64::MAX, Some(u64::MAX))
    };
    limiter.add(
        M,
        Terms { in_flight: Some(u64::MAX), ..priced(Caps::NONE.with(Limit::TPM, u64::MAX)) },
    );
    for now in [u64::MAX, 0, u64::MAX, 1] {
        if let Ok(decision) = limiter.acquire(now, M, &most) {
            limiter.settle(now, M, decision.ticket(), usage(u64::MAX, u64::MAX));
        }
        limiter.observe(
            now,
            M,
            &Observation {
                wait_us: Some(u64::MAX),
                left: vec![(Limit::TPM, Some(u64::MAX), 0), (Limit::ASD, Some(0), 0)],
            },
        );
        assert_eq!(limiter.levels(now, M).len(), 2);
    }
    let limit = Limit::new(Measure::Requests, Window::InFlight);
    assert_eq!(limiter.levels(0, M)[1].limit, limit);
}

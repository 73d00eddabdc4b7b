//! Several services in one replay: what it promises, and that the plan of an
//! organisation and the replay of its merged log say the same.

use groq_calc::{
    Caps, Draft, Limit, Number, WorkloadDraft,
    answer::organisation::OrganisationAnswer,
    question::{RequirementsDraft, ServiceDraft},
    replay::{Order, Policy, Replay, Request, Rules, ServiceReport, ServiceRequest, SharedReplay},
};
use groq_catalog::CATALOG;
use proptest::prelude::*;

use super::prices::PRICES;

const MINUTE: u64 = 60_000_000;

fn names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("service {index}")).collect()
}

fn rows() -> impl Strategy<Value = Vec<ServiceRequest>> {
    let gap = prop_oneof![Just(0u64), 1u64..50, 1u64..2_000_000, 1u64..70_000_000];
    let row = (gap, 0usize..3, 0u32..3000, 0u32..1000);
    proptest::collection::vec(row, 0..80).prop_map(|rows| {
        let mut time = 1_700_000_000_000_000;
        let row = |(gap, service, input, output)| {
            time += gap;
            let request = Request::new(time, input, 0, output).expect("it is legal");
            ServiceRequest { service, request }
        };
        rows.into_iter().map(row).collect()
    })
}

fn replayed(rules: Rules, rows: &[ServiceRequest], cut: usize, order: Order) -> Vec<ServiceReport> {
    let mut replay =
        SharedReplay::new(vec![rules], &[0, 0, 0], &names(3), order).expect("three services");
    for rows in rows.chunks(cut.max(1)) {
        replay.feed(rows).expect("in order");
    }
    replay.finish().expect("times that can be counted")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn services_together_meet_what_their_merged_log_meets(
        rows in rows(),
        rpm in 1u64..30,
        tpm in 3000u64..9000,
        cut in 1usize..20,
        patience in proptest::option::of(0u64..90_000_000),
    ) {
        let caps = Caps::NONE.with(Limit::RPM, rpm).with(Limit::TPM, tpm);
        let rules = Rules::new(caps, PRICES);
        let merged: Vec<Request> = rows.iter().map(|row| row.request).collect();
        let queue = Policy::Queue { patience_us: patience };
        for policy in [Policy::Drop, queue] {
            let rules = Rules { policy, ..rules };
            let mut single = Replay::new(rules);
            single.feed(&merged).expect("in order");
            let single = single.finish().expect("it fits");
            let services = replayed(rules, &rows, cut, Order::FirstCome);
            let sum = |of: fn(&ServiceReport) -> u64| services.iter().map(of).sum::<u64>();
            prop_assert_eq!(sum(|one| one.requests), single.requests);
            prop_assert_eq!(sum(|one| one.admitted), single.admitted);
            prop_assert_eq!(sum(|one| one.rejected), single.rejected);
            prop_assert_eq!(sum(|one| one.delayed), single.delayed);
            prop_assert_eq!(sum(|one| one.abandoned), single.abandoned);
            prop_assert_eq!(sum(|one| one.oversize), single.oversize);
            let longest = services.iter().map(|one| one.waits.max_us).max();
            prop_assert_eq!(longest, Some(single.waits.max_us));
            let first = services.iter().filter_map(|one| one.first).min_by_key(|one| one.row);
            prop_assert_eq!(first.map(|one| (one.row, one.limit)), single.first.map(|one| (one.row, one.limit)));
            for limit in [Limit::RPM, Limit::TPM] {
                let failed: u64 = services.iter().map(|one| one.failed_by.get(limit)).sum();
                prop_assert_eq!(failed, single.failed_by.get(limit));
            }
        }
    }

    #[test]
    fn every_wait_is_behind_somebody(
        rows in rows(),
        rpm in 1u64..30,
        tpm in 4000u64..9000,
        cut in 1usize..20,
    ) {
        let caps = Caps::NONE.with(Limit::RPM, rpm).with(Limit::TPM, tpm);
        let policy = Policy::Queue { patience_us: None };
        let rules = Rules { policy, ..Rules::new(caps, PRICES) };
        let mut totals = Vec::new();
        for order in [Order::FirstCome, Order::Fair] {
            let whole = replayed(rules, &rows, rows.len(), order);
            prop_assert_eq!(&whole, &replayed(rules, &rows, cut, order), "however it is cut up");
            for service in &whole {
                let behind: u64 = service.behind.iter().map(|one| one.waited_us).sum();
                prop_assert_eq!(behind, service.waited_us);
                prop_assert_eq!(service.admitted + service.oversize, service.requests);
            }
            totals.push(whole.iter().map(|one| one.admitted).sum::<u64>());
        }
        prop_assert_eq!(totals[0], totals[1], "all are served in either order");
    }
}

#[test]
fn fair_queueing_keeps_a_pile_from_everybody_else() {
    let policy = Policy::Queue { patience_us: None };
    let rules = Rules { policy, ..Rules::new(Caps::NONE.with(Limit::TPM, 6000), PRICES) };
    let row = |service, t, tokens| ServiceRequest {
        service,
        request: Request::new(t, tokens, 0, 0).expect("it is legal"),
    };
    // Sixty times a minute's tokens at once, then a question every minute.
    let mut rows: Vec<_> = (0..60).map(|_| row(0, 0, 6000)).collect();
    rows.extend((1..=10).map(|minute| row(1, minute * MINUTE, 100)));
    let first_come = replayed(rules, &rows, 7, Order::FirstCome);
    let fair = replayed(rules, &rows, 7, Order::Fair);
    assert!(first_come[1].behind[0].waited_us >= 58 * MINUTE, "{:?}", first_come[1].behind);
    assert!(first_come[1].waits.max_us >= 58 * MINUTE, "{:?}", first_come[1].waits);
    assert!(fair[1].waits.max_us <= 2 * MINUTE, "{:?}", fair[1].waits);
    assert_eq!(fair[0].admitted + fair[1].admitted, 70);
}

/// Two services on one model for an hour a day: requests a minute and tokens each.
fn organisation(rates: [(u64, u64); 2]) -> OrganisationAnswer<'static> {
    let service = |(index, (per_minute, tokens)): (usize, (u64, u64))| ServiceDraft {
        name: format!("service {index}"),
        requirements: RequirementsDraft {
            models: Some(vec!["llama-3.1-8b-instant".into()]),
            ..RequirementsDraft::default()
        },
        calls: vec![WorkloadDraft {
            requests_per_day: Some(Number::from(per_minute * 60)),
            input_tokens: Some(Number::from(tokens)),
            active_hours_per_day: Some(Number::from(1)),
            ..WorkloadDraft::default()
        }],
        ..ServiceDraft::default()
    };
    let draft = Draft {
        as_of: Some("2026-06-04".into()),
        plans: Some(vec!["free".into()]),
        services: Some(rates.into_iter().enumerate().map(service).collect()),
        ..Draft::default()
    };
    let organisation = draft.check_services().expect("a legal question");
    CATALOG.answer_services(&organisation).expect("an answer")
}

/// An hour at these rates, each service evenly.
fn hour(rates: [(u64, u64); 2]) -> Vec<ServiceRequest> {
    let mut rows = Vec::new();
    for (service, (per_minute, tokens)) in rates.into_iter().enumerate() {
        rows.extend(
            (0..60 * per_minute).map(|index| ServiceRequest {
                service,
                request: Request::new(index * MINUTE / per_minute, tokens as u32, 0, 0)
                    .expect("it is legal"),
            }),
        );
    }
    rows.sort_by_key(|row| row.request.t_us());
    rows
}

fn dropped(answer: &OrganisationAnswer<'_>, rows: &[ServiceRequest]) -> Vec<ServiceReport> {
    let way = Rules::new(Caps::NONE, PRICES);
    let mut replay = SharedReplay::of(answer, way, Order::FirstCome).expect("an assignment");
    replay.feed(rows).expect("in order");
    replay.finish().expect("it fits")
}

#[test]
fn a_plan_and_the_replay_of_its_merged_log_agree() {
    // The free plan has 30 requests and 6,000 tokens a minute.
    for (fits, over, limit) in [
        ([(10, 300), (6, 500)], [(11, 300), (6, 500)], Limit::TPM),
        ([(5, 1000), (4, 250)], [(5, 1000), (5, 250)], Limit::TPM),
        ([(20, 10), (10, 20)], [(20, 10), (12, 20)], Limit::RPM),
        ([(1, 200), (29, 200)], [(2, 200), (29, 199)], Limit::RPM),
    ] {
        let answer = organisation(fits);
        assert!(answer.fits, "{answer}");
        assert!(answer.binding.iter().any(|one| one.limit == limit), "{answer}");
        for service in dropped(&answer, &hour(fits)) {
            assert_eq!((service.admitted, service.rejected), (service.requests, 0));
        }
        let answer = organisation(over);
        assert!(!answer.fits, "{answer}");
        let named: Vec<_> = answer.binding.iter().map(|one| one.limit).collect();
        assert_eq!(named, [limit], "{answer}");
        let services = dropped(&answer, &hour(over));
        let refused: u64 = services.iter().map(|one| one.rejected).sum();
        assert!(refused > 0, "one above is admitted in full");
        let first = services.iter().filter_map(|one| one.first).min_by_key(|one| one.row);
        assert_eq!(first.map(|one| one.limit), Some(limit));
    }
}

#[test]
fn rejects_rows_of_no_service_and_out_of_order() {
    let rules = Rules::new(Caps::NONE, PRICES);
    let replay = || SharedReplay::new(vec![rules], &[0], &names(1), Order::Fair).expect("one");
    let row = |service, t| ServiceRequest {
        service,
        request: Request::new(t, 1, 0, 0).expect("it is legal"),
    };
    let error = replay().feed(&[row(1, 0)]).expect_err("there is one service");
    assert_eq!((error.field(), error.value()), ("service", "1"));
    let error = replay().feed(&[row(0, 5), row(0, 4)]).expect_err("backwards");
    assert_eq!(error.field(), "t_us");
    for (places, of, names) in
        [(1, vec![], 0), (1, vec![0; 13], 13), (1, vec![1], 1), (1, vec![0], 2)]
    {
        let made = SharedReplay::new(vec![rules; places], &of, &self::names(names), Order::Fair);
        assert_eq!(made.expect_err("no such services").field(), "services");
    }
}

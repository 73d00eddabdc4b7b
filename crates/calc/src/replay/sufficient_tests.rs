use alloc::vec::Vec;

use super::*;
use crate::{
    catalog::plan::Plan,
    num::money::Usd,
    offer::Offer,
    replay::{
        report::Report,
        target::{Target, cheapest, paid},
    },
};
use crate::{
    catalog::{limits::LimitSet, model::Kind, plan::Tier, pricing::Price},
    replay::{policy::Limiter, rules::Stretch, sample::Sample},
};

const PRICES: Prices = Prices {
    input: Some(Price::per_million("0.15")),
    cached_input: None,
    output: Some(Price::per_million("0.60")),
    ..Prices::NONE
};

fn report(rules: Rules, rows: &[Request]) -> Report {
    let mut replay = Replay::new(rules);
    replay.feed(rows).unwrap();
    replay.finish().unwrap()
}

fn rows(count: u64, apart: u64) -> Vec<Request> {
    (0..count).map(|index| Request::new(index * apart, 900, 0, 100).unwrap()).collect()
}

#[test]
fn a_target_at_its_edge() {
    let log = rows(4, 0);
    let met = report(Rules::new(Caps::NONE.with(Limit::RPM, 3), PRICES), &log);
    assert_eq!(met.lost(), 1);
    let target = |lost, p99| Target { most_lost_millionths: lost, most_p99_us: p99 };
    assert!(target(Some(250_000), None).is_met(&met));
    assert!(!target(Some(249_999), None).is_met(&met));
    assert!(target(None, None).is_met(&met));
    let queue = Policy::Queue { patience_us: None };
    let rules = Rules { policy: queue, ..Rules::new(Caps::NONE.with(Limit::RPM, 3), PRICES) };
    let slow = report(rules, &log);
    assert!(target(Some(0), Some(20_000_000)).is_met(&slow));
    assert!(!target(Some(0), Some(19_999_999)).is_met(&slow));
    assert!(target(Some(0), Some(0)).is_met(&report(rules, &[])));
}

#[test]
fn a_share_has_a_range() {
    assert_eq!(Target::lost_percent("1").unwrap(), 10_000);
    assert_eq!(Target::lost_percent("0.0001").unwrap(), 1);
    assert_eq!(Target::lost_percent("100").unwrap(), 1_000_000);
    for text in ["100.0001", "-1", "x", "0.00001"] {
        assert_eq!(Target::lost_percent(text).unwrap_err().field(), "max_refused_percent");
    }
}

fn offer(
    model: &'static str,
    plan: Plan,
    tier: Tier,
    caps: Caps,
    prices: Prices,
) -> Offer<'static> {
    Offer { caps, prices, ..Offer::bare(model, Kind::Chat, plan, tier) }
}

#[test]
fn the_cheapest_that_meets_it() {
    let log = rows(10, 0);
    let small = Caps::NONE.with(Limit::RPM, 5);
    let large = Caps::NONE.with(Limit::RPM, 10);
    let dear = Prices { output: Some(Price::per_million("0.61")), ..PRICES };
    let offers = [
        offer("a", Plan::Free, Tier::OnDemand, small, PRICES),
        offer("b", Plan::Developer, Tier::OnDemand, large, dear),
        offer("d", Plan::Developer, Tier::Flex, large, PRICES),
        offer("d", Plan::Developer, Tier::OnDemand, large, PRICES),
        offer("c", Plan::Developer, Tier::OnDemand, large, PRICES),
        offer("e", Plan::Developer, Tier::OnDemand, large, Prices::NONE),
        offer("f", Plan::Free, Tier::OnDemand, large.with_unknown(Limit::TPD), PRICES),
    ];
    let options = offers.map(|offer| (offer, report(Rules::of(&offer), &log)));
    let cheapest = |options: &[(Offer<'_>, Report)], target: &Target| {
        cheapest(options.iter().map(|(offer, report)| (offer, report)), target)
    };
    let lost = |most| Target { most_lost_millionths: Some(most), ..Target::default() };
    assert_eq!(cheapest(&options, &lost(500_000)), Some(0), "the free plan loses half");
    assert_eq!(cheapest(&options, &lost(499_999)), Some(4), "cheapest, plainest, first by name");
    assert_eq!(cheapest(&options[1..2], &lost(0)), Some(0));
    assert_eq!(cheapest(&options[5..6], &lost(0)), None, "its price is not known");
    assert_eq!(cheapest(&options[5..], &lost(0)), None, "what is not known is not promised");
    assert_eq!(cheapest(&options[..1], &lost(0)), None);
    assert_eq!(paid(&offers[0], &options[0].1), Some(Usd::ZERO));
    assert_eq!(paid(&offers[4], &options[4].1), options[4].1.cost_offered);
    assert_eq!(options[6].1.unknown_limits, [Limit::TPD].into_iter().collect::<LimitSet>());
}

#[test]
#[cfg_attr(miri, ignore = "minutes under Miri, and no memory of its own")]
fn a_sufficient_cap_is_the_least() {
    let day: Vec<_> = Sample::new(5, 300).collect();
    let all = Limit::ALL.into_iter().fold(Caps::NONE, |caps, limit| caps.with(limit, 1));
    for limiter in [Limiter::Bucket, Limiter::Fixed] {
        let stretch = Stretch::parse("0.5").unwrap();
        let rules = Rules { limiter, stretch, scale: 2, ..Rules::new(all, PRICES) };
        let caps = sufficient_caps(&rules, &day).unwrap();
        assert_eq!(report(Rules { caps, ..rules }, &day).lost(), 0);
        for limit in Limit::ALL {
            match caps.figure(limit).unwrap() {
                0 => assert!(matches!(limit, Limit::ASH | Limit::ASD), "no audio, {limit}"),
                cap => {
                    let less = Rules { caps: caps.with(limit, cap - 1), ..rules };
                    assert!(report(less, &day).lost() > 0, "{limit} {cap}");
                }
            }
        }
    }
}

#[test]
fn sufficient_caps_by_hand() {
    let caps = Caps::NONE.with(Limit::RPM, 1).with(Limit::TPM, 1).with_unknown(Limit::TPD);
    let rules = Rules::new(caps, PRICES);
    // Five at once, and a minute later ten.
    let mut log = rows(5, 0);
    log.extend(rows(10, 0).into_iter().map(|row| Request { t_us: 60_000_000, ..row }));
    let found = sufficient_caps(&rules, &log).unwrap();
    assert_eq!(found, Caps::NONE.with(Limit::RPM, 10).with(Limit::TPM, 10_000));
    let none = sufficient_caps(&rules, &[]).unwrap();
    assert_eq!(none, Caps::NONE.with(Limit::RPM, 0).with(Limit::TPM, 0));
    let one = sufficient_caps(&rules, &log[..1]).unwrap();
    assert_eq!(one, Caps::NONE.with(Limit::RPM, 1).with(Limit::TPM, 1000));
}

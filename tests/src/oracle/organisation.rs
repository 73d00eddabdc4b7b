//! Every field of the answer for an organisation, judged by trying all
//! assignments.

use groq_calc::{
    Organisation, Workload,
    answer::organisation::{Forecast, OrganisationAnswer, Shortfall},
    capacity::Headroom,
    num::Requests,
    question::Volume,
};
use num_rational::BigRational;

use super::{
    fraction::{exact, ratio, whole},
    seats::{Much, Seat, Use, best, budget, highest, key, seats, share, usable, uses},
};
use crate::organisations::OrganisationCase;

/// The least whole number that is not below what a count has grown to.
fn grown(count: u64, hundredths: u64, month: u32) -> BigRational {
    let mut grown = whole(count);
    for _ in 0..month {
        grown *= ratio(10_000 + hundredths, 10_000);
    }
    grown.ceil()
}

/// The organisation some months later; `None` beyond the range of a question.
fn later(asked: &Organisation, month: u32) -> Option<Organisation> {
    let mut later = asked.clone();
    for service in &mut later.services {
        for call in &mut service.calls {
            *call = grown_call(call, service.growth_hundredths_percent, month)?;
        }
    }
    Some(later)
}

fn grown_call(call: &Workload, hundredths: u64, month: u32) -> Option<Workload> {
    let after = |count: Requests, most: u64| {
        let count = u64::try_from(grown(count.get(), hundredths, month).to_integer()).ok()?;
        (count <= most).then(|| Requests::new(count))
    };
    let volume = match call.volume {
        Volume::PerDay(count) => Volume::PerDay(after(count, 1_000_000_000_000)?),
        Volume::PerMonth(count) => Volume::PerMonth(after(count, 31_000_000_000_000)?),
    };
    let peak = match call.peak_requests_per_minute {
        Some(peak) => Some(after(peak, 1_000_000_000)?),
        None => None,
    };
    Some(Workload { volume, peak_requests_per_minute: peak, ..*call })
}

fn same_much(engine: groq_calc::Fraction, (unbounded, value): &Much) -> bool {
    if *unbounded { engine.is_unbounded() } else { exact(engine) == *value }
}

/// Asks the engine and judges its answer.
///
/// # Panics
///
/// Where engine and oracle differ; the message says in what.
pub fn check(case: &OrganisationCase) {
    let asked = case.organisation();
    case.case.with_catalog(|catalog| {
        let answer = catalog.answer_services(&asked);
        let all = match (&answer, seats(&case.case, &asked)) {
            (Err(error), Err(field)) => return assert_eq!(error.field(), field, "{error}"),
            (Err(error), Ok(_)) => panic!("a legal question is refused: {error}"),
            (Ok(_), Err(field)) => panic!("{field} is wrong, but there is an answer"),
            (Ok(_), Ok(all)) => all,
        };
        let answer = answer.expect("judged above");
        let (chosen, fits) = best(&asked, &all);
        check_assignment(&asked, &answer, &chosen);
        check_changes(&asked, &answer, &chosen, fits);
        check_alone(&asked, &answer, &all);
        check_room(case, &asked, &answer, &chosen);
        check_growth(case, &asked, &answer, &chosen);
    });
}

fn check_assignment(asked: &Organisation, answer: &OrganisationAnswer<'_>, chosen: &[&Seat<'_>]) {
    let places: Vec<_> = answer.services.iter().map(|one| (one.model, one.tier)).collect();
    let expected: Vec<_> = chosen.iter().map(|seat| seat.place()).collect();
    assert_eq!((answer.plan, places), (chosen[0].plan, expected), "the assignment");
    let picodollars = |usd: groq_calc::Usd| usd.picodollars();
    for ((service, seat), asked) in answer.services.iter().zip(chosen).zip(&asked.services) {
        assert_eq!(service.name, asked.name);
        assert_eq!(service.monthly_usd.map(picodollars), seat.total, "cost of {}", asked.name);
        assert_eq!(service.list_usd.map(picodollars), seat.list, "list price of {}", asked.name);
        assert_eq!(service.blocked, seat.blocked.map(|(_, blocked)| blocked));
        assert_eq!(service.blocked_call, seat.blocked.map(|(call, _)| call as u64));
        let risks: Vec<_> = service
            .at_risk
            .iter()
            .map(|risk| {
                (risk.call as usize, risk.at_risk.limit, risk.at_risk.requested, risk.at_risk.cap)
            })
            .collect();
        assert_eq!(risks, seat.at_risk);
        assert_eq!(service.unchecked, seat.unchecked);
        let calls: Option<u128> =
            service.calls.iter().map(|call| call.list_usd.map(picodollars)).sum();
        assert_eq!(calls, seat.list, "the calls of {}", asked.name);
    }
    let total: Option<u128> = chosen.iter().map(|seat| seat.total).sum();
    let list: Option<u128> = chosen.iter().map(|seat| seat.list).sum();
    assert_eq!(answer.monthly.total_usd.map(picodollars), total);
    assert_eq!(answer.monthly.list_usd.map(picodollars), list);
    let used = uses(chosen, false);
    let listed: Vec<_> =
        answer.limits.iter().map(|used| ((used.model, used.tier), used.limit, used.cap)).collect();
    let expected: Vec<_> = used.iter().map(|used| (used.place, used.limit, used.cap)).collect();
    assert_eq!(listed, expected, "the limits");
    let highest = highest(&used);
    let mut binding = Vec::new();
    for (mine, used) in answer.limits.iter().zip(&used) {
        assert_eq!(exact(mine.demand), used.demand, "demand of {}", used.limit);
        assert_eq!(whole(mine.usable), used.usable, "what is usable of {}", used.limit);
        if used.demand > whole(0) {
            assert!(same_much(mine.utilization, &share(used)), "utilisation of {}", used.limit);
            if share(used) == highest {
                binding.push((used.place, used.limit));
            }
        }
        let parts: Vec<_> =
            mine.by_service.iter().map(|(name, part)| (name.as_str(), exact(*part))).collect();
        let expected: Vec<_> = used
            .by_service
            .iter()
            .map(|(service, part)| (asked.services[*service].name.as_str(), part.clone()))
            .collect();
        assert_eq!(parts, expected, "the parts of {}", used.limit);
    }
    let named: Vec<_> =
        answer.binding.iter().map(|one| ((one.model, one.tier), one.limit)).collect();
    assert_eq!(named, binding, "binding");
    assert!(same_much(answer.utilization, &highest), "the highest utilisation");
}

fn check_changes(
    asked: &Organisation,
    answer: &OrganisationAnswer<'_>,
    chosen: &[&Seat<'_>],
    fits: bool,
) {
    let holds = uses(chosen, false).iter().all(Use::holds);
    let passes = chosen.iter().all(|seat| seat.blocked.is_none() && !seat.unchecked);
    assert_eq!(answer.fits, holds && passes, "fits");
    let total: Option<u128> = chosen.iter().map(|seat| seat.total).sum();
    let most = asked.requirements.monthly_budget.map(|usd| usd.picodollars());
    let affordable = most.is_none_or(|most| total.is_none_or(|total| total <= most));
    assert_eq!(answer.is_recommended(), fits && affordable, "{:?}", answer.changes);
    assert!(!answer.to_string().is_empty());
    let count = |is: fn(&Shortfall) -> bool| answer.changes.iter().filter(|one| is(one)).count();
    let blocked = chosen.iter().filter(|seat| seat.blocked.is_some()).count();
    assert_eq!(count(|one| matches!(one, Shortfall::Blocked { .. })), blocked);
    let unchecked = chosen.iter().filter(|seat| seat.unchecked).count();
    assert_eq!(count(|one| matches!(one, Shortfall::Unchecked { .. })), unchecked);
    let barred = chosen.iter().filter(|seat| seat.barred || seat.list.is_none()).count();
    assert_eq!(count(|one| matches!(one, Shortfall::Unmet { .. })), barred);
    let over = uses(chosen, false).into_iter().filter(|used| !used.holds());
    let named = answer.changes.iter().filter_map(|one| match one {
        Shortfall::Over { model, tier, limit, cap_needed, demand, .. } => {
            Some(((model.as_str(), *tier), *limit, *cap_needed, exact(*demand)))
        }
        _ => None,
    });
    let named: Vec<_> = named.collect();
    let over: Vec<_> = over.collect();
    assert_eq!(named.len(), over.len(), "limits that are exceeded");
    for ((place, limit, needed, demand), used) in named.into_iter().zip(&over) {
        assert_eq!((place, limit, &demand), (used.place, used.limit, &used.demand));
        let seats = chosen.iter().filter(|seat| seat.place() == place);
        let margin = seats.map(|seat| seat.margin).max().unwrap_or(0);
        let needed = needed.expect("a small cap");
        // With this cap it holds; with one less it does not.
        assert!(usable(needed, margin) >= demand && usable(needed - 1, margin) < demand);
    }
}

/// Each service by itself, and what sharing costs.
fn check_alone(asked: &Organisation, answer: &OrganisationAnswer<'_>, all: &[Vec<Seat<'_>>]) {
    let mut sum = Some(0);
    for (service, (seats, answered)) in all.iter().zip(&answer.services).enumerate() {
        let serves = |seat: &&Seat<'_>| seat.serves(budget(asked, service));
        let best = seats.iter().filter(serves).min_by_key(|seat| key(&[seat]));
        assert_eq!(answered.alone.recommended, best.is_some(), "whether it can be served alone");
        let nearest = best.or_else(|| seats.iter().min_by_key(|seat| key(&[seat])));
        let seat = nearest.expect("a service has seats");
        assert_eq!(
            (answered.alone.id.model, answered.alone.id.plan, answered.alone.id.tier),
            (seat.facts.id.as_str(), seat.plan, seat.tier),
            "alone"
        );
        sum = sum.zip(best.and_then(|seat| seat.total)).map(|(sum, more)| sum + more);
    }
    assert_eq!(answer.sharing.alone_usd.map(|usd| usd.picodollars()), sum);
}

/// Two-sided: with as many requests a day of one call as it says everything else
/// holds, with one more something breaks.
fn check_room(
    case: &OrganisationCase,
    asked: &Organisation,
    answer: &OrganisationAnswer<'_>,
    chosen: &[&Seat<'_>],
) {
    for (service, answered) in answer.services.iter().enumerate() {
        for (index, call) in answered.calls.iter().enumerate() {
            let holds = |requests: u64| {
                let mut trial = asked.clone();
                let call = &mut trial.services[service].calls[index];
                call.volume = Volume::PerDay(Requests::new(requests));
                let all = seats(&case.case, &trial).expect("as now");
                let held = sit(&all, chosen);
                let place = chosen[service].place();
                let used = uses(&held, false);
                used.iter().filter(|used| used.place == place).all(Use::holds)
            };
            match call.requests_per_day_fit {
                Headroom::Nothing => {
                    assert!(call.blocked.is_some() || !holds(0), "some requests fit");
                }
                Headroom::UpTo(most) => {
                    assert!(holds(most), "{most} requests do not fit");
                    assert!(!holds(most + 1), "one more than {most} fits");
                }
                Headroom::Unbounded => assert!(holds(1_000_000_000_000), "there is a bound"),
            }
        }
    }
}

/// The seats of an assignment among others of the same organisation.
fn sit<'s, 'a>(all: &'s [Vec<Seat<'a>>], chosen: &[&Seat<'_>]) -> Vec<&'s Seat<'a>> {
    let find = |(seats, seat): (&'s Vec<Seat<'a>>, &&Seat<'_>)| {
        let same = |other: &&Seat<'_>| other.place() == seat.place() && other.plan == seat.plan;
        seats.iter().find(same).expect("as now")
    };
    all.iter().zip(chosen).map(find).collect()
}

fn check_growth(
    case: &OrganisationCase,
    asked: &Organisation,
    answer: &OrganisationAnswer<'_>,
    chosen: &[&Seat<'_>],
) {
    let Some(growth) = &answer.growth else { return assert!(!answer.fits, "it fits now") };
    assert!(answer.fits);
    let mut first_over = None;
    for month in 0..=60 {
        let Some(then) = later(asked, month) else {
            assert_eq!(growth.months.len(), month as usize, "the list ends");
            break;
        };
        let all = seats(&case.case, &then).expect("as now");
        let held = sit(&all, chosen);
        let used = uses(&held, false);
        let fits = used.iter().all(Use::holds);
        let engine = &growth.months[month as usize];
        let total: Option<u128> = held.iter().map(|seat| seat.total).sum();
        assert_eq!((engine.month, engine.fits), (u64::from(month), fits), "month {month}");
        assert_eq!(engine.total_usd.map(|usd| usd.picodollars()), total, "cost of month {month}");
        assert!(same_much(engine.utilization, &highest(&used)), "use in month {month}");
        if !fits && first_over.is_none() {
            first_over = Some(month);
            let over = growth.first_over.as_ref().expect("it is exceeded");
            let worst = highest(&used);
            let named = used.iter().find(|used| share(used) == worst).expect("one is highest");
            assert_eq!((over.month, over.limit), (u64::from(month), named.limit));
            assert_eq!((over.model, over.tier), named.place);
            assert_eq!(
                (exact(over.demand), whole(over.usable)),
                (named.demand.clone(), named.usable.clone())
            );
            check_successor(growth, &then, &all, total);
        }
    }
    // Where no limit is met, the list ends before a volume leaves the range.
    let last = (0..=60).rev().find(|month| later(asked, *month).is_some()).expect("this one");
    let fits = first_over.map(|month| month - 1).or((last < 60).then_some(last));
    assert_eq!(growth.fits_months, fits.map(u64::from));
    assert_eq!(growth.first_over.is_some(), first_over.is_some());
}

fn check_successor(
    growth: &Forecast<'_>,
    then: &Organisation,
    all: &[Vec<Seat<'_>>],
    now: Option<u128>,
) {
    let mut free = then.clone();
    free.requirements.monthly_budget = None;
    for service in &mut free.services {
        service.requirements.monthly_budget = None;
    }
    let (chosen, fits) = best(&free, all);
    let Some(next) = &growth.next else { return assert!(!fits, "another assignment holds") };
    assert!(fits, "no assignment holds");
    let places: Vec<_> = next.services.iter().map(|one| (one.model, one.tier)).collect();
    let expected: Vec<_> = chosen.iter().map(|seat| seat.place()).collect();
    assert_eq!((next.plan, places), (chosen[0].plan, expected), "what follows");
    let total: u128 = chosen.iter().filter_map(|seat| seat.total).sum();
    assert_eq!(next.monthly_usd.picodollars(), total);
    assert_eq!(next.costs_usd.picodollars(), total.saturating_sub(now.unwrap_or(0)));
}

//! Laws of organisations: how the answer for several services hangs together with
//! those for each, and what does not matter to it.

use groq_calc::{Organisation, answer, answer::organisation::OrganisationAnswer};

use crate::{case::Case, organisations::OrganisationCase};

/// One service of one kind of call is answered as its question, to the last field.
///
/// # Panics
///
/// Where the two answers differ.
pub fn one_service_is_its_question(case: &Case) {
    let question = case.question();
    case.with_catalog(|catalog| {
        let single = answer(catalog, &question);
        let shared = catalog.answer_services(&Organisation::from(question.clone()));
        let (single, shared) = match (single, shared) {
            (Ok(single), Ok(shared)) => (single, shared),
            // Where no model is offered there is no assignment.
            (Ok(single), Err(error)) => {
                assert!(single.options.is_empty() && error.is_not_offered(), "{error}");
                return;
            }
            (Err(single), Err(shared)) => return assert_eq!(single.field(), shared.field()),
            (Err(error), Ok(_)) => panic!("only the single question is refused: {error}"),
        };
        let best = single.best().expect("an option is recommended or nearest");
        let [service] = &shared.services[..] else { panic!("one service") };
        assert_eq!(
            (service.model, shared.plan, service.tier),
            (best.id.model, best.id.plan, best.id.tier)
        );
        assert_eq!(shared.is_recommended(), single.recommended.is_some(), "{}", shared.verdict);
        assert_eq!((shared.as_of, shared.admission), (single.as_of, single.admission));
        assert_eq!((shared.fits, service.blocked), (best.fits, best.blocked));
        assert_eq!(service.unknown_limits, best.unknown_limits);
        assert_eq!(service.unchecked, best.unchecked);
        let risks: Vec<_> = service.at_risk.iter().map(|risk| risk.at_risk).collect();
        assert_eq!(risks, best.at_risk);
        let used: Vec<_> = shared
            .limits
            .iter()
            .map(|used| (used.limit, used.cap, used.demand, used.demand.to_string()))
            .collect();
        let expected: Vec<_> = best
            .limits
            .iter()
            .map(|used| (used.limit, used.cap, used.demand, used.demand.to_string()))
            .collect();
        assert_eq!(used, expected);
        assert_eq!(shared.utilization, best.utilization);
        let binding: Vec<_> = shared.binding.iter().map(|one| one.limit).collect();
        assert_eq!(binding, best.binding.iter().collect::<Vec<_>>());
        assert_eq!(shared.monthly.total_usd, best.monthly.total_usd);
        assert_eq!(shared.monthly.list_usd, best.monthly.list_usd);
        assert_eq!(
            (service.limits_from, service.prices_from),
            (best.limits_from, best.prices_from)
        );
        let [call] = &service.calls[..] else { panic!("one call") };
        let lines: Vec<_> = call.lines.iter().map(|line| line.line).collect();
        assert_eq!(lines, best.monthly.lines);
        assert_eq!(call.batch_share_percent, best.batch_share_percent);
        let offer = question.on(catalog).and_then(|dated| dated.offer(best.id)).expect("an offer");
        assert_eq!(call.requests_per_day_fit, offer.room(&question.workload).expect("a figure"));
        // Alone it is where it is.
        assert_eq!(
            (service.alone.id, service.alone.recommended),
            (best.id, shared.is_recommended())
        );
    });
}

/// Order and names of services change neither cost nor fit.
///
/// # Panics
///
/// Where they do.
pub fn order_and_names_do_not_matter(case: &OrganisationCase, by: usize) {
    let organisation = case.organisation();
    case.case.with_catalog(|catalog| {
        let Ok(answer) = catalog.answer_services(&organisation) else { return };
        let mut other = organisation.clone();
        let count = other.services.len();
        other.services.rotate_left(by % count);
        if by % 2 == 1 {
            other.services.reverse();
        }
        for (index, service) in other.services.iter_mut().enumerate() {
            service.name = format!("other {}", count - index);
        }
        let again = catalog.answer_services(&other).expect("as before");
        let costs = |answer: &OrganisationAnswer<'_>| {
            (answer.plan, answer.fits, answer.monthly.total_usd, answer.utilization)
        };
        assert_eq!(costs(&again), costs(&answer));
        assert_eq!(again.is_recommended(), answer.is_recommended());
        assert_eq!(again.sharing, answer.sharing);
    });
}

/// Sharing never costs less than each service on its own account.
///
/// # Panics
///
/// Where it does.
pub fn sharing_never_saves(case: &OrganisationCase) {
    let organisation = case.organisation();
    case.case.with_catalog(|catalog| {
        let Ok(answer) = catalog.answer_services(&organisation) else { return };
        if answer.is_recommended() {
            let (total, alone) = (answer.monthly.total_usd, answer.sharing.alone_usd);
            assert!(total >= alone, "{total:?} is less than {alone:?}");
            assert!(answer.sharing.costs_usd.is_some());
        }
        // What each lever says of the answer as it is is what the answer says.
        for change in answer.levers().expect("an answer of a catalog") {
            assert_eq!(
                (change.before.fits, change.before.monthly_usd),
                (answer.fits, answer.monthly.total_usd)
            );
            assert!(!change.before.fits || change.after.fits, "{} ends the fit", change.lever);
            assert!(!change.lever.to_string().is_empty());
        }
    });
}

//! What a lever does, by asking before and after.

use groq_calc::{
    Catalog, Plan, Question, Tier, Tokens, Usd, Workload,
    answer::offers,
    capacity::Headroom,
    outlook::{Change, Lever, Metrics, levers},
};

use super::thresholds::Trial;
use crate::case::Case;

/// The workload after a change.
fn after(workload: &Workload, change: &Change<'_>) -> Workload {
    let mut after = *workload;
    let tokens = Tokens::new(change.to.unwrap_or_default());
    match change.lever {
        Lever::CacheMore => after.cached_input_tokens = tokens,
        Lever::Batch => after.batch_share_percent = 100,
        Lever::ReserveLess => after.max_completion_tokens = Some(tokens),
        Lever::ShorterPrompt => {
            after.input_tokens = tokens;
            after.cached_input_tokens = after.cached_input_tokens.min(tokens);
        }
        Lever::ShorterCompletion => {
            let old = after.output_tokens;
            after.output_tokens = tokens;
            after.max_completion_tokens = after.max_completion_tokens.filter(|max| *max > old);
        }
        Lever::AnotherModel | Lever::Developer | Lever::Flex => {}
    }
    after
}

fn check_metrics(trial: &Trial<'_>, workload: &Workload, metrics: &Metrics) {
    assert_eq!(metrics.fits, trial.fits(workload), "whether it fits");
    assert_eq!(metrics.at_risk, trial.at_risk(workload), "whether it is at risk");
    assert_eq!(metrics.monthly_usd.map(Usd::picodollars), trial.paid(workload), "the month");
    trial.check_room(workload, metrics.requests_per_day);
}

fn check_change(change: &Change<'_>) {
    let (before, after) = (&change.before, &change.after);
    let money = |metrics: &Metrics| metrics.monthly_usd.map(Usd::picodollars);
    if let (Some(was), Some(is)) = (money(before), money(after)) {
        assert_eq!(change.saves().picodollars(), was.saturating_sub(is), "what it saves");
        assert_eq!(change.costs().picodollars(), is.saturating_sub(was), "what it costs");
    }
    let (was, is) = (before.requests_per_day, after.requests_per_day);
    match change.gains() {
        Headroom::Nothing => assert!(is <= was),
        Headroom::UpTo(more) => {
            assert_eq!(was.count() + more, is.count());
            assert!(is != Headroom::Unbounded, "a bound that is not there");
        }
        Headroom::Unbounded => assert!(is == Headroom::Unbounded && was < is),
    }
    assert!(!before.fits || after.fits, "{:?} ends a fit", change.lever);
    let worse = after.at_risk && !before.at_risk;
    assert!(!before.fits || !worse, "{:?} puts it at risk", change.lever);
    let safer = ends_the_risk(change);
    let fits = after.fits && !before.fits;
    let saves = change.saves() > Usd::ZERO;
    let gains = change.gains() > Headroom::Nothing;
    assert!(fits || saves || gains || safer, "{:?} does nothing", change.lever);
    if change.lever == Lever::AnotherModel {
        let better = saves || safer;
        assert!(if before.fits { better } else { fits || gains }, "another model for nothing");
    }
}

fn ends_the_risk(change: &Change<'_>) -> bool {
    change.before.at_risk && !change.after.at_risk && change.after.fits
}

/// Two-sided: with what is named as the most no request is at risk, with one
/// token more it is.
fn check_safe_reserve(trial: &Trial<'_>, change: &Change<'_>) {
    let workload = &trial.question.workload;
    if change.lever != Lever::ReserveLess || !ends_the_risk(change) {
        return;
    }
    let reserving =
        |tokens: u64| Workload { max_completion_tokens: Some(Tokens::new(tokens)), ..*workload };
    let most = change.to.expect("it changes a field");
    assert!(!trial.at_risk(&reserving(most)), "{most} is not safe");
    assert!(trial.at_risk(&reserving(most + 1)), "more than {most} is safe");
    assert!(change.to_string().contains("safe under either reading"));
}

/// Levers that were not offered would have done nothing.
fn check_left_out(trial: &Trial<'_>, changes: &[Change<'_>]) {
    let (offer, workload) = (trial.offer, &trial.question.workload);
    let facts = trial.case.facts(offer.id.model);
    let missing = |lever: Lever| changes.iter().all(|change| change.lever != lever);
    let useless = |better: Workload, what: Lever| {
        let (was, is) = (trial.fits(workload), trial.fits(&better));
        let saves = trial.paid(&better) < trial.paid(workload);
        let (risky, risks) = (trial.at_risk(workload), trial.at_risk(&better));
        let safer = risky && !risks && is;
        let worse = was && risks && !risky;
        // One more than fits now would have to be one too many still.
        let room = offer.room(workload).expect("within 128 bits");
        let one_more = match room {
            Headroom::Nothing => trial.holds(&better.at(0)),
            Headroom::UpTo(most) => trial.holds(&better.at(most + 1)),
            Headroom::Unbounded => false,
        };
        let nothing = is == was && !saves && !one_more && !safer;
        assert!((was && !is) || worse || nothing, "{what:?} was left out");
    };
    if missing(Lever::Batch)
        && facts.batch
        && offer.id.plan == Plan::Developer
        && workload.batch_share_percent < 100
    {
        useless(Workload { batch_share_percent: 100, ..*workload }, Lever::Batch);
    }
    if missing(Lever::CacheMore) && facts.prices.cached_input.is_some() {
        let cached_input_tokens = workload.input_tokens;
        useless(Workload { cached_input_tokens, ..*workload }, Lever::CacheMore);
    }
    if missing(Lever::ReserveLess) && workload.max_completion_tokens.is_some() {
        useless(Workload { max_completion_tokens: None, ..*workload }, Lever::ReserveLess);
    }
}

pub(super) fn check(case: &Case, question: &Question, catalog: &Catalog<'_>) {
    let offers = offers(catalog, question).expect("the answer had options");
    let workload = &question.workload;
    for offer in &offers {
        let trial = Trial { case, question, offer };
        let changes = levers(catalog, question, offer).expect("within 128 bits");
        for change in &changes {
            let other = question
                .on(catalog)
                .and_then(|dated| dated.offer(change.id))
                .expect("a lever leads to an offer");
            let same = other.id == offer.id;
            assert_eq!(same, change.lever.field().is_some(), "{:?}", change.lever);
            match change.lever {
                Lever::Developer => assert_eq!(
                    (offer.id.model, offer.id.plan, other.id.plan, other.id.tier),
                    (other.id.model, Plan::Free, Plan::Developer, Tier::OnDemand)
                ),
                Lever::Flex => {
                    assert_eq!((offer.id.model, other.id.tier), (other.id.model, Tier::Flex))
                }
                Lever::AnotherModel => {
                    assert_eq!((offer.id.plan, offer.id.tier), (other.id.plan, other.id.tier));
                    assert_eq!(offer.kind, other.kind, "a model of another kind");
                    assert_ne!(offer.id.model, other.id.model);
                }
                _ => assert!(change.from != change.to),
            }
            check_metrics(&trial, workload, &change.before);
            let there = Trial { case, question, offer: &other };
            check_metrics(&there, &after(workload, change), &change.after);
            check_change(change);
            check_safe_reserve(&trial, change);
        }
        let order = |change: &Change<'_>| {
            let fits = change.after.fits && !change.before.fits;
            let saves = std::cmp::Reverse(change.saves());
            (!fits, !ends_the_risk(change), saves, change.costs())
        };
        assert!(changes.is_sorted_by_key(order), "the most effective first");
        check_left_out(&trial, &changes);
    }
}

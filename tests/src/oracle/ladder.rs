//! The cheapest offer at every volume, found by asking all of them.

use groq_calc::{
    Catalog, Offer, Plan, Question, answer::offers, capacity::Headroom, catalog::Lifecycle,
    outlook::ladder,
};
use num_rational::BigRational;

use super::{choice::lacking, fraction::whole, offer::Oracle, thresholds::Trial};
use crate::case::Case;

/// Whether an offer may stand on the ladder at all.
fn counts(case: &Case, question: &Question, offer: &Offer<'_>) -> bool {
    let oracle = Oracle::of(case, question, offer);
    let wanted = &question.requirements;
    let window = oracle.facts.context.window.unwrap_or(0);
    let known = oracle.known().len()
        == oracle.caps().iter().filter(|cap| **cap != groq_calc::catalog::Cap::Absent).count();
    let production = matches!(oracle.facts.stage, Lifecycle::Production);
    known
        && oracle.list(oracle.batch()).is_some()
        && !(wanted.production && (offer.id.plan == Plan::Free || !production))
        && wanted.min_context <= window
        && lacking(oracle.facts, &oracle.question.requirements).is_none()
}

pub(super) fn check(case: &Case, question: &Question, catalog: &Catalog<'_>) {
    let offers = offers(catalog, question).expect("the answer had options");
    let steps = ladder(catalog, question).expect("within 128 bits");
    let trials: Vec<_> = offers
        .iter()
        .filter(|offer| counts(case, question, offer))
        .map(|offer| Trial { case, question, offer })
        .collect();
    let workload = &question.workload;
    // What an offer costs at a volume, or nothing where it does not fit.
    let cost = |trial: &Trial<'_>, volume: u64| -> Option<BigRational> {
        let workload = workload.at(volume);
        trial.holds(&workload).then(|| match trial.offer.id.plan {
            Plan::Free => whole(0),
            Plan::Developer => trial.list(&workload).expect("priced"),
        })
    };
    let cheapest = |volume: u64| trials.iter().filter_map(|trial| cost(trial, volume)).min();
    let mut next = 1;
    for step in &steps {
        assert_eq!(step.from, next, "steps follow each other");
        let is = |trial: &&Trial<'_>| trial.offer.id == step.id;
        let trial = trials.iter().find(is).expect("a step is of an offer");
        let last = step.to.count();
        assert!(step.from <= last);
        for volume in [step.from, step.from + (last - step.from) / 2, last] {
            let mine = cost(trial, volume);
            assert!(mine.is_some(), "a step fits at {volume}");
            assert_eq!(mine, cheapest(volume), "nothing is cheaper at {volume}");
        }
        let priced = if step.to == Headroom::Unbounded { step.from } else { last };
        let paid = trial.paid(&workload.at(priced));
        assert_eq!(Some(step.monthly_usd.picodollars()), paid, "the month of a step");
        trial.check_room(workload, step.to);
        next = last + 1;
    }
    if next <= Headroom::Unbounded.count() {
        assert_eq!(cheapest(next), None, "something fits above the ladder, at {next}");
    }
}

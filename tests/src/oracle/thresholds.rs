//! Thresholds and inverses: the oracle tries the answer and its neighbour.

use groq_calc::{
    Catalog, Offer, Plan, Question, Tokens, Usd, Workload, answer::offers, capacity::Headroom,
    outlook::BatchAgainstCache,
};
use num_rational::BigRational;

use super::{
    fraction::{exact, ratio, whole},
    offer::Oracle,
};
use crate::case::Case;

/// The largest legal volume.
const MOST: u64 = 1_000_000_000_000;
/// The largest legal count of tokens.
const MOST_TOKENS: u64 = 1_000_000_000;

/// One offer, which is asked about workloads other than the question's.
pub(super) struct Trial<'a> {
    pub(super) case: &'a Case,
    pub(super) question: &'a Question,
    pub(super) offer: &'a Offer<'a>,
}

impl Trial<'_> {
    fn ask<R>(&self, workload: &Workload, then: impl FnOnce(&Oracle<'_>) -> R) -> R {
        let question = Question { workload: *workload, ..self.question.clone() };
        then(&Oracle::of(self.case, &question, self.offer))
    }

    pub(super) fn fits(&self, workload: &Workload) -> bool {
        self.ask(workload, |oracle| oracle.fits())
    }

    /// Whether a request may be refused for what it reserves.
    pub(super) fn at_risk(&self, workload: &Workload) -> bool {
        self.ask(workload, |oracle| !oracle.at_risk().is_empty())
    }

    /// Whether every known cap holds.
    pub(super) fn holds(&self, workload: &Workload) -> bool {
        self.ask(workload, |oracle| oracle.holds())
    }

    pub(super) fn paid(&self, workload: &Workload) -> Option<u128> {
        self.ask(workload, |oracle| oracle.paid())
    }

    /// The unrounded list price of the workload as it is.
    pub(super) fn list(&self, workload: &Workload) -> Option<BigRational> {
        self.ask(workload, |oracle| oracle.list(oracle.batch()))
    }

    /// Two-sided: `room` requests fit, one more does not.
    pub(super) fn check_room(&self, workload: &Workload, room: Headroom) {
        match room {
            Headroom::Nothing => assert!(!self.holds(&workload.at(0)), "some fit"),
            Headroom::UpTo(most) => {
                assert!(most < MOST, "that is without bound");
                assert!(self.holds(&workload.at(most)), "{most} a day do not fit");
                assert!(!self.holds(&workload.at(most + 1)), "more than {most} a day fit");
            }
            Headroom::Unbounded => assert!(self.holds(&workload.at(MOST)), "not without bound"),
        }
    }

    fn check_budget(&self, workload: &Workload, budget: Usd) {
        let affordable = |workload: &Workload| {
            self.paid(workload).is_some_and(|paid| paid <= budget.picodollars())
        };
        let within = self.offer.room_within(workload, budget).expect("within 128 bits");
        let Some(room) = within else {
            assert_eq!(self.paid(workload), None, "the price is known");
            return;
        };
        let good = |workload: &Workload| self.holds(workload) && affordable(workload);
        match room {
            Headroom::Nothing => assert!(!self.holds(&workload.at(0)), "some fit"),
            Headroom::UpTo(most) => {
                assert!(good(&workload.at(most)), "{most} are too many for {budget}");
                assert!(!good(&workload.at(most + 1)), "more than {most} go for {budget}");
            }
            Headroom::Unbounded => assert!(good(&workload.at(MOST)), "not without bound"),
        }
        self.check_longest(workload, None);
        self.check_longest(workload, Some(budget));
    }

    /// The longest prompt and completion undo their question.
    fn check_longest(&self, workload: &Workload, budget: Option<Usd>) {
        let good = |workload: &Workload| {
            let paid = || {
                self.paid(workload)
                    .is_some_and(|paid| paid <= budget.map_or(u128::MAX, Usd::picodollars))
            };
            self.holds(workload) && (budget.is_none() || paid())
        };
        let prompt = |tokens: u64| Workload { input_tokens: Tokens::new(tokens), ..*workload };
        let completion = |tokens: u64| Workload { output_tokens: Tokens::new(tokens), ..*workload };
        let least = workload.cached_input_tokens.get();
        let longest = self.offer.longest_prompt(workload, budget).expect("within 128 bits");
        two_sided(longest, least, |tokens| good(&prompt(tokens)));
        let longest = self.offer.longest_completion(workload, budget).expect("within 128 bits");
        two_sided(longest, 0, |tokens| good(&completion(tokens)));
    }

    fn check_rate(&self, workload: &Workload) {
        let rate = self.offer.rate(workload).expect("within 128 bits");
        assert_eq!(rate.map(exact), self.list(&workload.at(1)), "the cost of one a day");
    }

    /// The cost and the end of the fitting volumes, from one request up.
    fn check_volumes(&self, workload: &Workload) {
        let room = self.offer.room(workload).expect("within 128 bits");
        let steps = (0..).map_while(|power| 5u64.checked_pow(power)).take_while(|at| *at < MOST);
        for volume in steps.chain([room.count().max(1), MOST]) {
            let workload = workload.at(volume);
            let usd = self.offer.monthly(&workload).expect("within 128 bits");
            assert_eq!(usd.map(Usd::picodollars), self.paid(&workload), "at {volume}");
            let fits = room != Headroom::Nothing && volume <= room.count();
            assert_eq!(fits, self.holds(&workload), "at {volume}");
        }
    }

    fn check_batch(&self, workload: &Workload) {
        let against = self.offer.batch_against_cache(workload).expect("within 128 bits");
        let facts = self.case.facts(self.offer.id.model);
        let live = |cached: u64| {
            let workload = Workload {
                cached_input_tokens: Tokens::new(cached),
                batch_share_percent: 0,
                ..*workload
            };
            self.list(&workload.at(1))
        };
        let batch = self.ask(&workload.at(1), |oracle| oracle.list(100));
        let prompt = workload.input_tokens.get();
        let offered = facts.batch && self.offer.id.plan == Plan::Developer;
        let caches = facts.prices.cached_input.is_some();
        let Some(BatchAgainstCache { cached_input_tokens, always, .. }) = against else {
            if let (true, true, Some(batch), Some(none), Some(all)) =
                (offered, caches, batch, live(0), live(prompt))
            {
                assert!(none < batch || all >= none, "there is a point");
            }
            return;
        };
        let (batch, at) = (batch.expect("priced"), exact(cached_input_tokens));
        assert!(offered && caches);
        assert_eq!(always, at > whole(prompt));
        let floor = u64::try_from(at.floor().to_integer()).unwrap_or(u64::MAX);
        let below = live(floor.min(prompt)).expect("priced");
        match whole(floor.min(prompt)) == at {
            true => assert_eq!(below, batch, "equal at the point"),
            false => assert!(below > batch, "batch costs less below"),
        }
        if floor < prompt {
            assert!(live(floor + 1).expect("priced") < batch, "the cache costs less above");
        }
    }

    fn check_spend(&self, workload: &Workload, budget: Usd) {
        let spend = self.offer.spend(workload, budget).expect("within 128 bits");
        let Some(spend) = spend else {
            let known = self.paid(workload).is_some();
            assert!(self.offer.id.plan == Plan::Free || !known, "a limit can be reached");
            return;
        };
        let total = self.paid(workload).expect("priced");
        let days = workload.days_per_month;
        let budget = budget.picodollars();
        assert_eq!(spend.monthly_usd.picodollars(), total);
        let first =
            (1..=days).find(|day| whole(*day) * whole(total) >= whole(days) * whole(budget));
        assert_eq!(spend.reached_on_day, first.filter(|_| total > 0), "the day");
        assert_eq!(spend.reached_after_days.is_some(), spend.reached_on_day.is_some());
        if let Some(after) = spend.reached_after_days {
            assert_eq!(exact(after) * whole(total), whole(days) * whole(budget));
        }
        let peak = self.ask(workload, |oracle| oracle.peak());
        for (overrun, minutes) in spend.overrun.iter().zip([10, 15]) {
            let flying = ratio(workload.request_millis.unwrap_or(0), 60_000) * &peak;
            let requests = &peak * whole(minutes) + flying.ceil();
            assert_eq!((overrun.minutes, whole(overrun.requests)), (minutes, requests));
            let stretch = Workload {
                days_per_month: 1,
                batch_share_percent: 0,
                ..workload.at(overrun.requests)
            };
            assert_eq!(Some(overrun.usd.picodollars()), self.paid(&stretch), "the overrun");
        }
        let left = budget.checked_sub(spend.overrun[1].usd.picodollars());
        let kept = spend.buffered_usd.map(Usd::picodollars);
        assert_eq!(kept.is_some(), left.is_some());
        if let (Some(kept), Some(left)) = (kept, left) {
            assert!(kept % 10_000_000_000 == 0 && left - kept < 10_000_000_000, "whole cents");
        }
    }
}

fn two_sided(longest: Option<Tokens>, least: u64, good: impl Fn(u64) -> bool) {
    let Some(longest) = longest.map(Tokens::get) else {
        assert!(!good(least), "{least} tokens would do");
        return;
    };
    assert!(longest >= least && good(longest), "{longest} tokens are too many");
    assert!(longest == MOST_TOKENS || !good(longest + 1), "more than {longest} tokens would do");
}

pub(super) fn check(case: &Case, question: &Question, catalog: &Catalog<'_>) {
    let offers = offers(catalog, question).expect("the answer had options");
    let workload = &question.workload;
    let budget = question.requirements.monthly_budget.unwrap_or(Usd::from_picodollars(1 << 50));
    let trials: Vec<_> = offers.iter().map(|offer| Trial { case, question, offer }).collect();
    for trial in &trials {
        let room = trial.offer.room(workload).expect("within 128 bits");
        trial.check_room(workload, room);
        trial.check_budget(workload, budget);
        trial.check_rate(workload);
        trial.check_volumes(workload);
        trial.check_batch(workload);
        trial.check_spend(workload, budget);
    }
}

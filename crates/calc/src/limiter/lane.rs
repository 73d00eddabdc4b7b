use alloc::vec::Vec;

use crate::{
    catalog::measure::Amounts,
    cost::usage::Usage,
    limiter::{
        ask::Ask,
        budget::{Budget, Short},
        decision::{Cause, Decision, Wait, waited},
        in_flight::InFlight,
        line::Line,
        never::Never,
        observation::Observation,
        rate_limiter::{Level, RateLimiter, Refused},
        recent_answers::RecentAnswers,
        settings::Settings,
        snapshot::ModelSnapshot,
        terms::Terms,
        ticket::Ticket,
    },
    num::money::Usd,
};

/// A wait of Groq's never takes longer: that is when the slowest limit is full.
const LONGEST_HOLD_US: u64 = 86_400_000_000;
/// By how much a clock may be put back while nothing is said of it.
const CLOCK_STEPS_US: u64 = 3_600_000_000;
/// How many requests ahead are looked through for a wait.
const LOOKED_THROUGH: usize = 256;

/// One model: its limits, who waits for them, and what is in flight.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    terms: Terms,
    rate: RateLimiter,
    line: Line,
    in_flight: InFlight,
    answers: RecentAnswers,
    /// Nothing is admitted before.
    held_until: u64,
    next: u64,
}

/// What all models share.
pub(crate) struct Books<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) budget: &'a mut Budget,
}

impl Lane {
    pub(crate) fn new(terms: Terms, fair: bool) -> Self {
        let rate = RateLimiter::new(terms.limits());
        Self {
            line: Line::new(fair),
            in_flight: InFlight::new(&rate),
            rate,
            // Before any answer has come, all that a request names is expected.
            answers: RecentAnswers::new(u64::MAX),
            held_until: 0,
            next: 1,
            terms,
        }
    }

    /// New terms; what is used stays used.
    pub(crate) fn set_terms(&mut self, terms: Terms) {
        self.rate = RateLimiter::resume(terms.limits(), &self.rate.state(), u64::MAX);
        self.in_flight.set_units(&self.rate);
        self.terms = terms;
    }

    pub(crate) fn acquire(
        &mut self,
        now: u64,
        ask: &Ask,
        books: &mut Books<'_>,
    ) -> Result<Decision, Never> {
        self.expire(now, books);
        let (asked, worst) = self.judge(now, ask, books.budget)?;
        let ticket = Ticket::new(self.next);
        self.next += 1;
        if self.line.is_empty() && self.wait(now, &asked, worst, books.budget).is_none() {
            self.admit(now, ticket, &asked, worst, books);
            return Ok(Decision::Admitted(ticket));
        }
        self.line.join(now, ticket, ask);
        self.poll(now, ticket, books)
    }

    pub(crate) fn poll(
        &mut self,
        now: u64,
        ticket: Ticket,
        books: &mut Books<'_>,
    ) -> Result<Decision, Never> {
        self.expire(now, books);
        if self.in_flight.has(ticket) {
            return Ok(Decision::Admitted(ticket));
        }
        if let Some(lease_us) = books.settings.waiting_lease_us {
            self.line.see(now, ticket, lease_us);
            self.line.drop_lost(now, lease_us);
        }
        let ask = self.line.get(ticket).ok_or(Never::Gone)?.ask;
        let (asked, worst) = match self.judge(now, &ask, books.budget) {
            Ok(judged) => judged,
            Err(never) => {
                self.line.leave(ticket);
                return Err(never);
            }
        };
        if self.line.head() != Some(ticket) {
            return Ok(Decision::Waiting(ticket, self.behind(now, ticket, books.budget)));
        }
        match self.wait(now, &asked, worst, books.budget) {
            Some((wait_us, cause)) => {
                Ok(Decision::Waiting(ticket, Wait { wait_us, ahead: 0, cause }))
            }
            None => {
                self.line.admit(ticket);
                self.admit(now, ticket, &asked, worst, books);
                Ok(Decision::Admitted(ticket))
            }
        }
    }

    /// What a request reserves and what it can cost, or why it never passes.
    #[inline]
    fn judge(&self, now: u64, ask: &Ask, budget: &Budget) -> Result<(Amounts, Option<Usd>), Never> {
        self.terms.fits(ask)?;
        let asked = self.terms.reserve(now, ask, &self.answers, &self.rate);
        if let Err(Refused::Never { limit, cap, requested }) = self.rate.holds(&asked) {
            return Err(Never::Limit { limit, cap, requested });
        }
        let worst = self.terms.worst(ask);
        match (budget.cap, worst) {
            (None, _) => {}
            (Some(_), None) => return Err(Never::Unpriced),
            (Some(cap), Some(worst)) => {
                if let Err(Short::Spent(left)) = budget.holds(worst) {
                    return Err(Never::Budget { cap, left, worst });
                }
            }
        }
        Ok((asked, worst))
    }

    /// What the head of the line waits for, and how long.
    fn wait(
        &self,
        now: u64,
        asked: &Amounts,
        worst: Option<Usd>,
        budget: &Budget,
    ) -> Option<(Option<u64>, Cause)> {
        let held_us = self.held_until.saturating_sub(now);
        let limits = self.rate.has_room(now, asked).err().and_then(waited);
        match limits {
            Some((Some(wait_us), _)) if wait_us < held_us => {}
            Some(waited) => return Some(waited),
            None if held_us > 0 => {}
            None => {
                let (cap, worst) = (budget.cap?, worst?);
                let Err(Short::Reserved(left)) = budget.holds(worst) else { return None };
                return Some((None, Cause::Budget { cap, left, worst }));
            }
        }
        Some((Some(held_us), Cause::Held))
    }

    /// How long a request waits behind others, were each admitted as soon as
    /// the limits have room.
    fn behind(&self, now: u64, ticket: Ticket, budget: &Budget) -> Wait {
        let mut rate = self.rate.clone();
        let mut at = now.max(self.held_until);
        let (mut wait_us, mut cause, mut ahead) = (None, Cause::Head, 0);
        for (other, ask) in self.line.iter() {
            let asked = self.terms.reserve(at, ask, &self.answers, &self.rate);
            if ahead == 0
                && let Some((_, first)) = self.wait(now, &asked, self.terms.worst(ask), budget)
            {
                cause = first;
            }
            if ahead < LOOKED_THROUGH {
                wait_us = match rate.check(at, &asked) {
                    Ok(()) => Some(at - now),
                    Err(Refused::Wait { wait_us, .. }) => Some((at - now).saturating_add(wait_us)),
                    Err(Refused::Busy { .. }) => None,
                    // It leaves the line when it asks again.
                    Err(Refused::Never { .. }) => wait_us,
                };
                at = wait_us.map_or(at, |wait_us| now.saturating_add(wait_us));
            }
            if other == ticket {
                break;
            }
            if ahead < LOOKED_THROUGH && wait_us.is_some() && rate.check(at, &asked).is_ok() {
                rate.take(at, &asked);
            }
            ahead += 1;
        }
        Wait { wait_us, ahead, cause }
    }

    fn admit(
        &mut self,
        now: u64,
        ticket: Ticket,
        asked: &Amounts,
        worst: Option<Usd>,
        books: &mut Books<'_>,
    ) {
        self.in_flight.admit(&mut self.rate, now, ticket, asked, worst, books.settings);
        books.budget.reserve(worst.unwrap_or(Usd::ZERO));
    }

    /// A permit that was lost keeps what it reserved, and is counted as spent:
    /// its request may have been sent.
    #[inline]
    fn expire(&mut self, now: u64, books: &mut Books<'_>) {
        while let Some(ticket) = self.in_flight.expired(now) {
            self.settle(now, ticket, None, books);
        }
    }

    pub(crate) fn settle(
        &mut self,
        now: u64,
        ticket: Ticket,
        usage: Option<Usage>,
        books: &mut Books<'_>,
    ) -> bool {
        let Some(open) = self.in_flight.remove(ticket) else { return false };
        let (asked, worst) = (*open.permit.asked(), open.worst);
        let audio_millis = asked.audio_millis;
        let (used, cost) = match usage {
            None => (asked, worst),
            Some(usage) => {
                self.answers.add(now, usage.output().get());
                (self.terms.taken(usage, audio_millis), self.terms.price(usage, audio_millis))
            }
        };
        self.in_flight.end(&mut self.rate, now, &open, Some(&used));
        books.budget.settle(worst.unwrap_or(Usd::ZERO), cost);
        true
    }

    pub(crate) fn cancel(&mut self, now: u64, ticket: Ticket, books: &mut Books<'_>) -> bool {
        let Some(open) = self.in_flight.remove(ticket) else {
            return self.line.leave(ticket).is_some();
        };
        self.in_flight.end(&mut self.rate, now, &open, None);
        books.budget.cancel(open.worst.unwrap_or(Usd::ZERO));
        true
    }

    pub(crate) fn observe(&mut self, now: u64, seen: &Observation) {
        if let Some(wait_us) = seen.wait_us {
            let until = now.saturating_add(wait_us.min(LONGEST_HOLD_US));
            self.held_until = self.held_until.max(until);
        }
        self.in_flight.note(&self.rate, now);
        for (limit, cap, left) in &seen.left {
            self.rate.observe(now, *limit, *cap, *left);
        }
        // A lower cap counts in other units.
        self.in_flight.set_units(&self.rate);
    }

    pub(crate) fn most_completion(&self, input: u64) -> u64 {
        self.terms.largest_completion(input).min(self.rate.room(input))
    }

    /// Nobody waits, and whoever is in flight is as good as lost.
    pub(crate) fn forget_requests(&mut self, now: u64, books: &mut Books<'_>) {
        self.line = Line::new(books.settings.fair);
        let open: Vec<_> = self.in_flight.tickets().collect();
        for ticket in open {
            self.settle(now, ticket, None, books);
        }
    }

    /// New requests have numbers from there on.
    pub(crate) fn number_from(&mut self, first: u64) {
        self.next = self.next.max(first);
    }

    pub(crate) fn head(&self) -> Option<Ticket> {
        self.line.head()
    }

    pub(crate) fn waiting(&self) -> usize {
        self.line.len()
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    pub(crate) fn levels(&self, now: u64) -> impl Iterator<Item = Level> {
        self.rate.levels(now)
    }

    pub(crate) fn snapshot(&self) -> ModelSnapshot {
        let (open, admitted) = self.in_flight.snapshot();
        ModelSnapshot {
            rate: self.rate.state(),
            line: self.line.state(),
            open,
            answers: self.answers,
            held_until: self.held_until,
            next: self.next,
            admitted,
        }
    }

    pub(crate) fn restore(&mut self, now: u64, saved: &ModelSnapshot, fair: bool) {
        // A clock that was put back a little stands still until it has caught up;
        // one that was years ahead was wrong.
        let ahead = saved.rate.now.saturating_sub(now);
        let until = if ahead < CLOCK_STEPS_US { u64::MAX } else { now };
        self.rate = RateLimiter::resume(self.terms.limits(), &saved.rate, until);
        self.line = Line::resume(fair, &saved.line);
        self.in_flight = InFlight::restore(saved, &self.rate);
        self.answers = saved.answers;
        self.held_until = saved.held_until.min(now.saturating_add(LONGEST_HOLD_US));
        self.next = saved.next;
    }

    /// All entries that it keeps.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> usize {
        self.in_flight.entries() + self.line.entries()
    }
}

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use crate::{
    catalog::{limits::Limit, measure::Amounts},
    limiter::{
        debts::Debts,
        meter::Meter,
        rate_limiter::{Permit, RateLimiter},
        settings::Settings,
        snapshot::{MeterState, ModelSnapshot, OpenState},
        table::Table,
        ticket::Ticket,
    },
    num::money::Usd,
};

/// The requests to one model that are admitted and have not ended, and what each
/// can give back.
#[derive(Clone, Debug)]
pub(crate) struct InFlight {
    open: Table<Open>,
    /// Those whose permit expires, by when it does.
    expiring: BTreeSet<(u64, Ticket)>,
    /// One for each meter.
    debts: Vec<Debts>,
    /// How many have been admitted.
    admitted: u64,
}

/// A request in flight.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) permit: Permit,
    /// How many were admitted before it, and itself.
    order: u64,
    /// What it can cost at most.
    pub(crate) worst: Option<Usd>,
    expires: u64,
}

impl Clone for Open {
    fn clone(&self) -> Self {
        let permit = Permit::resume(*self.permit.asked(), self.permit.at());
        Self { permit, ..*self }
    }
}

impl InFlight {
    pub(crate) fn new(rate: &RateLimiter) -> Self {
        let debts = rate.units().map(|(limit, unit)| Debts::new(limit, unit)).collect();
        Self { open: Table::new(), expiring: BTreeSet::new(), debts, admitted: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn has(&self, ticket: Ticket) -> bool {
        self.open.has(ticket)
    }

    pub(crate) fn tickets(&self) -> impl Iterator<Item = Ticket> {
        self.open.iter().map(|(ticket, _)| ticket)
    }

    /// One whose permit has expired.
    #[inline]
    pub(crate) fn expired(&self, now: u64) -> Option<Ticket> {
        self.expiring.first().filter(|(expires, _)| *expires <= now).map(|(_, ticket)| *ticket)
    }

    /// Admits a request for which there is room.
    #[inline]
    pub(crate) fn admit(
        &mut self,
        rate: &mut RateLimiter,
        now: u64,
        ticket: Ticket,
        asked: &Amounts,
        worst: Option<Usd>,
        settings: &Settings,
    ) {
        self.admitted += 1;
        let (order, debts) = (self.admitted, &mut self.debts);
        let permit = rate.permit(now, asked, settings.latency_us, |index, before, after| {
            if let Some(debts) = debts.get_mut(index) {
                debts.follow(before, order);
                debts.follow(after, order);
            }
        });
        let expiry = settings.permit_expiry_us;
        let expires = expiry.map_or(u64::MAX, |expiry| permit.at().saturating_add(expiry));
        self.insert(ticket, Open { permit, order, worst, expires });
        let most = 2 * self.open.len() + 16;
        if self.debts.iter().any(|debts| debts.len() > most) {
            self.merge();
        }
    }

    /// A request that is no longer in flight; it still has to [`InFlight::end`].
    #[inline]
    pub(crate) fn remove(&mut self, ticket: Ticket) -> Option<Open> {
        let open = self.open.remove(ticket)?;
        if open.expires < u64::MAX {
            self.expiring.remove(&(open.expires, ticket));
        }
        Some(open)
    }

    /// Puts what a request used in place of what it reserved, as of its start;
    /// with `None`, nothing at all.
    #[inline]
    pub(crate) fn end(
        &mut self,
        rate: &mut RateLimiter,
        now: u64,
        ended: &Open,
        used: Option<&Amounts>,
    ) {
        let next = self.admitted + 1;
        rate.end(now, &ended.permit, used, |index, missing, units| {
            let Some(debts) = self.debts.get_mut(index) else { return 0 };
            debts.follow(missing, next);
            debts.give_back(ended.order, units)
        });
    }

    /// Takes note of what is missing now, before something is taken for nobody in
    /// flight.
    pub(crate) fn note(&mut self, rate: &RateLimiter, now: u64) {
        let next = self.admitted + 1;
        for (debts, lacks) in self.debts.iter_mut().zip(rate.lacks(now)) {
            debts.follow(lacks, next);
        }
    }

    /// Goes on with the same limits in other units, or with other limits.
    pub(crate) fn set_units(&mut self, rate: &RateLimiter) {
        let same = self.debts.iter().map(|debts| (debts.limit, debts.unit())).eq(rate.units());
        if same {
            return;
        }
        let before = core::mem::take(&mut self.debts);
        let debts = |(limit, unit)| match before.iter().find(|debts| debts.limit == limit) {
            Some(debts) => debts.clone().in_units(unit),
            None => Debts::new(limit, unit),
        };
        self.debts = rate.units().map(debts).collect();
    }

    /// Writes down what is in flight.
    pub(crate) fn snapshot(&self) -> (BTreeMap<Ticket, OpenState>, u64) {
        let mut lows = alloc::vec![[0; Limit::COUNT + 1]; self.open.len()];
        let by_order = self.by_order();
        let orders = || by_order.iter().map(|(order, _)| *order);
        for (index, debts) in self.debts.iter().enumerate().take(Limit::COUNT + 1) {
            lows.iter_mut().zip(debts.lows(orders())).for_each(|(lows, low)| lows[index] = low);
        }
        let state = |(low, (_, (ticket, open))): ([u64; Limit::COUNT + 1], (u64, (_, &Open)))| {
            let Open { permit, order, worst, expires } = open;
            let (asked, at) = (*permit.asked(), permit.at());
            (ticket, OpenState { asked, at, order: *order, low, worst: *worst, expires: *expires })
        };
        let by_order = by_order.iter().map(|(order, open)| (*order, *open));
        (lows.into_iter().zip(by_order).map(state).collect(), self.admitted)
    }

    /// Goes on from what was kept, with the limits of `rate`.
    pub(crate) fn restore(saved: &ModelSnapshot, rate: &RateLimiter) -> Self {
        let mut by_order: Vec<_> = saved.open.values().collect();
        by_order.sort_unstable_by_key(|open| open.order);
        let kept = |(index, meter): (usize, &MeterState)| {
            let low = |open: &&OpenState| (open.order, open.low.get(index).map_or(0, |low| *low));
            Debts::resume(
                meter.limit,
                Meter::new(meter.limit, meter.cap).unit(),
                by_order.iter().map(low),
            )
        };
        let mut restored = Self {
            debts: saved.rate.meters.iter().enumerate().map(kept).collect(),
            admitted: saved.admitted,
            ..Self::new(rate)
        };
        restored.set_units(rate);
        for (ticket, open) in &saved.open {
            let permit = Permit::resume(open.asked, open.at);
            let OpenState { order, worst, expires, .. } = *open;
            restored.insert(*ticket, Open { permit, order, worst, expires });
        }
        restored
    }

    #[inline]
    fn insert(&mut self, ticket: Ticket, open: Open) {
        if open.expires < u64::MAX {
            self.expiring.insert((open.expires, ticket));
        }
        self.open.insert(ticket, open);
    }

    fn merge(&mut self) {
        let orders: Vec<_> = self.by_order().into_iter().map(|(order, _)| order).collect();
        self.debts.iter_mut().for_each(|debts| debts.merge(&orders, self.admitted + 1));
    }

    fn by_order(&self) -> Vec<(u64, (Ticket, &Open))> {
        let open = self.open.iter().map(|(ticket, open)| (open.order, (ticket, open)));
        let mut open: Vec<_> = open.collect();
        open.sort_unstable_by_key(|(order, _)| *order);
        open
    }

    /// All entries that it keeps.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> usize {
        let debts: usize = self.debts.iter().map(Debts::len).sum();
        self.open.len() + self.expiring.len() + debts
    }
}

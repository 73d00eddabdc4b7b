use alloc::vec::Vec;

use crate::catalog::limits::Limit;

/// What is missing from one bucket, by the requests that took it.
///
/// A request that used less than it reserved is counted as if it had never
/// reserved the rest. Then the bucket lacks that much less from its admission on,
/// but where it would have been full: what comes back is at most the least that
/// was missing since. Where what time refills pays the newest debt first, that
/// least is the sum of the debts up to the request's own; so nothing has to be
/// noted of each request while others come and go.
#[derive(Clone, Debug)]
pub(crate) struct Debts {
    pub(crate) limit: Limit,
    /// Units of the bucket that one of what is counted takes.
    unit: u64,
    /// In the order of admission.
    debts: Vec<Debt>,
    /// The sum of the debts.
    total: u64,
}

#[derive(Clone, Copy, Debug)]
struct Debt {
    /// That of the request, or of a later one if nobody before that is in flight.
    order: u64,
    units: u64,
    /// How many debts directly before it are already paid.
    paid_before: usize,
}

impl Debts {
    pub(crate) const fn new(limit: Limit, unit: u64) -> Self {
        Self { limit, unit, debts: Vec::new(), total: 0 }
    }

    /// Debts of which those of requests in flight were kept, as what was missing
    /// at least since each was admitted; oldest first.
    pub(crate) fn resume(
        limit: Limit,
        unit: u64,
        kept: impl DoubleEndedIterator<Item = (u64, u64)>,
    ) -> Self {
        let mut least = u64::MAX;
        let mut lows: Vec<_> = kept
            .rev()
            .map(|(order, low)| {
                least = least.min(low);
                (order, least)
            })
            .collect();
        lows.reverse();
        let mut debts = Self::new(limit, unit);
        for (order, low) in lows {
            debts.follow(low, order);
        }
        debts
    }

    pub(crate) const fn unit(&self) -> u64 {
        self.unit
    }

    /// The same in other units, rounded down.
    pub(crate) fn in_units(mut self, unit: u64) -> Self {
        self.total = 0;
        for debt in &mut self.debts {
            let units = u128::from(debt.units) * u128::from(unit) / u128::from(self.unit.max(1));
            debt.units = u64::try_from(units).unwrap_or(u64::MAX).min(u64::MAX - self.total);
            self.total += debt.units;
        }
        Self { unit, ..self }
    }

    /// As much is missing now: less, because time has refilled it, or more, which
    /// the request of that order has taken. It is the newest one.
    #[inline]
    pub(crate) fn follow(&mut self, missing: u64, order: u64) {
        while self.total > missing {
            let Some(newest) = self.debts.last_mut() else { break };
            let paid = newest.units.min(self.total - missing);
            newest.units -= paid;
            self.total -= paid;
            if newest.units == 0 {
                self.debts.pop();
            }
        }
        let Some(more) = missing.checked_sub(self.total).filter(|more| *more > 0) else { return };
        match self.debts.last_mut().filter(|newest| newest.order == order) {
            Some(newest) => newest.units += more,
            None => self.debts.push(Debt { order, units: more, paid_before: 0 }),
        }
        self.total = missing;
    }

    /// Pays what a request gives back, as far as it was missing all the time
    /// since; returns how much that is.
    #[inline]
    pub(crate) fn give_back(&mut self, order: u64, units: u64) -> u64 {
        if units == 0 {
            return 0;
        }
        let start = match self.debts.last() {
            // Often it is the newest one.
            Some(newest) if newest.order > order => {
                self.debts.partition_point(|debt| debt.order <= order)
            }
            _ => self.debts.len(),
        };
        let (mut end, mut given) = (start, 0);
        while let Some(debt) = end.checked_sub(1).and_then(|index| self.debts.get_mut(index)) {
            let paid = debt.units.min(units - given);
            debt.units -= paid;
            given += paid;
            if debt.units > 0 {
                break;
            }
            end -= 1 + debt.paid_before;
        }
        // Who comes this way again goes to the end at once.
        let mut from = start;
        while from > end {
            let debt = &mut self.debts[from - 1];
            let next = from - 1 - debt.paid_before;
            debt.paid_before = from - 1 - end;
            from = next;
        }
        self.total -= given;
        given
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        self.debts.len()
    }

    /// Keeps one for each request in flight at most: what an ended one left
    /// counts with the next one in flight, or with the one that comes next.
    pub(crate) fn merge(&mut self, in_flight: &[u64], next: u64) {
        self.debts.retain(|debt| debt.units > 0);
        for debt in &mut self.debts {
            let index = in_flight.partition_point(|order| *order < debt.order);
            (debt.order, debt.paid_before) = (in_flight.get(index).map_or(next, |order| *order), 0);
        }
        self.debts.dedup_by(|later, earlier| {
            let same = later.order == earlier.order;
            earlier.units += if same { later.units } else { 0 };
            same
        });
    }

    /// What was missing at least since each of these was admitted; in their
    /// order.
    pub(crate) fn lows(&self, orders: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
        let (mut rest, mut low) = (self.debts.iter().peekable(), 0);
        orders.map(move |order| {
            while let Some(debt) = rest.next_if(|debt| debt.order <= order) {
                low += debt.units;
            }
            low
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn debts() -> Debts {
        let mut debts = Debts::new(Limit::TPM, 1);
        debts.follow(10, 1);
        debts.follow(30, 2);
        debts.follow(60, 3);
        debts
    }

    fn lows(debts: &Debts) -> Vec<u64> {
        debts.lows([1, 2, 3].into_iter()).collect()
    }

    #[test]
    fn the_least_that_was_missing_bounds_what_comes_back() {
        let mut debts = debts();
        assert_eq!(lows(&debts), [10, 30, 60]);
        // Time refills: since the third one was admitted at least 25 were missing.
        debts.follow(25, 4);
        assert_eq!(lows(&debts), [10, 25, 25]);
        debts.follow(55, 4);
        assert_eq!((lows(&debts), debts.total), (vec![10, 25, 25], 55));
        assert_eq!(debts.give_back(2, 40), 25);
        assert_eq!((lows(&debts), debts.total), (vec![0, 0, 0], 30));
        assert_eq!(debts.give_back(3, 1), 0);
        assert_eq!(debts.give_back(4, 100), 30);
        assert_eq!(debts.total, 0);
    }

    #[test]
    fn what_an_earlier_one_gives_back_is_missing_less_ever_since() {
        let mut debts = debts();
        assert_eq!(debts.give_back(1, 7), 7);
        assert_eq!(lows(&debts), [3, 23, 53]);
        assert_eq!(debts.give_back(3, 50), 50);
        assert_eq!(lows(&debts), [3, 3, 3]);
    }

    #[test]
    fn merging_changes_nothing_for_those_in_flight() {
        let (mut one, mut other) = (debts(), debts());
        other.follow(70, 4);
        one.follow(70, 4);
        other.merge(&[2], 5);
        assert_eq!(other.len(), 2);
        let seen = |debts: &Debts| debts.lows([2, 5].into_iter()).collect::<Vec<_>>();
        assert_eq!((seen(&one), seen(&other)), (vec![30, 70], vec![30, 70]));
        for debts in [&mut one, &mut other] {
            assert_eq!(debts.give_back(2, 100), 30);
            debts.follow(45, 5);
            assert_eq!(debts.give_back(5, 100), 45);
        }
    }

    #[test]
    fn other_units_keep_what_is_missing() {
        let debts = debts().in_units(3);
        assert_eq!((lows(&debts), debts.total, debts.unit()), (vec![30, 90, 180], 180, 3));
        assert_eq!(self::debts().in_units(u64::MAX).total, u64::MAX);
    }

    #[test]
    fn goes_on_from_what_was_kept() {
        let kept = [(1, 10), (2, 40), (3, 30)];
        let debts = Debts::resume(Limit::TPM, 1, kept.into_iter());
        assert_eq!((lows(&debts), debts.total), (vec![10, 30, 30], 30));
    }
}

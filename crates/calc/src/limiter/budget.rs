use crate::num::money::Usd;

/// Dollars that are never passed: a request reserves the highest price that it
/// can have, and is settled to what it cost.
///
/// Prices are list prices, on the free plan as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Budget {
    /// The most that may be spent; `None`: it is only counted.
    pub cap: Option<Usd>,
    /// What has been spent.
    pub spent: Usd,
    /// What requests in flight can cost at most.
    pub reserved: Usd,
    /// Requests whose price is not known; they are not in `spent`.
    pub unpriced: u64,
}

/// What keeps a request from its price.
pub(crate) enum Short {
    /// Others have reserved it, and may give it back.
    Reserved(Usd),
    /// It is spent.
    Spent(Usd),
}

impl Budget {
    /// Nothing spent yet.
    pub const fn new(cap: Option<Usd>) -> Self {
        Self { cap, spent: Usd::ZERO, reserved: Usd::ZERO, unpriced: 0 }
    }

    /// What is neither spent nor reserved; `None` without a cap.
    pub fn left(&self) -> Option<Usd> {
        let cap = self.cap?;
        Some(less(less(cap, self.spent), self.reserved))
    }

    /// Whether a price can be reserved.
    #[inline]
    pub(crate) fn holds(&self, worst: Usd) -> Result<(), Short> {
        let Some(cap) = self.cap else { return Ok(()) };
        let unspent = less(cap, self.spent);
        let left = less(unspent, self.reserved);
        match () {
            () if worst <= left => Ok(()),
            () if worst <= unspent => Err(Short::Reserved(left)),
            () => Err(Short::Spent(unspent)),
        }
    }

    #[inline]
    pub(crate) fn reserve(&mut self, worst: Usd) {
        self.reserved = more(self.reserved, worst);
    }

    /// Gives back what was reserved, and counts what it cost instead.
    #[inline]
    pub(crate) fn settle(&mut self, worst: Usd, cost: Option<Usd>) {
        self.reserved = less(self.reserved, worst);
        match cost {
            Some(cost) => self.spent = more(self.spent, cost),
            None => self.unpriced = self.unpriced.saturating_add(1),
        }
    }

    pub(crate) fn cancel(&mut self, worst: Usd) {
        self.reserved = less(self.reserved, worst);
    }
}

fn less(from: Usd, amount: Usd) -> Usd {
    from.checked_sub(amount).unwrap_or(Usd::ZERO)
}

/// The sum; the greatest amount there is where it does not fit.
fn more(to: Usd, amount: Usd) -> Usd {
    to.checked_add(amount).unwrap_or(Usd::from_picodollars(u128::MAX))
}

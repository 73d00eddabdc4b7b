use alloc::vec::Vec;

use crate::{
    capacity::{at_risk::AtRisk, blocked::Blocked, load::Load},
    catalog::{
        limits::{Cap, Caps, Limit, LimitSet},
        model::Context,
    },
    error::Error,
    num::fraction::Fraction,
};

/// How far one limit is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct LimitUse {
    /// The limit.
    pub limit: Limit,
    /// Its published cap.
    pub cap: u64,
    /// What the workload asks of it.
    pub demand: Fraction,
    /// Demand by cap, the cap less the safety margin.
    pub utilization: Fraction,
}

impl LimitUse {
    /// A demand held against what is usable of a cap.
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits.
    #[inline]
    pub(crate) fn new(
        limit: Limit,
        cap: u64,
        demand: Fraction,
        usable: u64,
    ) -> Result<Self, Error> {
        let room = u128::from(usable)
            .checked_mul(demand.denominator())
            .ok_or_else(|| Error::overflow(limit.name()))?;
        let utilization = Fraction::new(demand.numerator(), room);
        Ok(Self { limit, cap, demand, utilization })
    }
}

/// What a set of caps does with a load.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capacity {
    /// Why no request can pass, if so.
    pub blocked: Option<Blocked>,
    /// Limits by which one may be refused; none where it is blocked.
    pub at_risk: Vec<AtRisk>,
    /// Whether every request finds room: nothing blocks it, every limit is
    /// known and holds.
    pub fits: bool,
    /// Whether a limit could not be checked: its cap is not known, or what a
    /// request takes of it is not.
    pub unchecked: bool,
    /// The limits with the highest utilisation; none without demand.
    pub binding: LimitSet,
    /// That utilisation.
    pub utilization: Fraction,
    /// Every known limit.
    pub limits: Vec<LimitUse>,
    /// The most requests in a minute; `None` without a limit.
    pub per_minute: Option<u64>,
    /// The limits that set it.
    pub per_minute_bound: LimitSet,
    /// The most requests in a day, day after day; `None` without a limit.
    pub per_day: Option<u64>,
    /// The limits that set it.
    pub per_day_bound: LimitSet,
}

impl Capacity {
    /// Holds a load against caps. `ignored` limits are left out of every
    /// figure, as are unknown ones, and with any of either nothing fits for sure.
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits; not within the legal ranges.
    pub fn new(
        load: &Load,
        caps: &Caps,
        context: Context,
        ignored: LimitSet,
    ) -> Result<Self, Error> {
        let mut capacity = Self::empty();
        capacity.fill(load, caps, context, ignored)?;
        Ok(capacity)
    }

    /// Nothing held against nothing.
    pub(crate) fn empty() -> Self {
        Self {
            blocked: None,
            at_risk: Vec::new(),
            fits: false,
            unchecked: false,
            binding: LimitSet::EMPTY,
            utilization: Fraction::new(0, 1),
            limits: Vec::with_capacity(4),
            per_minute: None,
            per_minute_bound: LimitSet::EMPTY,
            per_day: None,
            per_day_bound: LimitSet::EMPTY,
        }
    }

    /// As [`Capacity::new`], in place: a result of this size is slow to hand on.
    pub(crate) fn fill(
        &mut self,
        load: &Load,
        caps: &Caps,
        context: Context,
        ignored: LimitSet,
    ) -> Result<(), Error> {
        self.hold(load, caps, ignored)?;
        self.fits = self.holds() && !self.unchecked;
        match load.blocked(caps, context) {
            Some(blocked) => self.block(blocked),
            None => self.at_risk = load.at_risk(caps),
        }
        Ok(())
    }

    /// Counts every known limit.
    fn hold(&mut self, load: &Load, caps: &Caps, ignored: LimitSet) -> Result<(), Error> {
        for limit in Limit::ALL {
            let cap = match caps.get(limit) {
                Cap::At(cap) if !ignored.contains(limit) => cap,
                Cap::Absent => continue,
                Cap::At(_) | Cap::Unknown => {
                    self.unchecked = true;
                    continue;
                }
            };
            let usable = load.usable(cap);
            self.count(LimitUse::new(limit, cap, load.demand(limit), usable)?);
            let (minute, day) = load.most(limit, usable);
            lower(&mut self.per_minute, &mut self.per_minute_bound, minute, limit);
            lower(&mut self.per_day, &mut self.per_day_bound, day, limit);
        }
        Ok(())
    }

    /// Whether nothing blocks it and every known limit holds.
    pub const fn holds(&self) -> bool {
        self.blocked.is_none() && !self.utilization.exceeds_one()
    }

    /// No request can pass.
    pub(crate) fn block(&mut self, blocked: Blocked) {
        self.blocked = Some(blocked);
        self.at_risk = Vec::new();
        self.fits = false;
        self.per_minute = Some(0);
        self.per_day = Some(0);
    }

    fn count(&mut self, used: LimitUse) {
        self.limits.push(used);
        if used.demand.is_zero() {
            return;
        }
        match used.utilization.cmp(&self.utilization) {
            core::cmp::Ordering::Less => {}
            core::cmp::Ordering::Equal => self.binding.insert(used.limit),
            core::cmp::Ordering::Greater => {
                self.utilization = used.utilization;
                self.binding = [used.limit].into_iter().collect();
            }
        }
    }
}

/// Takes the lower of two figures and remembers which limits set it.
fn lower(least: &mut Option<u64>, bound: &mut LimitSet, figure: Option<u64>, limit: Limit) {
    let Some(figure) = figure else { return };
    if least.is_none_or(|least| figure < least) {
        *least = Some(figure);
        *bound = LimitSet::EMPTY;
    }
    if *least == Some(figure) {
        bound.insert(limit);
    }
}

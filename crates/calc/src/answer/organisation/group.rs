use alloc::vec::Vec;

use crate::{
    answer::organisation::candidate::Candidate,
    capacity::combined,
    catalog::limits::{Limit, LimitSet},
    error::Error,
    num::fraction::{Fraction, greatest_common_divisor},
};

/// A set of services, one bit each.
pub(crate) type Members = u16;

/// A figure for each limit.
type PerLimit<T> = [T; Limit::COUNT];

/// A service that may be put on a model and tier.
pub(crate) struct Member<'c, 'a> {
    pub(crate) service: usize,
    pub(crate) candidate: &'c Candidate<'a>,
    /// What it adds to the rank of an assignment: cost above risk above flex.
    pub(crate) rank: u128,
    /// By how much that is above the least that the service could add elsewhere.
    pub(crate) extra: u128,
    /// What it takes of each limit of the group, in parts common to all members.
    taken: PerLimit<u128>,
    /// What its safety margins leave of each cap.
    usable: PerLimit<u64>,
}

/// One model and tier with the services that may be put there.
pub(crate) struct Group<'c, 'a> {
    pub(crate) members: Vec<Member<'c, 'a>>,
    limits: Vec<Limit>,
    /// The parts in one unit of each limit.
    parts: PerLimit<u128>,
    /// Whether a limit cannot be judged for one of them: then more services may
    /// seem to use less.
    has_unknown: bool,
}

/// Some services together on one model and tier.
#[derive(Clone, Copy)]
pub(crate) struct Share {
    pub(crate) members: Members,
    /// The sum of their ranks.
    pub(crate) rank: u128,
    /// By how much that is above the least that they could add.
    pub(crate) extra: u128,
    /// The highest utilisation by those of which no call is blocked: what is
    /// blocked takes nothing.
    pub(crate) passing: Fraction,
    /// The highest utilisation by all that is asked.
    pub(crate) utilization: Fraction,
}

impl<'c, 'a> Group<'c, 'a> {
    pub(crate) fn new(placed: Vec<(usize, &'c Candidate<'a>, u128)>) -> Result<Self, Error> {
        let caps: Vec<(Limit, u64)> = placed
            .first()
            .map_or_else(Vec::new, |(_, candidate, _)| candidate.offer.caps.known().collect());
        let mut demands = Vec::with_capacity(placed.len());
        let mut parts = [1u128; Limit::COUNT];
        for (_, candidate, _) in &placed {
            let mut demand = [Fraction::new(0, 1); Limit::COUNT];
            for (index, (limit, _)) in caps.iter().enumerate() {
                let asked = combined::demand(&candidate.loads, *limit)?;
                let common = greatest_common_divisor(parts[index], asked.denominator());
                let more = (parts[index] / common).checked_mul(asked.denominator());
                parts[index] = more.ok_or_else(|| Error::overflow(limit.name()))?;
                demand[index] = asked;
            }
            demands.push(demand);
        }
        let mut members = Vec::with_capacity(placed.len());
        for ((service, candidate, rank), demand) in placed.into_iter().zip(demands) {
            let (mut taken, mut usable) = ([0; Limit::COUNT], [u64::MAX; Limit::COUNT]);
            for (index, (limit, cap)) in caps.iter().enumerate() {
                let asked = demand[index];
                let scaled = asked.numerator().checked_mul(parts[index] / asked.denominator());
                taken[index] = scaled.ok_or_else(|| Error::overflow(limit.name()))?;
                usable[index] = combined::usable(&candidate.loads, *cap);
            }
            members.push(Member { service, candidate, rank, extra: 0, taken, usable });
        }
        Ok(Self {
            has_unknown: members.iter().any(|member| member.candidate.is_unchecked()),
            members,
            limits: caps.into_iter().map(|(limit, _)| limit).collect(),
            parts,
        })
    }

    /// Every set of its services that adds at most `extra` more than it could, and
    /// whose passing requests keep its limits to `most` of what is usable.
    pub(crate) fn shares(&self, most: Fraction, extra: u128) -> Result<Vec<Share>, Error> {
        let mut shares = Vec::new();
        self.extend(0, &Sums::NONE, (most, extra), &mut shares)?;
        Ok(shares)
    }

    fn extend(
        &self,
        from: usize,
        sums: &Sums,
        bounds: (Fraction, u128),
        shares: &mut Vec<Share>,
    ) -> Result<(), Error> {
        let (most, extra) = bounds;
        for (index, member) in self.members.iter().enumerate().skip(from) {
            if sums.extra.saturating_add(member.extra) > extra {
                continue;
            }
            let next = sums.with(member, &self.limits)?;
            let share = self.share(&next)?;
            let holds = share.passing <= most;
            if holds {
                shares.push(share);
            }
            if holds || self.has_unknown {
                self.extend(index + 1, &next, bounds, shares)?;
            }
        }
        Ok(())
    }

    /// What some of its services come to together.
    pub(crate) fn together(&self, members: Members) -> Result<Share, Error> {
        let mut sums = Sums::NONE;
        for member in &self.members {
            if members & 1 << member.service != 0 {
                sums = sums.with(member, &self.limits)?;
            }
        }
        self.share(&sums)
    }

    fn share(&self, sums: &Sums) -> Result<Share, Error> {
        let passing = self.highest(&sums.passing)?;
        let utilization = if sums.can_pass { passing } else { self.highest(&sums.all)? };
        let Sums { members, rank, extra, .. } = *sums;
        Ok(Share { members, rank, extra, passing, utilization })
    }

    /// The highest utilisation of what is taken.
    fn highest(&self, taken: &Taken) -> Result<Fraction, Error> {
        let mut highest = Fraction::new(0, 1);
        for (index, limit) in self.limits.iter().enumerate() {
            if taken.amounts[index] == 0 || taken.unknown.contains(*limit) {
                continue;
            }
            let room = self.parts[index].checked_mul(taken.usable[index].into());
            let room = room.ok_or_else(|| Error::overflow(limit.name()))?;
            highest = highest.max(Fraction::new(taken.amounts[index], room));
        }
        Ok(highest)
    }
}

/// What some services come to together.
#[derive(Clone, Copy)]
struct Sums {
    members: Members,
    rank: u128,
    extra: u128,
    /// Whether no call of them is blocked.
    can_pass: bool,
    /// By those of which no call is blocked.
    passing: Taken,
    all: Taken,
}

impl Sums {
    const NONE: Self = Self {
        members: 0,
        rank: 0,
        extra: 0,
        can_pass: true,
        passing: Taken::NOTHING,
        all: Taken::NOTHING,
    };

    fn with(mut self, member: &Member<'_, '_>, limits: &[Limit]) -> Result<Self, Error> {
        self.members |= 1 << member.service;
        self.rank += member.rank;
        self.extra += member.extra;
        self.all.add(member, limits)?;
        if member.candidate.blocked.is_none() {
            self.passing.add(member, limits)?;
        } else {
            self.can_pass = false;
        }
        Ok(self)
    }
}

/// What some services take of each limit.
#[derive(Clone, Copy)]
struct Taken {
    amounts: PerLimit<u128>,
    /// What the largest safety margin leaves.
    usable: PerLimit<u64>,
    unknown: LimitSet,
}

impl Taken {
    const NOTHING: Self = Self {
        amounts: [0; Limit::COUNT],
        usable: [u64::MAX; Limit::COUNT],
        unknown: LimitSet::EMPTY,
    };

    fn add(&mut self, member: &Member<'_, '_>, limits: &[Limit]) -> Result<(), Error> {
        for limit in member.candidate.unknown.iter() {
            self.unknown.insert(limit);
        }
        for (index, limit) in limits.iter().enumerate() {
            let amount = self.amounts[index].checked_add(member.taken[index]);
            self.amounts[index] = amount.ok_or_else(|| Error::overflow(limit.name()))?;
            self.usable[index] = self.usable[index].min(member.usable[index]);
        }
        Ok(())
    }
}

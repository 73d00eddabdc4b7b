use alloc::{vec, vec::Vec};

use crate::{
    answer::organisation::candidate::Candidate,
    capacity::combined,
    catalog::{
        limits::{Limit, LimitSet},
        plan::OptionId,
    },
    error::Error,
    num::fraction::{Fraction, greatest_common_divisor},
};

/// A set of services, one bit each.
pub(crate) type Members = u16;

/// A service that may be put on a model and tier.
pub(crate) struct Member<'c, 'a> {
    pub(crate) service: usize,
    pub(crate) candidate: &'c Candidate<'a>,
    /// What it adds to the rank of an assignment: cost above risk above flex.
    pub(crate) rank: u128,
    /// What it takes of each limit of the group, in parts common to all members.
    taken: Vec<u128>,
    /// What its safety margins leave of each cap.
    usable: Vec<u64>,
}

/// One model and tier with the services that may be put there.
pub(crate) struct Group<'c, 'a> {
    pub(crate) id: OptionId<'a>,
    pub(crate) members: Vec<Member<'c, 'a>>,
    limits: Vec<Limit>,
    /// The parts in one unit of each limit.
    parts: Vec<u128>,
}

/// Some services together on one model and tier.
#[derive(Clone, Copy)]
pub(crate) struct Share {
    pub(crate) members: Members,
    /// The sum of their ranks.
    pub(crate) rank: u128,
    /// The highest utilisation by those of which no call is blocked: what is
    /// blocked takes nothing.
    pub(crate) passing: Fraction,
    /// The highest utilisation by all that is asked.
    pub(crate) utilization: Fraction,
}

impl<'c, 'a> Group<'c, 'a> {
    pub(crate) fn new(
        id: OptionId<'a>,
        placed: Vec<(usize, &'c Candidate<'a>, u128)>,
    ) -> Result<Self, Error> {
        let caps: Vec<_> = placed
            .first()
            .map_or_else(Vec::new, |(_, candidate, _)| candidate.offer.caps.known().collect());
        let limits: Vec<Limit> = caps.iter().map(|(limit, _)| *limit).collect();
        let mut parts = vec![1u128; limits.len()];
        let mut demands = Vec::with_capacity(placed.len());
        for (_, candidate, _) in &placed {
            let mut demand = Vec::with_capacity(limits.len());
            for (limit, parts) in limits.iter().zip(&mut parts) {
                let asked = combined::demand(&candidate.loads, *limit)?;
                let common = greatest_common_divisor(*parts, asked.denominator());
                let more = (*parts / common).checked_mul(asked.denominator());
                *parts = more.ok_or_else(|| Error::overflow(limit.name()))?;
                demand.push(asked);
            }
            demands.push(demand);
        }
        let mut members = Vec::with_capacity(placed.len());
        for ((service, candidate, rank), demand) in placed.into_iter().zip(demands) {
            let taken = demand.iter().zip(&parts).zip(&limits).map(|((asked, parts), limit)| {
                let scaled = asked.numerator().checked_mul(parts / asked.denominator());
                scaled.ok_or_else(|| Error::overflow(limit.name()))
            });
            let usable = caps.iter().map(|(_, cap)| combined::usable(&candidate.loads, *cap));
            members.push(Member {
                service,
                candidate,
                rank,
                taken: taken.collect::<Result<_, _>>()?,
                usable: usable.collect(),
            });
        }
        Ok(Self { id, members, limits, parts })
    }

    /// Every set of its services whose passing requests keep its limits to `most`
    /// of what is usable; all of them without.
    pub(crate) fn shares(&self, most: Option<Fraction>) -> Result<Vec<Share>, Error> {
        let mut shares = Vec::new();
        let none = Sums {
            members: 0,
            rank: 0,
            passing: vec![0; self.limits.len()],
            all: vec![0; self.limits.len()],
            usable: vec![u64::MAX; self.limits.len()],
            unknown: LimitSet::EMPTY,
        };
        // With a limit that is left out for one, more services may seem to use less.
        let is_known = self.members.iter().all(|member| !member.candidate.is_unchecked());
        self.extend(0, &none, most, is_known, &mut shares)?;
        Ok(shares)
    }

    fn extend(
        &self,
        from: usize,
        sums: &Sums,
        most: Option<Fraction>,
        is_known: bool,
        shares: &mut Vec<Share>,
    ) -> Result<(), Error> {
        for (index, member) in self.members.iter().enumerate().skip(from) {
            let next = sums.with(member, &self.limits)?;
            let passing = self.highest(&next, &next.passing)?;
            let holds = most.is_none_or(|most| passing <= most);
            if holds {
                let utilization = self.highest(&next, &next.all)?;
                let (members, rank) = (next.members, next.rank);
                shares.push(Share { members, rank, passing, utilization });
            }
            if holds || !is_known {
                self.extend(index + 1, &next, most, is_known, shares)?;
            }
        }
        Ok(())
    }

    /// The highest utilisation of what is taken.
    fn highest(&self, sums: &Sums, taken: &[u128]) -> Result<Fraction, Error> {
        let mut highest = Fraction::new(0, 1);
        for (index, limit) in self.limits.iter().enumerate() {
            if taken[index] == 0 || sums.unknown.contains(*limit) {
                continue;
            }
            let room = self.parts[index].checked_mul(sums.usable[index].into());
            let room = room.ok_or_else(|| Error::overflow(limit.name()))?;
            highest = highest.max(Fraction::new(taken[index], room));
        }
        Ok(highest)
    }
}

/// What some services take together.
struct Sums {
    members: Members,
    rank: u128,
    passing: Vec<u128>,
    all: Vec<u128>,
    usable: Vec<u64>,
    unknown: LimitSet,
}

impl Sums {
    fn with(&self, member: &Member<'_, '_>, limits: &[Limit]) -> Result<Self, Error> {
        let is_blocked = member.candidate.blocked.is_some();
        let add = |sums: &[u128], counts: bool| {
            let taken = sums.iter().zip(&member.taken).zip(limits);
            let add = |((sum, taken), limit): ((&u128, &u128), &Limit)| {
                let sum = sum.checked_add(if counts { *taken } else { 0 });
                sum.ok_or_else(|| Error::overflow(limit.name()))
            };
            taken.map(add).collect::<Result<Vec<_>, _>>()
        };
        let usable = self.usable.iter().zip(&member.usable);
        let unknown = self.unknown.iter().chain(member.candidate.unknown.iter());
        Ok(Self {
            members: self.members | 1 << member.service,
            rank: self.rank + member.rank,
            passing: add(&self.passing, !is_blocked)?,
            all: add(&self.all, true)?,
            usable: usable.map(|(ours, more)| *ours.min(more)).collect(),
            unknown: unknown.collect(),
        })
    }
}

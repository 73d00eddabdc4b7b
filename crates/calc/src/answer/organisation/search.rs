use alloc::{vec, vec::Vec};

use crate::{
    answer::organisation::{
        candidate::Candidate,
        group::{Group, Member, Members, Share},
        partition::least,
        rank::unpriced,
    },
    error::Error,
    num::fraction::Fraction,
};

/// Above every utilisation.
const UNBOUNDED: Fraction = Fraction::new(1, 0);

/// The sets of services that may share each group.
type Shares = Vec<Vec<Share>>;

/// The groups of a plan, among which its services are divided.
pub(crate) struct Search<'c, 'a> {
    services: usize,
    groups: Vec<Group<'c, 'a>>,
}

impl<'c, 'a> Search<'c, 'a> {
    pub(crate) fn of(services: usize, mut groups: Vec<Group<'c, 'a>>) -> Result<Self, Error> {
        // That many orders can be told apart.
        let orders = (groups.len() as u128).checked_pow(services as u32);
        orders.ok_or_else(|| Error::overflow("models"))?;
        let mut least = vec![u128::MAX; services];
        for member in groups.iter().flat_map(|group| &group.members) {
            least[member.service] = least[member.service].min(member.rank);
        }
        for member in groups.iter_mut().flat_map(|group| &mut group.members) {
            member.extra = member.rank - least[member.service];
        }
        Ok(Self { services, groups })
    }

    fn shares(&self, most: Fraction, extra: u128) -> Result<Shares, Error> {
        self.groups.iter().map(|group| group.shares(most, extra)).collect()
    }

    /// Of all divisions that fit the one with the lowest rank, then with the lowest
    /// highest utilisation, then the first in order: as a number whose digits are
    /// the groups of the services.
    pub(crate) fn cheapest_that_fits(&self) -> Result<Option<u128>, Error> {
        let one = Fraction::new(1, 1);
        // Mostly nothing has to cost more than it could; or else not much more than
        // what is found at once.
        let known = self.attempt(one, true)?;
        let shares = match known {
            Some((0, tightest)) => self.shares(tightest, 0)?,
            Some((extra, _)) => self.shares(one, extra)?,
            None => self.shares(one, u128::MAX)?,
        };
        Ok(self.best(&shares, known))
    }

    /// A division found at once, which keeps to `most`, if so: what it costs more
    /// than the least, and its highest utilisation. One service after another,
    /// those that take most first, is put where it costs least, if cost counts,
    /// and there where least is used.
    fn attempt(
        &self,
        most: Fraction,
        cost_counts: bool,
    ) -> Result<Option<(u128, Fraction)>, Error> {
        let mut needs = vec![UNBOUNDED; self.services];
        for group in &self.groups {
            for member in &group.members {
                let alone = group.together(1 << member.service)?;
                let need = &mut needs[member.service];
                *need = (*need).min(alone.passing);
            }
        }
        let mut services: Vec<usize> = (0..self.services).collect();
        services.sort_by(|one, other| needs[*other].cmp(&needs[*one]));
        let mut shares: Vec<Members> = vec![0; self.groups.len()];
        let (mut extra, mut tightest) = (0, Fraction::new(0, 1));
        for service in services {
            let mut best: Option<(u128, Fraction, usize)> = None;
            for (index, group) in self.groups.iter().enumerate() {
                let Some(member) = group.members.iter().find(|one| one.service == service) else {
                    continue;
                };
                let share = group.together(shares[index] | 1 << service)?;
                let more = member.extra;
                let place = (if cost_counts { more } else { 0 }, share.passing, index);
                if share.passing <= most && best.is_none_or(|best| place < best) {
                    best = Some(place);
                }
            }
            let Some((more, used, index)) = best else { return Ok(None) };
            shares[index] |= 1 << service;
            extra += more;
            tightest = tightest.max(used);
        }
        Ok(Some((extra, tightest)))
    }

    /// The best division into these shares. Of one that is known only what costs
    /// less, or the same and is used no more, can be better.
    fn best(&self, shares: &Shares, known: Option<(u128, Fraction)>) -> Option<u128> {
        let extra = match known {
            Some((0, _)) => 0,
            _ => {
                let values = valued(shares, |_, share| (share.members, share.extra));
                least(self.services, &values, 0, |one: u128, other| one + other)?
            }
        };
        let tightest = known.filter(|(cost, _)| *cost == extra).map(|(_, tightest)| tightest);
        let mut shares = kept(shares, |share| {
            share.extra <= extra && tightest.is_none_or(|most| share.utilization <= most)
        });
        let (levels, places) = levels(&shares, |share| share.utilization);
        let values = leveled(&shares, &places);
        let join = |(extra, place): (u128, u32), (more, other): (u128, u32)| {
            (extra + more, place.max(other))
        };
        let (_, place) = least(self.services, &values, (0, 0), join)?;
        if let Some(most) = levels.get(place as usize) {
            shares = kept(&shares, |share| share.utilization <= *most);
        }
        let of = |group: usize, share: &Share| {
            (share.members, (share.extra, self.order(group, share.members)))
        };
        let values = valued(&shares, of);
        let join = |(extra, order): (u128, u128), (more, other): (u128, u128)| {
            (extra + more, order + other)
        };
        Some(least(self.services, &values, (0, 0), join)?.1)
    }

    /// The best division where none fits, or where something is blocked: one in which
    /// what can pass holds, if there is any; then that with the fewest unknown prices
    /// and the lowest highest utilisation of what can pass, then the cheapest.
    pub(crate) fn nearest(&self, fits: bool) -> Result<Option<u128>, Error> {
        let most = if fits { Fraction::new(1, 1) } else { self.evenly()? };
        let mut shares = self.shares(most, u128::MAX)?;
        // Where all prices are known, the lowest utilisation is one that holds.
        if !fits && self.members().any(|one| one.candidate.total.is_none()) {
            let holding = kept(&shares, |share| !share.passing.exceeds_one());
            let values = valued(&holding, |_, share| (share.members, ()));
            if least(self.services, &values, (), |(), ()| ()).is_some() {
                shares = holding;
            }
        }
        let (levels, places) = levels(&shares, |share| share.passing);
        let mut values = leveled(&shares, &places);
        for (values, shares) in values.iter_mut().zip(&shares) {
            for ((_, (prices, _)), share) in values.iter_mut().zip(shares) {
                *prices = unpriced(share.rank);
            }
        }
        let join = |(prices, place): (u128, u32), (more, other): (u128, u32)| {
            (prices + more, place.max(other))
        };
        let Some((_, place)) = least(self.services, &values, (0, 0), join) else {
            return Ok(None);
        };
        if let Some(most) = levels.get(place as usize) {
            shares = kept(&shares, |share| share.passing <= *most);
        }
        Ok(self.best(&shares, None))
    }

    fn members(&self) -> impl Iterator<Item = &Member<'c, 'a>> {
        self.groups.iter().flat_map(|group| &group.members)
    }

    /// A highest utilisation that some division keeps to; without bound where price
    /// or limits of a service are not known, for then the best may use more.
    fn evenly(&self) -> Result<Fraction, Error> {
        if self.members().any(|one| one.candidate.is_unchecked() || one.candidate.total.is_none()) {
            return Ok(UNBOUNDED);
        }
        Ok(self.attempt(UNBOUNDED, false)?.map_or(UNBOUNDED, |(_, tightest)| tightest))
    }

    /// One digit for each service, the first the highest.
    fn order(&self, group: usize, members: Members) -> u128 {
        let base = self.groups.len() as u128;
        (0..self.services).fold(0, |order, service| {
            let is_member = members & (1 << service) != 0;
            order * base + if is_member { group as u128 } else { 0 }
        })
    }

    pub(crate) fn places(&self, mut order: u128) -> Vec<&'c Candidate<'a>> {
        let base = self.groups.len() as u128;
        let mut places = Vec::with_capacity(self.services);
        for service in (0..self.services).rev() {
            let group = &self.groups[(order % base) as usize];
            order /= base;
            let is = |member: &&Member<'c, 'a>| member.service == service;
            places.extend(group.members.iter().find(is).map(|member| member.candidate));
        }
        places.reverse();
        places
    }
}

fn kept(shares: &Shares, keeps: impl Fn(&Share) -> bool) -> Shares {
    let keep = |group: &Vec<Share>| group.iter().copied().filter(|share| keeps(share)).collect();
    shares.iter().map(keep).collect()
}

fn valued<T>(
    shares: &Shares,
    of: impl Fn(usize, &Share) -> (Members, T),
) -> Vec<Vec<(Members, T)>> {
    let value = |(group, shares): (usize, &Vec<Share>)| {
        shares.iter().map(|share| of(group, share)).collect()
    };
    shares.iter().enumerate().map(value).collect()
}

/// The extra cost of shares with the places of their levels.
fn leveled(shares: &Shares, places: &[Vec<u32>]) -> Vec<Vec<(Members, (u128, u32))>> {
    let value = |(share, place): (&Share, &u32)| (share.members, (share.extra, *place));
    let groups = shares.iter().zip(places);
    groups.map(|(shares, places)| shares.iter().zip(places).map(value).collect()).collect()
}

/// The distinct values of some shares in order, and the place of each share's
/// among them: places are faster to compare.
fn levels(shares: &Shares, of: impl Fn(&Share) -> Fraction) -> (Vec<Fraction>, Vec<Vec<u32>>) {
    let mut all: Vec<(Fraction, usize, usize)> = Vec::new();
    for (group, shares) in shares.iter().enumerate() {
        let indexed = shares.iter().enumerate();
        all.extend(indexed.map(|(index, share)| (of(share), group, index)));
    }
    all.sort_unstable_by_key(|(value, ..)| *value);
    let mut levels: Vec<Fraction> = Vec::new();
    let mut places: Vec<Vec<u32>> = shares.iter().map(|group| vec![0; group.len()]).collect();
    for (value, group, index) in all {
        if levels.last() != Some(&value) {
            levels.push(value);
        }
        places[group][index] = levels.len() as u32 - 1;
    }
    (levels, places)
}

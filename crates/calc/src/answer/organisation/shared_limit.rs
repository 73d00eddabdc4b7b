use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    answer::organisation::candidate::Candidate,
    capacity::{combined, headroom::Headroom, load::Load, utilization::LimitUse},
    catalog::{
        limits::{Limit, LimitSet},
        plan::{OptionId, Tier},
    },
    error::Error,
    num::fraction::Fraction,
    question::{organisation::Service, profile::Profile, workload::Workload},
};

/// A limit of one model on one tier as the services there use it together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct SharedLimit<'a> {
    /// The model id.
    pub model: &'a str,
    /// The service tier.
    pub tier: Tier,
    /// The limit.
    pub limit: Limit,
    /// Its published cap.
    pub cap: u64,
    /// What the largest safety margin of the services leaves of it.
    pub usable: u64,
    /// What they ask of it together.
    pub demand: Fraction,
    /// Demand by what is usable.
    pub utilization: Fraction,
    /// What each of them asks of it, in the order of the services.
    #[cfg_attr(feature = "serde", serde(with = "json"))]
    pub by_service: Vec<(String, Fraction)>,
}

/// A limit with the highest utilisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bottleneck<'a> {
    /// The model id.
    pub model: &'a str,
    /// The service tier.
    pub tier: Tier,
    /// The limit.
    pub limit: Limit,
}

impl Bottleneck<'_> {
    /// The model id without its maker.
    pub fn short_model(&self) -> &str {
        self.model.rsplit('/').next().unwrap_or(self.model)
    }
}

impl fmt::Display for Bottleneck<'_> {
    /// `TPM of gpt-oss-20b`; flex is named.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.limit, self.short_model())?;
        match self.tier {
            Tier::OnDemand => Ok(()),
            Tier::Flex => f.write_str(" on flex"),
        }
    }
}

impl<'a> SharedLimit<'a> {
    /// Its model, tier and limit.
    pub const fn bottleneck(&self) -> Bottleneck<'a> {
        Bottleneck { model: self.model, tier: self.tier, limit: self.limit }
    }
}

/// A limit of a model and tier with what stays of it after the largest safety
/// margin there.
type Used<'a> = (OptionId<'a>, LimitUse, u64);

/// Every limit of the models and tiers of an assignment, in the order of their
/// ids; those that cannot be judged are left out.
///
/// With the profiles of the services, what they ask in the busiest hour of all
/// together counts, and not the sum of their peaks.
pub(crate) fn used_limits<'a>(
    places: &[&Candidate<'a>],
    loads: &[Vec<Load>],
    profiles: Option<&[Option<Profile>]>,
) -> Result<Vec<Used<'a>>, Error> {
    let mut ids: Vec<OptionId<'a>> = places.iter().map(|candidate| candidate.offer.id).collect();
    ids.sort();
    ids.dedup();
    let mut used = Vec::new();
    for id in ids {
        let here = || (0..places.len()).filter(|index| places[*index].offer.id == id);
        let Some(first) = here().next().map(|index| places[index]) else { continue };
        let unknown: LimitSet = here().flat_map(|index| places[index].unknown.iter()).collect();
        let shared: Vec<Load> = here().flat_map(|index| loads[index].iter().copied()).collect();
        for (limit, cap) in first.offer.caps.known() {
            if unknown.contains(limit) {
                continue;
            }
            let demand = match profiles {
                None => combined::demand(&shared, limit)?,
                Some(profiles) => {
                    let spread = here().flat_map(|index| {
                        loads[index].iter().map(move |load| (*load, profiles[index]))
                    });
                    combined::busiest_demand(&spread.collect::<Vec<_>>(), limit)?
                }
            };
            let usable = combined::usable(&shared, cap);
            used.push((id, LimitUse::new(limit, cap, demand, usable)?, usable));
        }
    }
    Ok(used)
}

/// The same with the part of each service.
pub(crate) fn shared_limits<'a>(
    services: &[Service],
    places: &[&Candidate<'a>],
) -> Result<Vec<SharedLimit<'a>>, Error> {
    let mut shared = Vec::new();
    let loads: Vec<_> = places.iter().map(|place| place.loads.clone()).collect();
    for (id, used, usable) in used_limits(places, &loads, None)? {
        let LimitUse { limit, cap, demand, utilization, .. } = used;
        let mut by_service = Vec::new();
        for (service, place) in services.iter().zip(places) {
            if place.offer.id == id {
                let asked = combined::demand(&place.loads, limit)?;
                by_service.push((service.name.clone(), asked));
            }
        }
        let (model, tier) = (id.model, id.tier);
        shared.push(SharedLimit {
            model,
            tier,
            limit,
            cap,
            usable,
            demand,
            utilization,
            by_service,
        });
    }
    Ok(shared)
}

/// The most requests a day of each call of a service that fit beside all other
/// calls on its model and tier.
pub(crate) fn rooms(
    services: &[Service],
    places: &[&Candidate<'_>],
    service: usize,
) -> Result<Vec<Headroom>, Error> {
    let place = places[service];
    let offer = &place.offer;
    let (mut loads, mut first, mut unknown) = (Vec::new(), 0, LimitSet::EMPTY);
    for (index, other) in places.iter().enumerate() {
        if other.offer.id == offer.id {
            if index == service {
                first = loads.len();
            }
            loads.extend_from_slice(&other.loads);
            unknown = unknown.iter().chain(other.unknown.iter()).collect();
        }
    }
    let room = |(index, call): (usize, &Workload)| match offer.blocked(call) {
        Some(_) => Ok(Headroom::Nothing),
        None => {
            let synchronous = 100 - offer.batch_percent(call);
            combined::room(&loads, first + index, &offer.caps, unknown, synchronous)
        }
    };
    services[service].calls.iter().enumerate().map(room).collect()
}

/// The highest utilisation of some limits, and those that have it; none without
/// demand.
pub(crate) fn tightest<'a>(limits: &[SharedLimit<'a>]) -> (Fraction, Vec<Bottleneck<'a>>) {
    let asked = || limits.iter().filter(|used| !used.demand.is_zero());
    let Some(highest) = asked().map(|used| used.utilization).max() else {
        return (Fraction::new(0, 1), Vec::new());
    };
    let binding = asked().filter(|used| used.utilization == highest);
    (highest, binding.map(SharedLimit::bottleneck).collect())
}

/// Services and figures as an object, in their order.
#[cfg(feature = "serde")]
mod json {
    use alloc::{string::String, vec::Vec};
    use core::fmt;

    use serde::{
        Deserializer, Serializer,
        de::{MapAccess, Visitor},
    };

    use crate::num::fraction::Fraction;

    pub(super) fn serialize<S: Serializer>(
        entries: &[(String, Fraction)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(entries.iter().map(|(name, figure)| (name, figure)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, Fraction)>, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Vec<(String, Fraction)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of figures by service")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

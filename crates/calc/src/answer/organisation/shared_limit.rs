use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    answer::organisation::candidate::Candidate,
    capacity::{combined, utilization::LimitUse},
    catalog::{
        limits::{Limit, LimitSet},
        plan::{OptionId, Tier},
    },
    error::Error,
    num::fraction::Fraction,
    question::organisation::Service,
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
pub(crate) fn used_limits<'a>(places: &[&Candidate<'a>]) -> Result<Vec<Used<'a>>, Error> {
    let mut ids: Vec<OptionId<'a>> = places.iter().map(|candidate| candidate.offer.id).collect();
    ids.sort();
    ids.dedup();
    let mut used = Vec::new();
    for id in ids {
        let here = || places.iter().filter(|candidate| candidate.offer.id == id);
        let Some(first) = here().next() else { continue };
        let unknown: LimitSet = here().flat_map(|candidate| candidate.unknown.iter()).collect();
        let loads: Vec<_> = here().flat_map(|candidate| candidate.loads.iter().copied()).collect();
        let limits = combined::limits(&loads, &first.offer.caps, unknown)?;
        used.extend(limits.into_iter().map(|used| (id, used, combined::usable(&loads, used.cap))));
    }
    Ok(used)
}

/// The same with the part of each service.
pub(crate) fn shared_limits<'a>(
    services: &[Service],
    places: &[&Candidate<'a>],
) -> Result<Vec<SharedLimit<'a>>, Error> {
    let mut shared = Vec::new();
    for (id, used, usable) in used_limits(places)? {
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

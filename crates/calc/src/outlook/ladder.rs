use alloc::vec::Vec;

use crate::{
    answer::{comparison::Floor, recommendation::offers},
    capacity::headroom::Headroom,
    catalog::{
        plan::{OptionId, Plan},
        tables::Catalog,
    },
    error::Error,
    num::{fraction::Fraction, money::Usd},
    offer::Offer,
    question::checked::Question,
};

/// A stretch of volumes over which one offer is the cheapest that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Step<'a> {
    /// The first number of requests a day.
    pub from: u64,
    /// The last: at one more a cap breaks, and the next step begins. `null`
    /// where no known limit ends it.
    pub to: Headroom,
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// The month's cost at the last volume, or at the first of an endless step.
    pub monthly_usd: Usd,
}

/// The cheapest offer that fits at every volume, from one request a day up, all
/// else of the workload staying as it is: where free stops fitting, and what
/// takes over at which number of requests. Thresholds are solved for, not
/// searched. Requirements count, but for the budget; offers with an unknown
/// limit or price are left out. Above the last step nothing fits.
///
/// Among offers of equal cost one whose requests are not at risk of a refusal
/// comes first, then the plainer plan and tier, then the one that lasts longest,
/// then the id.
///
/// # Errors
///
/// As [`answer`](fn@crate::answer).
pub fn ladder<'a>(catalog: &Catalog<'a>, question: &Question) -> Result<Vec<Step<'a>>, Error> {
    let workload = &question.workload;
    let offers = offers(catalog, question)?;
    let mut models: Vec<_> =
        offers.iter().filter_map(|offer| catalog.model(offer.id.model)).collect();
    models.dedup_by_key(|model| model.id);
    let floor = Floor::of(catalog, question, &models, question.day(catalog)?);
    let low = |offer: &Offer<'_>| {
        let model = catalog.model(offer.id.model);
        floor.as_ref().zip(model).is_some_and(|(floor, model)| floor.bar(model).is_some())
    };
    let mut ranked = Vec::new();
    for offer in offers {
        let known = offer.unknown_limits(workload).is_empty();
        let Some(rate) = offer.rate(workload)?.filter(|_| known) else { continue };
        if question.requirements.bar(&offer).is_some() || low(&offer) {
            continue;
        }
        let rate = if offer.id.plan == Plan::Free { Fraction::new(0, 1) } else { rate };
        let at_risk = !offer.at_risk(workload).is_empty();
        ranked.push(((rate, at_risk), offer.room(workload)?, offer));
    }
    ranked.sort_by(|(cost, room, offer), (other_cost, other_room, other)| {
        cost.cmp(other_cost)
            .then_with(|| (offer.id.plan, offer.id.tier).cmp(&(other.id.plan, other.id.tier)))
            .then_with(|| other_room.cmp(room))
            .then_with(|| offer.id.model.cmp(other.id.model))
    });
    let mut steps = Vec::new();
    let mut taken = 0;
    for (_, room, offer) in ranked {
        if room.count() <= taken {
            continue;
        }
        let priced = if room == Headroom::Unbounded { taken + 1 } else { room.count() };
        steps.push(Step {
            from: taken + 1,
            to: room,
            id: offer.id,
            monthly_usd: offer.monthly(&workload.at(priced))?.unwrap_or_default(),
        });
        taken = room.count();
    }
    Ok(steps)
}

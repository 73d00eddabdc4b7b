use alloc::vec::Vec;

use crate::{
    answer::recommendation::{Answer, Asked},
    capacity::headroom::Headroom,
    catalog::{plan::OptionId, tables::Catalog},
    error::Error,
    num::units::Tokens,
    offer::Offer,
    outlook::{
        break_even::BatchAgainstCache,
        ladder::{Step, ladder},
        levers::{Change, levers},
        spend::Spend,
    },
    question::checked::Question,
};
#[cfg(feature = "arrivals")]
use crate::{capacity::arrivals::Share, num::fraction::Fraction, question::workload::Workload};

/// What requests that come at random, at the peak rate on average, meet.
#[cfg(feature = "arrivals")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Bursts {
    /// The peak rate.
    pub requests_per_minute: u64,
    /// The share of them that the minute limits turn away.
    pub refused: Share,
    /// The highest average rate at which no more than one in a hundred is
    /// turned away, in requests per minute; `None` without a minute limit.
    pub rate_losing_a_percent: Option<Fraction>,
    /// Likewise one in a thousand.
    pub rate_losing_a_permille: Option<Fraction>,
}

/// What lies around one option: how far it reaches, what would change it, when
/// a budget is used up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Outlook<'a> {
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// The most requests a day that fit, the batch share among them.
    pub requests_per_day_fit: Headroom,
    /// The most that fit and stay within the budget, if there is one.
    pub requests_per_day_in_budget: Option<Headroom>,
    /// The longest prompt that fits, and stays within the budget if there is
    /// one.
    pub longest_prompt: Option<Tokens>,
    /// Likewise the longest completion.
    pub longest_completion: Option<Tokens>,
    /// What each change would save or unlock, the most effective first.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub levers: Vec<Change<'a>>,
    /// The cheapest offer that fits at every volume.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub ladder: Vec<Step<'a>>,
    /// Up to how many cached tokens batch costs less than caching.
    pub batch_against_cache: Option<BatchAgainstCache>,
    /// What the budget does as a spend limit.
    pub spend: Option<Spend>,
    /// What bursts lose.
    #[cfg(feature = "arrivals")]
    pub bursts: Bursts,
}

impl<'a> Outlook<'a> {
    /// Around one offer.
    ///
    /// # Errors
    ///
    /// As [`answer`](fn@crate::answer).
    pub fn new(
        catalog: &Catalog<'a>,
        question: &Question,
        offer: &Offer<'a>,
    ) -> Result<Self, Error> {
        let workload = &question.workload;
        let budget = question.requirements.monthly_budget;
        let within = budget.map(|budget| offer.room_within(workload, budget)).transpose()?;
        let spend = budget.map(|budget| offer.spend(workload, budget)).transpose()?;
        Ok(Self {
            id: offer.id,
            requests_per_day_fit: offer.room(workload)?,
            requests_per_day_in_budget: within.flatten(),
            longest_prompt: offer.longest_prompt(workload, budget)?,
            longest_completion: offer.longest_completion(workload, budget)?,
            levers: levers(catalog, question, offer)?,
            ladder: ladder(catalog, question)?,
            batch_against_cache: offer.batch_against_cache(workload)?,
            spend: spend.flatten(),
            #[cfg(feature = "arrivals")]
            bursts: offer.bursts(workload),
        })
    }
}

#[cfg(feature = "arrivals")]
impl Offer<'_> {
    /// What requests that come at random, at the peak rate on average, meet.
    pub fn bursts(&self, workload: &Workload) -> Bursts {
        let (arrivals, peak) = (self.arrivals(workload), self.load(workload).peak());
        Bursts {
            requests_per_minute: peak,
            refused: arrivals.share_refused(Fraction::new(u128::from(peak), 1)),
            rate_losing_a_percent: arrivals.highest_rate(Share::PERCENT),
            rate_losing_a_permille: arrivals.highest_rate(Share::PERMILLE),
        }
    }
}

impl<'a> Answer<'a> {
    /// What lies around the option that the answer is about: the recommended
    /// one, or else the nearest; `None` where there is no option.
    ///
    /// # Errors
    ///
    /// As [`answer`](fn@crate::answer); and for an answer that was read from
    /// JSON, which has neither its question nor its catalog.
    pub fn outlook(&self) -> Result<Option<Outlook<'a>>, Error> {
        match self.best() {
            Some(best) => self.outlook_on(best.id).map(Some),
            None => Ok(None),
        }
    }

    /// What lies around one option, of this answer or not.
    ///
    /// # Errors
    ///
    /// As [`Answer::outlook`], and as [`CatalogOn::offer`](crate::catalog::CatalogOn::offer).
    pub fn outlook_on(&self, id: OptionId<'_>) -> Result<Outlook<'a>, Error> {
        let asked = self.asked.as_ref();
        let Asked { catalog, question } = asked.ok_or_else(|| {
            Error::missing("question", "known, and is not in an answer that was read from JSON")
        })?;
        let offer = question.on(catalog)?.offer(id)?;
        Outlook::new(catalog, question, &offer)
    }
}

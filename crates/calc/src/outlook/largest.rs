use crate::capacity::headroom::Headroom;
use crate::{
    catalog::{
        limits::{Cap, Limit},
        plan::Plan,
    },
    error::Error,
    num::{
        money::Usd,
        units::{Requests, Tokens},
    },
    offer::Offer,
    question::workload::{INPUT_TOKENS, OUTPUT_TOKENS, REQUESTS_PER_DAY, Volume, Workload},
};

/// The largest number of a range for which `holds` is true, where it is true up
/// to some number and false above; `None` where it is true for none.
fn largest(
    from: u64,
    to: u64,
    mut holds: impl FnMut(u64) -> Result<bool, Error>,
) -> Result<Option<u64>, Error> {
    if from > to || !holds(from)? {
        return Ok(None);
    }
    let (mut good, mut end) = (from, to);
    while good < end {
        let middle = end - (end - good) / 2;
        if holds(middle)? {
            good = middle;
        } else {
            end = middle - 1;
        }
    }
    Ok(Some(good))
}

impl Offer<'_> {
    /// The most requests a day with which `workload` still fits: at this many
    /// every known cap holds, at one more some cap breaks. Unlike
    /// [`Capacity::per_day`](crate::capacity::utilization::Capacity::per_day), which is the even
    /// rate of the synchronous requests alone, it counts the batch share in
    /// and rounds the busiest minute up to whole requests, as `fits` does.
    ///
    /// ```
    /// use groq_calc::{Caps, Kind, Limit, Offer, Plan, capacity::Headroom, Tier, Workload};
    ///
    /// let offer = Offer {
    ///     caps: Caps::NONE.with(Limit::TPM, 8_000).with(Limit::TPD, 200_000),
    ///     ..Offer::bare("openai/gpt-oss-120b", Kind::Chat, Plan::Free, Tier::OnDemand)
    /// };
    /// let workload = Workload::chat(2000, 1500, 500);
    /// assert_eq!(offer.room(&workload)?, Headroom::UpTo(100));
    /// # Ok::<(), groq_calc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits; not within the legal ranges.
    pub fn room(&self, workload: &Workload) -> Result<Headroom, Error> {
        if self.capacity(workload)?.blocked.is_some() {
            return Ok(Headroom::Nothing);
        }
        let load = self.load(workload);
        let unknown = self.unknown_limits(workload);
        let synchronous = 100 - self.batch_percent(workload);
        let mut room = Headroom::Unbounded;
        for limit in Limit::ALL {
            let Cap::At(cap) = self.caps.get(limit) else { continue };
            if unknown.contains(limit) {
                continue;
            }
            room = room.min(load.most_hundredths(limit, cap).of_all(synchronous));
        }
        Ok(room)
    }

    /// The most requests a day that fit and for which a month costs no more
    /// than `budget`; [`Headroom::Nothing`] where nothing fits, and `None` where a
    /// price is not known. On the free plan, which costs nothing, it is
    /// [`Offer::room`].
    ///
    /// # Errors
    ///
    /// As [`Offer::room`].
    pub fn room_within(&self, workload: &Workload, budget: Usd) -> Result<Option<Headroom>, Error> {
        let room = self.room(workload)?;
        if self.id.plan == Plan::Free {
            return Ok(Some(room));
        }
        let most = largest(0, room.count(), |requests| {
            Ok(self.monthly(&workload.at(requests))?.is_some_and(|usd| usd <= budget))
        })?;
        Ok(match (room, most) {
            (_, None) => None,
            (Headroom::Unbounded, Some(most)) if most == REQUESTS_PER_DAY.max => Some(room),
            (Headroom::Nothing, Some(_)) => Some(room),
            (_, Some(most)) => Some(Headroom::UpTo(most)),
        })
    }

    /// The longest prompt with which `workload` still fits and costs no more
    /// than `budget`, the cached part and all else staying as they are; `None`
    /// where not even the cached part alone does.
    ///
    /// # Errors
    ///
    /// As [`Offer::room`].
    pub fn longest_prompt(
        &self,
        workload: &Workload,
        budget: Option<Usd>,
    ) -> Result<Option<Tokens>, Error> {
        let least = workload.cached_input_tokens.get();
        let most = largest(least, INPUT_TOKENS.max, |tokens| {
            let workload = Workload { input_tokens: Tokens::new(tokens), ..*workload };
            self.takes(&workload, budget)
        })?;
        Ok(most.map(Tokens::new))
    }

    /// The longest completion with which `workload` still fits and costs no
    /// more than `budget`; `None` where not even an empty one does.
    ///
    /// # Errors
    ///
    /// As [`Offer::room`].
    pub fn longest_completion(
        &self,
        workload: &Workload,
        budget: Option<Usd>,
    ) -> Result<Option<Tokens>, Error> {
        let most = largest(0, OUTPUT_TOKENS.max, |tokens| {
            let workload = Workload { output_tokens: Tokens::new(tokens), ..*workload };
            self.takes(&workload, budget)
        })?;
        Ok(most.map(Tokens::new))
    }

    fn takes(&self, workload: &Workload, budget: Option<Usd>) -> Result<bool, Error> {
        if !self.capacity(workload)?.holds() {
            return Ok(false);
        }
        let Some(budget) = budget else { return Ok(true) };
        Ok(self.monthly(workload)?.is_some_and(|usd| usd <= budget))
    }
}

impl Workload {
    /// The same at another volume.
    #[must_use]
    pub const fn at(&self, requests_per_day: u64) -> Self {
        Self { volume: Volume::PerDay(Requests::new(requests_per_day)), ..*self }
    }
}

use crate::{
    catalog::plan::Plan,
    error::Error,
    num::{money::Usd, number::Decimal},
    offer::Offer,
    replay::report::Report,
};

/// What an option has to manage with a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The most requests that may get no answer, in millionths of those that
    /// came.
    pub most_lost_millionths: Option<u64>,
    /// The longest wait that 99 of 100 may have, in microseconds.
    pub most_p99_us: Option<u64>,
}

impl Target {
    /// Reads a share in percent, with at most four decimals.
    ///
    /// # Errors
    ///
    /// When it is not a number from 0 to 100.
    pub fn lost_percent(text: &str) -> Result<u64, Error> {
        Decimal::parse(text)
            .and_then(|percent| percent.scaled(4))
            .and_then(|millionths| u64::try_from(millionths).ok())
            .filter(|millionths| *millionths <= 1_000_000)
            .ok_or_else(|| {
                let range = "a number from 0 to 100, with at most 4 decimals";
                Error::range("max_refused_percent", text, range)
            })
    }

    /// Whether a report meets it.
    pub fn is_met(&self, report: &Report) -> bool {
        let came = u128::from(report.requests - report.batched);
        let lost = u128::from(report.lost()) * 1_000_000;
        self.most_lost_millionths.is_none_or(|most| lost <= u128::from(most) * came)
            && self.most_p99_us.is_none_or(|most| report.waits.p99_us <= most)
    }
}

/// What the admitted and the batched requests cost on a plan: nothing on the
/// free one, `None` where a price is not known.
pub fn paid(offer: &Offer<'_>, report: &Report) -> Option<Usd> {
    match offer.id.plan {
        Plan::Free => Some(Usd::ZERO),
        Plan::Developer => report.cost_admitted?.checked_add(report.cost_batched?),
    }
}

/// The index of the cheapest option that meets a target, of those whose limits
/// are all known: the price decides, then the plan, the tier, the requests lost
/// and the model id.
pub(super) fn cheapest<'a>(
    options: impl IntoIterator<Item = (&'a Offer<'a>, &'a Report)>,
    target: &Target,
) -> Option<usize> {
    let key = |(index, (offer, report)): (usize, (&'a Offer<'a>, &'a Report))| {
        let known = report.unknown_limits.is_empty();
        let paid = paid(offer, report).filter(|_| known && target.is_met(report))?;
        Some((paid, offer.id.plan, offer.id.tier, report.lost(), offer.id.model, index))
    };
    options.into_iter().enumerate().filter_map(key).min().map(|(.., index)| index)
}

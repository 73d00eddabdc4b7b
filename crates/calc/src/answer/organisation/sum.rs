use crate::{error::Error, num::money::Usd};

/// What a month of all services costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Sum {
    /// What is paid; nothing on the free plan. `None`: a price is unknown.
    pub total_usd: Option<Usd>,
    /// The same at list price.
    pub list_usd: Option<Usd>,
}

/// The sum of some amounts; `None` where one is not known.
pub(crate) fn total(amounts: impl Iterator<Item = Option<Usd>>) -> Result<Option<Usd>, Error> {
    let mut sum = Some(Usd::ZERO);
    for amount in amounts {
        sum = match sum.zip(amount) {
            Some((sum, amount)) => {
                Some(sum.checked_add(amount).ok_or_else(|| Error::overflow("services"))?)
            }
            None => None,
        };
    }
    Ok(sum)
}

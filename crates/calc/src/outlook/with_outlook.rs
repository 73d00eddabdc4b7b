use alloc::vec::Vec;

use crate::{
    answer::{
        frontier::{Point, Quality},
        recommendation::Answer,
    },
    error::Error,
    outlook::summary::Outlook,
};

/// The answer for a workload, with what lies around its option.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WithOutlook<'b, 'a> {
    /// The answer.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub answer: &'b Answer<'a>,
    /// What published results say of its options.
    pub quality: Option<Quality<'b>>,
    /// The options that fit and are not beaten in both cost and score.
    pub frontier: Vec<Point<'b>>,
    /// What lies around its best option, if it has one.
    pub outlook: Option<Outlook<'a>>,
}

impl<'a> Answer<'a> {
    /// The answer with its [`quality`](Self::quality) and its
    /// [`outlook`](Self::outlook), as the command gives it in JSON.
    ///
    /// # Errors
    ///
    /// As [`Answer::outlook`].
    pub fn with_outlook(&self) -> Result<WithOutlook<'_, 'a>, Error> {
        let quality = self.quality();
        let frontier = quality.as_ref().map_or(Vec::new(), |quality| quality.frontier.clone());
        Ok(WithOutlook { answer: self, quality, frontier, outlook: self.outlook()? })
    }
}

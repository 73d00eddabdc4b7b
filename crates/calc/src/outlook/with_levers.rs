use alloc::vec::Vec;

use crate::{
    answer::organisation::OrganisationAnswer, error::Error, outlook::services::ServicesChange,
};

/// The answer for services, with what would save or unlock something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WithLevers<'b, 'a> {
    /// The answer.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub answer: &'b OrganisationAnswer<'a>,
    /// Its levers, the most effective first.
    pub levers: Vec<ServicesChange>,
}

impl<'a> OrganisationAnswer<'a> {
    /// The answer with its [`levers`](Self::levers), as the command gives it in
    /// JSON.
    ///
    /// # Errors
    ///
    /// Those of its levers.
    pub fn with_levers(&self) -> Result<WithLevers<'_, 'a>, Error> {
        Ok(WithLevers { answer: self, levers: self.levers()? })
    }
}

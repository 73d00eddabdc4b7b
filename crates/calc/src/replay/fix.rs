use alloc::vec::Vec;

use crate::{
    catalog::limits::{Caps, LimitSet},
    error::Error,
    replay::{
        request::Request,
        rules::Rules,
        sufficient::sufficient_caps,
        throttle::{Throttle, best_throttle},
    },
};

/// What would have been enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The limits that have a known cap.
    pub limits: LimitSet,
    /// The lowest caps under which nothing would have been refused.
    pub caps: Caps,
    /// The throttle with the shortest waits.
    pub throttle: Option<Throttle>,
}

/// What is left to work out once a log has been replayed: it takes many more
/// replays of the same rows.
#[derive(Clone, Debug)]
pub struct Fixing {
    rules: Rules,
    limits: LimitSet,
    rows: Vec<Request>,
}

impl Fixing {
    pub(super) const fn new(rules: Rules, limits: LimitSet, rows: Vec<Request>) -> Self {
        Self { rules, limits, rows }
    }

    /// The limits that have a known cap.
    pub const fn limits(&self) -> LimitSet {
        self.limits
    }

    /// The lowest caps under which nothing would have been refused.
    ///
    /// # Errors
    ///
    /// As [`sufficient_caps`].
    pub fn caps(&self) -> Result<Caps, Error> {
        sufficient_caps(&self.rules, &self.rows)
    }

    /// The throttle with the shortest waits.
    ///
    /// # Errors
    ///
    /// As [`best_throttle`].
    pub fn throttle(&self) -> Result<Option<Throttle>, Error> {
        best_throttle(&self.rules, &self.rows)
    }

    /// Both.
    ///
    /// # Errors
    ///
    /// As either.
    pub fn run(self) -> Result<Fix, Error> {
        Ok(Fix { limits: self.limits, caps: self.caps()?, throttle: self.throttle()? })
    }
}

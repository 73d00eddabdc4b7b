use core::fmt;

use crate::{catalog::limits::Limit, num::number::people};

/// A limit by which a request may be refused: its prompt and usual answer are
/// within the cap, but not its prompt and all that it reserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AtRisk {
    /// The limit.
    pub limit: Limit,
    /// What the request asks for with all that it reserves.
    pub requested: u64,
    /// What the limit holds.
    pub cap: u64,
}

impl fmt::Display for AtRisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "with all that it reserves one request asks for {}, above the {} of {}: Groq may \
             refuse it",
            people(self.requested),
            self.limit,
            people(self.cap)
        )
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_risk_names_its_figures() {
        let risk = AtRisk { limit: Limit::TPM, requested: 9200, cap: 8000 };
        assert_eq!(
            risk.to_string(),
            "with all that it reserves one request asks for 9,200, above the TPM of 8,000: Groq \
             may refuse it"
        );
    }
}

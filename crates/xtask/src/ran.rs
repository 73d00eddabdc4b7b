/// What a proof could do on this machine.
pub(crate) enum Ran {
    Whole,
    /// Without what is named here, which can't be had.
    Without(String),
}

impl Ran {
    /// Whole, unless something is missing.
    pub(crate) fn without(missing: &[&str]) -> Self {
        match missing {
            [] => Self::Whole,
            missing => Self::Without(missing.join(", ")),
        }
    }
}

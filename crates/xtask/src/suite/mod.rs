//! What judges a change.

pub(crate) mod test;

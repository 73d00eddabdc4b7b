//! `data/` beside what others say.

pub(crate) mod propose;

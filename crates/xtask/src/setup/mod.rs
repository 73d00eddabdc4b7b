//! The tools that the other verbs need: found where they are, installed where not.

pub(crate) mod nightly;
pub(crate) mod tools;

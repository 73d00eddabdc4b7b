//! What every view shares: the form, the engine's answer, language and theme.

pub(crate) mod context;
pub(crate) mod lazy;
pub(crate) mod outcome;
pub(crate) mod planned;
pub(crate) mod scores;
pub(crate) mod theme;
pub(crate) mod update;

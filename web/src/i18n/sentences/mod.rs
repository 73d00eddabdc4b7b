//! What the engine found, in the words of a language.

mod levers;
mod names;
mod reasons;
mod spend;
mod verdict;

pub(crate) use levers::{effect, lever};
pub(crate) use names::{bind, item, kind, limit_in_full, limit_title, limits, origin, room, unit};
pub(crate) use reasons::{at_risk, blocked, passed_over};
pub(crate) use spend::spend;
pub(crate) use verdict::{because, binding, option_binding, retirement, verdict};

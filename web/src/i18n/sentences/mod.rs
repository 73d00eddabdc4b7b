//! What the engine found, in the words of a language.

mod levers;
mod names;
mod reasons;
mod services;
mod spend;
mod standing;
mod verdict;

pub(crate) use levers::{effect, lever};
pub(crate) use names::{
    benchmark, bind, item, kind, limit_in_full, limit_title, limits, origin, room, status,
    tool_name, unit,
};
pub(crate) use reasons::{blocked, passed_over};
pub(crate) use services::{
    model_and_tier, part_of, services_effect, services_headline, services_lever, services_tightest,
    sharing, shortfall,
};
pub(crate) use spend::spend;
pub(crate) use standing::{
    Tone, capability, capitalised, headline, is_ruled_out, may_be_refused, plan_of, reason,
    standing, tightest, too_large, why_not_free,
};
pub(crate) use verdict::{because, obstacle, option_binding, retirement, verdict};

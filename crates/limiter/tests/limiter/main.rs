//! The limiter as programs use it.
#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod file;
mod handle;
mod layer;
#[cfg(feature = "redis")]
mod redis;

use groq_calc::{
    Caps, Kind, Limit, Offer, Plan, Tier,
    limiter::{Limiter, Settings, Terms},
};

/// A model `m` with a limit of tokens a minute.
fn tokens_per_minute(cap: u64, settings: Settings) -> Limiter {
    let bare = Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand);
    let mut limiter = Limiter::new(settings);
    limiter.add("m", Terms::of(&Offer { caps: Caps::NONE.with(Limit::TPM, cap), ..bare }));
    limiter
}

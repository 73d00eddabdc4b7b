//! Limits to try.

use groq_calc::{
    Caps, Kind, Limit, Offer, Plan, Tier,
    catalog::Prices,
    limiter::{Limiter, Settings, Terms},
};

/// A model `m` with a limit of tokens a minute.
pub(crate) fn tokens_per_minute(cap: u64, settings: Settings) -> Limiter {
    priced(cap, Prices::NONE, settings)
}

/// The same with prices.
pub(crate) fn priced(cap: u64, prices: Prices, settings: Settings) -> Limiter {
    let bare = Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand);
    let mut limiter = Limiter::new(settings);
    limiter.add("m", Terms::of(&Offer { caps: Caps::NONE.with(Limit::TPM, cap), prices, ..bare }));
    limiter
}

//! Replays that more than one test and bench makes.

use groq_calc::{
    Caps, Limit, Price, Prices,
    replay::{Charge, Limiter, Policy, Rules},
};

/// The prices of gpt-oss-120b.
pub const PRICES: Prices = Prices {
    input: Some(Price::per_million("0.15")),
    cached_input: Some(Price::per_million("0.075")),
    output: Some(Price::per_million("0.60")),
    ..Prices::NONE
};

/// The free plan's caps of gpt-oss-120b.
pub const FREE: Caps = Caps::NONE
    .with(Limit::RPM, 30)
    .with(Limit::RPD, 1000)
    .with(Limit::TPM, 8000)
    .with(Limit::TPD, 200_000);

/// How many times those caps let all of a day of a million requests pass, half
/// of it, and next to nothing.
pub const LOADS: [(&str, u64); 3] = [("all pass", 20_000), ("half pass", 1300), ("none pass", 1)];

/// Every limiter, policy and charge.
pub fn every_way(rules: Rules) -> Vec<Rules> {
    let mut ways = Vec::new();
    for limiter in [Limiter::Bucket, Limiter::Fixed] {
        for policy in [
            Policy::Drop,
            Policy::Queue { patience_us: None },
            Policy::Queue { patience_us: Some(90_000_001) },
        ] {
            for charge in [Charge::Uncached, Charge::Total] {
                ways.push(Rules { limiter, policy, charge, ..rules });
            }
        }
    }
    ways
}

use crate::num::money::Usd;

/// How a limiter works, for all models alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whether tenants that wait take turns, by the tokens that they ask for;
    /// otherwise first come, first served.
    pub fair: bool,
    /// The most that may be spent.
    pub budget: Option<Usd>,
    /// How long a request may be on its way until the API counts it. A bucket of
    /// the API's that is full begins to refill no sooner than that, and so does
    /// ours then.
    pub latency_us: u64,
    /// After how long a permit is given up that was neither settled nor
    /// cancelled. It keeps what it reserved: its request may have been sent.
    pub permit_expiry_us: Option<u64>,
    /// How long a request stays at the head of the line without asking again.
    pub waiting_lease_us: Option<u64>,
}

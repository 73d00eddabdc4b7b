use groq_calc::{
    Date, OptionId, Plan, Tier,
    catalog::{Admission, Override},
    limiter::{Limiter, Settings, Terms},
};
use groq_catalog::CATALOG;

use crate::error::Error;

/// The organisation whose limits are kept: its plan, its own caps, and how it
/// wants to be limited.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its plan.
    pub plan: Plan,
    /// The day whose models and limits count; the newest of the catalog by default.
    pub as_of: Option<Date>,
    /// How requests are admitted; by the rule of the day where it is `None`.
    pub admission: Option<Admission>,
    /// Caps of the account, which replace the published ones.
    pub limits: Vec<Override>,
    /// The most requests of one model at once.
    pub in_flight: Option<u64>,
    /// What is reserved for a request without `max_completion_tokens`.
    pub omitted_completion: u64,
    /// Fairness, budget and expiries.
    pub settings: Settings,
}

/// How long a request may be on its way by default: a new connection and TLS
/// around half the world.
const LATENCY_US: u64 = 500_000;

impl Account {
    /// An organisation on a plan, with the published limits.
    pub const fn new(plan: Plan) -> Self {
        Self {
            plan,
            as_of: None,
            admission: None,
            limits: Vec::new(),
            in_flight: None,
            omitted_completion: Terms::OMITTED_COMPLETION,
            settings: Settings {
                fair: false,
                budget: None,
                latency_us: LATENCY_US,
                permit_expiry_us: None,
                waiting_lease_us: None,
            },
        }
    }

    /// The day whose limits count.
    pub fn day(&self) -> Date {
        self.as_of.unwrap_or_else(|| CATALOG.latest().day())
    }

    /// A limiter of every model that is offered, nothing used. Flex stands under
    /// the model's id and `@flex`.
    ///
    /// # Errors
    ///
    /// For a day before the catalog, and a cap of a model that is unknown.
    pub fn limiter(&self) -> Result<Limiter, Error> {
        let day = self.day();
        let dated = CATALOG
            .on(day)
            .and_then(|dated| dated.with_limits(&self.limits))
            .map_err(|error| Error::config(error.to_string()))?
            .with_admission(self.admission);
        let mut limiter = Limiter::new(self.settings);
        for model in CATALOG.offered(day) {
            for tier in self.plan.tiers() {
                let id = OptionId { model: model.id, plan: self.plan, tier: *tier };
                let Ok(offer) = dated.offer(id) else { continue };
                let terms = Terms {
                    in_flight: self.in_flight,
                    omitted_completion: self.omitted_completion,
                    ..Terms::of(&offer)
                };
                limiter.add(&key(model.id, *tier), terms);
            }
        }
        Ok(limiter)
    }
}

/// The key of a model and tier.
pub(crate) fn key(model: &str, tier: Tier) -> String {
    match tier {
        Tier::OnDemand => model.to_owned(),
        Tier::Flex => format!("{model}@flex"),
    }
}

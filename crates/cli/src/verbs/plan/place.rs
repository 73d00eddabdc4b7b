use groq_calc::answer::organisation::{OrganisationAnswer, ServiceAnswer};
use serde::Serialize;

/// Where a service runs in an assignment.
#[derive(Serialize)]
pub(crate) struct Place<'a> {
    name: String,
    model: &'a str,
    tier: &'static str,
    /// What it costs a month; null where that is not known.
    monthly_usd: Option<String>,
}

impl<'a> Place<'a> {
    /// Those of all services of an answer.
    pub(crate) fn all(answer: &OrganisationAnswer<'a>) -> Vec<Self> {
        let place = |one: &ServiceAnswer<'a>| Self {
            name: one.name.clone(),
            model: one.model,
            tier: one.tier.name(),
            monthly_usd: one.monthly_usd.map(|usd| usd.to_string()),
        };
        answer.services.iter().map(place).collect()
    }
}

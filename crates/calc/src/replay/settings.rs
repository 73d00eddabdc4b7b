use alloc::{string::String, vec::Vec};

use crate::{
    catalog::{
        admission::Admission,
        model::Kind,
        on_day::{CatalogOn, Override},
        plan::{Plan, Tier},
        tables::Catalog,
    },
    error::Error,
    num::date::Date,
    offer::Offer,
    replay::{rules::Rules, target::Target},
};

/// The checked settings of a replay; [`Draft::check`](crate::replay::Draft::check)
/// makes them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The day whose limits and prices count; the newest of the catalog by default.
    pub as_of: Option<Date>,
    /// Caps of your account.
    pub limits: Vec<Override>,
    /// How requests are admitted; by the rule of the day where it is `None`.
    pub admission: Option<Admission>,
    /// The model's id; with `all` only this one.
    pub model: Option<String>,
    /// The plan; with `all` only this one.
    pub plan: Option<Plan>,
    /// The tier, on demand by default; with `all` only this one.
    pub tier: Option<Tier>,
    /// Whether every option that suits the log is replayed instead of one.
    pub all: bool,
    /// Whether every option that suits the log is replayed beside the one.
    pub compare: bool,
    /// The rules, without an option's caps and prices.
    pub rules: Rules,
    /// Percent of every cap that stays unused.
    pub safety_margin_percent: u64,
    /// What an option has to manage.
    pub target: Target,
    /// Whether to work out what would have been enough.
    pub fix: bool,
    /// Whether bad rows are counted and left out.
    pub skip_bad_rows: bool,
    /// Whether the rows are sorted by time first.
    pub sort: bool,
}

impl Settings {
    /// The day that the replay is about.
    ///
    /// # Errors
    ///
    /// For a day before the catalog begins.
    pub fn day(&self, catalog: &Catalog<'_>) -> Result<Date, Error> {
        self.as_of.map_or_else(|| Ok(catalog.newest()), |day| catalog.reached(day))
    }

    /// Whether an option has to manage anything.
    pub fn has_target(&self) -> bool {
        self.target != Target::default()
    }

    /// The rules under which an offer is replayed.
    pub(super) fn under(&self, offer: &Offer<'_>) -> Result<Rules, Error> {
        self.rules.under(offer, self.safety_margin_percent)
    }

    /// The catalog on a day, with the account's caps and the rule of admission.
    fn on<'a>(&self, catalog: &Catalog<'a>, day: Date) -> Result<CatalogOn<'a, '_>, Error> {
        Ok(catalog.on(day)?.with_limits(&self.limits)?.with_admission(self.admission))
    }

    /// The one option that is named; nothing where all are asked for.
    pub(super) fn chosen<'a>(&self, catalog: &Catalog<'a>) -> Result<Option<Offer<'a>>, Error> {
        let (Some(id), Some(plan), false) = (&self.model, self.plan, self.all) else {
            return Ok(None);
        };
        let day = self.day(catalog)?;
        let model = catalog.offered_model("model", id, day)?;
        let tier = self.tier.unwrap_or(Tier::OnDemand);
        if !plan.tiers().contains(&tier) {
            return Err(Error::unknown("tier", tier.name(), "on_demand on the free plan"));
        }
        let dated = self.on(catalog, day)?;
        Ok(Some(Offer::new(&dated, model, plan).on(tier)))
    }

    /// Every option for a log of a kind; with `all` only those that are named.
    pub(super) fn every<'a>(
        &self,
        catalog: &Catalog<'a>,
        kind: Kind,
    ) -> Result<Vec<Offer<'a>>, Error> {
        let day = self.day(catalog)?;
        let (id, plan, tier) = match self.all {
            true => (self.model.as_deref(), self.plan, self.tier),
            false => (None, None, None),
        };
        let named = |model: &&crate::catalog::model::Model<'a>| {
            id.map_or(model.is_general(kind), |id| id == model.id)
        };
        let dated = self.on(catalog, day)?;
        let mut offers = Vec::new();
        for model in dated.offered().filter(named) {
            for at in Plan::ALL.into_iter().filter(|at| plan.is_none_or(|only| only == *at)) {
                let base = Offer::new(&dated, model, at);
                let tiers = at.tiers().iter().filter(|at| tier.is_none_or(|only| only == **at));
                offers.extend(tiers.map(|tier| base.on(*tier)));
            }
        }
        if offers.is_empty() {
            if let Some(id) = id {
                catalog.offered_model("model", id, day)?;
            }
            let tier = tier.map_or("", Tier::name);
            return Err(Error::unknown("tier", tier, "on_demand on the free plan"));
        }
        Ok(offers)
    }
}

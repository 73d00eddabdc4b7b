use alloc::{format, string::String, vec::Vec};

use crate::{
    catalog::{
        admission::Admission,
        limits::{Caps, Limit},
        listing::Listing,
        model::{Dated, Model, Provenance},
        plan::Plan,
        pricing::ToolPrices,
        tables::{Catalog, UseCase},
    },
    error::Error,
    num::date::Date,
};

/// One cap as an account's own limits page states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The model id.
    pub model: String,
    /// The plan; flex takes ten times the developer figure.
    pub plan: Plan,
    /// The limit.
    pub limit: Limit,
    /// Its figure.
    pub cap: u64,
}

/// A catalog on one day, with your account's caps in place of the published
/// ones: offers and listings come from it. [`Catalog::on`] and
/// [`Catalog::latest`] make one.
#[derive(Clone, Copy, Debug)]
pub struct CatalogOn<'a, 'c> {
    catalog: Catalog<'a>,
    day: Date,
    limits: &'c [Override],
    admission: Option<Admission>,
}

impl<'a> Catalog<'a> {
    /// The catalog as it stood on a day.
    ///
    /// # Errors
    ///
    /// For a day before the catalog begins.
    pub fn on(&self, day: Date) -> Result<CatalogOn<'a, 'static>, Error> {
        Ok(self.at(self.reached(day)?))
    }

    /// The catalog on the day of its newest entry.
    pub fn latest(&self) -> CatalogOn<'a, 'static> {
        self.at(self.newest())
    }

    /// The catalog on the day of a question, or on the newest, with an account's
    /// own caps and rule of admission.
    pub(crate) fn asked<'d>(
        &self,
        day: Option<Date>,
        limits: &'d [Override],
        admission: Option<Admission>,
    ) -> Result<CatalogOn<'a, 'd>, Error> {
        let dated = match day {
            None => self.latest(),
            Some(day) => self.on(day)?,
        };
        Ok(dated.with_limits(limits)?.with_admission(admission))
    }

    fn at(&self, day: Date) -> CatalogOn<'a, 'static> {
        CatalogOn { catalog: *self, day, limits: &[], admission: None }
    }
}

impl<'a, 'c> CatalogOn<'a, 'c> {
    /// With an account's own caps, which replace the published ones.
    ///
    /// # Errors
    ///
    /// For a model that the catalog does not know.
    pub fn with_limits<'d>(self, limits: &'d [Override]) -> Result<CatalogOn<'a, 'd>, Error> {
        match limits.iter().find(|own| self.catalog.model(&own.model).is_none()) {
            Some(own) => Err(Error::unknown("limits", &own.model, "a model id of the catalog")),
            None => Ok(CatalogOn { limits, ..self }),
        }
    }

    /// With requests admitted by a rule of your choice; `None` leaves that of the
    /// day.
    #[must_use]
    pub const fn with_admission(self, admission: Option<Admission>) -> Self {
        Self { admission, ..self }
    }

    /// How requests are admitted: by the rule that was chosen, or else by that
    /// of the day; by all that they reserve where none is known.
    pub fn admission(&self) -> Admission {
        let of_the_day = || self.catalog.admission_at(self.day).map(|entry| entry.value);
        self.admission.or_else(of_the_day).unwrap_or_default()
    }

    /// Where the rule of the day comes from; `None` where another was chosen.
    pub fn admission_from(&self) -> Option<Provenance<'a>> {
        let of_the_day = self.admission.is_none().then(|| self.catalog.admission_at(self.day));
        of_the_day.flatten().map(Provenance::of)
    }

    /// The day.
    pub const fn day(&self) -> Date {
        self.day
    }

    /// How many models the catalog has, offered or not.
    pub(crate) const fn size(&self) -> usize {
        self.catalog.models.len()
    }

    /// The models that can be called on this day.
    pub fn offered(&self) -> impl Iterator<Item = &'a Model<'a>> + use<'a> {
        let day = self.day;
        self.catalog.models.iter().filter(move |model| model.is_offered(day))
    }

    /// A model that can be called on this day.
    ///
    /// # Errors
    ///
    /// For an id that is unknown, not yet or no longer offered.
    pub fn model(&self, id: &str) -> Result<&'a Model<'a>, Error> {
        self.catalog.offered_model("models", id, self.day)
    }

    /// What to start with in a use case, as advised on this day.
    ///
    /// # Errors
    ///
    /// For an id that is unknown, or of which nothing is known yet.
    pub fn use_case(&self, id: &str) -> Result<&'a UseCase<'a>, Error> {
        let (catalog, day) = (&self.catalog, self.day);
        if let Some(case) = catalog.use_cases_on(day).find(|case| case.id == id) {
            return Ok(case);
        }
        if let Some(first) = catalog.use_cases.iter().find(|case| case.id == id) {
            let message = format!("`{id}`, of which nothing is known before {}", first.from);
            return Err(Error::retired("use_case", id, message));
        }
        let ids: Vec<&str> = catalog.use_cases_on(day).map(|case| case.id).collect();
        Err(Error::unknown("use_case", id, &format!("one of {}", ids.join(", "))))
    }

    /// What Groq's own tools cost on this day, if known.
    pub fn tool_prices(&self) -> Option<ToolPrices> {
        Dated::at(self.catalog.tools, self.day).map(|entry| entry.value)
    }

    /// The models of this day with their limits and prices; with `retired` also
    /// those that were offered before it.
    pub fn listing(&self, retired: bool) -> Listing<'a> {
        Listing::on(&self.catalog, self.day, retired)
    }

    /// Published caps with the account's own put over them.
    pub(crate) fn caps(&self, model: &str, plan: Plan, published: Caps) -> Caps {
        let own = self.limits.iter().filter(|own| own.plan == plan && own.model == model);
        own.fold(published, |caps, own| caps.with(own.limit, own.cap))
    }
}

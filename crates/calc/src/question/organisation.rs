use alloc::{format, string::String, vec::Vec};
use core::iter;

use crate::{
    catalog::{
        admission::Admission,
        on_day::{CatalogOn, Override},
        plan::Plan,
        tables::Catalog,
    },
    error::Error,
    num::{date::Date, growth::Growth, units::Requests},
    question::{
        checked::{OwnScore, Question, Requirements},
        profile::Profile,
        workload::{
            Field, PEAK_REQUESTS_PER_MINUTE, REQUESTS_PER_DAY, REQUESTS_PER_MONTH, Volume, Workload,
        },
    },
};

/// The most services of an organisation.
pub const MOST_SERVICES: usize = 12;

/// What an organisation is made of.
pub(crate) const SERVICES: &str = "a list of 1 to 12 services";

/// The percentage by which a service grows from month to month.
pub const GROWTH_PERCENT_PER_MONTH: Field = Field {
    name: "growth_percent_per_month",
    min: 0,
    max: 1000,
    decimals: 2,
    default: Some(0),
    optional: false,
};

/// A service: one or more kinds of call, all on one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name, which no other service has.
    pub name: String,
    /// By how many hundredths of a percent its requests grow from month to month.
    pub growth_hundredths_percent: u64,
    /// Conditions of its own, beside those of the organisation.
    pub requirements: Requirements,
    /// The kinds of call that it makes: one at least, all of one kind of model.
    pub calls: Vec<Workload>,
    /// How its requests are spread over the day, if known.
    pub profile: Option<Profile>,
}

/// A checked question about an organisation: several services on one account,
/// on one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The day the question is about; the newest by default.
    pub as_of: Option<Date>,
    /// The plans to consider.
    pub plans: Vec<Plan>,
    /// The services: one to twelve.
    pub services: Vec<Service>,
    /// What holds for every service; the budget is that of all together.
    pub requirements: Requirements,
    /// Caps of the account, in place of the published ones.
    pub limits: Vec<Override>,
    /// How requests are admitted; by the rule of the day where it is `None`.
    pub admission: Option<Admission>,
    /// Results of your own evaluations.
    pub scores: Vec<OwnScore>,
}

impl From<Question> for Organisation {
    /// An organisation with one service of one kind of call, which has all the
    /// requirements.
    fn from(question: Question) -> Self {
        let service = Service {
            name: "service".into(),
            growth_hundredths_percent: 0,
            requirements: question.requirements,
            calls: [question.workload].into(),
            profile: None,
        };
        Self {
            as_of: question.as_of,
            plans: question.plans,
            services: [service].into(),
            requirements: Requirements::default(),
            limits: question.limits,
            admission: question.admission,
            scores: question.scores,
        }
    }
}

impl Organisation {
    /// One kind of call of a service as a question of its own, with the
    /// conditions of the organisation and of the service.
    pub fn question(&self, service: &Service, workload: Workload) -> Question {
        Question {
            as_of: self.as_of,
            plans: self.plans.clone(),
            workload,
            requirements: self.requirements.and(&service.requirements),
            limits: self.limits.clone(),
            admission: self.admission,
            scores: self.scores.clone(),
        }
    }

    /// The catalog on the day of the question, with its account's caps and its
    /// rule of admission.
    ///
    /// # Errors
    ///
    /// As [`Question::on`].
    pub fn on<'a>(&self, catalog: &Catalog<'a>) -> Result<CatalogOn<'a, '_>, Error> {
        catalog.asked(self.as_of, &self.limits, self.admission)
    }

    /// The same a number of months later: every call grown, and nothing more to
    /// grow.
    ///
    /// # Errors
    ///
    /// When a volume leaves the range that a question allows.
    pub fn after(&self, months: usize) -> Result<Self, Error> {
        let mut later = self.clone();
        for service in &mut later.services {
            for call in &mut service.calls {
                let mut counts = call.months(service.growth_hundredths_percent);
                *call = counts.nth(months).ok_or_else(too_large)?;
            }
        }
        Ok(later)
    }

    /// Says where a service allows no model that the organisation allows.
    pub(crate) fn refuse_contradictions(&self, errors: &mut Vec<Error>) {
        let Some(all) = &self.requirements.models else { return };
        for (index, service) in self.services.iter().enumerate() {
            let Some(own) = &service.requirements.models else { continue };
            if !own.iter().any(|model| all.contains(model)) {
                let range =
                    format!("at least one of those of the organisation: {}", all.join(", "));
                let error = Error::range("models", &own.join(", "), &range);
                errors.push(error.within(&format!("services[{index}].requirements")));
            }
        }
    }
}

impl Requirements {
    /// These and further ones. Models are those that both name; a use case or a
    /// benchmark of the further ones takes the place of that of these; the lower
    /// budget counts.
    fn and(&self, further: &Self) -> Self {
        let models = match (&self.models, &further.models) {
            (Some(ours), Some(theirs)) => {
                Some(theirs.iter().filter(|model| ours.contains(model)).cloned().collect())
            }
            (ours, theirs) => theirs.as_ref().or(ours.as_ref()).cloned(),
        };
        let budgets = [self.monthly_budget, further.monthly_budget];
        Self {
            models,
            use_case: further.use_case.as_ref().or(self.use_case.as_ref()).cloned(),
            production: self.production || further.production,
            needs: self.needs.iter().chain(further.needs.iter()).collect(),
            quality: further.quality.as_ref().or(self.quality.as_ref()).cloned(),
            min_context: self.min_context.max(further.min_context),
            monthly_budget: budgets.into_iter().flatten().min(),
        }
    }
}

impl Workload {
    /// Month by month the same with more requests: of a day or a month, and of a
    /// stated peak. It ends where they leave the range that a question allows.
    pub fn months(self, hundredths_percent: u64) -> impl Iterator<Item = Self> {
        let counts = |requests: Requests, field: Field| {
            let counts = Growth::new(requests.get(), hundredths_percent);
            counts.take_while(move |count| *count <= field.max).map(Requests::new)
        };
        let (count, field) = match self.volume {
            Volume::PerDay(count) => (count, REQUESTS_PER_DAY),
            Volume::PerMonth(count) => (count, REQUESTS_PER_MONTH),
        };
        let mut volumes = counts(count, field);
        let peak = self.peak_requests_per_minute;
        let mut peaks = peak.map(|peak| counts(peak, PEAK_REQUESTS_PER_MINUTE));
        iter::from_fn(move || {
            let count = volumes.next()?;
            let volume = match self.volume {
                Volume::PerDay(_) => Volume::PerDay(count),
                Volume::PerMonth(_) => Volume::PerMonth(count),
            };
            let peak = match &mut peaks {
                Some(peaks) => Some(peaks.next()?),
                None => None,
            };
            Some(Self { volume, peak_requests_per_minute: peak, ..self })
        })
    }
}

/// A service has grown beyond what a question may ask.
fn too_large() -> Error {
    Error::overflow(GROWTH_PERCENT_PER_MONTH.name)
}

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    catalog::{limits::Limit, on_day::Override, plan::Plan, tables::Catalog},
    error::{Error, Errors},
    num::number::Number,
    question::{
        checked::Question,
        organisation::{Organisation, SERVICES},
        reader::Reader,
        requirements_draft::RequirementsDraft,
        score_draft::ScoreDraft,
        service_draft::{ServiceDraft, services},
        workload::Field,
        workload_draft::WorkloadDraft,
    },
};

/// Caps of an account as they were written: model, then plan, then limit.
type LimitsDraft = BTreeMap<String, BTreeMap<String, BTreeMap<String, Number>>>;

/// The question as it was written: from JSON, from flags or from a form. An
/// absent field takes its default. It asks about one workload, and then
/// [`Draft::check`] turns it into a [`Question`]; or about the services of an
/// organisation, and then [`Draft::check_services`] turns it into an
/// [`Organisation`]. Both say of every bad field what it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "json::Draft", try_from = "json::Draft")
)]
pub struct Draft {
    /// `YYYY-MM-DD`.
    pub as_of: Option<String>,
    /// `free`, `developer`.
    pub plans: Option<Vec<String>>,
    /// The workload; not set where there are services.
    pub workload: WorkloadDraft,
    /// In its place, the services of an organisation.
    pub services: Option<Vec<ServiceDraft>>,
    /// Further conditions; of an organisation, what holds for all its services.
    pub requirements: RequirementsDraft,
    /// Model, then plan, then limit.
    pub limits: LimitsDraft,
    /// `reserved` or `expected`; the rule of the day where it is absent.
    pub admission: Option<String>,
    /// Results of your own evaluations, which come before published ones.
    pub scores: Vec<ScoreDraft>,
}

/// The draft as it stands in JSON, where a workload or services have to be there.
#[cfg(feature = "serde")]
mod json {
    use alloc::{
        string::{String, ToString},
        vec::Vec,
    };

    use serde::{Deserialize, Serialize};

    use crate::{
        json::{from_object, or_default},
        question::{
            requirements_draft::RequirementsDraft, score_draft::ScoreDraft,
            service_draft::ServiceDraft, workload_draft::WorkloadDraft,
        },
    };

    #[derive(Serialize, Deserialize)]
    #[serde(remote = "Self", deny_unknown_fields)]
    pub(super) struct Draft {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        as_of: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plans: Option<Vec<String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        workload: Option<WorkloadDraft>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        services: Option<Vec<ServiceDraft>>,
        #[serde(default, deserialize_with = "or_default")]
        requirements: RequirementsDraft,
        #[serde(default, deserialize_with = "or_default")]
        limits: super::LimitsDraft,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        admission: Option<String>,
        #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
        scores: Vec<ScoreDraft>,
    }

    from_object!(Draft);

    impl From<super::Draft> for Draft {
        fn from(draft: super::Draft) -> Self {
            let asks_for_services = draft.services.is_some();
            let workload = Some(draft.workload);
            Self {
                as_of: draft.as_of,
                plans: draft.plans,
                workload: workload
                    .filter(|set| !asks_for_services || *set != WorkloadDraft::default()),
                services: draft.services,
                requirements: draft.requirements,
                limits: draft.limits,
                admission: draft.admission,
                scores: draft.scores,
            }
        }
    }

    impl TryFrom<Draft> for super::Draft {
        type Error = String;

        fn try_from(draft: Draft) -> Result<Self, String> {
            match (&draft.workload, &draft.services) {
                (None, None) => return Err("missing field `workload`".to_string()),
                (Some(_), Some(services)) => return Err(super::both(services).to_string()),
                _ => {}
            }
            Ok(Self {
                as_of: draft.as_of,
                plans: draft.plans,
                workload: draft.workload.unwrap_or_default(),
                services: draft.services,
                requirements: draft.requirements,
                limits: draft.limits,
                admission: draft.admission,
                scores: draft.scores,
            })
        }
    }
}

/// Services beside a workload.
fn both(services: &[ServiceDraft]) -> Error {
    let range = "absent where workload is given";
    Error::range("services", &services.len().to_string(), range)
}

/// The largest figure an override may state.
const CAP: Field = Field {
    name: "limits",
    min: 1,
    max: 1_000_000_000_000_000,
    decimals: 0,
    default: None,
    optional: false,
};

impl Draft {
    /// The question it asks about one workload.
    ///
    /// # Errors
    ///
    /// Every field that is missing, not a number or out of its range, in the
    /// order of the fields; and for services, which are not one workload.
    pub fn check(&self) -> Result<Question, Errors> {
        if let Some(services) = &self.services {
            let range = "absent here: this answers for one workload";
            return Err(Error::range("services", &services.len().to_string(), range).into());
        }
        let mut reader = Reader::default();
        let workload = self.workload.read(&mut reader);
        let as_of = reader.date("as_of", self.as_of.as_deref());
        let plans = self.read_plans(&mut reader);
        let requirements = self.requirements.read(&mut reader);
        let limits = account_limits(&self.limits, &mut reader);
        let scores = self.scores.iter().map(|score| score.read(&mut reader)).collect();
        let admission = reader.admission(self.admission.as_deref());
        reader.refuse_nothing(&workload);
        if reader.errors.is_empty() {
            Ok(Question { as_of, plans, workload, requirements, limits, admission, scores })
        } else {
            Err(Errors::from(reader.errors))
        }
    }

    /// The question it asks about the services of an organisation.
    ///
    /// ```
    /// use groq_calc::{Draft, Number, WorkloadDraft, question::ServiceDraft};
    ///
    /// let call = WorkloadDraft {
    ///     requests_per_day: Some(Number::from(300)),
    ///     input_tokens: Some(Number::from(900)),
    ///     output_tokens: Some(Number::from(200)),
    ///     ..WorkloadDraft::default()
    /// };
    /// let service = |name: &str| ServiceDraft {
    ///     name: name.into(),
    ///     growth_percent_per_month: Some(Number::from(10)),
    ///     calls: vec![call.clone()],
    ///     ..ServiceDraft::default()
    /// };
    /// let services = Some(vec![service("support"), service("digest")]);
    /// let draft = Draft { services, ..Draft::default() };
    /// assert_eq!(draft.check_services()?.services[1].name, "digest");
    ///
    /// let twice = Draft { services: Some(vec![service("a"), service("a")]), ..draft };
    /// let errors = twice.check_services().unwrap_err();
    /// assert_eq!((errors[0].place(), errors[0].field()), ("services[1]", "name"));
    /// # Ok::<(), groq_calc::Errors>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Draft::check`]; without services, with more than twelve, two of one
    /// name, one without a call or with calls of several kinds; and with a
    /// workload beside them.
    pub fn check_services(&self) -> Result<Organisation, Errors> {
        let Some(drafts) = &self.services else {
            return Err(Error::missing("services", SERVICES).into());
        };
        let mut reader = Reader::default();
        if self.workload != WorkloadDraft::default() {
            reader.errors.push(both(drafts));
        }
        let services = services(drafts, &mut reader);
        let as_of = reader.date("as_of", self.as_of.as_deref());
        let plans = self.read_plans(&mut reader);
        let requirements = self.requirements.read(&mut reader);
        let limits = account_limits(&self.limits, &mut reader);
        let scores = self.scores.iter().map(|score| score.read(&mut reader)).collect();
        let admission = reader.admission(self.admission.as_deref());
        let asked =
            Organisation { as_of, plans, services, requirements, limits, admission, scores };
        asked.refuse_contradictions(&mut reader.errors);
        if reader.errors.is_empty() { Ok(asked) } else { Err(Errors::from(reader.errors)) }
    }

    /// As [`Draft::check`], on the plans of which a catalog states something: one of
    /// another provider has no Free plan.
    ///
    /// # Errors
    ///
    /// As [`Draft::check`], and where only the Free plan is asked for and the catalog
    /// has none.
    pub fn check_for(&self, catalog: &Catalog<'_>) -> Result<Question, Errors> {
        let question = self.check()?;
        Ok(Question { plans: self.stated(question.plans, catalog)?, ..question })
    }

    /// As [`Draft::check_services`], on the same plans.
    ///
    /// # Errors
    ///
    /// As [`Draft::check_services`] and [`Draft::check_for`].
    pub fn check_services_for(&self, catalog: &Catalog<'_>) -> Result<Organisation, Errors> {
        let asked = self.check_services()?;
        Ok(Organisation { plans: self.stated(asked.plans, catalog)?, ..asked })
    }

    fn stated(&self, mut plans: Vec<Plan>, catalog: &Catalog<'_>) -> Result<Vec<Plan>, Error> {
        if catalog.models.iter().all(|model| model.free.is_empty()) {
            if self.plans.is_some() && plans == [Plan::Free] {
                let range = "developer, since the catalog states nothing of the Free plan";
                return Err(Error::range("plans", Plan::Free.name(), range));
            }
            plans.retain(|plan| *plan != Plan::Free);
        }
        Ok(plans)
    }

    fn read_plans(&self, reader: &mut Reader) -> Vec<Plan> {
        let Some(names) = &self.plans else {
            return Plan::ALL.to_vec();
        };
        if names.is_empty() {
            reader.errors.push(Error::missing("plans", "at least one of free, developer"));
        }
        for name in names.iter().filter(|name| Plan::parse(name).is_none()) {
            reader.errors.push(Error::unknown("plans", name, "free or developer"));
        }
        let asked = |plan: &Plan| names.iter().any(|name| name == plan.name());
        Plan::ALL.into_iter().filter(asked).collect()
    }
}

/// Caps of an account: model, then plan, then limit.
pub(crate) fn account_limits(limits: &LimitsDraft, reader: &mut Reader) -> Vec<Override> {
    let mut overrides = Vec::new();
    for (model, plans) in limits {
        for (plan_name, caps) in plans {
            let plan = Plan::parse(plan_name);
            if plan.is_none() {
                reader.errors.push(Error::unknown("limits", plan_name, "free or developer"));
            }
            for (limit_name, cap) in caps {
                let limit = Limit::parse(limit_name);
                if limit.is_none() {
                    let known = "one of RPM, RPD, TPM, TPD, ITPM, OTPM, ASH, ASD";
                    reader.errors.push(Error::unknown("limits", limit_name, known));
                }
                let cap = reader.value(CAP.read_as(limit_name, cap));
                if let (Some(plan), Some(limit), Some(cap)) = (plan, limit, cap) {
                    overrides.push(Override { model: model.clone(), plan, limit, cap });
                }
            }
        }
    }
    overrides
}

//! The form as the engine's question, and back.

use groq_calc::{
    Draft, Error, Errors, Limit, Number, Organisation, Plan, Question,
    question::{QualityDraft, RequirementsDraft},
};

use crate::form::{
    own_limit::OwnLimit,
    service::{Service, checked},
    state::Form,
    written::plain,
};

/// What is wrong: with a service, by its place in the form, or with what holds for
/// all of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wrong {
    pub(crate) service: Option<usize>,
    pub(crate) error: Error,
}

impl Wrong {
    /// An error of the engine's about services that are the `kept` ones of the form.
    pub(crate) fn new(error: Error, kept: &[usize]) -> Self {
        let place = error.place().strip_prefix("services[");
        let index = place.and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
        Self { service: index.and_then(|index| kept.get(index).copied()), error }
    }
}

impl Form {
    /// What holds for all services, with the conditions of one.
    fn conditions(&self, own: RequirementsDraft) -> Draft {
        let benchmark = self.benchmark.clone();
        let mut draft = Draft {
            as_of: Some(self.as_of.clone()),
            plans: Some(self.plans().into_iter().map(str::to_string).collect()),
            requirements: RequirementsDraft {
                monthly_budget_usd: Some(Number::from(plain(&self.budget))),
                production: self.production,
                quality: (!benchmark.is_empty())
                    .then_some(QualityDraft { benchmark, at_least: None }),
                ..own
            },
            admission: (!self.admission.is_empty()).then(|| self.admission.clone()),
            ..Draft::default()
        };
        for own in &self.limits {
            let plans = draft.limits.entry(own.model.clone()).or_default();
            let caps = plans.entry(own.plan.name().to_string()).or_default();
            caps.insert(own.limit.name().to_string(), Number::from(own.cap.as_str()));
        }
        draft
    }

    /// The question of the open service, as if it had the account for itself.
    fn open_draft(&self) -> (Draft, Result<bool, Errors>) {
        let (workload, applied) = self.service().workload();
        (Draft { workload, ..self.conditions(self.service().requirements()) }, applied)
    }

    /// The question it asks, unchecked, in requests a day. Services of which nothing
    /// is entered yet are not in it.
    pub fn draft(&self) -> Draft {
        match self.is_alone() {
            // What can't be converted is reported by `question`.
            true => self.open_draft().0,
            false => self.services_draft(),
        }
    }

    /// The same of services, where it is only one too.
    pub(crate) fn services_draft(&self) -> Draft {
        let services = self.kept().into_iter().map(|index| {
            let mut service = self.services[index].draft();
            if self.is_alone() && service.name.is_empty() {
                service.name = "workload".to_string();
            }
            service
        });
        Draft {
            services: Some(services.collect()),
            ..self.conditions(RequirementsDraft::default())
        }
    }

    /// The services of which something is entered.
    fn kept(&self) -> Vec<usize> {
        (0..self.services.len()).filter(|index| !self.services[*index].is_blank()).collect()
    }

    /// The question of the open service, and whether its figures divided evenly.
    pub(crate) fn question(&self) -> Result<(Question, bool), Errors> {
        let (draft, applied) = self.open_draft();
        checked(&draft, applied)
    }

    /// The question of all services, with their places in the form.
    pub(crate) fn organisation(&self) -> Result<(Organisation, Vec<usize>), Vec<Wrong>> {
        let kept = self.kept();
        let mut wrong = Vec::new();
        for index in &kept {
            if let Err(errors) = self.services[*index].question() {
                let errors = errors.into_iter();
                wrong.extend(errors.map(|error| Wrong { service: Some(*index), error }));
            }
        }
        match self.services_draft().check_services() {
            Ok(organisation) if wrong.is_empty() => return Ok((organisation, kept)),
            Ok(_) => {}
            // What is wrong within a call has been said.
            Err(errors) => {
                let outside = errors.into_iter().filter(|error| !error.place().contains('.'));
                wrong.extend(outside.map(|error| Wrong::new(error, &kept)));
            }
        }
        Err(wrong)
    }

    /// The form that asks the question of a draft.
    pub(crate) fn from_draft(draft: Draft) -> Self {
        let mut form = Self::default();
        let mut requirements = draft.requirements;
        let budget = requirements.monthly_budget_usd.take();
        form.services = match draft.services {
            None => vec![Service::from_draft(draft.workload, &mut requirements)],
            Some(services) => {
                let read = services.into_iter().map(|mut service| {
                    let call = service.calls.drain(..).next().unwrap_or_default();
                    let growth = service.growth_percent_per_month.take();
                    Service {
                        name: service.name,
                        growth: growth
                            .map_or_else(String::new, |growth| growth.as_str().to_string()),
                        ..Service::from_draft(call, &mut service.requirements)
                    }
                });
                read.collect()
            }
        };
        if form.services.is_empty() {
            form.services.push(Service::default());
        }
        form.budget = budget.map_or_else(String::new, |budget| budget.as_str().to_string());
        form.benchmark = requirements.quality.map_or_else(String::new, |floor| floor.benchmark);
        form.as_of = draft.as_of.unwrap_or_default();
        if let Some(plans) = draft.plans {
            form.free = plans.iter().any(|plan| plan == "free");
            form.developer = plans.iter().any(|plan| plan == "developer");
        }
        form.production = requirements.production;
        form.admission = draft.admission.unwrap_or_default();
        for (model, plans) in draft.limits {
            for (plan, caps) in plans {
                for (limit, cap) in caps {
                    if let (Some(plan), Some(limit)) = (Plan::parse(&plan), Limit::parse(&limit)) {
                        let cap = cap.as_str().to_string();
                        let model = model.clone();
                        form.add_limits(vec![OwnLimit { model, plan, limit, cap }]);
                    }
                }
            }
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{
        state::{Choice, tests::everything},
        unit::Unit,
    };

    #[test]
    fn a_draft_leads_back() {
        let form = everything();
        assert_eq!(Form::from_draft(form.draft()), form);
        let mut two = Form::example();
        two.set_choice(Choice::Model, "a,b".to_string());
        assert_eq!(two.draft().requirements.models.unwrap(), ["a", "b"]);
        assert_eq!(Form::from_draft(two.draft()), two);
    }

    #[test]
    fn a_draft_of_a_month_leads_back() {
        let mut form = Form::example();
        form.set_unit(Unit::Month);
        for (name, text) in [
            ("requests_per_month", "31"),
            ("input_tokens_per_month", "3100"),
            ("cached_input_tokens_per_month", "0"),
            ("output_tokens_per_month", "0"),
        ] {
            form.set_named(name, text);
        }
        let draft = form.draft();
        assert_eq!(draft.workload.requests_per_day, None);
        let read = Form::from_draft(draft.clone());
        assert_eq!((read.draft(), read.unit()), (draft, Unit::Month));
        assert_eq!(read.question().unwrap().0.workload.requests_per_month(), 31);
        form.set_unit(Unit::Day);
        assert_eq!(form.question().unwrap().0.workload.requests_per_day(), 2);
    }

    fn two() -> Form {
        let mut form = Form::example();
        form.add_service(|number| format!("S{number}"));
        form.set_named("requests_per_day", "900");
        form.set_named("input_tokens", "4k");
        form.set_growth("12.5".to_string());
        form
    }

    #[test]
    fn services_lead_back() {
        let mut form = two();
        form.set_named("monthly_budget_usd", "50");
        let mut back = Form::from_draft(form.draft());
        back.set_open(1);
        assert_eq!(back, form);
        let (asked, kept) = form.organisation().unwrap();
        assert_eq!((asked.services.len(), kept), (2, vec![0, 1]));
        assert_eq!(asked.services[1].growth_hundredths_percent, 1250);
    }

    #[test]
    fn an_empty_service_is_left_out_and_a_wrong_one_is_named() {
        let mut form = two();
        form.add_service(|number| format!("S{number}"));
        assert_eq!(form.organisation().unwrap().1, [0, 1]);
        form.set_named("output_tokens", "much");
        let wrong = |form: &Form| -> Vec<String> {
            let said = |one: Wrong| match one.service {
                Some(index) => format!("{index} {}", one.error.field()),
                None => one.error.field().to_string(),
            };
            let mut wrong: Vec<_> =
                form.organisation().unwrap_err().into_iter().map(said).collect();
            wrong.sort();
            wrong
        };
        assert_eq!(wrong(&form), ["2 output_tokens", "2 requests_per_day"]);
        form.delete_service();
        form.set_name("S1".to_string());
        assert_eq!(wrong(&form), ["1 name"]);
        form.set_name(String::new());
        form.set_growth("1001".to_string());
        form.set_named("monthly_budget_usd", "much");
        assert_eq!(wrong(&form), ["1 growth_percent_per_month", "1 name", "monthly_budget_usd"]);
    }

    #[test]
    fn one_workload_is_a_service_too() {
        let (asked, _) = Form::example().organisation().unwrap();
        assert_eq!((asked.services.len(), asked.services[0].name.as_str()), (1, "workload"));
    }
}

//! The form as the engine's question, and back.

use groq_calc::{
    Draft, Error, Errors, Limit, Number, Organisation, Plan, Question,
    question::{QualityDraft, RequirementsDraft, ServiceDraft},
};

use crate::form::{
    call::{FOLLOWS, checked},
    own_limit::OwnLimit,
    service::Service,
    state::Form,
    written::plain,
};

/// What is wrong: with a service, by its place in the form, and there with a kind of
/// call; or with what holds for all services.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wrong {
    pub(crate) service: Option<usize>,
    pub(crate) call: Option<usize>,
    pub(crate) error: Error,
}

impl Wrong {
    /// An error of the engine's about the services of a form.
    pub(crate) fn new(error: Error, form: &Form) -> Self {
        let service =
            index(error.place(), "services[").and_then(|index| form.kept().get(index).copied());
        let calls = service.map_or_else(Vec::new, |service| form.services[service].kept());
        let call = index(error.place(), "calls[").and_then(|index| calls.get(index).copied());
        Self { service, call, error }
    }
}

/// The index into a list, in a place such as `services[1].calls[0]`.
fn index(place: &str, list: &str) -> Option<usize> {
    let (_, rest) = place.split_once(list)?;
    rest.split(']').next()?.parse().ok()
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
        let (workload, applied) = self.service().call().workload();
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
            // Only beside others does one need a name.
            if self.services.len() == 1 && service.name.is_empty() {
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
        for &service in &kept {
            for call in self.services[service].kept() {
                let (_, applied) = self.services[service].calls[call].workload();
                let errors = applied.err().into_iter().flatten();
                let here = |error| Wrong { service: Some(service), call: Some(call), error };
                wrong.extend(errors.map(here));
            }
        }
        let of_units = wrong.len();
        match self.services_draft().check_services() {
            Ok(organisation) if wrong.is_empty() => return Ok((organisation, kept)),
            Ok(_) => {}
            Err(errors) => {
                for error in errors {
                    let one = Wrong::new(error, self);
                    // What follows from a bad figure of another unit is not said.
                    let mut units = wrong[..of_units].iter();
                    let follows = one.error.field() == FOLLOWS
                        && units
                            .any(|other| (other.service, other.call) == (one.service, one.call));
                    wrong.extend(self.same_name(&one));
                    if !follows {
                        wrong.push(one);
                    }
                }
            }
        }
        Err(wrong)
    }

    /// The engine names the later one of two services of one name; either may be the
    /// one to rename.
    fn same_name(&self, wrong: &Wrong) -> Option<Wrong> {
        let error = &wrong.error;
        let is_same = |index: &usize| self.services[*index].name.trim() == error.value();
        let mut earlier = self.kept().into_iter().take_while(|index| Some(*index) != wrong.service);
        let same = earlier.find(is_same);
        let same = same.filter(|_| error.field() == "name" && !error.is_missing());
        same.map(|index| Wrong { service: Some(index), ..wrong.clone() })
    }

    /// The form that asks the question of a draft.
    pub(crate) fn from_draft(draft: Draft) -> Self {
        let mut form = Self::default();
        let mut requirements = draft.requirements;
        let budget = requirements.monthly_budget_usd.take();
        let quality = requirements.quality.take();
        form.production = requirements.production;
        form.services = match draft.services {
            Some(services) => services.into_iter().map(Service::from_draft).collect(),
            None => {
                let calls = vec![draft.workload];
                let only = ServiceDraft { calls, requirements, ..ServiceDraft::default() };
                vec![Service::from_draft(only)]
            }
        };
        if form.services.is_empty() {
            form.services.push(Service::default());
        }
        form.budget = budget.map_or_else(String::new, |budget| budget.as_str().to_string());
        form.benchmark = quality.map_or_else(String::new, |floor| floor.benchmark);
        form.as_of = draft.as_of.unwrap_or_default();
        if let Some(plans) = draft.plans {
            form.free = plans.iter().any(|plan| plan == "free");
            form.developer = plans.iter().any(|plan| plan == "developer");
        }
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
        work::Work,
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
        // Either may be the one to rename.
        assert_eq!(wrong(&form), ["0 name", "1 name"]);
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

    #[test]
    fn kinds_of_call_and_a_profile_lead_back_and_a_blank_call_is_left_out() {
        let mut form = two();
        form.add_call(|number| format!("S{number}"));
        form.set_named("requests_per_day", "300");
        form.set_named("input_tokens", "60");
        let weights: Vec<Number> = (0..24).map(|hour| Number::from(hour % 5)).collect();
        form.service_mut().profile = Some(weights.clone());
        let draft = form.draft();
        let service = &draft.services.as_ref().unwrap()[1];
        assert_eq!((service.calls.len(), &service.profile), (2, &Some(weights)));
        let mut back = Form::from_draft(draft);
        back.set_open(1);
        back.show_call(1);
        assert_eq!(back, form);
        let asked = form.organisation().unwrap().0;
        assert_eq!(asked.services[1].calls.len(), 2);
        form.add_call(|number| format!("S{number}"));
        assert_eq!(form.organisation().unwrap().0, asked);
    }

    #[test]
    fn what_is_wrong_is_said_of_its_call() {
        let mut form = two();
        for _ in 0..2 {
            form.add_call(|number| format!("S{number}"));
        }
        // The middle one is blank.
        form.set_unit(Unit::Month);
        form.set_named("requests_per_month", "many");
        form.set_named("output_tokens_per_month", "30M");
        form.set_named("active_hours_per_day", "25");
        let wrong = |form: &Form| -> Vec<_> {
            let wrong = form.organisation().unwrap_err().into_iter();
            wrong.map(|one| (one.service, one.call, one.error.field().to_string())).collect()
        };
        let here = |field: &str| (Some(1), Some(2), field.to_string());
        assert_eq!(wrong(&form), [here("requests_per_month"), here("active_hours_per_day")]);
        form.set_named("requests_per_month", "900");
        form.set_named("active_hours_per_day", "8");
        assert!(form.organisation().is_ok());
        // Calls of two kinds, and a profile, are matters of the service.
        form.set_work(Work::Audio);
        form.set_named("audio_seconds", "30");
        let whole = |field: &str| (Some(1), None, field.to_string());
        assert_eq!(wrong(&form), [whole("calls")]);
        form.service_mut().profile = Some(Vec::new());
        assert_eq!(wrong(&form), [whole("calls"), whole("profile")]);
    }

    #[test]
    fn requests_of_a_month_grow_by_the_month() {
        let mut form = two();
        form.set_named("requests_per_day", "");
        form.set_unit(Unit::Month);
        form.set_named("requests_per_month", "900");
        form.set_named("input_tokens_per_month", "3.6M");
        let call = &form.draft().services.unwrap()[1].calls[0];
        assert_eq!(call.requests_per_month, Some(Number::from("900")));
        assert_eq!(
            (&call.requests_per_day, call.input_tokens.as_ref()),
            (&None, Some(&Number::from(4000)))
        );
        assert_eq!(Form::from_draft(form.draft()).draft(), form.draft());
    }
}

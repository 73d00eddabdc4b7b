use alloc::{
    format,
    string::{String, ToString},
};

use crate::{
    answer::{
        option::PlanOption,
        recommendation::{Answer, Recommendation},
    },
    catalog::plan::{Plan, Tier},
    num::number::{people, requests},
};

impl Answer<'_> {
    /// The answer in a sentence or two.
    pub fn verdict(&self) -> String {
        let free = match self.best_free() {
            Some(option) if self.recommends(Plan::Free) => return self.fits_free(option),
            Some(option) => self.misses_free(option),
            None => String::new(),
        };
        let rest = match (&self.recommended, &self.nearest) {
            (Some(choice), _) => format!("Cheapest that fits: {}.", priced(choice)),
            (None, Some(near)) => {
                let (model, place) = (short(near.model), place(near.plan, near.tier));
                let nothing = match self.options.iter().any(|option| option.fits) {
                    true => "Nothing that fits meets the conditions",
                    false => "Nothing that is offered fits",
                };
                format!("{nothing}. Nearest: {model} on {place}: {}.", near.change)
            }
            (None, None) => format!("No {} model is offered on {}.", self.kind.name(), self.as_of),
        };
        if free.is_empty() { rest } else { format!("{free} {rest}") }
    }

    fn recommends(&self, plan: Plan) -> bool {
        self.recommended.as_ref().is_some_and(|choice| choice.plan == plan)
    }

    /// The free option that takes the most: the one people ask about first.
    pub fn best_free(&self) -> Option<&PlanOption<'_>> {
        let chosen = self.recommended.as_ref().map(|choice| choice.model);
        if self.recommends(Plan::Free) {
            return self.chosen();
        }
        self.options.iter().filter(|option| option.plan == Plan::Free).max_by(|a, b| {
            let most = |option: &PlanOption<'_>| option.requests_per_day_max.unwrap_or(0);
            // One that could be taken later speaks for the plan: its limits and price are known.
            let known = |option: &PlanOption<'_>| {
                option.unknown_limits.is_empty() && option.monthly.list_usd.is_some()
            };
            (known(a), most(a), Some(a.model) == chosen)
                .cmp(&(known(b), most(b), Some(b.model) == chosen))
                .then_with(|| b.model.cmp(a.model))
        })
    }

    fn fits_free(&self, option: &PlanOption<'_>) -> String {
        let limit = match option.binding.is_empty() {
            true => String::new(),
            false => format!(
                ", where {} {} and {} a day {}",
                option.binding,
                option.binding.bind(),
                option.requests_per_day_max.map_or("any number of requests".to_string(), requests),
                fit(option.requests_per_day_max)
            ),
        };
        let list = match option.monthly.list_usd {
            Some(usd) => format!(" (list price ${})", usd.with_cents()),
            None => String::new(),
        };
        format!("Fits the Free plan: {}{limit}. $0.00 a month{list}.", short(option.model))
    }

    fn misses_free(&self, option: &PlanOption<'_>) -> String {
        if let Some(blocked) = option.blocked {
            return format!("Does not fit the Free plan: {blocked}.");
        }
        if option.fits {
            let reason = option.passed_over.map_or(String::new(), |reason| format!(": {reason}"));
            return format!("The Free plan would do, but is passed over{reason}.");
        }
        let fits = match option.requests_per_day_max {
            Some(most) if most < self.requests_per_day => format!(
                "{} of your {} a day {}",
                people(most),
                requests(self.requests_per_day),
                fit(Some(most))
            ),
            _ => format!(
                "the busiest minute takes {} at most",
                requests(option.requests_per_minute_max.unwrap_or(0))
            ),
        };
        let verb = option.binding.bind();
        format!("Does not fit the Free plan: {} {verb}, {fits}.", option.binding)
    }
}

/// A model id without its maker.
fn short(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// What so many requests do.
fn fit(most: Option<u64>) -> &'static str {
    if most == Some(1) { "fits" } else { "fit" }
}

fn place(plan: Plan, tier: Tier) -> String {
    match tier {
        Tier::OnDemand => plan.title().to_string(),
        Tier::Flex => format!("{} with flex", plan.title()),
    }
}

fn priced(choice: &Recommendation<'_>) -> String {
    let (model, place) = (short(choice.model), place(choice.plan, choice.tier));
    format!("{model} on {place}, ${} a month", choice.monthly_usd.with_cents())
}

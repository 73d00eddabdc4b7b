//! The form as it stands: text to the letter, to and from the address.

use groq_calc::{Draft, Error, Limit, Number, Plan, Question, ScaleDraft, Unit};

use crate::{
    codec::{decode, encode},
    compare::scenario::Scenario,
    plan::numbers::{NUMBERS, default_text, index_of},
    view::View,
};

/// The value of the model list that stands for no choice.
pub(crate) const ANY: &str = "any";

/// A choice that is neither a number nor a box to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The day the question is about; empty for the newest.
    AsOf,
    /// Model ids parted by commas, or [`ANY`].
    Model,
    /// A use case id, or empty.
    UseCase,
}

/// A box to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tick {
    /// Consider the free plan.
    Free,
    /// Consider the developer plan.
    Developer,
    /// Only what is meant for production.
    Production,
}

/// A limit of the visitor's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnLimit {
    pub(crate) model: String,
    pub(crate) plan: Plan,
    pub(crate) limit: Limit,
    /// As it was written.
    pub(crate) cap: String,
}

/// Everything the visitor has entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    numbers: Vec<String>,
    unit: Unit,
    as_of: String,
    model: String,
    use_case: String,
    free: bool,
    developer: bool,
    production: bool,
    limits: Vec<OwnLimit>,
}

/// What a fragment says, and what of it was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    /// The form.
    pub(crate) form: Form,
    /// The view.
    pub(crate) view: View,
    /// Plans to compare it with.
    pub(crate) with: Vec<Scenario>,
    /// The parts left aside.
    pub(crate) ignored: Vec<String>,
}

impl Default for Form {
    /// Every field at its default; the requests, which have none, are empty.
    fn default() -> Self {
        Self {
            numbers: NUMBERS.iter().map(|field| default_text(field.name)).collect(),
            unit: Unit::Day,
            as_of: String::new(),
            model: ANY.to_string(),
            use_case: String::new(),
            free: true,
            developer: true,
            production: false,
            limits: Vec::new(),
        }
    }
}

impl Form {
    /// What a first visit shows.
    pub fn example() -> Self {
        let mut form = Self::default();
        form.set_named("requests_per_day", "2000");
        form.set_named("input_tokens", "1500");
        form.set_named("output_tokens", "500");
        form
    }

    /// The text of a number field, by its place in the list.
    pub(crate) fn number(&self, index: usize) -> &str {
        self.numbers.get(index).map_or("", String::as_str)
    }

    /// Takes what was typed.
    pub(crate) fn set_number(&mut self, index: usize, text: String) {
        if let Some(number) = self.numbers.get_mut(index) {
            *number = text;
        }
    }

    pub(crate) fn set_named(&mut self, name: &str, text: &str) -> bool {
        let index = index_of(name);
        if let Some(index) = index {
            self.set_number(index, text.to_string());
        }
        index.is_some()
    }

    /// One of the choices.
    pub(crate) fn choice(&self, choice: Choice) -> &str {
        match choice {
            Choice::AsOf => &self.as_of,
            Choice::Model => &self.model,
            Choice::UseCase => &self.use_case,
        }
    }

    /// Takes a choice.
    pub(crate) fn set_choice(&mut self, choice: Choice, text: String) {
        match choice {
            Choice::AsOf => self.as_of = text,
            Choice::Model => self.model = text,
            Choice::UseCase => self.use_case = text,
        }
    }

    /// Whether a box is ticked.
    pub(crate) fn ticked(&self, tick: Tick) -> bool {
        match tick {
            Tick::Free => self.free,
            Tick::Developer => self.developer,
            Tick::Production => self.production,
        }
    }

    /// Ticks a box, or not.
    pub(crate) fn set_ticked(&mut self, tick: Tick, on: bool) {
        match tick {
            Tick::Free => self.free = on,
            Tick::Developer => self.developer = on,
            Tick::Production => self.production = on,
        }
    }

    /// The unit in which the workload is counted.
    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    /// Counts in another unit. What was counted so far is written in the new
    /// one where its fields are still empty, so that the answer stays the same.
    pub(crate) fn set_unit(&mut self, unit: Unit) {
        let mut draft = self.draft();
        self.unit = unit;
        let mut scale = self.scale();
        scale.fill(&draft.workload);
        for (index, field) in NUMBERS.iter().enumerate() {
            let number = match scale.number_mut(field.name) {
                Some(slot) => slot.take(),
                None if field.is_asked_in(unit) => {
                    draft.workload.number_mut(field.name).and_then(|slot| slot.take())
                }
                None => None,
            };
            if let Some(number) = number {
                self.set_number(index, number.as_str().to_string());
            }
        }
    }

    /// The limits of one's own account.
    pub(crate) fn limits(&self) -> &[OwnLimit] {
        &self.limits
    }

    /// Takes limits, each in the place of one of the same name.
    pub(crate) fn add_limits(&mut self, limits: Vec<OwnLimit>) {
        for own in limits {
            let same = |other: &&mut OwnLimit| {
                (&other.model, other.plan, other.limit) == (&own.model, own.plan, own.limit)
            };
            match self.limits.iter_mut().find(same) {
                Some(other) => other.cap = own.cap,
                None => self.limits.push(own),
            }
        }
        // One order, whatever the order in which they came.
        self.limits.sort_by(|a, b| {
            let key = |own: &'_ OwnLimit| (own.plan, own.limit.name());
            a.model.cmp(&b.model).then_with(|| key(a).cmp(&key(b)))
        });
    }

    /// Forgets them.
    pub(crate) fn drop_limits(&mut self) {
        self.limits.clear();
    }

    fn plans(&self) -> Vec<&'static str> {
        [("free", self.free), ("developer", self.developer)]
            .into_iter()
            .filter_map(|(plan, on)| on.then_some(plan))
            .collect()
    }

    fn scale(&self) -> ScaleDraft {
        let mut scale = ScaleDraft { unit: self.unit, ..ScaleDraft::default() };
        for (field, text) in NUMBERS.iter().zip(&self.numbers) {
            if let Some(slot) = scale.number_mut(field.name) {
                *slot = Some(Number::from(text.as_str()));
            }
        }
        scale
    }

    fn unscaled(&self) -> Draft {
        let mut draft = Draft::default();
        for (field, text) in NUMBERS.iter().zip(&self.numbers) {
            let number = Some(Number::from(text.as_str()));
            if let Some(slot) = draft.workload.number_mut(field.name) {
                *slot = number;
            } else if let Some(slot) = draft.workload.tools.number_mut(field.name) {
                *slot = number;
            } else if let Some(slot) = draft.requirements.number_mut(field.name) {
                *slot = number;
            }
        }
        draft.as_of = Some(self.as_of.clone());
        draft.plans = Some(self.plans().into_iter().map(str::to_string).collect());
        draft.requirements.production = self.production;
        let models = || self.model.split(',').map(str::to_string).collect();
        draft.requirements.models = (self.model != ANY).then(models);
        draft.requirements.use_case = Some(self.use_case.clone());
        for own in &self.limits {
            let plans = draft.limits.entry(own.model.clone()).or_default();
            let caps = plans.entry(own.plan.name().to_string()).or_default();
            caps.insert(own.limit.name().to_string(), Number::from(own.cap.as_str()));
        }
        draft
    }

    /// The question it asks, unchecked, in requests a day.
    pub fn draft(&self) -> Draft {
        let mut draft = self.unscaled();
        // What can't be converted is reported by `question`.
        self.scale().apply(&mut draft.workload).ok();
        draft
    }

    /// The question it asks, and whether its figures divided evenly.
    pub(crate) fn question(&self) -> Result<(Question, bool), Vec<Error>> {
        let mut draft = self.unscaled();
        match self.scale().apply(&mut draft.workload) {
            Ok(exact) => draft.check().map(|question| (question, exact)),
            Err(mut errors) => {
                // The other fields are checked too; what follows from a bad one is not.
                if let Err(more) = draft.check() {
                    let follows = ["requests_per_day"];
                    errors
                        .extend(more.into_iter().filter(|error| !follows.contains(&error.field())));
                }
                Err(errors)
            }
        }
    }

    /// The form that asks the question of a draft.
    pub(crate) fn from_draft(mut draft: Draft) -> Self {
        let mut form = Self::default();
        for (index, field) in NUMBERS.iter().enumerate() {
            let slot = match draft.workload.number_mut(field.name) {
                Some(slot) => slot.take(),
                None => match draft.workload.tools.number_mut(field.name) {
                    Some(slot) => slot.take(),
                    None => draft.requirements.number_mut(field.name).and_then(|slot| slot.take()),
                },
            };
            if let Some(number) = slot {
                form.set_number(index, number.as_str().to_string());
            }
        }
        form.as_of = draft.as_of.unwrap_or_default();
        if let Some(plans) = draft.plans {
            form.free = plans.iter().any(|plan| plan == "free");
            form.developer = plans.iter().any(|plan| plan == "developer");
        }
        form.production = draft.requirements.production;
        form.model = draft.requirements.models.map_or(ANY.to_string(), |models| models.join(","));
        form.use_case = draft.requirements.use_case.unwrap_or_default();
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

    /// The fragment that leads back here, without its `#`: the view, and what
    /// is not at its default, in the order of the form.
    pub(crate) fn fragment(&self, view: View) -> String {
        let mut parts = vec!["v=2".to_string()];
        let mut push = |name: &str, value: &str| parts.push(format!("{name}={}", encode(value)));
        if view != View::Plan {
            push("view", view.name());
        }
        if self.unit != Unit::Day {
            push("unit", self.unit.name());
        }
        for (field, text) in NUMBERS.iter().zip(&self.numbers) {
            if !text.trim().is_empty() && *text != default_text(field.name) {
                push(field.short, text);
            }
        }
        if !self.as_of.is_empty() {
            push("on", &self.as_of);
        }
        if !(self.free && self.developer) {
            push("plans", &self.plans().join(","));
        }
        if self.production {
            push("prod", "1");
        }
        if self.model != ANY {
            push("model", &self.model);
        }
        if !self.use_case.is_empty() {
            push("use", &self.use_case);
        }
        if !self.limits.is_empty() {
            let own = self.limits.iter().map(|own| {
                format!(
                    "{},{},{},{}",
                    own.model,
                    own.plan.name(),
                    own.limit.name(),
                    own.cap.replace(',', "")
                )
            });
            push("my", &own.collect::<Vec<_>>().join(","));
        }
        parts.join("&")
    }

    /// Reads a fragment of either version, with or without its `#`. One without
    /// anything to read gives the example.
    pub(crate) fn read(fragment: &str) -> Read {
        let mut form = Self::default();
        let mut view = View::Plan;
        let mut with = Vec::new();
        let mut ignored = Vec::new();
        let mut understood = false;
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        for part in fragment.split('&').filter(|part| !part.is_empty()) {
            let pair = part.split_once('=').and_then(|(key, value)| Some((key, decode(value)?)));
            match pair {
                Some(("view", name)) if View::of(&name).is_some() => {
                    view = View::of(&name).unwrap_or_default();
                }
                Some(("with", part)) if Scenario::from_part(&part).is_some() => {
                    with.extend(Scenario::from_part(&part));
                }
                Some(("v", version)) if matches!(&*version, "1" | "2") => understood = true,
                Some((key, value)) if form.take(key, &value) => understood = true,
                _ => ignored.push(shown(part)),
            }
        }
        Read { form: if understood { form } else { Self::example() }, view, with, ignored }
    }

    /// Takes one part of a fragment; whether it was understood.
    fn take(&mut self, key: &str, value: &str) -> bool {
        match (key, value) {
            ("unit", name) => match Unit::parse(name) {
                Some(unit) => self.unit = unit,
                None => return false,
            },
            ("on" | "as_of", day) => self.as_of = day.to_string(),
            ("model", "") => self.model = ANY.to_string(),
            ("model", id) => self.model = id.to_string(),
            ("use" | "use_case", id) => self.use_case = id.to_string(),
            ("prod" | "production", "true" | "1") => self.production = true,
            ("prod" | "production", "false" | "0") => self.production = false,
            ("plans", list) => {
                let names: Vec<&str> = list.split(',').filter(|name| !name.is_empty()).collect();
                if names.iter().any(|name| !matches!(*name, "free" | "developer")) {
                    return false;
                }
                self.free = names.contains(&"free");
                self.developer = names.contains(&"developer");
            }
            ("my", list) => {
                let parts: Vec<&str> = list.split(',').collect();
                let read = parts.chunks(4).map(|own| {
                    let [model, plan, limit, cap] = own else { return None };
                    Some(OwnLimit {
                        model: model.to_string(),
                        plan: Plan::parse(plan)?,
                        limit: Limit::parse(limit)?,
                        cap: cap.to_string(),
                    })
                });
                match read.collect::<Option<Vec<_>>>() {
                    Some(limits) => self.add_limits(limits),
                    None => return false,
                }
            }
            (name, number) => return self.set_named(name, number),
        }
        true
    }
}

/// A part of a fragment, short enough for a message.
fn shown(part: &str) -> String {
    let text = decode(part).unwrap_or_else(|| part.to_string());
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(model: &str, limit: Limit, cap: &str) -> OwnLimit {
        OwnLimit { model: model.to_string(), plan: Plan::Free, limit, cap: cap.to_string() }
    }

    fn everything() -> Form {
        let mut form = Form::example();
        form.set_named("requests_per_day", "1.5k & more");
        form.set_named("monthly_budget_usd", "$20");
        form.set_choice(Choice::Model, "openai/gpt-oss-20b".to_string());
        form.set_choice(Choice::AsOf, "2026-06-04".to_string());
        form.set_ticked(Tick::Free, false);
        form.set_ticked(Tick::Production, true);
        form.add_limits(vec![
            own("openai/gpt-oss-20b", Limit::Tpd, "300K"),
            own("openai/gpt-oss-20b", Limit::Rpm, "60"),
            own("openai/gpt-oss-20b", Limit::Rpm, "70"),
        ]);
        form
    }

    #[test]
    fn a_fragment_leads_back() {
        for view in View::ALL {
            let form = everything();
            let read = Form::read(&format!("#{}", form.fragment(view)));
            assert_eq!(read, Read { form, view, with: Vec::new(), ignored: Vec::new() });
        }
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_rest_kept() {
        let read = Form::read(
            "#v=1&requests_per_day=7&colour=red&input_tokens=%zz&plans=gold&unit=week&my=a,b",
        );
        assert_eq!(
            read.ignored,
            ["colour=red", "input_tokens=%zz", "plans=gold", "unit=week", "my=a,b"]
        );
        assert_eq!(read.form.fragment(View::Plan), "v=2&n=7");
    }

    #[test]
    fn an_empty_fragment_is_the_example() {
        for fragment in ["", "#", "#main"] {
            assert_eq!(Form::read(fragment).form, Form::example());
        }
        assert_eq!(Form::example().fragment(View::Plan), "v=2&n=2000&i=1500&o=500");
        assert_eq!(Form::read("#v=1").form, Form::default());
    }

    /// Links that are out in the world, to the letter.
    #[test]
    fn links_of_the_first_version_still_work() {
        for (link, now) in [
            (
                "#v=1&requests_per_day=2k&input_tokens=1.5k&output_tokens=500",
                "v=2&n=2k&i=1.5k&o=500",
            ),
            (
                "#v=1&requests_per_day=1000&input_tokens=400&output_tokens=100&as_of=2026-06-04&plans=free&model=openai%2Fgpt-oss-120b",
                "v=2&n=1000&i=400&o=100&on=2026-06-04&plans=free&model=openai/gpt-oss-120b",
            ),
            (
                "#v=1&requests_per_day=20&audio_seconds=4.91&monthly_budget_usd=%2420&plans=free,developer&production=true&use_case=first-test",
                "v=2&n=20&a=4.91&y=%2420&prod=1&use=first-test",
            ),
            (
                "#v=1&requests_per_day=9&cached_input_tokens=1&max_completion_tokens=2&peak_requests_per_minute=3&active_hours_per_day=4&days_per_month=5&batch_share_percent=6&request_seconds=7&safety_margin_percent=8&characters=9&web_search_basic=1&web_search_advanced=2&visit_website=3&code_execution_seconds=4&browser_automation_seconds=5&min_context=6",
                "v=2&n=9&c=1&x=2&h=4&p=3&d=5&b=6&s=8&r=7&k=9&ws=1&wa=2&wv=3&wc=4&wb=5&w=6",
            ),
        ] {
            let read = Form::read(link);
            assert_eq!(read.ignored, Vec::<String>::new(), "{link}");
            assert_eq!(read.form.fragment(View::Plan), now);
        }
    }

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
    fn another_unit_asks_the_same() {
        let asked = |form: &Form| form.question().unwrap().0;
        let mut form = Form::example();
        let before = asked(&form);
        for unit in [Unit::Month, Unit::Tasks, Unit::Month, Unit::Day] {
            form.set_unit(unit);
            assert_eq!(asked(&form), before, "{unit:?}");
        }
        form.set_unit(Unit::Month);
        form.set_named("requests_per_month", "90k");
        assert_eq!(asked(&form).workload.requests_per_day.get(), 3000);
        form.set_unit(Unit::Day);
        assert_eq!(asked(&form).workload.requests_per_day.get(), 3000);
        form.set_unit(Unit::Users);
        let errors = form.question().unwrap_err();
        assert_eq!(errors.iter().map(Error::field).collect::<Vec<_>>(), ["concurrent_users"]);
    }
}

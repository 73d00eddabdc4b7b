//! The form as it stands: text to the letter, to and from the URL's fragment.

use groq_calc::{Draft, Number};

use crate::{
    codec::{decode, encode},
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
    /// A model id, or [`ANY`].
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

/// Everything the visitor has entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    numbers: Vec<String>,
    as_of: String,
    model: String,
    use_case: String,
    free: bool,
    developer: bool,
    production: bool,
}

/// What a fragment says, and what of it was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    /// The form.
    pub(crate) form: Form,
    /// The view.
    pub(crate) view: View,
    /// The parts left aside.
    pub(crate) ignored: Vec<String>,
}

impl Default for Form {
    /// Every field at its default; the requests, which have none, are empty.
    fn default() -> Self {
        Self {
            numbers: NUMBERS.iter().map(|field| default_text(field.name)).collect(),
            as_of: String::new(),
            model: ANY.to_string(),
            use_case: String::new(),
            free: true,
            developer: true,
            production: false,
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

    fn set_named(&mut self, name: &str, text: &str) -> bool {
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

    fn plans(&self) -> Vec<&'static str> {
        [("free", self.free), ("developer", self.developer)]
            .into_iter()
            .filter_map(|(plan, on)| on.then_some(plan))
            .collect()
    }

    /// The question it asks, unchecked.
    pub fn draft(&self) -> Draft {
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
        draft.requirements.models = (self.model != ANY).then(|| vec![self.model.clone()]);
        draft.requirements.use_case = Some(self.use_case.clone());
        draft
    }

    /// The fragment that leads back here, without its `#`: the view, and what
    /// is not at its default, in the order of the form.
    pub(crate) fn fragment(&self, view: View) -> String {
        let mut parts = vec!["v=1".to_string()];
        if view != View::Plan {
            parts.push(format!("view={}", view.name()));
        }
        let mut push = |name: &str, value: &str| parts.push(format!("{name}={}", encode(value)));
        for (field, text) in NUMBERS.iter().zip(&self.numbers) {
            if !text.trim().is_empty() && *text != default_text(field.name) {
                push(field.name, text);
            }
        }
        if !self.as_of.is_empty() {
            push("as_of", &self.as_of);
        }
        if !(self.free && self.developer) {
            push("plans", &self.plans().join(","));
        }
        if self.production {
            push("production", "true");
        }
        if self.model != ANY {
            push("model", &self.model);
        }
        if !self.use_case.is_empty() {
            push("use_case", &self.use_case);
        }
        parts.join("&")
    }

    /// Reads a fragment, with or without its `#`. One without anything to read
    /// gives the example.
    pub(crate) fn read(fragment: &str) -> Read {
        let mut form = Self::default();
        let mut view = View::Plan;
        let mut ignored = Vec::new();
        let mut understood = false;
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        for part in fragment.split('&').filter(|part| !part.is_empty()) {
            let pair = part.split_once('=').and_then(|(key, value)| Some((key, decode(value)?)));
            match pair {
                Some(("view", name)) if View::of(&name).is_some() => {
                    view = View::of(&name).unwrap_or_default();
                }
                Some(("v", version)) if version == "1" => understood = true,
                Some((key, value)) if form.take(key, &value) => understood = true,
                _ => ignored.push(shown(part)),
            }
        }
        Read { form: if understood { form } else { Self::example() }, view, ignored }
    }

    /// Takes one part of a fragment; whether it was understood.
    fn take(&mut self, key: &str, value: &str) -> bool {
        match (key, value) {
            ("as_of", day) => self.as_of = day.to_string(),
            ("model", "") => self.model = ANY.to_string(),
            ("model", id) => self.model = id.to_string(),
            ("use_case", id) => self.use_case = id.to_string(),
            ("production", "true" | "1") => self.production = true,
            ("production", "false" | "0") => self.production = false,
            ("plans", list) => {
                let names: Vec<&str> = list.split(',').filter(|name| !name.is_empty()).collect();
                if names.iter().any(|name| !matches!(*name, "free" | "developer")) {
                    return false;
                }
                self.free = names.contains(&"free");
                self.developer = names.contains(&"developer");
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

    #[test]
    fn a_fragment_leads_back() {
        let mut form = Form::example();
        form.set_named("requests_per_day", "1.5k & more");
        form.set_named("monthly_budget_usd", "$20");
        form.set_choice(Choice::Model, "openai/gpt-oss-20b".to_string());
        form.set_choice(Choice::AsOf, "2026-06-04".to_string());
        form.set_ticked(Tick::Free, false);
        form.set_ticked(Tick::Production, true);
        let read = Form::read(&format!("#{}", form.fragment(View::Plan)));
        assert_eq!(read, Read { form, view: View::Plan, ignored: Vec::new() });
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_rest_kept() {
        let read = Form::read("#v=1&requests_per_day=7&colour=red&input_tokens=%zz&plans=gold");
        assert_eq!(read.ignored, ["colour=red", "input_tokens=%zz", "plans=gold"]);
        assert_eq!(read.form.fragment(View::Plan), "v=1&requests_per_day=7");
    }

    #[test]
    fn an_empty_fragment_is_the_example() {
        for fragment in ["", "#", "#main"] {
            assert_eq!(Form::read(fragment).form, Form::example());
        }
        let expected = "v=1&requests_per_day=2000&input_tokens=1500&output_tokens=500";
        assert_eq!(Form::example().fragment(View::Plan), expected);
    }
}

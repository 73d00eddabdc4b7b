//! A service, and each of its kinds of call, to and from a part of the address.

use groq_calc::{
    Number,
    catalog::{Capability, CapabilitySet},
};

use crate::form::{
    call::Call,
    fields::{Group, NUMBERS, NumberField, index_of},
    length::Length,
    parts::{Parts, pairs, shown},
    service::{ANY, Service},
    unit::Unit,
    work::Work,
};

impl Call {
    /// What its requests do, how many there are, and what one takes.
    fn push_load(&self, parts: &mut Parts) {
        if self.work != self.work_of_numbers() {
            parts.push("work", self.work.name());
        }
        if self.unit != Unit::Day {
            parts.push("unit", self.unit.name());
        }
        for (index, field) in NUMBERS.iter().enumerate() {
            parts.push_number(field, self.number(index));
        }
    }

    pub(super) fn push_length(&self, parts: &mut Parts) {
        if self.length != Length::Seconds {
            parts.push("length", self.length.name());
        }
    }

    /// As one of several.
    fn fragment(&self) -> String {
        let mut parts = Parts::default();
        self.push_load(&mut parts);
        self.push_length(&mut parts);
        parts.joined()
    }

    fn read(fragment: &str, ignored: &mut Vec<String>) -> Self {
        let mut call = Self::default();
        let mut work = None;
        for (part, pair) in pairs(fragment) {
            match pair {
                Some(("work", name)) if Work::parse(&name).is_some() => work = Work::parse(&name),
                Some((key, value)) if call.take(key, &value) => {}
                _ => ignored.push(shown(part)),
            }
        }
        call.work = work.unwrap_or_else(|| call.work_of_numbers());
        call
    }

    /// Takes one part of a fragment; whether it was understood.
    pub(super) fn take(&mut self, key: &str, value: &str) -> bool {
        match (key, value) {
            ("unit", name) => match Unit::parse(name) {
                Some(unit) => self.unit = unit,
                None => return false,
            },
            ("length", name) => match Length::parse(name) {
                Some(length) => self.length = length,
                None => return false,
            },
            (name, number) => {
                let index = index_of(name).filter(|index| NUMBERS[*index].group != Group::Needs);
                match index {
                    Some(index) => self.set_number(index, number.to_string()),
                    None => return false,
                }
            }
        }
        true
    }
}

impl Service {
    /// Its first kind of call, and the conditions that are numbers.
    pub(super) fn push_load(&self, parts: &mut Parts) {
        self.calls[0].push_load(parts);
        let is_condition = |field: &NumberField| field.group == Group::Needs;
        for (index, field) in NUMBERS.iter().enumerate().filter(|(_, field)| is_condition(field)) {
            parts.push_number(field, self.number(index));
        }
    }

    /// What its model must be.
    pub(super) fn push_wanted(&self, parts: &mut Parts) {
        if self.model != ANY {
            parts.push("model", &self.model);
        }
        if !self.needs.is_empty() {
            let needs: Vec<_> = self.needs.iter().map(Capability::name).collect();
            parts.push("needs", &needs.join(","));
        }
    }

    /// As one of several.
    pub(super) fn fragment(&self) -> String {
        let mut parts = Parts::default();
        parts.push("name", &self.name);
        self.push_load(&mut parts);
        self.calls[0].push_length(&mut parts);
        self.push_wanted(&mut parts);
        parts.push_set("use", &self.use_case, &self.use_case);
        parts.push_set("growth", self.growth.trim(), &self.growth);
        if let Some(profile) = &self.profile {
            let weights: Vec<&str> = profile.iter().map(Number::as_str).collect();
            parts.push("profile", &weights.join(","));
        }
        for call in &self.calls[1..] {
            parts.push("call", &call.fragment());
        }
        if self.shown > 0 {
            parts.push("shown", &self.shown.to_string());
        }
        parts.joined()
    }

    pub(super) fn read(fragment: &str, ignored: &mut Vec<String>) -> Self {
        let mut service = Self::default();
        let (mut work, mut shown_call) = (None, 0);
        for (part, pair) in pairs(fragment) {
            match pair {
                Some(("name", name)) => service.name = name,
                Some(("growth", percent)) => service.growth = percent,
                Some(("profile", list)) => {
                    let weights = list.split(',').filter(|_| !list.is_empty());
                    service.profile = Some(weights.map(Number::from).collect());
                }
                Some(("call", part)) => service.calls.push(Call::read(&part, ignored)),
                Some(("shown", index)) if index.parse::<usize>().is_ok() => {
                    shown_call = index.parse().unwrap_or_default();
                }
                Some(("work", name)) if Work::parse(&name).is_some() => work = Work::parse(&name),
                Some((key, value)) if service.take(key, &value) => {}
                _ => ignored.push(shown(part)),
            }
        }
        let first = service.call_mut();
        first.work = work.unwrap_or_else(|| first.work_of_numbers());
        service.shown = shown_call;
        service.shown = service.shown();
        service
    }

    /// Takes one part of a fragment; whether it was understood.
    pub(super) fn take(&mut self, key: &str, value: &str) -> bool {
        match (key, value) {
            ("needs", list) => {
                let names = list.split(',').filter(|name| !name.is_empty());
                match names
                    .map(|name| name.parse::<Capability>().ok())
                    .collect::<Option<CapabilitySet>>()
                {
                    Some(needs) => self.needs = needs,
                    None => return false,
                }
            }
            ("model", "") => self.model = ANY.to_string(),
            ("model", id) => self.model = id.to_string(),
            ("use" | "use_case", id) => self.use_case = id.to_string(),
            (name, number) => {
                let index = index_of(name).filter(|index| NUMBERS[*index].group == Group::Needs);
                match index {
                    Some(index) => self.set_number(index, number.to_string()),
                    None => return self.call_mut().take(name, number),
                }
            }
        }
        true
    }
}

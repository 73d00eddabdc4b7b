//! Questions are read by hand: derived readers of the same objects that name the
//! path to a bad field are 8 kB larger after brotli.

use alloc::{
    borrow::ToOwned,
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::{Draft, Number, WorkloadDraft, question::RequirementsDraft};
use serde_json::{Map, Value};

use crate::fault::Fault;

/// The value of a field with its path, like `workload.input_tokens`.
pub(crate) struct Field {
    path: String,
    value: Value,
}

impl Field {
    /// The whole of what was asked.
    pub(crate) fn parse(what: &str, text: &str) -> Result<Self, Fault> {
        let value = serde_json::from_slice(text.as_bytes())
            .map_err(|error| Fault::new("invalid", what, format!("{what} is no JSON: {error}")))?;
        Ok(Self { path: what.to_owned(), value })
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// A text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        self.value.as_str()
    }

    /// A whole number, if it is one.
    pub(crate) fn whole(&self) -> Option<u64> {
        self.value.as_u64()
    }

    pub(crate) fn wrong(&self, kind: &str) -> Fault {
        let shown = serde_json::to_string(&self.value).unwrap_or_default();
        let shown: String = shown.chars().take(40).collect();
        Fault::new("invalid", &self.path, format!("{} is `{shown}`; it must be {kind}", self.path))
    }

    /// A field that no such object has.
    pub(crate) fn unknown(&self) -> Fault {
        Fault::new("unknown_field", &self.path, format!("{} is no field that is known", self.path))
    }

    /// Each field of an object that is not null, by name; the path of an
    /// `inner` object names it, that of the whole does not.
    pub(crate) fn each(
        self,
        inner: bool,
        read: &mut dyn FnMut(&str, Field) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let Value::Object(fields) = self.value else { return Err(self.wrong("an object")) };
        for (name, value) in Map::into_iter(fields).filter(|(_, value)| !value.is_null()) {
            let path = if inner { format!("{}.{name}", self.path) } else { name.clone() };
            read(&name, Field { path, value })?;
        }
        Ok(())
    }

    /// A number to the letter, or a text that is to be one.
    pub(crate) fn number(self) -> Result<Number, Fault> {
        match self.value {
            Value::Number(number) => Ok(Number::from(number.to_string())),
            Value::String(text) => Ok(Number::from(text)),
            _ => Err(self.wrong("a number")),
        }
    }

    pub(crate) fn string(self) -> Result<String, Fault> {
        match self.value {
            Value::String(text) => Ok(text),
            _ => Err(self.wrong("a string")),
        }
    }

    pub(crate) fn boolean(self) -> Result<bool, Fault> {
        self.value.as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    /// Each of a list.
    pub(crate) fn items(self) -> Result<Vec<Self>, Fault> {
        let Self { path, value: Value::Array(list) } = self else {
            return Err(self.wrong("a list"));
        };
        let item = |(index, value)| Self { path: format!("{path}[{index}]"), value };
        Ok(list.into_iter().enumerate().map(item).collect())
    }

    fn strings(self) -> Result<Vec<String>, Fault> {
        let wrong = || self.wrong("a list of strings");
        let list = self.value.as_array().ok_or_else(wrong)?;
        list.iter().map(|text| text.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
    }

    fn workload(self) -> Result<WorkloadDraft, Fault> {
        let mut workload = WorkloadDraft::default();
        self.each(true, &mut |name, field| {
            if name == "tools" {
                return field.each(true, &mut |name, field| {
                    let slot = workload.tools.number_mut(name).ok_or_else(|| field.unknown())?;
                    *slot = Some(field.number()?);
                    Ok(())
                });
            }
            let slot = workload.number_mut(name).ok_or_else(|| field.unknown())?;
            *slot = Some(field.number()?);
            Ok(())
        })?;
        Ok(workload)
    }

    fn requirements(self) -> Result<RequirementsDraft, Fault> {
        let mut requirements = RequirementsDraft::default();
        self.each(true, &mut |name, field| {
            match name {
                "models" => requirements.models = Some(field.strings()?),
                "use_case" => requirements.use_case = Some(field.string()?),
                "production" => requirements.production = field.boolean()?,
                _ => {
                    let slot = requirements.number_mut(name).ok_or_else(|| field.unknown())?;
                    *slot = Some(field.number()?);
                }
            }
            Ok(())
        })?;
        Ok(requirements)
    }

    /// Caps by model, plan and limit.
    pub(crate) fn limits(self) -> Result<Limits, Fault> {
        let mut limits = Limits::new();
        self.each(true, &mut |model, plans| {
            plans.each(true, &mut |plan, caps| {
                caps.each(true, &mut |limit, cap| {
                    let plans = limits.entry(model.to_owned()).or_default();
                    let caps = plans.entry(plan.to_owned()).or_default();
                    caps.insert(limit.to_owned(), cap.number()?);
                    Ok(())
                })
            })
        })?;
        Ok(limits)
    }

    /// A question; see the design for its fields.
    pub(crate) fn draft(self) -> Result<Draft, Fault> {
        let mut draft = Draft::default();
        self.each(false, &mut |name, field| {
            match name {
                "as_of" => draft.as_of = Some(field.string()?),
                "plans" => draft.plans = Some(field.strings()?),
                "workload" => draft.workload = field.workload()?,
                "requirements" => draft.requirements = field.requirements()?,
                "limits" => draft.limits = field.limits()?,
                _ => return Err(field.unknown()),
            }
            Ok(())
        })?;
        Ok(draft)
    }
}

type Limits = BTreeMap<String, BTreeMap<String, BTreeMap<String, Number>>>;

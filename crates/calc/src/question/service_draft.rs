use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    error::Error,
    num::number::Number,
    question::{
        organisation::{GROWTH_PERCENT_PER_MONTH, MOST_SERVICES, SERVICES, Service},
        profile::Profile,
        reader::Reader,
        requirements_draft::RequirementsDraft,
        workload::Workload,
        workload_draft::WorkloadDraft,
    },
};

/// The longest name of a service, in characters.
const NAME: usize = 80;

/// A service of an organisation as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", default, deny_unknown_fields)
)]
pub struct ServiceDraft {
    /// Its name, which no other service has.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub name: String,
    /// By how many percent its requests grow from month to month.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub growth_percent_per_month: Option<Number>,
    /// Conditions of its own.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "crate::json::or_default",
            skip_serializing_if = "RequirementsDraft::is_default"
        )
    )]
    pub requirements: RequirementsDraft,
    /// The kinds of call that it makes, each a workload.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub calls: Vec<WorkloadDraft>,
    /// How its requests are spread over the day: 24 weights, the first for the
    /// hour from midnight on.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub profile: Option<Vec<Number>>,
}

#[cfg(feature = "serde")]
crate::json::from_object!(ServiceDraft);

/// Reads services, each error with its place.
pub(crate) fn services(drafts: &[ServiceDraft], reader: &mut Reader) -> Vec<Service> {
    if drafts.is_empty() || drafts.len() > MOST_SERVICES {
        reader.errors.push(Error::range("services", &drafts.len().to_string(), SERVICES));
    }
    let mut services: Vec<Service> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let service = reader.within(&format!("services[{index}]"), |reader| {
            let service = draft.read(reader);
            let is_taken = services.iter().any(|other| other.name == service.name);
            if is_taken && !service.name.is_empty() {
                let range = "a name that no other service has";
                reader.errors.push(Error::range("name", &service.name, range));
            }
            service
        });
        services.push(service);
    }
    services
}

impl ServiceDraft {
    fn read(&self, reader: &mut Reader) -> Service {
        let name = self.name.trim();
        let is_legal = name.chars().count() <= NAME && !name.contains(char::is_control);
        let range = format!("1 to {NAME} characters, none of them a control character");
        match name {
            "" => reader.errors.push(Error::missing("name", &range)),
            // What cannot be printed is shown escaped.
            name if !is_legal => {
                let shown = name.escape_debug().to_string();
                reader.errors.push(Error::range("name", &shown, &range));
            }
            _ => {}
        }
        let growth = self.growth_percent_per_month.as_ref();
        Service {
            name: name.to_string(),
            growth_hundredths_percent: reader.read(GROWTH_PERCENT_PER_MONTH, growth),
            requirements: reader.within("requirements", |reader| self.requirements.read(reader)),
            calls: self.calls(reader),
            profile: self.profile(reader),
        }
    }

    fn calls(&self, reader: &mut Reader) -> Vec<Workload> {
        let mut calls: Vec<Workload> = Vec::with_capacity(self.calls.len());
        let mut are_read = true;
        for (index, draft) in self.calls.iter().enumerate() {
            let call = reader.within(&format!("calls[{index}]"), |reader| {
                let call = draft.read(reader);
                reader.refuse_nothing(&call);
                are_read &= reader.errors.is_empty();
                call
            });
            calls.push(call);
        }
        let Some(first) = calls.first() else {
            reader.errors.push(Error::missing("calls", "a list of at least one call"));
            return calls;
        };
        if let Some(other) = calls.iter().find(|call| call.kind() != first.kind())
            && are_read
        {
            let kinds = format!("{} and {}", first.kind().name(), other.kind().name());
            let range = "calls of one kind: split the service in two";
            reader.errors.push(Error::range("calls", &kinds, range));
        }
        calls
    }

    fn profile(&self, reader: &mut Reader) -> Option<Profile> {
        let numbers = self.profile.as_ref()?;
        let weight = |number: &Number| number.as_str().trim().parse::<u64>().ok();
        let weights: Option<Vec<u64>> = numbers.iter().map(weight).collect();
        let profile = weights.and_then(|weights| <[u64; 24]>::try_from(weights).ok());
        let shown = || {
            let texts: Vec<&str> = numbers.iter().map(Number::as_str).collect();
            Error::range("profile", &texts.join(", "), Profile::RANGE)
        };
        reader.value(profile.ok_or_else(shown).and_then(Profile::new))
    }
}

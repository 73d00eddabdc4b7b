//! The model of a request: whether Groq has it, and whether it is for this.

use alloc::string::{String, ToString};

use groq_calc::{
    Kind, Model, Plan,
    catalog::{Ability, Capability, Named},
};
use groq_protocol::{Endpoint, Severity};
use serde_json::Value;

use crate::{
    body::Body,
    check::{
        cause::Cause,
        checked::{Checked, Finding},
    },
    setting::Setting,
};

/// Puts in the model that a name means, or says that Groq has none such.
pub(super) fn name(value: &mut Value, setting: &Setting<'_>, checked: &mut Checked) {
    let Some(named) = value["model"].as_str().map(ToString::to_string) else {
        let cause = match value["model"].is_null() {
            true => groq_protocol::Cause::Missing,
            false => groq_protocol::Cause::WrongType { expected: "a text".into() },
        };
        checked.add(Finding::new("model", Severity::Refused, Cause::Field(cause)));
        return;
    };
    let offered = |model: &&Model<'_>| model.is_offered(setting.day);
    let nearest = match setting.catalog.named(&named) {
        Named::Id(_) => return,
        Named::Short(model) | Named::Nearest(model) => Some(model),
        Named::Unknown => begun(&named, setting),
    };
    let known = nearest.is_some();
    let nearest = nearest.filter(offered).or_else(|| {
        // What stands in for one that is gone.
        let names = nearest.and_then(|model| model.replacements_at(setting.day))?;
        names.iter().filter_map(|id| setting.catalog.model(id)).find(offered)
    });
    let cause = Cause::UnknownModel {
        nearest: nearest.map(|model| model.id.to_string()),
        day: setting.day,
    };
    checked.add(Finding::new("model", Severity::Refused, cause));
    if let (Some(model), true) = (nearest, known) {
        value["model"] = model.id.into();
    }
}

/// The model whose name goes on where this one ends: the one that is offered, if
/// any is.
fn begun<'a>(named: &str, setting: &Setting<'a>) -> Option<&'a Model<'a>> {
    let last = |id: &str| id.rsplit('/').next().unwrap_or(id).to_ascii_lowercase();
    let start = last(named);
    let is_begun = |model: &&Model<'_>| start.len() >= 4 && last(model.id).starts_with(&start);
    let mut models: alloc::vec::Vec<_> = setting.catalog.models.iter().filter(is_begun).collect();
    models.sort_by_key(|model| !model.is_offered(setting.day));
    models.first().copied()
}

/// Whether the model is for the address of the request.
pub(super) fn kind(body: &Body, setting: &Setting<'_>, checked: &mut Checked) {
    let Some(model) = body.model().and_then(|id| setting.catalog.model(id)) else { return };
    let fits = match body.endpoint {
        Endpoint::Chat => !matches!(model.kind, Kind::Transcription | Kind::Speech),
        Endpoint::Audio | Endpoint::Translation => model.kind == Kind::Transcription,
    };
    if !fits {
        let wanted = match body.endpoint {
            Endpoint::Chat => Kind::Chat,
            Endpoint::Audio | Endpoint::Translation => Kind::Transcription,
        };
        let other = setting.offers(wanted).next().map(|model| model.id.to_string());
        let cause = Cause::WrongKind { kind: model.kind, other };
        checked.add(Finding::new("model", Severity::Refused, cause));
        checked.is_corrected = false;
    }
    if body.endpoint == Endpoint::Translation && fits {
        lacks(model, Capability::Translation, "model", setting, checked);
    }
}

/// What the request uses and its model is known not to have.
pub(super) fn capabilities(body: &Body, setting: &Setting<'_>, checked: &mut Checked) {
    let Some(model) = body.model().and_then(|id| setting.offered(id)) else { return };
    for capability in body.needs().iter() {
        // Parallel calls of a model without come one by one.
        if matches!(capability, Capability::Reasoning | Capability::ParallelTools) {
            continue;
        }
        let path = match capability {
            Capability::Vision => first_image(body).unwrap_or_else(|| "messages".into()),
            Capability::JsonMode | Capability::StructuredOutputs => "response_format".into(),
            _ => "tools".into(),
        };
        lacks(model, capability, &path, setting, checked);
    }
    let images = images(body);
    let details = model.details(setting.day);
    let most = details.get("images_per_request").and_then(|(most, _)| most.parse().ok());
    if let Some(most) = most.filter(|most| images > *most)
        && let Some(path) = first_image(body)
    {
        let cause = Cause::Images { most, given: images };
        checked.add(Finding::new(path, Severity::Refused, cause));
        checked.is_corrected = false;
    }
    let strict = body.value()["response_format"]["json_schema"]["strict"] == true;
    if strict && model.is_strict(setting.day) == Some(false) {
        let path = "response_format.json_schema.strict";
        checked.add(Finding::new(path, Severity::AtRisk, Cause::NotStrict));
        checked.is_corrected = false;
    }
}

fn lacks(
    model: &Model<'_>,
    capability: Capability,
    path: &str,
    setting: &Setting<'_>,
    checked: &mut Checked,
) {
    let able = |model: &Model<'_>| model.abilities(setting.day).get(capability);
    let others = || setting.offers(model.kind).find(|other| able(other) == Ability::Yes);
    let (lacks, severity) = match able(model) {
        Ability::No => (true, Severity::Refused),
        // Groq's page says no, its library yes.
        Ability::Disputed if capability == Capability::Translation => (true, Severity::Refused),
        _ => (false, Severity::Refused),
    };
    if lacks {
        let other = others().map(|other| other.id.to_string());
        let cause = Cause::Capability { capability, other };
        checked.add(Finding::new(path, severity, cause));
        checked.is_corrected = false;
    }
}

/// Whether the plan has what the request asks for.
pub(super) fn plan(body: &Body, plan: Plan, checked: &mut Checked) {
    if plan != Plan::Free {
        return;
    }
    if body.batch {
        let cause = Cause::Plan { what: "batch", plan };
        checked.add(Finding::new("batch", Severity::Refused, cause));
        checked.is_corrected = false;
    }
    let tier = body.value()["service_tier"].as_str();
    if let Some(what) = ["flex", "auto"].into_iter().find(|name| tier == Some(*name)) {
        let cause = Cause::Plan { what, plan };
        checked.add(Finding::new("service_tier", Severity::Refused, cause));
        checked.is_corrected = false;
    }
}

fn is_image(part: &Value) -> bool {
    matches!(part["type"].as_str(), Some("image_url" | "input_image" | "image"))
}

/// How many images its messages hold.
pub(super) fn images(body: &Body) -> u64 {
    let messages = body.value()["messages"].as_array();
    let parts = messages.into_iter().flatten().filter_map(|one| one["content"].as_array());
    parts.flatten().filter(|part| is_image(part)).count() as u64
}

fn first_image(body: &Body) -> Option<String> {
    let messages = body.value()["messages"].as_array()?;
    let index = messages.iter().position(|message| {
        message["content"].as_array().is_some_and(|parts| parts.iter().any(is_image))
    })?;
    Some(alloc::format!("messages[{index}].content"))
}

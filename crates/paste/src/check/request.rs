use alloc::{string::ToString, vec::Vec};

use groq_calc::{Plan, catalog::Capability};
use groq_protocol::{Endpoint, Severity};
use serde_json::Value;

use crate::{
    body::Body,
    check::{
        batch,
        cause::Cause,
        checked::{Checked, Finding, NotChecked},
        model,
        size::Size,
    },
    error::Error,
    setting::Setting,
};

/// More rounds of correcting than there are things that bring up another.
const ROUNDS: usize = 4;

/// Checks a request for all that Groq refuses or ignores: the fields by
/// [`groq_protocol::check`], the model and what it can do by the catalog, and the
/// size by the limits of a plan, above which no request ever passes.
///
/// # Errors
///
/// For a request that is not a JSON object.
pub fn check(body: &Body, plan: Plan, setting: &Setting<'_>) -> Result<Checked, Error> {
    let mut value = body.value().clone();
    if let (Some(model), Value::Object(fields)) = (setting.model, &mut value) {
        fields.insert("model".into(), model.into());
    }
    let original = value.clone();
    let mut checked = Checked {
        plan,
        model: None,
        findings: Vec::new(),
        not_checked: Vec::new(),
        corrected: value.to_string(),
        is_corrected: true,
        needs: body.needs(),
        input_tokens: None,
    };
    if !body.partial || value["model"].is_string() {
        model::name(&mut value, setting, &mut checked);
        if !checked.findings.is_empty() {
            checked.corrected = value.to_string();
        }
    }
    // The messages of a response are not judged by the fields of a chat.
    if !is_response(body) {
        fields(body, &mut value, setting, &mut checked)?;
    }
    let mut corrected = body.with(value);
    checked.model = corrected.model().map(ToString::to_string);
    model::kind(&corrected, setting, &mut checked);
    model::plan(&corrected, plan, &mut checked);
    batch::check(&corrected, setting, &mut checked);
    if body.endpoint == Endpoint::Chat {
        model::capabilities(&corrected, setting, &mut checked);
        let size = Size::of(&corrected, setting);
        checked.input_tokens = size.as_ref().map(|size| (size.input, size.exact));
        if let (Some(size), false) = (size, body.batch) {
            size.check(&mut corrected, plan, setting, &mut checked);
        }
    }
    for index in 0..checked.findings.len() {
        let finding = &checked.findings[index];
        let message =
            (finding.severity == Severity::Refused).then(|| finding.answer(&original).message);
        checked.findings[index].message = message;
    }
    checked.not_checked = not_checked(body, &corrected, plan, setting, &checked);
    Ok(checked)
}

/// Whether it was made of a request to the Responses API: one of a prompt names no
/// model.
fn is_response(body: &Body) -> bool {
    body.partial && body.value()["model"].is_string()
}

/// The fields, in rounds: a replacement for a model that is gone has a cap of its
/// own.
fn fields(
    body: &Body,
    value: &mut Value,
    setting: &Setting<'_>,
    checked: &mut Checked,
) -> Result<(), Error> {
    for round in 0..ROUNDS {
        let model = value["model"].as_str().unwrap_or_default();
        let facts = setting.facts(model);
        let report = groq_protocol::check(body.endpoint, &checked.corrected, facts)?;
        let done = report.findings.iter().all(|finding| !finding.mended);
        checked.is_corrected &= report
            .findings
            .iter()
            .all(|finding| finding.mended || finding.severity == Severity::Ignored);
        for finding in report.findings {
            let groq_protocol::Finding { path, severity, cause, mended, .. } = finding;
            // What can't be mended is found in every round.
            if round == 0 || mended {
                checked.add(Finding::new(path, severity, Cause::Field(cause)));
            }
        }
        checked.corrected = report.mended;
        *value = serde_json::from_str(&checked.corrected).unwrap_or_default();
        if done {
            break;
        }
    }
    checked.is_corrected &= value["model"].is_string() || body.partial;
    let unknown =
        |finding: &Finding| matches!(finding.cause, Cause::UnknownModel { nearest: None, .. });
    checked.is_corrected &= !checked.findings.iter().any(unknown);
    Ok(())
}

fn not_checked(
    body: &Body,
    corrected: &Body,
    plan: Plan,
    setting: &Setting<'_>,
    checked: &Checked,
) -> Vec<NotChecked> {
    let mut list = Vec::new();
    let model = corrected.model().and_then(|id| setting.offered(id));
    if is_response(body) {
        list.push(NotChecked::Responses);
    }
    if model::images(corrected) > 0 {
        list.push(NotChecked::Images);
    }
    if body.endpoint != Endpoint::Chat {
        list.push(NotChecked::Audio);
    }
    if checked.needs.contains(Capability::Mcp) {
        list.push(NotChecked::RemoteTools);
    }
    match model {
        None => list.push(NotChecked::Model),
        Some(model) if body.endpoint == Endpoint::Chat => {
            if checked.input_tokens.is_none() {
                list.push(NotChecked::Tokens);
            }
            let unknown = Size::unknown(model.id, plan, setting);
            if let Some(limits) = unknown.filter(|limits| !limits.is_empty() && !body.batch) {
                list.push(NotChecked::Limits(limits));
            }
        }
        Some(_) => {}
    }
    list.push(NotChecked::Left);
    list.push(NotChecked::Account);
    list
}

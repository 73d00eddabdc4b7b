use alloc::string::String;

use groq_calc::{Plan, catalog::CapabilitySet};
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use crate::{
    check::checked::{Checked, Finding, NotChecked, Verdict},
    groups::Groups,
};

/// Everything about a request, for programs.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedFacts<'a> {
    model: Option<&'a str>,
    plan: Plan,
    /// What is known of it; never a promise.
    verdict: Verdict,
    refused: bool,
    /// Whether Groq might refuse it, by what it reserves.
    at_risk: bool,
    findings: &'a [Finding],
    /// Equal findings together.
    groups: Groups,
    /// Whether nothing known is against the corrected request.
    mends: bool,
    not_checked: &'a [NotChecked],
    /// What the model has to be able to do for it.
    needs: CapabilitySet,
    input_tokens: Option<u64>,
    input_tokens_exact: Option<bool>,
    #[serde(serialize_with = "as_it_is")]
    mended: &'a str,
    /// The same by its newer name.
    #[serde(serialize_with = "as_it_is")]
    corrected: &'a str,
}

/// A text that is JSON, as such.
fn as_it_is<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(String::from(json)).map_err(S::Error::custom)?.serialize(serializer)
}

impl<'a> CheckedFacts<'a> {
    /// Of a request that was checked.
    pub fn new(checked: &'a Checked) -> Self {
        Self {
            model: checked.model.as_deref(),
            plan: checked.plan,
            verdict: checked.verdict(),
            refused: checked.is_refused(),
            at_risk: checked.is_at_risk(),
            findings: &checked.findings,
            groups: Groups::of(&checked.findings),
            mends: checked.is_corrected,
            not_checked: &checked.not_checked,
            needs: checked.needs,
            input_tokens: checked.input_tokens.map(|(tokens, _)| tokens),
            input_tokens_exact: checked.input_tokens.map(|(_, exact)| exact),
            mended: &checked.corrected,
            corrected: &checked.corrected,
        }
    }
}

use groq_calc::{Plan, catalog::Admission};
use groq_paste::{Body, CheckedFacts, Setting, check};
use groq_protocol::Endpoint;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{error::Error, figures::CATALOG, js};

/// What Groq would refuse or ignore in a request, as
/// `groq-calc check-request --json` says it of one.
#[wasm_bindgen]
pub fn check_request(
    body: &str,
    plan: &str,
    endpoint: &str,
    admission: Option<String>,
    as_of: Option<String>,
) -> Result<String, Error> {
    let plan =
        Plan::parse(plan).ok_or_else(|| Error::illegal("plan", plan, "free or developer"))?;
    let endpoint = match endpoint {
        "chat" => Endpoint::Chat,
        "audio" => Endpoint::Audio,
        "translation" => Endpoint::Translation,
        other => return Err(Error::illegal("endpoint", other, "chat, audio or translation")),
    };
    let read = |name: &str| {
        Admission::parse(name)
            .ok_or_else(|| Error::illegal("admission", name, "reserved or expected"))
    };
    let setting = Setting {
        catalog: &CATALOG,
        day: CATALOG.day(as_of.as_deref())?,
        admission: admission.as_deref().map(read).transpose()?,
        model: None,
        exact: None,
    };
    let unread = |error: groq_paste::Error| Error::new("invalid", "body", error.to_string());
    let body = Body::parse(endpoint, body).map_err(unread)?;
    js::text(&CheckedFacts::new(&check(&body, plan, &setting).map_err(unread)?))
}

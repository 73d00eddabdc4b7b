use groq_calc::{Plan, catalog::Admission};
use groq_catalog::CATALOG;
use groq_paste::{Body, CheckedFacts, ErrorFacts, Explained, Setting, check};
use groq_protocol::{ApiError, Endpoint, ErrorText, HeaderFacts, RateHeaders};
use pyo3::pyfunction;

use crate::{cost::day, error::Fault, json, tokens::setting};

fn headers(pairs: &[(String, String)]) -> RateHeaders {
    RateHeaders::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// What the rate-limit headers of an answer say.
#[pyfunction]
pub fn parse_headers(pairs: Vec<(String, String)>) -> Result<String, Fault> {
    json::text(&HeaderFacts::from(headers(&pairs)))
}

/// What an error is about and what to do, as `groq-calc error --json`. Without a
/// status the text has all there is, as it was printed.
#[pyfunction]
pub fn parse_error(
    status: Option<u16>,
    text: &str,
    pairs: Vec<(String, String)>,
    as_of: Option<&str>,
) -> Result<String, Fault> {
    let (error, headers) = match status {
        Some(status) => (ApiError::parse(status, text), headers(&pairs)),
        None => {
            let found = ErrorText::read(text);
            (found.error(), found.rate_headers())
        }
    };
    let explained = Explained::new(error, &headers, &CATALOG, day(as_of)?);
    json::text(&ErrorFacts::new(&explained, &headers))
}

/// What Groq would refuse or ignore in a request, as `groq-calc check-request --json`.
#[pyfunction]
pub fn check_request(
    body: &str,
    plan: &str,
    endpoint: &str,
    admission: Option<&str>,
    as_of: Option<&str>,
) -> Result<String, Fault> {
    let read = |name: &str| {
        Admission::parse(name)
            .ok_or_else(|| Fault::illegal("admission", name, "reserved or expected"))
    };
    let plan =
        Plan::parse(plan).ok_or_else(|| Fault::illegal("plan", plan, "free or developer"))?;
    let endpoint = match endpoint {
        "chat" => Endpoint::Chat,
        "audio" => Endpoint::Audio,
        "translation" => Endpoint::Translation,
        other => return Err(Fault::illegal("endpoint", other, "chat, audio or translation")),
    };
    let setting = Setting { admission: admission.map(read).transpose()?, ..setting(day(as_of)?) };
    let refuse = |error: groq_paste::Error| Fault::new("invalid", "body", error.to_string());
    let body = Body::parse(endpoint, body).map_err(refuse)?;
    json::text(&CheckedFacts::new(&check(&body, plan, &setting).map_err(refuse)?))
}

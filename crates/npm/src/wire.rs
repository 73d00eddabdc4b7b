use groq_protocol::{Advice, AdviceFacts, ApiError, ErrorFacts, HeaderFacts, RateHeaders};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{error::Error, js};

/// What the rate-limit headers of an answer say.
#[wasm_bindgen]
pub fn parse_headers(pairs: Vec<String>) -> Result<String, Error> {
    js::text(&HeaderFacts::from(RateHeaders::read(js::pairs(&pairs))))
}

#[derive(Serialize)]
struct Parsed<'a> {
    status: u16,
    #[serde(flatten)]
    error: ErrorFacts<'a>,
    advice: AdviceFacts,
}

/// What an error of the API is about and what to do about it.
#[wasm_bindgen]
pub fn parse_error(status: u16, body: &str, pairs: Vec<String>) -> Result<String, Error> {
    let error = ApiError::parse(status, body);
    let advice = Advice::new(&error, &RateHeaders::read(js::pairs(&pairs)));
    js::text(&Parsed { status, error: (&error).into(), advice: advice.into() })
}

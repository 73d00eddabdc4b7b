//! The npm package `groq-calc`: engine, catalog, protocol and log readers for
//! JavaScript.
//!
//! Objects go in and come out as JSON text, which the few lines in `npm/api.js`
//! turn into objects and back: so an answer has to the letter the fields that
//! the command's `--json` prints, numbers beyond 2^53 included. Numbers of a
//! hot call and columns go over as they are.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![allow(unreachable_pub)]

extern crate alloc;

mod ask;
mod catalog;
mod cost;
mod fault;
mod json;
mod replay;
mod wire;
#[cfg(target_arch = "wasm32")]
mod without_std;

use alloc::string::String;

use groq_calc::{Listing, Outlook, answer};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{ask::Field, catalog::CATALOG, fault::Fault};

/// What lies around the option of an answer.
#[derive(Serialize)]
struct Around<'a> {
    outlook: Option<Outlook<'a>>,
}

/// Answers a question; both are JSON, the answer as `groq-calc plan --json`.
/// What lies around it takes as long again, and so is asked for.
#[wasm_bindgen]
pub fn plan(question: &str, outlook: bool) -> Result<String, Fault> {
    let question = Field::parse("question", question)?.draft()?.check()?;
    let answer = answer(&CATALOG, &question)?;
    if !outlook {
        return Ok(json::text(&answer));
    }
    let outlook = answer.outlook(&CATALOG, &question)?;
    Ok(json::joined(&answer, &Around { outlook }))
}

/// The models of a day with their limits and prices, as JSON.
#[wasm_bindgen]
pub fn models(as_of: Option<String>, all: bool) -> Result<String, Fault> {
    Ok(json::text(&Listing::new(&CATALOG, as_of.as_deref(), all)?))
}

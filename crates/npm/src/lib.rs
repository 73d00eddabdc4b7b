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
mod own;
mod replay;
mod wire;
#[cfg(target_arch = "wasm32")]
mod without_std;

use alloc::string::{String, ToString};

use groq_calc::{Outlook, answer, catalog::Listing};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{ask::Field, catalog::CATALOG, fault::Fault};

/// What lies around the option of an answer.
#[derive(Serialize)]
struct Around<'a> {
    outlook: Option<Outlook<'a>>,
}

/// What the functions of the package answer from.
#[wasm_bindgen]
pub struct Catalog(groq_calc::Catalog<'static>);

#[wasm_bindgen]
impl Catalog {
    /// Groq's own figures.
    pub fn groq() -> Self {
        Self(CATALOG)
    }

    /// One's own, from JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Catalog, Fault> {
        own::open(text).map(Self)
    }

    /// Its newest day, which stands in where none is named: sought once and not
    /// with every call.
    pub fn newest(&self) -> String {
        self.0.newest().to_string()
    }

    /// Answers a question; both are JSON, the answer as `groq-calc plan --json`.
    /// What lies around it takes as long again, and so is asked for.
    pub fn plan(&self, question: &str, outlook: bool) -> Result<String, Fault> {
        let question = Field::parse("question", question)?.draft()?.check()?;
        let answer = answer(&self.0, &question)?;
        if !outlook {
            return Ok(json::text(&answer));
        }
        let outlook = answer.outlook()?;
        Ok(json::joined(&answer, &Around { outlook }))
    }

    /// The models of a day with their limits and prices, as JSON.
    pub fn models(&self, as_of: Option<String>, all: bool) -> Result<String, Fault> {
        Ok(json::text(&Listing::new(&self.0, as_of.as_deref(), all)?))
    }
}

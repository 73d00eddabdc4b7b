use alloc::{string::String, vec::Vec};

use groq_calc::{WorkloadDraft, catalog::CapabilitySet};
use serde::Serialize;

use crate::{
    body::Body,
    figure::Figure,
    note::{Note, as_texts},
    seen::{Seen, as_text},
    spread::Spread,
};

/// What a pasted text holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// What was seen.
    #[serde(serialize_with = "as_text")]
    pub explained: Seen,
    /// How many requests.
    pub requests: usize,
    /// How many answers.
    pub responses: usize,
    /// The model that most of them name, or the one that was asked for.
    pub model: Option<String>,
    /// What the model has to be able to do for the requests.
    pub needs: CapabilitySet,
    /// What it means for a workload.
    pub figures: Vec<Figure>,
    /// How long the prompts and completions of several answers are.
    pub spreads: Vec<Spread>,
    /// What else there is to know.
    #[serde(serialize_with = "as_texts")]
    pub notes: Vec<Note>,
    /// The figures as a workload: everything but how many requests a day.
    pub workload: WorkloadDraft,
    /// Whether a request is one for audio, whose length does not stand in it.
    #[serde(skip)]
    pub has_audio: bool,
    /// The requests, to be checked; none where they were handed on.
    #[serde(skip)]
    pub bodies: Vec<Body>,
}

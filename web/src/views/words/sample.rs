//! The tokens of a pasted sample: estimated at once, and counted by the vocabulary of
//! gpt-oss once that is here.

use js_sys::Array;
use leptos::prelude::*;
use paste_worker::{Job, WorkerReply};
use wasm_bindgen::JsValue;

use crate::{
    browser::{timer::Timer, worker::WorkerHandle},
    page::context::Page,
};

/// What is known of the sample.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) tokens: u64,
    /// Whether it was counted, and not estimated.
    pub(super) is_exact: bool,
}

/// The count of a text that changes; nothing where none is known.
pub(super) fn follow(text: RwSignal<String>) -> RwSignal<Option<Counted>> {
    let counted = RwSignal::new(None::<Counted>);
    let number = StoredValue::new(0_u32);
    let workers = StoredValue::new_local([None::<WorkerHandle>, None]);
    let timer = Timer::new();
    let as_of = {
        let page = Page::here();
        move || {
            page.form
                .with_untracked(|form| form.choice(crate::form::state::Choice::AsOf).to_string())
        }
    };
    let start = move |index: usize| {
        let take = move |message: &str| {
            let Some((asked, reply)) = message.split_once(' ') else { return };
            if asked.parse() != Ok(number.get_value()) {
                return;
            }
            let Some(tokens) = WorkerReply::input_tokens(reply) else { return };
            // An estimate never takes the place of a count.
            let is_exact = index == 1;
            if is_exact || !counted.get_untracked().is_some_and(|last| last.is_exact) {
                counted.set(Some(Counted { tokens, is_exact }));
            }
        };
        let name = ["estimator", "tokenizer"][index];
        WorkerHandle::new("./paste-worker.js", name, take, |_| {}).ok()
    };
    let ask = move || {
        let sample = text.get_untracked();
        number.update_value(|number| *number = number.wrapping_add(1));
        counted.set(None);
        if sample.trim().is_empty() {
            return;
        }
        let job = Job {
            model: "openai/gpt-oss-120b".to_string(),
            plan: "free".to_string(),
            as_of: as_of(),
        };
        let job = serde_json::to_string(&job).unwrap_or_default();
        for index in [0, 1] {
            workers.update_value(|workers| {
                if workers[index].is_none() {
                    workers[index] = start(index);
                }
                if let Some(worker) = &workers[index] {
                    let message = Array::of3(
                        &JsValue::from(number.get_value()),
                        &JsValue::from_str(&job),
                        &JsValue::from_str(&sample),
                    );
                    worker.post(&message).ok();
                }
            });
        }
    };
    Effect::new(move |_| {
        text.track();
        timer.start(crate::browser::timer::TYPING, ask);
    });
    counted
}

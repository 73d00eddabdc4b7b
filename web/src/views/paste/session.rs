//! What the view keeps while the page is open, whichever view is shown, and its
//! two workers.

use std::rc::Rc;

use groq_calc::Plan;
use groq_paste::MAX_BYTES;
use js_sys::Array;
use leptos::prelude::*;
use paste_worker::{Job, Reading, WorkerReply};
use wasm_bindgen::JsValue;

use crate::browser::worker::WorkerHandle;

/// The script of both workers, beside the page.
const SCRIPT: &str = "./paste-worker.js";

/// Which of them: the one that estimates, and the one that counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PasteWorker {
    Estimator,
    Tokenizer,
}

/// What came of a text.
#[derive(Clone)]
pub(super) enum State {
    /// There is none yet.
    Empty,
    /// It is being read for the first time.
    Busy,
    Read(Rc<Reading>),
    TooLong(u64),
    Failed(String),
}

/// How far the vocabulary of gpt-oss is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// It was not needed so far.
    NotNeeded,
    /// The bytes that are here, and all of them.
    Loading(u64, u64),
    Ready,
    /// The visitor stays with estimates.
    Declined,
    Failed(String),
}

/// The state of the view.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(super) text: RwSignal<String>,
    /// The model to count for; empty for the one that the text names.
    pub(super) model: RwSignal<String>,
    pub(super) plan: RwSignal<Plan>,
    pub(super) state: RwSignal<State, LocalStorage>,
    pub(super) vocabulary: RwSignal<Vocabulary>,
    /// Whether an exact count is still to come.
    pub(super) is_counting: RwSignal<bool>,
    estimator: StoredValue<Option<WorkerHandle>, LocalStorage>,
    tokenizer: StoredValue<Option<WorkerHandle>, LocalStorage>,
    /// The number of the last question.
    asked: StoredValue<u32>,
    /// The question itself, for the other worker.
    question: StoredValue<String>,
}

thread_local! {
    /// Outside of every view, so that it outlives them.
    static KEPT: (Owner, Session) = {
        let owner = Owner::new();
        let session = owner.with(Session::new);
        (owner, session)
    };
}

impl Session {
    /// The one of this page. Called first while no view is mounted.
    pub(crate) fn of_this_page() -> Self {
        KEPT.with(|(_, session)| *session)
    }

    fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            model: RwSignal::new(String::new()),
            plan: RwSignal::new(Plan::Free),
            state: RwSignal::new_local(State::Empty),
            vocabulary: RwSignal::new(Vocabulary::NotNeeded),
            is_counting: RwSignal::new(false),
            estimator: StoredValue::new_local(None),
            tokenizer: StoredValue::new_local(None),
            asked: StoredValue::new(0),
            question: StoredValue::new(String::new()),
        }
    }

    /// What was read, if anything was.
    pub(super) fn reading(self) -> Option<Rc<Reading>> {
        match self.state.get() {
            State::Read(reading) => Some(reading),
            _ => None,
        }
    }

    /// Has the text read as it stands; `as_of` is the plan's day, or empty.
    pub(super) fn ask(self, as_of: &str) {
        self.asked.update_value(|number| *number = number.wrapping_add(1));
        self.is_counting.set(false);
        let (empty, long) =
            self.text.with_untracked(|text| (text.trim().is_empty(), text.len() > MAX_BYTES));
        if empty {
            return self.state.set(State::Empty);
        }
        // One that is so long would not be read, so it need not be sent.
        if long {
            return self.state.set(State::TooLong(MAX_BYTES as u64));
        }
        let job = Job {
            model: self.model.get_untracked(),
            plan: self.plan.get_untracked().name().to_string(),
            as_of: as_of.to_string(),
        };
        self.question.set_value(serde_json::to_string(&job).unwrap_or_default());
        if !matches!(self.state.get_untracked(), State::Read(_)) {
            self.state.set(State::Busy);
        }
        self.send(PasteWorker::Estimator);
    }

    /// Has it counted by the vocabulary, which is loaded first.
    pub(super) fn count(self) {
        if self.vocabulary.get_untracked() != Vocabulary::Ready {
            self.vocabulary.set(Vocabulary::Loading(0, 0));
        }
        self.is_counting.set(true);
        self.send(PasteWorker::Tokenizer);
    }

    /// Stays with estimates.
    pub(super) fn decline(self) {
        self.tokenizer.set_value(None);
        self.is_counting.set(false);
        self.vocabulary.set(Vocabulary::Declined);
    }

    fn send(self, worker: PasteWorker) {
        let place = self.place(worker);
        if place.with_value(Option::is_none) {
            match self.start(worker) {
                Ok(handle) => place.set_value(Some(handle)),
                Err(error) => return self.on_error(worker, format!("{error:?}")),
            }
        }
        let message = Array::of3(
            &JsValue::from(self.asked.get_value()),
            &JsValue::from_str(&self.question.get_value()),
            &self.text.with_untracked(|text| JsValue::from_str(text)),
        );
        let sent = place
            .with_value(|handle| handle.as_ref().map_or(Ok(()), |handle| handle.post(&message)));
        if let Err(error) = sent {
            self.on_error(worker, format!("{error:?}"));
        }
    }

    fn place(self, worker: PasteWorker) -> StoredValue<Option<WorkerHandle>, LocalStorage> {
        match worker {
            PasteWorker::Estimator => self.estimator,
            PasteWorker::Tokenizer => self.tokenizer,
        }
    }

    fn start(self, worker: PasteWorker) -> Result<WorkerHandle, JsValue> {
        let name = match worker {
            PasteWorker::Estimator => "estimator",
            PasteWorker::Tokenizer => "tokenizer",
        };
        WorkerHandle::new(
            SCRIPT,
            name,
            move |text| self.on_message(worker, text),
            move |text| self.on_error(worker, text),
        )
    }

    /// Progress, or the number of a question with its answer.
    fn on_message(self, worker: PasteWorker, text: &str) {
        let (number, answer) = match text.split_once(' ') {
            Some((number, answer)) if !text.starts_with('{') => (number.parse().ok(), answer),
            _ => (None, text),
        };
        // An answer to an older question is none.
        if number.is_some() && number != Some(self.asked.get_value()) {
            return;
        }
        match serde_json::from_str(answer) {
            Ok(WorkerReply::Loading { bytes, of }) => {
                self.vocabulary.set(Vocabulary::Loading(bytes, of));
            }
            Ok(WorkerReply::Failed { text }) => self.on_error(worker, text),
            Ok(WorkerReply::Empty) => self.state.set(State::Empty),
            Ok(WorkerReply::TooLong { most }) => self.state.set(State::TooLong(most as u64)),
            Ok(WorkerReply::Read(reading)) => {
                if worker == PasteWorker::Tokenizer {
                    self.is_counting.set(false);
                    self.vocabulary.set(Vocabulary::Ready);
                }
                let counts = worker == PasteWorker::Estimator
                    && reading.countable
                    && !matches!(
                        self.vocabulary.get_untracked(),
                        Vocabulary::Declined | Vocabulary::Failed(_)
                    );
                self.state.set(State::Read(Rc::new(reading)));
                if counts {
                    self.count();
                }
            }
            Err(error) => self.on_error(worker, error.to_string()),
        }
    }

    fn on_error(self, worker: PasteWorker, text: String) {
        self.is_counting.set(false);
        // A new try starts a new worker.
        let end = move || self.place(worker).set_value(None);
        set_timeout(end, std::time::Duration::ZERO);
        match worker {
            PasteWorker::Estimator => self.state.set(State::Failed(text)),
            PasteWorker::Tokenizer => self.vocabulary.set(Vocabulary::Failed(text)),
        }
    }
}

//! What the replay keeps while the page is open, whichever view is shown.

use std::rc::Rc;

use groq_calc::{
    Caps, Plan, Question, Tier,
    replay::{ReadOutcome, Throttle, caps},
};
use js_sys::Array;
use leptos::prelude::*;
use replay_worker::{Job, Names, Settings, Synthetic, WorkerReply};
use wasm_bindgen::JsValue;
use web_sys::File;

use super::columns;
use crate::browser::worker::WorkerHandle;

/// The script of the worker, beside the page.
const SCRIPT: &str = "./replay-worker.js";

/// The sample traffic that is shown first.
pub(super) const SAMPLE: Synthetic = Synthetic { requests: 2_000, seed: 1 };

/// Why there is no answer, and what would help.
#[derive(Clone)]
pub(super) struct Failure {
    pub(super) text: String,
    pub(super) remedy: Option<String>,
}

/// Where the log comes from.
#[derive(Clone)]
pub(super) enum Source {
    Nothing,
    Synthetic(Synthetic),
    File(File),
}

impl Source {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => true,
            (Self::Synthetic(mine), Self::Synthetic(others)) => mine == others,
            // Taken again, it may have changed since.
            (Self::File(mine), Self::File(others)) => js_sys::Object::is(mine, others),
            _ => false,
        }
    }
}

/// How far the worker is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) thousandths: u32,
    pub(super) rows: u64,
}

/// What would have been enough, as far as it is worked out.
#[derive(Clone, Default)]
pub(super) struct Fixing {
    /// Whether it still is.
    pub(super) runs: bool,
    /// Whether there are too many rows for it.
    pub(super) too_many: bool,
    pub(super) caps: Option<Caps>,
    pub(super) throttle: Option<Option<Throttle>>,
}

/// The state of the view.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(super) settings: RwSignal<Settings>,
    /// Whether an option was chosen here; until then it is that of the plan.
    pub(super) is_chosen: RwSignal<bool>,
    pub(super) requests: RwSignal<String>,
    pub(super) seed: RwSignal<String>,
    pub(super) source: RwSignal<Source, LocalStorage>,
    pub(super) progress: RwSignal<Option<Progress>>,
    pub(super) answer: RwSignal<Option<Rc<ReadOutcome>>, LocalStorage>,
    /// The answer as the worker gave it.
    pub(super) json: RwSignal<String>,
    pub(super) fixing: RwSignal<Fixing>,
    pub(super) failure: RwSignal<Option<Failure>>,
    /// What the columns of the log are called.
    pub(super) names: RwSignal<Names>,
    /// The first records of a log whose columns may be named.
    pub(super) preview: RwSignal<Vec<Vec<String>>>,
    pub(super) is_cancelled: RwSignal<bool>,
    worker: StoredValue<Option<WorkerHandle>, LocalStorage>,
    /// What was asked last.
    asked: StoredValue<Option<(Job, Source)>, LocalStorage>,
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
            settings: RwSignal::new(Settings::new(
                "openai/gpt-oss-120b",
                Plan::Free,
                Tier::OnDemand,
            )),
            is_chosen: RwSignal::new(false),
            requests: RwSignal::new("2000".to_string()),
            seed: RwSignal::new("1".to_string()),
            source: RwSignal::new_local(Source::Nothing),
            progress: RwSignal::new(None),
            answer: RwSignal::new_local(None),
            json: RwSignal::new(String::new()),
            fixing: RwSignal::new(Fixing::default()),
            failure: RwSignal::new(None),
            names: RwSignal::new(Names::default()),
            preview: RwSignal::new(Vec::new()),
            is_cancelled: RwSignal::new(false),
            worker: StoredValue::new_local(None),
            asked: StoredValue::new_local(None),
        }
    }

    /// Takes a log; what was said of the columns of the last one is forgotten.
    pub(crate) fn take(self, file: File) {
        self.names.set(Names::default());
        self.preview.set(Vec::new());
        self.source.set(Source::File(file));
    }

    /// Replays, unless the very same is already asked; `again` asks it anyway.
    pub(super) fn start(self, question: Option<&Question>, again: bool) {
        let (source, settings) = (self.source.get_untracked(), self.settings.get_untracked());
        let synthetic = match source {
            Source::Nothing => return,
            Source::Synthetic(synthetic) => Some(synthetic),
            Source::File(_) => None,
        };
        if !settings.errors().is_empty() {
            return;
        }
        let names = self.names.get_untracked();
        let job = Job { names, ..Job::new(question, &settings, synthetic) };
        let same = self.asked.with_value(|asked| {
            asked.as_ref().is_some_and(|(last, from)| *last == job && from.is(&source))
        });
        if same && !again {
            return;
        }
        self.end();
        self.failure.set(None);
        self.is_cancelled.set(false);
        self.progress.set(Some(Progress { thousandths: 0, rows: 0 }));
        let text = serde_json::to_string(&job).unwrap_or_default();
        self.asked.set_value(Some((job, source.clone())));
        let file = match &source {
            Source::File(file) => JsValue::from(file.clone()),
            _ => JsValue::UNDEFINED,
        };
        if let Err(error) = self.start_worker(&Array::of2(&JsValue::from_str(&text), &file)) {
            self.on_error(format!("{error:?}"));
        }
    }

    fn start_worker(self, message: &Array) -> Result<(), JsValue> {
        let worker = WorkerHandle::new(
            SCRIPT,
            "replay",
            move |text| self.on_message(text),
            move |text| self.on_error(text),
        )?;
        worker.post(message)?;
        self.worker.set_value(Some(worker));
        Ok(())
    }

    fn on_message(self, text: &str) {
        match serde_json::from_str(text) {
            Ok(WorkerReply::Progress { thousandths, rows }) => {
                self.progress.set(Some(Progress { thousandths, rows }));
            }
            Ok(WorkerReply::Answer { answer, fixing }) => {
                let json = answer.to_string();
                match serde_json::from_value(answer) {
                    Ok(answer) => {
                        self.fixing.set(Fixing {
                            runs: fixing,
                            too_many: !fixing,
                            ..Fixing::default()
                        });
                        self.json.set(json);
                        self.answer.set(Some(Rc::new(answer)));
                        self.progress.set(None);
                    }
                    Err(error) => self.on_error(error.to_string()),
                }
            }
            Ok(WorkerReply::Caps { caps: found }) => {
                self.fixing.update(|fixing| fixing.caps = caps(found).ok());
            }
            Ok(WorkerReply::Throttle { throttle }) => {
                self.fixing
                    .update(|fixing| fixing.throttle = serde_json::from_value(throttle).ok());
            }
            Ok(WorkerReply::Done) => {
                self.fixing.update(|fixing| fixing.runs = false);
                // Not from within its own closure, and not the next one.
                let end = move || {
                    if !self.is_running() {
                        self.end();
                    }
                };
                set_timeout(end, std::time::Duration::ZERO);
            }
            Ok(WorkerReply::Failed { text, remedy, preview }) => {
                self.on_failure(text, remedy, preview)
            }
            Err(error) => self.on_error(error.to_string()),
        }
    }

    fn on_error(self, text: String) {
        self.on_failure(text, None, Vec::new());
    }

    fn on_failure(self, text: String, remedy: Option<String>, preview: Vec<Vec<String>>) {
        self.answer.set(None);
        // What was said of such columns before holds for them again.
        let known = preview.first().and_then(|head| columns::remembered(head));
        if let Some(known) = known.filter(|known| *known != self.names.get_untracked()) {
            self.names.set(known);
        }
        self.preview.set(preview);
        self.failure.set(Some(Failure { text, remedy }));
        self.progress.set(None);
        self.fixing.update(|fixing| fixing.runs = false);
    }

    /// Lets the worker go, if there is one.
    fn end(self) {
        self.worker.set_value(None);
    }

    /// Whether it is at work.
    pub(super) fn is_running(self) -> bool {
        self.progress.with(Option::is_some) || self.fixing.with(|fixing| fixing.runs)
    }

    /// Ends what runs; what was entered stays.
    pub(super) fn cancel(self) {
        self.end();
        self.asked.set_value(None);
        self.progress.set(None);
        self.fixing.update(|fixing| fixing.runs = false);
        self.is_cancelled.set(true);
    }
}

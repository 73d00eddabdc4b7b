//! What the live view keeps while the page is open, whichever view is shown.

use groq_calc::{Plan, Usd};
use groq_protocol::ModelList;
use leptos::prelude::*;
use web_sys::{AbortController, AbortSignal};

use super::{
    base::BaseUrl,
    call::Target,
    exchange::{Exchange, Prompt},
    failure::Failure,
    key::Key,
    measured::{Measured, Measurements},
    sample::Sample,
    seen::Seen,
};

/// What runs at the moment; one thing at a time.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Running {
    Nothing,
    Listing,
    /// A prompt is on its way.
    Asking,
    /// A prompt waits until it may be sent again: till when, on the page's clock.
    Waiting(f64),
    Sampling,
}

/// What the calls of this visit cost.
#[derive(Clone, Copy, Default)]
pub(super) struct Spent {
    pub(super) calls: u64,
    pub(super) usd: Usd,
    /// Calls that may have cost something that is not known.
    pub(super) unknown: u64,
}

impl Spent {
    /// Counts a call.
    pub(super) fn add(&mut self, exchange: &Exchange) {
        self.calls += 1;
        let is_free = exchange.failure.as_ref().is_some_and(Failure::is_free);
        match exchange.cost().and_then(|cost| self.usd.checked_add(cost)) {
            Some(usd) => self.usd = usd,
            None if is_free => {}
            None => self.unknown += 1,
        }
    }
}

/// The state of the live view. The key is private to this folder and in no form,
/// address or file.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(super) key: RwSignal<Option<Key>>,
    pub(super) base: RwSignal<BaseUrl>,
    pub(super) plan: RwSignal<Plan>,
    pub(super) prompt: RwSignal<Prompt>,
    pub(super) running: RwSignal<Running>,
    pub(super) list: RwSignal<Option<Result<ModelList, Failure>>>,
    pub(super) exchange: RwSignal<Option<Exchange>>,
    pub(super) sample: RwSignal<Sample>,
    pub(super) seen: RwSignal<Seen>,
    pub(super) spent: RwSignal<Spent>,
    measurements: RwSignal<Measurements>,
    controller: StoredValue<Option<AbortController>, LocalStorage>,
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

    /// The one given down as context.
    pub(super) fn here() -> Self {
        expect_context()
    }

    fn new() -> Self {
        let (base, key) =
            Key::kept().map_or((BaseUrl::groq(), None), |(base, key)| (base, Some(key)));
        Self {
            key: RwSignal::new(key),
            base: RwSignal::new(base),
            plan: RwSignal::new(Plan::Free),
            prompt: RwSignal::new(Prompt {
                model: "openai/gpt-oss-20b".to_string(),
                text: String::new(),
                max_completion_tokens: 512,
            }),
            running: RwSignal::new(Running::Nothing),
            list: RwSignal::new(None),
            exchange: RwSignal::new(None),
            sample: RwSignal::new(Sample::default()),
            seen: RwSignal::new(Seen::default()),
            spent: RwSignal::new(Spent::default()),
            measurements: RwSignal::new(Measurements::default()),
            controller: StoredValue::new_local(None),
        }
    }

    /// Forgets the key, here and in session storage, and ends what uses it.
    pub(super) fn forget_key(self) {
        self.cancel();
        Key::forget();
        self.key.set(None);
    }

    /// Asks another server from now on. A key is for the server that it was
    /// entered for, so it is forgotten where that changes.
    pub(super) fn move_to(self, base: BaseUrl) {
        if self.base.with_untracked(|old| old.origin() != base.origin()) {
            self.forget_key();
            self.list.set(None);
        }
        self.base.set(base);
    }

    /// Starts something that needs the key: with whom to speak, and the signal
    /// that ends it. `None` while something else runs.
    pub(super) fn start(self, running: Running) -> Option<(Target, AbortSignal)> {
        if self.running.get_untracked() != Running::Nothing {
            return None;
        }
        let key = self.key.get_untracked()?;
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        self.controller.set_value(Some(controller));
        self.running.set(running);
        Some((Target { base: self.base.get_untracked(), key }, signal))
    }

    /// Says that it has ended.
    pub(super) fn end(self) {
        self.controller.set_value(None);
        self.running.set(Running::Nothing);
    }

    /// Ends whatever runs.
    pub(super) fn cancel(self) {
        self.controller.with_value(|controller| {
            if let Some(controller) = controller {
                controller.abort();
            }
        });
    }

    /// What answers of this visit say of a model's estimates.
    pub(crate) fn measured(self, model: &str) -> Option<Measured> {
        self.measurements.with(|all| all.of(model))
    }

    /// Counts a call, takes the limits that it showed and what it says of the
    /// estimate of its prompt.
    pub(super) fn learn(self, exchange: &Exchange) {
        self.spent.update(|spent| spent.add(exchange));
        if let Some(counted) = exchange.usage().and_then(|usage| usage.prompt_tokens) {
            let (model, estimated) = (&exchange.model, exchange.estimated);
            self.measurements.update(|all| all.add(model, estimated, counted));
        }
        self.seen.update(|seen| {
            if let (Some(headers), Some(at)) = (&exchange.headers, exchange.ended) {
                // Headers come with the first byte; the answer has taken time since.
                seen.headers(&exchange.model, headers, exchange.first.unwrap_or(at));
            }
            if let Some(failure) = &exchange.failure {
                seen.failure(&exchange.model, failure);
            }
        });
    }
}

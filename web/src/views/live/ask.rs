//! What the buttons of the view set off.

use groq_protocol::ModelList;
use leptos::{prelude::*, task::spawn_local};

use super::{
    call::{call, wait_until},
    failure::Failure,
    sample::{Bounds, Sample},
    series,
    session::{Running, Session},
};

/// Sends that one press of the button for sending again stands for.
const TRIES: usize = 5;

/// Asks for the account's models.
pub(super) fn list(session: Session) {
    let Some((target, signal)) = session.start(Running::Listing) else { return };
    spawn_local(async move {
        let answered = async {
            let text = call(&target, "/models", None, &signal).await?.text(&signal).await?;
            ModelList::parse(&text).map_err(|_| {
                let head: String = text.chars().take(2000).collect();
                Failure::Unreadable(target.key.redact(&head))
            })
        };
        session.list.set(Some(answered.await));
        session.end();
    });
}

/// Sends the prompt: now, or when a told wait ends. After a wait, later waits
/// are kept as well.
pub(super) fn prompt(session: Session, wait: Option<f64>) {
    let Some((target, signal)) = session.start(Running::Asking) else { return };
    spawn_local(async move {
        let prompt = session.prompt.get_untracked();
        let mut next = wait;
        for _ in 0..TRIES {
            if let Some(until) = next {
                session.running.set(Running::Waiting(until));
                if !wait_until(until, &signal).await {
                    break;
                }
                session.running.set(Running::Asking);
            }
            let show = |so_far: &_| session.exchange.set(Some(Clone::clone(so_far)));
            let exchange = prompt.send(&target, &signal, show).await;
            session.learn(&exchange);
            next = exchange.failure.as_ref().filter(|_| wait.is_some()).and_then(Failure::retry_at);
            session.exchange.set(Some(exchange));
            if next.is_none() {
                break;
            }
        }
        session.end();
    });
}

/// Sends a series.
pub(super) fn series(session: Session, bounds: Bounds) {
    let Some((target, signal)) = session.start(Running::Sampling) else { return };
    session.sample.set(Sample::default());
    spawn_local(async move {
        let prompt = session.prompt.get_untracked();
        series::run(session, prompt, bounds, target, signal).await;
        session.end();
    });
}

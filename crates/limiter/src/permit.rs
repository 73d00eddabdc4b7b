use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
};

use groq_calc::{Usage, limiter::Ticket};
use tokio::runtime::Handle;

use crate::{error::Error, shared::Shared};

/// A request that may be sent. Dropped, it gives back all that it reserved, or,
/// once it was [sent](Permit::sent), keeps it.
#[must_use = "a permit that is dropped gives back what it reserved"]
pub struct Permit {
    shared: Arc<Shared>,
    model: String,
    /// Nothing once it is settled.
    ticket: Option<Ticket>,
    is_sent: bool,
}

impl Permit {
    pub(crate) fn new(shared: Arc<Shared>, model: &str, ticket: Ticket) -> Self {
        Self { shared, model: model.to_owned(), ticket: Some(ticket), is_sent: false }
    }

    /// The request is on its way: if its end is not seen, it counts in full.
    pub const fn sent(&mut self) {
        self.is_sent = true;
    }

    /// The request has ended: what it used takes the place of what it reserved.
    /// Without its usage the reserve stays counted.
    ///
    /// # Errors
    ///
    /// When the store can't be reached.
    pub async fn settle(mut self, usage: Option<Usage>) -> Result<(), Error> {
        let Some(ticket) = self.ticket.take() else { return Ok(()) };
        end(Arc::clone(&self.shared), self.model.clone(), ticket, End::Settled(usage)).await
    }

    /// The request was not sent, or was refused: all that it reserved comes back.
    ///
    /// # Errors
    ///
    /// When the store can't be reached.
    pub async fn cancel(mut self) -> Result<(), Error> {
        let Some(ticket) = self.ticket.take() else { return Ok(()) };
        end(Arc::clone(&self.shared), self.model.clone(), ticket, End::Cancelled).await
    }

    /// The same as [`Permit::settle`] where nothing can be awaited.
    pub(crate) fn settle_soon(mut self, usage: Option<Usage>) {
        self.end_soon(End::Settled(usage));
    }

    /// There is no such request any more.
    pub(crate) fn forget(mut self) {
        self.ticket = None;
    }

    fn end_soon(&mut self, how: End) {
        let Some(ticket) = self.ticket.take() else { return };
        let ending = end(Arc::clone(&self.shared), self.model.clone(), ticket, how);
        if self.shared.is_local() {
            // It never has to wait.
            drop(pin!(ending).poll(&mut Context::from_waker(Waker::noop())));
        } else if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(ending);
        }
        // Without a runtime it expires.
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let how = if self.is_sent { End::Settled(None) } else { End::Cancelled };
        self.end_soon(how);
    }
}

#[derive(Clone, Copy)]
enum End {
    Settled(Option<Usage>),
    Cancelled,
}

async fn end(shared: Arc<Shared>, model: String, ticket: Ticket, how: End) -> Result<(), Error> {
    let work = |rules: &mut groq_calc::limiter::Limiter, now| match how {
        End::Settled(usage) => rules.settle(now, &model, ticket, usage),
        End::Cancelled => rules.cancel(now, &model, ticket),
    };
    shared.decide_and_wake(&model, work, |_| true).await.map(drop)
}

use std::sync::Arc;

use groq_calc::limiter::{Ask, Decision, Limiter as Rules, Never, Observation};

use crate::{
    clock::Clock,
    error::Error,
    permit::Permit,
    shared::{Place, Shared},
    store::Store,
};

/// A limiter that tasks share; a clone is the same limiter.
#[derive(Clone)]
pub struct Limiter {
    shared: Arc<Shared>,
}

impl Limiter {
    /// A limiter on what a store keeps.
    pub fn new(store: impl Store) -> Self {
        Self { shared: Arc::new(Shared::new(store)) }
    }

    /// Waits in line until a request may be sent. Dropping the future leaves the
    /// line.
    ///
    /// # Errors
    ///
    /// Why waiting never helps ([`Error::as_never`]), or that the store can't be
    /// reached.
    pub async fn acquire(&self, model: &str, ask: Ask) -> Result<Permit, Error> {
        loop {
            if let Some(permit) = self.try_acquire(model, ask).await? {
                return Ok(permit);
            }
        }
    }

    /// The same; `None` where its place in the line was lost.
    async fn try_acquire(&self, model: &str, ask: Ask) -> Result<Option<Permit>, Error> {
        let shared = &self.shared;
        let first = shared.decide(model, |rules, now| rules.acquire(now, model, &ask)).await?;
        let decision = first.map_err(Error::never)?;
        // From here on the ticket is given back if the future is dropped.
        let permit = Permit::new(Arc::clone(shared), model, decision.ticket());
        if decision.is_admitted() {
            return Ok(Some(permit));
        }
        let place = Place::new(shared, model, decision.ticket());
        let ticket = decision.ticket();
        loop {
            // The first time at once: what was given back before the place was
            // taken has woken nobody.
            let next = shared.decide_and_wake(
                model,
                |rules, now| rules.poll(now, model, ticket),
                |next| !matches!(next, Ok(Decision::Waiting(..))),
            );
            let wait = match next.await? {
                Ok(Decision::Admitted(_)) => break,
                Ok(Decision::Waiting(_, wait)) => wait,
                Err(never) => {
                    permit.forget();
                    return match never {
                        // It was silent for too long, or another store goes on.
                        Never::Gone => Ok(None),
                        never => Err(Error::never(never)),
                    };
                }
            };
            let until = match (wait.wait_us, wait.ahead) {
                (Some(wait_us), 0) => Some(shared.store.clock().duration(wait_us)),
                _ => None,
            };
            // Behind others there is less to see.
            let look = shared.store.look_every();
            let look = look.map(|look| if wait.ahead == 0 { look } else { look * 8 });
            place.woken(until.into_iter().chain(look).min()).await;
        }
        Ok(Some(permit))
    }

    /// Takes note of what an answer says of a model's limits; do so before the
    /// request is settled.
    ///
    /// # Errors
    ///
    /// When the store can't be reached.
    pub async fn observe(&self, model: &str, seen: &Observation) -> Result<(), Error> {
        let observe = |rules: &mut Rules, now| rules.observe(now, model, seen);
        self.shared.decide(model, observe).await
    }

    /// Reads what is known of a model, or anything of all where the store is of
    /// this process.
    ///
    /// # Errors
    ///
    /// When the store can't be reached.
    pub async fn read<T: Send>(
        &self,
        model: &str,
        read: impl Fn(&Rules, u64) -> T + Send,
    ) -> Result<T, Error> {
        self.shared.decide(model, move |rules, now| read(rules, now)).await
    }

    /// The time by which it goes.
    pub fn clock(&self) -> &Clock {
        self.shared.store.clock()
    }
}

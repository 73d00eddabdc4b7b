use std::{
    future::{Future, ready},
    pin::Pin,
    sync::{Mutex, PoisonError},
};

use groq_calc::limiter::Limiter;

use crate::{
    clock::Clock,
    error::Error,
    store::{Store, Work},
};

/// What is used is kept in memory, for one process.
#[derive(Debug)]
pub struct Memory {
    limiter: Mutex<Limiter>,
    clock: Clock,
}

impl Memory {
    /// Goes on from what a limiter knows.
    pub fn new(limiter: Limiter) -> Self {
        Self::with_clock(limiter, Clock::new())
    }

    /// The same by another clock.
    pub const fn with_clock(limiter: Limiter, clock: Clock) -> Self {
        Self { limiter: Mutex::new(limiter), clock }
    }

    /// Makes a decision.
    pub(crate) fn work<T>(&self, work: impl FnOnce(&mut Limiter, u64) -> T) -> T {
        // A holder that panicked has left whole values.
        let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock, so that no time steps back.
        let now = self.clock.now();
        work(&mut limiter, now)
    }
}

impl Store for Memory {
    fn decide<'a>(
        &'a self,
        _: &'a str,
        work: Work<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>> {
        self.work(work);
        Box::pin(ready(Ok(())))
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }
}

use std::{future::Future, pin::Pin, time::Duration};

use groq_calc::limiter::Limiter;

use crate::{clock::Clock, error::Error};

/// A decision about a model, given the limiter and the time. It may be made
/// again, where somebody else was faster.
pub type Work<'a> = &'a mut (dyn FnMut(&mut Limiter, u64) + Send);

/// Where it is kept what of the limits is used.
pub trait Store: Send + Sync + 'static {
    /// Makes a decision about a model and keeps what it changes, both or neither.
    ///
    /// # Errors
    ///
    /// When what is kept can't be read or written: then nothing is decided.
    fn decide<'a>(
        &'a self,
        model: &'a str,
        work: Work<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

    /// The time by which waits are slept.
    fn clock(&self) -> &Clock;

    /// How often to look whether others have given something back; `None` where
    /// this process alone has the limiter, and every decision ends at once.
    fn look_every(&self) -> Option<Duration> {
        None
    }
}

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use groq_calc::limiter::{Limiter as Rules, Ticket};
use tokio::{sync::Notify, time};

use crate::{error::Error, store::Store};

/// What the clones of a limiter share.
pub(crate) struct Shared {
    pub(crate) store: Box<dyn Store>,
    /// Those of this process who wait, by model and ticket.
    waiting: Mutex<BTreeMap<(String, Ticket), Arc<Notify>>>,
}

impl Shared {
    pub(crate) fn new(store: impl Store) -> Self {
        Self { store: Box::new(store), waiting: Mutex::default() }
    }

    /// Makes a decision that helps nobody who waits.
    pub(crate) async fn decide<T: Send>(
        &self,
        model: &str,
        work: impl FnMut(&mut Rules, u64) -> T + Send,
    ) -> Result<T, Error> {
        self.decide_and_wake(model, work, |_| false).await
    }

    /// Makes a decision, and wakes whoever is next in line where it may help.
    pub(crate) async fn decide_and_wake<T: Send>(
        &self,
        model: &str,
        mut work: impl FnMut(&mut Rules, u64) -> T + Send,
        helps: fn(&T) -> bool,
    ) -> Result<T, Error> {
        let mut made = None;
        let mut decide = |rules: &mut Rules, now: u64| {
            let decision = work(rules, now);
            let heads = rules.heads().filter(|_| helps(&decision));
            let heads: Vec<_> = heads.map(|(model, head)| (model.to_owned(), head)).collect();
            made = Some((decision, heads));
        };
        self.store.decide(model, &mut decide).await?;
        let Some((decision, heads)) = made else {
            return Err(Error::store("no decision", &"the store did not ask"));
        };
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        heads.iter().filter_map(|head| waiting.get(head)).for_each(|place| place.notify_one());
        Ok(decision)
    }

    /// Whether each decision ends at once.
    pub(crate) fn is_local(&self) -> bool {
        self.store.look_every().is_none()
    }
}

/// A place in the line, where its owner is woken.
pub(crate) struct Place<'a> {
    shared: &'a Shared,
    key: (String, Ticket),
    notify: Arc<Notify>,
}

impl<'a> Place<'a> {
    pub(crate) fn new(shared: &'a Shared, model: &str, ticket: Ticket) -> Self {
        let (key, notify) = ((model.to_owned(), ticket), Arc::new(Notify::new()));
        let mut waiting = shared.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.insert(key.clone(), Arc::clone(&notify));
        drop(waiting);
        Self { shared, key, notify }
    }

    /// Waits until somebody wakes it, or for so long.
    pub(crate) async fn woken(&self, most: Option<Duration>) {
        match most {
            None => self.notify.notified().await,
            Some(most) => drop(time::timeout(most, self.notify.notified()).await),
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.shared.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(&self.key);
    }
}

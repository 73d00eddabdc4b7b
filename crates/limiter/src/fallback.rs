use std::{
    collections::BTreeMap,
    future::Future,
    path::{Path, PathBuf},
    pin::Pin,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use groq_calc::{
    Limit, Usd,
    catalog::Window,
    limiter::{Budget, Level, Limiter, Observation},
};
use tokio::{
    sync::RwLock,
    time::{Instant, timeout},
};

use crate::{
    clock::Clock,
    error::Error,
    file::File,
    store::{Store, Work},
};

/// How long to wait before the store is tried again.
const RETRY: Duration = Duration::from_secs(10);
/// How long it may take to answer then: everybody waits meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);

/// A shared store, and a [`File`] for as long as it can't be reached.
///
/// The file goes on from what this process saw of the limits last, so that losing
/// the store never gives a full limit again; before anything was seen, it goes on
/// from what the file holds. What was used meanwhile is handed over when the store
/// answers again. One process of a machine has the file, the others get an error.
/// Each machine then keeps to the limits alone: several of them together can meet
/// refusals of the API, which are waited out.
///
/// What was in flight or waited at a change keeps what it reserved; who waited
/// stands in line again.
pub struct Fallback<S> {
    store: S,
    path: PathBuf,
    limiter: Limiter,
    clock: Clock,
    /// What was seen of each model last.
    seen: Mutex<BTreeMap<String, Limiter>>,
    /// Nothing while the store is used.
    away: RwLock<Option<Away>>,
    changed: Box<dyn Fn(&Change) + Send + Sync>,
}

/// Where the use of the limits is kept from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// In the file, because of an error of the store.
    ToFile(Error),
    /// In the store again.
    ToStore,
}

/// The file is used.
struct Away {
    file: File,
    /// What was spent or reserved when it began.
    spent: Usd,
    next_try: Instant,
}

impl<S: Store> Fallback<S> {
    /// A store with a file. The limiter has the terms of all models, nothing used;
    /// the clock is that of the file.
    pub fn new(
        store: S,
        path: &Path,
        limiter: Limiter,
        clock: Clock,
        changed: impl Fn(&Change) + Send + Sync + 'static,
    ) -> Self {
        let (path, seen, away) = (path.to_owned(), Mutex::default(), RwLock::new(None));
        Self { store, path, limiter, clock, seen, away, changed: Box::new(changed) }
    }

    async fn try_decide(&self, model: &str, work: Work<'_>) -> Result<(), Error> {
        loop {
            let away = self.away.read().await;
            let failed = match &*away {
                Some(away) if Instant::now() < away.next_try => {
                    return away.file.decide(model, work).await;
                }
                Some(_) => None,
                None => match self.decide_seen(model, &mut *work).await {
                    Err(error) if error.is_store() => Some(error),
                    decided => return decided,
                },
            };
            drop(away);
            let mut away = self.away.write().await;
            // Another one may have been faster.
            match (&mut *away, failed) {
                (here @ None, Some(error)) => {
                    *here = Some(self.leave(&error).await?);
                    (self.changed)(&Change::ToFile(error));
                }
                (Some(file), _) if Instant::now() >= file.next_try => {
                    if self.come_back(file).await.is_ok() {
                        *away = None;
                        (self.changed)(&Change::ToStore);
                    } else {
                        file.next_try = Instant::now() + RETRY;
                    }
                }
                _ => {}
            }
        }
    }

    /// Decides by the store, and remembers what it holds.
    async fn decide_seen(&self, model: &str, work: Work<'_>) -> Result<(), Error> {
        let mut last = None;
        let mut watched = |rules: &mut Limiter, now: u64| {
            work(rules, now);
            last = Some(rules.only(model));
        };
        self.store.decide(model, &mut watched).await?;
        if let Some(last) = last {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.insert(model.to_owned(), last);
        }
        Ok(())
    }

    /// Opens the file, no more generous than the store was.
    async fn leave(&self, error: &Error) -> Result<Away, Error> {
        let file = File::with_clock(&self.path, self.limiter.clone(), self.clock)
            .map_err(|other| Error::store(&error.to_string(), &other))?;
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let spent = seen.values().map(|rules| committed(rules.budget())).max();
        let mut spent = spent.unwrap_or(Usd::ZERO);
        let mut take_over = |rules: &mut Limiter, now: u64| {
            // No number is one of the store's, whose requests are not known here.
            rules.number_from(now);
            for (model, last) in &seen {
                observe(rules, now, model, &last.levels(now, model));
            }
            let kept = committed(rules.budget());
            rules.spend(spent.checked_sub(kept).unwrap_or(Usd::ZERO));
            spent = spent.max(kept);
        };
        file.decide("", &mut take_over).await?;
        Ok(Away { file, spent, next_try: Instant::now() + RETRY })
    }

    /// Hands over to the store what was used.
    async fn come_back(&self, away: &Away) -> Result<(), Error> {
        let (mut used, mut spent) = (BTreeMap::new(), away.spent);
        let mut read = |rules: &mut Limiter, now: u64| {
            let levels = |model: &str| (model.to_owned(), rules.levels(now, model));
            used = rules.models().map(levels).collect();
            spent = committed(rules.budget());
        };
        away.file.decide("", &mut read).await?;
        let is_used = |levels: &[Level]| levels.iter().any(|level| level.until_full_us > 0);
        let mut unpaid = spent.checked_sub(away.spent);
        // The first one also takes the dollars, and shows that the store answers.
        for (index, (model, levels)) in used.iter().enumerate() {
            if index > 0 && !is_used(levels) {
                continue;
            }
            let mut hand_over = |rules: &mut Limiter, now: u64| {
                observe(rules, now, model, levels);
                rules.spend(unpaid.unwrap_or(Usd::ZERO));
            };
            let handing = self.store.decide(model, &mut hand_over);
            timeout(PATIENCE, handing)
                .await
                .map_err(|late| Error::store("the store is slow", &late))??;
            unpaid = None;
        }
        Ok(())
    }
}

/// What is spent, or may be.
fn committed(budget: Budget) -> Usd {
    budget.spent.checked_add(budget.reserved).unwrap_or(budget.spent)
}

/// Takes over levels that are lower. What is in flight elsewhere does not come
/// back here.
fn observe(rules: &mut Limiter, now: u64, model: &str, levels: &[Level]) {
    let refills = |limit: Limit| limit.window != Window::InFlight;
    let left = levels.iter().filter(|level| refills(level.limit));
    let left = left.map(|level| (level.limit, None, level.left)).collect();
    rules.observe(now, model, &Observation { wait_us: None, left });
}

impl<S: Store> Store for Fallback<S> {
    fn decide<'a>(
        &'a self,
        model: &'a str,
        work: Work<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>> {
        Box::pin(self.try_decide(model, work))
    }

    fn clock(&self) -> &Clock {
        self.store.clock()
    }

    fn look_every(&self) -> Option<Duration> {
        self.store.look_every()
    }
}

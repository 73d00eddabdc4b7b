use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use groq_calc::{
    Date, Offer, OptionId, Plan, Tier,
    catalog::{Amounts, Override},
    limiter::{Level, Permit, RateLimiter},
};
use groq_catalog::CATALOG;

use crate::{
    account::{batch::Batch, clock::Clock, config::Config, file::File, storage::Storage},
    error::Error,
    wire::{exchange::Exchanges, failure::Failure, fault::Fault},
};

/// Everything the server keeps, shared by all requests.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) day: Date,
    limits: Vec<Override>,
    limiters: Mutex<BTreeMap<(&'static str, Tier), RateLimiter>>,
    pub(crate) faults: Mutex<VecDeque<Fault>>,
    pub(crate) log: Mutex<VecDeque<Entry>>,
    pub(crate) storage: Storage,
    pub(crate) files: Mutex<BTreeMap<String, File>>,
    pub(crate) batches: Mutex<BTreeMap<String, Batch>>,
    pub(crate) exchanges: Exchanges,
    ids: AtomicU64,
}

pub(crate) type Shared = Arc<State>;

/// One request that was answered.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) at: u64,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
}

/// Requests kept in the log.
const LOGGED: usize = 10_000;

/// A lock whose holder panicked still holds whole values here.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    pub(crate) fn new(config: Config, clock: impl Clock) -> Result<Self, Error> {
        let day = config.check()?;
        Ok(Self {
            storage: Storage::new(config.stored_bytes),
            limits: config.own_limits(),
            exchanges: Exchanges::open(config.replay_from.as_deref(), config.record.as_deref())?,
            config,
            clock: Box::new(clock),
            day,
            limiters: Mutex::default(),
            faults: Mutex::default(),
            log: Mutex::default(),
            files: Mutex::default(),
            batches: Mutex::default(),
            ids: AtomicU64::new(1),
        })
    }

    /// A new id with a prefix of Groq's.
    pub(crate) fn id(&self, prefix: &str) -> String {
        let number = self.ids.fetch_add(1, Ordering::Relaxed);
        format!("{prefix}mock{number:022}")
    }

    /// Unix seconds now.
    pub(crate) fn unix(&self) -> u64 {
        self.clock.started() + self.clock.now() / 1_000_000
    }

    /// The model on the server's plan.
    ///
    /// # Errors
    ///
    /// As Groq answers for a model that is unknown or no longer offered.
    pub(crate) fn offer(&self, model: &str, tier: Tier) -> Result<Offer<'static>, Failure> {
        CATALOG
            .on(self.day)
            .and_then(|dated| dated.with_limits(&self.limits))
            .map(|dated| dated.with_admission(self.config.admission))
            .and_then(|dated| dated.offer(OptionId::new(model, self.config.plan, tier)))
            .map_err(|_| Failure::no_model(model))
    }

    /// Every model that can be called, on demand.
    pub(crate) fn offers(&self) -> impl Iterator<Item = Offer<'static>> {
        CATALOG.offered(self.day).filter_map(|model| self.offer(model.id, Tier::OnDemand).ok())
    }

    fn with_limiter<T>(
        &self,
        offer: &Offer<'static>,
        work: impl FnOnce(&mut RateLimiter, u64) -> T,
    ) -> T {
        let mut limiters = lock(&self.limiters);
        let now = self.clock.now();
        let limiter = limiters
            .entry((offer.id.model, offer.id.tier))
            .or_insert_with(|| RateLimiter::of(&offer.caps));
        work(limiter, now)
    }

    /// Lets a request in, or says why not.
    pub(crate) fn admit(
        &self,
        offer: &Offer<'static>,
        request: &Amounts,
    ) -> Result<Permit, Failure> {
        self.with_limiter(offer, |limiter, now| limiter.acquire(now, request)).map_err(|refused| {
            let free = self.config.plan == Plan::Free;
            Failure::refused(&refused, offer.id.model, offer.id.tier.name(), free, |micros| {
                self.clock.for_client(micros)
            })
        })
    }

    /// Puts what was used in place of what was reserved.
    pub(crate) fn settle(&self, offer: &Offer<'static>, permit: Permit, used: &Amounts) {
        self.with_limiter(offer, |limiter, now| limiter.settle(permit, used, now));
    }

    /// How far each limit is used.
    pub(crate) fn levels(&self, offer: &Offer<'static>) -> Vec<Level> {
        self.with_limiter(offer, |limiter, now| limiter.levels(now).collect())
    }

    /// Forgets everything but the configuration.
    pub(crate) fn reset(&self) {
        lock(&self.limiters).clear();
        lock(&self.faults).clear();
        lock(&self.log).clear();
    }

    pub(crate) fn record(&self, entry: Entry) {
        let mut log = lock(&self.log);
        if log.len() == LOGGED {
            log.pop_front();
        }
        log.push_back(entry);
    }
}

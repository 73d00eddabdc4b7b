use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};

use crate::{
    cost::usage::Usage,
    limiter::{
        ask::Ask,
        budget::Budget,
        decision::Decision,
        lane::{Books, Lane},
        never::Never,
        observation::Observation,
        rate_limiter::Level,
        settings::Settings,
        snapshot::Snapshot,
        terms::Terms,
        ticket::Ticket,
    },
    num::money::Usd,
};

/// Keeps the requests of an organisation within all limits of all its models,
/// and within a budget: who can't be admitted stands in a line.
///
/// It has no clock and never sleeps. The caller passes the time in, in
/// microseconds since 1970; time that steps back counts as standing still. What
/// it admits is what a replay admits in the order of its queue, where requests
/// use what they reserve; where they use less, the rest comes back when they
/// are settled.
///
/// A request that waits asks again with [`Limiter::poll`], after its wait or
/// whenever another one has ended: only the head of a line is admitted. A caller
/// that gives up cancels.
///
/// ```
/// use groq_calc::{Caps, Kind, Limit, Offer, Plan, Tier, Usage};
/// use groq_calc::limiter::{Ask, Decision, Limiter, Never, Settings, Terms};
///
/// let bare = Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand);
/// let offer = Offer { caps: Caps::NONE.with(Limit::TPM, 6000), ..bare };
/// let mut limiter = Limiter::new(Settings::default());
/// limiter.add("m", Terms::of(&offer));
///
/// let first = limiter.acquire(0, "m", &Ask::tokens(1000, Some(4000)))?;
/// assert!(first.is_admitted());
/// // Another one has to wait until 1,000 tokens have come back, 100 a second.
/// let second = limiter.acquire(0, "m", &Ask::tokens(1000, Some(1000)))?;
/// let Decision::Waiting(ticket, wait) = second else { panic!() };
/// assert_eq!(wait.wait_us, Some(10_000_000));
///
/// // But the first one has written 500 tokens only.
/// limiter.settle(1_000_000, "m", first.ticket(), Some(Usage::new(1000, 0, 500).unwrap()));
/// assert!(limiter.poll(1_000_000, "m", ticket)?.is_admitted());
///
/// let never = limiter.acquire(2_000_000, "m", &Ask::tokens(5000, Some(2000))).unwrap_err();
/// assert_eq!(never, Never::Limit { limit: Limit::TPM, cap: 6000, requested: 7000 });
/// # Ok::<(), Never>(())
/// ```
#[derive(Clone, Debug)]
pub struct Limiter {
    settings: Settings,
    models: BTreeMap<String, Lane>,
    budget: Budget,
}

impl Limiter {
    /// No model yet, nothing spent.
    pub const fn new(settings: Settings) -> Self {
        let budget = Budget::new(settings.budget);
        Self { settings, models: BTreeMap::new(), budget }
    }

    /// Adds a model under a key of the caller's, or gives one that is there other
    /// terms: what is used of its limits stays used.
    pub fn add(&mut self, model: &str, terms: Terms) {
        match self.models.get_mut(model) {
            Some(lane) => lane.set_terms(terms),
            None => {
                self.models.insert(model.to_owned(), Lane::new(terms, self.settings.fair));
            }
        }
    }

    /// Whether a model has been added.
    pub fn has(&self, model: &str) -> bool {
        self.models.contains_key(model)
    }

    /// A limiter of one of its models alone, and the budget.
    pub fn only(&self, model: &str) -> Self {
        let lane = self.models.get_key_value(model);
        let models = lane.map(|(model, lane)| (model.clone(), lane.clone())).into_iter().collect();
        Self { models, ..*self }
    }

    /// The models that have been added.
    pub fn models(&self) -> impl Iterator<Item = &str> {
        self.models.keys().map(String::as_str)
    }

    /// Admits a request, or puts it into the line.
    ///
    /// # Errors
    ///
    /// Why waiting would never help; then nothing has changed.
    pub fn acquire(&mut self, now: u64, model: &str, ask: &Ask) -> Result<Decision, Never> {
        let (lane, mut books) = self.lane(model).ok_or(Never::Model)?;
        lane.acquire(now, ask, &mut books)
    }

    /// Asks again for a request that waits; for one that is admitted it says so.
    ///
    /// # Errors
    ///
    /// Why waiting no longer helps: it has left the line then.
    pub fn poll(&mut self, now: u64, model: &str, ticket: Ticket) -> Result<Decision, Never> {
        let (lane, mut books) = self.lane(model).ok_or(Never::Model)?;
        lane.poll(now, ticket, &mut books)
    }

    /// A request has ended: what it used takes the place of what it reserved.
    /// Without its usage, as where a stream breaks off, what it reserved stays
    /// counted and the highest price that it can have is spent.
    ///
    /// Says whether the ticket was known: one that has expired changes nothing.
    pub fn settle(&mut self, now: u64, model: &str, ticket: Ticket, usage: Option<Usage>) -> bool {
        let Some((lane, mut books)) = self.lane(model) else { return false };
        lane.settle(now, ticket, usage, &mut books)
    }

    /// A request leaves the line, or gives all back that it reserved because it
    /// was never sent or was refused. Says whether the ticket was known.
    pub fn cancel(&mut self, now: u64, model: &str, ticket: Ticket) -> bool {
        let Some((lane, mut books)) = self.lane(model) else { return false };
        lane.cancel(now, ticket, &mut books)
    }

    /// Takes note of what an answer says of the limits, before it is settled. A
    /// wait that it names holds for all requests of the model; where less is left
    /// than is counted here, or a cap is lower, that counts from now on.
    pub fn observe(&mut self, now: u64, model: &str, seen: &Observation) {
        if let Some(lane) = self.models.get_mut(model) {
            lane.observe(now, seen);
        }
    }

    /// The largest completion that a request with such a prompt may ask for; `None`
    /// for a model that was not added.
    pub fn most_completion(&self, model: &str, input: u64) -> Option<u64> {
        Some(self.models.get(model)?.most_completion(input))
    }

    /// The request that is admitted next, if any waits.
    pub fn head(&self, model: &str) -> Option<Ticket> {
        self.models.get(model)?.head()
    }

    /// The same for every model for which somebody waits.
    pub fn heads(&self) -> impl Iterator<Item = (&str, Ticket)> {
        self.models.iter().filter_map(|(model, lane)| Some((model.as_str(), lane.head()?)))
    }

    /// How many wait for a model.
    pub fn waiting(&self, model: &str) -> usize {
        self.models.get(model).map_or(0, Lane::waiting)
    }

    /// How many are admitted and have not ended.
    pub fn in_flight(&self, model: &str) -> usize {
        self.models.get(model).map_or(0, Lane::in_flight)
    }

    /// How far each limit of a model is used.
    pub fn levels(&self, now: u64, model: &str) -> Vec<Level> {
        self.models.get(model).map_or_else(Vec::new, |lane| lane.levels(now).collect())
    }

    /// What has been spent.
    pub const fn budget(&self) -> Budget {
        self.budget
    }

    /// Counts what was spent elsewhere.
    pub fn spend(&mut self, amount: Usd) {
        self.budget.settle(Usd::ZERO, Some(amount));
    }

    /// Gives new requests numbers from there on, so that they are not those of
    /// another limiter's.
    pub fn number_from(&mut self, first: u64) {
        self.models.values_mut().for_each(|lane| lane.number_from(first));
    }

    /// All that it knows.
    pub fn snapshot(&self) -> Snapshot {
        let models = self.models.iter().map(|(key, lane)| (key.clone(), lane.snapshot()));
        Snapshot { models: models.collect(), budget: self.budget }
    }

    /// Goes on from what was known, for the models that have been added. Their
    /// terms and the budget are those of this limiter; where a cap is another one
    /// now, as much of it is used as was. A time that is an hour later than `now`
    /// or more counts as now: the clock was wrong.
    pub fn restore(&mut self, now: u64, saved: &Snapshot) {
        for (key, saved) in &saved.models {
            if let Some(lane) = self.models.get_mut(key) {
                lane.restore(now, saved, self.settings.fair);
            }
        }
        self.budget = Budget { cap: self.settings.budget, ..saved.budget };
    }

    /// Forgets who waits and who is in flight, as after a restart: what was
    /// reserved stays counted, at the highest price that it can have.
    pub fn forget_requests(&mut self, now: u64) {
        let (settings, budget) = (&self.settings, &mut self.budget);
        for lane in self.models.values_mut() {
            lane.forget_requests(now, &mut Books { settings, budget });
        }
    }

    fn lane(&mut self, model: &str) -> Option<(&mut Lane, Books<'_>)> {
        let lane = self.models.get_mut(model)?;
        Some((lane, Books { settings: &self.settings, budget: &mut self.budget }))
    }
}

#[cfg(test)]
#[path = "queueing_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "queueing_laws_tests.rs"]
mod laws;

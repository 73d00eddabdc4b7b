use std::time::SystemTime;

use groq_calc::{
    Limit, OptionId, Plan, Tier, Usage,
    limiter::{
        Ask, Decision, Limiter as Line, Never, Observation, Settings, Snapshot, Terms, Ticket,
    },
    num::Decimal,
    replay::{self, Draft},
};
use groq_catalog::CATALOG;
use groq_protocol::{Advice, ApiError, RateHeaders};
use pyo3::{Bound, PyAny, PyResult, Python, prelude::*};

use crate::{cost::day, decimal::decimal, error::Fault, json};

/// How long a request may travel: the buckets of the API start to refill when it arrives.
const LATENCY_US: u64 = 500_000;

/// A ticket, whether its request is admitted, and else how many seconds it waits if
/// nothing is given back before.
type Answer = (u64, bool, Option<f64>);

/// The limits of one plan, which all requests of a program share.
#[pyclass(module = "groq_calc._native")]
pub struct Limiter {
    line: Line,
    settings: replay::Settings,
    plan: Plan,
    clock: Clock,
}

/// A clock that runs some times as fast as the machine's, as the stand-in's can.
/// Where that one is set back, time stands still in the limiter.
struct Clock {
    started: u64,
    speed: u32,
}

impl Clock {
    fn new(speed: u32) -> Self {
        Self { started: unix_us(), speed }
    }

    /// Microseconds since 1970.
    fn now(&self) -> u64 {
        let elapsed = unix_us().saturating_sub(self.started);
        self.started.saturating_add(elapsed.saturating_mul(self.speed.into()))
    }

    /// Seconds that a time takes.
    fn seconds(&self, micros: u64) -> f64 {
        micros as f64 / 1e6 / f64::from(self.speed)
    }
}

fn unix_us() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

impl From<Never> for Fault {
    fn from(never: Never) -> Self {
        Self::new(never.code(), "request", never.to_string())
    }
}

#[pymethods]
impl Limiter {
    /// `settings` as of a replay: plan, limits, admission, as_of.
    #[new]
    fn new(settings: &str, fair: bool, budget: Option<&str>, speed: u32) -> Result<Self, Fault> {
        if speed == 0 {
            return Err(Fault::illegal("speed", "0", "1 or more"));
        }
        let draft = json::read::<Draft>("settings", settings)?;
        let settings = Draft { all: true, ..draft }.check()?;
        let plan = settings.plan.ok_or_else(|| Fault::illegal("plan", "", "free or developer"))?;
        let dollars = |text: &str| {
            Decimal::parse(text)
                .and_then(|decimal| groq_calc::Usd::parse(&decimal.to_string()))
                .ok_or_else(|| Fault::illegal("budget", text, "an amount in dollars"))
        };
        let budget = budget.map(dollars).transpose()?;
        let latency_us = LATENCY_US.saturating_mul(speed.into());
        let line = Line::new(Settings { fair, budget, latency_us, ..Settings::default() });
        let limiter = Self { line, settings, plan, clock: Clock::new(speed) };
        // What is wrong with a day or a cap is said before the first request.
        limiter.catalog(|_| Ok(()))?;
        Ok(limiter)
    }

    /// Admits a request of a model, or puts it into the line.
    #[allow(clippy::too_many_arguments)]
    fn acquire(
        &mut self,
        model: &str,
        flex: bool,
        input: u64,
        most_input: u64,
        max_completion: Option<u64>,
        tenant: u64,
    ) -> Result<(String, Answer), Fault> {
        let key = if flex { format!("{model}@flex") } else { model.to_owned() };
        self.add(&key)?;
        let ask = Ask { tenant, input, most_input, max_completion, audio_millis: 0 };
        let decision = self.line.acquire(self.clock.now(), &key, &ask)?;
        Ok((key, self.answer(decision)))
    }

    /// Asks again for a request that waits.
    fn poll(&mut self, key: &str, ticket: u64) -> Result<Answer, Fault> {
        let decision = self.line.poll(self.clock.now(), key, Ticket::new(ticket))?;
        Ok(self.answer(decision))
    }

    /// A request has ended; without its usage what it reserved stays counted.
    fn settle(
        &mut self,
        key: &str,
        ticket: u64,
        usage: Option<(u64, u64, u64)>,
    ) -> Result<(), Fault> {
        let usage = usage.map(|(input, cached, output)| Usage::new(input, cached, output));
        self.line.settle(self.clock.now(), key, Ticket::new(ticket), usage.transpose()?);
        Ok(())
    }

    /// A request was never sent, or refused.
    fn cancel(&mut self, key: &str, ticket: u64) {
        self.line.cancel(self.clock.now(), key, Ticket::new(ticket));
    }

    /// Takes note of what an answer says of the limits; for one that was refused,
    /// whether it may be sent again.
    fn observe(
        &mut self,
        key: &str,
        status: u16,
        body: &str,
        pairs: Vec<(String, String)>,
    ) -> bool {
        let headers = RateHeaders::read(pairs.iter().map(|(name, value)| (&**name, &**value)));
        let advice = (status >= 400).then(|| Advice::new(&ApiError::parse(status, body), &headers));
        let wait = advice.as_ref().and_then(|advice| advice.wait);
        let buckets =
            [(Limit::RPD, headers.requests_per_day), (Limit::TPM, headers.tokens_per_minute)];
        let left = buckets.into_iter().filter_map(|(limit, bucket)| {
            bucket.remaining.map(|remaining| (limit, bucket.limit, remaining))
        });
        let scaled =
            |millis: u64| millis.saturating_mul(1000).saturating_mul(self.clock.speed.into());
        let wait_us = wait.map(|wait| scaled(wait.millis_up()));
        let seen = Observation { wait_us, left: left.collect() };
        self.line.observe(self.clock.now(), key, &seen);
        status == 429 && wait.is_some()
    }

    /// Who may be admitted next: with a budget one of each model.
    fn heads(&self, key: &str) -> Vec<u64> {
        match self.settings_budget() {
            false => self.line.head(key).map(Ticket::get).into_iter().collect(),
            true => {
                self.line.models().filter_map(|key| self.line.head(key)).map(Ticket::get).collect()
            }
        }
    }

    /// How far each limit of a model is used: its name, its cap, what is left, and
    /// seconds until it is full.
    fn levels(&self, key: &str) -> Vec<(String, u64, u64, f64)> {
        let levels = self.line.levels(self.clock.now(), key);
        levels
            .into_iter()
            .map(|level| {
                let seconds = self.clock.seconds(level.until_full_us);
                (level.limit.to_string(), level.cap, level.left, seconds)
            })
            .collect()
    }

    /// What has been spent, and what is reserved, in dollars.
    fn spent<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let budget = self.line.budget();
        Ok((decimal(py, budget.spent)?, decimal(py, budget.reserved)?))
    }

    /// All that it knows, as JSON.
    fn snapshot(&self) -> Result<String, Fault> {
        json::text(&self.line.snapshot())
    }

    /// Goes on from what a snapshot holds. What waited or was in flight then has
    /// ended unseen; a model that the catalog no longer has is left out.
    fn restore(&mut self, snapshot: &str) -> Result<(), Fault> {
        let saved = json::read::<Snapshot>("snapshot", snapshot)?;
        let busy = |key: &str| self.line.waiting(key) + self.line.in_flight(key) > 0;
        if self.line.models().any(busy) {
            let legal = "restored before the first request";
            return Err(Fault::illegal("limiter", "in use", legal));
        }
        for key in saved.models.keys() {
            self.add(key).ok();
        }
        let now = self.clock.now();
        self.line.restore(now, &saved);
        self.line.forget_requests(now);
        Ok(())
    }
}

impl Limiter {
    /// Adds a model and tier with its terms, once.
    fn add(&mut self, key: &str) -> Result<(), Fault> {
        if !self.line.has(key) {
            let (model, tier) = match key.strip_suffix("@flex") {
                Some(model) => (model, Tier::Flex),
                None => (key, Tier::OnDemand),
            };
            let id = OptionId::new(model, self.plan, tier);
            let terms = self.catalog(|catalog| Ok(Terms::of(&catalog.offer(id)?)))?;
            self.line.add(key, terms);
        }
        Ok(())
    }

    fn answer(&self, decision: Decision) -> Answer {
        match decision {
            Decision::Admitted(ticket) => (ticket.get(), true, None),
            Decision::Waiting(ticket, wait) => {
                (ticket.get(), false, wait.wait_us.map(|micros| self.clock.seconds(micros)))
            }
        }
    }

    fn settings_budget(&self) -> bool {
        self.line.budget().cap.is_some()
    }

    fn catalog<T>(
        &self,
        read: impl FnOnce(groq_calc::catalog::CatalogOn<'static, '_>) -> Result<T, groq_calc::Error>,
    ) -> Result<T, Fault> {
        let day = match self.settings.as_of {
            Some(day) => day,
            None => day(None)?,
        };
        let catalog = CATALOG.on(day)?.with_limits(&self.settings.limits)?;
        Ok(read(catalog.with_admission(self.settings.admission))?)
    }
}

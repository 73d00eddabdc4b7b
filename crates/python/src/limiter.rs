use std::time::SystemTime;

use groq_calc::{
    Limit, OptionId, Plan, Tier, Usage,
    limiter::{Ask, Decision, Limiter as Line, Never, Observation, Settings, Terms, Ticket},
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
}

/// Microseconds since 1970; a clock that is set back stands still in the limiter.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

impl From<Never> for Fault {
    fn from(never: Never) -> Self {
        Self::new(never.code(), "request", never.to_string())
    }
}

fn answer(decision: Decision) -> Answer {
    match decision {
        Decision::Admitted(ticket) => (ticket.get(), true, None),
        Decision::Waiting(ticket, wait) => {
            (ticket.get(), false, wait.wait_us.map(|micros| micros as f64 / 1e6))
        }
    }
}

#[pymethods]
impl Limiter {
    /// `settings` as of a replay: plan, limits, admission, as_of.
    #[new]
    fn new(settings: &str, fair: bool, budget: Option<&str>) -> Result<Self, Fault> {
        let draft = json::read::<Draft>("settings", settings)?;
        let settings = Draft { all: true, ..draft }.check()?;
        let plan = settings.plan.ok_or_else(|| Fault::illegal("plan", "", "free or developer"))?;
        let dollars = |text: &str| {
            Decimal::parse(text)
                .and_then(|decimal| groq_calc::Usd::parse(&decimal.to_string()))
                .ok_or_else(|| Fault::illegal("budget", text, "an amount in dollars"))
        };
        let budget = budget.map(dollars).transpose()?;
        let line =
            Line::new(Settings { fair, budget, latency_us: LATENCY_US, ..Settings::default() });
        let limiter = Self { line, settings, plan };
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
        if !self.line.has(&key) {
            let tier = if flex { Tier::Flex } else { Tier::OnDemand };
            let id = OptionId::new(model, self.plan, tier);
            let terms = self.catalog(|catalog| Ok(Terms::of(&catalog.offer(id)?)))?;
            self.line.add(&key, terms);
        }
        let ask = Ask { tenant, input, most_input, max_completion, audio_millis: 0 };
        let decision = self.line.acquire(now(), &key, &ask)?;
        Ok((key, answer(decision)))
    }

    /// Asks again for a request that waits.
    fn poll(&mut self, key: &str, ticket: u64) -> Result<Answer, Fault> {
        Ok(answer(self.line.poll(now(), key, Ticket::new(ticket))?))
    }

    /// A request has ended; without its usage what it reserved stays counted.
    fn settle(
        &mut self,
        key: &str,
        ticket: u64,
        usage: Option<(u64, u64, u64)>,
    ) -> Result<(), Fault> {
        let usage = usage.map(|(input, cached, output)| Usage::new(input, cached, output));
        self.line.settle(now(), key, Ticket::new(ticket), usage.transpose()?);
        Ok(())
    }

    /// A request was never sent, or refused.
    fn cancel(&mut self, key: &str, ticket: u64) {
        self.line.cancel(now(), key, Ticket::new(ticket));
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
        let wait_us = wait.map(|wait| wait.millis_up().saturating_mul(1000));
        let seen = Observation { wait_us, left: left.collect() };
        self.line.observe(now(), key, &seen);
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
        let levels = self.line.levels(now(), key);
        levels
            .into_iter()
            .map(|level| {
                let seconds = level.until_full_us as f64 / 1e6;
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
}

impl Limiter {
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

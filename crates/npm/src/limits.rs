use groq_calc::{
    Date, Plan, Usage,
    limiter::{Decision, Limiter, Never, Settings, Ticket},
    num::{Decimal, Usd},
    replay::Draft,
};
use groq_limiter::{Account, Answer, Question, Refusal, observed};
use groq_protocol::{Advice, ApiError, RateHeaders};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{count::count, error::Error, js};

/// After how long a request is given up whose answer nobody read to its end.
const EXPIRY_US: u64 = 3_600_000_000;

/// The limits of an organisation, which all requests of a program share. Times are
/// in microseconds since 1970; a place in the line has the model's key and a number.
#[wasm_bindgen]
pub struct Limits {
    line: Limiter,
    plan: Plan,
    day: Date,
    has_budget: bool,
    /// How many times as fast as the machine's its time goes.
    speed: u64,
}

/// Where a request stands: it may be sent, it waits, or it never may.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Turn {
    Admitted { key: String, ticket: u64 },
    Waiting { key: String, ticket: u64, ahead: usize, wait_us: Option<u64> },
    Refused { status: u16, body: String },
}

impl Turn {
    fn new(key: &str, decision: Result<Decision, Never>) -> Self {
        let key = key.to_owned();
        match decision {
            Ok(Decision::Admitted(ticket)) => Self::Admitted { key, ticket: ticket.get() },
            Ok(Decision::Waiting(ticket, wait)) => Self::Waiting {
                key,
                ticket: ticket.get(),
                ahead: wait.ahead,
                wait_us: wait.wait_us,
            },
            Err(never) => {
                let refusal = Refusal::from(never);
                Self::Refused { status: refusal.status, body: refusal.body() }
            }
        }
    }
}

#[wasm_bindgen]
impl Limits {
    /// `settings` as of a replay: plan, limits, admission, as_of.
    #[wasm_bindgen(constructor)]
    pub fn new(
        settings: &str,
        fair: bool,
        budget: Option<String>,
        speed: u32,
    ) -> Result<Limits, Error> {
        let draft = js::read::<Draft>("options", settings)?;
        let settings = Draft { all: true, ..draft }.check()?;
        let plan = settings.plan.ok_or_else(|| Error::illegal("plan", "", "free or developer"))?;
        let dollars = |text: String| {
            let amount = Decimal::parse(&text).and_then(|amount| Usd::parse(&amount.to_string()));
            amount.ok_or_else(|| Error::illegal("budget", &text, "an amount in dollars"))
        };
        let mut account = Account {
            as_of: settings.as_of,
            admission: settings.admission,
            limits: settings.limits,
            ..Account::new(plan)
        };
        let speed = u64::from(speed);
        account.settings = Settings {
            fair,
            latency_us: account.settings.latency_us.saturating_mul(speed),
            budget: budget.map(dollars).transpose()?,
            permit_expiry_us: Some(EXPIRY_US),
            ..account.settings
        };
        let day = account.day();
        // What is wrong is said with its field.
        groq_catalog::CATALOG.on(day)?.with_limits(&account.limits)?;
        let line = account
            .limiter()
            .map_err(|error| Error::new("invalid", "limits", error.to_string()))?;
        Ok(Self { line, plan, day, has_budget: account.settings.budget.is_some(), speed })
    }

    /// Admits a request, refuses it, or puts it into the line; nothing for one that
    /// is sent as it is, as nothing is known of its limits.
    pub fn acquire(&mut self, now: f64, body: &str, tenant: f64) -> Result<Option<String>, Error> {
        let tenant = count("tenant", tenant)?;
        let question = Question::read(body.as_bytes(), self.plan, self.day);
        let turn = match question.filter(|question| self.line.has(&question.model)) {
            Some(mut question) => {
                question.ask.tenant = tenant;
                let key = &question.model;
                Turn::new(key, self.line.acquire(now as u64, key, &question.ask))
            }
            None if self.has_budget => Turn::new("", Err(Never::Unpriced)),
            None => return Ok(None),
        };
        js::text(&turn).map(Some)
    }

    /// Asks again for a request that waits.
    pub fn poll(&mut self, now: f64, key: &str, ticket: f64) -> Result<String, Error> {
        let ticket = Ticket::new(ticket as u64);
        js::text(&Turn::new(key, self.line.poll(now as u64, key, ticket)))
    }

    /// A request was never sent, or was refused by a limit: all that it held comes
    /// back.
    pub fn cancel(&mut self, now: f64, key: &str, ticket: f64) {
        self.line.cancel(now as u64, key, Ticket::new(ticket as u64));
    }

    /// A request has ended: the usage of its answer takes the place of what it
    /// reserved; without one the reserve stays counted, unless it is known that
    /// nothing was used.
    pub fn settle(
        &mut self,
        now: f64,
        key: &str,
        ticket: f64,
        answer: Option<AnswerReader>,
        used_nothing: bool,
    ) {
        let usage = answer.and_then(|answer| answer.0.usage());
        let usage = usage.or(used_nothing.then(Usage::default));
        self.line.settle(now as u64, key, Ticket::new(ticket as u64), usage);
    }

    /// Takes note of what an answer says of the limits, by its headers and, where it
    /// is an error, its text; whether it names a wait.
    pub fn observe(
        &mut self,
        now: f64,
        key: &str,
        status: u16,
        body: &str,
        pairs: Vec<String>,
    ) -> bool {
        let headers = RateHeaders::read(js::pairs(&pairs));
        let advice = (status >= 400).then(|| Advice::new(&ApiError::parse(status, body), &headers));
        let wait = advice.and_then(|advice| advice.wait);
        let mut seen = observed(&headers, wait);
        seen.wait_us = seen.wait_us.map(|wait_us| wait_us.saturating_mul(self.speed));
        self.line.observe(now as u64, key, &seen);
        wait.is_some()
    }

    /// Who may be admitted next: keys and tickets in turn.
    pub fn heads(&self) -> Vec<String> {
        self.line
            .heads()
            .flat_map(|(key, ticket)| [key.to_owned(), ticket.get().to_string()])
            .collect()
    }
}

/// Looks for the usage in an answer that goes by.
#[wasm_bindgen]
pub struct AnswerReader(Answer);

#[wasm_bindgen]
impl AnswerReader {
    /// An answer with that content type.
    #[wasm_bindgen(constructor)]
    pub fn new(content_type: &str) -> Self {
        Self(Answer::new(content_type))
    }

    /// The next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.0.feed(bytes);
    }
}

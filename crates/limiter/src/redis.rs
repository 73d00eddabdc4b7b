use std::{future::Future, pin::Pin, time::Duration};

use groq_calc::limiter::{Budget, Limiter, ModelSnapshot, Snapshot};
use redis::{
    Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use serde::de::DeserializeOwned;

use crate::{
    account::Account,
    clock::Clock,
    error::Error,
    store::{Store, Work},
};

/// What is used is kept in Redis, where processes and machines share it: a hash
/// for each organisation, with a field for each model and one for the budget.
///
/// A decision is made here, by the same code as in one process: what is kept is
/// read together with the server's time, and written back by one script if it is
/// still what was read; else somebody was faster, and the decision is made again.
/// So all numbers are exact, while a script's own are only to 53 bits.
///
/// A worker that dies loses what it had reserved, for as long as its permit runs,
/// and its place at the head of the line, once it has not asked for five seconds.
pub struct Redis {
    connection: ConnectionManager,
    key: String,
    limiter: Limiter,
    clock: Clock,
    read: Script,
    write: Script,
}

const READ: &str = "
local time = redis.call('TIME')
local kept = redis.call('HMGET', KEYS[1], ARGV[1], 'budget')
return {time[1], time[2], kept[1] or '', kept[2] or ''}";

const WRITE: &str = "
local kept = redis.call('HMGET', KEYS[1], ARGV[1], 'budget')
if (kept[1] or '') ~= ARGV[2] or (kept[2] or '') ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4], 'budget', ARGV[5])
return 1";

/// How long a permit runs that nobody settles.
const PERMIT_US: u64 = 600_000_000;
/// How long the head of the line may be silent.
const LEASE_US: u64 = 5_000_000;
/// How often the head looks whether something was given back.
const LOOK: Duration = Duration::from_millis(25);
/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a decision is made again before that is an error.
const TRIES: u32 = 10_000;

impl Redis {
    /// Connects to a server, `redis://host:port/`, for an organisation of that
    /// name. Where the account sets no expiry, a permit runs for ten minutes.
    ///
    /// # Errors
    ///
    /// When the server can't be reached, and for an account that can't be.
    pub async fn connect(url: &str, organisation: &str, account: &Account) -> Result<Self, Error> {
        let store = Self::open(url, organisation, account)?;
        let mut connection = store.connection.clone();
        redis::cmd("PING")
            .query_async::<()>(&mut connection)
            .await
            .map_err(|error| wrong(&error))?;
        Ok(store)
    }

    /// The same without waiting for the server: whether it is there shows with the
    /// first decision. It has to be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// For a URL and an account that can't be.
    pub fn open(url: &str, organisation: &str, account: &Account) -> Result<Self, Error> {
        let mut account = account.clone();
        account.settings.permit_expiry_us.get_or_insert(PERMIT_US);
        account.settings.waiting_lease_us.get_or_insert(LEASE_US);
        let client = redis::Client::open(url).map_err(|error| wrong(&error))?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let connection =
            client.get_connection_manager_lazy(config).map_err(|error| wrong(&error))?;
        Ok(Self {
            connection,
            key: format!("groq-calc:{organisation}"),
            limiter: account.limiter()?,
            clock: Clock::new(),
            read: Script::new(READ),
            write: Script::new(WRITE),
        })
    }

    async fn try_decide(&self, model: &str, work: Work<'_>) -> Result<(), Error> {
        let field = format!("model:{model}");
        for _ in 0..TRIES {
            let mut connection = self.connection.clone();
            let mut read = self.read.prepare_invoke();
            read.key(&self.key).arg(&field);
            let kept: (u64, u64, String, String) =
                read.invoke_async(&mut connection).await.map_err(|error| wrong(&error))?;
            let (seconds, micros, state, budget) = kept;
            let now = seconds.saturating_mul(1_000_000).saturating_add(micros);
            let before = Snapshot {
                models: parse::<ModelSnapshot>(&state)?
                    .map(|state| (model.to_owned(), state))
                    .into_iter()
                    .collect(),
                budget: parse::<Budget>(&budget)?.unwrap_or_default(),
            };
            let mut limiter = self.limiter.only(model);
            limiter.restore(now, &before);
            let was = limiter.snapshot();
            work(&mut limiter, now);
            let after = limiter.snapshot();
            let Some(next) = after.models.get(model).filter(|_| after != was) else {
                return Ok(());
            };
            let mut write = self.write.prepare_invoke();
            write.key(&self.key).arg(&field).arg(state).arg(budget);
            write.arg(text(next)?).arg(text(&after.budget)?);
            let written: bool =
                write.invoke_async(&mut connection).await.map_err(|error| wrong(&error))?;
            if written {
                return Ok(());
            }
        }
        Err(Error::store("Redis", &"others change the limits all the time"))
    }
}

impl Store for Redis {
    fn decide<'a>(
        &'a self,
        model: &'a str,
        work: Work<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>> {
        Box::pin(self.try_decide(model, work))
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn look_every(&self) -> Option<Duration> {
        Some(LOOK)
    }
}

fn wrong(error: &dyn std::fmt::Display) -> Error {
    Error::store("Redis can't be used", error)
}

/// What is kept in a field; `None` where there is nothing.
fn parse<T: DeserializeOwned>(text: &str) -> Result<Option<T>, Error> {
    match text {
        "" => Ok(None),
        text => serde_json::from_str(text).map(Some).map_err(|error| wrong(&error)),
    }
}

fn text(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| wrong(&error))
}

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Where the server's time comes from, in microseconds of the modelled API.
pub trait Clock: Send + Sync + 'static {
    /// Microseconds since the server started; never less than before.
    fn now(&self) -> u64;

    /// Lets modelled microseconds go by.
    fn sleep(&self, micros: u64) -> Pin<Box<dyn Future<Output = ()> + Send>>;

    /// Unix seconds at which the server started.
    fn started(&self) -> u64;

    /// How long modelled microseconds take a client, rounded up.
    fn for_client(&self, micros: u64) -> u64;
}

/// The wall's time, a whole number of times as fast.
#[derive(Debug)]
pub struct ScaledClock {
    start: Instant,
    started: u64,
    speed: u32,
}

impl ScaledClock {
    /// Starts now; a speed of 0 counts as 1.
    pub fn new(speed: u32) -> Self {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { start: Instant::now(), started: unix.as_secs(), speed: speed.max(1) }
    }
}

impl Clock for ScaledClock {
    fn now(&self) -> u64 {
        let micros = self.start.elapsed().as_micros() * u128::from(self.speed);
        u64::try_from(micros).unwrap_or(u64::MAX)
    }

    fn sleep(&self, micros: u64) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(Duration::from_micros(self.for_client(micros))))
    }

    fn started(&self) -> u64 {
        self.started
    }

    fn for_client(&self, micros: u64) -> u64 {
        micros.div_ceil(u64::from(self.speed))
    }
}

/// A time that stands still until it is moved: for tests.
///
/// ```
/// use groq_mock::{Clock, ManualClock};
///
/// let clock = ManualClock::new();
/// let other = clock.clone();
/// other.advance(1_500_000);
/// assert_eq!(clock.now(), 1_500_000);
/// ```
#[derive(Clone, Debug, Default)]
pub struct ManualClock(Arc<AtomicU64>);

impl ManualClock {
    /// At the start.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves on by microseconds.
    pub fn advance(&self, micros: u64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn sleep(&self, _: u64) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async {})
    }

    fn started(&self) -> u64 {
        1_790_000_000
    }

    fn for_client(&self, micros: u64) -> u64 {
        micros
    }
}

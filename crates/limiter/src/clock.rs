use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// Microseconds since 1970 that never step back: the wall's time when it was
/// made, and from then on the machine's own.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Instant,
    unix_us: u64,
    speed: u32,
}

impl Clock {
    /// Starts now.
    pub fn new() -> Self {
        Self::with_speed(1)
    }

    /// A clock that runs `speed` times as fast, as the stand-in's can; a speed of 0
    /// counts as 1.
    pub fn with_speed(speed: u32) -> Self {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { started: Instant::now(), unix_us: micros(unix), speed: speed.max(1) }
    }

    /// Now.
    pub fn now(&self) -> u64 {
        let elapsed = micros(self.started.elapsed()).saturating_mul(self.speed.into());
        self.unix_us.saturating_add(elapsed)
    }

    /// How long microseconds of this clock take, rounded up.
    pub fn duration(&self, micros: u64) -> Duration {
        Duration::from_micros(micros.div_ceil(self.speed.into()))
    }

    /// How many microseconds of this clock a wait of the machine's is.
    pub(crate) fn scaled(&self, micros: u64) -> u64 {
        micros.saturating_mul(self.speed.into())
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

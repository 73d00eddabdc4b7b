/// A counter that starts at nothing with every calendar window: each minute,
/// hour or day since 1970, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    cap: u128,
    window_us: u64,
    used: u128,
    /// The first microsecond of the next window.
    end: u64,
}

impl Window {
    /// A window of which nothing is used.
    pub(crate) fn new(cap: u128, window_us: u64) -> Self {
        Self { cap, window_us, used: 0, end: 0 }
    }

    /// Microseconds from `now` until a window has room for `count`; 0 if this
    /// one has. `count` is not above the cap.
    pub(crate) fn wait(&self, now: u64, count: u64) -> u64 {
        if self.used_at(now) + u128::from(count) <= self.cap { 0 } else { self.end - now }
    }

    /// Counts `count`, for which there is room at `now`.
    pub(crate) fn take(&mut self, now: u64, count: u64) {
        self.used = self.used_at(now) + u128::from(count);
        if now >= self.end {
            self.end = now - now % self.window_us + self.window_us;
        }
    }

    /// What is left at `now`.
    pub(crate) fn left(&self, now: u64) -> u64 {
        (self.cap - self.used_at(now)) as u64
    }

    fn used_at(&self, now: u64) -> u128 {
        if now < self.end { self.used } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000_000;

    #[test]
    fn the_next_window_starts_empty() {
        let mut window = Window::new(10, MINUTE);
        let start = 7 * MINUTE;
        assert_eq!((window.wait(start + 5, 10), window.left(start + 5)), (0, 10));
        window.take(start + 5, 6);
        assert_eq!(window.left(start + 5), 4);
        assert_eq!(window.wait(start + 9, 4), 0);
        assert_eq!(window.wait(start + 9, 5), MINUTE - 9);
        assert_eq!(window.wait(start + MINUTE - 1, 5), 1);
        assert_eq!((window.wait(start + MINUTE, 10), window.left(start + MINUTE)), (0, 10));
        window.take(start + 9, 4);
        assert_eq!((window.left(start + 9), window.wait(start + 9, 1)), (0, MINUTE - 9));
        window.take(start + MINUTE, 3);
        assert_eq!((window.left(start + MINUTE), window.left(start + 2 * MINUTE)), (7, 10));
    }

    #[test]
    fn a_window_that_begins_now_is_that_one() {
        let mut window = Window::new(1, MINUTE);
        window.take(MINUTE, 1);
        assert_eq!(window.wait(MINUTE, 1), MINUTE);
        assert_eq!(window.wait(2 * MINUTE, 1), 0);
        assert_eq!(Window::new(0, MINUTE).wait(0, 0), 0);
    }
}

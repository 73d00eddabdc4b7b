use crate::catalog::window::{Window, Zone};

/// A counter that starts at nothing with every window of the calendar.
///
/// Time is in microseconds since 1970. Time that steps back counts as standing
/// still: it never opens a window again. No time and no count makes a method
/// panic or wrap; what is used is saturated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FixedWindow {
    cap: u128,
    window: Window,
    zone: Zone,
    used: u128,
    /// The first microsecond of the window in which `used` counts.
    start: u64,
    /// The first microsecond of the next one: any time is before it where the
    /// calendar has none.
    end: u128,
}

impl FixedWindow {
    /// A window of which nothing is used.
    pub(crate) fn new(cap: u128, window: Window, zone: Zone) -> Self {
        Self { cap, window, zone, used: 0, start: 0, end: 0 }
    }

    /// What is used, from when and until when.
    pub(crate) fn state(&self) -> (u128, u64, u128) {
        (self.used, self.start, self.end)
    }

    /// With that much used in a window.
    pub(crate) fn using(self, used: u128, start: u64, end: u128) -> Self {
        Self { used, start, end, ..self }
    }

    /// Microseconds from `now` until a window has room for `count`; 0 if this
    /// one has. `count` is not above the cap.
    pub(crate) fn wait(&self, now: u64, count: u64) -> u64 {
        if self.used_at(now).saturating_add(count.into()) <= self.cap {
            return 0;
        }
        self.until_next(now)
    }

    /// Counts `count`; more than there is room for is counted as well.
    pub(crate) fn take(&mut self, now: u64, count: u64) {
        if u128::from(now) >= self.end {
            (self.used, self.start) = (0, now);
            self.end = self.zone.next(self.window, now).unwrap_or(u128::MAX);
        }
        self.used = self.used.saturating_add(count.into());
    }

    /// Gives back `count` of what was taken at a time, if that was in the window
    /// that is open: what an earlier one counted is gone with it.
    pub(crate) fn credit(&mut self, taken_at: u64, count: u64) {
        if taken_at >= self.start {
            self.used = self.used.saturating_sub(count.into());
        }
    }

    /// What is left at `now`.
    pub(crate) fn left(&self, now: u64) -> u64 {
        clamp(self.cap.saturating_sub(self.used_at(now)))
    }

    /// What is used at `now`.
    pub(crate) fn used(&self, now: u64) -> u64 {
        clamp(self.used_at(now))
    }

    /// Microseconds until nothing is used.
    pub(crate) fn until_full(&self, now: u64) -> u64 {
        if self.used_at(now) == 0 { 0 } else { self.until_next(now) }
    }

    fn until_next(&self, now: u64) -> u64 {
        clamp(self.end.saturating_sub(now.into()))
    }

    fn used_at(&self, now: u64) -> u128 {
        if u128::from(now) < self.end { self.used } else { 0 }
    }
}

fn clamp(count: u128) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000_000;

    fn minute(cap: u128) -> FixedWindow {
        FixedWindow::new(cap, Window::Minute, Zone::Utc)
    }

    #[test]
    fn the_next_window_starts_empty() {
        let mut window = minute(10);
        let start = 7 * MINUTE;
        assert_eq!((window.wait(start + 5, 10), window.left(start + 5)), (0, 10));
        window.take(start + 5, 6);
        assert_eq!((window.left(start + 5), window.used(start + 5)), (4, 6));
        assert_eq!(window.wait(start + 9, 4), 0);
        assert_eq!(
            (window.wait(start + 9, 5), window.until_full(start + 9)),
            (MINUTE - 9, MINUTE - 9)
        );
        assert_eq!(window.wait(start + MINUTE - 1, 5), 1);
        assert_eq!((window.wait(start + MINUTE, 10), window.left(start + MINUTE)), (0, 10));
        assert_eq!((window.used(start + MINUTE), window.until_full(start + MINUTE)), (0, 0));
        window.take(start + 9, 4);
        assert_eq!((window.left(start + 9), window.wait(start + 9, 1)), (0, MINUTE - 9));
        window.take(start + MINUTE, 3);
        assert_eq!((window.left(start + MINUTE), window.left(start + 2 * MINUTE)), (7, 10));
    }

    #[test]
    fn a_window_that_begins_now_is_that_one() {
        let mut window = minute(1);
        window.take(MINUTE, 1);
        assert_eq!(window.wait(MINUTE, 1), MINUTE);
        assert_eq!(window.wait(2 * MINUTE, 1), 0);
        assert_eq!(minute(0).wait(0, 0), 0);
    }

    #[test]
    fn time_that_steps_back_opens_no_window_again() {
        let mut window = minute(10);
        window.take(MINUTE + 5, 8);
        assert_eq!((window.left(5), window.wait(5, 3)), (2, 2 * MINUTE - 5));
        window.take(5, 2);
        assert_eq!((window.left(MINUTE + 5), window.left(0)), (0, 0));
    }

    #[test]
    fn credits_only_what_the_open_window_has_counted() {
        let mut window = minute(10);
        window.take(5, 10);
        window.credit(5, 4);
        assert_eq!(window.left(5), 4);
        window.take(MINUTE, 10);
        window.credit(5, 10);
        assert_eq!(window.left(MINUTE), 0);
        window.credit(MINUTE, 11);
        assert_eq!(window.left(MINUTE), 10);
    }

    #[test]
    fn the_greatest_figures_neither_panic_nor_wrap() {
        for kind in [Window::Second, Window::Day, Window::Month] {
            let mut window = FixedWindow::new(u128::MAX, kind, Zone::Pacific);
            for now in [0, u64::MAX, 1, u64::MAX] {
                window.take(now, u64::MAX);
                assert!(window.used(now) > 0 && window.left(now) > 0);
                assert_eq!(window.wait(now, 5), 0);
            }
            let mut window = FixedWindow::new(5, kind, Zone::Utc);
            window.take(u64::MAX, u64::MAX);
            assert!(window.wait(u64::MAX, 1) > 0 && window.until_full(0) > 0);
            assert_eq!((window.used(u64::MAX), window.left(0)), (u64::MAX, 0));
        }
    }
}

use groq_calc::Usd;

use crate::{
    charts::{
        mark::{Mark, Path},
        scale::{Log, power},
    },
    i18n::messages::charts::Charts,
};

pub(super) const HEIGHT: f64 = 360.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 12.0;
pub(super) const TOP: f64 = 26.0;
/// The axis below, and above it the strip for what costs nothing: a
/// logarithmic scale has no zero.
pub(super) const BOTTOM: f64 = HEIGHT - 38.0;
const ZERO: f64 = BOTTOM - 10.0;
const LEAST: f64 = BOTTOM - 26.0;

/// The plane of the chart: requests a day to the right, dollars upwards, both
/// on logarithmic scales.
pub(super) struct Plot {
    pub(super) width: f64,
    pub(super) x: Log,
    y: Log,
}

impl Plot {
    /// From `volumes` and `costs`, each the least and the most.
    pub(super) fn new(width: f64, volumes: [u64; 2], costs: [f64; 2]) -> Self {
        let ([low, high], [least, most]) = (volumes, costs);
        Self {
            width,
            x: Log::new(low as f64, high as f64, LEFT, width - RIGHT),
            y: Log::new(least, most, LEAST, TOP),
        }
    }

    /// Where a volume and its cost stand.
    pub(super) fn point(&self, volume: u64, usd: Usd) -> (f64, f64) {
        let y = if usd == Usd::ZERO { ZERO } else { self.y.at(dollars(usd)) };
        (self.x.at(volume as f64), y)
    }

    /// Both axes with their grid, and the strip for what costs nothing.
    pub(super) fn axes(&self, messages: &Charts, marks: &mut Vec<Mark>) {
        let right = self.width - RIGHT;
        let mut grid = Path::default();
        let every = self.x.labelled_every(40.0);
        for exponent in self.x.decades() {
            let x = self.x.at(10f64.powi(exponent));
            grid.move_to(x, TOP);
            grid.line_to(x, BOTTOM);
            if exponent % every == 0 {
                marks.push(Mark::Text("tick middle", (x, BOTTOM + 16.0), power(exponent)));
            }
        }
        let every = self.y.labelled_every(18.0);
        for exponent in self.y.decades() {
            let y = self.y.at(10f64.powi(exponent));
            grid.move_to(LEFT, y);
            grid.line_to(right, y);
            if exponent % every == 0 {
                marks.push(Mark::Text("tick end", (LEFT - 6.0, y + 4.0), power(exponent)));
            }
        }
        marks.push(Mark::Text("tick end", (LEFT - 6.0, ZERO + 4.0), "0".to_string()));
        marks.push(Mark::Path("grid", grid));
        let zero = LEAST + 6.0;
        marks.push(Mark::Path("axis", Path::line((LEFT, BOTTOM), (right, BOTTOM))));
        marks.push(Mark::Path("break", Path::line((LEFT, zero), (right, zero))));
        marks.push(Mark::Text("axis-title", (0.0, 14.0), messages.usd_a_month.to_string()));
        let below = (right, HEIGHT - 4.0);
        marks.push(Mark::Text("axis-title end", below, messages.requests_a_day.to_string()));
    }
}

/// An amount as a length.
pub(super) fn dollars(usd: Usd) -> f64 {
    usd.picodollars() as f64 / 1e12
}

/// The power of ten at or above a volume.
pub(super) fn decade_above(volume: u64) -> u64 {
    10u64.pow(volume.max(2).saturating_sub(1).ilog10() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_nothing_has_its_own_strip() {
        let plot = Plot::new(640.0, [1, 10_000], [0.01, 1000.0]);
        let (_, zero) = plot.point(100, Usd::ZERO);
        assert_eq!(zero, ZERO);
        let (_, least) = plot.point(1, Usd::from_picodollars(1));
        assert!(least < zero - 8.0, "a picodollar is more than nothing");
    }

    #[test]
    fn a_decade_has_its_end() {
        for (volume, decade) in [(0, 10), (1, 10), (10, 10), (11, 100), (100, 100), (1001, 10_000)]
        {
            assert_eq!(decade_above(volume), decade, "{volume}");
        }
    }
}

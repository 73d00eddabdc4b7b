//! From values to pixels. Only drawing: no figure that is shown comes from here.

/// A logarithmic scale; what is below its least value stands at its start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Log {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Log {
    /// The values `low` to `high`, both above zero, over the pixels `start` to `end`.
    pub(crate) fn new(low: f64, high: f64, start: f64, end: f64) -> Self {
        let low = low.log10();
        // A range without length still has a scale.
        Self { low, high: high.log10().max(low + 0.01), start, end }
    }

    /// Where a value stands (not `clamp`, whose panic prints floats); values outside stand at the nearer end.
    pub(crate) fn at(self, value: f64) -> f64 {
        let power = if value > 0.0 { value.log10().max(self.low).min(self.high) } else { self.low };
        self.start + (power - self.low) / (self.high - self.low) * (self.end - self.start)
    }

    /// The powers of ten within, as exponents.
    pub(crate) fn decades(self) -> impl Iterator<Item = i32> {
        const SLACK: f64 = 1e-9;
        (self.low - SLACK).ceil() as i32..=(self.high + SLACK).floor() as i32
    }

    /// Every how many decades a label finds room, if one takes `pixels`.
    pub(crate) fn labelled_every(self, pixels: f64) -> i32 {
        let decade = (self.end - self.start).abs() / (self.high - self.low);
        (pixels / decade).ceil().max(1.0) as i32
    }
}

/// A scale that starts at nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Linear {
    most: f64,
    start: f64,
    end: f64,
}

impl Linear {
    /// The values from 0 to `most` over the pixels `start` to `end`.
    pub(crate) fn new(most: f64, start: f64, end: f64) -> Self {
        Self { most: if most > 0.0 { most } else { 1.0 }, start, end }
    }

    /// Where a value stands.
    pub(crate) fn at(self, value: f64) -> f64 {
        self.start + (value / self.most).min(1.0) * (self.end - self.start)
    }
}

/// A power of ten as an axis writes it: `0.01`, `100`, `10k`, `1M`.
pub(crate) fn power(exponent: i32) -> String {
    if exponent < 0 {
        let zeros = usize::try_from(-exponent - 1).unwrap_or(0);
        return format!("0.{}1", "0".repeat(zeros));
    }
    let (letters, zeros) = (exponent / 3, exponent % 3);
    let letter = ["", "k", "M", "B", "T"].get(letters as usize);
    match letter {
        Some(letter) => format!("1{}{letter}", "0".repeat(zeros as usize)),
        None => format!("1e{exponent}"),
    }
}

/// Round steps over whole units: 1, 2 or 5 times a power of ten, at least so
/// large that `most` takes no more than `count` of them.
pub(crate) fn round_step(most: u128, count: u128) -> u128 {
    let mut unit = 1;
    loop {
        for step in [unit, 2 * unit, 5 * unit] {
            if step * count >= most {
                return step;
            }
        }
        unit *= 10;
    }
}

/// The place of the nearest pixel in an ascending list.
pub(crate) fn nearest(places: &[f64], pixel: f64) -> usize {
    let far = |place: &f64| (place - pixel).abs();
    let best = places.iter().enumerate().min_by(|(_, a), (_, b)| far(a).total_cmp(&far(b)));
    best.map_or(0, |(index, _)| index)
}

/// Puts a value into an ascending list, once.
pub(crate) fn add(values: &mut Vec<u64>, value: u64) {
    if let Err(place) = values.binary_search(&value) {
        values.insert(place, value);
    }
}

/// The borders of cells around such places, from `start` to `end`.
pub(crate) fn borders(places: &[f64], start: f64, end: f64) -> Vec<f64> {
    let middles = places.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0);
    std::iter::once(start).chain(middles).chain(std::iter::once(end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decades_are_equally_far_apart() {
        let scale = Log::new(1.0, 1000.0, 40.0, 340.0);
        let places: Vec<f64> = [1.0, 10.0, 100.0, 1000.0].map(|value| scale.at(value)).to_vec();
        for (place, expected) in places.iter().zip([40.0, 140.0, 240.0, 340.0]) {
            assert!((place - expected).abs() < 1e-9, "{places:?}");
        }
        assert_eq!(scale.decades().collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(Log::new(0.02, 30.0, 0.0, 1.0).decades().collect::<Vec<_>>(), [-1, 0, 1]);
        // Upwards on the screen, and what lies outside.
        let up = Log::new(1.0, 100.0, 200.0, 0.0);
        assert_eq!((up.at(0.0), up.at(10.0), up.at(1e9)), (200.0, 100.0, 0.0));
        assert_eq!((up.labelled_every(90.0), up.labelled_every(150.0)), (1, 2));
        assert!(Log::new(5.0, 5.0, 0.0, 1.0).at(5.0).is_finite());
    }

    #[test]
    fn a_linear_scale_starts_at_nothing() {
        let scale = Linear::new(8.0, 10.0, 90.0);
        assert_eq!((scale.at(0.0), scale.at(2.0), scale.at(9.0)), (10.0, 30.0, 90.0));
        assert_eq!(Linear::new(0.0, 0.0, 5.0).at(0.0), 0.0);
    }

    #[test]
    fn powers_are_short() {
        let texts: Vec<String> = [-4, -1, 0, 2, 3, 4, 6, 11, 12, 15].map(power).to_vec();
        let expected = ["0.0001", "0.1", "1", "100", "1k", "10k", "1M", "100B", "1T", "1e15"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn steps_are_round() {
        assert_eq!(round_step(31, 4), 10);
        assert_eq!(round_step(40, 4), 10);
        assert_eq!(round_step(41, 4), 20);
        assert_eq!(round_step(0, 4), 1);
        assert_eq!(round_step(15_750_000_000_000, 4), 5_000_000_000_000);
    }

    #[test]
    fn cells_meet_half_way() {
        assert_eq!(borders(&[10.0, 20.0, 40.0], 0.0, 50.0), [0.0, 15.0, 30.0, 50.0]);
        assert_eq!(nearest(&[10.0, 20.0, 40.0], 31.0), 2);
        assert_eq!(nearest(&[], 31.0), 0);
    }
}

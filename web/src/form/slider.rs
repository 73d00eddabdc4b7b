//! Sliders in whole steps: a position is a place in a list of round numbers, so
//! nothing is rounded and the keyboard moves from one round number to the next.

use groq_calc::num::Decimal;

/// How the slider of a field runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slider {
    /// There is none.
    None,
    /// Every whole number between two.
    Linear(u64, u64),
    /// Nothing, then twelve round numbers to each power of ten, up to the
    /// given one.
    Log(u32),
}

/// The round numbers of a power of ten, in tenths.
const ROUND: [u64; 12] = [10, 12, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90];

/// The number at a place: nothing first, then whole numbers only.
fn number_at(place: u64) -> u64 {
    // Between 1 and 10 only whole numbers count.
    if place <= 9 {
        return place;
    }
    let (power, step) = ((place - 10) / 12 + 1, (place - 10) % 12);
    ROUND[step as usize] * 10u64.pow(power as u32 - 1)
}

impl Slider {
    /// The last position.
    pub(crate) const fn end(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Linear(from, to) => to - from,
            Self::Log(power) => 10 + 12 * (power as u64 - 1),
        }
    }

    /// The text of the field at a position.
    pub(crate) fn text(self, position: u64) -> String {
        match self {
            Self::None => String::new(),
            Self::Linear(from, _) => (from + position).to_string(),
            Self::Log(_) => number_at(position).to_string(),
        }
    }

    /// The position for what was typed: the last whose number is not above it.
    pub(crate) fn position(self, text: &str) -> u64 {
        let whole = Decimal::parse(text).and_then(|decimal| decimal.scaled(3));
        let value = whole.map_or(0, |value| u64::try_from(value / 1000).unwrap_or(u64::MAX));
        match self {
            Self::None => 0,
            Self::Linear(from, to) => value.clamp(from, to) - from,
            Self::Log(_) => {
                (0..=self.end()).rev().find(|place| number_at(*place) <= value).unwrap_or(0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_in_round_steps() {
        let numbers: Vec<u64> = (0..=24).map(number_at).collect();
        let expected = [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 120,
            150,
        ];
        assert_eq!(numbers, expected);
        assert_eq!(Slider::Log(7).text(Slider::Log(7).end()), "10000000");
    }

    #[test]
    fn a_position_leads_back_to_itself() {
        for slider in
            [Slider::Log(5), Slider::Log(11), Slider::Linear(1, 24), Slider::Linear(0, 100)]
        {
            for position in 0..=slider.end() {
                assert_eq!(slider.position(&slider.text(position)), position, "{slider:?}");
            }
        }
        assert_eq!(Slider::Log(5).text(Slider::Log(5).position("1.7k")), "1500");
        assert_eq!(Slider::Log(5).position("9e30"), Slider::Log(5).end());
        assert_eq!(Slider::Log(5).position("-4"), 0);
        assert_eq!(Slider::Linear(1, 24).position("x"), 0);
    }
}

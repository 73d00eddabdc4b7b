use groq_calc::{Price, Prices};

/// Those of the benches, and one for audio.
pub(crate) const PRICES: Prices =
    Prices { audio_hour: Some(Price::per_hour("0.111")), ..groq_calc_tests::replays::PRICES };

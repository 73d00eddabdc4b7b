//! From words, pages and turns of a conversation to the figures of the form.

/// Tokens that some English words take: four for three, rounded up. An estimate; what
/// a sample takes can be counted.
pub(crate) fn tokens_of_words(words: u64) -> u64 {
    words.saturating_mul(4).div_ceil(3)
}

/// A conversation, in tokens: every turn sends what was said before again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Conversation {
    pub(crate) per_day: u64,
    pub(crate) turns: u64,
    pub(crate) instructions: u64,
    pub(crate) question: u64,
    pub(crate) answer: u64,
    /// How many earlier turns are sent again; nothing for all of them.
    pub(crate) history: Option<u64>,
}

/// What a turn sends: what was sent before, and all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) before: u64,
    pub(crate) input: u64,
}

/// A conversation as figures of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PerRequest {
    pub(crate) requests_per_day: u64,
    /// The mean of all turns, rounded up.
    pub(crate) input_tokens: u64,
    /// What of it may come from the cache at most, rounded down.
    pub(crate) cached_input_tokens: u64,
    pub(crate) output_tokens: u64,
}

impl Conversation {
    /// The most turns that are counted.
    pub(crate) const MOST_TURNS: u64 = 1000;

    /// What each turn sends.
    pub(crate) fn each(self) -> impl Iterator<Item = Turn> {
        let exchange = self.question.saturating_add(self.answer);
        (0..self.turns.min(Self::MOST_TURNS)).map(move |earlier| {
            let sent = self.history.map_or(earlier, |most| earlier.min(most));
            let input = self
                .instructions
                .saturating_add(self.question)
                .saturating_add(exchange.saturating_mul(sent));
            let before = if earlier == 0 {
                0
            } else if sent == earlier {
                // All of the last request stands at the beginning of this one.
                input.saturating_sub(exchange)
            } else {
                // The oldest turn was dropped: only the instructions are where they were.
                self.instructions
            };
            Turn { before, input }
        })
    }

    /// As figures of a request; nothing without a turn.
    pub(crate) fn per_request(self) -> Option<PerRequest> {
        let turns = self.turns.min(Self::MOST_TURNS);
        let sum = |of: fn(Turn) -> u64| self.each().map(of).fold(0_u64, u64::saturating_add);
        Some(PerRequest {
            requests_per_day: self.per_day.saturating_mul(turns),
            input_tokens: sum(|turn| turn.input).checked_next_multiple_of(turns)? / turns,
            cached_input_tokens: sum(|turn| turn.before).checked_div(turns)?,
            output_tokens: self.answer,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAT: Conversation = Conversation {
        per_day: 200,
        turns: 10,
        instructions: 400,
        question: 40,
        answer: 160,
        history: None,
    };

    #[test]
    fn three_words_are_four_tokens() {
        for (words, tokens) in [(0, 0), (1, 2), (3, 4), (1125, 1500), (375, 500)] {
            assert_eq!(tokens_of_words(words), tokens);
        }
    }

    #[test]
    fn every_turn_sends_what_was_said_before() {
        let turns: Vec<Turn> = CHAT.each().collect();
        assert_eq!((turns[0].before, turns[0].input), (0, 440));
        assert_eq!((turns[9].before, turns[9].input), (2040, 2240));
        assert!(turns.windows(2).all(|pair| pair[1].before == pair[0].input));
        let figures = CHAT.per_request().unwrap();
        assert_eq!((figures.requests_per_day, figures.output_tokens), (2000, 160));
        assert_eq!((figures.input_tokens, figures.cached_input_tokens), (1340, 1116));
    }

    #[test]
    fn a_short_history_stops_growing() {
        let turns: Vec<Turn> = Conversation { history: Some(2), ..CHAT }.each().collect();
        assert_eq!(turns[2].input, turns[9].input);
        assert_eq!((turns[2].before, turns[3].before), (640, 400));
        let none: Vec<Turn> = Conversation { history: Some(0), ..CHAT }.each().collect();
        assert!(none.iter().all(|turn| turn.input == 440));
        assert_eq!(none[1].before, 400);
    }

    #[test]
    fn without_a_turn_there_is_no_figure_and_huge_ones_do_not_overflow() {
        assert_eq!(Conversation { turns: 0, ..CHAT }.per_request(), None);
        let huge = Conversation { answer: u64::MAX, ..CHAT };
        assert!(huge.each().all(|turn| turn.input >= 440));
    }
}

/// What an estimate counts of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
#[allow(dead_code, reason = "the three that are foreign are filled as a block")]
enum Class {
    /// Words of Latin letters.
    Words,
    /// Latin letters of a word behind its fourth.
    Long,
    /// Latin letters of a word behind its eighth.
    Longer,
    /// The same three, in a text that has many letters with a diacritic: such
    /// words are rarer in a vocabulary.
    ForeignWords,
    ForeignLong,
    ForeignLonger,
    /// Capitals that follow a small letter, as in `camelCase`.
    Humps,
    /// Capitals that follow a capital.
    Capitals,
    /// Latin letters with a diacritic.
    Accented,
    /// Those that Vietnamese stacks.
    Stacked,
    /// Words of letters that are not Latin.
    OtherWords,
    Greek,
    Cyrillic,
    /// The same in a text with letters that Russian alone has of the large
    /// languages: vocabularies know its words best.
    Russian,
    Hebrew,
    Arabic,
    /// The same in a text with letters that Arabic itself has not.
    PersoArabic,
    Devanagari,
    Thai,
    Han,
    Kana,
    Hangul,
    /// Letters of every other script.
    Other,
    /// Groups of up to three digits.
    Groups,
    Digits,
    /// Runs of digits behind a space, which is then a token of its own.
    SpacedDigits,
    /// Runs of ASCII punctuation.
    Punctuation,
    /// Its characters behind the first of a run.
    MorePunctuation,
    /// Runs of white space with a line break in it.
    Breaks,
    /// Runs of two or more spaces or tabs without one.
    Gaps,
    /// Punctuation and symbols beyond ASCII.
    Symbols,
    Emoji,
    /// What changes or joins them, and halves of flags.
    EmojiParts,
    /// Letters directly behind a digit.
    Mixed,
}

/// How many classes there are.
pub const CLASSES: usize = Class::Mixed as usize + 1;

/// One letter with a diacritic among so many Latin ones makes a text foreign.
const FOREIGN: u64 = 50;

/// How often each class of characters occurs in a text: what an estimate is
/// made of. Only the calibration has another use for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classes([u64; CLASSES]);

/// What the characters before the next one belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    /// The start, or a character that forms no runs.
    None,
    /// So many Latin letters, the last of them a capital or not.
    Word {
        letters: u64,
        capital: bool,
    },
    /// Letters that are not Latin.
    OtherWord,
    /// So many digits.
    Digits(u64),
    Punctuation,
    /// So many white characters, with a line break or not.
    Space {
        length: u64,
        broken: bool,
    },
}

impl Classes {
    /// Counts them.
    pub fn of(text: &str) -> Self {
        let mut counts = Self([0; CLASSES]);
        let run = text.chars().fold(Run::None, |run, character| counts.take(run, character));
        counts.end(run);
        counts.tell_foreign();
        counts
    }

    /// The counts, in a fixed order.
    pub const fn counts(&self) -> &[u64; CLASSES] {
        &self.0
    }

    /// Moves what the whole text tells apart.
    fn tell_foreign(&mut self) {
        for (class, marked) in
            [(Class::Cyrillic, Class::Russian), (Class::Arabic, Class::PersoArabic)]
        {
            if self.0[marked as usize] > 0 {
                self.0[marked as usize] += self.0[class as usize];
                self.0[class as usize] = 0;
            }
        }
        let of = |class: Class| self.0[class as usize];
        let marked = of(Class::Accented) + of(Class::Stacked);
        let letters = 4 * of(Class::Words) + of(Class::Long);
        if marked.saturating_mul(FOREIGN) > letters {
            let at = Class::Words as usize;
            self.0.copy_within(at..at + 3, Class::ForeignWords as usize);
            self.0[at..at + 3].fill(0);
        }
    }

    const fn add(&mut self, class: Class) {
        self.0[class as usize] += 1;
    }

    /// Counts a run of white space, whose kind is known at its end alone.
    const fn end(&mut self, run: Run) {
        match run {
            Run::Space { broken: true, .. } => self.add(Class::Breaks),
            Run::Space { length: 2.., .. } => self.add(Class::Gaps),
            _ => {}
        }
    }

    fn take(&mut self, run: Run, character: char) -> Run {
        if character.is_whitespace() {
            let broken = matches!(character, '\n' | '\r');
            return match run {
                Run::Space { length, broken: before } => {
                    Run::Space { length: length + 1, broken: before || broken }
                }
                _ => Run::Space { length: 1, broken },
            };
        }
        self.end(run);
        match character {
            'a'..='z' | 'A'..='Z' => self.letter(run, character),
            '0'..='9' => self.digit(run),
            '\u{300}'..='\u{36f}' => {
                self.add(Class::Accented);
                run
            }
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if character.is_alphabetic() => {
                let stacked = matches!(character, 'ơ' | 'ư' | '\u{1ea0}'..);
                self.add(if stacked { Class::Stacked } else { Class::Accented });
                self.letter(run, character)
            }
            _ if character.is_ascii() => {
                let class = match run {
                    Run::Punctuation => Class::MorePunctuation,
                    _ => Class::Punctuation,
                };
                self.add(class);
                Run::Punctuation
            }
            _ => {
                let class = beyond(character);
                self.add(class);
                if matches!(class, Class::Symbols | Class::Emoji | Class::EmojiParts) {
                    return Run::None;
                }
                if run != Run::OtherWord {
                    self.add(Class::OtherWords);
                }
                Run::OtherWord
            }
        }
    }

    fn letter(&mut self, run: Run, character: char) -> Run {
        let capital = character.is_uppercase();
        let Run::Word { letters, capital: before } = run else {
            self.add(Class::Words);
            if matches!(run, Run::Digits(_)) {
                self.add(Class::Mixed);
            }
            return Run::Word { letters: 1, capital };
        };
        if letters >= 4 {
            self.add(Class::Long);
        }
        if letters >= 8 {
            self.add(Class::Longer);
        }
        match (before, capital) {
            (false, true) => self.add(Class::Humps),
            (true, true) => self.add(Class::Capitals),
            _ => {}
        }
        Run::Word { letters: letters + 1, capital }
    }

    const fn digit(&mut self, run: Run) -> Run {
        let before = match run {
            Run::Digits(before) => before,
            Run::Space { broken: false, .. } => {
                self.add(Class::SpacedDigits);
                0
            }
            _ => 0,
        };
        self.add(Class::Digits);
        if before % 3 == 0 {
            self.add(Class::Groups);
        }
        Run::Digits(before + 1)
    }
}

/// The class of a character that is neither ASCII, Latin nor white.
fn beyond(character: char) -> Class {
    match u32::from(character) {
        0x370..=0x3ff | 0x1f00..=0x1fff => Class::Greek,
        0x42b | 0x42d | 0x44b | 0x44d => Class::Russian,
        0x400..=0x52f => Class::Cyrillic,
        0x590..=0x5ff => Class::Hebrew,
        0x679..=0x6d3 => Class::PersoArabic,
        0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => {
            Class::Arabic
        }
        0x900..=0x97f => Class::Devanagari,
        0xe00..=0xe7f => Class::Thai,
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff => Class::Han,
        0x3041..=0x30ff | 0x31f0..=0x31ff => Class::Kana,
        0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af => Class::Hangul,
        0x200d | 0xfe00..=0xfe0f | 0x1_f1e6..=0x1_f1ff | 0x1_f3fb..=0x1_f3ff | 0xe_0000.. => {
            Class::EmojiParts
        }
        0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1_f000.. => Class::Emoji,
        // Marks of other scripts are no letters, and cost as much.
        0x980..=0x1fff | 0xa000..=0xabff => Class::Other,
        _ if character.is_alphabetic() => Class::Other,
        _ => Class::Symbols,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str, class: Class) -> u64 {
        Classes::of(text).0[class as usize]
    }

    #[test]
    fn words_and_their_letters() {
        assert_eq!(count("one two-three", Class::Words), 3);
        assert_eq!(count("authorisation", Class::Words), 1);
        assert_eq!(count("authorisation", Class::Long), 9);
        assert_eq!(count("authorisation", Class::Longer), 5);
        assert_eq!(count("requestsPerDay", Class::Humps), 2);
        assert_eq!(count("READ This", Class::Capitals), 3);
        assert_eq!(count("Þórður", Class::Accented), 3);
        assert_eq!(count("o\u{308}l", Class::ForeignWords), 1, "a mark ends no word");
        assert_eq!(count("Các bạn", Class::Stacked), 1);
        assert_eq!(count("да нет", Class::OtherWords), 2);
        assert_eq!(count("3rd 1x1", Class::Mixed), 2);
    }

    #[test]
    fn digits_in_groups() {
        assert_eq!(count("1234567 89", Class::Groups), 4);
        assert_eq!(count("1234567 89", Class::Digits), 9);
        assert_eq!(count("1234567 89", Class::SpacedDigits), 1);
    }

    #[test]
    fn white_space_counts_at_its_end() {
        assert_eq!(count("a b\n\n  c   ", Class::Breaks), 1);
        assert_eq!(count("a b\n\n  c   ", Class::Gaps), 1);
        assert_eq!(Classes::of("").counts().iter().sum::<u64>(), 0);
    }

    #[test]
    fn scripts() {
        for (text, class) in [
            ("αβ", Class::Greek),
            ("да", Class::Cyrillic),
            ("мы", Class::Russian),
            ("שם", Class::Hebrew),
            ("من", Class::Arabic),
            ("پی", Class::PersoArabic),
            ("कि", Class::Devanagari),
            ("ไม", Class::Thai),
            ("世界", Class::Han),
            ("カな", Class::Kana),
            ("한글", Class::Hangul),
            ("ქა", Class::Other),
            ("→…", Class::Symbols),
            ("🎂☀", Class::Emoji),
            ("\u{200d}\u{fe0f}", Class::EmojiParts),
        ] {
            assert_eq!(count(text, class), 2, "{text}");
            let rest = count(text, Class::OtherWords);
            assert_eq!(Classes::of(text).counts().iter().sum::<u64>(), 2 + rest, "{text}");
        }
    }
}

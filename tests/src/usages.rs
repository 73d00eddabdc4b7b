//! Requests by the row, for columns and for other price calculators.

/// Usages made by a fixed rule, the same on every machine and in every run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usages {
    /// An index below the number of models.
    pub model: Vec<u8>,
    /// Prompt tokens.
    pub input: Vec<u32>,
    /// Those of them from the cache.
    pub cached_input: Vec<u32>,
    /// Completion tokens.
    pub output: Vec<u32>,
}

impl Usages {
    /// So many rows over so many models: prompts of up to 20,000 tokens, any
    /// part of them cached, and completions of up to 4,000.
    pub fn new(rows: usize, models: u8) -> Self {
        let mut usages = Self {
            model: Vec::with_capacity(rows),
            input: Vec::with_capacity(rows),
            cached_input: Vec::with_capacity(rows),
            output: Vec::with_capacity(rows),
        };
        let mut random = SplitMix(0);
        for _ in 0..rows {
            let input = random.up_to(20_000);
            usages.model.push((random.next() % u64::from(models.max(1))) as u8);
            usages.input.push(input);
            usages.cached_input.push(random.up_to(input));
            usages.output.push(random.up_to(4000));
        }
        usages
    }
}

/// Steele, Lea and Flood's generator: a few lines, and the same for ever.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn up_to(&mut self, most: u32) -> u32 {
        (self.next() % (u64::from(most) + 1)) as u32
    }
}

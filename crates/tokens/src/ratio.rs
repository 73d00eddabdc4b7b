use crate::family::Family;

/// How many tokens each family counts of a text, in permille of another's count:
/// the 5th and the 95th percentile over the texts of the committed sample in
/// English, code and data. Rows are those that have counted, both in the order
/// of [`Family::MEASURED`]; a test works them out again.
const PERMILLE: [[(u64, u64); 4]; 4] = [
    [(1000, 1000), (974, 1027), (983, 1412), (1000, 1412)],
    [(974, 1026), (1000, 1000), (1000, 1412), (1000, 1412)],
    [(708, 1018), (708, 1000), (1000, 1000), (1000, 1121)],
    [(708, 1000), (708, 1000), (892, 1000), (1000, 1000)],
];

impl Family {
    /// How many tokens `other` counts of what this family has counted, in
    /// permille: the least and the most of 9 in 10 texts in English, code and data.
    /// In other languages they differ more. `None` where one of them was not
    /// measured.
    ///
    /// ```
    /// use groq_tokens::Family;
    ///
    /// assert_eq!(Family::Llama.ratio_permille(Family::Llama), Some((1000, 1000)));
    /// let (low, high) = Family::GptOss.ratio_permille(Family::Qwen3).unwrap();
    /// assert!(low < 1000 && high > 1000);
    /// assert_eq!(Family::GptOss.ratio_permille(Family::Unknown), None);
    /// ```
    pub fn ratio_permille(self, other: Self) -> Option<(u64, u64)> {
        let place = |family: Self| Self::MEASURED.iter().position(|one| *one == family);
        Some(PERMILLE[place(self)?][place(other)?])
    }
}

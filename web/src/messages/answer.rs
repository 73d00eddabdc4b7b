super::messages! {
    /// The answer.
    Answer {
    }
}

super::messages! {
    /// Scenarios side by side.
    Compare {
    }
}

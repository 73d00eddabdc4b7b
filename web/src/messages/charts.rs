super::messages! {
    /// The charts.
    Charts {
    }
}

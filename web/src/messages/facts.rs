super::messages! {
    /// The Facts view.
    Facts {
    }
}

super::messages! {
    /// The Reference view.
    Reference {
    }
}

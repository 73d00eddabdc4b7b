super::messages! {
    /// The workload.
    Form {
    }
}

super::messages! {
    /// Links, files and print.
    Share {
    }
}

/// What a run comes to: text for standard output and whether it is a yes.
pub(crate) struct Outcome {
    pub(crate) text: String,
    pub(crate) fits: bool,
}

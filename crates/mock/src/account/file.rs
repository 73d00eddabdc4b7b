use axum::body::Bytes;

/// A file that was uploaded, or written by a batch.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) purpose: &'static str,
    pub(crate) created: u64,
    pub(crate) bytes: Bytes,
}

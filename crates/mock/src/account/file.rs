use axum::body::Bytes;

use crate::account::storage::Share;

/// A file that was uploaded, or written by a batch.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) purpose: &'static str,
    pub(crate) created: u64,
    pub(crate) bytes: Bytes,
    /// What it takes of the storage.
    #[expect(dead_code, reason = "given back when the file is dropped")]
    pub(crate) share: Share,
}

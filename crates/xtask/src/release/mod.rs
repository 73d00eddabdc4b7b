//! What is handed out: the crates as they are embedded, the command as one file,
//! and the terms of what both depend on.

pub(crate) mod crates;
pub(crate) mod deny;
pub(crate) mod dist;
pub(crate) mod msrv;

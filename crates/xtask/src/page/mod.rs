//! The page: built by Trunk, finished, measured and served.

pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod finish;
pub(crate) mod offline;
pub(crate) mod site;

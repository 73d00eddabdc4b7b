//! The views of the page, one folder each.

pub(crate) mod abilities;
pub(crate) mod benchmarks;
pub(crate) mod code;
pub(crate) mod compare;
pub(crate) mod facts;
pub(crate) mod icon;
pub(crate) mod lazy_module;
pub(crate) mod live;
pub(crate) mod paste;
pub(crate) mod plan;
pub(crate) mod reference;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod services;
pub(crate) mod share;
pub(crate) mod term;
mod text_field;
pub(crate) mod view_link;
pub(crate) mod words;

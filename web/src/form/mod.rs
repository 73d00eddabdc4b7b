//! What the visitor enters: its fields, its place in the address, its errors.

pub(crate) mod asked;
pub(crate) mod call;
pub(crate) mod catalog;
pub(crate) mod conversation;
pub(crate) mod errors;
pub(crate) mod fields;
mod fragment;
pub(crate) mod json;
pub(crate) mod length;
pub(crate) mod limits_text;
pub(crate) mod own_limit;
mod parts;
pub(crate) mod presets;
mod scale;
pub(crate) mod scenario;
pub(crate) mod service;
mod service_fragment;
mod services;
pub(crate) mod state;
pub(crate) mod unit;
pub(crate) mod view;
pub(crate) mod work;
pub(crate) mod written;

//! Requests and replies as they go over the wire: overrides, faults, errors.

pub(crate) mod exchange;
pub(crate) mod failure;
pub(crate) mod fault;
pub(crate) mod overrides;
pub(crate) mod reply;
pub(crate) mod request_id;

//! What the browser gives: address, storage, clipboard, workers, timers, HTML.

pub(crate) mod address;
pub(crate) mod calendar;
pub(crate) mod clipboard;
pub(crate) mod download;
pub(crate) mod handed;
pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod percent;
pub(crate) mod storage;
pub(crate) mod timer;
pub(crate) mod trace;
pub(crate) mod worker;
pub(crate) mod writer;

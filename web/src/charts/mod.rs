//! A chart as plain figures behind one trait, and the frame that draws it.

pub(crate) mod chart;
pub(crate) mod frame;
pub(crate) mod legend;
pub(crate) mod mark;
pub(crate) mod region;
pub(crate) mod scale;
pub(crate) mod table;
pub(crate) mod walk;

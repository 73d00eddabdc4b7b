//! The engine against published vectors, an oracle in exact fractions and laws.

mod admission;
mod arrivals;
mod asked;
mod exact;
mod figures;
mod laws;
mod oracle;
mod organisation;
mod random;
mod refusals;
mod replay;
mod timeline;
mod told;
mod usage;
mod vectors;
mod verdicts;
mod watch;
mod words;

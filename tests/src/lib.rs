//! Nothing but tests: see `math/` and `browser/`.

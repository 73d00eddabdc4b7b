//! The colours of services.

/// The colour of a service, by its place.
pub(crate) fn colour(index: usize) -> &'static str {
    ["k-1", "k-2", "k-3", "k-4", "k-5", "k-6"][index % 6]
}

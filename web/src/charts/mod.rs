//! The pictures of the answer.

//! Reads request logs into rows for [`groq_calc::replay`], a chunk of bytes at
//! a time: whoever has the bytes (a file, a pipe, a browser) feeds them in, and
//! nothing but the current line is kept.
//!
//! Four forms are told apart by the first line:
//!
//! | form | its columns or fields | time |
//! |---|---|---|
//! | [`Format::Rows`] | CSV: `t_us,input,cached,output`, and if there are `max_completion`, `audio_ms`, `batch` | microseconds |
//! | [`Format::Azure`] | CSV: `TIMESTAMP,ContextTokens,GeneratedTokens` | a date and time, UTC where no zone is named |
//! | [`Format::Timed`] | JSON lines: `timestamp`, `input_length`, `output_length` | milliseconds |
//! | [`Format::Responses`] | JSON lines, each a response of an OpenAI-like API: `created`, `usage` | seconds since 1970 |
//!
//! Columns may stand in any order and others are ignored;
//! `cached` may be missing. Every row names its own line when it is wrong.
//!
//! ```
//! use groq_log::{Format, Options, Reader};
//!
//! let mut reader = Reader::new(Options::default());
//! let mut rows = Vec::new();
//! for chunk in ["t_us,input,cac", "hed,output\n0,1500,0,500\n17", ",9,8,7\n"] {
//!     reader.feed(chunk.as_bytes(), &mut rows)?;
//! }
//! reader.finish(&mut rows)?;
//! assert_eq!(reader.format(), Some(Format::Rows));
//! assert_eq!((rows[0].input(), rows[1].t_us(), rows[1].cached()), (1500, 17, 8));
//! # Ok::<(), groq_log::Error>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;
#[cfg(feature = "usage")]
#[macro_use]
extern crate std;

mod error;
mod requests;
mod text;
#[cfg(feature = "usage")]
pub mod usage;

pub use error::Error;
pub use requests::{Format, Options, Reader};
pub use text::MAX_LINE_BYTES;

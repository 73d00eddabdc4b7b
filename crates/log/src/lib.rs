//! Reads request logs into rows for [`groq_calc::replay`], a chunk of bytes at
//! a time: whoever has the bytes (a file, a pipe, a browser) feeds them in, and
//! nothing but the current line is kept.
//!
//! The first line tells the form:
//!
//! | form | its columns or fields | time |
//! |---|---|---|
//! | [`Format::Rows`] | CSV: `t_us,input,cached,output`, and if there are `max_completion`, `audio_ms`, `batch` | microseconds |
//! | [`Format::Azure`] | CSV: `TIMESTAMP,ContextTokens,GeneratedTokens` | a date and time, UTC where no zone is named |
//! | [`Format::Columns`] | CSV with a time and token counts under their usual names, as BurstGPT's, or those of [`RequestNames`] | told by its size |
//! | [`Format::Timed`] | JSON lines: `timestamp`, `input_length`, `output_length` | told by its size; milliseconds from the start where it has no fraction, seconds where it has |
//! | [`Format::Responses`] | JSON of answers in the form of any tool, or events of streams | told by its size |
//!
//! What stands between the columns is a comma, a semicolon or a tab. JSON is a
//! value a line, a list, or values on several lines. Columns may stand in any
//! order and others are ignored; `cached` may be missing. A number as a time whose
//! unit is in doubt is an error. Every row names its own line when it is wrong.
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

pub use error::{Error, Remedy};
pub use requests::{Format, Options, Reader, RequestNames, preview};
pub use text::{MAX_LINE_BYTES, TimeUnit};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! Prices a log of usages: a row is a request, with the model that answered it,
//! its tokens and its time. What a row costs is what
//! [`groq_calc::cost::TokenPrices`] says of it on its day; a [`Ledger`] keeps the
//! sums by model, by day and by any other column, and the log may be as long as
//! it likes.
//!
//! ```
//! use groq_log::usage::{Days, Ledger, Names, Reader};
//! # use groq_calc::{Catalog, Date, catalog::{Dated, Lifecycle, Status}, Kind, Model, Price, Prices};
//! # const DAY: Date = Date::constant(2026, 6, 1);
//! # const fn dated<T: Copy>(value: T) -> Dated<'static, T> {
//! #     Dated { from: DAY, source: "", status: Status::Likely, note: "", value }
//! # }
//! # static STAGES: [Dated<'static, Lifecycle<'static>>; 1] = [dated(Lifecycle::Listed)];
//! # static PRICES: [Dated<'static, Prices>; 1] = [dated(Prices {
//! #     input: Some(Price::per_million("0.15")),
//! #     output: Some(Price::per_million("0.60")),
//! #     ..Prices::NONE
//! # })];
//! # static MODELS: [Model<'static>; 1] = [Model {
//! #     lifecycle: &STAGES, prices: &PRICES, ..Model::bare("m", Kind::Chat)
//! # }];
//! let catalog = Catalog { models: &MODELS, ..Catalog::EMPTY };
//! let mut ledger = Ledger::new(&catalog, &[]);
//! let mut reader = Reader::new(Names::default(), Days::OfTheRow, false);
//! reader.feed(b"time,model,input,output\n2026-06-04,m,1000,500\n", &mut ledger)?;
//! reader.finish(&mut ledger)?;
//! assert_eq!(ledger.total().usd.to_string(), "0.00045");
//! # Ok::<(), groq_log::Error>(())
//! ```

pub(crate) mod answers;
pub(crate) mod assumptions;
pub(crate) mod by;
pub(crate) mod columns;
pub(crate) mod entry;
pub(crate) mod flat_rows;
pub(crate) mod guard;
pub(crate) mod kept;
pub(crate) mod ledger;
pub(crate) mod model_name;
pub(crate) mod names;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod reader;
pub(crate) mod repriced;
pub(crate) mod sum;
pub(crate) mod threads;
pub(crate) mod time;
pub(crate) mod tools;

pub use answers::LeftOut;
pub use assumptions::Assumptions;
pub use entry::Entry;
pub use guard::guarded;
pub use ledger::Ledger;
pub use model_name::ModelName;
pub use names::Names;
#[cfg(feature = "parquet")]
pub use parquet::reader::Parquet;
pub use reader::Reader;
pub use repriced::{Ratio, Repriced};
pub use sum::Sum;
pub use threads::on_threads;
pub use time::{Days, TimeReader};
pub use tools::ToolSum;

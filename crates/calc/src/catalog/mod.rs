//! What is known of models on every day: limits, prices, lifecycles, each with its source.

pub(crate) mod abilities;
pub(crate) mod admission;
pub(crate) mod capability;
pub(crate) mod changes;
pub(crate) mod difference;
pub(crate) mod limits;
pub(crate) mod listing;
pub(crate) mod measure;
pub(crate) mod model;
mod naming;
pub(crate) mod on_day;
pub(crate) mod plan;
pub(crate) mod pricing;
pub(crate) mod quality;
#[cfg(feature = "serde")]
mod read;
pub(crate) mod retirement;
pub(crate) mod tables;
pub(crate) mod window;

pub use abilities::{Abilities, Ability};
pub use admission::Admission;
pub use capability::{Capabilities, Capability, CapabilitySet};
pub use difference::{CatalogChange, Difference, InWords};
pub use limits::{Cap, Caps, Limit, LimitSet};
pub use listing::Listing;
pub use measure::{Amounts, Measure, Scope};
pub use model::{Contested, Context, Dated, Kind, Lifecycle, Model, Provenance, Speed, Status};
pub use naming::Named;
pub use on_day::{CatalogOn, Override};
pub use plan::{OptionId, Plan, Tier};
pub use pricing::{Item, Price, Prices, Tool, ToolPrices, ToolSet};
pub use quality::{Benchmark, Points, Score};
pub use retirement::Retirement;
pub use tables::{Catalog, Source, UseCase};
pub use window::{Refill, Window, Zone};

//! What a workload costs by the month, and what recorded usage cost.

pub(crate) mod audio_price;
pub(crate) mod bill;
pub(crate) mod token_prices;
pub(crate) mod usage;
pub(crate) mod usage_columns;

pub use audio_price::AudioPrice;
pub use bill::{Bill, Line};
pub use token_prices::TokenPrices;
pub use usage::Usage;
pub use usage_columns::UsageColumns;

//! Price files of other projects, as catalogs: what can be kept is kept, what
//! cannot is listed.
//!
//! ```
//! use groq_calc::Date;
//! use groq_catalog_file::import::{Settings, litellm};
//!
//! let text = r#"{"groq/m": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 1.5e-07,
//!     "output_cost_per_token": 6e-07, "supports_vision": true}}"#;
//! let settings = Settings { from: Date::constant(2026, 6, 4), provider: Some("groq") };
//! let imported = litellm("prices.json", text, settings)?;
//! assert_eq!(imported.file.models["m"].prices[0].input.as_deref(), Some("0.15"));
//! assert_eq!(imported.left_out, ["supports_vision: of 1 models, like groq/m"]);
//! # Ok::<(), groq_catalog_file::Error>(())
//! ```

mod draft;
mod genai_prices;
mod litellm;

pub use draft::{Imported, Settings};
pub use genai_prices::genai_prices;
pub use litellm::litellm;

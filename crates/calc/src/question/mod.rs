//! What is asked: a workload or the services of an organisation, with requirements, read from
//! loose fields and checked.

pub(crate) mod checked;
pub(crate) mod draft;
mod numbers;
pub(crate) mod organisation;
pub(crate) mod profile;
pub(crate) mod reader;
pub(crate) mod requirements_draft;
pub(crate) mod score_draft;
pub(crate) mod service_draft;
pub(crate) mod workload;
pub(crate) mod workload_draft;

pub use crate::catalog::Override;
pub use checked::{OwnScore, QualityFloor, Question, Requirements};
pub use draft::Draft;
pub use organisation::{GROWTH_PERCENT_PER_MONTH, MOST_SERVICES, Organisation, Service};
pub use profile::Profile;
pub use requirements_draft::{QualityDraft, RequirementsDraft};
pub use score_draft::ScoreDraft;
pub use service_draft::ServiceDraft;
pub use workload::{FIELDS, Field, ToolUse, Volume, Workload};
pub use workload_draft::{ToolsDraft, WorkloadDraft};

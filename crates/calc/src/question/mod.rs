//! What is asked: a workload with its requirements, read from loose fields and checked.

pub(crate) mod checked;
pub(crate) mod draft;
pub(crate) mod profile;
pub(crate) mod workload;

pub use crate::catalog::Override;
pub use checked::{OwnScore, QualityFloor, Question, Requirements};
pub use draft::{Draft, QualityDraft, RequirementsDraft, ScoreDraft, ToolsDraft, WorkloadDraft};
pub use profile::Profile;
pub use workload::{FIELDS, Field, ToolUse, Volume, Workload};

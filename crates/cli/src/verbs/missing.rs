use std::ffi::OsString;

use clap::Args as Group;

use crate::output::outcome::Outcome;

/// Whatever is asked of a verb that this build leaves out.
#[derive(Group)]
#[command(disable_help_flag = true)]
pub(crate) struct Missing {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    _rest: Vec<OsString>,
}

/// Says which feature has the verb.
pub(crate) fn run(feature: &str) -> Result<Outcome, String> {
    Err(format!(
        "this groq-calc was built without the feature `{feature}`; \
         `cargo install --path crates/cli --features {feature}` has it"
    ))
}

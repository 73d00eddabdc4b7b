use std::path::Path;

use anyhow::{Context, Result};

use crate::{
    process::{cargo, run},
    setup::tools,
};

/// Runs the limiter's tests on Redis, those of sixty-four processes included.
pub(crate) fn test(root: &Path) -> Result<()> {
    tools::which("redis-server")
        .context("redis-server is not installed: `apt-get install redis-server` has it")?;
    let args = ["test", "--package", "groq-limiter", "--features", "redis", "--test", "limiter"];
    let all = ["redis", "--", "--include-ignored", "--test-threads", "1"];
    run(cargo(&args).args(all).env("NEEDS_REDIS", "1").current_dir(root))
}

mod params;
mod server;

use std::path::PathBuf;

use clap::Args as Group;
use rmcp::{ServiceExt, transport::stdio};

use crate::output::outcome::Outcome;
use server::Server;

const EXAMPLES: &str = "Examples:
  groq-calc mcp
  groq-calc mcp --allow logs

It speaks the Model Context Protocol over standard input and output, for coding agents: the tools plan, cost,
models, explain_error, check_request and replay. It reads no file but those that replay is asked for, and these
only under the folders of --allow; it asks nothing of the network.";

/// What the tools may do.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct McpArgs {
    /// A folder whose logs may be replayed; may be repeated. None by default.
    #[arg(long = "allow", value_name = "FOLDER")]
    folders: Vec<PathBuf>,
}

/// Serves until standard input ends.
pub(crate) fn run(args: &McpArgs) -> Result<Outcome, String> {
    let folder = |path: &PathBuf| {
        let found = path.canonicalize().ok().filter(|path| path.is_dir());
        found.ok_or_else(|| format!("allow is `{}`; it must be a folder", path.display()))
    };
    let folders = args.folders.iter().map(folder).collect::<Result<_, _>>()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the server can't be started: {error}"))?;
    runtime.block_on(async {
        let failed = |error: &dyn std::fmt::Display| format!("the client can't be served: {error}");
        let service = Server::new(folders).serve(stdio()).await.map_err(|error| failed(&error))?;
        service.waiting().await.map_err(|error| failed(&error))
    })?;
    Ok(Outcome { text: String::new(), fits: true })
}

use clap::{Args as Group, ValueEnum};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};

use crate::output::outcome::Outcome;

const EXAMPLES: &str = "Examples:
  groq-calc completions bash > ~/.local/share/bash-completion/completions/groq-calc
  groq-calc completions fish > ~/.config/fish/completions/groq-calc.fish
  source <(groq-calc completions zsh)     # in ~/.zshrc, after compinit

The script asks groq-calc itself for what may come next, models and plans included; it must be on the PATH.";

/// The variable by which a script asks; the command then answers with words
/// instead of running.
pub(crate) const VARIABLE: &str = "GROQ_CALC_COMPLETE";

/// The name by which the command is called.
const NAME: &str = "groq-calc";

/// For which shell.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

/// A shell that can ask.
#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    #[value(name = "powershell")]
    Pwsh,
    Zsh,
}

/// Prints the script.
pub(crate) fn run(args: &CompletionsArgs) -> Result<Outcome, String> {
    let shell: &dyn EnvCompleter = match args.shell {
        Shell::Bash => &Bash,
        Shell::Elvish => &Elvish,
        Shell::Fish => &Fish,
        Shell::Pwsh => &Powershell,
        Shell::Zsh => &Zsh,
    };
    let mut script = Vec::new();
    shell
        .write_registration(VARIABLE, NAME, NAME, NAME, &mut script)
        .map_err(|error| error.to_string())?;
    Ok(Outcome { text: String::from_utf8_lossy(&script).into_owned(), fits: true })
}

//! `unscrape completions`: what a shell needs to complete commands and flags.

use super::{Status, printing};
use clap::{Args, Command};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  unscrape completions bash > ~/.local/share/bash-completion/completions/unscrape
  unscrape completions zsh > ~/.zfunc/_unscrape
      with fpath+=~/.zfunc before compinit in ~/.zshrc
  unscrape completions fish > ~/.config/fish/completions/unscrape.fish
  unscrape completions powershell >> $PROFILE";

/// Write the completions of commands and flags for a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub fn run(arguments: &Arguments, mut program: Command) -> Status {
    let name = program.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, name, &mut script);
    printing(|to| to.write_all(&script))
}

//! The program: arguments to a command to an exit status.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}

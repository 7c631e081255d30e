//! `unscrape.toml`: defaults for flags. A table a command, a key a long flag; what the command line says wins.
//!
//! The table `[check]` holds rules, which `check` itself reads.

use clap::builder::ValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use unscrape::error::Error;
use unscrape::nearest::nearest;

/// What the file is called where no other is named.
const NAME: &str = "unscrape.toml";

/// Tables whose keys are no flags.
const OTHERS: [&str; 1] = ["check"];

/// Flags that no file can give.
const NEVER: [&str; 4] = ["config", "no-config", "help", "version"];

/// A file of settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it was found.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
}

/// What is wrong, and where it stands in the text.
type Fault = (Range<usize>, String);
type Entry<'t> = (&'t Spanned<DeString<'t>>, &'t Spanned<DeValue<'t>>);

impl Config {
    /// The file that the arguments name, or the nearest one upward from the working folder.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn find(arguments: &[OsString]) -> Result<Option<Config>, Error> {
        let path = match choice(arguments) {
            Choice::None => return Ok(None),
            Choice::Named(path) => path,
            Choice::Usual => match upward() {
                Some(path) => path,
                None => return Ok(None),
            },
        };
        let text = fs::read_to_string(&path);
        let text = text.map_err(|source| Error::Read { path: path.clone(), source })?;
        Ok(Some(Config { path, text }))
    }

    /// The same commands with the defaults of the file.
    ///
    /// # Errors
    /// It is no TOML, names a command or a flag that does not exist, or gives a value that cannot be used.
    pub fn apply(&self, commands: Command) -> Result<Command, Error> {
        self.applied(commands).map_err(|(span, reason)| Error::Config {
            path: self.path.clone(),
            line: 1 + self.text.get(..span.start).unwrap_or_default().matches('\n').count(),
            reason,
        })
    }

    fn applied(&self, mut commands: Command) -> Result<Command, Fault> {
        let table = DeTable::parse(&self.text)
            .map_err(|error| (error.span().unwrap_or_default(), error.message().to_owned()))?;
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            if OTHERS.contains(&name) {
                continue;
            }
            let Some(command) = commands.find_subcommand(name) else {
                let known = commands.get_subcommands().map(Command::get_name).chain(OTHERS);
                return Err((key.span(), unknown("command", name, known)));
            };
            let command = self.command(command.clone(), value)?;
            commands = commands.mut_subcommand(name, |_| command);
        }
        Ok(commands)
    }

    fn command(
        &self,
        mut command: Command,
        table: &Spanned<DeValue<'_>>,
    ) -> Result<Command, Fault> {
        let name = command.get_name().to_owned();
        let Some(flags) = table.get_ref().as_table() else {
            return Err((table.span(), format!("`{name}` is a table: [{name}]")));
        };
        for (key, value) in flags {
            command = self.flag(command, (key, value))?;
        }
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        Ok(command.after_help(format!("{after}\n\nDefaults from {}", self.path.display())))
    }

    fn flag(&self, command: Command, (key, value): Entry<'_>) -> Result<Command, Fault> {
        let name: &str = key.get_ref();
        let flags = || command.get_arguments().filter(|arg| !is_never(arg));
        let Some(arg) = flags().find(|arg| arg.get_long() == Some(name)) else {
            let known = flags().filter_map(Arg::get_long);
            let what = format!("flag of {}", command.get_name());
            return Err((key.span(), unknown(&what, name, known)));
        };
        let id = arg.get_id().clone();
        let values = self.values(arg, value)?;
        let changed = command.mut_arg(id, |arg| with_defaults(arg, values.clone()));
        check(&changed, name, &values).map_err(|reason| (value.span(), reason))?;
        Ok(changed)
    }

    /// A value as the words of a command line.
    fn values(&self, arg: &Arg, value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, Fault> {
        let many = matches!(arg.get_action(), ArgAction::Append);
        let items = match value.get_ref() {
            DeValue::Array(items) if many => items.iter().collect(),
            _ => vec![value],
        };
        let is_path = arg.get_value_parser().type_id() == ValueParser::path_buf().type_id();
        items
            .into_iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) if is_path => Ok(self.beside(text)),
                DeValue::String(text) => Ok(text.to_string()),
                DeValue::Integer(number) => Ok(number.to_string()),
                DeValue::Boolean(flag) => Ok(flag.to_string()),
                other => {
                    let kind = if many { "a text or a list of texts" } else { "one value" };
                    Err((
                        item.span(),
                        format!("takes {kind} (this is of type {})", other.type_str()),
                    ))
                }
            })
            .collect()
    }

    /// Paths in the file are counted from where it lies.
    fn beside(&self, path: &str) -> String {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let here = std::env::current_dir().is_ok_and(|here| here == folder);
        if here || path == "-" {
            return path.to_owned();
        }
        folder.join(path).to_string_lossy().into_owned()
    }
}

/// Which file is meant.
#[derive(Debug, PartialEq, Eq)]
enum Choice {
    None,
    Named(PathBuf),
    Usual,
}

/// Read before all other arguments, since their defaults depend on it.
fn choice(arguments: &[OsString]) -> Choice {
    let flags = arguments.iter().take_while(|it| *it != "--");
    let mut flags = flags.map(OsString::as_os_str);
    while let Some(flag) = flags.next() {
        if flag == "--no-config" {
            return Choice::None;
        }
        if flag == "--config" {
            return flags.next().map_or(Choice::Usual, |path| Choice::Named(path.into()));
        }
        if let Some(path) = flag.to_str().and_then(|flag| flag.strip_prefix("--config=")) {
            return Choice::Named(path.into());
        }
    }
    Choice::Usual
}

fn upward() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn is_never(arg: &Arg) -> bool {
    arg.get_long().is_none_or(|long| NEVER.contains(&long))
}

/// A switch that the file turns on can be turned off again: `--quiet=false`.
fn with_defaults(arg: Arg, values: Vec<String>) -> Arg {
    if matches!(arg.get_action(), ArgAction::SetTrue) {
        let arg = arg.action(ArgAction::Set).num_args(0..=1).require_equals(true);
        return arg.value_name("BOOL").default_missing_value("true").default_values(values);
    }
    arg.default_values(values)
}

/// Has clap read the values as it reads those of a command line.
fn check(command: &Command, flag: &str, values: &[String]) -> Result<(), String> {
    let words = values.iter().map(|value| OsString::from(format!("--{flag}={value}")));
    let command = command.clone().no_binary_name(true);
    let Err(error) = command.try_get_matches_from(words) else { return Ok(()) };
    let reason = match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            first.trim_start_matches("error: ").to_owned()
        }
        ErrorKind::ArgumentConflict => format!("`{flag}` can be given only once"),
        _ => return Ok(()),
    };
    match error.get(ContextKind::SuggestedValue) {
        Some(ContextValue::String(near)) => Err(format!("{reason}; did you mean `{near}`?")),
        _ => Err(reason),
    }
}

fn unknown<'k>(what: &str, name: &str, known: impl Iterator<Item = &'k str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("`{name}` is no {what}; did you mean `{near}`?"),
        None => format!("`{name}` is no {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<OsString> {
        text.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_file_is_named_or_looked_for() {
        assert_eq!(choice(&words("convert a --config x.toml")), Choice::Named("x.toml".into()));
        assert_eq!(choice(&words("--config=x.toml convert a")), Choice::Named("x.toml".into()));
        assert_eq!(choice(&words("convert a --no-config")), Choice::None);
        assert_eq!(choice(&words("convert -- --no-config")), Choice::Usual);
    }
}

//! `unscrape schema`: what rows look like, for programs that read them.

use super::{Status, dialect, printing, say};
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal, Write};
use unscrape::sink::{Dialect, schema};

const EXAMPLES: &str = "\
Examples:
  unscrape schema
      a JSON Schema of the records that convert writes
  unscrape schema --as datatrove --format huggingface > features.json
      Features.from_dict(json.load(open(\"features.json\"))) in Python
  unscrape schema --format arrow > schema.arrow
      pyarrow.ipc.open_stream(\"schema.arrow\").schema, that of the Parquet files too";

/// Show what records look like: their keys, types and meanings
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// In whose words
    #[arg(long, value_enum, default_value_t = Format::JsonSchema)]
    format: Format,

    /// The rows of `convert --as DIALECT`
    #[arg(long = "as", value_name = "DIALECT", value_parser = dialect::parser(), default_value = "native")]
    dialect: Dialect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Schema, draft 2020-12
    JsonSchema,
    /// A stream of Arrow without rows; binary
    Arrow,
    /// Features of Hugging Face's datasets, as Features.from_dict takes them
    Huggingface,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Status {
    if arguments.format == Format::Arrow && io::stdout().is_terminal() {
        say("standard output: is a terminal, and a stream of Arrow is no text (> schema.arrow)");
        return Status::Usage;
    }
    printing(|to| match arguments.format {
        Format::Arrow => to.write_all(&schema::arrow(arguments.dialect)?),
        Format::JsonSchema => json(&schema::json_schema(arguments.dialect), to),
        Format::Huggingface => json(&schema::huggingface(arguments.dialect), to),
    })
}

fn json(it: &schema::Json, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, it)?;
    writeln!(to)
}

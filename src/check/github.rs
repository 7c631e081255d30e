//! Annotations of a workflow on GitHub. A step shows at most ten of a kind; the rest stands in the summary behind them.
//!
//! Messages are escaped as the toolkit of workflow commands does it (`%`, CR and LF, in properties `:` and `,` as well). What
//! dumps say must not become a command: lines of the summary never begin with `::`, and `##[` is parted.

use super::human;
use super::report::{Finding, Report};
use super::rules::Level;
use std::io::{self, Write};

/// So many annotations of a kind are shown by a step.
const MOST: usize = 10;

/// Writes annotations, then all of the report as a group of plain lines.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    let findings = report.findings();
    let mut left_out = 0;
    for (level, command) in [(Level::Error, "error"), (Level::Warn, "warning")] {
        let of_kind = || findings.iter().filter(|it| it.level == level);
        of_kind().take(MOST).try_for_each(|it| annotation(command, it, report, to))?;
        left_out += of_kind().count().saturating_sub(MOST);
    }
    let verdict = human::verdict(report);
    if left_out > 0 {
        let more = format!("{verdict} ({left_out} not annotated, all stand below)");
        writeln!(to, "::notice title=unscrape check::{}", escape(&more))?;
    }
    let mut text = Vec::new();
    human::write(report, &mut text)?;
    writeln!(to, "::group::unscrape check {}", escape(&verdict))?;
    for line in String::from_utf8_lossy(&text).lines() {
        writeln!(to, "| {}", line.replace('\r', " ").replace("##[", "## ["))?;
    }
    writeln!(to, "::endgroup::")
}

fn annotation(
    command: &str,
    finding: &Finding,
    report: &Report,
    to: &mut dyn Write,
) -> io::Result<()> {
    let place = finding.places.first().map(|place| (&*place.path, place.line));
    let place = place.or_else(|| Some((report.lock.as_deref()?, finding.line?)));
    let title = property(&format!("unscrape check: {} ({})", finding.rule, finding.subject));
    let at = place.map(|(path, line)| format!("file={},line={line},", property(path)));
    writeln!(
        to,
        "::{command} {}title={title}::{}",
        at.unwrap_or_default(),
        escape(&finding.message)
    )
}

/// The text of a command.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_would_read_is_escaped() {
        assert_eq!(escape("100 %\r\n::error::x"), "100 %25%0D%0A::error::x");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}

//! The progress bar and the summary.

use super::{Talk, count, say};
use indicatif::{BinaryBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Display;
use std::io::IsTerminal;
use std::time::{Duration, Instant};
use unscrape::convert::Statistics;

/// Shows how a run goes on, where somebody looks.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// A bar on standard error, if that is a terminal and the rows do not go to one.
    pub fn new(talk: Talk, rows_on_stdout: bool) -> Self {
        let mixed = rows_on_stdout && std::io::stdout().is_terminal();
        let hidden = talk == Talk::Errors || mixed || !std::io::stderr().is_terminal();
        let bar = if hidden {
            ProgressBar::hidden()
        } else {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8))
        };
        let style = ProgressStyle::with_template("{spinner} {elapsed} {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        Progress { bar, begun: Instant::now() }
    }

    /// So much is done.
    pub fn update(&self, done: &Statistics) {
        if self.bar.is_hidden() {
            return;
        }
        let (bytes, rate) = (BinaryBytes(done.bytes), rate(done.bytes, self.begun.elapsed()));
        self.bar.set_message(format!(
            "{}, {bytes}, {rate}, {}",
            count(done.files, "file"),
            count(done.warnings, "warning")
        ));
        self.bar.tick();
    }

    /// A line that stays, above the bar.
    pub fn say(&self, line: impl Display) {
        self.bar.suspend(|| say(line));
    }

    /// Takes the bar away and says what the run came to.
    pub fn finish(&self, done: &Statistics, talk: Talk) {
        self.bar.finish_and_clear();
        if talk == Talk::All {
            say(summary(done, self.begun.elapsed()));
            if done.divided_files > 0 {
                say(divided(done));
            }
        }
    }
}

fn rate(bytes: u64, time: Duration) -> String {
    let rate = bytes as f64 / time.as_secs_f64().max(1e-9);
    format!("{}/s", BinaryBytes(rate as u64))
}

fn summary(done: &Statistics, time: Duration) -> String {
    let mut parts = vec![
        count(done.files + done.containers, "file"),
        count(done.records, "record"),
        format!("{} in {:.2} s", BinaryBytes(done.bytes), time.as_secs_f64()),
        rate(done.bytes, time),
        count(done.warnings, "warning"),
        count(done.boilerplate_lines, "boilerplate line"),
    ];
    for (number, what) in [
        (done.binary, "binary skipped"),
        (done.special, "special skipped"),
        (done.unreadable, "unreadable"),
        (done.damaged, "damaged"),
        (done.internal, "failed"),
    ] {
        if number > 0 {
            parts.push(format!("{} {what}", HumanCount(number)));
        }
    }
    parts.join(", ")
}

fn divided(done: &Statistics) -> String {
    let verb = if done.divided_files == 1 { "holds" } else { "hold" };
    format!(
        "{} {verb} several pages: {} seen, {} written",
        count(done.divided_files, "file"),
        count(done.separators, "separator"),
        count(done.divided_records, "record")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_what_happened() {
        let done = Statistics {
            files: 2,
            records: 3,
            bytes: 2048,
            unreadable: 1,
            divided_files: 1,
            separators: 1,
            divided_records: 2,
            ..Statistics::default()
        };
        assert_eq!(
            summary(&done, Duration::from_secs(1)),
            "2 files, 3 records, 2.00 KiB in 1.00 s, 2.00 KiB/s, 0 warnings, 0 boilerplate lines, 1 unreadable"
        );
        assert_eq!(
            divided(&done),
            "1 file holds several pages: 1 separator seen, 2 records written"
        );
    }
}

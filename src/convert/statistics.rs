//! What a run came to, in numbers.

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// Counts of a run, or of a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// Dumps read.
    pub files: u64,
    /// Records written.
    pub records: u64,
    /// Of these, without a body.
    pub without_body: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Warnings in the records.
    pub warnings: u64,
    /// Lines of boilerplate.
    pub boilerplate_lines: u64,
    /// Files left out because they hold no text.
    pub binary: u64,
    /// Pipes, sockets and devices left out.
    pub special: u64,
    /// Inputs that could not be read.
    pub unreadable: u64,
    /// Containers opened.
    pub containers: u64,
    /// Damage found in containers.
    pub damaged: u64,
    /// Dumps on which this program failed.
    pub internal: u64,
    /// Separators between pages seen.
    pub separators: u64,
    /// Dumps in which separators were seen.
    pub divided_files: u64,
    /// Records written of those dumps.
    pub divided_records: u64,
}

impl AddAssign for Statistics {
    fn add_assign(&mut self, more: Statistics) {
        self.files += more.files;
        self.records += more.records;
        self.without_body += more.without_body;
        self.bytes += more.bytes;
        self.warnings += more.warnings;
        self.boilerplate_lines += more.boilerplate_lines;
        self.binary += more.binary;
        self.special += more.special;
        self.unreadable += more.unreadable;
        self.containers += more.containers;
        self.damaged += more.damaged;
        self.internal += more.internal;
        self.separators += more.separators;
        self.divided_files += more.divided_files;
        self.divided_records += more.divided_records;
    }
}

//! Which kinds of bytes a short text has, in one pass, so that scanners that cannot find anything are not asked.

/// A set of kinds of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Classes(u8);

impl Classes {
    pub const UPPER: Classes = Classes(1);
    pub const LOWER: Classes = Classes(2);
    pub const DIGIT: Classes = Classes(4);
    /// A comma, or what the commas of other scripts begin with.
    pub const COMMA: Classes = Classes(8);
    pub const AT: Classes = Classes(16);
    pub const SPACE: Classes = Classes(32);
    /// Part of a character outside of ASCII.
    pub const OTHER: Classes = Classes(64);

    /// The classes of all bytes.
    pub fn of(bytes: &[u8]) -> Classes {
        Classes(bytes.iter().fold(0, |all, &byte| all | TABLE[usize::from(byte)]))
    }

    /// Whether there is a byte of any of these classes.
    pub fn any(self, classes: Classes) -> bool {
        self.0 & classes.0 != 0
    }
}

const TABLE: [u8; 256] = table();

const fn table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = class(byte as u8).0;
        byte += 1;
    }
    table
}

const fn class(byte: u8) -> Classes {
    match byte {
        b'A'..=b'Z' => Classes::UPPER,
        b'a'..=b'z' => Classes::LOWER,
        b'0'..=b'9' => Classes::DIGIT,
        b',' => Classes::COMMA,
        b'@' => Classes::AT,
        b' ' => Classes::SPACE,
        0xd8 | 0xe3 | 0xef => Classes(Classes::COMMA.0 | Classes::OTHER.0),
        0x80.. => Classes::OTHER,
        _ => Classes(0),
    }
}

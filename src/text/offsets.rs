//! Where a place in decoded text stands in the file, also where decoding changed lengths.

/// Maps offsets in a decoded text to offsets in the file's bytes.
///
/// Monotone; 0 maps to 0 and the text's length to the file's. A byte order mark belongs to the first character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// Empty where text and file are the same bytes.
    runs: Vec<Run>,
    text_len: usize,
    file_len: usize,
}

/// Characters that all have the same length in the text and the same length in the file. Ends where the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    text: usize,
    file: usize,
    text_step: u32,
    file_step: u32,
}

impl OffsetMap {
    /// The map of a text that is the file's own bytes.
    pub fn identity(len: usize) -> Self {
        OffsetMap { runs: Vec::new(), text_len: len, file_len: len }
    }

    /// The byte of the file at which the character at `text_offset` begins. Offsets past the end map to the end.
    pub fn to_byte(&self, text_offset: usize) -> usize {
        if text_offset == 0 {
            return 0;
        }
        if text_offset >= self.text_len {
            return self.file_len;
        }
        let after = self.runs.partition_point(|run| run.text <= text_offset);
        match after.checked_sub(1).and_then(|at| self.runs.get(at)) {
            None => text_offset,
            Some(run) => run.at(text_offset).min(self.file_len),
        }
    }

    /// Whether text and file are the same bytes.
    pub fn is_identity(&self) -> bool {
        self.runs.is_empty()
    }
}

impl Run {
    fn at(&self, text_offset: usize) -> usize {
        let chars = (text_offset - self.text) / (self.text_step as usize).max(1);
        self.file + chars * self.file_step as usize
    }
}

/// Collects a map while a text is decoded from front to back.
#[derive(Debug, Default)]
pub(crate) struct MapBuilder {
    map: OffsetMap,
    /// Bytes of the file that have no character of their own: they go to the next one.
    waiting: usize,
}

impl MapBuilder {
    /// `bytes` of the file that the text does not show.
    pub fn skip(&mut self, bytes: usize) {
        self.waiting += bytes;
    }

    /// A character of `text_len` bytes in the text and `file_len` in the file.
    pub fn char(&mut self, text_len: usize, file_len: usize) {
        let file_len = file_len + std::mem::take(&mut self.waiting);
        self.push(text_len, file_len, 1);
    }

    /// Text that stands in the file as it is.
    pub fn same(&mut self, text: &str) {
        if self.waiting > 0
            && let Some(first) = text.chars().next()
        {
            self.char(first.len_utf8(), first.len_utf8());
            return self.push(1, 1, text.len() - first.len_utf8());
        }
        self.push(1, 1, text.len());
    }

    fn push(&mut self, text_step: usize, file_step: usize, times: usize) {
        if times == 0 {
            return;
        }
        let (text, file) = (self.map.text_len, self.map.file_len);
        let run = Run { text, file, text_step: text_step as u32, file_step: file_step as u32 };
        let goes_on =
            |last: &Run| (last.text_step, last.file_step) == (run.text_step, run.file_step);
        if !self.map.runs.last().is_some_and(goes_on) {
            self.map.runs.push(run);
        }
        self.map.text_len += text_step * times;
        self.map.file_len += file_step * times;
    }

    /// The map of the whole; what still waits goes to the last character.
    pub fn finish(mut self) -> OffsetMap {
        self.map.file_len += self.waiting;
        let same = self.map.text_len == self.map.file_len
            && self.map.runs.iter().all(|run| run.text_step == run.file_step);
        if same {
            self.map.runs = Vec::new();
        }
        self.map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_compress_equal_steps() {
        let mut builder = MapBuilder::default();
        builder.skip(2);
        for _ in 0..1000 {
            builder.char(2, 1);
        }
        let map = builder.finish();
        assert_eq!(map.runs.len(), 2);
        assert_eq!([0, 2, 4, 2000].map(|at| map.to_byte(at)), [0, 3, 4, 1002]);
    }

    #[test]
    fn identity_holds_nothing() {
        let mut builder = MapBuilder::default();
        builder.same("aц");
        let map = builder.finish();
        assert!(map.is_identity());
        assert_eq!(map, OffsetMap::identity(3));
        assert_eq!([0, 1, 3, 9].map(|at| map.to_byte(at)), [0, 1, 3, 3]);
    }
}

//! Work on blocks beside the writing: it may end in any order, and is waited for in the order in which it was begun.
//!
//! The threads are others than those that make the rows: those wait for the writer, and the writer waits here.

use crate::error::Error;
use std::sync::mpsc::{Receiver, sync_channel};

/// Threads for work on blocks.
#[derive(Debug)]
pub(super) struct Press {
    pool: rayon::ThreadPool,
}

/// Work that was begun: what comes of it can be received once, nothing where it panicked.
pub(super) type Ticket<T> = Receiver<T>;

impl Press {
    /// As many threads as asked for; 0 is one a core.
    ///
    /// # Errors
    /// They cannot be started.
    pub(super) fn new(threads: usize) -> Result<Self, Error> {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
        // Who waits for work that panicked is told that nothing comes.
        Ok(Press { pool: builder.panic_handler(|_| {}).build()? })
    }

    /// Begins some work.
    pub(super) fn begin<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Ticket<T> {
        let (to, from) = sync_channel(1);
        self.pool.spawn_fifo(move || {
            let _ = to.send(work());
        });
        from
    }

    /// How much work may be begun before some is waited for: more would only cost memory.
    pub(super) fn room(&self) -> usize {
        self.pool.current_num_threads() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_comes_back_and_a_panic_comes_to_nothing() {
        let press = Press::new(2).unwrap();
        let tickets = [press.begin(|| 1), press.begin(|| panic!("no")), press.begin(|| 3)];
        let came = tickets.map(|ticket: Ticket<i32>| ticket.recv().ok());
        assert_eq!(came, [Some(1), None, Some(3)]);
        assert_eq!(press.room(), 3);
    }
}

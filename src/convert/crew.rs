//! Batches of containers, converted by whoever has a hand free. What comes of them goes back to the worker that reads
//! the container, which alone knows the order.
//!
//! A task never waits for anything. Whoever has to wait, for an output that is full or for a batch that another works
//! on, takes tasks meanwhile; so neither many large containers nor one keep a thread idle, and nobody waits for a task
//! that nobody works on.

use super::unit::Product;
use super::worker::{Part, Workshop};
use crate::corpus::{Batch, Work};
use crossbeam_channel::{Receiver, Select, SendError, Sender, TrySendError, bounded};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the workers share of their tasks.
pub(super) struct Crew {
    threads: usize,
    /// No longer than there are threads to take from it.
    waiting: (Sender<Task>, Receiver<Task>),
    /// Helpers that were called and have not begun.
    called: AtomicUsize,
    /// Containers that are being read.
    readers: AtomicUsize,
}

/// Something that anybody may do.
enum Task {
    /// A batch, and where to give what comes of it.
    Convert(Batch, Sender<Product>),
    /// A part of the reading of a container.
    Read(Work),
}

impl Crew {
    pub fn new(threads: usize) -> Self {
        Crew {
            threads,
            waiting: bounded(threads.saturating_sub(1).max(1)),
            called: AtomicUsize::new(0),
            readers: AtomicUsize::new(0),
        }
    }

    /// Leaves a batch to others, if there are any and not enough waits for them already.
    pub fn offer(&self, batch: Batch) -> Result<Receiver<Product>, Batch> {
        if self.threads < 2 {
            return Err(batch);
        }
        let (to, from) = bounded(1);
        match self.waiting.0.try_send(Task::Convert(batch, to)) {
            Ok(()) => Ok(from),
            Err(error) => match error.into_inner() {
                Task::Convert(batch, _) => Err(batch),
                Task::Read(_) => Ok(from),
            },
        }
    }

    /// Leaves a part of reading to others, as [`Crew::offer`] does.
    pub fn leave(&self, work: Work) -> Result<(), Work> {
        match self.waiting.0.try_send(Task::Read(work)).map_err(TrySendError::into_inner) {
            Err(Task::Read(work)) => Err(work),
            _ => Ok(()),
        }
    }

    /// How many others may help a worker.
    pub fn others(&self) -> usize {
        self.threads - 1
    }

    /// Whether another helper may find something to do.
    pub fn wants_help(&self) -> bool {
        let called = self.called.fetch_add(1, Ordering::Relaxed);
        if called >= self.threads {
            self.called.fetch_sub(1, Ordering::Relaxed);
        }
        called < self.threads
    }

    /// Takes tasks as long as there are any.
    pub fn help(&self, shop: &Workshop<'_>) {
        self.called.fetch_sub(1, Ordering::Relaxed);
        while let Ok(task) = self.waiting.1.try_recv() {
            task.run(shop);
        }
    }

    /// Waits for what comes of a batch; none where whoever worked on it failed.
    pub fn receive(&self, from: &Receiver<Product>, shop: &Workshop<'_>) -> Option<Product> {
        loop {
            let mut select = Select::new();
            let product = select.recv(from);
            select.recv(&self.waiting.1);
            let ready = select.select();
            if ready.index() == product {
                return ready.recv(from).ok();
            }
            if let Ok(task) = ready.recv(&self.waiting.1) {
                task.run(shop);
            }
        }
    }

    /// Sends a part as soon as it is taken.
    pub fn send(
        &self,
        to: &Sender<Part>,
        part: Part,
        shop: &Workshop<'_>,
    ) -> Result<(), SendError<Part>> {
        let part = match to.try_send(part) {
            Err(TrySendError::Full(part)) => part,
            Err(TrySendError::Disconnected(part)) => return Err(SendError(part)),
            Ok(()) => return Ok(()),
        };
        loop {
            let mut select = Select::new();
            let sent = select.send(to);
            select.recv(&self.waiting.1);
            let ready = select.select();
            if ready.index() == sent {
                return ready.send(to, part);
            }
            if let Ok(task) = ready.recv(&self.waiting.1) {
                task.run(shop);
            }
        }
    }

    /// How many batches a reader may have that are not sent yet, itself counted among the readers.
    pub fn most_pending(&self) -> usize {
        let readers = self.readers.load(Ordering::Relaxed).max(1);
        (2 * self.threads / readers).max(2)
    }

    pub fn begin_reading(&self) {
        self.readers.fetch_add(1, Ordering::Relaxed);
    }

    pub fn end_reading(&self) {
        self.readers.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Task {
    fn run(self, shop: &Workshop<'_>) {
        match self {
            // Where nobody receives it, nobody wants it.
            Task::Convert(batch, to) => drop(to.send(shop.convert(batch))),
            // Whoever waits for what a panic ended is told so by the channel that closes.
            Task::Read(work) => drop(catch_unwind(AssertUnwindSafe(work))),
        }
    }
}

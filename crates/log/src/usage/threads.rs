use std::prelude::rust_2024::*;

use core::{mem, num::NonZero};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, Scope, ScopedJoinHandle},
};

use crate::{
    text::parts::{Part, Parts},
    usage::{guard::guarded, ledger::Ledger, reader::Reader},
};

/// Reads a log on several threads: it is cut at ends of rows, and the sums of its parts
/// are added up. `chunks` hands the bytes on, and says whether it came to their end; the
/// number that it gets back grows with every part.
///
/// What comes out is what one thread gives, to the last digit. `None` says that only one
/// thread can tell: something is wrong, or one row depends on another. Then the log has
/// to be read from its start by a [`Reader`].
pub fn on_threads<'a>(
    threads: NonZero<usize>,
    reader: Reader,
    ledger: Ledger<'a>,
    chunks: impl FnOnce(&mut dyn FnMut(&[u8]) -> Option<u64>) -> bool,
) -> Option<(Reader, Ledger<'a>)> {
    let (sender, receiver) = sync_channel(threads.get());
    let queue = Queue { parts: Mutex::new(receiver), has_failed: AtomicBool::new(false) };
    thread::scope(|scope| {
        let mut crew = Crew { scope, queue: &queue, reader, ledger, workers: Vec::new() };
        let (mut parts, mut count) = (Parts::default(), 0);
        let is_whole = chunks(&mut |chunk| {
            if let Some(part) = parts.feed(chunk)? {
                crew.read(part, threads, &sender)?;
                count += 1;
            }
            Some(count)
        });
        let last = is_whole.then(|| crew.read(parts.finish(), threads, &sender)).flatten();
        // Without a sender the workers come to their end.
        drop(sender);
        let workers = mem::take(&mut crew.workers).into_iter();
        let done: Vec<_> = workers.map(|worker| worker.join().ok().flatten()).collect();
        last?;
        crew.add_up(done)
    })
}

/// Parts on their way to whoever is free.
struct Queue {
    parts: Mutex<Receiver<Part>>,
    has_failed: AtomicBool,
}

impl Queue {
    fn next(&self) -> Option<Part> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }
}

/// What a worker has read.
type Done<'a> = Option<(Reader, Ledger<'a>)>;

struct Crew<'scope, 'env, 'a> {
    scope: &'scope Scope<'scope, 'env>,
    queue: &'scope Queue,
    /// They read the first part, which says how the others are read.
    reader: Reader,
    ledger: Ledger<'a>,
    workers: Vec<ScopedJoinHandle<'scope, Done<'a>>>,
}

impl<'scope, 'a: 'scope> Crew<'scope, '_, 'a> {
    fn read(
        &mut self,
        part: Part,
        threads: NonZero<usize>,
        sender: &SyncSender<Part>,
    ) -> Option<()> {
        if self.workers.is_empty() && self.reader.rows() == 0 {
            return self.reader.feed(&part.bytes, &mut self.ledger).ok();
        }
        if self.workers.is_empty() {
            let first = Arc::new(self.reader.fork(0)?);
            for _ in 0..threads.get() {
                let (queue, first, ledger) = (self.queue, first.clone(), self.ledger.fork());
                self.workers.push(self.scope.spawn(move || work(queue, &first, ledger)));
            }
        }
        match self.queue.has_failed.load(Ordering::Relaxed) {
            true => None,
            false => sender.send(part).ok(),
        }
    }

    fn add_up(mut self, done: Vec<Done<'a>>) -> Done<'a> {
        for one in done {
            let (reader, ledger) = one?;
            self.reader.absorb(&reader)?;
            self.ledger.absorb(ledger).ok()?;
        }
        self.reader.finish(&mut self.ledger).ok()?;
        Some((self.reader, self.ledger))
    }
}

/// Reads parts until there are no more; after a failure they are thrown away.
fn work<'a>(queue: &Queue, first: &Reader, mut ledger: Ledger<'a>) -> Done<'a> {
    let mut total = first.fork(0);
    while let Some(part) = queue.next() {
        let Some(sum) = &mut total else { continue };
        let read = || {
            let mut reader = first.fork(part.lines).ok_or(())?;
            reader.feed(&part.bytes, &mut ledger).map_err(drop)?;
            reader.end_part(&mut ledger).map_err(drop)?;
            sum.absorb(&reader).ok_or(())
        };
        if guarded(read, |_| ()).is_err() {
            queue.has_failed.store(true, Ordering::Relaxed);
            total = None;
        }
    }
    Some((total?, ledger))
}

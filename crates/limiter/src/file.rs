use std::{
    fs,
    future::{Future, ready},
    io,
    path::{Path, PathBuf},
    pin::Pin,
};

use groq_calc::limiter::{Limiter, Snapshot};

use crate::{
    clock::Clock,
    error::Error,
    memory::Memory,
    store::{Store, Work},
};

/// What is used is kept in memory and in a file, so that a restart goes on where
/// the program ended. One process at a time has the file.
///
/// After each decision the file is written anew and put in place of the old one:
/// whenever the process dies, one of the two is there, whole.
#[derive(Debug)]
pub struct File {
    memory: Memory,
    path: PathBuf,
    /// Locked as long as it is open.
    _lock: fs::File,
}

impl File {
    /// Goes on from a file, or begins one. Requests that waited or were in flight
    /// when it was written keep what they had reserved.
    ///
    /// # Errors
    ///
    /// When another process has the file, and when it can't be read or written.
    pub fn open(path: &Path, limiter: Limiter) -> Result<Self, Error> {
        Self::with_clock(path, limiter, Clock::new())
    }

    /// The same by another clock.
    ///
    /// # Errors
    ///
    /// As [`File::open`].
    pub fn with_clock(path: &Path, mut limiter: Limiter, clock: Clock) -> Result<Self, Error> {
        let wrong = |error: &dyn std::fmt::Display| {
            Error::store(&format!("the file {} can't be used", path.display()), error)
        };
        let lock = fs::File::create(beside(path, "lock")).map_err(|error| wrong(&error))?;
        lock.try_lock().map_err(|_| wrong(&"another process has it"))?;
        match fs::read(path) {
            Ok(bytes) => {
                let saved: Snapshot =
                    serde_json::from_slice(&bytes).map_err(|error| wrong(&error))?;
                limiter.restore(clock.now(), &saved);
                limiter.forget_requests(clock.now());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(wrong(&error)),
        }
        let memory = Memory::with_clock(limiter, clock);
        let file = Self { memory, path: path.to_owned(), _lock: lock };
        let saved = file.memory.work(|limiter, _| limiter.snapshot());
        file.save(&saved)?;
        Ok(file)
    }

    fn save(&self, snapshot: &Snapshot) -> Result<(), Error> {
        let write = || {
            let next = beside(&self.path, "next");
            fs::write(&next, serde_json::to_vec(snapshot)?)?;
            fs::rename(&next, &self.path)
        };
        write().map_err(|error: io::Error| {
            Error::store(&format!("the file {} can't be written", self.path.display()), &error)
        })
    }
}

/// A file of the same name with another ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    name.into()
}

impl Store for File {
    fn decide<'a>(
        &'a self,
        _: &'a str,
        work: Work<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>> {
        // Written under the lock, so that a later state is never overwritten.
        let saved = self.memory.work(|limiter, now| {
            let before = limiter.clone();
            work(limiter, now);
            let next = limiter.snapshot();
            if next == before.snapshot() {
                return Ok(());
            }
            let saved = self.save(&next);
            if saved.is_err() {
                *limiter = before;
            }
            saved
        });
        Box::pin(ready(saved))
    }

    fn clock(&self) -> &Clock {
        self.memory.clock()
    }
}

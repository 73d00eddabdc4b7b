use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// The bytes of all files that are held or being read, and the most there may be.
#[derive(Clone, Debug)]
pub(crate) struct Storage {
    held: Arc<AtomicU64>,
    max: u64,
}

/// The bytes of one file: they come back when it is dropped.
#[derive(Debug)]
pub(crate) struct Share {
    bytes: u64,
    storage: Storage,
}

impl Storage {
    pub(crate) fn new(max: u64) -> Self {
        Self { held: Arc::default(), max }
    }

    /// The most bytes that may be held.
    pub(crate) fn max(&self) -> u64 {
        self.max
    }

    /// A file of which nothing has been read.
    pub(crate) fn share(&self) -> Share {
        Share { bytes: 0, storage: self.clone() }
    }
}

impl Share {
    /// Makes room for more bytes; whether there was room.
    pub(crate) fn grow(&mut self, bytes: usize) -> bool {
        self.add(bytes) <= self.storage.max
    }

    /// Counts more bytes, room or not; how many are held by now.
    pub(crate) fn add(&mut self, bytes: usize) -> u64 {
        let bytes = bytes as u64;
        self.bytes += bytes;
        self.storage.held.fetch_add(bytes, Ordering::Relaxed) + bytes
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.storage.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_share_the_room_and_give_it_back() {
        let storage = Storage::new(10);
        let mut first = storage.share();
        assert!(first.grow(4) && first.grow(2));
        let mut second = storage.share();
        assert!(second.grow(4) && !second.grow(1));
        drop(second);
        assert!(first.grow(4));
        assert_eq!(storage.share().add(5), 15);
        assert_eq!(storage.share().add(0), 10);
    }
}

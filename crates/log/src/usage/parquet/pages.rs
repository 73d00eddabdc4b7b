use std::prelude::rust_2024::*;

use std::{
    fs::File,
    io::{BufRead, BufReader},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use parquet::{
    errors::{ParquetError, Result},
    file::reader::{ChunkReader, Length},
};

/// The most that the pages of some thousand rows may unpack to: writers make
/// pages of about 1 MB, and none above 100 MB.
const MAX_UNPACKED_BYTES: u64 = 192 << 20;

/// A file from which no more is read than it has, and of which the pages of
/// some rows unpack to no more than a bound: the library allocates what the
/// header of a page says.
#[derive(Clone)]
pub(crate) struct Pages {
    file: Arc<File>,
    length: u64,
    unpacked: Arc<AtomicU64>,
}

impl Pages {
    pub(crate) fn of(file: File) -> std::io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), length, unpacked: Arc::default() })
    }

    /// What the pages read so far unpack to; whoever is done with them sets it
    /// to 0.
    pub(crate) fn unpacked(&self) -> &AtomicU64 {
        &self.unpacked
    }
}

impl Length for Pages {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Pages {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut read = self.file.get_read(start)?;
        let bytes = unpacked_bytes(read.fill_buf()?).unwrap_or(0);
        let all = self.unpacked.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        match all {
            ..=MAX_UNPACKED_BYTES => Ok(read),
            _ => Err(ParquetError::General(format!(
                "its pages unpack to {all} bytes at once; at most {MAX_UNPACKED_BYTES} are read"
            ))),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let end = start.checked_add(length as u64);
        if end.is_none_or(|end| end > self.length) {
            return Err(ParquetError::General(format!(
                "{length} bytes from {start} on are named, in a file of {}",
                self.length
            )));
        }
        self.file.get_bytes(start, length)
    }
}

/// What a page unpacks to, where its header begins here: in Thrift's compact
/// protocol its first two fields are the kind of the page and this size, each
/// 0x15 and a number of seven bits a byte with the sign last.
fn unpacked_bytes(header: &[u8]) -> Option<u64> {
    let (_kind, rest) = number(header.strip_prefix(&[0x15])?)?;
    let (size, _) = number(rest.strip_prefix(&[0x15])?)?;
    Some(size >> 1)
}

fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(9).position(|byte| byte & 0x80 == 0)?;
    let fold = |sum: u64, byte: &u8| sum << 7 | u64::from(byte & 0x7F);
    Some((bytes[..=end].iter().rev().fold(0, fold), &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_page_is_in_its_header() {
        assert_eq!(unpacked_bytes(&[0x15, 0x00, 0x15, 0x50, 0x15, 0x54]), Some(40));
        let large = [0x15, 0x04, 0x15, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0x15];
        assert_eq!(unpacked_bytes(&large), Some(i32::MAX as u64));
        for none in [&[][..], &[0x15], &[0x15, 0x80], b"PAR1", &[0x15, 0, 0x16, 0]] {
            assert_eq!(unpacked_bytes(none), None);
        }
    }
}

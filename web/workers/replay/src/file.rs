use std::{
    cell::Cell,
    io::{self, BufReader, Read},
    rc::Rc,
};

use flate2::read::MultiGzDecoder;
use js_sys::Uint8Array;
use ruzstd::decoding::StreamingDecoder;
use web_sys::{File, FileReaderSync};

/// How much is asked of the browser at a time.
const SLICE_BYTES: usize = 1 << 20;
const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How far a file has been read, in bytes as they lie in it.
#[derive(Clone, Default)]
pub(crate) struct Position(Rc<Cell<f64>>);

impl Position {
    pub(crate) fn get(&self) -> f64 {
        self.0.get()
    }
}

/// The bytes of a file, unpacked; how they are packed is seen from the first.
pub(crate) fn open(file: &File, position: &Position) -> io::Result<Box<dyn Read>> {
    let slices = Slices::new(file, position)?;
    let first = slices.peek(ZSTD.len())?;
    let packed = BufReader::with_capacity(SLICE_BYTES, slices);
    Ok(if first.starts_with(&GZIP) {
        Box::new(MultiGzDecoder::new(packed))
    } else if first.starts_with(&ZSTD) {
        Box::new(Frames { packed: Some(packed), frame: None })
    } else {
        Box::new(packed)
    })
}

/// A file, slice by slice. Only a worker may read so.
struct Slices {
    file: File,
    reader: FileReaderSync,
    position: Position,
}

impl Slices {
    fn new(file: &File, position: &Position) -> io::Result<Self> {
        let reader = FileReaderSync::new().map_err(|_| io::Error::other("no reader"))?;
        Ok(Self { file: file.clone(), reader, position: position.clone() })
    }

    fn slice(&self, most: usize) -> io::Result<Vec<u8>> {
        let from = self.position.get();
        let to = (from + most as f64).min(self.file.size());
        if to <= from {
            return Ok(Vec::new());
        }
        let gone =
            |_| io::Error::other("the browser can no longer read it; was it moved or changed?");
        let slice = self.file.slice_with_f64_and_f64(from, to).map_err(gone)?;
        let bytes = self.reader.read_as_array_buffer(&slice).map_err(gone)?;
        Ok(Uint8Array::new(&bytes).to_vec())
    }

    fn peek(&self, most: usize) -> io::Result<Vec<u8>> {
        self.slice(most)
    }
}

impl Read for Slices {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.slice(buffer.len())?;
        buffer[..bytes.len()].copy_from_slice(&bytes);
        self.position.0.set(self.position.get() + bytes.len() as f64);
        Ok(bytes.len())
    }
}

type Packed = BufReader<Slices>;

/// Zstandard frames, one after the other.
struct Frames {
    packed: Option<Packed>,
    frame: Option<StreamingDecoder<Packed, ruzstd::decoding::FrameDecoder>>,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
                self.packed = self.frame.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut packed) = self.packed.take() else { return Ok(0) };
            if io::BufRead::fill_buf(&mut packed)?.is_empty() {
                self.packed = Some(packed);
                return Ok(0);
            }
            let broken = |error| io::Error::other(format!("{error}"));
            self.frame = Some(StreamingDecoder::new(packed).map_err(broken)?);
        }
    }
}

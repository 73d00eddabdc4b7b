use std::prelude::rust_2024::*;

use std::{
    fs::File,
    sync::{Arc, atomic::Ordering},
};

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};
use parquet::{
    arrow::{
        ProjectionMask,
        arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
    },
    file::reader::Length,
};

use crate::{
    error::Error,
    usage::{
        names::{Names, Places},
        parquet::{bounds::within_bounds, pages::Pages},
    },
};

/// Rows that are unpacked at a time.
const BATCH_ROWS: usize = 8192;

/// What a Parquet file says of itself, and which of its columns are read.
pub(crate) struct Source {
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    /// Where the columns are among those that are read.
    pub(crate) places: Places,
}

impl Source {
    /// Reads what a file says of itself.
    pub(crate) fn of(
        file: &Pages,
        names: &Names,
        timed: bool,
        any_model: bool,
    ) -> Result<Self, Error> {
        let metadata = ArrowReaderMetadata::load(file, ArrowReaderOptions::new());
        let metadata = in_views(metadata.map_err(|error| damage(&error))?);
        let header: Vec<&str> =
            metadata.schema().fields().iter().map(|field| field.name().as_str()).collect();
        let places = names.places(timed, any_model, &header);
        let places = places.map_err(|reason| Error::log(0, reason))?;
        within_bounds(metadata.metadata(), file.len()).map_err(|reason| damage(&reason))?;
        // A column that is not read leaves a gap, and those after it move up.
        let mut read: Vec<usize> = places.all().collect();
        read.sort_unstable();
        read.dedup();
        let mask = ProjectionMask::roots(metadata.parquet_schema(), read.iter().copied());
        let places = places.map(|place| read.binary_search(&place).unwrap_or(place));
        Ok(Self { metadata, mask, places })
    }

    /// How many rows it has.
    pub(crate) fn rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// How many row groups it has.
    pub(crate) fn groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    /// Reads a row group of the file and hands over its rows, some thousand at a time.
    pub(crate) fn read(
        &self,
        file: &Pages,
        group: usize,
        mut take: impl FnMut(&RecordBatch) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let metadata = self.metadata.clone();
        let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata)
            .with_projection(self.mask.clone())
            .with_row_groups(vec![group])
            .with_batch_size(BATCH_ROWS)
            .build()
            .map_err(|error| damage(&error))?;
        for batch in batches {
            let batch = batch.map_err(|error| damage(&error))?;
            file.unpacked().store(0, Ordering::Relaxed);
            take(&batch)?;
        }
        Ok(())
    }
}

/// Opens a file.
pub(crate) fn pages(file: File) -> Result<Pages, Error> {
    Pages::of(file).map_err(|error| damage(&error))
}

fn damage(error: &dyn std::fmt::Display) -> Error {
    Error::log(0, error.to_string()).in_damaged_file()
}

/// The same with texts as views of their page, so that a long value of a
/// dictionary is not copied for each of its rows.
fn in_views(metadata: ArrowReaderMetadata) -> ArrowReaderMetadata {
    fn is_text(kind: &DataType) -> bool {
        match kind {
            DataType::Dictionary(_, of) => is_text(of),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Binary | DataType::LargeBinary => true,
            _ => false,
        }
    }
    let fields = metadata.schema().fields().iter().map(|field| match is_text(field.data_type()) {
        true => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View)),
        false => Arc::clone(field),
    });
    let schema =
        Schema::new_with_metadata(fields.collect::<Vec<_>>(), metadata.schema().metadata().clone());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).unwrap_or(metadata)
}

use std::prelude::rust_2024::*;

use parquet::file::metadata::ParquetMetaData;

use crate::error::quoted;

/// Rows that any file may name, and how many more for each of its bytes: equal
/// rows take next to none.
const MAX_ROWS: u64 = 10_000_000;
const MAX_ROWS_PER_BYTE: u64 = 1_000;

/// The most that a column of one row group may unpack to.
const MAX_CHUNK_BYTES: i64 = 2 << 30;

/// Whether a file's metadata can be true: what it names lies within the file,
/// and no column is larger than what a writer makes.
pub(crate) fn within_bounds(metadata: &ParquetMetaData, length: u64) -> Result<(), String> {
    let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(u64::MAX);
    if rows > MAX_ROWS.saturating_add(length.saturating_mul(MAX_ROWS_PER_BYTE)) {
        return Err(format!("it names {rows} rows in a file of {length} bytes"));
    }
    for group in metadata.row_groups() {
        if group.num_rows() < 0 {
            return Err("a row group has a negative number of rows".to_owned());
        }
        for column in group.columns() {
            let (start, size) = column.byte_range();
            let ends_within = start.checked_add(size).is_some_and(|end| end <= length);
            let unpacked = column.uncompressed_size();
            if !ends_within || !(0..=MAX_CHUNK_BYTES).contains(&unpacked) {
                let name = column.column_path().string();
                return Err(format!(
                    "the column {} has {size} bytes from {start} on and {unpacked} unpacked, in a \
                     file of {length}",
                    quoted(name.as_bytes())
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::{
        file::metadata::FileMetaData,
        schema::types::{SchemaDescriptor, Type},
    };

    use super::*;

    #[test]
    fn refuses_more_rows_than_its_bytes_can_hold() {
        let schema = Type::group_type_builder("schema").build().expect("an empty schema");
        let schema = Arc::new(SchemaDescriptor::new(Arc::new(schema)));
        let check = |rows, length| {
            let file = FileMetaData::new(1, rows, None, None, Arc::clone(&schema), None);
            within_bounds(&ParquetMetaData::new(file, vec![]), length)
        };
        assert_eq!(check(10_000_000, 0), Ok(()));
        assert_eq!(check(10_001_000, 1), Ok(()));
        let error = check(10_001_001, 1).expect_err("one row too many");
        assert_eq!(error, "it names 10001001 rows in a file of 1 bytes");
        check(-1, 1).expect_err("a count is not negative");
    }
}

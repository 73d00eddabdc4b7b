//! Parquet gives the sums of the same rows as CSV, whatever its types.

use std::{fs::File, path::PathBuf, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    LargeStringArray, RecordBatch, StringArray, TimestampMillisecondArray,
    TimestampNanosecondArray, UInt64Array, types::Int32Type,
};
use groq_catalog::CATALOG;
use groq_log::usage::{Days, Ledger, Names, Parquet, Reader};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

fn written(name: &str, columns: Vec<(&str, ArrayRef)>, compression: Compression) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    )
    .expect("columns of equal length");
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(2))
        .build();
    let file = File::create(&path).expect("it can be made");
    let mut writer =
        ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("it writes");
    writer.close().expect("it ends");
    path
}

fn read(path: &PathBuf, names: Names, skip: bool) -> Result<(Ledger<'static>, u64), String> {
    let mut ledger = Ledger::new(&CATALOG, &names.by);
    let mut reader = Parquet::new(names, Days::OfTheRow, skip);
    let file = File::open(path).expect("it is there");
    let mut seen = (0, 0);
    reader
        .read(file, &mut ledger, |rows, all| seen = (rows, all))
        .map_err(|error| error.to_string())?;
    assert_eq!(seen.0, seen.1, "the last report is of all rows");
    Ok((ledger, reader.skipped()))
}

const CSV: &str = "time,model,input,cached,output,batch,team\n\
    2026-06-04T00:00:00Z,openai/gpt-oss-120b,4641,4608,1817,false,a\n\
    2026-06-04T23:59:59Z,openai/gpt-oss-120b,4641,4608,1817,true,b\n\
    2026-06-05T00:00:00Z,llama-3.1-8b-instant,1000,900,1,,a\n\
    2026-06-05T00:00:01Z,gpt-5,10,,5,false,\n";

const MODELS: [&str; 4] =
    ["openai/gpt-oss-120b", "openai/gpt-oss-120b", "llama-3.1-8b-instant", "gpt-5"];
/// The same times in seconds since 1970.
const SECONDS: [i64; 4] = [1_780_531_200, 1_780_617_599, 1_780_617_600, 1_780_617_601];

fn plain() -> Vec<(&'static str, ArrayRef)> {
    let millis = SECONDS.map(|second| second * 1000).to_vec();
    vec![
        ("id", Arc::new(Int64Array::from(vec![1, 2, 3, 4]))),
        ("time", Arc::new(TimestampMillisecondArray::from(millis))),
        ("model", Arc::new(StringArray::from(MODELS.to_vec()))),
        ("note", Arc::new(Float64Array::from(vec![0.5; 4]))),
        ("input", Arc::new(Int64Array::from(vec![4641, 4641, 1000, 10]))),
        ("cached", Arc::new(Int64Array::from(vec![Some(4608), Some(4608), Some(900), None]))),
        ("output", Arc::new(Int32Array::from(vec![1817, 1817, 1, 5]))),
        ("batch", Arc::new(BooleanArray::from(vec![Some(false), Some(true), None, Some(false)]))),
        ("team", Arc::new(StringArray::from(vec![Some("a"), Some("b"), Some("a"), None]))),
    ]
}

#[test]
fn parquet_gives_the_sums_of_csv() {
    let names = Names { by: vec!["team".into()], ..Names::default() };
    let mut csv = Ledger::new(&CATALOG, &names.by);
    let mut reader = Reader::new(names.clone(), Days::OfTheRow, false);
    reader.feed(CSV.as_bytes(), &mut csv).expect("a log");
    reader.finish(&mut csv).expect("a log");

    let zoned = TimestampNanosecondArray::from(SECONDS.map(|s| s * 1_000_000_000).to_vec());
    let mut other = plain();
    other[1].1 = Arc::new(zoned.with_timezone("+09:00"));
    other[2].1 = Arc::new(MODELS.into_iter().collect::<DictionaryArray<Int32Type>>());
    other[4].1 = Arc::new(UInt64Array::from(vec![4641, 4641, 1000, 10]));
    other[7].1 = Arc::new(Int32Array::from(vec![0, 1, 0, 0]));
    let mut dates = plain();
    dates[1].1 =
        Arc::new(Date32Array::from(SECONDS.map(|second| (second / 86_400) as i32).to_vec()));
    dates[2].1 = Arc::new(LargeStringArray::from(MODELS.to_vec()));
    let zstd = Compression::ZSTD(ZstdLevel::default());
    for (name, columns, compression) in [
        ("plain.parquet", plain(), Compression::UNCOMPRESSED),
        ("other.parquet", other, Compression::SNAPPY),
        ("dates.parquet", dates, zstd),
    ] {
        let path = written(name, columns, compression);
        let (sums, skipped) = read(&path, names.clone(), false).expect("a log");
        assert_eq!(skipped, 0);
        assert_eq!(sums.total(), csv.total(), "{name}");
        assert_eq!((sums.models(), sums.days()), (csv.models(), csv.days()), "{name}");
        assert_eq!(sums.columns(), csv.columns(), "{name}");
    }
}

#[test]
fn names_a_bad_row_or_column() {
    let mut columns = plain();
    columns[4].1 = Arc::new(Int64Array::from(vec![Some(4641), Some(4641), None, Some(-1)]));
    let path = written("rows.parquet", columns, Compression::UNCOMPRESSED);
    let error = read(&path, Names::default(), false).err();
    assert_eq!(error.as_deref(), Some("row 3: input is missing"));
    let (sums, skipped) = read(&path, Names::default(), true).expect("two rows are good");
    assert_eq!((sums.total().rows, skipped), (2, 2));

    let mut columns = plain();
    columns[4].1 = Arc::new(Float64Array::from(vec![1.5; 4]));
    let path = written("float.parquet", columns, Compression::UNCOMPRESSED);
    let error = read(&path, Names::default(), true).err();
    let words = "the column input holds 1.5; it must hold whole numbers";
    assert_eq!(error.as_deref(), Some(words));

    let path = written("none.parquet", vec![plain().remove(0)], Compression::UNCOMPRESSED);
    let error = read(&path, Names::default(), true).err().expect("it has no model");
    assert!(error.contains("no column for the model"), "{error}");
}

/// Whether all is well where bytes of real files are flipped: sums or one line.
fn flips(count: usize) {
    let mut stream = crate::damage::Stream::new(3);
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let names = Names { by: vec!["team".into()], ..Names::default() };
    let mut damaged = 0;
    for (name, compression) in [
        ("flip.parquet", Compression::UNCOMPRESSED),
        ("flip-snappy.parquet", Compression::SNAPPY),
        ("flip-zstd.parquet", zstd),
    ] {
        let path = written(name, plain(), compression);
        let bytes = std::fs::read(&path).expect("it is there");
        for _ in 0..count / 3 {
            let mut bytes = bytes.clone();
            stream.flip(&mut bytes);
            std::fs::write(&path, &bytes).expect("it can be written");
            let mut ledger = Ledger::new(&CATALOG, &names.by);
            let mut reader = Parquet::new(names.clone(), Days::OfTheRow, false);
            let file = File::open(&path).expect("it is there");
            if let Err(error) = reader.read(file, &mut ledger, |_, _| {}) {
                damaged += usize::from(error.is_damage());
            }
        }
    }
    assert!(damaged > count / 10, "{damaged} of {count}");
}

#[test]
fn flipped_bytes_of_parquet_never_panic() {
    flips(3_000);
}

#[test]
#[ignore = "for the nightly run"]
fn fifty_thousand_flipped_parquet_files_never_panic() {
    flips(50_000);
}

/// A dictionary has its long value once; a copy for each row would be 320 MB.
#[test]
fn rejects_a_long_value_without_copying_it_for_each_row() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("long.parquet");
    let (rows, long) = (20, "x".repeat(16 << 20));
    let model: ArrayRef = Arc::new(DictionaryArray::<Int32Type>::new(
        vec![0; rows].into(),
        Arc::new(StringArray::from(vec![long.as_str()])),
    ));
    let one = || Arc::new(Int64Array::from(vec![1; rows])) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("time", one()),
        ("model", model),
        ("input", one()),
        ("output", one()),
    ])
    .expect("columns of equal length");
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_dictionary_page_size_limit(64 << 20)
        .build();
    let file = File::create(&path).expect("it can be made");
    let mut writer =
        ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("it writes");
    writer.close().expect("it ends");
    let error = read(&path, Names::default(), false).err().expect("the value is too long");
    assert!(error.contains("16777216 bytes long; it must have at most 1000 bytes"), "{error}");
}

#[test]
fn rejects_cut_files() {
    let path = written("whole.parquet", plain(), Compression::SNAPPY);
    let bytes = std::fs::read(&path).expect("it is there");
    for (name, part) in [("cut.parquet", &bytes[..bytes.len() / 2]), ("empty.parquet", &[][..])] {
        let cut = path.with_file_name(name);
        std::fs::write(&cut, part).expect("it can be written");
        assert!(read(&cut, Names::default(), true).is_err(), "{name}");
    }
}

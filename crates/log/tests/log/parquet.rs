//! Parquet gives the sums of the same rows as CSV, whatever its types.

use std::{
    fs::File,
    num::NonZero,
    path::{Path, PathBuf},
    sync::Arc,
    sync::atomic::{AtomicU64, Ordering},
};

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
    in_groups(2, name, columns, compression)
}

/// The same with `rows` rows in a group.
fn in_groups(
    rows: usize,
    name: &str,
    columns: Vec<(&str, ArrayRef)>,
    compression: Compression,
) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    )
    .expect("columns of equal length");
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(rows))
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

/// All that a reading comes to, in words.
fn sums(rows: u64, skipped: u64, ledger: &Ledger<'_>) -> String {
    let counts = (rows, skipped);
    let total = ledger.total();
    format!("{counts:?} {total:?} {:?} {:?} {:?}", ledger.models(), ledger.days(), ledger.columns())
}

fn by_one(path: &Path, names: &Names, skip: bool) -> Result<String, String> {
    let mut ledger = Ledger::new(&CATALOG, &names.by);
    let mut reader = Parquet::new(names.clone(), Days::OfTheRow, skip);
    let file = File::open(path).expect("it is there");
    reader.read(file, &mut ledger, |_, _| {}).map_err(|error| error.to_string())?;
    Ok(sums(reader.rows(), reader.skipped(), &ledger))
}

fn by_several(path: &Path, names: &Names, skip: bool, threads: usize) -> Option<String> {
    let ledger = Ledger::new(&CATALOG, &names.by);
    let reader = Parquet::new(names.clone(), Days::OfTheRow, skip);
    let (threads, open) = (NonZero::new(threads)?, || File::open(path));
    let most = AtomicU64::new(0);
    let seen = |rows, _| {
        most.fetch_max(rows, Ordering::Relaxed);
    };
    let (reader, ledger) = reader.read_on_threads(threads, open, ledger, seen)?;
    assert_eq!(most.into_inner(), reader.rows() + reader.skipped(), "all rows are reported");
    Some(sums(reader.rows(), reader.skipped(), &ledger))
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

/// Some thousand rows of several models, days and teams, some as batch, with odd costs.
fn many(rows: usize) -> Vec<(&'static str, ArrayRef)> {
    let teams: Vec<_> =
        (0..rows).map(|row| format!("a team with a long name, {}", row % 7)).collect();
    let count = |of: fn(i64) -> Option<i64>| {
        Arc::new((0..rows as i64).map(of).collect::<Int64Array>()) as ArrayRef
    };
    let model = (0..rows).map(|row| Some(MODELS[row * row % 4])).collect::<StringArray>();
    let batch = (0..rows).map(|row| Some(row % 3 == 0)).collect::<BooleanArray>();
    vec![
        (
            "time",
            Arc::new(TimestampMillisecondArray::from_iter_values(
                (0..rows as i64).map(|row| 1000 * SECONDS[0] + 3_333_333 * (row % 50)),
            )),
        ),
        ("model", Arc::new(model)),
        ("input", count(|row| Some(101 + row % 997))),
        ("cached", count(|row| (row % 5 > 0).then_some(row % 101))),
        ("output", count(|row| Some(row % 333))),
        ("batch", Arc::new(batch)),
        ("team", Arc::new(teams.iter().map(|team| Some(team.as_str())).collect::<StringArray>())),
    ]
}

fn by_team() -> Names {
    Names { by: vec!["team".into()], ..Names::default() }
}

/// Row by row, as a CSV of the same rows is read.
fn as_csv(columns: &[(&str, ArrayRef)]) -> String {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.iter().map(|(name, column)| (*name, Arc::clone(column), true)),
    );
    let batch = batch.expect("columns of equal length");
    let text = |column: &ArrayRef, row: usize| {
        let text = arrow_cast::display::array_value_to_string(column, row);
        text.expect("it can be shown")
    };
    let mut csv = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",") + "\n";
    for row in 0..batch.num_rows() {
        let cells = batch.columns().iter().map(|column| format!("\"{}\"", text(column, row)));
        csv += &(cells.collect::<Vec<_>>().join(",") + "\n");
    }
    csv
}

/// What a CSV of the same rows comes to.
fn by_csv(columns: &[(&str, ArrayRef)], skip: bool) -> String {
    let mut ledger = Ledger::new(&CATALOG, &by_team().by);
    let mut reader = Reader::new(by_team(), Days::OfTheRow, skip);
    reader.feed(as_csv(columns).as_bytes(), &mut ledger).expect("a log");
    reader.finish(&mut ledger).expect("a log");
    sums(reader.rows(), reader.skipped(), &ledger)
}

#[test]
fn many_rows_give_the_sums_of_csv() {
    let columns = many(10_000);
    let path = in_groups(3_000, "many.parquet", columns.clone(), Compression::SNAPPY);
    assert_eq!(by_one(&path, &by_team(), false), Ok(by_csv(&columns, false)));
}

/// What is unusual in a block of rows: it gives the sums of CSV as well.
#[test]
fn unusual_rows_give_the_sums_of_csv() {
    const ROWS: i64 = 9_000;
    let counts = |of: fn(i64) -> Option<i64>| -> ArrayRef {
        Arc::new((0..ROWS).map(of).collect::<Int64Array>())
    };
    let texts = |of: fn(usize) -> Option<String>| -> ArrayRef {
        Arc::new((0..ROWS as usize).map(of).collect::<StringArray>())
    };
    let columns = || many(ROWS as usize);
    let with = |place: usize, column: ArrayRef| {
        let mut columns = columns();
        columns[place].1 = column;
        columns
    };
    let and = |name: &'static str, column: ArrayRef| {
        let mut columns = columns();
        columns.push((name, column));
        columns
    };
    let huge = counts(|row| Some(if row == 8_500 { i64::MAX } else { 2_000 + row }));
    // The total says that cached tokens stand beside the prompt in some rows.
    let total = counts(|row| {
        let cached = if row % 5 > 0 { row % 101 } else { 0 };
        Some(101 + row % 997 + row % 333 + if row % 2 == 0 { cached } else { 0 })
    });
    let day = |row: usize| Some(format!("2026-06-{:02} 10:11:12", 4 + row % 20));
    let mut audio = and("audio_seconds", counts(|row| Some(row % 90)));
    audio[2].1 = counts(|row| Some(if row % 100 == 7 { 0 } else { 500 }));
    audio[3].1 = counts(|_| None);
    audio[4].1 = counts(|row| Some(if row % 100 == 7 { 0 } else { 5 }));
    for (name, columns) in [
        ("huge", with(2, huge)),
        ("total", and("total_tokens", total)),
        ("days", with(0, texts(day))),
        ("unpriced", with(1, texts(|row| Some(format!("of-another/provider-{}", row % 300))))),
        ("teams", with(6, texts(|row| (row % 3 > 0).then(|| format!("{}", row * row % 4_001))))),
        ("audio", audio),
    ] {
        let path = in_groups(9_000, "unusual.parquet", columns.clone(), Compression::SNAPPY);
        assert_eq!(by_one(&path, &by_team(), false), Ok(by_csv(&columns, false)), "{name}");
    }
}

#[test]
fn several_threads_give_what_one_gives() {
    for (rows, name) in [(1_000, "groups.parquet"), (20_000, "group.parquet")] {
        let path = in_groups(rows, name, many(10_000), Compression::SNAPPY);
        let one = by_one(&path, &by_team(), false);
        assert!(one.is_ok());
        for threads in [1, 2, 3, 64] {
            assert_eq!(by_several(&path, &by_team(), false, threads), one.clone().ok(), "{name}");
        }
    }
}

#[test]
fn a_bad_row_of_a_later_group_is_left_to_one_thread() {
    let mut columns = many(10_000);
    let input = (0..10_000).map(|row| match row {
        7_777 => None,
        8_888 => Some(-5),
        _ => Some(5_000 + row),
    });
    columns[2].1 = Arc::new(input.collect::<Int64Array>());
    // A model that a terminal would act on, in a group of its own and with a day of its own.
    let model = (0..10_000).map(|row| if row == 9_500 { "\u{1b}[2J" } else { MODELS[row % 4] });
    columns[1].1 = Arc::new(StringArray::from_iter_values(model));
    let csv = by_csv(&columns, true);
    let path = in_groups(1_000, "bad.parquet", columns, Compression::SNAPPY);
    let error = by_one(&path, &by_team(), false);
    assert_eq!(error, Err("row 7778: input is missing".to_owned()));
    assert_eq!(by_several(&path, &by_team(), false, 2), None);
    let skipped = by_one(&path, &by_team(), true).expect("bad rows are skipped");
    assert!(skipped.starts_with("(9997, 3) "), "{skipped}");
    assert_eq!(skipped, csv);
    assert_eq!(by_several(&path, &by_team(), true, 3), Some(skipped));
}

#[test]
fn times_of_groups_that_are_written_otherwise_are_left_to_one_thread() {
    let mut columns = many(2_000);
    let time = (0..2_000).map(|row| match row {
        0..1_000 => "2026-06-04T01:00:00+02:00",
        _ => "2026-06-04 01:00:00",
    });
    columns[0].1 = Arc::new(StringArray::from_iter_values(time));
    let path = in_groups(1_000, "times.parquet", columns, Compression::SNAPPY);
    let found = by_several(&path, &by_team(), false, 2);
    assert!(found.is_none() || found == by_one(&path, &by_team(), false).ok());
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

//! A Parquet file.

use std::{
    fs::{self, File},
    process,
};

use groq_catalog::CATALOG;
use groq_log::usage::{Days, Ledger, Names, Parquet};

/// It is read or refused in one line.
///
/// # Panics
///
/// Where neither holds, and where no file can be made.
pub fn check(bytes: &[u8]) {
    let path = std::env::temp_dir().join(format!("groq-calc-fuzz-{}.parquet", process::id()));
    fs::write(&path, bytes).expect("it can be written");
    let names = Names { by: vec!["team".into()], ..Names::default() };
    let mut ledger = Ledger::new(&CATALOG, &names.by);
    let mut reader = Parquet::new(names, Days::OfTheRow, false);
    let file = File::open(&path).expect("it is there");
    let read = reader.read(file, &mut ledger, |_, _| {});
    fs::remove_file(&path).expect("it is there");
    match read {
        Ok(()) => assert_eq!(ledger.total().rows, reader.rows()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

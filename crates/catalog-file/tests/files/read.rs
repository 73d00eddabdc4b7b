//! What a catalog needs, and what is refused. The npm package is tried with the
//! same bad catalogs and gives the same messages.

use groq_calc::Date;
use groq_catalog_file::{Arena, CatalogFile, Format, read_text};
use serde_json::Value;

/// The example of the npm package's README.
const CONTRACT: &str = r#"{
  "sources": [{"id": "contract"}],
  "models": {
    "house-model": {
      "name": "House model", "kind": "chat",
      "lifecycle": [{"from": "2026-06-01", "source": "contract", "status": "confirmed", "state": "production"}],
      "prices": [{"from": "2026-06-02", "source": "contract", "status": "confirmed", "input": "0.10", "output": "0.40"}]
    }
  }
}"#;

const BAD: &str = include_str!("../../../../tests/npm/bad-catalogs.json");

fn refused(text: &str, format: Format) -> String {
    CatalogFile::read("catalog", text, format).expect_err(text).to_string()
}

/// A message without its place in the text, which depends on the spaces.
fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

#[test]
fn a_source_needs_its_id_only() {
    let file = CatalogFile::read("ours.json", CONTRACT, Format::Json).expect("it is valid");
    let arena = Arena::default();
    let catalog = file.build(&arena).expect("it is valid");
    let source = catalog.sources[0];
    assert_eq!((source.id, source.title, source.publisher), ("contract", "contract", ""));
    assert_eq!(source.accessed, Date::constant(2026, 6, 2), "the newest entry that names it");
    let again = CatalogFile::read(
        "again.json",
        &serde_json::to_string(&CatalogFile::of(&catalog)).expect("it is written"),
        Format::Json,
    );
    let arena = Arena::default();
    let again = again.expect("it is read again");
    let again = again.build(&arena).expect("it is built again");
    assert_eq!(again.sources, catalog.sources);
    assert_eq!(format!("{:?}", again.models), format!("{:?}", catalog.models));
}

#[test]
fn sources_may_come_in_any_order() {
    let text = CONTRACT.replace(r#"[{"id": "contract"}]"#, r#"[{"id": "z"}, {"id": "contract"}]"#);
    let file = CatalogFile::read("ours.json", &text, Format::Json).expect("it is valid");
    let arena = Arena::default();
    let catalog = file.build(&arena).expect("it is valid");
    let ids: Vec<_> = catalog.sources.iter().map(|source| source.id).collect();
    assert_eq!(ids, ["contract", "z"]);
}

#[test]
fn a_byte_order_mark_is_ignored() {
    let marked = format!("\u{feff}{CONTRACT}");
    assert!(CatalogFile::read("ours.json", &marked, Format::Json).is_ok());
    assert!(CatalogFile::read("ours.toml", "\u{feff}[models]\n", Format::Toml).is_ok());
}

#[test]
fn every_bad_catalog_is_refused_with_its_field() {
    let cases: Vec<Value> = serde_json::from_str(BAD).expect("the cases are JSON");
    assert!(cases.len() > 20);
    for case in cases {
        let text = match &case["catalog"] {
            Value::String(text) => text.clone(),
            object => object.to_string(),
        };
        assert_eq!(without_place(&refused(&text, Format::Json)), case["message"], "{text}");
    }
}

#[test]
fn an_error_is_short_and_has_no_control_characters() {
    let long = "9".repeat(200_000);
    let wild = format!("\u{1b}[31m{long}");
    for value in [&long, &wild] {
        for field in ["0.10", "2026-06-02", "contract\", \"status"] {
            let value = serde_json::to_string(value).expect("a text");
            let value = &value[1..value.len() - 1];
            let value =
                if field.contains('"') { format!("{value}\", \"status") } else { value.into() };
            let text = CONTRACT.replacen(&format!("\"{field}\""), &format!("\"{value}\""), 1);
            assert_ne!(text, CONTRACT);
            let message = refused(&text, Format::Json);
            assert!(message.len() < 1000, "{} bytes", message.len());
            assert!(!message.chars().any(|c| c.is_control() && c != '\n'), "{message:?}");
        }
    }
}

#[test]
fn only_regular_files_of_a_bounded_size_are_read() {
    let error = read_text("no-such-catalog.json".as_ref()).expect_err("it is not there");
    assert!(error.to_string().starts_with("no-such-catalog.json: cannot be read: "), "{error}");
    #[cfg(unix)]
    {
        let error = read_text("/dev/zero".as_ref()).expect_err("it never ends").to_string();
        assert_eq!(error, "/dev/zero: cannot be read: it is not a regular file");
        let pipe = std::env::temp_dir().join(format!("catalog-pipe-{}.json", std::process::id()));
        let made =
            std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
        assert!(made.success());
        let error = read_text(&pipe).expect_err("nobody writes to it").to_string();
        std::fs::remove_file(&pipe).expect("it can be removed");
        assert!(error.ends_with("it is not a regular file"), "{error}");
    }
    let large = std::env::temp_dir().join(format!("catalog-large-{}.json", std::process::id()));
    std::fs::File::create(&large)
        .and_then(|file| file.set_len((64 << 20) + 1))
        .expect("it is made");
    let error = read_text(&large).expect_err("it is too large").to_string();
    std::fs::remove_file(&large).expect("it can be removed");
    assert!(error.ends_with("is larger than 64 MiB; a catalog is a small text file"), "{error}");
}

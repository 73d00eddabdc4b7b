//! What an account's list of models says beside a catalog.

use groq_calc::Date;
use groq_catalog_file::{
    Arena, CatalogFile, Format, Kind,
    account::{Compared, compare},
};
use groq_protocol::ModelList;
use serde_json::{Value, json};

const DAY: Date = Date::constant(2026, 11, 29);
const OLD: &str = r#"{"sources": [{"id": "s"}], "models": {
    "maker/chat": {"name": "Chat", "kind": "chat",
        "lifecycle": [{"from": "2026-06-04", "source": "s", "status": "likely", "state": "production"}],
        "context": [{"from": "2026-06-04", "source": "s", "status": "likely", "window": 131072, "max_completion": 8192}],
        "prices": [{"from": "2026-06-04", "source": "s", "status": "likely", "input": "0.1", "output": "0.3"}]},
    "maker/old": {"name": "Old", "kind": "chat",
        "lifecycle": [{"from": "2026-06-04", "source": "s", "status": "likely", "state": "retired"}]},
    "maker/voice": {"name": "Voice", "kind": "speech",
        "lifecycle": [{"from": "2026-06-04", "source": "s", "status": "likely", "state": "preview"}],
        "prices": [{"from": "2026-06-04", "source": "s", "status": "likely", "characters": "22"}]}}}"#;

fn with<T>(list: &str, then: impl FnOnce(Vec<Compared<'_>>) -> T) -> T {
    let file = CatalogFile::read("old.json", OLD, Format::Json).expect("it is right");
    let arena = Arena::default();
    let catalog = file.build(&arena).expect("it is right");
    let list = ModelList::parse(list).expect("it is right");
    then(compare(&catalog, &list))
}

#[test]
fn names_what_is_new_gone_back_and_different() {
    let list = r#"{"data": [
        {"id": "maker/chat", "context_window": 65536, "max_completion_tokens": 8192,
         "pricing": {"prompt": "0.0000001", "completion": "0.0000004", "input_cache_read": "0.00000005"}},
        {"id": "maker/new", "context_window": 1},
        {"id": "maker/old"},
        {"id": "maker/voice", "active": false}]}"#;
    with(list, |all| {
        let lines: Vec<_> = all.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "maker/chat: context window 65536 in the list, 131072 in the catalog; price of a \
                 million cached input $0.05 in the list, unknown in the catalog; price of a million \
                 output $0.4 in the list, $0.3 in the catalog",
                "maker/new: new, the catalog does not have it",
                "maker/old: in the list, though the catalog no longer offers it",
                "maker/voice: not in the list, though the catalog offers it",
            ]
        );
    });
}

#[test]
fn adds_what_differs_behind_what_is_there() {
    let list = r#"{"data": [
        {"id": "maker/chat", "context_window": 65536, "pricing": {"prompt": "0.0000001",
         "completion": "0.0000004", "input_cache_read": "0.00000005"}},
        {"id": "maker/hears", "name": "Hears", "input_modalities": ["audio"], "context_window": 448},
        {"id": "maker/old", "context_window": 9},
        {"id": "maker/voice", "pricing": {"prompt": "0.000023", "input_cache_read": "0.00001"}}]}"#;
    with(list, |all| {
        let mut whole: Value = serde_json::from_str(OLD).unwrap();
        whole["sources"].as_array_mut().unwrap().push(json!({ "id": "list" }));
        let models = whole["models"].as_object_mut().unwrap();
        let mut added = Vec::new();
        for one in &all {
            if let Some(additions) = one.additions(DAY, "list") {
                additions.add_to(one.id, models).unwrap();
                added.push(one.id);
            }
        }
        assert_eq!(added, ["maker/chat", "maker/hears", "maker/voice"]);
        let text = whole.to_string();
        let file = CatalogFile::read("new.json", &text, Format::Json).unwrap();
        let chat = &file.models["maker/chat"];
        assert_eq!((chat.prices.len(), chat.context.len()), (2, 2), "nothing is overwritten");
        assert_eq!(chat.prices[1].output.as_deref(), Some("0.4"));
        assert_eq!(chat.prices[1].cached_input, None, "the catalog has no price of cached input");
        assert_eq!(chat.context[1].max_completion, Some(8192), "what the list leaves out stands");
        assert_eq!(file.models["maker/hears"].kind, Kind::Transcription);
        assert_eq!(file.models["maker/voice"].prices[1].characters.as_deref(), Some("23"));
        // The same list adds nothing to what it has been added to.
        let arena = Arena::default();
        let catalog = file.build(&arena).unwrap();
        let list = ModelList::parse(list).unwrap();
        assert!(compare(&catalog, &list).iter().all(|one| one.additions(DAY, "list").is_none()));
    });
}

#[test]
fn half_a_price_adds_none() {
    let list =
        r#"{"data": [{"id": "new", "pricing": {"prompt": "0.0000001", "completion": 4e-7}}]}"#;
    with(list, |all| {
        let one = all.iter().find(|one| one.id == "new").unwrap();
        assert!(one.additions(DAY, "list").unwrap().prices.is_none());
    });
}

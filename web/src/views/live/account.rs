//! The account's list as a catalog, to save.

use gloo_net::http::Request;
use groq_calc::Date;
use groq_catalog::CATALOG;
use groq_catalog_file::account::Compared;
use serde_json::{Value, json};

/// The page's own catalog, a file beside it.
const CATALOG_FILE: &str = "catalog.json";

/// The page's catalog as it is served, with what the account's list adds from a
/// day on; `None` where the file can't be had, as without a network.
pub(super) async fn catalog(compared: &[Compared<'_>], day: Date) -> Option<String> {
    let response = Request::get(CATALOG_FILE).send().await.ok().filter(|response| response.ok())?;
    with_additions(&response.text().await.ok()?, compared, day.max(CATALOG.newest()))
}

fn with_additions(catalog: &str, compared: &[Compared<'_>], day: Date) -> Option<String> {
    let source = format!("account-{day}");
    let mut whole: Value = serde_json::from_str(catalog).ok()?;
    let title = format!("Response of GET /models of an account, {day}");
    whole["sources"].as_array_mut()?.push(json!({ "id": source, "title": title }));
    let models = whole["models"].as_object_mut()?;
    for one in compared {
        if let Some(added) = one.additions(day, &source) {
            added.add_to(one.id, models).ok()?;
        }
    }
    serde_json::to_string_pretty(&whole).ok().map(|text| text + "\n")
}

#[cfg(test)]
mod tests {
    use groq_catalog_file::{CatalogFile, Format, account::compare};
    use groq_protocol::ModelList;

    use super::*;

    #[test]
    fn the_saved_catalog_is_read_and_has_the_accounts_figures() {
        let list = r#"{"data": [{"id": "openai/gpt-oss-20b", "context_window": 65536},
            {"id": "maker/new", "pricing": {"prompt": "0.0000001", "completion": "0.0000002"}}]}"#;
        let list = ModelList::parse(list).unwrap();
        let own = serde_json::to_string(&CatalogFile::of(&CATALOG)).unwrap();
        let day = Date::constant(2026, 11, 29);
        let text = with_additions(&own, &compare(&CATALOG, &list), day).unwrap();
        let file = CatalogFile::read("saved.json", &text, Format::Json).unwrap();
        let context = file.models["openai/gpt-oss-20b"].context.last().unwrap();
        assert_eq!((context.window, context.max_completion), (Some(65_536), Some(65_536)));
        assert_eq!(file.models["maker/new"].prices[0].output.as_deref(), Some("0.2"));
    }
}

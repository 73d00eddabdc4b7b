//! The account's models beside the catalog's.

use groq_calc::{Catalog, Kind, Model, Price, Usd};
use groq_protocol::{ListedModel, ModelList};

/// What the account's list says that the catalog does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// The catalog does not know the model.
    New,
    /// The catalog has it as retired.
    Back,
    /// The catalog offers it; the account's list does not have it, or not as active.
    Gone,
    /// The windows: here, in the catalog.
    Window(u64, Option<u64>),
    /// The most completion tokens: here, in the catalog.
    Completion(u64, Option<u64>),
    /// A price per token (which one, here, in the catalog).
    Price(Priced, Price, Option<Price>),
}

/// Which price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Priced {
    Input,
    CachedInput,
    Output,
}

/// A model of either list, with what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) id: String,
    pub(super) window: Option<u64>,
    pub(super) differences: Vec<Difference>,
}

/// Compares the account's list with the catalog's newest day, by id.
pub(super) fn compare(catalog: &Catalog<'_>, list: &ModelList) -> Vec<Compared> {
    let day = catalog.newest();
    let is_active = |listed: &&ListedModel| listed.active != Some(false);
    let listed = list.models.iter().filter(is_active).map(|listed| {
        let differences = match catalog.model(&listed.id) {
            None => vec![Difference::New],
            Some(model) => differing(model, listed, day),
        };
        Compared { id: listed.id.clone(), window: listed.context_window, differences }
    });
    let gone = catalog
        .offered(day)
        .filter(|model| !list.models.iter().filter(is_active).any(|listed| listed.id == model.id))
        .map(|model| Compared {
            id: model.id.to_string(),
            window: None,
            differences: vec![Difference::Gone],
        });
    let mut all: Vec<Compared> = listed.chain(gone).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn differing(model: &Model<'_>, listed: &ListedModel, day: groq_calc::Date) -> Vec<Difference> {
    let mut differences = Vec::new();
    if model.stage(day).is_some_and(|stage| !stage.value.is_offered()) {
        differences.push(Difference::Back);
    }
    let context = model.context_at(day);
    if let Some(window) = listed.context_window.filter(|window| Some(*window) != context.window) {
        differences.push(Difference::Window(window, context.window));
    }
    let completion = listed.max_completion_tokens;
    if let Some(most) = completion.filter(|most| Some(*most) != context.max_completion) {
        differences.push(Difference::Completion(most, context.max_completion));
    }
    let prices = model.prices_at(day).map(|entry| entry.value).unwrap_or_default();
    // What the list calls a prompt of audio or speech is not said.
    let by_token = matches!(model.kind, Kind::Chat | Kind::Moderation | Kind::System);
    if let Some(told) = listed.prices.as_ref().filter(|_| by_token) {
        for (which, told, known) in [
            (Priced::Input, &told.prompt, prices.input),
            (Priced::CachedInput, &told.input_cache_read, prices.cached_input),
            (Priced::Output, &told.completion, prices.output),
        ] {
            // The catalog's prices are per token, too; a price that can't be read says nothing.
            let told = told.as_deref().and_then(Usd::parse);
            let told = told.and_then(|usd| u64::try_from(usd.picodollars()).ok());
            let told = told.map(Price::from_picodollars);
            if let Some(told) = told.filter(|told| Some(*told) != known) {
                differences.push(Difference::Price(which, told, known));
            }
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use groq_catalog::CATALOG;

    use super::*;

    fn of<'a>(all: &'a [Compared], id: &str) -> &'a [Difference] {
        &all.iter().find(|one| one.id == id).unwrap().differences
    }

    #[test]
    fn new_gone_back_and_differing() {
        let list = r#"{"data":[
            {"id":"openai/gpt-oss-20b","context_window":131072,"pricing":{"prompt":"0.000000075","completion":"0.0000004"}},
            {"id":"someone/new","context_window":1},
            {"id":"llama-3.3-70b-versatile"},
            {"id":"whisper-large-v3","active":false},
            {"id":"openai/gpt-oss-120b","context_window":65536}
        ]}"#;
        let all = compare(&CATALOG, &ModelList::parse(list).unwrap());
        assert_eq!(
            of(&all, "openai/gpt-oss-20b"),
            [Difference::Price(
                Priced::Output,
                Price::per_million("0.4"),
                Some(Price::per_million("0.3"))
            )]
        );
        assert_eq!(of(&all, "someone/new"), [Difference::New]);
        assert_eq!(of(&all, "llama-3.3-70b-versatile"), [Difference::Back]);
        assert_eq!(of(&all, "whisper-large-v3"), [Difference::Gone], "not active is not there");
        assert_eq!(of(&all, "openai/gpt-oss-120b"), [Difference::Window(65_536, Some(131_072))]);
        assert_eq!(of(&all, "whisper-large-v3-turbo"), [Difference::Gone]);
        assert!(all.windows(2).all(|two| two[0].id < two[1].id));
    }
}

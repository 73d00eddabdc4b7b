//! Our prices beside those of other price lists, where these are installed for
//! `python3`, or for the interpreter that `GROQ_CALC_PYTHON` names. A difference
//! that `peers.json` does not explain fails.

use std::{
    collections::BTreeMap,
    env,
    io::Write,
    process::{Command, Stdio},
};

use groq_calc::Price;
use groq_catalog::CATALOG;
use serde::Deserialize;

/// USD per million tokens by model and kind of token.
type Prices = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Explained {
    list: String,
    model: String,
    price: String,
    theirs: String,
    reason: String,
}

/// What the lists that are installed say of models.
fn lists(ids: &[&str]) -> BTreeMap<String, Prices> {
    let python = env::var("GROQ_CALC_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalog/peers.py");
    let child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else { return BTreeMap::new() };
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(&serde_json::to_vec(ids).expect("JSON")).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "peers.py failed");
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

#[test]
fn prices_are_those_of_other_lists() {
    let explained: Vec<Explained> =
        serde_json::from_str(include_str!("peers.json")).expect("peers.json is in order");
    assert!(explained.iter().all(|one| !one.reason.is_empty()));
    let priced: Vec<_> = CATALOG
        .models
        .iter()
        .filter_map(|model| Some((model.id, model.prices.last()?.value)))
        .filter(|(_, prices)| prices.input.is_some())
        .collect();
    let ids: Vec<_> = priced.iter().map(|(id, _)| *id).collect();
    let lists = lists(&ids);
    if lists.is_empty() {
        println!("neither genai-prices nor litellm is installed: nothing was compared");
    }
    let mut new = Vec::new();
    for (list, prices) in &lists {
        assert!(prices.len() >= 5, "{list} knows Groq's models");
        for (id, ours) in &priced {
            let Some(theirs) = prices.get(*id) else { continue };
            // Without a price of their own cached tokens are input.
            let cached = ours.cached_input.or(ours.input);
            for (name, ours) in
                [("input", ours.input), ("cached_input", cached), ("output", ours.output)]
            {
                let Some(theirs) = theirs.get(name) else { continue };
                let ours = ours.map(|price: Price| price.listed_per_million().to_string());
                let known = explained.iter().any(|one| {
                    (one.list.as_str(), one.model.as_str(), one.price.as_str())
                        == (list.as_str(), *id, name)
                        && one.theirs == *theirs
                });
                if ours.as_ref() != Some(theirs) && !known {
                    new.push(format!("{list}, {name} of {id}: {theirs}, ours {ours:?}"));
                }
            }
        }
    }
    assert!(new.is_empty(), "differences that peers.json does not explain: {new:#?}");
}

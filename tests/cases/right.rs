//! What came out beside what must.

use serde_json::Value;

use super::{case::Right, run::Outcome};

/// Everything that is not as it must be.
pub(crate) fn wrong(right: &Right, outcome: &Outcome) -> Vec<String> {
    let mut wrong = Vec::new();
    if right.exit.is_some() && right.exit != outcome.exit {
        wrong.push(format!("exit is {:?}, not {:?}", outcome.exit, right.exit));
    }
    if right.status.is_some() && right.status != outcome.status {
        wrong.push(format!("status is {:?}, not {:?}", outcome.status, right.status));
    }
    for (path, expected) in &right.json {
        let found = at(outcome.json.as_ref(), path);
        if !found.is_some_and(|found| is_same(found, expected)) {
            wrong.push(format!("{path} is {}, not {expected}", shown(found)));
        }
    }
    for (path, (expected, percent)) in &right.near {
        let found = at(outcome.json.as_ref(), path);
        let number = found.and_then(|found| match found {
            Value::String(text) => text.parse().ok(),
            other => other.as_f64(),
        });
        let near = number.is_some_and(|number: f64| {
            let is_below = is_at_least(outcome.json.as_ref(), path) && number <= *expected;
            is_below || (number - expected).abs() <= expected * percent / 1e2
        });
        if !near {
            let found = shown(found);
            wrong.push(format!("{path} is {found}, not within {percent} % of {expected}"));
        }
    }
    let stands = |text: &String| {
        // Figures may be written with commas between thousands.
        outcome.text.contains(text) || outcome.text.replace(',', "").contains(text)
    };
    let missing = right.has.iter().filter(|text| !stands(text));
    wrong.extend(missing.map(|text| format!("`{text}` is missing")));
    let there = right.has_not.iter().filter(|text| stands(text));
    wrong.extend(there.map(|text| format!("`{text}` is there")));
    wrong
}

/// A sum stands as text, which a number of any size goes into without loss.
fn is_same(found: &Value, expected: &Value) -> bool {
    found == expected
        || (expected.is_number() && found.as_str() == Some(expected.to_string().as_str()))
}

/// Whether the answer says that a figure leaves something out, like an image behind an address.
fn is_at_least(json: Option<&Value>, path: &str) -> bool {
    let (Some(field), Some(Value::Array(figures))) =
        (path.strip_prefix("workload."), at(json, "figures"))
    else {
        return false;
    };
    figures.iter().any(|figure| figure["field"] == field && figure["basis"] == "at_least")
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "missing".to_owned(), Value::to_string)
}

/// A value by its path: names and places in lists, with full stops between. A
/// name may hold full stops itself.
fn at<'a>(value: Option<&'a Value>, path: &str) -> Option<&'a Value> {
    let value = value?;
    let inner = |name: &str| match value {
        Value::Array(list) => list.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    };
    if let Some(found) = inner(path) {
        return Some(found);
    }
    path.match_indices('.').find_map(|(index, _)| {
        let rest = &path[index + 1..];
        inner(&path[..index]).and_then(|value| at(Some(value), rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_values_by_path() {
        let value = json!([{ "a": { "b.c": 1, "d": [2, 3] } }]);
        for (path, found) in [("0.a.b.c", Some(1)), ("0.a.d.1", Some(3)), ("0.a.x", None)] {
            assert_eq!(at(Some(&value), path), found.map(|n| json!(n)).as_ref(), "{path}");
        }
        assert_eq!(at(None, "a"), None);
    }

    #[test]
    fn only_a_figure_said_to_be_a_part_may_be_far_below() {
        let figure = |basis: &str| json!({"figures": [{"field": "input_tokens", "basis": basis}]});
        assert!(is_at_least(Some(&figure("at_least")), "workload.input_tokens"));
        assert!(!is_at_least(Some(&figure("at_least")), "workload.output_tokens"));
        assert!(!is_at_least(Some(&figure("estimated")), "workload.input_tokens"));
        assert!(is_same(&json!("4641"), &json!(4641)) && !is_same(&json!("4641"), &json!(464)));
        assert!(!is_same(&json!(1), &json!("1")));
    }
}

//! The floors of a crate: a room takes from those below it and from itself.

use super::graph::Graph;

/// The engine's, from the ground up. Rooms on one floor do not know each other.
pub(crate) const CALC: [&[&str]; 9] = [
    &["error", "json"],
    &["num"],
    &["catalog"],
    &["question"],
    &["capacity", "cost"],
    &["offer"],
    &["answer", "limiter"],
    &["outlook", "replay"],
    &["guide"],
];

/// What is taken from a room that is not below.
pub(crate) fn upward(graph: &Graph, floors: &[&[&str]]) -> Vec<String> {
    let mut found = Vec::new();
    let floor = |file: &str| floors.iter().position(|rooms| rooms.contains(&room(file)));
    for (from, takes) in graph {
        // A crate's root names every room.
        if room(from) == "lib" {
            continue;
        }
        let Some(above) = floor(from) else {
            found.push(format!("{from} stands on no floor"));
            continue;
        };
        for (to, names) in takes.iter().filter(|(to, _)| room(to) != room(from)) {
            if floor(to).is_some_and(|below| below >= above) {
                let names: Vec<_> = names.iter().map(String::as_str).collect();
                let names = names.join(", ");
                found.push(format!("{from} takes {names} from {to}, which is not below it"));
            }
        }
    }
    found
}

/// The first part of a file's path below `src`.
fn room(file: &str) -> &str {
    let (_, inside) = file.split_once("src/").unwrap_or(("", file));
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

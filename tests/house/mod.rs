//! The house stands as it is drawn: no circle between files, no crate and no room
//! of the engine that imports from above itself.

mod cargo;
mod files;
mod graph;
mod rooms;
mod source;
mod workflows;

use files::{named, read};
use graph::{Graph, circles, of_crate, ties};

/// The root files of all crates and of their tests.
fn roots() -> Vec<String> {
    let mut roots = Vec::new();
    for folder in ["crates", "fuzz", "tests", "web"] {
        named(folder, &["/lib.rs", "/main.rs"], &mut roots);
    }
    roots.sort();
    roots
}

#[test]
fn no_circle_between_files() {
    let roots = roots();
    assert!(roots.len() > 20, "they are found: {roots:?}");
    let graphs: Vec<Graph> = roots.iter().map(|root| of_crate(root, read)).collect();
    let files: usize = graphs.iter().map(Graph::len).sum();
    assert!(files > 300, "modules are followed: {files} files");
    let mut report = String::new();
    for graph in &graphs {
        for circle in circles(graph) {
            report += &format!("a circle of {} files:\n{}", circle.len(), ties(graph, &circle));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_engines_rooms_import_downwards() {
    let graph = of_crate("crates/calc/src/lib.rs", read);
    let upward = rooms::upward(&graph, &rooms::CALC);
    assert!(upward.is_empty(), "\n{}", upward.join("\n"));
}

#[test]
fn crates_depend_downwards() {
    let mut manifests = Vec::new();
    for folder in ["crates", "fuzz", "tests", "web"] {
        named(folder, &["Cargo.toml"], &mut manifests);
    }
    let packages: Vec<_> = manifests
        .iter()
        .map(|file| cargo::Package::read(&read(file).expect("a manifest")))
        .collect();
    let upward = cargo::upward(&packages, &cargo::FLOORS);
    assert!(upward.is_empty(), "\n{}", upward.join("\n"));
}

/// The check itself, on a house made up for it.
mod made_up {
    use super::*;

    fn graph(files: &[(&str, &str)]) -> Graph {
        of_crate("src/lib.rs", |file| {
            let found = files.iter().find(|(name, _)| *name == file);
            found.map(|(_, text)| (*text).to_owned())
        })
    }

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let graph = graph(files);
        circles(&graph).iter().map(|circle| ties(&graph, circle)).collect()
    }

    #[test]
    fn a_circle_of_two_files_is_named_with_what_ties_it() {
        let files = [
            ("src/lib.rs", "mod a; mod b; mod c;"),
            ("src/a.rs", "use crate::b::B; struct A;"),
            ("src/b.rs", "struct B; fn f(_: super::a::A) {}"),
            ("src/c.rs", "use crate::{a::A, b::B};"),
        ];
        assert_eq!(found(&files), ["  src/a.rs -> src/b.rs: B\n  src/b.rs -> src/a.rs: A\n"]);
    }

    #[test]
    fn a_circle_is_found_through_a_facade() {
        let facade = "mod a; mod b; pub(crate) use {a::A, b::B};";
        let files = [
            ("src/lib.rs", "mod room;"),
            ("src/room/mod.rs", facade),
            ("src/room/a.rs", "use super::B; pub struct A;"),
            ("src/room/b.rs", "use crate::room::A; pub struct B;"),
        ];
        let circle = "  src/room/a.rs -> src/room/b.rs: B\n  src/room/b.rs -> src/room/a.rs: A\n";
        assert_eq!(found(&files), [circle]);
    }

    #[test]
    fn a_pure_facade_is_no_circle() {
        let files = [
            ("src/lib.rs", "pub mod room; pub use room::A;"),
            ("src/room/mod.rs", "mod a; mod b; pub use a::*; pub use b::B;"),
            ("src/room/a.rs", "pub struct A;"),
            ("src/room/b.rs", "use super::A; use crate::A as Other; pub struct B;"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn code_in_a_facade_that_its_children_take_is_a_circle() {
        let files = [
            ("src/lib.rs", "mod room;"),
            ("src/room/mod.rs", "mod a; const MAX: u8 = 1;"),
            ("src/room/a.rs", "fn f() -> u8 { super::MAX }"),
        ];
        let circle =
            "  src/room/a.rs -> src/room/mod.rs: MAX\n  src/room/mod.rs -> src/room/a.rs: a\n";
        assert_eq!(found(&files), [circle]);
    }

    #[test]
    fn tests_may_look_at_anything() {
        let files = [
            ("src/lib.rs", "mod a; mod b;"),
            ("src/a.rs", "use crate::b::B; struct A;"),
            ("src/b.rs", "struct B; #[cfg(test)] mod tests { use crate::a::A; }"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn a_room_that_imports_from_above_is_named() {
        let graph = graph(&[
            ("src/lib.rs", "mod low; mod high; mod other;"),
            ("src/low.rs", "use crate::high::H;"),
            ("src/high/mod.rs", "mod h; use h::H;"),
            ("src/high/h.rs", "use crate::other::O; struct H;"),
            ("src/other.rs", "struct O;"),
        ]);
        let upward = rooms::upward(&graph, &[&["low"], &["high"]]);
        let low = "src/low.rs takes H from src/high/h.rs, which is not below it";
        let other = "src/other.rs stands on no floor";
        assert_eq!(upward, [low, other]);
    }

    #[test]
    fn a_crate_that_depends_on_one_above_is_named() {
        let high =
            "[package]\nname = \"high\"\n[dependencies]\nserde = \"1\"\nlow.workspace = true\n";
        let low = "[package]\nname = \"low\"\n[dependencies]\nhigh = { path = \"../high\" }\n\
                   [dev-dependencies]\nhigh = \"1\"\n";
        let packages = [high, low].map(cargo::Package::read);
        let upward = cargo::upward(&packages, &[&["low"], &["high"]]);
        assert_eq!(upward, ["low depends on high, which is not below it"]);
        let upward = cargo::upward(&packages[..1], &[&["low"]]);
        assert_eq!(upward, ["high stands on no floor"]);
    }
}

#[test]
fn documents_name_paths_that_exist() {
    let documents =
        ["README.md", "CONTRIBUTING.md", "docs/command.md", "docs/embed.md", "docs/page.md"];
    let mut missing = Vec::new();
    for document in documents {
        let text = read(document).expect("a document");
        let quoted = text.split('`').skip(1).step_by(2);
        let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let linked = linked.filter(|link| !link.starts_with("http"));
        for path in quoted.filter(|path| files::is_ours(path)) {
            missing.extend((!files::exists(path)).then(|| format!("{document}: {path}")));
        }
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in linked {
            let path = format!("{folder}/{}", link.split('#').next().unwrap_or_default());
            missing.extend(
                (!files::exists(path.trim_start_matches('/')))
                    .then(|| format!("{document}: {link}")),
            );
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

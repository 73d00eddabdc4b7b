//! Which file takes what from which: modules followed from a crate's root,
//! imports followed through facades to the file that defines the name.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;

/// From a file, to a file, the names taken.
pub(crate) type Graph = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

struct Module {
    file: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    source: Source,
}

/// A crate's modules; the first is its root.
struct Crate(Vec<Module>);

/// The files below a crate's root file. `read` gives a file's text, or nothing if
/// there is no such file.
pub(crate) fn of_crate(root: &str, read: impl Fn(&str) -> Option<String>) -> Graph {
    let mut modules = Crate(Vec::new());
    modules.add(root.to_owned(), None, &read);
    modules.graph()
}

impl Crate {
    fn add(&mut self, file: String, parent: Option<usize>, read: &impl Fn(&str) -> Option<String>) {
        let source = Source::read(&read(&file).unwrap_or_default());
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", &file));
        let below = match name {
            "mod.rs" => folder.to_owned(),
            _ if parent.is_none() => folder.to_owned(),
            name => format!("{folder}/{}", name.trim_end_matches(".rs")),
        };
        let (at, names) = (self.0.len(), source.modules.clone());
        self.0.push(Module { file, parent, children: BTreeMap::new(), source });
        for name in names {
            let files = [format!("{below}/{name}.rs"), format!("{below}/{name}/mod.rs")];
            let Some(file) = files.into_iter().find(|file| read(file).is_some()) else { continue };
            let child = self.0.len();
            self.0[at].children.insert(name, child);
            self.add(file, Some(at), read);
        }
    }

    fn graph(&self) -> Graph {
        let mut graph = Graph::new();
        for (at, module) in self.0.iter().enumerate() {
            let mut takes = |to: usize, name: &str| {
                let to = &self.0[to].file;
                let from = graph.entry(module.file.clone()).or_default();
                if *to != module.file {
                    from.entry(to.clone()).or_default().insert(name.to_owned());
                }
            };
            takes(at, "");
            module.children.iter().for_each(|(name, child)| takes(*child, name));
            let imports = module.source.imports.iter().map(|import| &import.path);
            for path in imports.chain(&module.source.paths) {
                if let Some(to) = self.find(at, path, 0) {
                    takes(to, path.last().map_or("", String::as_str));
                }
            }
        }
        graph
    }

    /// The module that defines what a path in a module leads to, if it is of this
    /// crate.
    fn find(&self, from: usize, path: &[String], depth: usize) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let module = &self.0[from];
        match first.as_str() {
            "crate" => self.within(0, rest, depth),
            "self" => self.within(from, rest, depth),
            "super" if rest.first().is_some_and(|next| next == "super") => {
                self.find(module.parent?, rest, depth)
            }
            "super" => self.within(module.parent?, rest, depth),
            name if module.children.contains_key(name) => self.within(from, path, depth),
            _ => self.imported(from, path, depth),
        }
    }

    /// The same, for a path that is known to begin in a module.
    fn within(&self, from: usize, path: &[String], depth: usize) -> Option<usize> {
        let Some((first, rest)) = path.split_first() else { return Some(from) };
        match self.0[from].children.get(first) {
            Some(child) => self.within(*child, rest, depth),
            None => self.imported(from, path, depth).or(Some(from)),
        }
    }

    /// Through what a module imports by name, or all of another's.
    fn imported(&self, from: usize, path: &[String], depth: usize) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let source = &self.0[from].source;
        // Two facades may name each other.
        if depth > 16 || source.defines.contains(first) {
            return None;
        }
        let named = source.imports.iter().find(|import| import.name == *first);
        if let Some(import) = named.filter(|import| import.path != path) {
            let whole = [&import.path[..], rest].concat();
            return self.find(from, &whole, depth + 1);
        }
        let globs = source.imports.iter().filter(|import| import.name == "*");
        globs.filter_map(|import| self.find(from, &import.path, depth + 1)).find_map(|module| {
            let defined = self.0[module].source.defines.contains(first);
            defined.then_some(module).or_else(|| self.imported(module, path, depth + 1))
        })
    }
}

/// The sets of files that lead to each other, each with what ties it.
pub(crate) fn circles(graph: &Graph) -> Vec<BTreeSet<&str>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        graph.keys().map(|file| (file.as_str(), reached(graph, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, others) in &reach {
        let tied = |other: &&str| reach.get(other).is_some_and(|back| back.contains(file));
        let circle: BTreeSet<&str> = others.iter().copied().filter(tied).collect();
        if !circle.is_empty() {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reached<'a>(graph: &'a Graph, file: &str) -> BTreeSet<&'a str> {
    let (mut reached, mut ahead) = (BTreeSet::new(), vec![file]);
    while let Some(file) = ahead.pop() {
        for next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(next.as_str()) {
                ahead.push(next);
            }
        }
    }
    reached
}

/// What ties a circle, an arrow a line.
pub(crate) fn ties(graph: &Graph, circle: &BTreeSet<&str>) -> String {
    let mut lines = String::new();
    for (from, takes) in graph.iter().filter(|(from, _)| circle.contains(from.as_str())) {
        for (to, names) in takes.iter().filter(|(to, _)| circle.contains(to.as_str())) {
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            lines.push_str(&format!("  {from} -> {to}: {}\n", names.join(", ")));
        }
    }
    lines
}

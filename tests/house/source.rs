//! What one file of Rust says of others: its modules, its imports, the paths in
//! its code, and the names that it defines. Test code is left out.

/// A path with the name that it goes by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// `*` for everything in it.
    pub(crate) name: String,
}

#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) modules: Vec<String>,
    pub(crate) imports: Vec<Import>,
    pub(crate) paths: Vec<Vec<String>>,
    pub(crate) defines: Vec<String>,
}

impl Source {
    pub(crate) fn read(text: &str) -> Self {
        let tokens = without_tests(&tokens(text));
        let mut source = Self::default();
        let (mut at, mut depth, mut inline) = (0, 0, Vec::new());
        while at < tokens.len() {
            let next = |step: usize| tokens.get(at + step).map_or("", String::as_str);
            let name = next(1).to_owned();
            match next(0) {
                "mod" if next(2) == ";" => source.modules.push(name),
                "mod" if next(2) == "{" => inline.push(depth),
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    inline.pop_if(|module| *module == depth);
                }
                "use" => {
                    let len = tokens[at..].iter().take_while(|token| *token != ";").count();
                    let mut imports = Vec::new();
                    tree(&tokens[at + 1..at + len], &[], &mut imports);
                    source.imports.extend(imports.into_iter().map(|Import { path, name }| {
                        Import { path: outside(path, inline.len()), name }
                    }));
                    at += len;
                }
                "fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static"
                | "macro_rules" => {
                    let skip = usize::from(name == "!" || name == "mut");
                    source.defines.push(next(1 + skip).to_owned());
                }
                first if is_name(first) && next(1) == "::" => {
                    let mut path = vec![first.to_owned()];
                    while tokens.get(at + 1).is_some_and(|token| token == "::")
                        && tokens.get(at + 2).is_some_and(|token| is_name(token))
                    {
                        path.push(tokens[at + 2].clone());
                        at += 2;
                    }
                    source.paths.push(outside(path, inline.len()));
                }
                _ => {}
            }
            at += 1;
        }
        source
    }
}

/// A path in modules within a file, as it would stand outside of them.
fn outside(path: Vec<String>, inline: usize) -> Vec<String> {
    let supers = path.iter().take_while(|part| *part == "super").count().min(inline);
    let mut outside = path[supers..].to_vec();
    if supers > 0 && supers == inline && outside.first().is_none_or(|part| part != "super") {
        outside.insert(0, "self".to_owned());
    }
    outside
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The imports of a `use`, without its braces.
fn tree(tokens: &[String], before: &[String], imports: &mut Vec<Import>) {
    let mut path = before.to_vec();
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "::" => {}
            "{" => {
                let mut depth = 0;
                let inner = &tokens[at + 1..tokens.len() - 1];
                let parts = inner.split(|token| {
                    depth += i32::from(token == "{") - i32::from(token == "}");
                    depth == 0 && token == ","
                });
                parts.filter(|part| !part.is_empty()).for_each(|part| tree(part, &path, imports));
                return;
            }
            "*" => return imports.push(Import { path, name: "*".into() }),
            "as" => {
                let name = tokens.get(at + 1).cloned().unwrap_or_default();
                return imports.push(Import { path, name });
            }
            // `a::{self}` is `a`.
            "self" if !path.is_empty() => {}
            name => path.push(name.to_owned()),
        }
    }
    if let Some(name) = path.last().cloned() {
        imports.push(Import { path, name });
    }
}

/// Names and signs, without comments and literals.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let is = |at: usize, c: char| chars.get(at) == Some(&c);
    let find = |from: usize, end: &[char]| {
        (from..chars.len()).find(|at| chars[*at..].starts_with(end)).unwrap_or(chars.len())
    };
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let c = chars[at];
        let raw = usize::from(c == 'b') + 1;
        let hashes = chars[at..].iter().skip(raw).take_while(|c| **c == '#').count();
        at = match c {
            '/' if is(at + 1, '/') => find(at, &['\n']),
            '/' if is(at + 1, '*') => find(at, &['*', '/']) + 2,
            'r' | 'b' if is(at + raw - 1, 'r') && is(at + raw + hashes, '"') => {
                let end: Vec<char> = std::iter::once('"').chain((0..hashes).map(|_| '#')).collect();
                find(at + raw + hashes + 1, &end) + end.len()
            }
            '"' => {
                let mut end = at + 1;
                while end < chars.len() && chars[end] != '"' {
                    end += 1 + usize::from(chars[end] == '\\');
                }
                end + 1
            }
            '\'' if is(at + 1, '\\') => find(at + 3, &['\'']) + 1,
            '\'' if is(at + 2, '\'') => at + 3,
            // Of a lifetime, neither the sign nor the name is a token.
            '\'' => at + 1 + name_at(&chars, at + 1),
            ':' if is(at + 1, ':') => {
                tokens.push("::".to_owned());
                at + 2
            }
            c if c.is_alphanumeric() || c == '_' => {
                let len = name_at(&chars, at);
                tokens.push(chars[at..at + len].iter().collect());
                at + len
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
                at + 1
            }
        };
    }
    tokens
}

fn name_at(chars: &[char], at: usize) -> usize {
    chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count()
}

/// Without the items behind `#[cfg(test)]`.
fn without_tests(tokens: &[String]) -> Vec<String> {
    const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut left, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if tokens[at..].iter().take(TEST.len()).eq(TEST) {
            let mut depth = 0;
            let rest = tokens[at + TEST.len()..].iter();
            let item = rest.take_while(|token| {
                let inside = depth;
                depth += i32::from(*token == "{") - i32::from(*token == "}");
                !(inside == 0 && *token == ";" || inside == 1 && *token == "}")
            });
            at += TEST.len() + item.count() + 1;
        } else {
            left.push(tokens[at].clone());
            at += 1;
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(text: &str) -> Vec<String> {
        let Source { imports, .. } = Source::read(text);
        imports.iter().map(|import| format!("{}={}", import.name, import.path.join("::"))).collect()
    }

    #[test]
    fn reads_every_form_of_an_import() {
        let text = "pub(crate) use crate::{a::{self, B as C}, d::*};\nuse super::e;";
        assert_eq!(imports(text), ["a=crate::a", "C=crate::a::B", "*=crate::d", "e=super::e"]);
    }

    #[test]
    fn comments_literals_and_tests_say_nothing() {
        let text = "// use a::b;\n/* mod c; */ const T: &'static str = \"mod d;\";\n\
                    const R: &str = r#\"use \"e\"; mod f;\"#; const C: char = '\"';\n\
                    #[cfg(test)]\nmod tests { use g::h; mod i { } }\n#[cfg(test)] mod j;\nmod k;";
        let source = Source::read(text);
        assert_eq!((imports(text).len(), source.modules), (0, vec!["k".to_owned()]));
        assert_eq!(source.defines, ["T", "R", "C"]);
    }

    #[test]
    fn a_module_within_the_file_is_the_file() {
        let text = "mod a { use super::B; use super::super::C; } use super::D;";
        assert_eq!(imports(text), ["B=self::B", "C=super::C", "D=super::D"]);
    }

    #[test]
    fn reads_paths_in_code() {
        let source = Source::read("fn a() { crate::b::c(d::E::f::<G>()) }");
        let paths: Vec<_> = source.paths.iter().map(|path| path.join("::")).collect();
        assert_eq!(paths, ["crate::b::c", "d::E::f"]);
    }
}

//! The YAML of configurations and of recorded requests: block maps and lists,
//! block texts, quoted and plain values, and flow values on one line. Anchors and
//! tags are not followed. (No crate for YAML runs without std and is small.)

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

/// Deeper values are not read.
const DEEPEST: usize = 40;

/// The value of a text; `None` where it is not such YAML.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let content = line.trim_start();
        let is_mark = matches!(line.trim_end(), "---" | "...");
        if !is_mark && !(content.starts_with('\t')) {
            lines.push(Line { indent: line.len() - content.len(), text: line.trim() });
        }
    }
    let mut reader = Reader { lines, at: 0 };
    reader.skip_blank();
    let indent = reader.lines.get(reader.at)?.indent;
    let value = reader.block(indent, 0)?;
    reader.skip_blank();
    (reader.at == reader.lines.len()).then_some(value)
}

#[derive(Clone, Copy)]
struct Line<'a> {
    indent: usize,
    text: &'a str,
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn skip_blank(&mut self) {
        let blank = |line: &Line<'_>| line.text.is_empty() || line.text.starts_with('#');
        while self.lines.get(self.at).is_some_and(blank) {
            self.at += 1;
        }
    }

    /// The next line that says something, if it is at least so far in.
    fn next(&mut self, indent: usize) -> Option<Line<'a>> {
        self.skip_blank();
        self.lines.get(self.at).copied().filter(|line| line.indent >= indent)
    }

    fn block(&mut self, indent: usize, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let first = self.next(indent)?;
        if first.text == "-" || first.text.starts_with("- ") {
            return self.list(first.indent, depth);
        }
        if key(first.text).is_some() {
            return self.map(first.indent, depth);
        }
        // A value by itself, perhaps over several lines.
        let mut text = String::new();
        while let Some(line) = self.next(indent) {
            self.at += 1;
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line.text);
        }
        Some(scalar(&text))
    }

    fn list(&mut self, indent: usize, depth: usize) -> Option<Value> {
        let mut list = Vec::new();
        while let Some(line) = self.next(indent).filter(|line| line.indent == indent) {
            let Some(rest) = line.text.strip_prefix('-') else { break };
            let item = rest.trim_start();
            if item.is_empty() || item.starts_with('#') {
                self.at += 1;
                list.push(self.block(indent + 1, depth + 1).unwrap_or_default());
            } else if key(item).is_some() || item.starts_with("- ") {
                // The item begins on the line of its dash.
                let inner = indent + (line.text.len() - item.len());
                self.lines[self.at] = Line { indent: inner, text: item };
                list.push(self.block(inner, depth + 1)?);
            } else {
                self.at += 1;
                list.push(self.value(item, indent, depth)?);
            }
        }
        Some(Value::Array(list))
    }

    fn map(&mut self, indent: usize, depth: usize) -> Option<Value> {
        let mut map = Map::new();
        while let Some(line) = self.next(indent) {
            if line.indent != indent {
                return None;
            }
            let Some((name, rest)) = key(line.text) else { break };
            self.at += 1;
            let value = if rest.is_empty() || rest.starts_with('#') {
                // A list may stand as far out as its name.
                let next = self.next(indent);
                let is_list =
                    next.is_some_and(|line| line.indent == indent && line.text.starts_with('-'));
                let inner = if is_list { indent } else { indent + 1 };
                match next.filter(|line| line.indent >= inner) {
                    Some(_) => self.block(inner, depth + 1)?,
                    None => Value::Null,
                }
            } else {
                self.value(rest, indent, depth)?
            };
            map.insert(name, value);
        }
        Some(Value::Object(map))
    }

    /// What stands behind a name or a dash.
    fn value(&mut self, text: &str, indent: usize, depth: usize) -> Option<Value> {
        if text.starts_with(['|', '>']) && text.len() <= 3 {
            return Some(Value::String(self.text(indent, text)));
        }
        let mut text = text.to_string();
        // A quoted or a plain text may go on, farther in.
        let goes_on = !text.starts_with(['{', '[']) && depth <= DEEPEST;
        while let Some(line) = goes_on.then(|| self.next(indent + 1)).flatten() {
            self.at += 1;
            text.push(' ');
            text.push_str(line.text);
        }
        Some(scalar(&text))
    }

    /// A block text: `|` keeps its lines, `>` joins them.
    fn text(&mut self, indent: usize, style: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut inner = None;
        while let Some(line) = self.lines.get(self.at) {
            if !line.text.is_empty() && line.indent <= indent {
                break;
            }
            let start = *inner.get_or_insert(line.indent);
            lines.push([&" ".repeat(line.indent.saturating_sub(start)), line.text].concat());
            self.at += 1;
        }
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let mut text = lines.join(if style.starts_with('>') { " " } else { "\n" });
        if !style.ends_with('-') {
            text.push('\n');
        }
        text
    }
}

/// A name with what stands behind its colon.
fn key(text: &str) -> Option<(String, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (name, rest) = text[1..].split_once(quote)?;
        let rest = rest.trim_start().strip_prefix(':')?;
        return Some((name.to_string(), rest.trim()));
    }
    let (name, rest) = match text.split_once(": ") {
        Some(both) => both,
        None => (text.strip_suffix(':')?, ""),
    };
    let legal = |c: char| c.is_alphanumeric() || "_-./ ".contains(c);
    let is_name = !name.is_empty() && name.len() <= 80 && name.chars().all(legal);
    is_name.then(|| (name.trim().to_string(), rest.trim()))
}

fn scalar(text: &str) -> Value {
    // YAML is a superset of JSON: quoted texts and flow values on one line.
    if let Ok(value) = serde_json::from_str(text) {
        return value;
    }
    if let Some(text) = text.strip_prefix('\'') {
        return Value::String(text.strip_suffix('\'').unwrap_or(text).replace("''", "'"));
    }
    let text = text.split(" #").next().unwrap_or(text).trim();
    match text {
        "true" | "True" => Value::Bool(true),
        "false" | "False" => Value::Bool(false),
        "" | "null" | "~" => Value::Null,
        text => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_maps_lists_and_texts() {
        let text = "# a comment\nlist:\n  - name: a # one\n    params:\n      rpm: 30\n  - b\nbare:\n- x: 1\n  y: 'it''s'\nflow: [1, \"two\"]\ntext: |\n  one\n    two\nfolded: >-\n  three\n  four\nlong: five\n  six\nnone:\n";
        assert_eq!(
            parse(text),
            Some(json!({
                "list": [{"name": "a", "params": {"rpm": 30}}, "b"],
                "bare": [{"x": 1, "y": "it's"}],
                "flow": [1, "two"],
                "text": "one\n  two\n",
                "folded": "three four",
                "long": "five six",
                "none": null,
            }))
        );
    }

    #[test]
    fn damaged_texts_come_to_an_end() {
        for text in ["", "- ", "a:\n   b: 1\n  c: 2", &"- ".repeat(500), &"a:\n ".repeat(50)] {
            let _ = parse(text);
        }
        assert_eq!(parse("a:\n   b: 1\n  c: 2"), None);
    }
}

//! HTML as text, for tables of hundreds of cells: what never changes by itself
//! needs no view of its own type, and the page stays small.

use wasm_bindgen::JsCast;

/// HTML under construction. Text and attributes are escaped.
#[derive(Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Opens an element.
    pub(crate) fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// Closes it.
    pub(crate) fn close(&mut self, tag: &str) {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
    }

    /// Text.
    pub(crate) fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                other => self.0.push(other),
            }
        }
    }

    /// Text in which backticks mark code.
    pub(crate) fn prose(&mut self, text: &str) {
        for (index, part) in text.split('`').enumerate() {
            if index % 2 == 0 {
                self.text(part);
            } else {
                self.leaf("code", &[], part);
            }
        }
    }

    /// An element with nothing but text in it.
    pub(crate) fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(tag, attributes);
        self.text(text);
        self.close(tag);
    }

    /// A picture from the page's own set.
    pub(crate) fn icon(&mut self, name: &str) {
        self.open("svg", &[("class", "i"), ("aria-hidden", "true"), ("focusable", "false")]);
        self.leaf("use", &[("href", &format!("#icon-{name}"))], "");
        self.close("svg");
    }

    /// A bar that is filled so far, in percent.
    pub(crate) fn meter(&mut self, class: &str, percent: &str) {
        let class = format!("meter {class}");
        self.open("svg", &[("class", &class), ("aria-hidden", "true"), ("focusable", "false")]);
        let fill = [("width", &*format!("{percent}%")), ("height", "100%"), ("rx", "3")];
        self.leaf("rect", &fill, "");
        self.close("svg");
    }

    /// A cell of text.
    pub(crate) fn cell(&mut self, text: &str) {
        self.leaf("td", &[], text);
    }

    /// A figure in a cell.
    pub(crate) fn figure(&mut self, text: &str) {
        self.leaf("td", &[("class", "number")], text);
    }

    /// The cell that names its row.
    pub(crate) fn row_head(&mut self, text: &str) {
        self.leaf("th", &[("scope", "row")], text);
    }

    /// Opens a table that scrolls by itself, up to its body.
    pub(crate) fn open_table(&mut self, id: &str, caption: &str, heads: &[&str]) {
        let region =
            [("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")];
        self.open("div", &region);
        self.open("table", &[("id", id)]);
        self.leaf("caption", &[], caption);
        self.open("thead", &[]);
        self.open("tr", &[]);
        for head in heads {
            self.leaf("th", &[("scope", "col")], head);
        }
        self.close("tr");
        self.close("thead");
        self.open("tbody", &[]);
    }

    /// Closes it.
    pub(crate) fn close_table(&mut self) {
        for tag in ["tbody", "table", "div"] {
            self.close(tag);
        }
    }

    /// The HTML.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// The number that the pressed element, or one around it, bears as `data-index`:
/// one listener serves all buttons of a list.
pub(crate) fn pressed(event: &web_sys::Event) -> Option<usize> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let element = element.closest("[data-index]").ok()??;
    element.get_attribute("data-index")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_in_as_text_stays_text() {
        let mut markup = Markup::default();
        markup.leaf("a", &[("title", "\"<b>\"")], "<script>&");
        let expected = "<a title=\"&quot;&lt;b&gt;&quot;\">&lt;script&gt;&amp;</a>";
        assert_eq!(markup.finish(), expected);
    }

    #[test]
    fn backticks_mark_code() {
        let mut markup = Markup::default();
        markup.prose("send `a<b` now");
        assert_eq!(markup.finish(), "send <code>a&lt;b</code> now");
    }

    #[test]
    fn a_table_closes_what_it_opens() {
        let mut markup = Markup::default();
        markup.open_table("t", "all", &["a", "b"]);
        markup.close_table();
        let text = markup.finish();
        let count = |mark: &str| text.matches(mark).count();
        assert_eq!(count("<") - count("</"), count("</"), "{text}");
    }
}

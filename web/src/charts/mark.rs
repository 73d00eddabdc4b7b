//! What is drawn, written out as SVG. A chart is replaced as a whole, so one
//! string for it is less code and less work than a view for every element.

/// Writes a pixel to a tenth, from whole tenths: the code that prints floating
/// point numbers would be a good part of the page.
pub(crate) fn pixel(text: &mut String, value: f64) {
    let tenths = (value * 10.0).round() as i64;
    if tenths < 0 {
        text.push('-');
    }
    let tenths = tenths.unsigned_abs();
    text.push_str(&(tenths / 10).to_string());
    if !tenths.is_multiple_of(10) {
        text.push('.');
        text.push_str(&(tenths % 10).to_string());
    }
}

/// Writes parts one after the other.
pub(crate) fn push(into: &mut String, parts: &[&str]) {
    for part in parts {
        into.push_str(part);
    }
}

/// Writes a text so that nothing in it is read as markup.
pub(crate) fn escape(into: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            _ => into.push(letter),
        }
    }
}

/// The commands of an SVG path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path(String);

impl Path {
    /// A straight line.
    pub(crate) fn line(from: (f64, f64), to: (f64, f64)) -> Self {
        let mut path = Self::default();
        path.move_to(from.0, from.1);
        path.line_to(to.0, to.1);
        path
    }

    fn command(&mut self, letter: char, numbers: &[f64]) {
        self.0.push(letter);
        for (index, number) in numbers.iter().enumerate() {
            if index > 0 {
                self.0.push(' ');
            }
            pixel(&mut self.0, *number);
        }
    }

    /// Begins anew somewhere.
    pub(crate) fn move_to(&mut self, x: f64, y: f64) {
        self.command('M', &[x, y]);
    }

    /// Draws on.
    pub(crate) fn line_to(&mut self, x: f64, y: f64) {
        self.command('L', &[x, y]);
    }

    /// A rectangle by its corners.
    pub(crate) fn rectangle(&mut self, left: f64, top: f64, right: f64, bottom: f64) {
        self.command('M', &[left, top]);
        self.command('H', &[right]);
        self.command('V', &[bottom]);
        self.command('H', &[left]);
        self.0.push('Z');
    }

    /// Whether nothing is drawn.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// Something drawn. How it looks is up to its class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    /// A line or an area.
    Path(&'static str, Path),
    /// An area filled with one of the [`Texture`]s.
    Textured(Texture, Path),
    /// A circle: centre and radius.
    Dot(&'static str, (f64, f64), f64),
    /// A text: its place on the base line.
    Text(&'static str, (f64, f64), String),
}

/// A pattern laid over a colour, so that areas differ without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texture {
    /// Lines upwards.
    Hatched,
    /// Lines both ways.
    Crossed,
    /// Dots.
    Dotted,
}

impl Texture {
    const ALL: [Self; 3] = [Self::Hatched, Self::Crossed, Self::Dotted];

    const fn name(self) -> &'static str {
        match self {
            Self::Hatched => "hatched",
            Self::Crossed => "crossed",
            Self::Dotted => "dotted",
        }
    }

    /// What it repeats, in a square of eight pixels.
    const fn tile(self) -> &'static str {
        match self {
            Self::Hatched => "M-2 2L2 -2M-2 10L10 -2M6 10L10 6",
            Self::Crossed => "M0 0L8 8M8 0L0 8",
            Self::Dotted => "M1 2H3M5 6H7",
        }
    }
}

/// Writes the textures of one chart, to be referred to from its marks.
pub(crate) fn write_textures(svg: &mut String, chart: &str) {
    svg.push_str("<defs>");
    for texture in Texture::ALL {
        push(
            svg,
            &[
                "<pattern id=\"",
                chart,
                "-",
                texture.name(),
                "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><path class=\"texture\" d=\"",
                texture.tile(),
                "\"/></pattern>",
            ],
        );
    }
    svg.push_str("</defs>");
}

/// Writes marks as the elements of the SVG of `chart`.
pub(crate) fn write_marks(svg: &mut String, chart: &str, marks: &[Mark]) {
    for mark in marks {
        match mark {
            Mark::Path(class, path) => {
                push(svg, &["<path class=\"", class, "\" d=\"", &path.0, "\"/>"]);
            }
            Mark::Textured(texture, path) => {
                push(
                    svg,
                    &[
                        "<path fill=\"url(#",
                        chart,
                        "-",
                        texture.name(),
                        ")\" d=\"",
                        &path.0,
                        "\"/>",
                    ],
                );
            }
            Mark::Dot(class, (x, y), radius) => {
                push(svg, &["<circle class=\"", class]);
                for (name, value) in [("cx", x), ("cy", y), ("r", radius)] {
                    attribute(svg, name, *value);
                }
                svg.push_str("\"/>");
            }
            Mark::Text(class, (x, y), text) => {
                push(svg, &["<text class=\"", class]);
                attribute(svg, "x", *x);
                attribute(svg, "y", *y);
                svg.push_str("\">");
                escape(svg, text);
                svg.push_str("</text>");
            }
        }
    }
}

/// Ends an attribute and begins the next.
fn attribute(svg: &mut String, name: &str, value: f64) {
    push(svg, &["\" ", name, "=\""]);
    pixel(svg, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_written_to_a_tenth() {
        for (value, text) in
            [(0.0, "0"), (12.04, "12"), (12.06, "12.1"), (-0.26, "-0.3"), (-3.0, "-3")]
        {
            let mut written = String::new();
            pixel(&mut written, value);
            assert_eq!(written, text);
        }
    }

    #[test]
    fn a_path_is_its_commands() {
        let mut path = Path::line((0.0, 1.5), (20.0, 3.0));
        path.rectangle(1.0, 2.0, 3.0, 4.0);
        assert_eq!(path.text(), "M0 1.5L20 3M1 2H3V4H1Z");
        assert!(Path::default().is_empty() && !path.is_empty());
    }

    #[test]
    fn marks_are_elements() {
        let line = Path::line((0.0, 0.0), (1.0, 1.0));
        let marks = [
            Mark::Path("grid", line.clone()),
            Mark::Textured(Texture::Dotted, line),
            Mark::Dot("dot", (1.0, 2.5), 3.0),
            Mark::Text("tick end", (4.0, 5.0), "a < b & \"c\"".to_string()),
        ];
        let mut svg = String::new();
        write_marks(&mut svg, "shape", &marks);
        assert_eq!(
            svg,
            "<path class=\"grid\" d=\"M0 0L1 1\"/><path fill=\"url(#shape-dotted)\" d=\"M0 0L1 1\"/>\
             <circle class=\"dot\" cx=\"1\" cy=\"2.5\" r=\"3\"/>\
             <text class=\"tick end\" x=\"4\" y=\"5\">a &lt; b &amp; &quot;c&quot;</text>"
        );
    }
}

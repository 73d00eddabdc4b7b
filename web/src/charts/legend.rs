use crate::charts::mark::{Mark, Path, Texture, escape, write_marks};

/// An entry of the legend.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    /// A sample, in a box of 28 by 16 pixels.
    pub(crate) sample: Vec<Mark>,
    /// What it stands for.
    pub(crate) text: String,
}

impl Key {
    /// An area: its fill, what is laid over it, and its outline.
    pub(crate) fn area(
        fill: &'static str,
        texture: Option<Texture>,
        outline: Option<&'static str>,
        text: String,
    ) -> Self {
        let mut area = Path::default();
        area.rectangle(1.0, 1.0, 27.0, 15.0);
        let mut sample = vec![Mark::Path(fill, area.clone())];
        sample.extend(texture.map(|texture| Mark::Textured(texture, area.clone())));
        sample.extend(outline.map(|outline| Mark::Path(outline, area)));
        Self { sample, text }
    }
}

/// A legend as HTML, for the chart of an id.
pub(super) fn legend(id: &str, keys: &[Key]) -> String {
    let mut html = String::new();
    for key in keys {
        html.push_str(
            "<li><svg class=\"sample\" viewBox=\"0 0 28 16\" aria-hidden=\"true\" focusable=\"false\">",
        );
        write_marks(&mut html, id, &key.sample);
        html.push_str("</svg><span>");
        escape(&mut html, &key.text);
        html.push_str("</span></li>");
    }
    html
}

use crate::charts::{legend::Key, mark::Mark, table::Table};

/// A column and a row of a chart, as the arrow keys count them: to the right
/// and upwards.
pub(crate) type Place = (usize, usize);

/// What one place of a chart says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    /// What is drawn to show the place.
    pub(crate) marks: Vec<Mark>,
    /// Its exact values in words.
    pub(crate) text: String,
}

/// A chart: plain figures and where they stand. It touches no document, so that
/// all of it can be tested outside a browser.
pub(crate) trait Chart {
    /// What there is to see, in a sentence.
    fn summary(&self) -> String;
    /// Width and height in pixels.
    fn size(&self) -> (f64, f64);
    /// All that is drawn, the lowest first.
    fn marks(&self) -> Vec<Mark>;
    /// How many columns and rows the arrow keys walk over.
    fn grid(&self) -> (usize, usize);
    /// The place of the question itself.
    fn home(&self) -> Place;
    /// What a place says.
    fn spot(&self, place: Place) -> Spot;
    /// The place nearest to a pixel.
    fn nearest(&self, x: f64, y: f64) -> Place;
    /// The legend.
    fn keys(&self) -> Vec<Key>;
    /// The chart as a table.
    fn table(&self) -> Table;
}

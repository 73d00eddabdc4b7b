//! The way of the arrow keys over a chart.

use crate::charts::chart::Place;

/// How far Page Up and Page Down go.
const LEAP: usize = 10;

/// Where a key leads from a place; `None` for a key that means nothing here.
pub(super) fn step(key: &str, (column, row): Place, grid: Place, home: Place) -> Option<Place> {
    let (right, top) = (grid.0.saturating_sub(1), grid.1.saturating_sub(1));
    Some(match key {
        "ArrowLeft" => (column.saturating_sub(1), row),
        "ArrowRight" => ((column + 1).min(right), row),
        "ArrowDown" => (column, row.saturating_sub(1)),
        "ArrowUp" => (column, (row + 1).min(top)),
        "PageDown" => (column.saturating_sub(LEAP), row),
        "PageUp" => ((column + LEAP).min(right), row),
        "Home" => (0, row),
        "End" => (right, row),
        "Escape" => home,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_within_the_grid() {
        let (grid, home) = ((30, 3), (7, 1));
        for (key, from, to) in [
            ("ArrowLeft", (0, 1), (0, 1)),
            ("ArrowLeft", (5, 1), (4, 1)),
            ("ArrowRight", (29, 1), (29, 1)),
            ("ArrowUp", (5, 2), (5, 2)),
            ("ArrowDown", (5, 2), (5, 1)),
            ("PageUp", (5, 0), (15, 0)),
            ("PageUp", (25, 0), (29, 0)),
            ("PageDown", (5, 0), (0, 0)),
            ("Home", (5, 2), (0, 2)),
            ("End", (5, 2), (29, 2)),
            ("Escape", (5, 2), home),
        ] {
            assert_eq!(step(key, from, grid, home), Some(to), "{key} from {from:?}");
        }
        assert_eq!(step("Tab", (0, 0), grid, home), None);
        assert_eq!(step("ArrowUp", (0, 0), (0, 0), (0, 0)), Some((0, 0)));
    }
}

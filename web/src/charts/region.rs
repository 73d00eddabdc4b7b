//! A grid of cells of several kinds as few areas: one path for each kind, one
//! for their borders, one place for each name.

use crate::charts::mark::Path;

/// Cells row by row, the borders of columns and rows in pixels.
pub(crate) struct Regions {
    /// The kind of each cell.
    pub(crate) kinds: Vec<usize>,
    /// The borders of the columns: one more than columns.
    pub(crate) xs: Vec<f64>,
    /// The borders of the rows: one more than rows.
    pub(crate) ys: Vec<f64>,
}

impl Regions {
    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    fn kind(&self, column: usize, row: usize) -> usize {
        self.kinds[row * self.columns() + column]
    }

    /// Cells of one kind side by side in a row: first and one past the last.
    pub(crate) fn runs(&self, row: usize) -> Vec<(usize, usize, usize)> {
        let mut runs: Vec<(usize, usize, usize)> = Vec::new();
        for column in 0..self.columns() {
            let kind = self.kind(column, row);
            match runs.last_mut() {
                Some((_, end, last)) if *last == kind => *end = column + 1,
                _ => runs.push((column, column + 1, kind)),
            }
        }
        runs
    }

    /// The cells of the kinds that are wanted, as rectangles which are as tall
    /// as the rows agree.
    pub(crate) fn area(&self, wanted: &dyn Fn(usize) -> bool) -> Path {
        let mut path = Path::default();
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        for row in 0..=self.rows() {
            let now: Vec<(usize, usize)> = match row < self.rows() {
                true => self.wanted_runs(row, wanted),
                false => Vec::new(),
            };
            open.retain(|&(start, end, since)| {
                let goes_on = now.contains(&(start, end));
                if !goes_on {
                    path.rectangle(self.xs[start], self.ys[since], self.xs[end], self.ys[row]);
                }
                goes_on
            });
            for (start, end) in now {
                if !open.iter().any(|rectangle| (rectangle.0, rectangle.1) == (start, end)) {
                    open.push((start, end, row));
                }
            }
        }
        path
    }

    fn wanted_runs(&self, row: usize, wanted: &dyn Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (start, end, kind) in self.runs(row) {
            match runs.last_mut() {
                _ if !wanted(kind) => {}
                Some(last) if last.1 == start => last.1 = end,
                _ => runs.push((start, end)),
            }
        }
        runs
    }

    /// The lines between cells of different kinds.
    pub(crate) fn borders(&self) -> Path {
        let mut path = Path::default();
        for column in 1..self.columns() {
            let differs = |row: usize| self.kind(column - 1, row) != self.kind(column, row);
            let x = self.xs[column];
            for (start, end) in stretches(self.rows(), &differs) {
                path.move_to(x, self.ys[start]);
                path.line_to(x, self.ys[end]);
            }
        }
        for row in 1..self.rows() {
            let differs = |column: usize| self.kind(column, row - 1) != self.kind(column, row);
            let y = self.ys[row];
            for (start, end) in stretches(self.columns(), &differs) {
                path.move_to(self.xs[start], y);
                path.line_to(self.xs[end], y);
            }
        }
        path
    }

    /// The middle of the roomiest place of a kind for a text that is `width` by
    /// `height`; `None` where it finds no room.
    pub(crate) fn name_place(&self, kind: usize, width: f64, height: f64) -> Option<(f64, f64)> {
        let mut best: Option<(f64, (f64, f64))> = None;
        for row in 0..self.rows() {
            for (start, end, _) in self.runs(row).into_iter().filter(|run| run.2 == kind) {
                for column in start..end {
                    let x = (self.xs[column] + self.xs[column + 1]) / 2.0;
                    let y = (self.ys[row] + self.ys[row + 1]) / 2.0;
                    let half = (x - self.xs[start]).min(self.xs[end] - x);
                    let (above, below) = self.upright(column, row);
                    let tall = (y - self.ys[above]).abs().min((self.ys[below] - y).abs());
                    let ease = (half / width).min(tall / height);
                    if best.is_none_or(|(most, _)| ease > most) {
                        best = Some((ease, (x, y)));
                    }
                }
            }
        }
        best.filter(|(ease, _)| *ease >= 0.5).map(|(_, place)| place)
    }

    /// The rows of the same kind through a cell: first and one past the last.
    fn upright(&self, column: usize, row: usize) -> (usize, usize) {
        let kind = self.kind(column, row);
        let same = |row: &usize| self.kind(column, *row) == kind;
        let above = (0..row).rev().take_while(same).last().unwrap_or(row);
        let below = (row..self.rows()).take_while(same).last().unwrap_or(row);
        (above, below + 1)
    }
}

/// The stretches of a count over which something holds.
fn stretches(count: usize, holds: &dyn Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for index in (0..count).filter(|index| holds(*index)) {
        match found.last_mut() {
            Some(last) if last.1 == index => last.1 = index + 1,
            _ => found.push((index, index + 1)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two kinds of three columns and three rows, drawn upwards:
    /// ```text
    /// 1 1 1
    /// 0 0 1
    /// 0 0 1
    /// ```
    fn corner() -> Regions {
        Regions {
            kinds: vec![0, 0, 1, 0, 0, 1, 1, 1, 1],
            xs: vec![0.0, 10.0, 20.0, 30.0],
            ys: vec![30.0, 20.0, 10.0, 0.0],
        }
    }

    #[test]
    fn equal_rows_are_one_rectangle() {
        let regions = corner();
        assert_eq!(regions.area(&|kind| kind == 0).text(), "M0 30H20V10H0Z");
        assert_eq!(regions.area(&|kind| kind == 1).text(), "M20 30H30V10H20ZM0 10H30V0H0Z");
        assert_eq!(regions.area(&|_| true).text(), "M0 30H30V0H0Z");
        assert!(regions.area(&|_| false).is_empty());
        assert_eq!(regions.runs(0), [(0, 2, 0), (2, 3, 1)]);
    }

    #[test]
    fn borders_run_between_kinds_alone() {
        assert_eq!(corner().borders().text(), "M20 30L20 10M0 10L20 10");
    }

    #[test]
    fn a_name_stands_where_there_is_room() {
        let regions = corner();
        assert_eq!(regions.name_place(0, 10.0, 10.0), Some((5.0, 25.0)));
        assert_eq!(regions.name_place(1, 10.0, 10.0), Some((25.0, 25.0)));
        assert_eq!(regions.name_place(0, 50.0, 10.0), None);
        assert_eq!(regions.name_place(7, 1.0, 1.0), None);
    }
}

use alloc::{boxed::Box, format, string::ToString};

use crate::{
    error::Error,
    replay::{
        ceiling::Ceiling,
        gate::{Gate, Outcome},
        lanes::{self, Lanes},
        report::Report,
        request::Request,
        rules::Rules,
        series::Series,
        tally::{Origin, Tally},
        waits::Kept,
    },
};

/// Rows that are checked and, where need be, rewritten at a time.
const BLOCK: usize = lanes::MAX_ROWS;
/// Copies of a row that are run at a time.
const COPIES: usize = 16;

/// A log being replayed against the limits of one option.
#[derive(Clone, Debug)]
pub struct Replay {
    rules: Rules,
    ceiling: Ceiling,
    path: Path,
    /// Rows fed so far.
    rows: u64,
    /// The time of the first row and of the last.
    span: Option<(u64, u64)>,
    tally: Tally,
    series: Series,
    waits: Kept,
}

/// Both give the same; the lanes are faster and can do less.
#[derive(Clone, Debug)]
enum Path {
    Lanes(Lanes),
    Gate(Box<Gate>),
}

impl Replay {
    /// A replay of no row yet.
    ///
    /// ```
    /// use groq_calc::{Caps, Prices};
    /// use groq_calc::replay::{Replay, Rules};
    /// let report = Replay::new(Rules::new(Caps::NONE, Prices::NONE)).finish()?;
    /// assert_eq!(report.requests, 0);
    /// # Ok::<(), groq_calc::Error>(())
    /// ```
    pub fn new(rules: Rules) -> Self {
        let path =
            Lanes::new(&rules).map_or_else(|| Path::Gate(Box::new(rules.gate())), Path::Lanes);
        Self::on(path, rules)
    }

    fn on(path: Path, rules: Rules) -> Self {
        Self {
            rules,
            ceiling: Ceiling::new(&rules),
            path,
            rows: 0,
            span: None,
            tally: Tally::default(),
            series: Series::new(0),
            waits: Kept::new(rules.exact_waits),
        }
    }

    /// The rules it follows.
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Feeds the next rows. It makes no difference how a log is cut up.
    ///
    /// # Errors
    ///
    /// When a row is earlier than the one before it, a stretched time or a
    /// start lies beyond what can be counted, or the scale is out of range.
    /// The rows before the one at fault have been replayed.
    pub fn feed(&mut self, rows: &[Request]) -> Result<(), Error> {
        self.rules.check()?;
        let plain = self.rules.scale == 1 && self.rules.stretch == Default::default();
        for block in rows.chunks(BLOCK) {
            let Some(head) = block.first() else { break };
            let (first, mut last) = *self.span.get_or_insert_with(|| {
                self.series = Series::new(head.t_us);
                (head.t_us, head.t_us)
            });
            let sorted = block
                .iter()
                .position(|row| core::mem::replace(&mut last, row.t_us) > row.t_us)
                .unwrap_or(block.len());
            let (block, rest) = block.split_at(sorted);
            if let Some(row) = block.last() {
                self.span = Some((first, row.t_us));
            }
            let origin = Origin { first, row: self.rows, copies: self.rules.scale > 1 };
            if plain {
                self.run(origin, block)?
            } else {
                self.rewrite(origin, block)?
            }
            self.rows += block.len() as u64;
            if let Some(row) = rest.first() {
                return Err(self.backwards(row));
            }
        }
        Ok(())
    }

    fn backwards(&self, row: &Request) -> Error {
        let last = self.span.map_or(0, |(_, last)| last);
        let range = format!("at least {last}, the time before it (row {})", self.rows);
        Error::range("t_us", &row.t_us.to_string(), &range)
    }

    /// Runs rows with their time scaled, each as often as the scale says.
    fn rewrite(&mut self, origin: Origin, rows: &[Request]) -> Result<(), Error> {
        let Some(row) = rows.first() else { return Ok(()) };
        let mut buffer = [*row; BLOCK];
        for (slot, row) in buffer.iter_mut().zip(rows) {
            let t_us = self.rules.stretch.apply(origin.first, row.t_us - origin.first)?;
            *slot = Request { t_us, ..*row };
        }
        let rows = &buffer[..rows.len()];
        if !origin.copies {
            return self.run(origin, rows);
        }
        for (index, row) in rows.iter().enumerate() {
            let origin = Origin { row: origin.row + index as u64, ..origin };
            let copies = [*row; COPIES];
            let mut left = self.rules.scale as usize;
            while left > 0 {
                let count = left.min(COPIES);
                self.run(origin, &copies[..count])?;
                left -= count;
            }
        }
        Ok(())
    }

    /// Runs rows as they are.
    fn run(&mut self, origin: Origin, rows: &[Request]) -> Result<(), Error> {
        match &mut self.path {
            Path::Lanes(lanes) => {
                lanes.run(&self.ceiling, origin, rows, &mut self.tally, &mut self.series);
                Ok(())
            }
            Path::Gate(_) => rows.iter().enumerate().try_for_each(|(index, request)| {
                self.step(origin.first, origin.number(index), request)
            }),
        }
    }

    fn step(&mut self, first: u64, row: u64, request: &Request) -> Result<(), Error> {
        let Path::Gate(gate) = &mut self.path else { return Ok(()) };
        let (tally, series, t) = (&mut self.tally, &mut self.series, request.t_us);
        tally.requests += 1;
        if self.rules.batch && request.batchable {
            tally.batched += 1;
            tally.batch.add(request);
            return Ok(());
        }
        series.at(t).requests += 1;
        if self.ceiling.stops(request) {
            series.at(t).oversize += 1;
            tally.oversize(request, &self.ceiling);
            return Ok(());
        }
        let verdict = gate.offer(t, request)?;
        if let Some(by) = verdict.longest {
            tally.refused(row, verdict.asked_at - first, verdict.failed, by);
            let bin = series.at(verdict.asked_at);
            verdict.failed.iter().for_each(|limit| bin.failed_by.add(limit, 1));
        }
        match verdict.outcome {
            Outcome::Started(start) => {
                tally.admitted += 1;
                tally.delayed += u64::from(start > t);
                tally.last_start = Some(start - first);
                tally.used.add(request);
                self.waits.add(start - t);
                let bin = series.at(start);
                bin.admitted += 1;
                gate.left(start).for_each(|(limit, left)| bin.leave(limit, left));
            }
            Outcome::Refused => {
                tally.rejected += 1;
                tally.unused.add(request);
                series.at(t).rejected += 1;
            }
            Outcome::Left(time) => {
                tally.abandoned += 1;
                tally.unused.add(request);
                series.at(time).abandoned += 1;
            }
        }
        Ok(())
    }

    /// Whether a request has been refused or can never pass.
    pub(super) fn has_lost(&self) -> bool {
        self.tally.rejected + self.tally.abandoned + self.tally.oversize > 0
    }

    /// What it came to.
    ///
    /// # Errors
    ///
    /// When a cost does not fit 128 bits.
    pub fn finish(self) -> Result<Report, Error> {
        self.rules.check()?;
        Report::new(&self.rules, self.tally, self.series, self.waits.finish())
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;

mod line;
mod plot;
mod series;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use groq_calc::{
    Tier, Workload,
    capacity::Headroom,
    outlook::{Step, ladder},
};
use groq_catalog::CATALOG;

use super::{subject::Subject, volumes::volumes};
use crate::charts::{
    chart::{Chart, Place, Spot},
    frame::Drawing,
    legend::Key,
    mark::{Mark, Path},
    scale::{add, nearest},
    table::Table,
};
use line::Line;
use plot::{BOTTOM, HEIGHT, Plot, TOP, decade_above, dollars};

/// Cost against volume, all options.
pub(super) struct Volume {
    subject: Rc<Subject>,
    plot: Plot,
    /// The volumes that the arrow keys walk over.
    columns: Vec<u64>,
    /// The cheapest first.
    lines: Vec<Line>,
    steps: Vec<Step<'static>>,
}

impl Volume {
    pub(super) fn draw(subject: Rc<Subject>, width: f64) -> Drawing {
        let nothing = subject.locale.messages().charts().volume_nothing;
        match Self::new(subject, width) {
            Some(chart) => Ok(Rc::new(chart)),
            None => Err(nothing),
        }
    }

    fn new(subject: Rc<Subject>, width: f64) -> Option<Self> {
        let workload = &subject.question.workload;
        let steps = ladder(&CATALOG, &subject.question).ok()?;
        let mut lines = Line::all(&subject)?;
        let asked = workload.requests_per_day();
        let ends = |line: &Line| match line.room {
            Headroom::UpTo(count) if line.known => Some(count),
            _ => None,
        };
        let most = lines.iter().filter_map(ends).chain([asked, 1000]).max()?;
        let low = steps.iter().map(|step| step.to.count()).chain([asked]).min()?;
        let (low, high) = (10u64.pow(low.max(10).ilog10() - 1), decade_above(most));
        for line in &mut lines {
            line.cut(workload, low, high)?;
        }
        let costs = || {
            let ends = lines.iter().flat_map(|line| &line.ends);
            ends.map(|(_, usd)| dollars(*usd)).filter(|usd| *usd > 0.0)
        };
        let least = costs().min_by(f64::total_cmp).unwrap_or(0.01);
        let most = costs().max_by(f64::total_cmp).unwrap_or(1.0);
        let mut columns: Vec<u64> = volumes(high).filter(|volume| *volume >= low).collect();
        for step in &steps {
            for volume in [step.from, step.to.count()] {
                if (low..=high).contains(&volume) {
                    add(&mut columns, volume);
                }
            }
        }
        add(&mut columns, asked);
        if lines.is_empty() {
            return None;
        }
        Some(Self {
            plot: Plot::new(width, [low, high], [least, most]),
            columns,
            lines,
            steps,
            subject,
        })
    }

    fn workload(&self) -> &Workload {
        &self.subject.question.workload
    }

    fn asked(&self) -> u64 {
        self.workload().requests_per_day()
    }

    fn line_of(&self, step: &Step<'_>) -> Option<&Line> {
        let same = |line: &&Line| line.offer.id == step.id;
        self.lines.iter().find(same)
    }

    /// The index of the option that is looked at.
    fn mine(&self) -> Option<usize> {
        let option = &self.subject.option;
        let same = |line: &Line| line.offer.id == option.id;
        self.lines.iter().position(same)
    }

    /// A step within the picture: its first and last point.
    fn stretch(&self, step: &Step<'_>) -> Option<[(f64, f64); 2]> {
        let (low, high) = (*self.columns.first()?, *self.columns.last()?);
        let line = self.line_of(step)?;
        let end = |volume: u64| {
            let volume = volume.clamp(low, high);
            Some(self.plot.point(volume, line.at(self.workload(), volume)?.monthly_usd?))
        };
        (step.to.count() >= low).then_some(())?;
        Some([end(step.from)?, end(step.to.count())?])
    }

    fn step_text(&self, step: &Step<'_>) -> String {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let name = self.line_of(step).map_or("", |line| line.name.as_str());
        let (from, usd) = (locale.count(step.from), locale.usd(step.monthly_usd));
        match step.to {
            Headroom::Unbounded => messages.step_endless.with([&from, name, &usd]),
            to => messages.step.with([&from, &locale.count(to.count()), name, &usd]),
        }
    }
}

impl Chart for Volume {
    fn summary(&self) -> String {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let steps = locale.count(self.steps.len() as u64);
        match self.steps.last() {
            None => messages.volume_none_fits.to_string(),
            Some(Step { to: Headroom::Unbounded, .. }) => messages.volume_endless.with([&steps]),
            Some(step) => messages.volume_ends.with([&steps, &locale.count(step.to.count())]),
        }
    }

    fn size(&self) -> (f64, f64) {
        (self.plot.width, HEIGHT)
    }

    fn marks(&self) -> Vec<Mark> {
        let messages = self.subject.locale.messages().charts();
        let mut marks = Vec::new();
        self.plot.axes(messages, &mut marks);
        let mine = self.mine();
        for (index, line) in self.lines.iter().enumerate() {
            if Some(index) != mine {
                let class = match (line.known, line.offer.id.tier) {
                    (false, _) => "line vague",
                    (true, Tier::Flex) => "line flex",
                    (true, Tier::OnDemand) => "line",
                };
                line.draw(&self.plot, class, "end-bar", &mut marks);
            }
        }
        let x = self.plot.x.at(self.asked() as f64);
        marks.push(Mark::Path("now", Path::line((x, TOP), (x, BOTTOM))));
        let side = if x > self.plot.width / 2.0 { "now-name end" } else { "now-name" };
        let beside = if x > self.plot.width / 2.0 { x - 5.0 } else { x + 5.0 };
        marks.push(Mark::Text(side, (beside, TOP - 4.0), messages.your_volume.to_string()));
        let stretches: Vec<_> = self.steps.iter().map(|step| self.stretch(step)).collect();
        for (step, stretch) in self.steps.iter().zip(&stretches) {
            let Some([first, last]) = *stretch else { continue };
            marks.push(Mark::Path("best", Path::line(first, last)));
            if step.to != Headroom::Unbounded {
                let (x, y) = last;
                marks.push(Mark::Path("threshold", Path::line((x, TOP), (x, BOTTOM))));
                marks.push(Mark::Dot("threshold-dot", (x, y), 4.0));
            }
        }
        if let Some(line) = mine.map(|mine| &self.lines[mine]) {
            line.draw(&self.plot, "line mine", "end-bar mine", &mut marks);
        }
        let mut before = (f64::MIN, 0.0);
        for (number, stretch) in (1u64..).zip(&stretches) {
            let Some([first, last]) = *stretch else { continue };
            let (x, mut y) = ((first.0 + last.0) / 2.0, (first.1 + last.1) / 2.0 - 15.0);
            // Numbers of short steps stand above each other.
            if x - before.0 < 20.0 && (y - before.1).abs() < 20.0 {
                y = before.1 - 20.0;
            }
            before = (x, y);
            marks.push(Mark::Dot("step-dot", (x, y), 9.0));
            let text = self.subject.locale.count(number);
            marks.push(Mark::Text("step-number middle", (x, y + 4.0), text));
        }
        marks
    }

    fn grid(&self) -> (usize, usize) {
        (self.columns.len(), self.lines.len())
    }

    fn home(&self) -> Place {
        let column = self.columns.iter().position(|volume| *volume >= self.asked());
        (column.unwrap_or(0), self.mine().unwrap_or(0))
    }

    fn spot(&self, (column, row): Place) -> Spot {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let volume = self.columns[column.min(self.columns.len() - 1)];
        let line = &self.lines[row.min(self.lines.len() - 1)];
        let x = self.plot.x.at(volume as f64);
        let mut marks = vec![Mark::Path("cursor-line", Path::line((x, TOP), (x, BOTTOM)))];
        let count = locale.count(volume);
        let point = line.at(self.workload(), volume);
        let usd = point.and_then(|point| point.monthly_usd);
        let mut text = messages.volume_at.with([&count, &line.name, &locale.usd_or_unknown(usd)]);
        text.push_str(&match line.room {
            _ if !line.known => messages.volume_vague.to_string(),
            Headroom::Nothing => messages.volume_never.to_string(),
            Headroom::Unbounded => messages.volume_unbounded.to_string(),
            Headroom::UpTo(most) if point.is_some_and(|point| point.fits) => {
                messages.volume_fits.with([&locale.count(most)])
            }
            Headroom::UpTo(most) => messages.volume_over.with([&locale.count(most)]),
        });
        let taken = |step: &&Step<'_>| (step.from..=step.to.count()).contains(&volume);
        let best = self.steps.iter().find(taken).and_then(|step| self.line_of(step));
        text.push_str(&match best {
            Some(best) if std::ptr::eq(best, line) => messages.volume_is_best.to_string(),
            Some(best) => {
                let usd = best.at(self.workload(), volume).and_then(|point| point.monthly_usd);
                messages.volume_best.with([&best.name, &locale.usd_or_unknown(usd)])
            }
            None => messages.volume_no_best.to_string(),
        });
        line.draw(&self.plot, "cursor-option", "end-bar cursor-option", &mut marks);
        if let Some(usd) = usd {
            marks.push(Mark::Dot("cursor-dot", self.plot.point(volume, usd), 5.0));
        }
        Spot { marks, text }
    }

    fn nearest(&self, x: f64, y: f64) -> Place {
        let places: Vec<f64> =
            self.columns.iter().map(|volume| self.plot.x.at(*volume as f64)).collect();
        let column = nearest(&places, x);
        let volume = self.columns[column];
        let far = |line: &Line| {
            let usd = line.at(self.workload(), volume).and_then(|point| point.monthly_usd);
            let gone = line.room.count() < volume;
            usd.map_or(f64::MAX, |usd| {
                (self.plot.point(volume, usd).1 - y).abs() + if gone { 40.0 } else { 0.0 }
            })
        };
        let row = self.lines.iter().enumerate().min_by(|(_, a), (_, b)| far(a).total_cmp(&far(b)));
        (column, row.map_or(0, |(row, _)| row))
    }

    fn keys(&self) -> Vec<Key> {
        let messages = self.subject.locale.messages().charts();
        let mut keys: Vec<Key> = (1u64..)
            .zip(&self.steps)
            .map(|(number, step)| Key {
                sample: vec![
                    Mark::Dot("step-dot", (14.0, 8.0), 8.0),
                    Mark::Text(
                        "step-number middle",
                        (14.0, 12.0),
                        self.subject.locale.count(number),
                    ),
                ],
                text: self.step_text(step),
            })
            .collect();
        let mut sample = |class, text: &str| {
            let line = Mark::Path(class, Path::line((1.0, 8.0), (27.0, 8.0)));
            keys.push(Key { sample: vec![line], text: text.to_string() });
        };
        sample("best", messages.key_best);
        if let Some(line) = self.mine().map(|mine| &self.lines[mine]) {
            sample("line mine", &messages.key_mine.with([&line.name]));
        }
        sample("line", messages.key_line);
        if self.lines.iter().any(|line| line.offer.id.tier == Tier::Flex) {
            sample("line flex", messages.key_flex);
        }
        if self.lines.iter().any(|line| !line.known) {
            sample("line vague", messages.key_vague);
        }
        keys
    }

    fn table(&self) -> Table {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let (low, high) = (self.columns[0], self.columns[self.columns.len() - 1]);
        let mut shown: Vec<u64> = self
            .plot
            .x
            .decades()
            .filter_map(|power| 10u64.checked_pow(power.try_into().ok()?))
            .collect();
        shown.retain(|volume| (low..=high).contains(volume));
        add(&mut shown, self.asked());
        let mut head =
            vec![locale.messages().answer.option.to_string(), messages.fits_up_to.to_string()];
        head.extend(shown.iter().map(|volume| messages.usd_at.with([&locale.count(*volume)])));
        let rows = self.lines.iter().map(|line| {
            let costs = shown.iter().map(|volume| match line.at(self.workload(), *volume) {
                Some(point) if point.fits => locale.usd_or_unknown(point.monthly_usd),
                _ => "–".to_string(),
            });
            [line.name.clone(), line.room_text(locale)].into_iter().chain(costs).collect()
        });
        Table { head, rows: rows.collect() }
    }
}

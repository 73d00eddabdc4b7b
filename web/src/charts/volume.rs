use std::rc::Rc;

use groq_calc::{Fraction, Offer, Plan, Point, Room, Step, Tier, Usd, ladder, offers, volumes};
use groq_catalog::CATALOG;

use super::{
    chart::{Chart, Key, Place, Spot, Table},
    frame::Drawing,
    mark::{Mark, Path},
    scale::{Log, add, nearest, power},
    subject::Subject,
};

const HEIGHT: f64 = 360.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 26.0;
/// The axis below, and above it the strip for what costs nothing: a
/// logarithmic scale has no zero.
const BOTTOM: f64 = HEIGHT - 38.0;
const ZERO: f64 = BOTTOM - 10.0;
const LEAST: f64 = BOTTOM - 26.0;

/// An option as a line.
struct Line {
    offer: Offer<'static>,
    name: String,
    rate: Fraction,
    room: Room,
    known: bool,
    /// Its first and last volume in the picture that fit, with their costs.
    ends: Vec<(u64, Usd)>,
}

impl Line {
    fn rank(&self) -> (Fraction, Plan, Tier) {
        (self.rate, self.offer.plan, self.offer.tier)
    }
}

/// Cost against volume, all options.
pub(super) struct Volume {
    subject: Rc<Subject>,
    width: f64,
    x: Log,
    y: Log,
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
        let mut lines: Vec<Line> = Vec::new();
        for offer in offers(&CATALOG, &subject.question).ok()? {
            let rate = match offer.plan {
                Plan::Free => Fraction::new(0, 1),
                Plan::Developer => match offer.rate(workload).ok()? {
                    Some(rate) => rate,
                    None => continue,
                },
            };
            let line = Line {
                name: subject.name(&offer),
                rate,
                room: offer.room(workload).ok()?,
                known: offer.unknown_limits(workload).is_empty(),
                ends: Vec::new(),
                offer,
            };
            let place = lines.partition_point(|other| other.rank() <= line.rank());
            lines.insert(place, line);
        }
        let asked = workload.requests_per_day.get();
        let ends = |line: &Line| match line.room {
            Room::UpTo(count) if line.known => Some(count),
            _ => None,
        };
        let most = lines.iter().filter_map(ends).chain([asked, 1000]).max()?;
        let low = steps.iter().map(|step| step.to.count()).chain([asked]).min()?;
        let (low, high) = (10u64.pow(low.max(10).ilog10() - 1), decade_above(most));
        for line in &mut lines {
            let points = line.offer.series(workload, [low, high]).ok()?;
            let fitting = points.into_iter().filter(|point| point.fits);
            line.ends = fitting
                .filter_map(|point| Some((point.requests_per_day, point.monthly_usd?)))
                .collect();
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
            width,
            x: Log::new(low as f64, high as f64, LEFT, width - RIGHT),
            y: Log::new(least, most, LEAST, TOP),
            columns,
            lines,
            steps,
            subject,
        })
    }

    fn point(&self, volume: u64, usd: Usd) -> (f64, f64) {
        let y = if usd == Usd::ZERO { ZERO } else { self.y.at(dollars(usd)) };
        (self.x.at(volume as f64), y)
    }

    fn asked(&self) -> u64 {
        self.subject.question.workload.requests_per_day.get()
    }

    /// What a line says at a volume; its last point, since the end of the line
    /// may be put in before.
    fn at(&self, line: &Line, volume: u64) -> Option<Point> {
        line.offer.series(&self.subject.question.workload, [volume]).ok()?.pop()
    }

    fn line_of(&self, step: &Step<'_>) -> Option<&Line> {
        let same = |line: &&Line| is(&line.offer, step.model, step.plan, step.tier);
        self.lines.iter().find(same)
    }

    /// The index of the option that is looked at.
    fn mine(&self) -> Option<usize> {
        let option = &self.subject.option;
        let same = |line: &Line| is(&line.offer, option.model, option.plan, option.tier);
        self.lines.iter().position(same)
    }

    /// A step within the picture: its first and last point.
    fn stretch(&self, step: &Step<'_>) -> Option<[(f64, f64); 2]> {
        let (low, high) = (*self.columns.first()?, *self.columns.last()?);
        let line = self.line_of(step)?;
        let end = |volume: u64| {
            let volume = volume.clamp(low, high);
            Some(self.point(volume, self.at(line, volume)?.monthly_usd?))
        };
        (step.to.count() >= low).then_some(())?;
        Some([end(step.from)?, end(step.to.count())?])
    }

    fn axes(&self, marks: &mut Vec<Mark>) {
        let right = self.width - RIGHT;
        let messages = self.subject.locale.messages().charts();
        let mut grid = Path::default();
        let every = self.x.labelled_every(40.0);
        for exponent in self.x.decades() {
            let x = self.x.at(10f64.powi(exponent));
            grid.move_to(x, TOP);
            grid.line_to(x, BOTTOM);
            if exponent % every == 0 {
                marks.push(Mark::Text("tick middle", (x, BOTTOM + 16.0), power(exponent)));
            }
        }
        let every = self.y.labelled_every(18.0);
        for exponent in self.y.decades() {
            let y = self.y.at(10f64.powi(exponent));
            grid.move_to(LEFT, y);
            grid.line_to(right, y);
            if exponent % every == 0 {
                marks.push(Mark::Text("tick end", (LEFT - 6.0, y + 4.0), power(exponent)));
            }
        }
        marks.push(Mark::Text("tick end", (LEFT - 6.0, ZERO + 4.0), "0".to_string()));
        marks.push(Mark::Path("grid", grid));
        let zero = LEAST + 6.0;
        marks.push(Mark::Path("axis", Path::line((LEFT, BOTTOM), (right, BOTTOM))));
        marks.push(Mark::Path("break", Path::line((LEFT, zero), (right, zero))));
        marks.push(Mark::Text("axis-title", (0.0, 14.0), messages.usd_a_month.to_string()));
        let below = (right, HEIGHT - 4.0);
        marks.push(Mark::Text("axis-title end", below, messages.requests_a_day.to_string()));
    }

    /// A line, and the bar where it stops fitting.
    fn line(&self, line: &Line, class: &'static str, end: &'static str, marks: &mut Vec<Mark>) {
        let points: Vec<_> =
            line.ends.iter().map(|(volume, usd)| self.point(*volume, *usd)).collect();
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        marks.push(Mark::Path(class, Path::line(*first, *last)));
        if line.ends.last().is_some_and(|(volume, _)| Room::UpTo(*volume) == line.room) {
            let (x, y) = *last;
            marks.push(Mark::Path(end, Path::line((x, y - 5.0), (x, y + 5.0))));
        }
    }

    fn room_text(&self, line: &Line) -> String {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        match line.room {
            _ if !line.known => messages.limits_unknown.to_string(),
            Room::Nothing => locale.messages().answer.none.to_string(),
            Room::UpTo(count) => locale.count(count),
            Room::Unbounded => locale.messages().shell.no_known_limit.to_string(),
        }
    }

    fn step_text(&self, step: &Step<'_>) -> String {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let name = self.line_of(step).map_or("", |line| line.name.as_str());
        let (from, usd) = (locale.count(step.from), locale.usd(step.monthly_usd));
        match step.to {
            Room::Unbounded => messages.step_endless.with([&from, name, &usd]),
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
            Some(Step { to: Room::Unbounded, .. }) => messages.volume_endless.with([&steps]),
            Some(step) => messages.volume_ends.with([&steps, &locale.count(step.to.count())]),
        }
    }

    fn size(&self) -> (f64, f64) {
        (self.width, HEIGHT)
    }

    fn marks(&self) -> Vec<Mark> {
        let messages = self.subject.locale.messages().charts();
        let mut marks = Vec::new();
        self.axes(&mut marks);
        let mine = self.mine();
        for (index, line) in self.lines.iter().enumerate() {
            if Some(index) != mine {
                let class = match (line.known, line.offer.tier) {
                    (false, _) => "line vague",
                    (true, Tier::Flex) => "line flex",
                    (true, Tier::OnDemand) => "line",
                };
                self.line(line, class, "end-bar", &mut marks);
            }
        }
        let x = self.x.at(self.asked() as f64);
        marks.push(Mark::Path("now", Path::line((x, TOP), (x, BOTTOM))));
        let side = if x > self.width / 2.0 { "now-name end" } else { "now-name" };
        let beside = if x > self.width / 2.0 { x - 5.0 } else { x + 5.0 };
        marks.push(Mark::Text(side, (beside, TOP - 4.0), messages.your_volume.to_string()));
        let stretches: Vec<_> = self.steps.iter().map(|step| self.stretch(step)).collect();
        for (step, stretch) in self.steps.iter().zip(&stretches) {
            let Some([first, last]) = *stretch else { continue };
            marks.push(Mark::Path("best", Path::line(first, last)));
            if step.to != Room::Unbounded {
                let (x, y) = last;
                marks.push(Mark::Path("threshold", Path::line((x, TOP), (x, BOTTOM))));
                marks.push(Mark::Dot("threshold-dot", (x, y), 4.0));
            }
        }
        if let Some(line) = mine.map(|mine| &self.lines[mine]) {
            self.line(line, "line mine", "end-bar mine", &mut marks);
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
        let x = self.x.at(volume as f64);
        let mut marks = vec![Mark::Path("cursor-line", Path::line((x, TOP), (x, BOTTOM)))];
        let count = locale.count(volume);
        let point = self.at(line, volume);
        let usd = point.and_then(|point| point.monthly_usd);
        let mut text = messages.volume_at.with([&count, &line.name, &locale.usd_or_unknown(usd)]);
        text.push_str(&match line.room {
            _ if !line.known => messages.volume_vague.to_string(),
            Room::Nothing => messages.volume_never.to_string(),
            Room::Unbounded => messages.volume_unbounded.to_string(),
            Room::UpTo(most) if point.is_some_and(|point| point.fits) => {
                messages.volume_fits.with([&locale.count(most)])
            }
            Room::UpTo(most) => messages.volume_over.with([&locale.count(most)]),
        });
        let taken = |step: &&Step<'_>| (step.from..=step.to.count()).contains(&volume);
        let best = self.steps.iter().find(taken).and_then(|step| self.line_of(step));
        text.push_str(&match best {
            Some(best) if std::ptr::eq(best, line) => messages.volume_is_best.to_string(),
            Some(best) => {
                let usd = self.at(best, volume).and_then(|point| point.monthly_usd);
                messages.volume_best.with([&best.name, &locale.usd_or_unknown(usd)])
            }
            None => messages.volume_no_best.to_string(),
        });
        self.line(line, "cursor-option", "end-bar cursor-option", &mut marks);
        if let Some(usd) = usd {
            marks.push(Mark::Dot("cursor-dot", self.point(volume, usd), 5.0));
        }
        Spot { marks, text }
    }

    fn nearest(&self, x: f64, y: f64) -> Place {
        let places: Vec<f64> =
            self.columns.iter().map(|volume| self.x.at(*volume as f64)).collect();
        let column = nearest(&places, x);
        let volume = self.columns[column];
        let far = |line: &Line| {
            let usd = self.at(line, volume).and_then(|point| point.monthly_usd);
            let gone = line.room.count() < volume;
            usd.map_or(f64::MAX, |usd| {
                (self.point(volume, usd).1 - y).abs() + if gone { 40.0 } else { 0.0 }
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
        if self.lines.iter().any(|line| line.offer.tier == Tier::Flex) {
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
            let costs = shown.iter().map(|volume| match self.at(line, *volume) {
                Some(point) if point.fits => locale.usd_or_unknown(point.monthly_usd),
                _ => "–".to_string(),
            });
            [line.name.clone(), self.room_text(line)].into_iter().chain(costs).collect()
        });
        Table { head, rows: rows.collect() }
    }
}

fn is(offer: &Offer<'_>, model: &str, plan: Plan, tier: Tier) -> bool {
    (offer.model, offer.plan, offer.tier) == (model, plan, tier)
}

fn dollars(usd: Usd) -> f64 {
    usd.picodollars() as f64 / 1e12
}

/// The power of ten at or above a volume.
fn decade_above(volume: u64) -> u64 {
    10u64.pow(volume.max(2).saturating_sub(1).ilog10() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::subject::tests::subject;

    const E2: &str = "v=1&requests_per_day=2000&input_tokens=1500&output_tokens=500";

    fn chart(fragment: &str) -> Volume {
        Volume::new(Rc::new(subject(fragment)), 640.0).expect("there are options")
    }

    #[test]
    fn thresholds_stand_where_the_ladder_has_them() {
        let chart = chart(E2);
        let expected: Vec<f64> = chart
            .steps
            .iter()
            .filter_map(|step| match step.to {
                Room::UpTo(count) => Some(chart.x.at(count as f64)),
                _ => None,
            })
            .collect();
        let dots: Vec<f64> = chart
            .marks()
            .into_iter()
            .filter_map(|mark| match mark {
                Mark::Dot("threshold-dot", (x, _), _) => Some(x),
                _ => None,
            })
            .collect();
        assert!(expected.len() >= 2, "free ends, and something takes over");
        assert_eq!(dots, expected);
        for step in &chart.steps {
            let seen = |volume| chart.columns[0] > volume || chart.columns.contains(&volume);
            assert!(seen(step.from) && seen(step.to.count()), "{step:?}");
        }
    }

    #[test]
    fn a_line_ends_where_its_option_stops_fitting() {
        let chart = chart(E2);
        let ended = chart.lines.iter().filter(|line| !line.ends.is_empty());
        assert!(ended.clone().count() > 5);
        for line in ended {
            if let (Room::UpTo(count), true) = (line.room, line.known) {
                assert_eq!(
                    line.ends.last().map(|(volume, _)| *volume),
                    Some(count),
                    "{}",
                    line.name
                );
            }
        }
    }

    #[test]
    fn the_reading_is_the_engines() {
        let chart = chart(E2);
        let spot = chart.spot(chart.home());
        assert!(
            spot.text.starts_with(
                "At 2,000 requests a day gpt-oss-20b on Developer costs $15.75 a month."
            ),
            "{}",
            spot.text
        );
        let free = chart.lines.iter().position(|line| line.offer.plan == Plan::Free).unwrap();
        let text = chart.spot((chart.home().0, free)).text;
        assert!(
            text.contains("$0.00 a month") && text.contains("gpt-oss-20b on Developer, $15.75"),
            "{text}"
        );
    }

    #[test]
    fn what_costs_nothing_has_its_own_strip() {
        let chart = chart(E2);
        let (_, zero) = chart.point(100, Usd::ZERO);
        assert_eq!(zero, ZERO);
        let (_, least) = chart.point(1, Usd::from_picodollars(1));
        assert!(least < zero - 8.0, "a picodollar is more than nothing");
    }

    #[test]
    fn a_pixel_leads_back_to_its_place() {
        let chart = chart(E2);
        let (column, row) = chart.home();
        let usd = chart.at(&chart.lines[row], chart.columns[column]).unwrap().monthly_usd.unwrap();
        let (x, y) = chart.point(chart.columns[column], usd);
        assert_eq!(chart.nearest(x + 1.0, y + 1.0), (column, row));
    }

    #[test]
    fn the_table_has_every_option_and_its_end() {
        let chart = chart(E2);
        let table = chart.table();
        assert_eq!(table.rows.len(), chart.lines.len());
        for (row, line) in table.rows.iter().zip(&chart.lines) {
            assert_eq!(row.len(), table.head.len());
            assert_eq!(row[1], chart.room_text(line));
        }
    }

    #[test]
    fn extremes_are_drawn_too() {
        for fragment in [
            "v=1&requests_per_day=0",
            "v=1&requests_per_day=1",
            "v=1&requests_per_day=1000000000000&input_tokens=1000000000",
            "v=1&requests_per_day=5&input_tokens=0&output_tokens=0",
            "v=1&requests_per_day=500&audio_seconds=60",
            "v=1&requests_per_day=500&characters=600",
            "v=1&requests_per_day=2000&input_tokens=1500&peak_requests_per_minute=100000",
        ] {
            let chart = chart(fragment);
            let drawn = format!("{:?}", chart.marks());
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{fragment}");
            let (columns, rows) = chart.grid();
            for place in [(0, 0), (columns - 1, rows - 1), chart.home()] {
                assert!(!chart.spot(place).text.is_empty());
            }
        }
    }

    #[test]
    fn a_decade_has_its_end() {
        for (volume, decade) in [(0, 10), (1, 10), (10, 10), (11, 100), (100, 100), (1001, 10_000)]
        {
            assert_eq!(decade_above(volume), decade, "{volume}");
        }
    }
}

use std::rc::Rc;

use groq_calc::{
    Limit,
    replay::{Bin, PerLimit, Policy, ReadOutcome},
};

use super::words;
use crate::{
    charts::{
        chart::{Chart, Place, Spot},
        frame::{Drawing, Topic},
        legend::Key,
        mark::{Mark, Path, Texture},
        scale::{Linear, round_step},
        table::Table,
    },
    i18n::locale::Locale,
};

const LEFT: f64 = 8.0;
const RIGHT: f64 = 8.0;
/// Room for the name of a strip above it.
const NAME: f64 = 20.0;
const TALL: f64 = 130.0;
const LOW: f64 = 38.0;
const AXIS: f64 = 42.0;
/// Steps between the lines of the axis, in microseconds.
const STEPS: [u64; 19] = [
    1_000,
    10_000,
    100_000,
    1_000_000,
    5_000_000,
    10_000_000,
    30_000_000,
    60_000_000,
    120_000_000,
    300_000_000,
    600_000_000,
    1_800_000_000,
    3_600_000_000,
    7_200_000_000,
    10_800_000_000,
    21_600_000_000,
    43_200_000_000,
    86_400_000_000,
    604_800_000_000,
];

/// What the picture is of.
pub(super) struct Replayed {
    pub(super) answer: Rc<ReadOutcome>,
    pub(super) locale: Locale,
}

impl Topic for Replayed {
    fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answer, &other.answer)
    }
}

/// What a strip shows of each bin.
#[derive(Clone, Copy, PartialEq)]
enum Shows {
    Requests,
    Refused(Limit),
    Waiting,
    /// What was left of a cap.
    Left(Limit, u64),
}

struct Strip {
    shows: Shows,
    name: String,
    /// The highest value: the top of the strip.
    most: u64,
    top: f64,
    height: f64,
}

/// What happened within a stretch of time.
struct Column {
    /// Where it begins.
    t_us: u64,
    /// How many wait at its end.
    waiting: u64,
    counts: Bin,
}

/// Each limit with a count, where it is not 0.
fn counted(by: &PerLimit) -> impl Iterator<Item = (Limit, u64)> {
    let counts = Limit::ALL.into_iter().map(|limit| (limit, by.get(limit)));
    counts.filter(|(_, count)| *count > 0)
}

/// The log over time: strips under each other with one axis.
pub(super) struct Picture {
    replayed: Rc<Replayed>,
    width: f64,
    strips: Vec<Strip>,
    columns: Vec<Column>,
    /// How long the log lasts.
    end_us: u64,
}

impl Picture {
    pub(super) fn draw(replayed: Rc<Replayed>, width: f64) -> Drawing {
        let none = replayed.locale.messages().replay().picture_none;
        match Self::new(replayed, width) {
            Some(picture) => Ok(Rc::new(picture)),
            None => Err(none),
        }
    }

    fn new(replayed: Rc<Replayed>, width: f64) -> Option<Self> {
        let (answer, locale) = (&*replayed.answer, replayed.locale);
        let m = locale.messages().replay();
        let series = &answer.report.series;
        let times = (0..).map(|index| index * series.bin_us());
        let bins = series.bins().iter().zip(series.waiting()).zip(times);
        let columns: Vec<_> = bins
            .map(|((counts, waiting), t_us)| Column { t_us, waiting, counts: *counts })
            .collect();
        let last = columns.last()?;
        let mut shown = vec![(Shows::Requests, m.strip_requests.to_string())];
        for (limit, _) in counted(&answer.report.failed_by) {
            shown.push((Shows::Refused(limit), m.strip_refused.with([limit.name()])));
        }
        if columns.iter().any(|bin| bin.waiting > 0) {
            shown.push((Shows::Waiting, m.strip_waiting.to_string()));
        }
        for (limit, cap) in answer.caps.known() {
            shown.push((Shows::Left(limit, cap), m.strip_left.with([limit.name()])));
        }
        let mut top = 0.0;
        let strips = shown.into_iter().map(|(shows, name)| {
            let height = if shows == Shows::Requests { TALL } else { LOW };
            let most = match shows {
                Shows::Left(_, cap) => cap,
                _ => columns.iter().filter_map(|bin| value(shows, bin)).max().unwrap_or(0),
            };
            let strip = Strip { shows, name, most, top: top + NAME, height };
            top += NAME + height;
            strip
        });
        let strips: Vec<_> = strips.collect();
        let end_us = last.t_us.saturating_add(series.bin_us());
        Some(Self { width, strips, columns, end_us, replayed })
    }

    fn bins(&self) -> &[Column] {
        &self.columns
    }

    fn bin_us(&self) -> u64 {
        self.replayed.answer.report.series.bin_us()
    }

    fn x(&self, t_us: u64) -> f64 {
        Linear::new(self.end_us as f64, LEFT, self.width - RIGHT).at(t_us as f64)
    }

    fn bottom(&self) -> f64 {
        self.strips.last().map_or(0.0, |strip| strip.top + strip.height)
    }

    /// The area under a value, bin by bin; a bin without one leaves a gap.
    fn area(&self, strip: &Strip, of: impl Fn(&Column) -> Option<u64>) -> Path {
        let bottom = strip.top + strip.height;
        let y = Linear::new(strip.most as f64, bottom, strip.top);
        let mut path = Path::default();
        let bin_us = self.bin_us();
        let mut open: Option<(f64, f64)> = None;
        for bin in self.bins() {
            let (from, to) = (self.x(bin.t_us), self.x(bin.t_us + bin_us));
            match of(bin).filter(|value| *value > 0) {
                Some(value) => {
                    let level = y.at(value as f64).min(bottom - 1.0);
                    if open.is_none() {
                        path.move_to(from, bottom);
                    }
                    if open.is_none_or(|(_, last)| (last - level).abs() > 0.05) {
                        path.line_to(from, level);
                    }
                    path.line_to(to, level);
                    open = Some((to, level));
                }
                None => {
                    if let Some((at, _)) = open.take() {
                        path.line_to(at, bottom);
                    }
                }
            }
        }
        if let Some((at, _)) = open {
            path.line_to(at, bottom);
        }
        path
    }

    fn ticks(&self, marks: &mut Vec<Mark>) {
        let (locale, bottom) = (self.replayed.locale, self.bottom());
        let m = locale.messages().replay();
        let hours = words::in_hours(self.end_us);
        let room = if self.width < 480.0 { 5 } else { 10 };
        let step = STEPS.into_iter().find(|step| self.end_us / step <= room);
        let step = step.unwrap_or_else(|| round_step(self.end_us.into(), room.into()) as u64);
        let mut grid = Path::default();
        let mut at = 0;
        while at <= self.end_us {
            let x = self.x(at);
            grid.move_to(x, NAME);
            grid.line_to(x, bottom);
            let class = match x {
                x if x < 24.0 => "tick",
                x if x > self.width - 24.0 => "tick end",
                _ => "tick middle",
            };
            let text = words::clock(at, hours);
            marks.push(Mark::Text(class, (x, bottom + 16.0), text));
            at += step;
        }
        marks.insert(0, Mark::Path("grid", grid));
        let title = if hours { m.elapsed_hours } else { m.elapsed_minutes };
        let place = (self.width - RIGHT, bottom + 34.0);
        marks.push(Mark::Text("axis-title end", place, title.to_string()));
    }

    fn text(&self, bin: &Column) -> String {
        let (answer, locale) = (&*self.replayed.answer, self.replayed.locale);
        let m = locale.messages().replay();
        let by = |counts: &mut dyn Iterator<Item = (Limit, u64)>| {
            let texts: Vec<_> = counts
                .map(|(limit, count)| format!("{} {}", limit.name(), locale.count(count)))
                .collect();
            (!texts.is_empty()).then(|| texts.join(locale.messages().answer.comma))
        };
        let time = |at| words::time(locale, at);
        let (came, passed) = (locale.count(bin.counts.requests), locale.count(bin.counts.admitted));
        let (from, to) = (time(bin.t_us), time(bin.t_us.saturating_add(self.bin_us())));
        let mut text = m.at_time.with([&from, &to, &came, &passed]);
        if let Some(refused) = by(&mut counted(&bin.counts.failed_by)) {
            text.push_str(&m.at_refused.with([&refused]));
        }
        if bin.counts.oversize > 0 {
            text.push_str(&m.at_oversize.with([&locale.count(bin.counts.oversize)]));
        }
        if let Policy::Queue { .. } = answer.report.policy {
            text.push_str(&m.at_waiting.with([&locale.count(bin.waiting)]));
        }
        let mut left =
            Limit::ALL.into_iter().filter_map(|limit| Some((limit, bin.counts.left(limit)?)));
        match by(&mut left) {
            Some(left) => text.push_str(&m.at_left.with([&left])),
            None => text.push_str(m.at_end),
        }
        text
    }
}

fn value(shows: Shows, bin: &Column) -> Option<u64> {
    match shows {
        Shows::Requests => Some(bin.counts.requests.max(bin.counts.admitted)),
        Shows::Refused(limit) => Some(bin.counts.failed_by.get(limit)).filter(|times| *times > 0),
        Shows::Waiting => Some(bin.waiting),
        Shows::Left(limit, _) => bin.counts.left(limit),
    }
}

const fn tone(shows: Shows) -> &'static str {
    match shows {
        Shows::Requests => "tone-5",
        Shows::Refused(_) => "tone-1",
        Shows::Waiting => "tone-2",
        Shows::Left(..) => "tone-0",
    }
}

impl Chart for Picture {
    fn summary(&self) -> String {
        let (locale, bin_us) = (self.replayed.locale, self.bin_us());
        let time = |micros| words::time(locale, micros);
        let count = locale.count(self.bins().len() as u64);
        locale.messages().replay().picture_summary.with([&time(self.end_us), &count, &time(bin_us)])
    }

    fn size(&self) -> (f64, f64) {
        (self.width, self.bottom() + AXIS)
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        self.ticks(&mut marks);
        for strip in &self.strips {
            let bottom = strip.top + strip.height;
            if strip.shows == Shows::Requests {
                marks.push(Mark::Path(
                    "tone-none",
                    self.area(strip, |bin| Some(bin.counts.requests)),
                ));
                marks.push(Mark::Path("tone-5", self.area(strip, |bin| Some(bin.counts.admitted))));
            } else {
                let area = self.area(strip, |bin| value(strip.shows, bin));
                marks.push(Mark::Path(tone(strip.shows), area.clone()));
                if matches!(strip.shows, Shows::Refused(_)) {
                    marks.push(Mark::Textured(Texture::Hatched, area));
                }
            }
            let line = Path::line((LEFT, bottom), (self.width - RIGHT, bottom));
            marks.push(Mark::Path("axis", line));
            let name = Mark::Text("bar-name", (LEFT, strip.top - 5.0), strip.name.clone());
            marks.push(name);
            let most = self.replayed.locale.count(strip.most);
            marks.push(Mark::Text("tick end", (self.width - RIGHT, strip.top - 5.0), most));
        }
        marks
    }

    fn grid(&self) -> (usize, usize) {
        (self.bins().len(), 1)
    }

    fn home(&self) -> Place {
        // Where most were refused, or else where most came.
        let busiest = |(_, bin): &(usize, &Column)| {
            (bin.counts.rejected + bin.counts.abandoned + bin.counts.oversize, bin.counts.requests)
        };
        let place = self.bins().iter().enumerate().max_by_key(busiest);
        (place.map_or(0, |(index, _)| index), 0)
    }

    fn spot(&self, (column, _): Place) -> Spot {
        let bin = &self.bins()[column.min(self.bins().len() - 1)];
        let (from, to) = (self.x(bin.t_us), self.x(bin.t_us.saturating_add(self.bin_us())));
        let x = (from + to) / 2.0;
        let line = Path::line((x, NAME), (x, self.bottom()));
        Spot { marks: vec![Mark::Path("cursor-line", line)], text: self.text(bin) }
    }

    fn nearest(&self, x: f64, _: f64) -> Place {
        let width = (self.width - LEFT - RIGHT).max(1.0);
        let share = ((x - LEFT) / width).clamp(0.0, 1.0);
        let column = (share * self.bins().len() as f64) as usize;
        (column.min(self.bins().len() - 1), 0)
    }

    fn keys(&self) -> Vec<Key> {
        let m = self.replayed.locale.messages().replay();
        let has = |test: fn(&Shows) -> bool| self.strips.iter().any(|strip| test(&strip.shows));
        let key = |class, texture, text: &str| Key::area(class, texture, None, text.to_string());
        let mut keys = vec![key("tone-none", None, m.key_came), key("tone-5", None, m.key_passed)];
        if has(|shows| matches!(shows, Shows::Refused(_))) {
            keys.push(key("tone-1", Some(Texture::Hatched), m.key_refused));
        }
        if has(|shows| *shows == Shows::Waiting) {
            keys.push(key("tone-2", None, m.key_waiting));
        }
        if has(|shows| matches!(shows, Shows::Left(..))) {
            keys.push(key("tone-0", None, m.key_left));
        }
        keys
    }

    fn table(&self) -> Table {
        let locale = self.replayed.locale;
        let m = locale.messages().replay();
        let mut head = vec![m.start_of.to_string(), m.requests.into(), m.admitted.into()];
        let rest = || self.strips.iter().filter(|strip| strip.shows != Shows::Requests);
        head.extend(rest().map(|strip| strip.name.clone()));
        let rows =
            self.bins().iter().filter(|bin| bin.counts.requests + bin.waiting > 0).map(|bin| {
                let first = [
                    words::time(locale, bin.t_us),
                    locale.count(bin.counts.requests),
                    locale.count(bin.counts.admitted),
                ];
                let counts = rest().map(|strip| {
                    let nothing = if matches!(strip.shows, Shows::Left(..)) { "–" } else { "0" };
                    value(strip.shows, bin).map_or(nothing.to_string(), |count| locale.count(count))
                });
                first.into_iter().chain(counts).collect()
            });
        Table { head, rows: rows.collect() }
    }
}

use std::rc::Rc;

use groq_calc::{
    Fraction, Limit,
    capacity::{Day, Left, Moment, Timeline},
    question::Profile,
};

use super::subject::Subject;
use crate::charts::{
    chart::{Chart, Place, Spot},
    frame::Drawing,
    legend::Key,
    mark::{Mark, Path},
    scale::{Linear, nearest, round_step},
    table::Table,
};

const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const HEIGHT: f64 = 240.0;
const AXIS: f64 = 40.0;
const HOURS: usize = 24;
/// How each course is drawn: the first day, later days, a reset at midnight.
const LOOKS: [&str; 3] = ["line mine", "line mine flex", "line vague"];

/// What is left of the day limit that empties first, hour by hour.
pub(super) struct DayChart {
    subject: Rc<Subject>,
    timeline: Timeline,
    limit: Limit,
    /// The most that is left at any hour's end.
    most: Fraction,
    width: f64,
}

impl DayChart {
    pub(super) fn draw(subject: Rc<Subject>, width: f64) -> Drawing {
        let messages = subject.locale.messages().charts();
        if subject.option.blocked.is_some() {
            return Err(messages.day_blocked);
        }
        match Self::new(subject, width) {
            Some(chart) => Ok(Rc::new(chart)),
            None => Err(messages.day_nothing),
        }
    }

    fn new(subject: Rc<Subject>, width: f64) -> Option<Self> {
        let workload = &subject.question.workload;
        let timeline = subject.offer.timeline(workload, &Profile::of(workload)).ok()?;
        let limit = timeline.binding.iter().next()?;
        let days = [&timeline.first, &timeline.settled, &timeline.midnight];
        let all = days.into_iter().flat_map(|day| day.hours.iter());
        let most = all.filter_map(|hour| left(&hour.left, limit)).max()?;
        Some(Self { subject, timeline, limit, most, width })
    }

    fn days(&self) -> [&Day; 3] {
        [&self.timeline.first, &self.timeline.settled, &self.timeline.midnight]
    }

    /// What is left of the limit when an hour ends.
    fn left(&self, day: &Day, hour: usize) -> Fraction {
        left(&day.hours[hour].left, self.limit).unwrap_or(Fraction::new(0, 1))
    }

    fn x(&self) -> Linear {
        Linear::new(HOURS as f64, LEFT, self.width - RIGHT)
    }

    fn y(&self) -> Linear {
        Linear::new(value(self.most), TOP + HEIGHT, TOP)
    }

    /// Where an hour's end stands for one course.
    fn point(&self, day: &Day, hour: usize) -> (f64, f64) {
        (self.x().at((hour + 1) as f64), self.y().at(value(self.left(day, hour))))
    }

    fn moment(&self, moment: Option<Moment>) -> String {
        let never = self.subject.locale.messages().charts().day_never;
        moment.map_or_else(|| never.to_string(), |moment| moment.to_string())
    }
}

fn left(left: &Left, limit: Limit) -> Option<Fraction> {
    match limit {
        Limit::RPD => left.rpd,
        Limit::TPD => left.tpd,
        Limit::ASD => left.asd,
        _ => None,
    }
}

fn value(fraction: Fraction) -> f64 {
    fraction.numerator() as f64 / fraction.denominator().max(1) as f64
}

/// The end of an hour as a clock shows it.
fn clock(hour: usize) -> String {
    format!("{:02}:00", hour + 1)
}

impl Chart for DayChart {
    fn summary(&self) -> String {
        let messages = self.subject.locale.messages().charts();
        let [first, settled, midnight] = self.days().map(|day| self.moment(day.used_up));
        let name = self.subject.name(&self.subject.offer);
        messages.day_summary.with([&name, &first, &settled, &midnight, self.limit.name()])
    }

    fn size(&self) -> (f64, f64) {
        (self.width, TOP + HEIGHT + AXIS)
    }

    fn marks(&self) -> Vec<Mark> {
        let locale = self.subject.locale;
        let (x, y) = (self.x(), self.y());
        let (right, bottom) = (self.width - RIGHT, TOP + HEIGHT);
        let mut grid = Path::default();
        let mut marks = Vec::new();
        let every = if self.width < 480.0 { 6 } else { 3 };
        for hour in (0..=HOURS).step_by(every) {
            let at = x.at(hour as f64);
            grid.move_to(at, TOP);
            grid.line_to(at, bottom);
            marks.push(Mark::Text("tick middle", (at, bottom + 16.0), hour.to_string()));
        }
        let most = self.most.numerator() / self.most.denominator().max(1);
        let step = round_step(most.max(1), 4);
        let mut tick = 0;
        while tick <= most {
            let at = y.at(tick as f64);
            grid.move_to(LEFT, at);
            grid.line_to(right, at);
            let text = locale.decimal(&tick.to_string());
            marks.push(Mark::Text("tick end", (LEFT - 6.0, at + 4.0), text));
            tick += step;
        }
        marks.insert(0, Mark::Path("grid", grid));
        let title = locale.messages().charts().day_hours.to_string();
        marks.push(Mark::Text("axis-title end", (right, bottom + 34.0), title));
        // The first day lies on top.
        for (day, look) in self.days().into_iter().zip(LOOKS).rev() {
            let mut line = Path::default();
            for hour in 0..HOURS {
                let (at, level) = self.point(day, hour);
                match hour {
                    0 => line.move_to(at, level),
                    _ => line.line_to(at, level),
                }
            }
            marks.push(Mark::Path(look, line));
        }
        marks
    }

    fn grid(&self) -> (usize, usize) {
        (HOURS, 1)
    }

    /// The first hour at whose end nothing is left, or the day's last.
    fn home(&self) -> Place {
        let empty = (0..HOURS).find(|hour| self.left(&self.timeline.first, *hour).is_zero());
        (empty.unwrap_or(HOURS - 1), 0)
    }

    fn spot(&self, (hour, _): Place) -> Spot {
        let locale = self.subject.locale;
        let at = self.x().at((hour + 1) as f64);
        let mut marks = vec![Mark::Path("cursor-line", Path::line((at, TOP), (at, TOP + HEIGHT)))];
        marks.extend(self.days().map(|day| Mark::Dot("cursor-dot", self.point(day, hour), 4.0)));
        let [first, settled, midnight] =
            self.days().map(|day| locale.fraction(self.left(day, hour)));
        let values = [clock(hour), self.limit.name().to_string(), first, settled, midnight];
        let [clock, limit, first, settled, midnight] = &values;
        let text = locale.messages().charts().day_at;
        Spot { marks, text: text.with([clock, limit, first, settled, midnight]) }
    }

    fn nearest(&self, x: f64, _: f64) -> Place {
        let scale = self.x();
        let places: Vec<f64> = (0..HOURS).map(|hour| scale.at((hour + 1) as f64)).collect();
        (nearest(&places, x), 0)
    }

    fn keys(&self) -> Vec<Key> {
        let messages = self.subject.locale.messages().charts();
        let texts = [messages.day_first, messages.day_later, messages.day_reset];
        let key = |(look, text): (&'static str, &str)| Key {
            sample: vec![Mark::Path(look, Path::line((1.0, 8.0), (27.0, 8.0)))],
            text: text.to_string(),
        };
        LOOKS.into_iter().zip(texts).map(key).collect()
    }

    fn table(&self) -> Table {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let mut head = vec![messages.day_until.to_string(), messages.day_asked.to_string()];
        for course in [messages.day_first_short, messages.day_later_short, messages.day_reset_short]
        {
            head.push(messages.day_passed.with([course]));
            head.push(messages.day_left.with([course, self.limit.name()]));
        }
        let rows = (0..HOURS).map(|hour| {
            let asked = locale.fraction(self.timeline.first.hours[hour].asked);
            let mut row = vec![clock(hour), asked];
            for day in self.days() {
                row.push(locale.fraction(day.hours[hour].admitted));
                row.push(locale.fraction(self.left(day, hour)));
            }
            row
        });
        Table { head, rows: rows.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::plan::pictures::subject::tests::subject;

    const FREE: &str = "v=1&requests_per_day=2000&input_tokens=1500&output_tokens=500&plans=free&model=openai/gpt-oss-120b";

    fn chart(fragment: &str) -> DayChart {
        DayChart::new(Rc::new(subject(fragment)), 640.0).expect("a day limit is known")
    }

    #[test]
    fn the_day_ends_at_a_quarter_past_one() {
        let chart = chart(FREE);
        assert_eq!(chart.limit, Limit::TPD);
        let summary = chart.summary();
        for part in ["gpt-oss-120b", "01:15", "01:12", "TPD"] {
            assert!(summary.contains(part), "{summary}");
        }
        // 200,000 tokens less 83 1/3 requests of 2,000, and an hour's refill.
        let text = chart.spot((0, 0)).text;
        assert!(text.contains("01:00") && text.contains("41,666.666667"), "{text}");
        assert_eq!(chart.home(), (1, 0));
    }

    #[test]
    fn pixels_lead_back_and_lines_stay_inside() {
        let chart = chart(FREE);
        for day in chart.days() {
            for hour in 0..HOURS {
                let (x, y) = chart.point(day, hour);
                assert_eq!(chart.nearest(x, y), (hour, 0));
                assert!((TOP..=TOP + HEIGHT).contains(&y) && x <= 640.0 - RIGHT + 0.1);
            }
        }
        assert_eq!((chart.nearest(-5.0, 0.0), chart.nearest(9999.0, 0.0)), ((0, 0), (23, 0)));
    }

    #[test]
    fn the_table_has_every_hour() {
        let chart = chart(FREE);
        let table = chart.table();
        assert_eq!(table.rows.len(), HOURS);
        assert!(table.rows.iter().all(|row| row.len() == table.head.len()));
        assert_eq!(table.rows[23][0], "24:00");
        assert_eq!(table.rows[23][7], "0");
    }

    #[test]
    fn without_a_day_limit_there_is_nothing_to_draw() {
        let none = subject(
            "v=1&requests_per_day=20&input_tokens=15000&output_tokens=500&plans=free&model=openai/gpt-oss-120b",
        );
        assert!(DayChart::draw(Rc::new(none), 640.0).is_err(), "too large");
        let wide = chart(
            "v=1&requests_per_day=10&input_tokens=100&output_tokens=100&plans=developer&model=openai/gpt-oss-120b",
        );
        assert_eq!(wide.limit, Limit::RPD);
        assert!(wide.summary().contains("never"));
    }
}

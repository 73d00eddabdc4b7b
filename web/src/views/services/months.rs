use std::{rc::Rc, sync::Arc};

use groq_calc::answer::organisation::{Month, OrganisationAnswer};

use crate::{
    browser::calendar,
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

const TOP: f64 = 24.0;
const HEIGHT: f64 = 176.0;
const AXIS: f64 = 40.0;

/// The months that are shown: a year, or some beyond the first that does not fit.
pub(crate) fn shown(answer: &OrganisationAnswer<'_>) -> usize {
    const YEAR: usize = 13;
    const BEYOND: usize = 4;
    let growth = answer.growth.as_ref();
    let over = growth.and_then(|growth| growth.first_over);
    let wanted = over.map_or(YEAR, |over| (over.month as usize + BEYOND).max(YEAR));
    wanted.min(growth.map_or(0, |growth| growth.months.len()))
}

/// What the chart is about: an answer, and what its months are called, in full and in
/// short.
#[derive(Clone)]
pub(super) struct Subject {
    locale: Locale,
    answer: Arc<OrganisationAnswer<'static>>,
    names: Vec<(String, String)>,
}

impl Subject {
    /// `None` where nothing grows.
    pub(super) fn of(locale: Locale, answer: Arc<OrganisationAnswer<'static>>) -> Option<Self> {
        answer.growth.as_ref().filter(|growth| growth.grows)?;
        let name = |after: usize| {
            let name = |is_short| calendar::month(locale.tag(), after as u64, is_short);
            (name(false), name(true))
        };
        let names = (0..shown(&answer)).map(name).collect();
        Some(Self { locale, answer, names })
    }
}

impl Topic for Subject {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.answer, &other.answer)
    }
}

/// The cost of each month as bars; those in which a limit is exceeded are hatched.
pub(super) struct Months {
    subject: Rc<Subject>,
    width: f64,
    y: Linear,
    most: u128,
}

impl Months {
    pub(super) fn draw(subject: Rc<Subject>, width: f64) -> Drawing {
        let usd = |month: &Month| month.total_usd.map_or(0, |usd| usd.picodollars());
        let most = subject.months().iter().map(usd).max().unwrap_or_default();
        let y = Linear::new(most as f64, TOP + HEIGHT, TOP);
        Ok(Rc::new(Self { subject, width, y, most }))
    }

    /// Left and right of a bar.
    fn span(&self, index: usize) -> (f64, f64) {
        let each = self.width / self.subject.names.len().max(1) as f64;
        let left = each * index as f64;
        (left + each * 0.1, left + each * 0.9)
    }

    fn area(&self, index: usize, month: &Month) -> Path {
        let (left, right) = self.span(index);
        let usd = month.total_usd.map_or(0.0, |usd| usd.picodollars() as f64);
        let mut area = Path::default();
        area.rectangle(left, self.y.at(usd).min(TOP + HEIGHT - 1.0), right, TOP + HEIGHT);
        area
    }

    fn money(&self, month: &Month) -> String {
        self.subject.locale.money_or_unknown(month.total_usd)
    }
}

impl Subject {
    fn months(&self) -> &[Month] {
        let months = self.answer.growth.as_ref().map_or(&[][..], |growth| &growth.months);
        &months[..self.names.len().min(months.len())]
    }
}

impl Chart for Months {
    fn summary(&self) -> String {
        let last = self.subject.months().len().saturating_sub(1);
        format!("{}; {}.", self.spot((0, 0)).text, self.spot((last, 0)).text)
    }

    fn size(&self) -> (f64, f64) {
        (self.width, TOP + HEIGHT + AXIS)
    }

    fn marks(&self) -> Vec<Mark> {
        let locale = self.subject.locale;
        let mut marks = Vec::new();
        let step = round_step(self.most.max(1), 3);
        let (mut grid, mut tick) = (Path::default(), 0);
        while tick <= self.most {
            let y = self.y.at(tick as f64);
            grid.move_to(0.0, y);
            grid.line_to(self.width, y);
            if tick > 0 {
                let text = locale.usd(groq_calc::Usd::from_picodollars(tick));
                marks.push(Mark::Text("tick", (0.0, y - 4.0), text));
            }
            tick += step;
        }
        marks.insert(0, Mark::Path("grid", grid));
        let months = self.subject.months();
        // A label for every month, or for as many as find room.
        let every = (40.0 * months.len() as f64 / self.width.max(1.0)).ceil().max(1.0) as usize;
        for (index, month) in months.iter().enumerate() {
            let area = self.area(index, month);
            marks.push(Mark::Path(if month.fits { "month" } else { "month over" }, area.clone()));
            if !month.fits {
                marks.push(Mark::Textured(Texture::Hatched, area));
            }
            let (left, right) = self.span(index);
            if index % every == 0 {
                let name = self.subject.names[index].1.clone();
                let place = ((left + right) / 2.0, TOP + HEIGHT + 16.0);
                marks.push(Mark::Text("tick middle", place, name));
            }
            if !month.fits && (index == 0 || months[index - 1].fits) {
                let x = (left + self.span(index.saturating_sub(1)).1) / 2.0;
                marks.push(Mark::Path("now", Path::line((x, 4.0), (x, TOP + HEIGHT))));
                let text = locale.messages().services().growth_first_over.to_string();
                let class = if x > self.width / 2.0 { "over-name end" } else { "over-name" };
                let x = if x > self.width / 2.0 { x - 6.0 } else { x + 6.0 };
                marks.push(Mark::Text(class, (x, 14.0), text));
            }
        }
        marks
    }

    fn grid(&self) -> (usize, usize) {
        (self.subject.months().len(), 1)
    }

    fn home(&self) -> Place {
        (0, 0)
    }

    fn spot(&self, (column, _): Place) -> Spot {
        let m = self.subject.locale.messages().services();
        let months = self.subject.months();
        let Some(month) = months.get(column.min(months.len().saturating_sub(1))) else {
            return Spot { marks: Vec::new(), text: String::new() };
        };
        let column = column.min(months.len() - 1);
        let sentence = if month.fits { m.growth_at } else { m.growth_at_over };
        let used = self.subject.locale.percent(month.utilization);
        let text = sentence.with([&self.subject.names[column].0, &self.money(month), &used]);
        Spot { marks: vec![Mark::Path("cursor-cell", self.area(column, month))], text }
    }

    fn nearest(&self, x: f64, _: f64) -> Place {
        let count = self.subject.months().len().max(1);
        (((x / self.width * count as f64) as usize).min(count - 1), 0)
    }

    fn keys(&self) -> Vec<Key> {
        let m = self.subject.locale.messages().services();
        let mut keys = vec![Key::area("month", None, None, m.growth_fits.to_string())];
        if self.subject.months().iter().any(|month| !month.fits) {
            let text = m.growth_first_over.to_string();
            keys.push(Key::area("month over", Some(Texture::Hatched), None, text));
        }
        keys
    }

    fn table(&self) -> Table {
        let locale = self.subject.locale;
        let (m, a) = (locale.messages().services(), &locale.messages().answer);
        let head = [m.month, a.column_month, m.used, a.column_status];
        let rows = self.subject.months().iter().zip(&self.subject.names);
        let rows = rows.map(|(month, (name, _))| {
            let fits = if month.fits { m.growth_fits } else { m.growth_first_over };
            vec![
                name.clone(),
                self.money(month),
                locale.percent(month.utilization),
                fits.to_string(),
            ]
        });
        Table { head: head.map(str::to_string).to_vec(), rows: rows.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::state::Form, page::planned::Planned};

    fn chart(growth: &str) -> Months {
        let mut form = Form::example();
        form.set_named("requests_per_day", "50000");
        form.set_growth(growth.to_string());
        let answer = Planned::new(&form, None).answer.expect("it fits");
        let names = (0..shown(&answer)).map(|month| (format!("month {month}"), month.to_string()));
        let names = names.collect();
        let subject = Rc::new(Subject { locale: Locale::En, answer, names });
        let usd = |month: &Month| month.total_usd.map_or(0, |usd| usd.picodollars());
        let most = subject.months().iter().map(usd).max().unwrap();
        let y = Linear::new(most as f64, TOP + HEIGHT, TOP);
        Months { subject, width: 640.0, y, most }
    }

    #[test]
    fn a_year_is_shown_or_some_months_beyond_the_first_that_breaks() {
        assert_eq!(chart("1").subject.months().len(), 13);
        let chart = chart("100");
        let over = chart.subject.answer.growth.as_ref().unwrap().first_over.unwrap();
        assert!(chart.subject.months().len() > over.month as usize);
        assert!(!chart.subject.months()[over.month as usize].fits);
        assert_eq!(chart.keys().len(), 2);
    }

    #[test]
    fn pixels_lead_back_and_the_table_has_every_month() {
        let chart = chart("10");
        let table = chart.table();
        assert_eq!(table.rows.len(), chart.grid().0);
        for (index, row) in table.rows.iter().enumerate() {
            let (left, right) = chart.span(index);
            assert_eq!(chart.nearest((left + right) / 2.0, 9.0), (index, 0));
            let text = chart.spot((index, 0)).text;
            assert!(row[..3].iter().all(|cell| text.contains(cell)), "{text}: {row:?}");
        }
        assert_eq!(chart.spot((99, 0)), chart.spot((chart.grid().0 - 1, 0)));
    }
}

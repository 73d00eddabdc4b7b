use std::rc::Rc;

use groq_calc::{Bill, Plan, PlanOption, Tier, Usd, Workload, catalog::Item, cost::Line};

use super::subject::Subject;
use crate::{
    charts::{
        chart::{Chart, Place, Spot},
        frame::Drawing,
        legend::Key,
        mark::{Mark, Path, Texture},
        scale::{Linear, round_step},
        table::Table,
    },
    i18n::sentences,
};

const RIGHT: f64 = 12.0;
const TOP: f64 = 8.0;
const BAR: f64 = 24.0;
/// A bar with its name above and air below.
const EACH: f64 = 58.0;
const AXIS: f64 = 40.0;
/// How many other models are shown beside the one looked at.
const OTHERS: usize = 3;

/// A bill as a bar.
struct Bar {
    name: String,
    lines: Vec<Line>,
    total: Usd,
    /// Whether it is only a list price: the free plan bills nothing.
    free: bool,
}

/// The month's cost by line, stacked: the option looked at, the same as batch,
/// and the next best models.
pub(super) struct Stack {
    subject: Rc<Subject>,
    width: f64,
    x: Linear,
    most: Usd,
    bars: Vec<Bar>,
}

impl Stack {
    pub(super) fn draw(subject: Rc<Subject>, width: f64) -> Drawing {
        let nothing = subject.locale.messages().charts().stack_nothing;
        match Self::new(subject, width) {
            Some(chart) => Ok(Rc::new(chart)),
            None => Err(nothing),
        }
    }

    fn new(subject: Rc<Subject>, width: f64) -> Option<Self> {
        let locale = subject.locale;
        let messages = locale.messages().charts();
        let Subject { option, offer, question, answer, .. } = &*subject;
        let mut bars = Vec::new();
        let free = option.id.plan == Plan::Free;
        if let Some(total) = option.monthly.list_usd {
            let name = subject.name(offer);
            let name = if free { messages.stack_free.with([&name]) } else { name };
            bars.push(Bar { name, lines: option.monthly.lines.clone(), total, free });
        }
        let all_batch = Workload { batch_share_percent: 100, ..question.workload };
        if offer.batch_percent(&all_batch) > offer.batch_percent(&question.workload)
            && let Ok(Some(Bill { lines, total, .. })) = offer.bill(&all_batch)
        {
            let name = messages.stack_batch.with([&subject.name(offer)]);
            bars.push(Bar { name, lines, total, free: false });
        }
        let mut others: Vec<&PlanOption<'_>> = answer
            .options
            .iter()
            .filter(|other| other.fits && other.id.model != option.id.model)
            .filter(|other| (other.id.plan, other.id.tier) == (Plan::Developer, Tier::OnDemand))
            .filter(|other| other.monthly.list_usd.is_some())
            .collect();
        for _ in 0..OTHERS {
            let next = others.iter().enumerate().min_by_key(|(_, other)| other.monthly.list_usd);
            let Some(index) = next.map(|(index, _)| index) else { break };
            let other = others.remove(index);
            let (name, lines) = (locale.named(other), other.monthly.lines.clone());
            bars.push(Bar { name, lines, total: other.monthly.list_usd?, free: false });
        }
        let most = bars.iter().map(|bar| bar.total).max().filter(|most| *most > Usd::ZERO)?;
        Some(Self {
            width,
            x: Linear::new(most.picodollars() as f64, 1.0, width - RIGHT),
            most,
            bars,
            subject,
        })
    }

    /// The bar of a row; rows are counted upwards.
    fn bar(&self, row: usize) -> (f64, &Bar) {
        let index = self.bars.len() - 1 - row.min(self.bars.len() - 1);
        (TOP + EACH * index as f64, &self.bars[index])
    }

    /// Where each line of a bar begins and ends.
    fn spans<'a>(&'a self, bar: &'a Bar) -> impl Iterator<Item = (&'a Line, f64, f64)> {
        let mut start = 0.0;
        bar.lines.iter().map(move |line| {
            let end = start + line.usd.picodollars() as f64;
            let span = (line, self.x.at(start), self.x.at(end));
            start = end;
            span
        })
    }

    fn item(&self, item: Item) -> &'static str {
        sentences::item(self.subject.locale.messages(), item)
    }

    fn amount(&self, bar: &Bar) -> String {
        self.subject.locale.usd(bar.total)
    }

    /// The items that any bar has, in the order of a bill.
    fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for line in self.bars.iter().flat_map(|bar| &bar.lines) {
            let place = items.partition_point(|item| (*item as u8) < line.item as u8);
            if items.get(place) != Some(&line.item) {
                items.insert(place, line.item);
            }
        }
        items
    }
}

impl Chart for Stack {
    fn summary(&self) -> String {
        let messages = self.subject.locale.messages().charts();
        let bar = &self.bars[0];
        let Some(line) = bar.lines.iter().max_by_key(|line| line.usd) else {
            return messages.stack_summary_plain.with([&bar.name, &self.amount(bar)]);
        };
        let usd = self.subject.locale.usd(line.usd);
        messages.stack_summary.with([&bar.name, &self.amount(bar), self.item(line.item), &usd])
    }

    fn size(&self) -> (f64, f64) {
        (self.width, TOP + EACH * self.bars.len() as f64 + AXIS)
    }

    fn marks(&self) -> Vec<Mark> {
        let messages = self.subject.locale.messages().charts();
        let mut marks = Vec::new();
        let (right, bottom) = (self.width - RIGHT, TOP + EACH * self.bars.len() as f64);
        let step = round_step(self.most.picodollars(), if self.width < 480.0 { 3 } else { 6 });
        let mut grid = Path::default();
        let mut tick = Usd::ZERO;
        while tick <= self.most {
            let x = self.x.at(tick.picodollars() as f64);
            grid.move_to(x, TOP);
            grid.line_to(x, bottom);
            let class = match x {
                x if x < 20.0 => "tick",
                x if x > right - 20.0 => "tick end",
                _ => "tick middle",
            };
            let text = self.subject.locale.decimal(&tick.to_string());
            marks.push(Mark::Text(class, (x, bottom + 16.0), text));
            match tick.checked_add(Usd::from_picodollars(step)) {
                Some(next) => tick = next,
                None => break,
            }
        }
        marks.insert(0, Mark::Path("grid", grid));
        let title = messages.usd_a_month.to_string();
        marks.push(Mark::Text("axis-title end", (right, bottom + 34.0), title));
        for row in 0..self.bars.len() {
            let (top, bar) = self.bar(row);
            marks.push(Mark::Text("bar-name", (0.0, top + 14.0), bar.name.clone()));
            let (top, bottom) = (top + 20.0, top + 20.0 + BAR);
            for (line, left, right) in self.spans(bar) {
                let (class, texture) = look(line.item);
                let mut area = Path::default();
                area.rectangle(left, top, right.max(left + 1.0), bottom);
                marks.push(Mark::Path(class, area.clone()));
                if let Some(texture) = texture {
                    marks.push(Mark::Textured(texture, area.clone()));
                }
                marks.push(Mark::Path(if bar.free { "segment unbilled" } else { "segment" }, area));
                let name = self.item(line.item);
                if right - left > 16.0 + 7.0 * wide(name) {
                    let place = ((left + right) / 2.0, bottom - 7.5);
                    marks.push(Mark::Text("inside middle", place, name.to_string()));
                }
            }
        }
        marks
    }

    fn grid(&self) -> (usize, usize) {
        let most = self.bars.iter().map(|bar| bar.lines.len()).max();
        (most.unwrap_or(0), self.bars.len())
    }

    fn home(&self) -> Place {
        (0, self.bars.len() - 1)
    }

    fn spot(&self, (column, row): Place) -> Spot {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let (top, bar) = self.bar(row);
        let column = column.min(bar.lines.len().saturating_sub(1));
        let Some((line, left, right)) = self.spans(bar).nth(column) else {
            let text = messages.stack_summary_plain.with([&bar.name, &self.amount(bar)]);
            return Spot { marks: Vec::new(), text };
        };
        let mut outline = Path::default();
        outline.rectangle(left, top + 20.0, right.max(left + 1.0), top + 20.0 + BAR);
        let text = messages.stack_at.with([
            &bar.name,
            self.item(line.item),
            &locale.fraction(line.quantity),
            sentences::unit(locale.messages(), line.unit),
            &locale.usd(line.usd),
            &self.amount(bar),
        ]);
        Spot { marks: vec![Mark::Path("cursor-cell", outline)], text }
    }

    fn nearest(&self, x: f64, y: f64) -> Place {
        let index = (((y - TOP) / EACH) as usize).min(self.bars.len() - 1);
        let within = |(_, _, right): &(&Line, f64, f64)| x < *right;
        let bar = &self.bars[index];
        let column = self.spans(bar).position(|span| within(&span));
        let last = bar.lines.len().saturating_sub(1);
        (column.unwrap_or(last), self.bars.len() - 1 - index)
    }

    fn keys(&self) -> Vec<Key> {
        let key = |item| {
            let (class, texture) = look(item);
            Key::area(class, texture, Some("segment"), self.item(item).to_string())
        };
        self.items().into_iter().map(key).collect()
    }

    fn table(&self) -> Table {
        let locale = self.subject.locale;
        let items = self.items();
        let mut head = vec![locale.messages().answer.option.to_string()];
        head.extend(items.iter().map(|item| self.item(*item).to_string()));
        head.push(locale.messages().answer.total.to_string());
        let rows = self.bars.iter().map(|bar| {
            let costs = items.iter().map(|item| {
                let line = bar.lines.iter().find(|line| line.item == *item);
                line.map_or_else(|| "–".to_string(), |line| locale.usd(line.usd))
            });
            let ends = (bar.name.clone(), self.amount(bar));
            [ends.0].into_iter().chain(costs).chain([ends.1]).collect()
        });
        Table { head, rows: rows.collect() }
    }
}

/// Roughly how many letters wide a text is; a Chinese one is twice a Latin one.
pub(super) fn wide(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 1.0 } else { 1.8 }).sum()
}

/// Colour and texture: one colour for what is read, one for what is written;
/// cached is dotted, batch is hatched.
const fn look(item: Item) -> (&'static str, Option<Texture>) {
    match item {
        Item::Input => ("tone-0", None),
        Item::CachedInput => ("tone-4", Some(Texture::Dotted)),
        Item::Output => ("tone-1", None),
        Item::BatchInput => ("tone-0", Some(Texture::Hatched)),
        Item::BatchOutput => ("tone-1", Some(Texture::Hatched)),
        Item::Audio => ("tone-5", None),
        Item::BatchAudio => ("tone-5", Some(Texture::Hatched)),
        Item::Characters => ("tone-6", None),
        Item::WebSearchBasic => ("tone-2", None),
        Item::WebSearchAdvanced => ("tone-2", Some(Texture::Crossed)),
        Item::VisitWebsite => ("tone-3", None),
        Item::CodeExecution => ("tone-7", None),
        Item::BrowserAutomation => ("tone-7", Some(Texture::Dotted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::plan::pictures::subject::tests::subject;

    const CACHED: &str = "v=1&requests_per_day=2000&input_tokens=1500&cached_input_tokens=1000&output_tokens=500&plans=developer";

    fn chart(fragment: &str) -> Stack {
        Stack::new(Rc::new(subject(fragment)), 640.0).expect("something costs")
    }

    #[test]
    fn segments_touch_and_end_at_the_total() {
        let chart = chart(CACHED);
        for bar in &chart.bars {
            let mut end = chart.x.at(0.0);
            for (_, left, right) in chart.spans(bar) {
                assert!((left - end).abs() < 1e-6, "{}", bar.name);
                end = right;
            }
            let total = chart.x.at(bar.total.picodollars() as f64);
            assert!((end - total).abs() < 1e-6, "{}", bar.name);
        }
    }

    #[test]
    fn batch_is_a_bar_of_its_own_where_there_is_batch() {
        let chart = chart(CACHED);
        let batch = chart.subject.option.monthly.batch_usd.expect("the model is on the list");
        assert_eq!(chart.bars[1].total, batch);
        assert!(chart.bars[1].lines.iter().all(|line| line.item.name().starts_with("batch")));
        assert!(chart.bars.len() > 2 && chart.bars.len() <= 2 + OTHERS);
        let others: Vec<Usd> = chart.bars[2..].iter().map(|bar| bar.total).collect();
        assert!(others.is_sorted());
        let all = format!("{CACHED}&batch_share_percent=100");
        assert!(!self::chart(&all).bars[1].name.contains("batch"));
    }

    #[test]
    fn a_reading_names_quantity_and_amount() {
        let chart = chart(CACHED);
        let (_, bar) = chart.bar(chart.home().1);
        let line = &bar.lines[0];
        let text = chart.spot(chart.home()).text;
        for part in [chart.subject.locale.usd(line.usd), chart.amount(bar)] {
            assert!(text.contains(&part), "{text}");
        }
        // A bar with fewer lines than the others stays at its last one.
        assert_eq!(chart.spot((99, 0)), chart.spot((chart.bar(0).1.lines.len() - 1, 0)));
    }

    #[test]
    fn pixels_lead_back() {
        let chart = chart(CACHED);
        for row in 0..chart.bars.len() {
            let (top, bar) = chart.bar(row);
            for (column, (_, left, right)) in chart.spans(bar).enumerate() {
                assert_eq!(chart.nearest((left + right) / 2.0, top + 30.0), (column, row));
            }
        }
        assert_eq!(chart.nearest(9999.0, -9.0).1, chart.bars.len() - 1);
    }

    #[test]
    fn the_table_has_every_amount() {
        let chart = chart(CACHED);
        let table = chart.table();
        for (row, bar) in table.rows.iter().zip(&chart.bars) {
            assert_eq!(row.len(), table.head.len());
            assert_eq!(row.last(), Some(&chart.amount(bar)));
            for line in &bar.lines {
                assert!(row.contains(&chart.subject.locale.usd(line.usd)));
            }
        }
    }

    #[test]
    fn the_free_plan_shows_its_list_price() {
        let chart = chart("v=1&requests_per_day=50&input_tokens=1500&output_tokens=500");
        assert!(chart.bars[0].free && chart.bars[0].name.contains("Free"));
        assert!(
            Stack::new(Rc::new(subject("v=1&requests_per_day=0&input_tokens=1")), 640.0).is_none()
        );
    }
}

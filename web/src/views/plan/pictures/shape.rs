mod kind;
mod map;

use std::rc::Rc;

use super::{stack::wide, subject::Subject, volumes::volumes};
use crate::charts::{
    chart::{Chart, Place, Spot},
    frame::Drawing,
    legend::Key,
    mark::{Mark, Path, Texture},
    region::Regions,
    scale::{Log, add, borders, nearest, power},
    table::Table,
};
use kind::Kind;
use map::{Cell, cells};

const HEIGHT: f64 = 360.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = HEIGHT - 38.0;
/// Where neither a context window nor a longest completion is known.
const UNKNOWN: u64 = 1_000_000;
/// More lengths than these are halved.
const LENGTHS: usize = 64;

/// Which limit binds over the lengths of prompt and completion.
pub(super) struct Shape {
    subject: Rc<Subject>,
    width: f64,
    x: Log,
    y: Log,
    inputs: Vec<u64>,
    outputs: Vec<u64>,
    cells: Vec<Cell>,
    kinds: Vec<Kind>,
    regions: Regions,
}

impl Shape {
    pub(super) fn draw(subject: Rc<Subject>, width: f64) -> Drawing {
        let messages = subject.locale.messages().charts();
        let workload = &subject.question.workload;
        if workload.audio.get() > 0 || workload.characters.get() > 0 {
            return Err(messages.shape_not_tokens);
        }
        let nothing = messages.shape_nothing;
        match Self::new(subject, width) {
            Some(chart) => Ok(Rc::new(chart)),
            None => Err(nothing),
        }
    }

    fn new(subject: Rc<Subject>, width: f64) -> Option<Self> {
        let workload = &subject.question.workload;
        let context = subject.offer.context;
        let window = context.window.unwrap_or(UNKNOWN);
        let asked = (workload.input_tokens.get(), workload.output_tokens.get());
        let inputs = lengths(window, asked.0);
        let outputs = lengths(context.max_completion.unwrap_or(window), asked.1);
        let cells = cells(&subject.offer, workload, &inputs, &outputs).ok()?;
        let scale = |lengths: &[u64], start, end| {
            let least = lengths.iter().copied().find(|length| *length > 0).unwrap_or(1);
            // Nothing at all has a narrow strip of its own before it.
            let low = if lengths.contains(&0) { least as f64 / 1.6 } else { least as f64 };
            Log::new(low, lengths.last().copied().unwrap_or(10) as f64, start, end)
        };
        let x = scale(&inputs, LEFT, width - RIGHT);
        let y = scale(&outputs, BOTTOM, TOP);
        let places = |lengths: &[u64], scale: Log| -> Vec<f64> {
            lengths.iter().map(|length| scale.at(*length as f64)).collect()
        };
        let mut kinds: Vec<Kind> = Vec::new();
        let kind_of = |cell: &Cell| {
            let Cell { binding, fits, blocked, .. } = *cell;
            let kind = Kind { binding, fits, blocked };
            kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            })
        };
        let regions = Regions {
            kinds: cells.iter().map(kind_of).collect(),
            xs: borders(&places(&inputs, x), LEFT, width - RIGHT),
            ys: borders(&places(&outputs, y), BOTTOM, TOP),
        };
        Some(Self { subject, width, x, y, inputs, outputs, cells, kinds, regions })
    }

    fn cell(&self, (column, row): Place) -> &Cell {
        let column = column.min(self.inputs.len() - 1);
        &self.cells[row.min(self.outputs.len() - 1) * self.inputs.len() + column]
    }

    fn axes(&self, marks: &mut Vec<Mark>) {
        let messages = self.subject.locale.messages().charts();
        let every = self.x.labelled_every(40.0);
        for exponent in self.x.decades().filter(|exponent| exponent % every == 0) {
            let x = self.x.at(10f64.powi(exponent));
            marks.push(Mark::Path("tick-line", Path::line((x, BOTTOM), (x, BOTTOM + 4.0))));
            marks.push(Mark::Text("tick middle", (x, BOTTOM + 16.0), power(exponent)));
        }
        let every = self.y.labelled_every(18.0);
        for exponent in self.y.decades().filter(|exponent| exponent % every == 0) {
            let y = self.y.at(10f64.powi(exponent));
            marks.push(Mark::Path("tick-line", Path::line((LEFT - 4.0, y), (LEFT, y))));
            marks.push(Mark::Text("tick end", (LEFT - 6.0, y + 4.0), power(exponent)));
        }
        marks.push(Mark::Text("axis-title", (0.0, 14.0), messages.completion_tokens.to_string()));
        let below = (self.width - RIGHT, HEIGHT - 4.0);
        marks.push(Mark::Text("axis-title end", below, messages.prompt_tokens.to_string()));
    }
}

impl Chart for Shape {
    fn summary(&self) -> String {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let name = self.subject.name(&self.subject.offer);
        let asked = locale.count(self.subject.question.workload.requests_per_day());
        messages.shape_summary.with([&name, &asked])
    }

    fn size(&self) -> (f64, f64) {
        (self.width, HEIGHT)
    }

    fn marks(&self) -> Vec<Mark> {
        let messages = self.subject.locale.messages().charts();
        let mut marks = Vec::new();
        for (index, kind) in self.kinds.iter().enumerate() {
            marks.push(Mark::Path(kind.tone(), self.regions.area(&|other| other == index)));
        }
        let over = self.regions.area(&|kind| !self.kinds[kind].fits && !self.kinds[kind].blocked);
        let blocked = self.regions.area(&|kind| self.kinds[kind].blocked);
        for (texture, area) in [(Texture::Hatched, over), (Texture::Crossed, blocked)] {
            if !area.is_empty() {
                marks.push(Mark::Textured(texture, area));
            }
        }
        marks.push(Mark::Path("border", self.regions.borders()));
        let mut frame = Path::default();
        frame.rectangle(LEFT, TOP, self.width - RIGHT, BOTTOM);
        marks.push(Mark::Path("border", frame));
        self.axes(&mut marks);
        for (index, kind) in self.kinds.iter().enumerate() {
            let name = kind.short_name(messages);
            if let Some((x, y)) = self.regions.name_place(index, 7.5 * wide(&name) + 8.0, 18.0) {
                marks.push(Mark::Text("region-name middle", (x, y + 4.5), name));
            }
        }
        let (column, row) = self.home();
        let (x, y) = (self.x.at(self.inputs[column] as f64), self.y.at(self.outputs[row] as f64));
        marks.push(Mark::Path("here", Path::line((x, BOTTOM), (x, y))));
        marks.push(Mark::Path("here", Path::line((LEFT, y), (x, y))));
        marks.push(Mark::Dot("here-dot", (x, y), 6.0));
        marks
    }

    fn grid(&self) -> (usize, usize) {
        (self.inputs.len(), self.outputs.len())
    }

    fn home(&self) -> Place {
        let workload = &self.subject.question.workload;
        let place = |lengths: &[u64], asked: u64| {
            lengths.iter().position(|length| *length == asked).unwrap_or(0)
        };
        let column = place(&self.inputs, workload.input_tokens.get());
        (column, place(&self.outputs, workload.output_tokens.get()))
    }

    fn spot(&self, (column, row): Place) -> Spot {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let (column, row) = (column.min(self.inputs.len() - 1), row.min(self.outputs.len() - 1));
        let cell = self.cell((column, row));
        let kind = Kind { binding: cell.binding, fits: cell.fits, blocked: cell.blocked };
        let (xs, ys) = (&self.regions.xs, &self.regions.ys);
        let mut outline = Path::default();
        outline.rectangle(xs[column], ys[row + 1], xs[column + 1], ys[row]);
        let (input, output) = (locale.count(cell.input_tokens), locale.count(cell.output_tokens));
        let text = messages.shape_at.with([&input, &output, &kind.name(locale)]);
        let centre = ((xs[column] + xs[column + 1]) / 2.0, (ys[row] + ys[row + 1]) / 2.0);
        Spot {
            marks: vec![
                Mark::Path("cursor-line", Path::line((centre.0, TOP), (centre.0, BOTTOM))),
                Mark::Path(
                    "cursor-line",
                    Path::line((LEFT, centre.1), (self.width - RIGHT, centre.1)),
                ),
                Mark::Path("cursor-cell", outline),
            ],
            text,
        }
    }

    fn nearest(&self, x: f64, y: f64) -> Place {
        let place = |lengths: &[u64], scale: Log, pixel: f64| {
            let places: Vec<f64> = lengths.iter().map(|length| scale.at(*length as f64)).collect();
            nearest(&places, pixel)
        };
        (place(&self.inputs, self.x, x), place(&self.outputs, self.y, y))
    }

    fn keys(&self) -> Vec<Key> {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let mut kinds: Vec<Kind> = Vec::new();
        for kind in &self.kinds {
            let weight = |kind: &Kind| (kind.blocked, !kind.fits);
            let place = kinds.partition_point(|other| weight(other) <= weight(kind));
            kinds.insert(place, *kind);
        }
        let mut keys = vec![Key {
            sample: vec![Mark::Dot("here-dot", (14.0, 8.0), 6.0)],
            text: messages.shape_yours.to_string(),
        }];
        keys.extend(kinds.into_iter().map(|kind| {
            let texture = match kind {
                Kind { blocked: true, .. } => Some(Texture::Crossed),
                Kind { fits: false, .. } => Some(Texture::Hatched),
                _ => None,
            };
            Key::area(kind.tone(), texture, Some("border"), kind.name(locale))
        }));
        keys
    }

    /// Every cell: rows alike are joined, and so are neighbours in a row.
    fn table(&self) -> Table {
        let locale = self.subject.locale;
        let messages = locale.messages().charts();
        let head = [messages.completion_tokens, messages.prompt_tokens, messages.what_holds];
        let range = |from: u64, to: u64| match from == to {
            true => locale.count(from),
            false => messages.range.with([&locale.count(from), &locale.count(to)]),
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut row = 0;
        while row < self.outputs.len() {
            let runs = self.regions.runs(row);
            let alike =
                (row..self.outputs.len()).take_while(|next| self.regions.runs(*next) == runs);
            let last = alike.last().unwrap_or(row);
            for (start, end, kind) in runs {
                rows.push(vec![
                    range(self.outputs[row], self.outputs[last]),
                    range(self.inputs[start], self.inputs[end - 1]),
                    self.kinds[kind].name(locale),
                ]);
            }
            row = last + 1;
        }
        Table { head: head.map(str::to_string).to_vec(), rows }
    }
}

/// The lengths to try: evenly over a logarithmic axis from ten on, up to
/// `most`, the one that is asked about among them.
fn lengths(most: u64, asked: u64) -> Vec<u64> {
    let all: Vec<u64> = volumes(most.max(asked).max(100)).filter(|length| *length >= 10).collect();
    let every = all.len().div_ceil(LENGTHS).max(1);
    // From the end, which is the limit itself.
    let mut lengths: Vec<u64> = all.into_iter().rev().step_by(every).collect();
    lengths.reverse();
    add(&mut lengths, asked);
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::plan::pictures::subject::tests::subject;

    const E2: &str = "v=1&requests_per_day=2000&input_tokens=1500&output_tokens=500&plans=free";

    fn chart(fragment: &str) -> Shape {
        Shape::new(Rc::new(subject(fragment)), 640.0).expect("the map can be drawn")
    }

    #[test]
    fn the_question_itself_is_a_cell() {
        let chart = chart(E2);
        let cell = chart.cell(chart.home());
        assert_eq!((cell.input_tokens, cell.output_tokens), (1500, 500));
        let option = &chart.subject.option;
        assert_eq!((cell.binding, cell.fits), (option.binding, option.fits));
        let text = chart.spot(chart.home()).text;
        assert!(text.contains("1,500") && text.contains("500") && text.contains("TPD"), "{text}");
    }

    #[test]
    fn the_map_has_few_elements() {
        let chart = chart(E2);
        assert!(chart.cells.len() > 500, "{}", chart.cells.len());
        assert!(chart.marks().len() < 80, "{}", chart.marks().len());
    }

    #[test]
    fn the_table_covers_every_cell_once() {
        let chart = chart(E2);
        let table = chart.table();
        let covered = |row: &Vec<String>, cell: &Cell| {
            let within = |text: &str, count: u64| {
                let number = |text: &str| text.replace(',', "").parse::<u64>().unwrap();
                let (from, to) = text.split_once(" to ").unwrap_or((text, text));
                (number(from)..=number(to)).contains(&count)
            };
            within(&row[0], cell.output_tokens) && within(&row[1], cell.input_tokens)
        };
        let locale = chart.subject.locale;
        for cell in &chart.cells {
            let rows: Vec<_> = table.rows.iter().filter(|row| covered(row, cell)).collect();
            assert_eq!(rows.len(), 1, "{cell:?}");
            let kind = Kind { binding: cell.binding, fits: cell.fits, blocked: cell.blocked };
            assert_eq!(rows[0][2], kind.name(locale));
        }
    }

    #[test]
    fn a_pixel_leads_back_to_its_cell() {
        let chart = chart(E2);
        let (column, row) = (12, 7);
        let (xs, ys) = (&chart.regions.xs, &chart.regions.ys);
        let middle = ((xs[column] + xs[column + 1]) / 2.0, (ys[row] + ys[row + 1]) / 2.0);
        assert_eq!(chart.nearest(middle.0, middle.1), (column, row));
    }

    #[test]
    fn lengths_are_few_and_hold_the_question() {
        assert_eq!(lengths(100, 15)[..5], [10, 12, 15, 16, 20]);
        for asked in [0, 1, 9, 77, 131_072, 1_000_000_000] {
            let lengths = lengths(131_072, asked);
            assert!(
                lengths.contains(&asked) && lengths.is_sorted() && lengths.len() <= LENGTHS + 2
            );
        }
    }

    #[test]
    fn extremes_are_drawn_too() {
        for fragment in [
            "v=1&requests_per_day=0&input_tokens=1",
            "v=1&requests_per_day=5&input_tokens=0&output_tokens=1",
            "v=1&requests_per_day=1000000000000&input_tokens=1000000000&output_tokens=1000000000",
        ] {
            let chart = chart(fragment);
            let drawn = format!("{:?}", chart.marks());
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{fragment}");
        }
        let audio = subject("v=1&requests_per_day=500&audio_seconds=60");
        assert!(Shape::draw(Rc::new(audio), 640.0).is_err());
    }
}

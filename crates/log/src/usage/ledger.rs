use std::prelude::rust_2024::*;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use groq_calc::{
    Catalog, Date, Usage, Usd,
    catalog::Dated,
    cost::{AudioPrice, TokenPrices},
};
use groq_protocol::ModelUsage;

#[cfg(feature = "parquet")]
use crate::usage::parquet::tally::Tally;
use crate::{
    error::quoted,
    usage::{
        by::By,
        entry::Entry,
        kept::{Kept, MAX_GROUPS},
        model_name::ModelName,
        sum::{Sum, overflow},
        tools::{self, ToolSum, ToolSums},
    },
};

/// The most pairs of a model and a day.
const MAX_CELLS: usize = 400_000;

/// A model that the log names.
struct Named<'a> {
    id: Box<[u8]>,
    name: ModelName<'a>,
    /// The day of its row before and the cell of that day.
    last: (i64, usize),
}

/// The rows of a model on a day.
struct Cell {
    model: usize,
    day: i64,
    prices: Option<TokenPrices>,
    audio: Option<AudioPrice>,
    sum: Sum,
}

impl Cell {
    /// What a row costs that is billed by tokens; `None` where their price is not
    /// known.
    #[inline]
    fn token_cost(&self, usage: Usage, batch: bool) -> Result<Option<Usd>, String> {
        let Some(prices) = &self.prices else { return Ok(None) };
        let cost = if batch { prices.batch_cost(usage) } else { prices.cost(usage) };
        cost.map(Some).map_err(|error| error.to_string())
    }

    /// What a row costs that is not billed by tokens; `None` where its price or
    /// its length is not known.
    #[cold]
    fn audio_cost(&self, entry: &Entry<'_>) -> Option<Usd> {
        let price = self.audio.filter(|_| entry.audio_us > 0)?;
        Some(match entry.batch {
            false => price.cost(entry.audio_us),
            true => price.batch_cost(entry.audio_us),
        })
    }
}

/// The sums of a usage log; each row is priced as it comes.
pub struct Ledger<'a> {
    catalog: Catalog<'a>,
    index: HashMap<Box<[u8]>, usize, RandomState>,
    models: Vec<Named<'a>>,
    /// The model of the row before.
    last: usize,
    cells: Vec<Cell>,
    days: HashMap<(usize, i64), usize, RandomState>,
    by: Vec<By>,
    tools: ToolSums,
    kept: Kept,
}

impl<'a> Ledger<'a> {
    /// Without a row; `by` names the columns to add up by.
    pub fn new(catalog: &Catalog<'a>, by: &[String]) -> Self {
        Self {
            catalog: *catalog,
            index: HashMap::default(),
            models: Vec::new(),
            last: 0,
            cells: Vec::new(),
            days: HashMap::default(),
            by: by.iter().map(|name| By::new(name)).collect(),
            tools: ToolSums::new(),
            kept: Kept::default(),
        }
    }

    /// One without a row that adds up the same.
    pub fn fork(&self) -> Self {
        let names: Vec<_> = self.by.iter().map(|column| column.name.clone()).collect();
        Self::new(&self.catalog, &names)
    }

    /// Adds the sums of another part of the log.
    ///
    /// # Errors
    ///
    /// As [`Ledger::add`].
    pub(crate) fn absorb(&mut self, other: Self) -> Result<(), String> {
        for cell in other.cells {
            let place = self.place(&other.models[cell.model].id, cell.day)?;
            self.cells[place].sum.merge(&cell.sum)?;
        }
        for (column, other) in self.by.iter_mut().zip(other.by) {
            for (value, sum) in other.values {
                column.sum(&value, &mut self.kept)?.merge(&sum)?;
            }
        }
        tools::absorb(&mut self.tools, other.tools)
    }

    /// Adds a row; `by` gives its value of each column to add up by.
    ///
    /// # Errors
    ///
    /// When there are more models, days or values than can be told apart, when
    /// one of them is too long, and when a sum does not fit 128 bits.
    #[inline]
    pub fn add<'b>(
        &mut self,
        entry: &Entry<'_>,
        by: impl Fn(usize) -> &'b [u8],
    ) -> Result<(), String> {
        let cell = self.place(entry.model, entry.day)?;
        let cell = &self.cells[cell];
        let cost = match cell.token_cost(entry.usage, entry.batch)? {
            None => cell.audio_cost(entry),
            cost => cost,
        };
        self.sum(entry, cost, by)
    }

    /// Adds an answer that may be one of several models behind one name, and may
    /// have called tools: it costs what these cost.
    ///
    /// # Errors
    ///
    /// As [`Ledger::add`].
    pub fn add_answer<'b>(
        &mut self,
        entry: &Entry<'_>,
        parts: &[ModelUsage],
        tools: &[String],
        by: impl Fn(usize) -> &'b [u8],
    ) -> Result<(), String> {
        if parts.is_empty() && tools.is_empty() {
            return self.add(entry, by);
        }
        let cell = self.place(entry.model, entry.day)?;
        let whole = [(self.cells[cell].prices, entry.usage)];
        let mut costs: Vec<_> = if parts.is_empty() { whole.to_vec() } else { Vec::new() };
        for part in parts {
            let known = |tokens: Option<u64>| tokens.unwrap_or(0);
            let usage = &part.usage;
            let (input, cached) = (known(usage.prompt_tokens), known(usage.cached_tokens));
            let usage = Usage::new(input, cached, known(usage.completion_tokens));
            let prices = self.prices(ModelName::find(&self.catalog, &part.model), entry.day);
            costs.push((prices.0, usage.map_err(|error| error.to_string())?));
        }
        let mut total = Some(Usd::ZERO);
        for (prices, usage) in costs {
            let Some((sum, prices)) = total.zip(prices) else {
                total = None;
                break;
            };
            let cost = if entry.batch { prices.batch_cost(usage) } else { prices.cost(usage) };
            let cost = cost.map_err(|error| error.to_string())?;
            total = Some(sum.checked_add(cost).ok_or_else(overflow)?);
        }
        let day = Date::from_days_since_epoch(entry.day);
        let prices =
            day.and_then(|day| Dated::at(self.catalog.tools, day)).map(|entry| entry.value);
        // The tools of a row without a price are not in the total.
        if let Some(sum) = &mut total {
            for kind in tools {
                let cost = tools::add(&mut self.tools, kind, prices);
                *sum = sum.checked_add(cost).ok_or_else(overflow)?;
            }
        }
        self.sum(entry, total, by)
    }

    /// The place of a model on a day.
    #[inline]
    pub(crate) fn place(&mut self, id: &[u8], day: i64) -> Result<usize, String> {
        let model = match self.models.get(self.last) {
            Some(named) if *named.id == *id => self.last,
            _ => self.model(id)?,
        };
        self.last = model;
        match self.models[model].last {
            (known, cell) if known == day && cell < self.cells.len() => Ok(cell),
            _ => self.cell(model, day),
        }
    }

    /// Adds a row, whose place was found last, with what it costs.
    #[inline]
    fn sum<'b>(
        &mut self,
        entry: &Entry<'_>,
        cost: Option<Usd>,
        by: impl Fn(usize) -> &'b [u8],
    ) -> Result<(), String> {
        let (_, cell) = self.models[self.last].last;
        self.cells[cell].sum.add(entry, cost)?;
        for (index, column) in self.by.iter_mut().enumerate() {
            column.sum(by(index), &mut self.kept)?.add(entry, cost)?;
        }
        Ok(())
    }

    /// What a model's tokens and audio cost on a day.
    fn prices(&self, name: ModelName<'a>, day: i64) -> (Option<TokenPrices>, Option<AudioPrice>) {
        let day = Date::from_days_since_epoch(day);
        let prices = day.and_then(|day| Some(name.model()?.prices_at(day)?.value));
        let audio = prices.and_then(|prices| prices.audio_hour).map(AudioPrice::new);
        (prices.and_then(|prices| prices.tokens()), audio)
    }

    fn model(&mut self, id: &[u8]) -> Result<usize, String> {
        if let Some(model) = self.index.get(id) {
            return Ok(*model);
        }
        if self.models.len() == MAX_GROUPS {
            return Err(format!("it names more than {MAX_GROUPS} models, the last {}", quoted(id)));
        }
        self.kept.add("model", id)?;
        let model = self.models.len();
        let name = ModelName::find(&self.catalog, &String::from_utf8_lossy(id));
        self.models.push(Named { id: id.into(), name, last: (0, usize::MAX) });
        self.index.insert(id.into(), model);
        Ok(model)
    }

    fn cell(&mut self, model: usize, day: i64) -> Result<usize, String> {
        if self.cells.len() == MAX_CELLS && !self.days.contains_key(&(model, day)) {
            return Err(format!("it has more than {MAX_CELLS} pairs of a model and a day"));
        }
        let cell = match self.days.get(&(model, day)) {
            Some(cell) => *cell,
            None => {
                let (prices, audio) = self.prices(self.models[model].name, day);
                self.cells.push(Cell { model, day, prices, audio, sum: Sum::default() });
                self.days.insert((model, day), self.cells.len() - 1);
                self.cells.len() - 1
            }
        };
        self.models[model].last = (day, cell);
        Ok(cell)
    }

    /// All rows.
    pub fn total(&self) -> Sum {
        self.cells.iter().fold(Sum::default(), |mut total, cell| {
            // Each row went into a sum without overflow; a total beyond 128 bits
            // is a quadrillion of the world's dollars.
            if total.merge(&cell.sum).is_err() {
                total.usd = Usd::from_picodollars(u128::MAX);
            }
            total
        })
    }

    /// The rows of each model, by id.
    pub fn models(&self) -> Vec<(String, Sum)> {
        let mut sums = vec![Sum::default(); self.models.len()];
        for cell in &self.cells {
            sums[cell.model].merge(&cell.sum).ok();
        }
        let ids = self.models.iter().map(|named| String::from_utf8_lossy(&named.id).into_owned());
        let mut models: Vec<_> = ids.zip(sums).collect();
        models.sort_by(|a, b| a.0.cmp(&b.0));
        models
    }

    /// The rows of each day, in order.
    pub fn days(&self) -> Vec<(String, Sum)> {
        let mut days = std::collections::BTreeMap::<i64, Sum>::new();
        for cell in &self.cells {
            days.entry(cell.day).or_default().merge(&cell.sum).ok();
        }
        let name = |day: i64| match Date::from_days_since_epoch(day) {
            Some(day) => day.to_string(),
            None => format!("day {day}"),
        };
        days.into_iter().map(|(day, sum)| (name(day), sum)).collect()
    }

    /// The rows by each value of the other columns, the dearest first.
    pub fn columns(&self) -> Vec<(&str, Vec<(String, Sum)>)> {
        self.by
            .iter()
            .map(|column| {
                let text = |(value, sum): &(Box<[u8]>, Sum)| {
                    (String::from_utf8_lossy(value).into_owned(), *sum)
                };
                let mut values: Vec<_> = column.values.iter().map(text).collect();
                values.sort_by(|a, b| b.1.usd.cmp(&a.1.usd).then_with(|| a.0.cmp(&b.0)));
                (column.name.as_str(), values)
            })
            .collect()
    }

    /// Models that the log names and the catalog does not have, with their rows.
    pub fn unknown(&self) -> Vec<(String, u64)> {
        let is_known = |id: &str| self.name(id).model().is_some();
        self.models()
            .into_iter()
            .filter(|(id, _)| !is_known(id))
            .map(|(id, sum)| (id, sum.rows))
            .collect()
    }

    /// Which model of the catalog a name of the log means.
    pub fn name(&self, id: &str) -> ModelName<'a> {
        match self.index.get(id.as_bytes()) {
            Some(model) => self.models[*model].name,
            None => ModelName::find(&self.catalog, id),
        }
    }

    /// The calls of Groq's tools, by the kind that the log names.
    pub fn tools(&self) -> impl Iterator<Item = (&str, ToolSum)> {
        self.tools.iter().map(|(kind, sum)| (kind.as_str(), *sum))
    }

    /// The rows of each model on each day: the model's name in the log, the day
    /// and what they come to.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&[u8], i64, &Sum)> {
        self.cells.iter().map(|cell| (&*self.models[cell.model].id, cell.day, &cell.sum))
    }
}

/// What adds up rows by their places.
#[cfg(feature = "parquet")]
impl Ledger<'_> {
    /// The place of a value of a column to add up by.
    pub(crate) fn value_place(&mut self, column: usize, value: &[u8]) -> Result<usize, String> {
        self.by[column].place(value, &mut self.kept)
    }

    /// How many places there are of models and days, and of the values of each column.
    pub(crate) fn places(&self) -> (usize, impl Iterator<Item = usize>) {
        (self.cells.len(), self.by.iter().map(|column| column.values.len()))
    }

    /// What a row of tokens costs whose model and day are at a place.
    #[inline]
    pub(crate) fn cost(
        &self,
        place: usize,
        usage: Usage,
        batch: bool,
    ) -> Result<Option<Usd>, String> {
        self.cells[place].token_cost(usage, batch)
    }

    /// Adds what rows come to, by model and day and by each column.
    pub(crate) fn add_tallies(
        &mut self,
        cells: &mut Tally,
        by: &mut [Tally],
    ) -> Result<(), String> {
        cells.take(|place, batch, count| self.cells[place].sum.count(count, batch))?;
        for (column, tally) in self.by.iter_mut().zip(by) {
            tally.take(|place, batch, count| column.values[place].1.count(count, batch))?;
        }
        Ok(())
    }
}

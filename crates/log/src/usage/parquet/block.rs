use std::prelude::rust_2024::*;

use arrow_array::{Array, Int64Array, StringViewArray};
use groq_calc::Usage;

use crate::usage::{
    ledger::Ledger,
    parquet::{
        columns::Columns,
        recent::Recent,
        tally::{Tally, Tokens},
    },
    sum::overflow,
    time::TimeReader,
};

/// Some thousand rows without a fault, of tokens that 32 bits hold. They are added up
/// column by column, in a third of the time that it takes row by row.
pub(crate) struct Block {
    tokens: Vec<Tokens>,
    days: Vec<i64>,
    batch: Vec<bool>,
}

impl Block {
    /// The rows of some columns; `None` where one has to be looked at by itself.
    pub(crate) fn of(columns: &Columns, time: &mut TimeReader) -> Option<Self> {
        let tokens = tokens(columns)?;
        let without_tokens = |tokens: &Tokens| tokens.input == 0 && tokens.output == 0;
        if columns.audio.is_some() && tokens.iter().any(without_tokens) {
            return None;
        }
        let days = match &columns.time {
            Some(times) => times.days(time)?,
            None => vec![columns.day(0, time).ok()?; columns.rows],
        };
        let batch = match &columns.batch {
            _ if columns.assumptions.all_batch => vec![true; columns.rows],
            Some(batch) => batch.iter().map(|is| is == Some(true)).collect(),
            None => vec![false; columns.rows],
        };
        Some(Self { tokens, days, batch })
    }
}

/// The tokens of all rows, unless one of them is wrong.
fn tokens(columns: &Columns) -> Option<Vec<Tokens>> {
    let input = counts(&columns.input, columns.rows, false)?;
    let output = counts(&columns.output, columns.rows, false)?;
    let cached = counts(&columns.cached, columns.rows, true)?;
    let rows = input.into_iter().zip(cached).zip(output);
    let mut tokens: Vec<_> =
        rows.map(|((input, cached), output)| Tokens { input, cached, output }).collect();
    if !columns.includes_cached() {
        for (row, tokens) in tokens.iter_mut().enumerate().filter(|(_, one)| one.cached > 0) {
            let stated = [tokens.input, tokens.cached, tokens.output].map(u64::from);
            tokens.input = u32::try_from(columns.prompt(row, stated).ok()?).ok()?;
        }
    }
    let is_good = tokens.iter().fold(true, |good, one| good & (one.cached <= one.input));
    is_good.then_some(tokens)
}

/// The counts of a column; none are zeros. `gaps` says whether single ones may lack.
fn counts(column: &Option<Int64Array>, rows: usize, gaps: bool) -> Option<Vec<u32>> {
    let Some(column) = column else { return Some(vec![0; rows]) };
    if column.null_count() > 0 {
        let count = |count: Option<i64>| u32::try_from(count.unwrap_or(0)).ok();
        return if gaps { column.iter().map(count).collect() } else { None };
    }
    let values = column.values();
    let all = values.iter().fold(0, |all, value| all | value);
    // A negative number has its highest bit.
    u32::try_from(all).ok()?;
    Some(values.iter().map(|value| *value as u32).collect())
}

/// Adds blocks to a ledger.
#[derive(Default)]
pub(crate) struct Adder {
    models: Recent,
    values: Recent,
    cells: Tally,
    by: Vec<Tally>,
    cell_places: Vec<usize>,
    value_places: Vec<Vec<usize>>,
}

impl Adder {
    /// Finds the place of each row in the ledger; `None` where a row has none.
    pub(crate) fn place(
        &mut self,
        block: &Block,
        columns: &Columns,
        ledger: &mut Ledger<'_>,
    ) -> Option<()> {
        self.models.clear();
        self.cell_places.clear();
        for (row, day) in block.days.iter().enumerate() {
            let model = columns.model.as_ref().map_or(0, |column| view(column, row));
            let place = self
                .models
                .place(model, *day, || ledger.place(columns.model(row).ok()?, *day).ok());
            self.cell_places.push(place?);
        }
        self.value_places.resize_with(columns.by.len(), Vec::new);
        for (index, (column, places)) in columns.by.iter().zip(&mut self.value_places).enumerate() {
            self.values.clear();
            places.clear();
            for row in 0..columns.rows {
                let place = self.values.place(view(column, row), 0, || {
                    ledger.value_place(index, columns.value(index, row)).ok()
                });
                places.push(place?);
            }
        }
        Some(())
    }

    /// Adds the rows, whose places were found last.
    pub(crate) fn add(&mut self, block: &Block, ledger: &mut Ledger<'_>) -> Result<(), String> {
        let (cells, values) = ledger.places();
        self.cells.reserve(cells);
        self.by.resize_with(self.value_places.len(), Tally::default);
        for (tally, places) in self.by.iter_mut().zip(values) {
            tally.reserve(places);
        }
        let rows = block.tokens.iter().zip(&block.batch).zip(&self.cell_places).enumerate();
        for (row, ((tokens, batch), cell)) in rows {
            let [input, cached, output] =
                [tokens.input, tokens.cached, tokens.output].map(u64::from);
            let usage = Usage::new(input, cached, output).map_err(|error| error.to_string())?;
            let cost = ledger.cost(*cell, usage, *batch)?;
            self.cells.add(*cell, *batch, *tokens, cost).ok_or_else(overflow)?;
            for (tally, places) in self.by.iter_mut().zip(&self.value_places) {
                tally.add(places[row], *batch, *tokens, cost).ok_or_else(overflow)?;
            }
        }
        ledger.add_tallies(&mut self.cells, &mut self.by)
    }
}

/// What stands for a text within its batch; that of no text is that of an empty one.
fn view(column: &StringViewArray, row: usize) -> u128 {
    if column.is_null(row) { 0 } else { column.views()[row] }
}

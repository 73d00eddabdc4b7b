use std::prelude::rust_2024::*;

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::{
    error::quoted,
    usage::{
        kept::{Kept, MAX_GROUPS},
        sum::Sum,
    },
};

/// A column that rows are added up by.
pub(crate) struct By {
    pub(crate) name: String,
    pub(crate) values: Vec<(Box<[u8]>, Sum)>,
    index: HashMap<Box<[u8]>, usize, RandomState>,
    /// The value of the row before.
    last: usize,
}

impl By {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), values: Vec::new(), index: HashMap::default(), last: 0 }
    }

    /// The sum of the rows with a value.
    #[inline]
    pub(crate) fn sum(&mut self, value: &[u8], kept: &mut Kept) -> Result<&mut Sum, String> {
        let place = self.place(value, kept)?;
        Ok(&mut self.values[place].1)
    }

    /// Where a value stands among those that are known.
    #[inline]
    pub(crate) fn place(&mut self, value: &[u8], kept: &mut Kept) -> Result<usize, String> {
        self.last = match self.values.get(self.last) {
            Some((last, _)) if **last == *value => self.last,
            _ => match self.index.get(value) {
                Some(place) => *place,
                None => self.insert(value, kept)?,
            },
        };
        Ok(self.last)
    }

    #[cold]
    fn insert(&mut self, value: &[u8], kept: &mut Kept) -> Result<usize, String> {
        if self.values.len() == MAX_GROUPS {
            let (name, value) = (&self.name, quoted(value));
            return Err(format!(
                "the column {name} has more than {MAX_GROUPS} values, the last {value}"
            ));
        }
        kept.add(&self.name, value)?;
        self.index.insert(value.into(), self.values.len());
        self.values.push((value.into(), Sum::default()));
        Ok(self.values.len() - 1)
    }
}

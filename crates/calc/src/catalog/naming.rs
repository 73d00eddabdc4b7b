use alloc::{string::String, vec::Vec};

use crate::catalog::{model::Model, tables::Catalog};

/// Which model a name means.
#[derive(Clone, Copy, Debug)]
pub enum Named<'a> {
    /// It is the model's id.
    Id(&'a Model<'a>),
    /// It means this model alone: without its maker, behind the name of a
    /// provider, or in other case.
    Short(&'a Model<'a>),
    /// It means none; this one's id comes nearest.
    Nearest(&'a Model<'a>),
    /// It means none, and none is near.
    Unknown,
}

impl<'a> Named<'a> {
    /// The model, where the name means one.
    pub const fn model(self) -> Option<&'a Model<'a>> {
        match self {
            Self::Id(model) | Self::Short(model) => Some(model),
            Self::Nearest(_) | Self::Unknown => None,
        }
    }
}

impl<'a> Catalog<'a> {
    /// Which model a name means, as people and other tools write it.
    ///
    /// ```
    /// use groq_calc::{Catalog, catalog::Named};
    /// assert!(matches!(Catalog::EMPTY.named("gpt-oss-120b"), Named::Unknown));
    /// ```
    pub fn named(&self, name: &str) -> Named<'a> {
        if let Some(model) = self.model(name) {
            return Named::Id(model);
        }
        let plain = plain(name);
        // `groq/openai/gpt-oss-120b`, `groq:openai/gpt-oss-120b`.
        let mut rest = plain.as_str();
        loop {
            if let Some(model) = self.alone(|id| id == rest) {
                return Named::Short(model);
            }
            match rest.split_once(['/', ':']) {
                Some((_, inner)) => rest = inner,
                None => break,
            }
        }
        if let Some(model) = self.alone(|id| last(id) == rest) {
            return Named::Short(model);
        }
        let distance = |model: &&Model<'_>| {
            let id = plain_id(model);
            distance(&plain, &id).min(distance(rest, last(&id)))
        };
        let nearest = self.models.iter().min_by_key(distance);
        let near =
            |model: &&Model<'_>| !rest.is_empty() && distance(model) * 3 <= rest.chars().count();
        nearest.filter(near).map_or(Named::Unknown, Named::Nearest)
    }

    /// The only model whose id is so.
    fn alone(&self, is_so: impl Fn(&str) -> bool) -> Option<&'a Model<'a>> {
        let mut found = self.models.iter().filter(|model| is_so(&plain_id(model)));
        found.next().filter(|_| found.next().is_none())
    }
}

fn plain(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

fn plain_id(model: &Model<'_>) -> String {
    plain(model.id)
}

/// What stands behind the maker.
fn last(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// How many letters have to be changed, added or left out.
fn distance(one: &str, other: &str) -> usize {
    // Names are short; of longer ones the start decides.
    let letters = |text: &str| text.chars().take(80).collect::<Vec<_>>();
    let (one, other) = (letters(one), letters(other));
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut corner = index;
        row[0] = index + 1;
        for (column, against) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != against);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_compared() {
        for (one, other, expected) in
            [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}

/// A text with `N` places for values: `{0}`, `{1}`. `{0|request|requests}`
/// stands for the first word where the value is 1 and for the second elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence<const N: usize>(&'static str);

impl<const N: usize> Sentence<N> {
    pub(super) const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The text with its values.
    pub(crate) fn with(self, values: [&str; N]) -> String {
        fill(self.0, &values)
    }
}

/// One function for every number of values keeps the page small.
fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * values.len());
    let mut rest = text;
    while let Some((before, place)) = rest.split_once('{') {
        filled.push_str(before);
        let (place, after) = place.split_once('}').unwrap_or((place, ""));
        let mut parts = place.split('|');
        let index = parts.next().and_then(|digits| digits.parse::<usize>().ok());
        let value = index.and_then(|index| values.get(index)).copied().unwrap_or_default();
        filled.push_str(match (parts.next(), parts.next()) {
            (Some(one), Some(other)) => {
                if value == "1" {
                    one
                } else {
                    other
                }
            }
            _ => value,
        });
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The values that a text shows, in ascending order, each once.
#[cfg(test)]
pub(super) fn places(text: &str) -> Vec<usize> {
    let inner = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut places: Vec<usize> = inner
        .map(|(place, _)| place.split('|').next().unwrap_or_default().parse().unwrap())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_to_their_places() {
        let sentence = Sentence::<2>::new("{1} of {0} {0|request|requests}");
        assert_eq!(sentence.with(["1", "7"]), "7 of 1 request");
        assert_eq!(sentence.with(["2,000", "{0}"]), "{0} of 2,000 requests");
        assert_eq!(places("{1} {0} {0|a|b}"), [0, 1]);
    }
}

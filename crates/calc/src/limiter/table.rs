use alloc::vec::Vec;

use crate::limiter::ticket::Ticket;

/// Values by their tickets, in places that follow from the number: finding one
/// takes as long among many as among few.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    /// A power of two of them, at most half of them taken; none at first.
    places: Vec<Option<(Ticket, T)>>,
    len: usize,
}

const FIRST_PLACES: usize = 16;

impl<T> Table<T> {
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new(), len: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(crate) fn has(&self, ticket: Ticket) -> bool {
        self.find(ticket).is_some()
    }

    /// All of them, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Ticket, &T)> {
        self.places.iter().flatten().map(|(ticket, value)| (*ticket, value))
    }

    /// Adds a value under a new ticket.
    #[inline]
    pub(crate) fn insert(&mut self, ticket: Ticket, value: T) {
        if 2 * self.len >= self.places.len() {
            self.grow();
        }
        let mut at = self.home(ticket);
        while self.places.get(at).is_some_and(Option::is_some) {
            at = self.after(at);
        }
        if let Some(place) = self.places.get_mut(at) {
            *place = Some((ticket, value));
            self.len += 1;
        }
    }

    #[inline]
    pub(crate) fn remove(&mut self, ticket: Ticket) -> Option<T> {
        let mut hole = self.find(ticket)?;
        let (_, value) = self.places.get_mut(hole)?.take()?;
        self.len -= 1;
        // Whoever had to stand further on because of it moves up.
        let mut at = self.after(hole);
        while let Some(Some((other, _))) = self.places.get(at) {
            let from_home = self.distance(self.home(*other), at);
            if from_home >= self.distance(hole, at) {
                self.places.swap(hole, at);
                hole = at;
            }
            at = self.after(at);
        }
        Some(value)
    }

    #[inline]
    fn find(&self, ticket: Ticket) -> Option<usize> {
        let mut at = self.home(ticket);
        while let Some(Some((other, _))) = self.places.get(at) {
            if *other == ticket {
                return Some(at);
            }
            at = self.after(at);
        }
        None
    }

    /// Where a ticket stands if nobody else does: numbers that follow each other
    /// stand side by side.
    #[inline]
    fn home(&self, ticket: Ticket) -> usize {
        // What lies above the places is mixed in, so that no step between numbers
        // brings all of them to one place.
        let number = ticket.get();
        let above = (number >> 16).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let mixed = number.wrapping_add(above);
        mixed as usize & self.mask()
    }

    fn mask(&self) -> usize {
        self.places.len().wrapping_sub(1)
    }

    fn after(&self, at: usize) -> usize {
        (at + 1) & self.mask()
    }

    fn distance(&self, from: usize, to: usize) -> usize {
        to.wrapping_sub(from) & self.mask()
    }

    fn grow(&mut self) {
        let most = (2 * self.places.len()).max(FIRST_PLACES);
        let mut larger = Vec::new();
        larger.resize_with(most, || None);
        let before = core::mem::replace(&mut self.places, larger);
        self.len = 0;
        before.into_iter().flatten().for_each(|(ticket, value)| self.insert(ticket, value));
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use super::*;

    #[test]
    fn holds_what_a_map_holds() {
        let mut state = 1_u64;
        let mut next = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for step in [1, 16, 1 << 16, 1 << 40] {
            let (mut table, mut map) = (Table::new(), BTreeMap::new());
            for number in 0..if cfg!(miri) { 100 } else { 3000 } {
                let ticket = Ticket::new(number * step);
                table.insert(ticket, number);
                map.insert(ticket, number);
                if next(100) < 40 + 50 * (number / 500 % 2) {
                    let gone = Ticket::new(next(number + 1) * step);
                    assert_eq!(table.remove(gone), map.remove(&gone));
                }
                if next(8) == 0 {
                    let first = map.keys().next().copied();
                    assert_eq!(
                        first.and_then(|key| table.remove(key)),
                        map.pop_first().map(|(_, value)| value)
                    );
                }
                assert_eq!(
                    (table.len(), table.has(ticket)),
                    (map.len(), map.contains_key(&ticket))
                );
            }
            let held: BTreeMap<_, _> = table.iter().map(|(key, value)| (key, *value)).collect();
            assert_eq!(held, map);
            assert_eq!(table.remove(Ticket::new(u64::MAX)), None);
        }
        assert!(!Table::<u8>::new().has(Ticket::new(0)));
    }
}

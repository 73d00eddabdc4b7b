use std::prelude::rust_2024::*;

/// How many are remembered; a power of two.
const SLOTS: usize = 256;

/// The places of the texts of a batch that were seen last, by their views: the same
/// view in the same batch is the same text, which then need not be looked at.
pub(crate) struct Recent {
    slots: Vec<Slot>,
}

#[derive(Clone, Copy)]
struct Slot {
    view: u128,
    day: i64,
    place: Option<usize>,
}

impl Default for Recent {
    fn default() -> Self {
        Self { slots: vec![Slot { view: 0, day: 0, place: None }; SLOTS] }
    }
}

impl Recent {
    /// Forgets all, for another batch.
    pub(crate) fn clear(&mut self) {
        for slot in &mut self.slots {
            slot.place = None;
        }
    }

    /// The place of a text and a day; `find` says it of one that is not remembered.
    #[inline]
    pub(crate) fn place(
        &mut self,
        view: u128,
        day: i64,
        find: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        let mixed = (view as u64) ^ ((view >> 64) as u64).rotate_left(29) ^ day as u64;
        // The product's highest bits depend on all of its bits.
        let index = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SLOTS.ilog2());
        let slot = &mut self.slots[index as usize];
        match slot.place {
            Some(place) if slot.view == view && slot.day == day => Some(place),
            _ => {
                let place = find()?;
                *slot = Slot { view, day, place: Some(place) };
                Some(place)
            }
        }
    }
}

use alloc::collections::{BTreeMap, BTreeSet};

use crate::limiter::{ask::Ask, ticket::Ticket};

/// The requests that wait for one model, in the order in which they are admitted.
///
/// First come, first served; or fair: each tenant's tokens are laid end to end on
/// a line of its own that begins where the whole line stands, and who begins
/// first goes first (start-time fair queueing). Once nobody waits, nothing is
/// remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    fair: bool,
    waiting: BTreeMap<Ticket, Waiting>,
    /// Where each begins, and its ticket.
    order: BTreeSet<(u64, Ticket)>,
    /// Where the one admitted last began.
    reached: u64,
    /// Where each tenant's line ends.
    ends: BTreeMap<u64, u64>,
}

/// A request in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Waiting {
    pub(crate) ask: Ask,
    /// Where it begins.
    begins: u64,
    /// When it asked last.
    seen: u64,
}

impl Line {
    pub(crate) fn new(fair: bool) -> Self {
        Self { fair, ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub(crate) fn head(&self) -> Option<Ticket> {
        self.order.first().map(|(_, ticket)| *ticket)
    }

    pub(crate) fn get(&self, ticket: Ticket) -> Option<&Waiting> {
        self.waiting.get(&ticket)
    }

    /// Those that wait, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Ticket, &Ask)> {
        self.order.iter().filter_map(|(_, ticket)| Some((*ticket, &self.waiting.get(ticket)?.ask)))
    }

    /// A request joins.
    pub(crate) fn join(&mut self, now: u64, ticket: Ticket, ask: &Ask) {
        let begins = match self.fair {
            false => 0,
            true => {
                let tokens = ask.input.saturating_add(ask.max_completion.unwrap_or(0));
                let cost = tokens.saturating_add(ask.audio_millis).max(1);
                let begins = self.ends.get(&ask.tenant).map_or(0, |end| *end).max(self.reached);
                self.ends.insert(ask.tenant, begins.saturating_add(cost));
                begins
            }
        };
        self.restore(ticket, Waiting { ask: *ask, begins, seen: now });
    }

    /// The same, as it stood.
    pub(crate) fn restore(&mut self, ticket: Ticket, waiting: Waiting) {
        self.waiting.insert(ticket, waiting);
        self.order.insert((waiting.begins, ticket));
    }

    /// A request asks again. Less than an eighth of the lease after it was seen
    /// last, that is not worth a note.
    pub(crate) fn see(&mut self, now: u64, ticket: Ticket, lease_us: u64) {
        if let Some(waiting) = self.waiting.get_mut(&ticket)
            && now.saturating_sub(waiting.seen) > lease_us / 8
        {
            waiting.seen = now;
        }
    }

    /// A request leaves; whether it was there.
    pub(crate) fn leave(&mut self, ticket: Ticket) -> Option<Waiting> {
        let waiting = self.waiting.remove(&ticket)?;
        self.order.remove(&(waiting.begins, ticket));
        if self.order.is_empty() {
            (self.reached, self.ends) = (0, BTreeMap::new());
        }
        Some(waiting)
    }

    /// A request leaves because it is admitted.
    pub(crate) fn admit(&mut self, ticket: Ticket) {
        let Some(waiting) = self.get(ticket) else { return };
        self.reached = self.reached.max(waiting.begins);
        // A line that ends here is as good as none.
        if self.ends.len() > 2 * self.len() + 64 {
            let reached = self.reached;
            self.ends.retain(|_, end| *end > reached);
        }
        self.leave(ticket);
    }

    /// Lets those go who stand at the head and have not asked for so long.
    pub(crate) fn drop_lost(&mut self, now: u64, lease_us: u64) {
        while let Some(head) = self.head() {
            let lost = |waiting: &Waiting| waiting.seen.saturating_add(lease_us) < now;
            if !self.get(head).is_some_and(lost) {
                return;
            }
            self.leave(head);
        }
    }

    /// All entries that it keeps.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> usize {
        self.waiting.len() + self.order.len() + self.ends.len()
    }

    /// All that is needed to set it up again.
    pub(crate) fn state(&self) -> LineState {
        LineState { waiting: self.waiting.clone(), reached: self.reached, ends: self.ends.clone() }
    }

    pub(crate) fn resume(fair: bool, state: &LineState) -> Self {
        let mut line = Self { reached: state.reached, ends: state.ends.clone(), ..Self::new(fair) };
        state.waiting.iter().for_each(|(ticket, waiting)| line.restore(*ticket, *waiting));
        line
    }
}

/// A line as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct LineState {
    waiting: BTreeMap<Ticket, Waiting>,
    reached: u64,
    ends: BTreeMap<u64, u64>,
}

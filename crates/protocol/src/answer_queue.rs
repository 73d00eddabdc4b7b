use alloc::collections::VecDeque;

use crate::usage_record::{RecordKind, UsageRecord};

/// Puts the chunks of streamed answers together, so that each answer is one
/// record, in the order in which they began. Whatever the caller adds to the
/// first chunk of an answer comes back with it.
///
/// ```
/// use groq_protocol::{AnswerQueue, usage_records};
///
/// let chunk = |usage: u64| serde_json::json!({"object": "chat.completion.chunk", "id": "a",
///     "choices": [], "usage": {"prompt_tokens": 20, "completion_tokens": usage}});
/// let (mut queue, mut answers) = (AnswerQueue::new(), Vec::new());
/// for chunk in [chunk(1), chunk(4)] {
///     usage_records(&chunk).into_iter().for_each(|record| queue.add(record, (), |one, ()| answers.push(one)));
/// }
/// queue.finish(|one, ()| answers.push(one));
/// assert_eq!(answers.len(), 1);
/// assert_eq!(answers[0].usage.as_ref().unwrap().completion_tokens, Some(4));
/// ```
#[derive(Clone, Debug)]
pub struct AnswerQueue<T = ()> {
    waiting: VecDeque<Waiting<T>>,
    /// How many records have come.
    count: u64,
}

#[derive(Clone, Debug)]
struct Waiting<T> {
    record: UsageRecord,
    with: T,
    /// Whether more chunks may come.
    is_open: bool,
    /// The number of its last record.
    last: u64,
}

/// The most answers that wait for one whose stream has not ended.
const MOST: usize = 256;

impl<T> Default for AnswerQueue<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> AnswerQueue<T> {
    /// Without any answer.
    pub const fn new() -> Self {
        Self { waiting: VecDeque::new(), count: 0 }
    }

    /// Whether no answer waits for the rest of its stream.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes the next record and gives the answers that are whole.
    pub fn add(&mut self, record: UsageRecord, with: T, mut take: impl FnMut(UsageRecord, T)) {
        self.count += 1;
        let last = self.count;
        if record.kind != RecordKind::Chunk {
            if self.waiting.is_empty() {
                return take(record, with);
            }
            self.waiting.push_back(Waiting { record, with, is_open: false, last });
        } else {
            let same =
                |waiting: &&mut Waiting<T>| waiting.is_open && is_same(&waiting.record, &record);
            match self.waiting.iter_mut().rev().find(same) {
                Some(waiting) => {
                    waiting.last = last;
                    waiting.record.absorb(record);
                }
                None => self.waiting.push_back(Waiting { record, with, is_open: true, last }),
            }
        }
        self.give(&mut take);
    }

    /// Ends the stream that came last, as its `[DONE]` does.
    pub fn end_stream(&mut self, mut take: impl FnMut(UsageRecord, T)) {
        let open = self.waiting.iter_mut().filter(|waiting| waiting.is_open);
        if let Some(waiting) = open.max_by_key(|waiting| waiting.last) {
            waiting.is_open = false;
        }
        self.give(&mut take);
    }

    /// Gives what is left.
    pub fn finish(&mut self, mut take: impl FnMut(UsageRecord, T)) {
        self.waiting.drain(..).for_each(|waiting| take(waiting.record, waiting.with));
    }

    fn give(&mut self, take: &mut impl FnMut(UsageRecord, T)) {
        while self.waiting.front().is_some_and(|first| !first.is_open || self.waiting.len() > MOST)
        {
            if let Some(first) = self.waiting.pop_front() {
                take(first.record, first.with);
            }
        }
    }
}

/// Whether a chunk can be of an answer: by its id, else by its time.
fn is_same(answer: &UsageRecord, chunk: &UsageRecord) -> bool {
    match (&answer.id, &chunk.id) {
        (Some(one), Some(other)) => one == other,
        _ => answer.time.is_none() || chunk.time.is_none() || answer.time == chunk.time,
    }
}

use alloc::{format, string::ToString, vec::Vec};

use crate::{
    catalog::{model::Kind, tables::Catalog},
    error::Error,
    num::date::Date,
    offer::Offer,
    replay::{
        engine::Replay,
        fix::Fixing,
        outcome::{Log, OptionReport, Outcome},
        profile::Profiler,
        request::Request,
        rules::Rules,
        settings::Settings,
        waits::EXACT_WAITS,
    },
};

/// How much a [`Runner`] may keep in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Rows, to sort them or to work out what would have been enough.
    pub rows: usize,
    /// Waits of all options together, before their percentiles become estimates.
    pub waits: usize,
}

impl Default for Memory {
    /// Ten million rows and ten million waits: some 400 MB.
    fn default() -> Self {
        Self { rows: 10_000_000, waits: EXACT_WAITS }
    }
}

/// A replay from settings to outcome: of one option, of every option that
/// suits the log, or of both.
#[derive(Clone, Debug)]
pub struct Runner<'a> {
    catalog: Catalog<'a>,
    settings: Settings,
    day: Date,
    memory: Memory,
    chosen: Option<(Offer<'a>, Replay)>,
    /// Every option; empty before the first row, which says of what kind.
    others: Vec<(Offer<'a>, Replay)>,
    kept: Vec<Request>,
    /// What the traffic is like, where options are compared.
    profiler: Option<Profiler>,
    /// Whether all rows are kept so far.
    keeps_rows: bool,
    rows: u64,
}

/// Rows by which the kept ones grow: memory once taken is not given back, so
/// it does not double.
const GROWTH: usize = 250_000;

impl<'a> Runner<'a> {
    /// A replay of no row yet.
    ///
    /// # Errors
    ///
    /// For an option that is not offered on the day.
    pub fn new(catalog: &Catalog<'a>, settings: Settings, memory: Memory) -> Result<Self, Error> {
        let chosen = match settings.chosen(catalog)? {
            Some(offer) => {
                let exact_waits = memory.waits;
                let rules = Rules { exact_waits, ..settings.under(&offer)? };
                Some((offer, Replay::new(rules)))
            }
            None => None,
        };
        Ok(Self {
            catalog: *catalog,
            day: settings.day(catalog)?,
            memory,
            chosen,
            others: Vec::new(),
            kept: Vec::new(),
            keeps_rows: settings.sort || settings.fix,
            profiler: settings.compare.then(Profiler::default),
            rows: 0,
            settings,
        })
    }

    /// The settings it follows.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How many rows have been fed.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether all rows so far are kept, so that it can be worked out what
    /// would have been enough.
    pub const fn keeps_rows(&self) -> bool {
        self.keeps_rows
    }

    /// Feeds the next rows. It makes no difference how a log is cut up.
    ///
    /// # Errors
    ///
    /// As [`Replay::feed`]; for more rows to sort than may be kept; and for a
    /// log that no option suits.
    pub fn feed(&mut self, rows: &[Request]) -> Result<(), Error> {
        self.rows += rows.len() as u64;
        self.keep(rows)?;
        if self.settings.sort { Ok(()) } else { self.run(rows) }
    }

    fn keep(&mut self, rows: &[Request]) -> Result<(), Error> {
        if !self.keeps_rows {
            return Ok(());
        }
        let needed = self.kept.len() + rows.len();
        if needed > self.memory.rows {
            if self.settings.sort {
                let range = format!("at most {}, so that they can be sorted", self.memory.rows);
                return Err(Error::range("rows", &needed.to_string(), &range));
            }
            (self.keeps_rows, self.kept) = (false, Vec::new());
            return Ok(());
        }
        if needed > self.kept.capacity() {
            self.kept.reserve_exact(GROWTH.max(rows.len()));
        }
        self.kept.extend_from_slice(rows);
        Ok(())
    }

    fn run(&mut self, rows: &[Request]) -> Result<(), Error> {
        let wants_others = self.settings.all || self.settings.compare;
        if wants_others && self.others.is_empty() && !rows.is_empty() {
            self.others = self.start(rows)?;
        }
        if let Some(profiler) = &mut self.profiler {
            profiler.add(rows);
        }
        if let Some((_, replay)) = &mut self.chosen {
            replay.feed(rows)?;
        }
        self.others.iter_mut().try_for_each(|(_, replay)| replay.feed(rows))
    }

    /// A replay for each option that suits the rows.
    fn start(&self, rows: &[Request]) -> Result<Vec<(Offer<'a>, Replay)>, Error> {
        let audio = rows.iter().any(|row| row.audio_ms() > 0);
        let kind = if audio { Kind::Transcription } else { Kind::Chat };
        let offers = self.settings.every(&self.catalog, kind)?;
        // Their waits together take no more memory than those of one.
        let exact_waits = self.memory.waits / offers.len().max(1);
        let replay = |offer: Offer<'a>| {
            let rules = Rules { exact_waits, ..self.settings.under(&offer)? };
            Ok((offer, Replay::new(rules)))
        };
        offers.into_iter().map(replay).collect()
    }

    /// The outcome, and what is left to work out where the settings ask what
    /// would have been enough and all rows were kept.
    ///
    /// # Errors
    ///
    /// When a cost does not fit 128 bits; for sorted rows also as [`Runner::feed`].
    pub fn finish(mut self, log: Log) -> Result<(Outcome<'a>, Option<Fixing>), Error> {
        let mut kept = core::mem::take(&mut self.kept);
        if self.settings.sort {
            kept.sort_by_key(Request::t_us);
            self.run(&kept)?;
        }
        let Self { settings, day, chosen, others, profiler, keeps_rows, rows, .. } = self;
        let report = |(offer, replay): (Offer<'a>, Replay)| {
            let rules = *replay.rules();
            let report = replay.finish()?;
            Ok(OptionReport::new(offer, &rules, report, &settings.target))
        };
        let rules = chosen.as_ref().map(|(_, replay)| *replay.rules());
        let chosen = chosen.map(report).transpose()?;
        let options = others.into_iter().map(report).collect::<Result<Vec<_>, Error>>()?;
        let fixing = match (&chosen, rules) {
            (Some(chosen), Some(rules)) if settings.fix && keeps_rows => {
                Some(Fixing::new(rules, chosen.report.limits, kept))
            }
            _ => None,
        };
        let profile = profiler.map(Profiler::finish);
        Ok((Outcome { profile, ..Outcome::new(settings, day, log, rows, chosen, options) }, fixing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::draft::Draft;

    fn rows(times: &[u64]) -> Vec<Request> {
        times.iter().map(|time| Request::new(*time, 10, 0, 1).unwrap()).collect()
    }

    fn none_of(draft: &Draft, memory: Memory) -> Runner<'static> {
        let settings = Draft { all: true, as_of: Some("2026-06-04".into()), ..draft.clone() };
        Runner {
            catalog: Catalog::EMPTY,
            day: Date::parse("2026-06-04").unwrap(),
            memory,
            chosen: Some((
                Offer::bare("m", Kind::Chat, crate::Plan::Free, crate::Tier::OnDemand),
                Replay::new(Rules::new(crate::Caps::NONE, crate::Prices::NONE)),
            )),
            others: Vec::new(),
            kept: Vec::new(),
            keeps_rows: draft.sort || draft.fix,
            profiler: None,
            rows: 0,
            settings: Settings { all: false, ..settings.check().unwrap() },
        }
    }

    #[test]
    fn rows_in_any_order_are_sorted_where_that_is_asked() {
        let draft = Draft { sort: true, ..Draft::default() };
        let mut runner = none_of(&draft, Memory::default());
        runner.feed(&rows(&[5, 3])).unwrap();
        runner.feed(&rows(&[4])).unwrap();
        let (outcome, _) = runner.finish(Log::default()).unwrap();
        let chosen = outcome.chosen.unwrap();
        assert_eq!((outcome.rows, chosen.report.last_start_us), (3, Some(2)));
        let mut unsorted = none_of(&Draft::default(), Memory::default());
        assert_eq!(unsorted.feed(&rows(&[5, 3])).unwrap_err().field(), "t_us");
    }

    #[test]
    fn more_rows_than_may_be_kept_are_an_error_only_where_they_are_sorted() {
        let memory = Memory { rows: 2, waits: 10 };
        let mut sorted = none_of(&Draft { sort: true, ..Draft::default() }, memory);
        assert_eq!(sorted.feed(&rows(&[1, 2, 3])).unwrap_err().field(), "rows");
        let mut runner = none_of(&Draft::default(), memory);
        runner.settings.fix = true;
        runner.keeps_rows = true;
        runner.feed(&rows(&[1, 2])).unwrap();
        assert!(runner.keeps_rows());
        runner.feed(&rows(&[3])).unwrap();
        assert!(!runner.keeps_rows());
        let (outcome, fixing) = runner.finish(Log::default()).unwrap();
        assert_eq!((outcome.chosen.unwrap().report.admitted, fixing.is_none()), (3, true));
    }
}

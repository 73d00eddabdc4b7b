//! A job while it is worked off. It touches no browser, so that all of it can
//! be tested outside one.

use groq_calc::{
    Limit, Offer, Question, offers,
    replay::{
        Replay, Report, Request, Rules, Throttle, best_throttle, cheapest, paid, sufficient_caps,
    },
};
use groq_catalog::CATALOG;
use groq_log::Format;
use serde_json::{Map, Value, json};

use crate::job::{Job, Way};

/// Rows that are kept to work out what would fix it: 96 MB.
pub const MOST_KEPT: usize = 3_000_000;
/// Rows by which the room for them grows.
const ROOM: usize = 250_000;
/// Waits that are kept for each of the other options, to compare them.
const OTHERS_WAITS: usize = 100_000;

/// What is known of a log once it has been read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Log {
    pub(crate) rows: u64,
    pub(crate) skipped: u64,
    pub(crate) format: Option<Format>,
}

/// A log being replayed against one option and, beside it, all others.
pub(crate) struct Run {
    question: Question,
    way: Way,
    sort: bool,
    chosen: Offer<'static>,
    replay: Replay,
    /// The others; nothing before the first row, which says of what kind.
    others: Vec<(Offer<'static>, Replay)>,
    kept: Vec<Request>,
    /// Whether all rows are kept so far.
    keeps: bool,
    rows: u64,
}

impl Run {
    pub(crate) fn new(job: &Job) -> Result<Self, String> {
        let question = job.question()?;
        let way = job.settings.read().map_err(|wrong| {
            let fields: Vec<_> = wrong.into_iter().map(|(field, _)| field).collect();
            format!("{} cannot be used", fields.join(", "))
        })?;
        let chosen = job.offer(&question)?;
        let rules = way.rules.under(&chosen, way.margin_percent).map_err(text)?;
        Ok(Self {
            question,
            way,
            sort: job.settings.sort,
            chosen,
            replay: Replay::new(rules),
            others: Vec::new(),
            kept: Vec::new(),
            keeps: true,
            rows: 0,
        })
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes the next rows.
    pub(crate) fn take(&mut self, rows: &[Request]) -> Result<(), String> {
        self.rows += rows.len() as u64;
        self.keep(rows)?;
        if self.sort { Ok(()) } else { self.feed(rows) }
    }

    fn keep(&mut self, rows: &[Request]) -> Result<(), String> {
        if !self.keeps {
            return Ok(());
        }
        let needed = self.kept.len() + rows.len();
        if needed > MOST_KEPT {
            if self.sort {
                return Err(format!("at most {MOST_KEPT} rows can be sorted here"));
            }
            (self.keeps, self.kept) = (false, Vec::new());
            return Ok(());
        }
        if needed > self.kept.capacity() {
            // Not twice as much each time: memory once taken is not given back.
            self.kept.reserve_exact(ROOM.max(rows.len()));
        }
        self.kept.extend_from_slice(rows);
        Ok(())
    }

    fn feed(&mut self, rows: &[Request]) -> Result<(), String> {
        if self.others.is_empty() && !rows.is_empty() {
            self.others = self.every(rows.iter().any(|row| row.audio_ms() > 0))?;
        }
        self.replay.feed(rows).map_err(text)?;
        self.others.iter_mut().try_for_each(|(_, replay)| replay.feed(rows)).map_err(text)
    }

    /// All options of the kind that the log needs.
    fn every(&self, audio: bool) -> Result<Vec<(Offer<'static>, Replay)>, String> {
        let mut question = self.question.clone();
        if audio {
            question.workload.audio = groq_calc::num::AudioMillis::new(1);
        }
        let offers = offers(&CATALOG, &question).map_err(text)?;
        offers
            .into_iter()
            .map(|offer| {
                let rules = self.way.rules.under(&offer, self.way.margin_percent).map_err(text)?;
                Ok((offer, Replay::new(Rules { exact_waits: OTHERS_WAITS, ..rules })))
            })
            .collect()
    }

    /// The answer, and the rest if all rows were kept.
    pub(crate) fn finish(mut self, log: Log) -> Result<(Value, Option<Fix>), String> {
        if self.sort {
            let mut kept = std::mem::take(&mut self.kept);
            kept.sort_by_key(Request::t_us);
            self.feed(&kept)?;
            self.kept = kept;
        }
        let Self { chosen, replay, others, way, .. } = self;
        let rules = *replay.rules();
        let report = replay.finish().map_err(text)?;
        let others: Vec<(Offer<'_>, Report)> = others
            .into_iter()
            .map(|(offer, replay)| Ok((offer, replay.finish().map_err(text)?)))
            .collect::<Result<_, String>>()?;
        let recommended = cheapest(&others, &way.target);
        let options: Vec<Value> = others
            .iter()
            .map(|(offer, report)| {
                json!({
                    "model": offer.model,
                    "plan": offer.plan,
                    "tier": offer.tier,
                    "admitted": report.admitted,
                    "lost": report.lost(),
                    "wait_p99_us": report.waits.p99_us,
                    "paid_usd": paid(offer, report),
                    "known": report.unknown_limits.is_empty(),
                    "meets": way.target.is_met(report),
                })
            })
            .collect();
        let mut answer = fields(&report)?;
        let caps = report.limits.iter().map(|limit| figure(limit, rules.caps.figure(limit)));
        let facts = json!({
            "rows": log.rows,
            "skipped_rows": log.skipped,
            "format": log.format.map(Format::name),
            "model": chosen.model,
            "plan": chosen.plan,
            "tier": chosen.tier,
            "paid_usd": paid(&chosen, &report),
            "lost": report.lost(),
            "meets": way.target.is_met(&report),
            "caps": caps.collect::<Map<_, _>>(),
            "options": options,
            "recommended": recommended,
        });
        if let Value::Object(facts) = facts {
            answer.extend(facts);
        }
        let fix =
            self.keeps.then_some(Fix { rules, report_limits: report.limits, rows: self.kept });
        Ok((Value::Object(answer), fix))
    }
}

/// What is left to work out: what would have been enough.
pub(crate) struct Fix {
    rules: Rules,
    report_limits: groq_calc::LimitSet,
    rows: Vec<Request>,
}

impl Fix {
    /// The least caps under which nothing would have been refused.
    pub(crate) fn caps(&self) -> Result<Value, String> {
        let caps = sufficient_caps(&self.rules, &self.rows).map_err(text)?;
        let caps = self.report_limits.iter().map(|limit| figure(limit, caps.figure(limit)));
        Ok(Value::Object(caps.collect()))
    }

    /// The throttle with the shortest waits.
    pub(crate) fn throttle(&self) -> Result<Option<Throttle>, String> {
        best_throttle(&self.rules, &self.rows).map_err(text)
    }
}

fn figure(limit: Limit, cap: Option<u64>) -> (String, Value) {
    (limit.name().to_string(), json!(cap))
}

fn fields(report: &Report) -> Result<Map<String, Value>, String> {
    match serde_json::to_value(report) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("the report is no object".into()),
        Err(error) => Err(error.to_string()),
    }
}

fn text(error: groq_calc::Error) -> String {
    error.to_string()
}

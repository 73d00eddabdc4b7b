use alloc::{
    boxed::Box,
    format,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::{
    Date, Decimal, Draft, Number, Offer, OptionId, Plan, Tier, Usd,
    replay::{Charge, Limiter, Policy, Replay, Request, Rules, Stretch, paid},
};
use groq_log::{Options, Reader};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Catalog, ask::Field, cost::count, fault::Fault, json};

/// Against what, and how, a log is replayed; named as the command's flags.
#[derive(Default)]
struct Asked {
    draft: Draft,
    model: String,
    plan: String,
    tier: Option<String>,
    limiter: Limiter,
    queue: bool,
    charge: Charge,
    patience_seconds: Option<Number>,
    batch: bool,
    stretch: Option<Number>,
    scale: Option<Number>,
    safety_margin_percent: Option<Number>,
    skip_bad_rows: bool,
}

/// The one of two names that was given.
fn either<T>(field: &str, text: &str, names: [(&str, T); 2]) -> Result<T, Fault> {
    let range = format!("{} or {}", names[0].0, names[1].0);
    let found = names.into_iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| value).ok_or_else(|| Fault::illegal(field, text, &range))
}

/// A whole number that the engine holds against its range.
fn whole(field: &str, number: Option<&Number>, default: u64) -> Result<u64, Fault> {
    let Some(number) = number else { return Ok(default) };
    let whole = Decimal::parse(number.as_str()).and_then(|number| number.scaled(0));
    let whole = whole.and_then(|whole| u64::try_from(whole).ok());
    whole.ok_or_else(|| Fault::illegal(field, number.as_str(), "a whole number"))
}

impl Asked {
    fn read(text: &str) -> Result<Self, Fault> {
        let mut asked = Self::default();
        asked.draft.workload.requests_per_day = Some(Number::from(1));
        Field::parse("options", text)?.each(false, &mut |name, field| {
            match name {
                "as_of" => asked.draft.as_of = Some(field.string()?),
                "limits" => asked.draft.limits = field.limits()?,
                "model" => asked.model = field.string()?,
                "plan" => asked.plan = field.string()?,
                "tier" => asked.tier = Some(field.string()?),
                "limiter" => {
                    let names = [("bucket", Limiter::Bucket), ("fixed", Limiter::Fixed)];
                    asked.limiter = either(name, &field.string()?, names)?;
                }
                "policy" => {
                    let names = [("drop", false), ("queue", true)];
                    asked.queue = either(name, &field.string()?, names)?;
                }
                "charge" => {
                    let names = [("uncached", Charge::Uncached), ("total", Charge::Total)];
                    asked.charge = either(name, &field.string()?, names)?;
                }
                "patience_seconds" => asked.patience_seconds = Some(field.number()?),
                "batch" => asked.batch = field.boolean()?,
                "stretch" => asked.stretch = Some(field.number()?),
                "scale" => asked.scale = Some(field.number()?),
                "safety_margin_percent" => asked.safety_margin_percent = Some(field.number()?),
                "skip_bad_rows" => asked.skip_bad_rows = field.boolean()?,
                _ => return Err(field.unknown()),
            }
            Ok(())
        })?;
        Ok(asked)
    }

    fn offer(
        &self,
        catalog: &groq_calc::Catalog<'static>,
    ) -> Result<(Date, Offer<'static>), Fault> {
        let question = self.draft.check()?;
        let plan = Plan::parse(&self.plan)
            .ok_or_else(|| Fault::illegal("plan", &self.plan, "free or developer"))?;
        let tier = match self.tier.as_deref() {
            None => Tier::OnDemand,
            Some(name) => Tier::parse(name)
                .ok_or_else(|| Fault::illegal("tier", name, "on_demand or flex"))?,
        };
        let offer = question
            .on(catalog)
            .and_then(|dated| dated.offer(OptionId::new(&self.model, plan, tier)))?;
        Ok((question.day(catalog)?, offer))
    }

    fn policy(&self) -> Result<Policy, Fault> {
        let patience_us = match &self.patience_seconds {
            None => None,
            Some(_) if !self.queue => {
                let message =
                    "patience_seconds is for the policy queue; a dropped request does not wait";
                return Err(Fault::new("invalid", "patience_seconds", message.into()));
            }
            Some(given) => {
                let micros = Decimal::parse(given.as_str()).and_then(|given| given.scaled(6));
                let micros = micros.and_then(|micros| u64::try_from(micros).ok());
                let range = "a number of seconds, with at most 6 decimals";
                let illegal = || Fault::illegal("patience_seconds", given.as_str(), range);
                Some(micros.ok_or_else(illegal)?)
            }
        };
        Ok(if self.queue { Policy::Queue { patience_us } } else { Policy::Drop })
    }

    fn rules(&self, offer: &Offer<'_>) -> Result<Rules, Fault> {
        let scale = whole("scale", self.scale.as_ref(), 1)?;
        let repeats = format!("a whole number from 1 to {}", Rules::MAX_REPEATS);
        let scale = u32::try_from(scale)
            .map_err(|_| Fault::illegal("scale", &scale.to_string(), &repeats))?;
        let margin = whole("safety_margin_percent", self.safety_margin_percent.as_ref(), 0)?;
        let stretch = self.stretch.as_ref().map(|factor| Stretch::parse(factor.as_str()));
        let rules = Rules {
            limiter: self.limiter,
            policy: self.policy()?,
            charge: self.charge,
            stretch: stretch.transpose()?.unwrap_or_default(),
            scale,
            batch: self.batch,
            ..Rules::of(offer)
        };
        Ok(rules.under(offer, margin)?)
    }
}

/// A log on its way through the limits of one option.
#[wasm_bindgen]
pub struct Replayer {
    asked: Asked,
    day: Date,
    offer: Offer<'static>,
    replay: Replay,
    /// Of a log that comes as text.
    reader: Option<Reader>,
    rows: Vec<Request>,
    fed: u64,
}

#[wasm_bindgen]
impl Replayer {
    /// The next bytes of a log as text.
    pub fn feed_text(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let options = Options { skip_bad_rows: self.asked.skip_bad_rows, unsorted: false };
        let reader = self.reader.get_or_insert_with(|| Reader::new(options));
        let read = reader.feed(bytes, &mut self.rows);
        self.pass()?;
        Ok(read?)
    }

    /// The next rows, times in microseconds as whole numbers of 64 bits.
    #[allow(clippy::too_many_arguments)]
    pub fn feed_rows(
        &mut self,
        t_us: &[u64],
        input: &[u32],
        output: &[u32],
        cached: Option<Box<[u32]>>,
        max_completion: Option<Box<[u32]>>,
        audio_ms: Option<Box<[u32]>>,
        batch: Option<Box<[u8]>>,
    ) -> Result<(), Fault> {
        let columns = Columns { input, output, cached, max_completion, audio_ms, batch };
        self.feed(t_us.iter().map(|time| Ok(*time)), &columns)
    }

    /// The same with times as JavaScript's own numbers.
    #[allow(clippy::too_many_arguments)]
    pub fn feed_timed_rows(
        &mut self,
        t_us: &[f64],
        input: &[u32],
        output: &[u32],
        cached: Option<Box<[u32]>>,
        max_completion: Option<Box<[u32]>>,
        audio_ms: Option<Box<[u32]>>,
        batch: Option<Box<[u8]>>,
    ) -> Result<(), Fault> {
        let columns = Columns { input, output, cached, max_completion, audio_ms, batch };
        self.feed(t_us.iter().map(|time| count("t_us", *time)), &columns)
    }

    /// How many rows have been read.
    #[wasm_bindgen(getter)]
    pub fn fed(&self) -> f64 {
        self.fed as f64
    }

    /// The report, as `groq-calc replay --json`.
    pub fn finish(mut self) -> Result<String, Fault> {
        if let Some(text) = &mut self.reader {
            text.finish(&mut self.rows)?;
            self.pass()?;
        }
        let Self { asked, day, offer, replay, reader, fed, .. } = self;
        let rules = *replay.rules();
        let report = replay.finish()?;
        let head = Head {
            as_of: day,
            limiter: rules.limiter,
            policy: if asked.queue { "queue" } else { "drop" },
            charge: rules.charge,
            rows: fed,
            skipped_rows: reader.as_ref().map_or(0, Reader::skipped),
            format: reader.as_ref().and_then(Reader::format).map(groq_log::Format::name),
            model: offer.id.model,
            plan: offer.id.plan,
            tier: offer.id.tier,
            paid_usd: paid(&offer, &report),
        };
        Ok(json::joined(&head, &report))
    }
}

#[wasm_bindgen]
impl Catalog {
    /// A replay of no row yet, under an option of this catalog; what is asked
    /// for is JSON.
    pub fn replayer(&self, asked: &str) -> Result<Replayer, Fault> {
        let asked = Asked::read(asked)?;
        let (day, offer) = asked.offer(&self.0)?;
        let replay = Replay::new(asked.rules(&offer)?);
        Ok(Replayer { asked, day, offer, replay, reader: None, rows: Vec::new(), fed: 0 })
    }
}

impl Replayer {
    fn feed(
        &mut self,
        times: impl ExactSizeIterator<Item = Result<u64, Fault>>,
        columns: &Columns<'_>,
    ) -> Result<(), Fault> {
        columns.check(times.len())?;
        for (index, time) in times.enumerate() {
            let row = time.and_then(|time| Ok(columns.row(time, index)?));
            self.rows.push(row.map_err(|fault| fault.at_row(self.fed + index as u64))?);
        }
        self.pass()
    }

    fn pass(&mut self) -> Result<(), Fault> {
        let passed = self.replay.feed(&self.rows);
        self.fed += self.rows.len() as u64;
        self.rows.clear();
        Ok(passed?)
    }
}

/// Rows of a log, but for their times.
struct Columns<'a> {
    input: &'a [u32],
    output: &'a [u32],
    cached: Option<Box<[u32]>>,
    max_completion: Option<Box<[u32]>>,
    audio_ms: Option<Box<[u32]>>,
    batch: Option<Box<[u8]>>,
}

impl Columns<'_> {
    fn check(&self, rows: usize) -> Result<(), Fault> {
        let optional = |column: &Option<Box<[u32]>>| column.as_ref().map(|column| column.len());
        for (name, length) in [
            ("input", Some(self.input.len())),
            ("output", Some(self.output.len())),
            ("cached", optional(&self.cached)),
            ("max_completion", optional(&self.max_completion)),
            ("audio_ms", optional(&self.audio_ms)),
            ("batch", self.batch.as_ref().map(|column| column.len())),
        ] {
            if let Some(length) = length.filter(|length| *length != rows) {
                let range = format!("{rows} rows long, as the column t_us is");
                return Err(Fault::illegal(name, &format!("{length} rows long"), &range));
            }
        }
        Ok(())
    }

    fn row(&self, time: u64, index: usize) -> Result<Request, groq_calc::Error> {
        let optional =
            |column: &Option<Box<[u32]>>| column.as_ref().map_or(0, |column| column[index]);
        Request::new(time, self.input[index], optional(&self.cached), self.output[index])?
            .with_max_completion(optional(&self.max_completion))?
            .with_audio(optional(&self.audio_ms))
            .map(|row| {
                row.with_batchable(self.batch.as_ref().is_some_and(|batch| batch[index] > 0))
            })
    }
}

/// What a report is about.
#[derive(Serialize)]
struct Head<'a> {
    as_of: Date,
    limiter: Limiter,
    policy: &'static str,
    charge: Charge,
    rows: u64,
    skipped_rows: u64,
    format: Option<&'static str>,
    model: &'a str,
    plan: Plan,
    tier: Tier,
    /// What is paid for the admitted and the batched; nothing on the free plan.
    paid_usd: Option<Usd>,
}

use alloc::{
    collections::VecDeque,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use crate::{
    answer::organisation::answer::OrganisationAnswer,
    catalog::{
        limits::LimitSet,
        measure::Measure,
        plan::{OptionId, Tier},
    },
    error::Error,
    question::organisation::MOST_SERVICES,
    replay::{
        ceiling::Ceiling,
        gate::{Gate, Outcome, Verdict},
        held::Held,
        per_limit::PerLimit,
        policy::Policy,
        refusal::Refusal,
        request::Request,
        rules::Rules,
        waits::{Kept, Waits},
    },
};

/// In which order the services that share limits are served while they wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Order {
    /// First come, first served.
    #[default]
    FirstCome,
    /// Fair: the service goes next that has had the fewest tokens of late
    /// (start-time fair queueing); within one, first come, first served.
    Fair,
}

/// A request of one of several services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceRequest {
    /// Which service, counted from 0.
    pub service: usize,
    /// The request.
    pub request: Request,
}

/// A log of several services, replayed against the limits that they share.
///
/// Services on the same model and tier share one set of buckets. Each row is
/// judged by the rules of its service's place; the rules say whether what is
/// refused is dropped or waits, and the order who goes first. Rows are neither
/// stretched nor repeated.
///
/// ```
/// use groq_calc::{Caps, Limit, Prices};
/// use groq_calc::replay::{Order, Policy, Request, Rules, ServiceRequest, SharedReplay};
///
/// // 600 tokens a minute are 10 a second; both services are on it.
/// let rules = Rules::new(Caps::NONE.with(Limit::TPM, 600), Prices::NONE);
/// let rules = Rules { policy: Policy::Queue { patience_us: None }, ..rules };
/// let names = ["digest".into(), "support".into()];
/// let row = |service, tokens| {
///     Request::new(0, tokens, 0, 0).map(|request| ServiceRequest { service, request })
/// };
/// // The digest sends a pile, and support one question.
/// let rows = [row(0, 600)?, row(0, 600)?, row(1, 10)?];
/// let replayed = |order| {
///     let mut replay = SharedReplay::new(vec![rules], &[0, 0], &names, order)?;
///     replay.feed(&rows)?;
///     replay.finish()
/// };
/// let support = &replayed(Order::FirstCome)?[1];
/// // It waits a minute behind the digest, then a second for its own tokens.
/// assert_eq!((support.waited_us, support.behind[0].waited_us), (61_000_000, 60_000_000));
/// assert_eq!(replayed(Order::Fair)?[1].waited_us, 1_000_000);
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SharedReplay {
    order: Order,
    places: Vec<Place>,
    /// Of each service, the place where it is.
    of: Vec<usize>,
    services: Vec<Tally>,
    rows: u64,
    span: Option<(u64, u64)>,
}

/// One set of buckets with whoever waits for it.
#[derive(Clone, Debug)]
struct Place {
    rules: Rules,
    ceiling: Ceiling,
    gate: Gate,
    /// When the last request that was offered started or was gone.
    freed: u64,
    held: Held,
    /// For each service, what waits for its turn.
    waiting: Vec<VecDeque<Waiting>>,
    /// The tag of what was served last.
    served: u128,
    /// For each service, the tag at which its next request may start.
    next: Vec<u128>,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    row: u64,
    tag: u128,
    request: Request,
}

#[derive(Clone, Debug)]
struct Tally {
    report: ServiceReport,
    waits: Kept,
}

/// What one service met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ServiceReport {
    /// Its name.
    pub name: String,
    /// Rows.
    pub requests: u64,
    /// Those that started.
    pub admitted: u64,
    /// Those that a limit refused, where refused ones are dropped.
    pub rejected: u64,
    /// Those that started later than they came.
    pub delayed: u64,
    /// Those that lost patience.
    pub abandoned: u64,
    /// Those that can never pass.
    pub oversize: u64,
    /// Those that ran as batch.
    pub batched: u64,
    /// How often each limit refused one.
    pub failed_by: PerLimit,
    /// How often each had the longest wait.
    pub longest_wait_by: PerLimit,
    /// The first that was refused.
    pub first: Option<Refusal>,
    /// How long those that started had waited.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub waits: Waits,
    /// All their waits together, in microseconds.
    pub waited_us: u64,
    /// Of them, how long each service was ahead in the queue; what is its own is
    /// also what its requests waited at the head for the limits.
    pub behind: Vec<Behind>,
}

/// How long requests waited behind those of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Behind {
    /// The service that was ahead.
    pub service: String,
    /// For how long, in microseconds.
    pub waited_us: u64,
}

impl SharedReplay {
    /// A replay of no row yet: the rules of each place, and of each service its
    /// place and name.
    ///
    /// # Errors
    ///
    /// Without services, with more than twelve, or where one has no place or name.
    pub fn new(
        places: Vec<Rules>,
        of: &[usize],
        names: &[String],
        order: Order,
    ) -> Result<Self, Error> {
        let count = of.len();
        let is_placed = of.iter().all(|place| *place < places.len());
        if count == 0 || count > MOST_SERVICES || names.len() != count || !is_placed {
            let range = "1 to 12 services, each with a name and a place";
            return Err(Error::range("services", &count.to_string(), range));
        }
        let place = |rules: Rules| Place {
            ceiling: Ceiling::new(&rules),
            gate: rules.gate(),
            freed: 0,
            held: Held::default(),
            waiting: vec![VecDeque::new(); count],
            served: 0,
            next: vec![0; count],
            rules,
        };
        let tally = |name: &String| Tally {
            report: ServiceReport {
                name: name.clone(),
                requests: 0,
                admitted: 0,
                rejected: 0,
                delayed: 0,
                abandoned: 0,
                oversize: 0,
                batched: 0,
                failed_by: PerLimit::NONE,
                longest_wait_by: PerLimit::NONE,
                first: None,
                waits: Waits::default(),
                waited_us: 0,
                behind: names
                    .iter()
                    .map(|service| Behind { service: service.clone(), waited_us: 0 })
                    .collect(),
            },
            waits: Kept::new(crate::replay::waits::EXACT_WAITS),
        };
        Ok(Self {
            order,
            places: places.into_iter().map(place).collect(),
            of: of.to_vec(),
            services: names.iter().map(tally).collect(),
            rows: 0,
            span: None,
        })
    }

    /// A replay under the assignment of an answer: in the order of its services,
    /// each cap less the largest safety margin of those that share it.
    ///
    /// # Errors
    ///
    /// For an answer that was read from JSON, which has neither its question nor
    /// its catalog; else as [`Rules::under`].
    pub fn of(answer: &OrganisationAnswer<'_>, way: Rules, order: Order) -> Result<Self, Error> {
        let (catalog, organisation) = answer.asked()?;
        let dated = organisation.on(catalog)?;
        let mut ids: Vec<(&str, Tier)> = Vec::new();
        let mut of = Vec::with_capacity(answer.services.len());
        for service in &answer.services {
            let id = (service.model, service.tier);
            let place = ids.iter().position(|other| *other == id);
            of.push(place.unwrap_or(ids.len()));
            if place.is_none() {
                ids.push(id);
            }
        }
        let mut places = Vec::with_capacity(ids.len());
        for (index, (model, tier)) in ids.into_iter().enumerate() {
            let here = organisation.services.iter().zip(&of).filter(|(_, place)| **place == index);
            let margins = here.flat_map(|(service, _)| &service.calls);
            let margin = margins.map(|call| call.safety_margin_percent).max().unwrap_or(0);
            let offer = dated.offer(OptionId::new(model, answer.plan, tier))?;
            places.push(way.under(&offer, margin)?);
        }
        let names: Vec<String> =
            organisation.services.iter().map(|service| service.name.clone()).collect();
        Self::new(places, &of, &names, order)
    }

    /// Feeds the next rows. It makes no difference how a log is cut up.
    ///
    /// # Errors
    ///
    /// When a row is earlier than the one before it or of a service that there is
    /// not, or a start lies beyond what can be counted. The rows before the one at
    /// fault have been replayed.
    pub fn feed(&mut self, rows: &[ServiceRequest]) -> Result<(), Error> {
        for row in rows {
            let t = row.request.t_us;
            let (first, last) = self.span.unwrap_or((t, t));
            if t < last {
                let range = alloc::format!("at least {last}, the time before it");
                return Err(Error::range("t_us", &t.to_string(), &range));
            }
            if row.service >= self.of.len() {
                let most = self.of.len() - 1;
                let range = alloc::format!("a whole number from 0 to {most}");
                return Err(Error::range("service", &row.service.to_string(), &range));
            }
            self.span = Some((first, t));
            self.take(first, row)?;
            self.rows += 1;
        }
        Ok(())
    }

    fn take(&mut self, first: u64, row: &ServiceRequest) -> Result<(), Error> {
        let ServiceRequest { service, request } = *row;
        let index = self.of[service];
        let place = &mut self.places[index];
        let report = &mut self.services[service].report;
        report.requests += 1;
        if place.rules.batch && request.is_batchable() {
            report.batched += 1;
            return Ok(());
        }
        if place.ceiling.stops(&request) {
            report.oversize += 1;
            return Ok(());
        }
        if self.order == Order::FirstCome || place.rules.policy == Policy::Drop {
            return self.offer(first, index, service, self.rows, &request);
        }
        // Who was free to go before this one came has gone.
        self.serve(first, index, Some(request.t_us))?;
        let place = &mut self.places[index];
        let taken = request.taken(place.rules.credits());
        let tokens = Measure::Tokens.of(&taken).max(taken.audio_millis).max(1);
        let tag = place.served.max(place.next[service]);
        place.next[service] = tag + u128::from(tokens);
        place.waiting[service].push_back(Waiting { row: self.rows, tag, request });
        Ok(())
    }

    /// Serves those who wait, as far as they are due before a time.
    fn serve(&mut self, first: u64, index: usize, before: Option<u64>) -> Result<(), Error> {
        loop {
            let place = &self.places[index];
            let heads = place.waiting.iter().filter_map(VecDeque::front);
            let Some(earliest) = heads.map(|head| head.request.t_us).min() else { return Ok(()) };
            let due = place.freed.max(earliest);
            if before.is_some_and(|before| due >= before) {
                return Ok(());
            }
            let has_come = |head: &&Waiting| head.request.t_us <= due;
            let heads = place.waiting.iter().enumerate().filter_map(|(service, queue)| {
                let head = queue.front().filter(has_come)?;
                Some((head.tag, service))
            });
            let Some((tag, service)) = heads.min() else { return Ok(()) };
            let place = &mut self.places[index];
            place.served = tag;
            if let Some(next) = place.waiting[service].pop_front() {
                self.offer(first, index, service, next.row, &next.request)?;
            }
        }
    }

    /// Holds a request whose turn has come against the limits.
    fn offer(
        &mut self,
        first: u64,
        index: usize,
        service: usize,
        row: u64,
        request: &Request,
    ) -> Result<(), Error> {
        let place = &mut self.places[index];
        let t = request.t_us;
        let verdict = place.gate.offer(t, request)?;
        let tally = &mut self.services[service];
        tally.refused(row, first, &verdict);
        let report = &mut tally.report;
        let end = match verdict.outcome {
            Outcome::Refused => {
                report.rejected += 1;
                return Ok(());
            }
            Outcome::Left(time) => {
                report.abandoned += 1;
                // One that left from within the queue was never ahead of others.
                if verdict.longest.is_none() {
                    return Ok(());
                }
                time
            }
            Outcome::Started(start) => {
                let wait = start - t;
                report.admitted += 1;
                report.delayed += u64::from(wait > 0);
                report.waited_us = report.waited_us.saturating_add(wait);
                let ahead = place.held.between(t, verdict.asked_at);
                for (behind, ahead) in report.behind.iter_mut().zip(ahead) {
                    behind.waited_us = behind.waited_us.saturating_add(ahead);
                }
                let own = &mut report.behind[service].waited_us;
                *own = own.saturating_add(start - verdict.asked_at);
                tally.waits.add(wait);
                start
            }
        };
        place.freed = end;
        place.held.hold(service, verdict.asked_at, end);
        let waiting = place.waiting.iter().filter_map(VecDeque::front);
        let oldest = waiting.map(|head| head.request.t_us).min();
        place.held.forget(oldest.map_or(t, |oldest| oldest.min(t)));
        Ok(())
    }

    /// What each service met, in their order.
    ///
    /// # Errors
    ///
    /// As [`SharedReplay::feed`], for those who still wait.
    pub fn finish(mut self) -> Result<Vec<ServiceReport>, Error> {
        let first = self.span.map_or(0, |(first, _)| first);
        for index in 0..self.places.len() {
            self.serve(first, index, None)?;
        }
        let finished = self
            .services
            .into_iter()
            .map(|tally| ServiceReport { waits: tally.waits.finish(), ..tally.report });
        Ok(finished.collect())
    }
}

impl Tally {
    fn refused(&mut self, row: u64, first: u64, verdict: &Verdict) {
        let Some((limit, retry_after_us)) = verdict.longest else { return };
        let failed: LimitSet = verdict.failed;
        failed.iter().for_each(|limit| self.report.failed_by.add(limit, 1));
        self.report.longest_wait_by.add(limit, 1);
        let t_us = verdict.asked_at - first;
        self.report.first.get_or_insert(Refusal { row, t_us, limit, retry_after_us });
    }
}

//! The entries of a text as figures.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::{Number, WorkloadDraft, catalog::CapabilitySet};
use groq_protocol::{CachedPart, Endpoint, UsageRecord};
use groq_tokens::{Counter, Family, Framed};

use crate::{
    body::{Body, model_name},
    entry::Entry,
    figure::{Basis, Figure, Mean, is_legal, limit_cached, longest},
    note::Note,
    origin::{Origin, Way},
    reading::Reading,
    seen::{Asked, Form, Seen},
    setting::Setting,
    spread::Spread,
};

/// The least tokens that Groq's page on prompt caching names for a prefix to be
/// cached: from 128 to 1,024 by model, and no model's own is published.
const MIN_PREFIX: u64 = 128;
const SURE_PREFIX: u64 = 1024;
/// More fields than these are not named one by one.
const MAX_UNKNOWN: usize = 8;

/// What has to be known of a text before it is read.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    models: BTreeMap<String, usize>,
    measures_prompts: bool,
    measures_cache: bool,
    chats: usize,
}

impl Survey {
    pub(crate) fn add(&mut self, entry: &Entry) {
        let model = match entry {
            Entry::Request(body) => {
                self.chats += usize::from(body.endpoint == Endpoint::Chat);
                body.model()
            }
            Entry::Reply(reply) => {
                let usage = reply.usage.as_ref();
                self.measures_prompts |= usage.is_some_and(|usage| usage.prompt_tokens.is_some());
                self.measures_cache |= usage.is_some_and(|usage| usage.cached_tokens.is_some());
                reply.model.as_deref().and_then(model_name)
            }
            Entry::Speech(_, model) => model.as_deref(),
            Entry::Error(_) | Entry::Other => None,
        };
        if let Some(model) = model {
            *self.models.entry(model.to_string()).or_default() += 1;
        }
    }

    /// The model that most of them name; of several the last.
    fn most(&self) -> Option<&str> {
        self.models.iter().max_by_key(|(_, count)| **count).map(|(model, _)| model.as_str())
    }
}

/// What the requests and answers come to.
pub(crate) struct Reader<'a> {
    setting: &'a Setting<'a>,
    survey: Survey,
    model: Option<String>,
    family: Family,
    counter: &'a dyn Counter,
    requests: usize,
    replies: usize,
    others: usize,
    one: Option<(Asked, Option<String>)>,
    needs: CapabilitySet,
    /// Measured.
    input: Mean,
    cached: Mean,
    output: Mean,
    audio: Vec<String>,
    prompt_lengths: Vec<u64>,
    completion_lengths: Vec<u64>,
    /// Counted.
    prompts: Mean,
    first: Option<Framed<'static>>,
    shared: Option<u64>,
    spoken: Mean,
    reserved: Option<u64>,
    is_known: bool,
    is_whole: bool,
    images: usize,
    uncounted: usize,
    has_tools: bool,
    has_audio: bool,
    is_unclear: bool,
    unknown: Vec<String>,
    failures: Vec<Note>,
    failed: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(setting: &'a Setting<'a>, survey: Survey) -> Self {
        let model = setting.model.or(survey.most()).map(ToString::to_string);
        // Of those that are offered most are gpt-oss.
        let family = model.as_deref().map_or(Family::GptOss, Family::of);
        Self {
            counter: setting.counter(family),
            setting,
            survey,
            model,
            family,
            requests: 0,
            replies: 0,
            others: 0,
            one: None,
            needs: CapabilitySet::default(),
            input: Mean::default(),
            cached: Mean::default(),
            output: Mean::default(),
            audio: Vec::new(),
            prompt_lengths: Vec::new(),
            completion_lengths: Vec::new(),
            prompts: Mean::default(),
            first: None,
            shared: None,
            spoken: Mean::default(),
            reserved: None,
            is_known: true,
            is_whole: true,
            images: 0,
            uncounted: 0,
            has_tools: false,
            has_audio: false,
            is_unclear: false,
            unknown: Vec::new(),
            failures: Vec::new(),
            failed: 0,
        }
    }

    pub(crate) fn add(&mut self, entry: &Entry) {
        match entry {
            Entry::Request(body) => self.request(body),
            Entry::Reply(reply) => self.reply(reply),
            Entry::Speech(characters, model) => {
                self.requests += 1;
                self.spoken.add(*characters);
                self.one = Some((Asked::Speech, model.clone()));
            }
            Entry::Error(error) => {
                self.failed += 1;
                if self.failures.is_empty() {
                    let status = Some(error.status()).filter(|status| *status > 0);
                    let message = groq_protocol::shown(error.message());
                    let message = groq_protocol::without_keys(&message).chars().take(300).collect();
                    self.failures.push(Note::Failed { status, message });
                }
            }
            Entry::Other => self.others += 1,
        }
    }

    fn reply(&mut self, reply: &UsageRecord) {
        self.replies += 1;
        if let Some(usage) = &reply.usage {
            self.is_unclear |= reply.cached_part == CachedPart::Unclear;
            self.input.extend(usage.prompt_tokens);
            self.cached.extend(usage.cached_tokens);
            self.output.extend(usage.completion_tokens);
            self.prompt_lengths.extend(usage.prompt_tokens);
            self.completion_lengths.extend(usage.completion_tokens);
        }
        self.audio.extend(reply.audio.as_ref().map(|audio| audio.as_str().to_string()));
    }

    fn request(&mut self, body: &Body) {
        self.requests += 1;
        self.has_audio |= body.endpoint != Endpoint::Chat;
        self.one = Some((body.asked(), body.model().map(ToString::to_string)));
        self.needs = self.needs.iter().chain(body.needs().iter()).collect();
        self.reserved = self.reserved.max(body.max_completion());
        for field in body.unknown() {
            if self.unknown.len() < MAX_UNKNOWN && !self.unknown.contains(field) {
                self.unknown.push(field.clone());
            }
        }
        let is_measured = self.survey.measures_prompts && self.survey.measures_cache;
        if body.endpoint != Endpoint::Chat || is_measured {
            return;
        }
        if !body.has_prompt() {
            return;
        }
        let prompt = body.read(self.family);
        let framed = prompt.chat.framed(self.family);
        if !self.survey.measures_prompts {
            let model = self.setting.model.or(body.model()).unwrap_or_default();
            let each = self.setting.image_tokens(model);
            let images = each.unwrap_or(0).saturating_mul(prompt.images as u64);
            self.prompts.add(framed.count(self.counter).saturating_add(images));
            self.is_known &= framed.is_known() && prompt.images == 0;
            let has_images = prompt.images > 0 && each.is_none();
            self.is_whole &= framed.is_whole() && prompt.uncounted == 0 && !has_images;
            self.is_whole &= !body.lacks_prompt();
            self.images += if each.is_some() { prompt.images } else { 0 };
            self.uncounted += prompt.uncounted + if has_images { prompt.images } else { 0 };
            self.has_tools |= !framed.is_whole();
        }
        // What several begin with, where the model caches.
        let caches = self.model.as_deref().is_some_and(|model| self.setting.caches(model));
        if self.survey.measures_cache || self.survey.chats < 2 || !caches {
            return;
        }
        match &self.first {
            None => self.first = Some(framed.into_owned()),
            Some(first) => {
                let shared = first.shared(&framed, self.counter);
                self.shared = Some(self.shared.map_or(shared, |least| least.min(shared)));
            }
        }
    }

    /// The basis of a count.
    const fn basis(is_exact: bool, is_whole: bool) -> Basis {
        match (is_exact, is_whole) {
            (_, false) => Basis::AtLeast,
            (true, true) => Basis::Counted,
            (false, true) => Basis::Estimated,
        }
    }

    fn measured(mean: &Mean, field: &'static str, of: &str) -> Option<Figure> {
        let origin = Origin::Usage { field: of.to_string(), answers: mean.count() };
        let value = mean.get()?.to_string();
        Some(Figure { field, value, basis: Basis::Measured, origin })
    }

    fn input_figures(&self, notes: &mut Vec<Note>) -> Vec<Figure> {
        let mut figures = Vec::new();
        figures.extend(Self::measured(&self.input, "input_tokens", "prompt_tokens"));
        figures.extend(Self::measured(&self.cached, "cached_input_tokens", "cached_tokens"));
        if self.is_unclear {
            notes.push(Note::CachedUnclear);
        }
        if let Some(tokens) = self.prompts.get() {
            let way = Way::of(self.family, self.counter.is_exact(), self.is_known);
            let family = self.family.name().to_string();
            let origin = Origin::Count { way, family, requests: self.prompts.count() };
            let basis = Self::basis(way.is_exact(), self.is_whole);
            figures.push(Figure {
                field: "input_tokens",
                value: tokens.to_string(),
                basis,
                origin,
            });
            notes.push(Note::GroqsCount);
        }
        if self.images > 0
            && let Some(tokens) =
                self.model.as_deref().and_then(|model| self.setting.image_tokens(model))
        {
            notes.push(Note::Images { images: self.images, tokens });
        }
        if self.uncounted > 0 {
            notes.push(Note::Uncounted { parts: self.uncounted });
        }
        if self.has_tools {
            notes.push(Note::ToolsUncounted { family: self.family.name().to_string() });
        }
        if !self.survey.measures_cache && self.survey.chats > 0 {
            figures.extend(self.cached_figure(notes));
        }
        figures
    }

    fn cached_figure(&self, notes: &mut Vec<Note>) -> Option<Figure> {
        let model = self.model.clone()?;
        let chats = self.survey.chats;
        if !self.setting.caches(&model) {
            if chats > 1 {
                notes.push(Note::NoCache { model });
            }
            return None;
        }
        let Some(shared) = self.shared else {
            if !self.survey.measures_prompts || chats == 1 {
                notes.push(Note::OneRequest);
            }
            return None;
        };
        if shared < MIN_PREFIX {
            notes.push(Note::FewShared { tokens: shared, least: MIN_PREFIX });
            return None;
        }
        let sure_from = (shared < SURE_PREFIX).then_some(SURE_PREFIX);
        let origin = Origin::Start { requests: chats, sure_from };
        let basis = Self::basis(self.counter.is_exact(), true);
        Some(Figure { field: "cached_input_tokens", value: shared.to_string(), basis, origin })
    }

    fn output_figures(&self, notes: &mut Vec<Note>) -> Vec<Figure> {
        let mut figures = Vec::new();
        let chats = self.survey.chats > 0;
        let at_most = |field, most: u64, origin| Figure {
            field,
            value: most.to_string(),
            basis: Basis::AtMost,
            origin,
        };
        if let Some(figure) = Self::measured(&self.output, "output_tokens", "completion_tokens") {
            figures.push(figure);
        } else if let Some(most) = self.reserved {
            figures.push(at_most("output_tokens", most, Origin::AtMost));
        } else if chats {
            notes.push(Note::NoOutput);
        }
        if let Some(most) = self.reserved {
            figures.push(at_most("max_completion_tokens", most, Origin::Reserved));
        } else if chats {
            notes.push(Note::NoReserve);
        }
        let lengths: Vec<&str> = self.audio.iter().map(String::as_str).collect();
        if let Some(value) = longest(&lengths) {
            let origin = Origin::Longest { transcriptions: lengths.len() };
            figures.push(Figure { field: "audio_seconds", value, basis: Basis::Measured, origin });
        }
        if let Some(characters) = self.spoken.get() {
            let origin = Origin::Spoken { requests: self.spoken.count() };
            let value = characters.to_string();
            figures.push(Figure { field: "characters", value, basis: Basis::Counted, origin });
        }
        figures
    }

    pub(crate) fn finish(mut self, form: Form, before: Vec<Note>) -> Reading {
        let mut notes = before;
        let models = self.survey.models.len();
        if models > 1 && self.setting.model.is_none() {
            notes.push(Note::Models { models });
        }
        notes.extend(self.unknown.iter().map(|field| Note::Unknown { field: field.clone() }));
        let mut figures = self.input_figures(&mut notes);
        figures.extend(self.output_figures(&mut notes));
        notes.append(&mut self.failures);
        if self.failed > 0 && self.requests + self.replies > 0 {
            notes.push(Note::Errors { answers: self.failed });
        }
        if self.others > 0 {
            notes.push(Note::Others { values: self.others });
        }
        let (mut fits, beyond): (Vec<_>, Vec<_>) = figures.into_iter().partition(is_legal);
        limit_cached(&mut fits);
        let mut workload = WorkloadDraft::default();
        for figure in &fits {
            if let Some(number) = workload.number_mut(figure.field) {
                *number = Some(Number::from(figure.value.as_str()));
            }
        }
        notes.extend(beyond.iter().map(|one| Note::OutOfRange { field: one.field.to_string() }));
        let (requests, answers) = (self.requests, self.replies);
        let one =
            self.one.filter(|_| (requests, answers, self.others, self.failed) == (1, 0, 0, 0));
        let (one, named) = one.map_or((None, None), |(asked, model)| (Some(asked), model));
        // A configuration names a model without a request.
        let configured = notes.iter().find_map(|note| match note {
            Note::Configured { model, .. } => Some(model.clone()),
            _ => None,
        });
        let lengths =
            [("input_tokens", self.prompt_lengths), ("output_tokens", self.completion_lengths)];
        let spreads = lengths.into_iter().filter_map(|(field, all)| Spread::new(field, all));
        Reading {
            spreads: spreads.collect(),
            explained: Seen { form, requests, answers, one, model: named },
            requests,
            responses: answers,
            model: self.model.or(configured),
            needs: self.needs,
            figures: fits,
            notes,
            workload,
            has_audio: self.has_audio,
            bodies: Vec::new(),
        }
    }
}

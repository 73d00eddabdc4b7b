//! One offer as the rules have it: its caps and tools.

use groq_calc::{
    Kind, Limit, Plan, Question, Tier,
    catalog::{Cap, Tool},
};

use super::unit::{Unit, unit};
use crate::case::{Case, Facts};

/// One model on one plan and tier, as the oracle sees it.
pub(super) struct Oracle<'a> {
    pub(super) case: &'a Case,
    pub(super) question: &'a Question,
    pub(super) facts: &'a Facts,
    pub(super) plan: Plan,
    pub(super) tier: Tier,
}

impl<'a> Oracle<'a> {
    /// What the oracle says of an offer of the engine's.
    pub(super) fn of(case: &'a Case, question: &'a Question, offer: &groq_calc::Offer<'_>) -> Self {
        Self {
            case,
            question,
            facts: case.facts(offer.id.model),
            plan: offer.id.plan,
            tier: offer.id.tier,
        }
    }

    pub(super) fn batch(&self) -> u64 {
        match self.plan {
            Plan::Developer if self.facts.batch => self.question.workload.batch_share_percent,
            _ => 0,
        }
    }

    /// Every cap with the account's own figures, and flex, worked in.
    pub(super) fn caps(&self) -> [Cap; 8] {
        let published = match self.plan {
            Plan::Free => self.facts.free,
            Plan::Developer => self.facts.developer,
        };
        let mut caps = published.unwrap_or_else(|| {
            // Nothing is published: each of the usual four may exist.
            Limit::ALL.map(|limit| match (limit, self.facts.kind) {
                (Limit::RPM | Limit::RPD, _) => Cap::Unknown,
                (Limit::ASH | Limit::ASD, Kind::Transcription) => Cap::Unknown,
                (Limit::TPM | Limit::TPD, kind) if kind != Kind::Transcription => Cap::Unknown,
                _ => Cap::Absent,
            })
        });
        for (cap, limit) in caps.iter_mut().zip(Limit::ALL) {
            let own = self.question.limits.iter().find(|own| {
                own.model == self.facts.id && own.plan == self.plan && own.limit == limit
            });
            if let Some(own) = own {
                *cap = Cap::At(own.cap);
            }
            if let (Cap::At(figure), Tier::Flex) = (&mut *cap, self.tier) {
                *figure = figure.checked_mul(10).unwrap_or(u64::MAX);
            }
        }
        caps
    }

    /// What is left out: unpublished caps, and token caps of speech whose
    /// tokens nobody has counted.
    pub(super) fn unknown(&self, limit: Limit, cap: Cap) -> bool {
        let workload = &self.question.workload;
        let uncounted = self.facts.kind == Kind::Speech
            && workload.characters.get() > 0
            && workload.input_tokens.get() == 0
            && workload.output_tokens.get() == 0;
        let in_tokens = unit(limit) == Unit::Token;
        match cap {
            Cap::Absent => false,
            Cap::Unknown => true,
            Cap::At(_) => uncounted && in_tokens,
        }
    }

    /// The caps that count.
    pub(super) fn known(&self) -> Vec<(Limit, u64)> {
        let caps = Limit::ALL.into_iter().zip(self.caps());
        let known = |(limit, cap)| match cap {
            Cap::At(figure) if !self.unknown(limit, cap) => Some((limit, figure)),
            _ => None,
        };
        caps.filter_map(known).collect()
    }

    /// The tools that the workload uses and the model does not offer.
    pub(super) fn missing_tools(&self) -> impl Iterator<Item = Tool> {
        let used = |tool: &Tool| self.question.workload.tools.get(*tool) > 0;
        let pairs = Tool::ALL.into_iter().zip(self.facts.tools);
        pairs.filter(|(_, offered)| !offered).map(|(tool, _)| tool).filter(used)
    }
}

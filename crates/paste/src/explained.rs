//! What an error of the API comes to: what it is, whether waiting helps, and where
//! the request would pass.

use alloc::{string::String, vec::Vec};
use core::fmt::{self, Write as _};

use groq_calc::{Catalog, Date, Kind, Limit, OptionId, Plan, Tier, num::Grouped};
use groq_catalog::ErrorCode;
use groq_protocol::{Advice, ApiError, ErrorKind, LimitKind, RateHeaders, Waiting};
use serde::Serialize;

/// An error with what to do about it; written out, some sentences.
#[derive(Clone, Debug)]
pub struct Explained<'a> {
    /// The error.
    pub error: ApiError,
    /// What to do.
    pub advice: Advice,
    /// Where a request that is too large would pass, the same model first.
    pub passes: Vec<Passes<'a>>,
}

/// An option whose limit a request does not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Passes<'a> {
    /// The option.
    #[serde(flatten)]
    pub id: OptionId<'a>,
    /// Its cap; `None` where the plan has no such limit.
    pub cap: Option<u64>,
}

impl<'a> Explained<'a> {
    /// Explains an error that came with some headers by the limits of a day.
    pub fn new(
        error: ApiError,
        headers: &RateHeaders,
        catalog: &'a Catalog<'a>,
        day: Date,
    ) -> Self {
        let advice = Advice::new(&error, headers);
        let passes = passes(&error, catalog, day).unwrap_or_default();
        Self { error, advice, passes }
    }

    /// Its entry of the reference.
    pub fn entry(&self) -> Option<&'static ErrorCode> {
        ErrorCode::of(self.error.kind().name(), self.error.status())
    }

    /// What it is, in a sentence.
    pub fn what(&self) -> String {
        let mut text = String::new();
        let error = &self.error;
        let figures = error.limit().and_then(|figures| {
            let limit = figures.kind().map_or("limit", |kind| kind.name());
            Some((limit, figures.limit()?, figures.used(), figures.requested()?))
        });
        let model = error.model().unwrap_or("the model");
        let _ = match (error.kind(), figures) {
            (ErrorKind::RequestTooLarge, Some((limit, cap, _, requested))) => {
                let over = Grouped(error.shortfall().unwrap_or(0));
                let (cap, requested) = (Grouped(cap), Grouped(requested));
                write!(
                    text,
                    "one request asked {model} for {requested}, the {limit} is {cap}: {over} too many"
                )
            }
            (ErrorKind::RateLimited, Some((limit, cap, used, requested))) => {
                let (cap, requested) = (Grouped(cap), Grouped(requested));
                match used {
                    Some(used) => {
                        let used = Grouped(used);
                        write!(
                            text,
                            "the {limit} of {model} is used up: {used} of {cap} are used, {requested} more were asked for"
                        )
                    }
                    None => write!(
                        text,
                        "the {limit} of {model} is used up: {cap}, and {requested} were asked for"
                    ),
                }
            }
            (kind, _) => {
                let status = match error.status() {
                    0 => "an error",
                    _ => "the API answered",
                };
                let number = match error.status() {
                    0 => String::new(),
                    status => alloc::format!(" {status}"),
                };
                let name = kind.name().replace('_', " ");
                match error.message() {
                    "" => write!(text, "{status}{number}: {name}"),
                    message => {
                        write!(text, "{status}{number}, {name}: {}", message.trim_end_matches('.'))
                    }
                }
            }
        };
        text
    }

    /// How many completion tokens a request that reserves `reserved` may reserve at
    /// most, so that the limit takes it; `None` where that alone does not help.
    pub fn most_completion(&self, reserved: u64) -> Option<u64> {
        let kind = self.error.limit()?.kind()?;
        let counts = matches!(kind, LimitKind::Tpm | LimitKind::Tpd | LimitKind::Otpm);
        let above = self.error.shortfall().filter(|_| counts)?;
        reserved.checked_sub(above).filter(|most| *most > 0)
    }

    /// Whether waiting helps, and how long to wait.
    pub fn waiting(&self) -> String {
        match (self.advice.waiting, self.advice.wait.zip(self.advice.wait_from)) {
            (Waiting::Never, _) => "waiting never helps".into(),
            (_, Some((wait, from))) => alloc::format!("wait {wait} ({from})"),
            (Waiting::Helps, None) => "waiting helps; the error does not say how long".into(),
            (Waiting::MayHelp, None) => "the same request may pass later".into(),
        }
    }
}

/// With a capital at its start.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + characters.as_str()
}

impl fmt::Display for Explained<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}.", sentence(&self.what()), sentence(&self.waiting()))?;
        write!(f, " Next: {}.", self.advice.action)
    }
}

impl fmt::Display for Passes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OptionId { model, plan, .. } = self.id;
        write!(f, "{model} on the {} plan", plan.name())?;
        match self.cap {
            Some(cap) => write!(f, " ({})", Grouped(cap)),
            None => f.write_str(" (no such limit)"),
        }
    }
}

/// Where a request passes that is too large for one limit, as far as the caps are
/// known.
fn passes<'a>(error: &ApiError, catalog: &'a Catalog<'a>, day: Date) -> Option<Vec<Passes<'a>>> {
    error.shortfall()?;
    let figures = error.limit()?;
    let limit = Limit::parse(figures.kind()?.name())?;
    let requested = figures.requested()?;
    let named = error.model().unwrap_or_default();
    let kind = catalog.model(named).map_or(Kind::Chat, |model| model.kind);
    let dated = catalog.on(day).ok()?;
    let mut found = Vec::new();
    for model in dated.offered().filter(|model| model.kind == kind) {
        if !model.special.is_empty() && model.id != named {
            continue;
        }
        for plan in Plan::ALL {
            let Ok(offer) = dated.offer(OptionId::new(model.id, plan, Tier::OnDemand)) else {
                continue;
            };
            let cap = offer.caps.figure(limit);
            let known = !offer.caps.unknown().contains(limit);
            let window = offer.context.window.is_none_or(|window| requested <= window);
            if known && window && cap.is_none_or(|cap| requested <= cap) {
                found.push(Passes { id: offer.id, cap });
            }
        }
    }
    found.sort_by_key(|one| (one.id.model != named, one.id.plan != Plan::Free, one.id.model));
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::ToString};
    use groq_catalog::CATALOG;

    fn explained(status: u16, message: &str, code: &str) -> Explained<'static> {
        let body =
            format!(r#"{{"error":{{"message":"{message}","type":"tokens","code":"{code}"}}}}"#);
        let error = ApiError::parse(status, &body);
        Explained::new(error, &RateHeaders::default(), &CATALOG, CATALOG.newest())
    }

    #[test]
    fn a_request_above_tpm_passes_where_the_cap_is_known_to_be_larger() {
        let text = "Request too large for model `openai/gpt-oss-120b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 12871, please reduce";
        let large = explained(413, text, "rate_limit_exceeded");
        assert_eq!(
            large.to_string(),
            "One request asked openai/gpt-oss-120b for 12,871, the TPM is 8,000: 4,871 too many. \
             Waiting never helps. Next: shorten the prompt, or allow fewer completion tokens."
        );
        let first = large.passes[0];
        assert_eq!((first.id.model, first.id.plan), ("openai/gpt-oss-120b", Plan::Developer));
        assert_eq!(first.to_string(), "openai/gpt-oss-120b on the developer plan (250,000)");
        assert!(large.passes.iter().all(|one| one.cap.is_none_or(|cap| cap >= 12_871)));
        // 12,871 - 8,192 = 4,679 of prompt leave 3,321 of 8,000.
        assert_eq!(large.most_completion(8192), Some(3321));
        assert_eq!(large.most_completion(4871), None, "the prompt alone is above the limit");
    }

    #[test]
    fn a_wait_is_named_with_what_says_so() {
        let text = "Rate limit reached for model `openai/gpt-oss-20b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Used 7000, Requested 2000. Please try again in 7.5s.";
        let late = explained(429, text, "rate_limit_exceeded");
        assert_eq!(
            late.to_string(),
            "The TPM of openai/gpt-oss-20b is used up: 7,000 of 8,000 are used, 2,000 more were \
             asked for. Wait 7.5s (as the error says). Next: wait, then send it again."
        );
        assert!(late.passes.is_empty());
    }
}

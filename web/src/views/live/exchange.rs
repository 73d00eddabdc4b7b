//! A prompt and its answer, streamed and measured.

use groq_calc::{Tokens, Usage as Counted, Usd, cost::TokenPrices};
use groq_catalog::CATALOG;
use groq_protocol::{EventStream, RateHeaders, Reply, Usage};
use web_sys::AbortSignal;

use super::{
    allowance::Allowance,
    call::{Target, call, now},
    failure::Failure,
    measured,
};

/// What is asked.
#[derive(Clone, Default)]
pub(super) struct Prompt {
    pub(super) model: String,
    pub(super) text: String,
    pub(super) max_completion_tokens: u64,
}

/// What came of it. Times are on the page's clock.
#[derive(Clone, Default)]
pub(super) struct Exchange {
    pub(super) model: String,
    /// The estimated tokens of its prompt.
    pub(super) estimated: u64,
    pub(super) reply: Reply,
    pub(super) headers: Option<RateHeaders>,
    pub(super) started: f64,
    /// When the first text came.
    pub(super) first: Option<f64>,
    pub(super) ended: Option<f64>,
    pub(super) failure: Option<Failure>,
}

impl Prompt {
    /// The body of the request.
    fn body(&self) -> String {
        serde_json::json!({
            "model": self.model,
            "messages": [{ "role": "user", "content": self.text }],
            "max_completion_tokens": self.max_completion_tokens,
            "stream": true,
        })
        .to_string()
    }

    /// The most that it can cost; `None` where the price is not known.
    pub(super) fn most_cost(&self) -> Option<Usd> {
        let input = Allowance::most_input(self.text.len() as u64);
        let usage = Counted::new(input.get(), 0, self.max_completion_tokens).ok()?;
        prices(&self.model)?.cost(usage).ok()
    }

    /// Sends it and reads the answer; `seen` gets the state after each piece.
    pub(super) async fn send(
        &self,
        target: &Target,
        signal: &AbortSignal,
        mut seen: impl FnMut(&Exchange),
    ) -> Exchange {
        let model = self.model.clone();
        let estimated = measured::estimate(&model, &self.text);
        let mut exchange = Exchange { model, estimated, started: now(), ..Exchange::default() };
        seen(&exchange);
        let read = exchange.read(self, target, signal, &mut seen).await;
        exchange.failure = read.err();
        exchange.ended = Some(now());
        exchange
    }
}

/// What of an answer that can't be read is shown.
const SHOWN: usize = 2000;

impl Exchange {
    async fn read(
        &mut self,
        prompt: &Prompt,
        target: &Target,
        signal: &AbortSignal,
        seen: &mut impl FnMut(&Self),
    ) -> Result<(), Failure> {
        let answer = call(target, "/chat/completions", Some(&prompt.body()), signal).await?;
        self.headers = Some(answer.headers.clone());
        let pieces = answer.pieces().ok_or(Failure::Cut)?;
        let (mut stream, mut head, mut events) = (EventStream::new(), Vec::new(), 0usize);
        let unreadable =
            |bytes: &[u8]| Failure::Unreadable(target.key.redact(&String::from_utf8_lossy(bytes)));
        while let Some(piece) = pieces.next(signal).await? {
            if head.len() < SHOWN {
                head.extend_from_slice(&piece[..piece.len().min(SHOWN - head.len())]);
            }
            for event in stream.feed(&piece) {
                if event.is_done() {
                    return Ok(());
                }
                events += 1;
                let chunk =
                    Reply::parse(&event.data).map_err(|_| unreadable(event.data.as_bytes()))?;
                let writes =
                    |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
                if self.first.is_none() && (writes(&chunk.content) || writes(&chunk.reasoning)) {
                    self.first = Some(now());
                }
                if let Some(error) = &chunk.error {
                    let raw = target.key.redact(error);
                    self.reply.absorb(chunk);
                    let headers = self.headers.clone().unwrap_or_default();
                    return Err(Failure::refused(200, raw, headers, now()));
                }
                self.reply.absorb(chunk);
                seen(self);
            }
            if stream.failure().is_some() {
                return Err(unreadable(&head));
            }
        }
        // An end without its mark is a cut, unless it never was a stream.
        Err(if events == 0 && !head.is_empty() { unreadable(&head) } else { Failure::Cut })
    }

    /// What it used, if the answer said so.
    pub(super) fn usage(&self) -> Option<&Usage> {
        self.reply.usage.as_ref()
    }

    /// The counts that are billed; `None` while one is not known. Cached tokens
    /// that are not mentioned are none.
    pub(super) fn counted(&self) -> Option<Counted> {
        let usage = self.usage()?;
        let cached = usage.cached_tokens.unwrap_or(0);
        Counted::new(usage.prompt_tokens?, cached, usage.completion_tokens?).ok()
    }

    /// What it cost at list price; `None` where tokens or price are not known.
    pub(super) fn cost(&self) -> Option<Usd> {
        prices(&self.model)?.cost(self.counted()?).ok()
    }

    /// Tokens a second by Groq's own clock, else by the page's.
    pub(super) fn speed(&self) -> Option<u64> {
        let usage = self.usage()?;
        let told =
            usage.timing.completion.as_ref().and_then(|time| time.nanos()).map(|time| time.get());
        let seen = || Some(((self.ended? - self.first?) * 1e6) as u64);
        Tokens::new(usage.completion_tokens?).per_second(told.or_else(seen)?)
    }
}

/// The list prices of a model today.
fn prices(model: &str) -> Option<TokenPrices> {
    CATALOG.model(model)?.prices_at(CATALOG.newest())?.value.tokens()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(model: &str) -> Prompt {
        Prompt {
            model: model.to_string(),
            text: "a \"b\"\n".to_string(),
            max_completion_tokens: 100,
        }
    }

    #[test]
    fn the_body_is_json_whatever_is_asked() {
        let body = prompt("m").body();
        let value: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(value["messages"][0]["content"], "a \"b\"\n");
        assert_eq!(value["max_completion_tokens"], 100);
    }

    #[test]
    fn the_most_is_above_what_it_costs() {
        // 6 bytes and 256 around them at 0.15, 100 at 0.60 a million.
        let most = prompt("openai/gpt-oss-120b").most_cost().unwrap();
        assert_eq!(most.to_string(), "0.0000993");
        assert_eq!(prompt("no/such").most_cost(), None);
        let usage = Usage {
            prompt_tokens: Some(4641),
            cached_tokens: Some(4608),
            completion_tokens: Some(1817),
            ..Usage::default()
        };
        let model = "openai/gpt-oss-120b".to_string();
        let reply = Reply { usage: Some(usage), ..Reply::default() };
        let exchange = Exchange { model, reply, ..Exchange::default() };
        assert_eq!(exchange.cost().unwrap().to_string(), "0.00144075");
    }
}

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use http_body::{Body, Frame, SizeHint};

use crate::{
    answer::Answer,
    exchange::{Exchange, Observer, Outcome},
    permit::Permit,
};

/// The body of an answer: its bytes go through as they are, and at its end the
/// request is settled by the usage that it states.
pub struct LimitedBody<B> {
    inner: Inner<B>,
    watch: Option<Watch>,
}

enum Inner<B> {
    Theirs(Pin<Box<B>>),
    /// What is said in place of an answer.
    Ours(Option<Bytes>),
}

/// What happens at the end.
pub(crate) struct Watch {
    pub(crate) permit: Option<Permit>,
    pub(crate) answer: Answer,
    pub(crate) exchange: Exchange,
    pub(crate) observer: Observer,
    /// Whether a failure is known to have used nothing but the request.
    pub(crate) used_nothing: bool,
}

impl Watch {
    fn end(mut self, is_whole: bool) {
        let usage = self.answer.usage();
        if let Some(permit) = self.permit.take() {
            let none = groq_calc::Usage::default();
            permit.settle_soon(usage.or(self.used_nothing.then_some(none)));
        }
        self.exchange.usage = usage;
        // A stream that states its usage has said all that counts.
        if !is_whole && usage.is_none() {
            self.exchange.outcome = Outcome::CutOff;
        }
        (self.observer)(&self.exchange);
    }
}

impl<B> LimitedBody<B> {
    pub(crate) fn theirs(body: B, watch: Option<Watch>) -> Self {
        Self { inner: Inner::Theirs(Box::pin(body)), watch }
    }

    pub(crate) fn ours(text: String) -> Self {
        Self { inner: Inner::Ours(Some(text.into())), watch: None }
    }
}

impl<B: Body> Body for LimitedBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.get_mut();
        let body = match &mut this.inner {
            Inner::Ours(text) => return Poll::Ready(text.take().map(|text| Ok(Frame::data(text)))),
            Inner::Theirs(body) => body,
        };
        let frame = ready!(body.as_mut().poll_frame(context));
        let ends = body.is_end_stream();
        Poll::Ready(match frame {
            Some(Ok(frame)) => {
                let frame = frame.map_data(|mut data| data.copy_to_bytes(data.remaining()));
                if let (Some(watch), Some(data)) = (&mut this.watch, frame.data_ref()) {
                    watch.answer.feed(data);
                }
                if ends && let Some(watch) = this.watch.take() {
                    watch.end(true);
                }
                Some(Ok(frame))
            }
            Some(Err(error)) => {
                if let Some(watch) = this.watch.take() {
                    watch.end(false);
                }
                Some(Err(error))
            }
            None => {
                if let Some(watch) = this.watch.take() {
                    watch.end(true);
                }
                None
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        match &self.inner {
            Inner::Theirs(body) => body.is_end_stream(),
            Inner::Ours(text) => text.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.inner {
            Inner::Theirs(body) => body.size_hint(),
            Inner::Ours(text) => {
                SizeHint::with_exact(text.as_ref().map_or(0, |text| text.len() as u64))
            }
        }
    }
}

impl<B> Drop for LimitedBody<B> {
    fn drop(&mut self) {
        if let Some(watch) = self.watch.take() {
            watch.end(false);
        }
    }
}

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use groq_calc::{Date, Plan, limiter::Never};
use groq_protocol::RateHeaders;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    account::Account,
    answer::{Answer, observed},
    error::Error,
    exchange::{Exchange, Observer, Outcome},
    handle::Limiter,
    limited_body::{LimitedBody, Watch},
    permit::Permit,
    question::Question,
    refusal::Refusal,
};

/// Who asks, by the request's headers; for a limiter that is fair.
type Tenant = Arc<dyn Fn(&http::HeaderMap) -> u64 + Send + Sync>;

/// How a [`LimitLayer`] works.
#[derive(Clone)]
pub struct Options {
    /// The plan by which requests are read.
    pub plan: Plan,
    /// The day whose models count.
    pub day: Date,
    /// Whether `max_completion_tokens` is lowered where a request could never
    /// pass otherwise; the header `x-groq-calc-fit` then says to what.
    pub fit: bool,
    /// How often a request is sent again that was refused by a limit all the same.
    pub retries: u32,
    /// Whether a request that can't be limited is refused, as with a budget,
    /// instead of sent as it is.
    pub refuse_unknown: bool,
    tenant: Tenant,
    observer: Observer,
}

impl Options {
    /// Those of an account.
    pub fn new(account: &Account) -> Self {
        Self {
            plan: account.plan,
            day: account.day(),
            fit: false,
            retries: 3,
            refuse_unknown: account.settings.budget.is_some(),
            tenant: Arc::new(|_| 0),
            observer: Arc::new(|_| {}),
        }
    }

    /// Whether `max_completion_tokens` is lowered where it has to be.
    #[must_use]
    pub fn with_fit(self, fit: bool) -> Self {
        Self { fit, ..self }
    }

    /// With a number for each tenant, from the headers of its requests.
    #[must_use]
    pub fn with_tenant(
        self,
        tenant: impl Fn(&http::HeaderMap) -> u64 + Send + Sync + 'static,
    ) -> Self {
        Self { tenant: Arc::new(tenant), ..self }
    }

    /// With somebody who is told of each request once it has ended.
    #[must_use]
    pub fn with_observer(self, observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        Self { observer: Arc::new(observer), ..self }
    }
}

/// Keeps the chat completions that go through a service within the limits:
/// they wait in line, and are settled by the usage that their answers state.
///
/// What can never pass is answered at once, with status 413, or 402 for the
/// budget, and a body as OpenAI's errors are. Other requests go through as they
/// are.
#[derive(Clone)]
pub struct LimitLayer {
    limiter: Limiter,
    options: Arc<Options>,
}

impl LimitLayer {
    /// A layer with a limiter.
    pub fn new(limiter: Limiter, options: Options) -> Self {
        Self { limiter, options: Arc::new(options) }
    }
}

impl<S> Layer<S> for LimitLayer {
    type Service = LimitService<S>;

    fn layer(&self, inner: S) -> LimitService<S> {
        LimitService { inner, layer: self.clone() }
    }
}

/// The service of a [`LimitLayer`].
#[derive(Clone)]
pub struct LimitService<S> {
    inner: S,
    layer: LimitLayer,
}

impl<S, In, Out> Service<Request<In>> for LimitService<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<Out>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
    In: Body<Data: Send> + Send + 'static,
    Out: Body + Send + 'static,
{
    type Response = Response<LimitedBody<Out>>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<In>) -> Self::Future {
        // The one that is ready is used; the clone stays for the next request.
        let clone = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, clone);
        let layer = self.layer.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let Ok(body) = body.collect().await else {
                return Ok(said(
                    StatusCode::BAD_REQUEST,
                    "body_unreadable",
                    "the request broke off",
                ));
            };
            layer.send(inner, Request::from_parts(parts, body.to_bytes())).await
        })
    }
}

impl LimitLayer {
    async fn send<S, Out>(
        &self,
        mut inner: S,
        request: Request<Bytes>,
    ) -> Result<Response<LimitedBody<Out>>, S::Error>
    where
        S: Service<Request<Full<Bytes>>, Response = Response<Out>> + Send,
    {
        let (parts, mut body) = request.into_parts();
        let came_us = self.limiter.clock().now();
        let mut exchange = Exchange {
            came_us,
            waited_us: 0,
            model: None,
            outcome: Outcome::CutOff,
            max_completion: None,
            usage: None,
        };
        let is_chat = parts.uri.path().ends_with("/chat/completions");
        let options = &self.options;
        let asked = is_chat.then(|| Question::read(&body, options.plan, options.day)).flatten();
        let mut fitted = None;
        let mut permit = None;
        if let Some(mut question) = asked {
            question.ask.tenant = (options.tenant)(&parts.headers);
            exchange.model = Some(question.model.clone());
            let mut admitted = self.limiter.acquire(&question.model, question.ask).await;
            if options.fit
                && let Err(error) = &admitted
                && let Some(most) = self.fits(&question, error).await
            {
                body = question.with_completion(most).into();
                fitted = Some(most);
                admitted = self.limiter.acquire(&question.model, question.ask).await;
            }
            exchange.max_completion = question.ask.max_completion;
            exchange.waited_us = self.limiter.clock().now().saturating_sub(came_us);
            match admitted {
                Ok(admitted) => permit = Some((admitted, question)),
                Err(error) if error.as_never() == Some(Never::Model) && !options.refuse_unknown => {
                }
                Err(error) => return Ok(self.refused(exchange, &error)),
            }
        } else if options.refuse_unknown && parts.method == http::Method::POST {
            return Ok(self.refused(exchange, &Error::never(Never::Unpriced)));
        }
        for left in (0..=options.retries).rev() {
            // A request is not sent again without its parts.
            let mut again = Request::builder().method(parts.method.clone()).uri(parts.uri.clone());
            if let Some(headers) = again.headers_mut() {
                headers.clone_from(&parts.headers);
                headers.remove(header::CONTENT_LENGTH);
                headers.remove(header::TRANSFER_ENCODING);
            }
            let Ok(sent) = again.body(Full::new(body.clone())) else {
                return Ok(said(
                    StatusCode::BAD_REQUEST,
                    "bad_request",
                    "the request can't be sent on",
                ));
            };
            if let Some((permit, _)) = &mut permit {
                permit.sent();
            }
            std::future::poll_fn(|context| inner.poll_ready(context)).await?;
            let response = match inner.call(sent).await {
                Ok(response) => response,
                Err(error) => {
                    (options.observer)(&exchange);
                    return Err(error);
                }
            };
            let status = response.status();
            let Some((held, question)) = permit.take() else {
                return Ok(self.through(response, exchange, None, fitted));
            };
            let headers = rate_headers(response.headers());
            let mut seen = observed(&headers, headers.retry_after);
            seen.wait_us = seen.wait_us.map(|wait_us| self.limiter.clock().scaled(wait_us));
            if status.is_success() || status == StatusCode::TOO_MANY_REQUESTS {
                self.limiter.observe(&question.model, &seen).await.ok();
            }
            if status != StatusCode::TOO_MANY_REQUESTS {
                return Ok(self.through(response, exchange, Some(held), fitted));
            }
            held.cancel().await.ok();
            if left == 0 {
                return Ok(self.through(response, exchange, None, fitted));
            }
            // Groq counts what this limiter does not see: back into the line.
            match self.limiter.acquire(&question.model, question.ask).await {
                Ok(held) => permit = Some((held, question)),
                Err(_) => return Ok(self.through(response, exchange, None, fitted)),
            }
            exchange.waited_us = self.limiter.clock().now().saturating_sub(came_us);
        }
        Ok(said(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the request was not sent"))
    }

    /// The largest completion with which a request that never passes would.
    async fn fits(&self, question: &Question, error: &Error) -> Option<u64> {
        match error.as_never()? {
            Never::Limit { .. } | Never::Context { .. } | Never::Completion { .. } => {}
            _ => return None,
        }
        let most = |rules: &groq_calc::limiter::Limiter, _| {
            rules.most_completion(&question.model, question.ask.input)
        };
        self.limiter.read(&question.model, most).await.ok()?.filter(|most| *most > 0)
    }

    /// Hands an answer on, and settles at its end.
    fn through<Out>(
        &self,
        response: Response<Out>,
        mut exchange: Exchange,
        permit: Option<Permit>,
        fitted: Option<u64>,
    ) -> Response<LimitedBody<Out>> {
        let status = response.status();
        exchange.outcome = match &exchange.model {
            Some(_) if permit.is_some() || status == StatusCode::TOO_MANY_REQUESTS => {
                Outcome::Answered(status.as_u16())
            }
            _ => Outcome::NotLimited(status.as_u16()),
        };
        let (mut parts, body) = response.into_parts();
        if let Some(most) = fitted {
            parts.headers.insert("x-groq-calc-fit", HeaderValue::from(most));
        }
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let watch = Watch {
            permit,
            answer: Answer::new(kind.unwrap_or_default()),
            exchange,
            observer: Arc::clone(&self.options.observer),
            used_nothing: status.is_client_error(),
        };
        Response::from_parts(parts, LimitedBody::theirs(body, Some(watch)))
    }

    /// What is answered in place of Groq.
    fn refused<Out>(&self, mut exchange: Exchange, error: &Error) -> Response<LimitedBody<Out>> {
        let refusal = match error.as_never() {
            Some(never) => Refusal::from(never),
            None => Refusal::new(503, "limits_unknown", error.to_string()),
        };
        exchange.outcome = Outcome::Refused(refusal.code);
        (self.options.observer)(&exchange);
        answered(&refusal)
    }
}

fn said<Out>(status: StatusCode, code: &'static str, message: &str) -> Response<LimitedBody<Out>> {
    answered(&Refusal::new(status.as_u16(), code, message.to_owned()))
}

fn answered<Out>(refusal: &Refusal) -> Response<LimitedBody<Out>> {
    let mut response = Response::new(LimitedBody::ours(refusal.body()));
    let status = StatusCode::from_u16(refusal.status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    let (name, value) = Refusal::HEADER;
    response.headers_mut().insert(name, HeaderValue::from_static(value));
    response
}

/// The headers that say something of the limits.
fn rate_headers(headers: &http::HeaderMap) -> RateHeaders {
    RateHeaders::read(
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))),
    )
}

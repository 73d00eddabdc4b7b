use std::path::{Path, PathBuf};

use groq_calc::{Plan, Usage, catalog::Listing, replay::Draft};
use groq_catalog::CATALOG;
use groq_log::RequestNames;
use groq_paste::{Body, CheckedFacts, ErrorFacts, Explained, Setting, check};
use groq_protocol::{ApiError, Endpoint, ErrorText, RateHeaders, without_keys};
use rmcp::{
    ServerHandler,
    handler::server::{router::tool::ToolRouter, wrapper::Parameters},
    model::{Implementation, ServerCapabilities, ServerConfig},
    tool, tool_handler, tool_router,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::params::{CostAsk, EndpointAsk, ErrorAsk, ModelsAsk, PlanAsk, ReplayAsk, RequestAsk};
use crate::{
    input::{admission, catalog, paste, question, threads},
    verbs::{models, plan, replay},
};

/// Answers the tools' questions.
#[derive(Clone)]
pub(super) struct Server {
    folders: Vec<PathBuf>,
    tool_router: ToolRouter<Self>,
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn printed(value: &impl Serialize) -> Result<String, String> {
    let text = serde_json::to_string(value).map_err(text)?;
    Ok(without_keys(&text).into_owned())
}

#[tool_router]
impl Server {
    /// `folders` are those whose logs may be replayed, as their real paths.
    pub(super) fn new(folders: Vec<PathBuf>) -> Self {
        Self { folders, tool_router: Self::tool_router() }
    }

    #[tool(
        description = "Which Groq rate limit binds for a workload, how many requests fit, what the month costs, and which model, plan and tier to take; exact, with the source and date of every figure."
    )]
    async fn plan(&self, Parameters(ask): Parameters<PlanAsk>) -> Result<String, String> {
        let draft = question::parse(&ask.question.0.to_string())?;
        plan::in_json(&draft, &groq_catalog::WITH_SCORES)
    }

    #[tool(description = "What one request cost, from its token usage, on a day.")]
    async fn cost(&self, Parameters(ask): Parameters<CostAsk>) -> Result<String, String> {
        let day = catalog::day(&CATALOG, ask.as_of.as_deref())?;
        let model = CATALOG.model(&ask.model);
        let model =
            model.ok_or_else(|| format!("model names `{}`, which is unknown", ask.model))?;
        let usage = Usage::new(ask.input_tokens, ask.cached_input_tokens, ask.output_tokens);
        let usage = usage.map_err(text)?;
        let entry = model.prices_at(day);
        let usd = match entry.and_then(|entry| entry.value.tokens()) {
            None => None,
            Some(prices) if ask.batch => Some(prices.batch_cost(usage).map_err(text)?),
            Some(prices) => Some(prices.cost(usage).map_err(text)?),
        };
        let from = entry.map(groq_calc::catalog::Provenance::of);
        printed(&json!({ "as_of": day, "model": model.id, "usd": usd, "prices_from": from }))
    }

    #[tool(description = "Groq's models with their limits and prices on a day, with sources.")]
    async fn models(&self, Parameters(ask): Parameters<ModelsAsk>) -> Result<String, String> {
        let day = catalog::day(&CATALOG, ask.as_of.as_deref())?;
        printed(&models::as_json(&Listing::on(&CATALOG, day, ask.all))?)
    }

    #[tool(
        description = "What an error of the Groq API means, what to do about it, and whether and how long to wait."
    )]
    async fn explain_error(&self, Parameters(ask): Parameters<ErrorAsk>) -> Result<String, String> {
        let pasted = ErrorText::read(&ask.body);
        // A body that was copied with what stands around it is read as well.
        let error = match ApiError::parse(ask.status, &ask.body) {
            error if error.code().is_none() && error.limit().is_none() => {
                ApiError::parse(ask.status, &pasted.body)
            }
            error => error,
        };
        let pairs = ask.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let headers = RateHeaders::read(pairs);
        let explained = Explained::new(error, &headers, &CATALOG, CATALOG.newest());
        printed(&ErrorFacts::new(&explained, &headers))
    }

    #[tool(
        description = "Checks the body of a request for what Groq refuses or ignores, and gives it back corrected."
    )]
    async fn check_request(
        &self,
        Parameters(ask): Parameters<RequestAsk>,
    ) -> Result<String, String> {
        let plan = match ask.plan.as_deref() {
            None => Plan::Free,
            Some(name) => Plan::parse(name)
                .ok_or_else(|| format!("plan is `{name}`; it must be free or developer"))?,
        };
        let setting = Setting {
            admission: admission::read(ask.admission.as_deref())?,
            ..paste::setting(&CATALOG, ask.as_of.as_deref(), None)?
        };
        let endpoint = match ask.endpoint {
            EndpointAsk::Chat => Endpoint::Chat,
            EndpointAsk::Audio => Endpoint::Audio,
            EndpointAsk::Translation => Endpoint::Translation,
        };
        let body = Body::parse(endpoint, &Value::Object(ask.body).to_string()).map_err(text)?;
        let checked = check(&body, plan, &setting).map_err(text)?;
        printed(&CheckedFacts::new(&checked))
    }

    #[tool(
        description = "Replays a request log against the limits of one option: what would be refused, when, by which limit, at what cost. The file must lie in a folder that the user allowed."
    )]
    async fn replay(&self, Parameters(ask): Parameters<ReplayAsk>) -> Result<String, String> {
        let path = self.allowed(&ask.path)?;
        // It may take a while: other questions are answered meanwhile.
        let done = tokio::task::spawn_blocking(move || replayed(&path, ask));
        done.await.map_err(text)?
    }
}

impl Server {
    /// The real path of a file, where it lies in an allowed folder.
    fn allowed(&self, path: &str) -> Result<PathBuf, String> {
        // The same words whether it is there or not: what lies elsewhere is not told.
        let refused = || {
            format!("path is `{path}`; it must be a file in a folder that was allowed (--allow)")
        };
        let real = Path::new(path).canonicalize().map_err(|_| refused())?;
        let within = self.folders.iter().any(|folder| real.starts_with(folder));
        if within && real.is_file() { Ok(real) } else { Err(refused()) }
    }
}

fn replayed(path: &Path, ask: ReplayAsk) -> Result<String, String> {
    let draft = Draft {
        model: Some(ask.model),
        plan: Some(ask.plan),
        tier: ask.tier,
        policy: ask.policy,
        admission: ask.admission,
        as_of: ask.as_of,
        ..Draft::default()
    };
    printed(&replay::replay(
        path,
        RequestNames::default(),
        threads::or_cores(None),
        &draft,
        &CATALOG,
    )?)
}

#[tool_handler(router = self.tool_router)]
impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("groq-calc", env!("CARGO_PKG_VERSION")))
            .with_instructions(
                "Limits, costs and models of the Groq API, exact and with sources. Not made by Groq.",
            )
    }
}

use std::{borrow::Cow, collections::BTreeMap};

use groq_calc::{catalog::Capability, question::FIELDS};
use groq_catalog::BENCHMARKS;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A question as JSON, for the reader of question files; its schema is made of
/// the engine's own table of fields.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct Question(pub(crate) Value);

impl JsonSchema for Question {
    fn schema_name() -> Cow<'static, str> {
        "Question".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let number = |field: &groq_calc::question::Field| {
            let mut schema = json!({
                "type": ["number", "string", "null"],
                "description": format!("per request or as named; {}", field.range()),
            });
            if let Some(default) = field.default {
                schema["default"] = json!(default);
            }
            (field.name.to_owned(), schema)
        };
        let tools = groq_calc::catalog::Tool::ALL.map(groq_calc::catalog::Tool::name);
        let is_tool = |name: &str| tools.iter().any(|tool| name.starts_with(tool));
        let of = |tool: bool| -> Map<String, Value> {
            FIELDS.iter().filter(|field| is_tool(field.name) == tool).map(number).collect()
        };
        let mut workload = of(false);
        workload.insert(
            "tools".into(),
            json!({ "type": "object", "properties": of(true), "additionalProperties": false }),
        );
        json_schema!({
            "type": "object",
            "required": ["workload"],
            "additionalProperties": false,
            "properties": {
                "as_of": {
                    "type": ["string", "null"],
                    "description": "the day it is about, like 2026-06-04; the newest by default"
                },
                "admission": {
                    "enum": ["reserved", "expected", null],
                    "description": "how requests are admitted; by the rule of the day by default"
                },
                "plans": {
                    "type": ["array", "null"],
                    "items": { "enum": groq_calc::Plan::ALL.map(groq_calc::Plan::name) }
                },
                "workload": {
                    "type": "object",
                    "description": "requests_per_day or requests_per_month is required",
                    "additionalProperties": false,
                    "properties": workload
                },
                "requirements": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                        "models": { "type": ["array", "null"], "items": { "type": "string" } },
                        "use_case": { "type": ["string", "null"] },
                        "production": { "type": "boolean" },
                        "quality": {
                            "type": ["object", "null"],
                            "required": ["benchmark"],
                            "additionalProperties": false,
                            "description": "the benchmark to compare models by, and the least score that will do",
                            "properties": {
                                "benchmark": { "enum": BENCHMARKS.iter().map(|one| one.id).collect::<Vec<_>>() },
                                "at_least": { "type": ["number", "string", "null"] }
                            }
                        },
                        "needs": {
                            "type": "array",
                            "description": "what the model has to be able to do",
                            "items": { "enum": Capability::ALL.map(Capability::name) }
                        },
                        "min_context": { "type": ["number", "string", "null"] },
                        "monthly_budget_usd": { "type": ["number", "string", "null"] }
                    }
                },
                "scores": {
                    "type": "array",
                    "description": "results of your own evaluations, which come before published ones",
                    "items": {
                        "type": "object",
                        "required": ["model", "score"],
                        "additionalProperties": false,
                        "properties": {
                            "model": { "type": "string" },
                            "score": { "type": ["number", "string"] },
                            "benchmark": { "type": "string" },
                            "effort": { "type": ["string", "null"] },
                            "low": { "type": ["number", "string", "null"] },
                            "high": { "type": ["number", "string", "null"] }
                        }
                    }
                },
                "limits": {
                    "type": "object",
                    "description": "caps of your account, by model, plan and limit"
                }
            }
        })
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanAsk {
    /// The workload and what the answer has to satisfy.
    pub(crate) question: Question,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CostAsk {
    /// The model's id.
    pub(crate) model: String,
    /// Prompt tokens, cached ones included.
    pub(crate) input_tokens: u64,
    /// Cached prompt tokens.
    #[serde(default)]
    pub(crate) cached_input_tokens: u64,
    /// Completion tokens, reasoning included.
    pub(crate) output_tokens: u64,
    /// Whether it runs as batch, at half price whatever was cached.
    #[serde(default)]
    pub(crate) batch: bool,
    /// The day, like 2026-06-04; the newest by default.
    pub(crate) as_of: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelsAsk {
    /// The day, like 2026-06-04; the newest by default.
    pub(crate) as_of: Option<String>,
    /// Retired models too.
    #[serde(default)]
    pub(crate) all: bool,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorAsk {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body as it came.
    pub(crate) body: String,
    /// The headers, for the rate limits and the wait.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EndpointAsk {
    /// /chat/completions.
    #[default]
    Chat,
    /// /audio/transcriptions.
    Audio,
    /// /audio/translations.
    Translation,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestAsk {
    /// Where it goes.
    #[serde(default)]
    pub(crate) endpoint: EndpointAsk,
    /// The body; of audio the form's fields without the file.
    pub(crate) body: Map<String, Value>,
    /// The plan whose limits count: free or developer; free by default.
    pub(crate) plan: Option<String>,
    /// How requests are admitted: reserved or expected; by the rule of the day by default.
    pub(crate) admission: Option<String>,
    /// The day, like 2026-06-04; the newest by default.
    pub(crate) as_of: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplayAsk {
    /// The log, in a folder that the user allowed.
    pub(crate) path: String,
    /// The model's id.
    pub(crate) model: String,
    /// The plan: free or developer.
    pub(crate) plan: String,
    /// The service tier: on_demand or flex.
    pub(crate) tier: Option<String>,
    /// How requests are admitted: reserved or expected; by the rule of the day by default.
    pub(crate) admission: Option<String>,
    /// What becomes of a refused request: drop or queue.
    pub(crate) policy: Option<String>,
    /// The day, like 2026-06-04; the newest by default.
    pub(crate) as_of: Option<String>,
}

//! What a limiter has to know of a request and of its answer.

use groq_catalog::CATALOG;
use groq_limiter::Answer;
use groq_paste::read;
use pyo3::prelude::*;
use serde_json::Value;

use crate::{error::Fault, tokens::setting};

/// A request's model, whether it is flex, its prompt tokens, the most that they can
/// be, and the most completion tokens, where it names them.
type Asked = (Option<String>, bool, u64, u64, Option<u64>);

/// Reads the body of a request, JSON or a form.
#[pyfunction]
pub fn read_request(py: Python<'_>, body: &[u8]) -> Result<Asked, Fault> {
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return Ok((model_of_form(body), false, 0, 0, None));
    };
    py.detach(|| {
        let text = value.to_string();
        let model = value["model"].as_str().map(str::to_owned);
        let reading = read(&text, &setting(CATALOG.newest()))
            .map_err(|error| Fault::new("invalid", "request", error.to_string()))?;
        let figure = |field: &str| {
            let figure = reading.figures.iter().find(|figure| figure.field == field)?;
            figure.value.as_str().parse().ok()
        };
        // A token is a byte at least; what a chat's format takes comes on top.
        let most_input = body.len() as u64 + 100;
        let most = ["max_completion_tokens", "max_tokens", "max_output_tokens"];
        let most = most.iter().find_map(|name| value[name].as_u64());
        let flex = value["service_tier"] == "flex";
        Ok((model, flex, figure("input_tokens").unwrap_or(0), most_input, most))
    })
}

/// The field `model` of a form; its files are not read.
fn model_of_form(body: &[u8]) -> Option<String> {
    let name = b"name=\"model\"\r\n\r\n";
    let start = body.windows(name.len()).position(|part| part == name)? + name.len();
    let rest = &body[start..];
    let end = rest.iter().position(|byte| *byte == b'\r')?;
    String::from_utf8(rest[..end].to_vec()).ok()
}

/// Finds the usage in the bytes of an answer, whole or a stream.
#[pyclass(module = "groq_calc._native")]
pub struct UsageReader(Answer);

#[pymethods]
impl UsageReader {
    #[new]
    fn new(content_type: &str) -> Self {
        Self(Answer::new(content_type))
    }

    /// The next bytes.
    fn feed(&mut self, bytes: &[u8]) {
        self.0.feed(bytes);
    }

    /// Prompt tokens, those of them from the cache, and completion tokens, if the
    /// answer has said so by now.
    fn usage(&self) -> Option<(u64, u64, u64)> {
        let usage = self.0.usage()?;
        Some((usage.input().get(), usage.cached_input().get(), usage.output().get()))
    }
}

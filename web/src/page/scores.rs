//! Published scores of models: they come with the module of the other views, and the
//! page itself has them told as a text.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The name of the event, and of the property of the window that holds the text.
const NAME: &str = "modelScores";

/// Scores by one benchmark, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scores {
    pub(crate) benchmark: String,
    /// Model ids with their scores.
    pub(crate) models: Vec<(String, String)>,
}

impl Scores {
    /// As a text: the benchmark, then a line for each model.
    fn text(&self) -> String {
        let mut text = self.benchmark.clone();
        for (model, score) in &self.models {
            text += &format!("\n{model}\t{score}");
        }
        text
    }

    fn read(text: &str) -> Self {
        let mut lines = text.lines();
        let benchmark = lines.next().unwrap_or_default().to_string();
        let pair = |line: &str| {
            line.split_once('\t').map(|(model, score)| (model.to_string(), score.to_string()))
        };
        Self { benchmark, models: lines.filter_map(pair).collect() }
    }

    /// The score of a model.
    pub(crate) fn of(&self, model: &str) -> Option<&str> {
        self.models.iter().find(|(id, _)| id == model).map(|(_, score)| score.as_str())
    }

    /// The place of a model in the ranking; last without a score.
    pub(crate) fn place(&self, model: &str) -> usize {
        self.models.iter().position(|(id, _)| id == model).unwrap_or(usize::MAX)
    }

    /// In the module: tells the page.
    pub(crate) fn announce(&self) {
        let text = JsValue::from_str(&self.text());
        Reflect::set(&window(), &NAME.into(), &text).ok();
        if let Ok(event) = web_sys::Event::new(NAME) {
            window().dispatch_event(&event).ok();
        }
    }

    fn announced() -> Self {
        let text = Reflect::get(&window(), &NAME.into()).ok().and_then(|text| text.as_string());
        text.map_or_else(Self::default, |text| Self::read(&text))
    }

    /// In the page: what was told last.
    pub(crate) fn follow() -> RwSignal<Self> {
        let scores = RwSignal::new(Self::announced());
        let event = leptos::ev::Custom::<web_sys::Event>::new(NAME);
        let handle = window_event_listener(event, move |_| {
            let now = Self::announced();
            if scores.try_with_untracked(|scores| *scores != now) == Some(true) {
                scores.set(now);
            }
        });
        on_cleanup(move || handle.remove());
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_lead_back() {
        let models = [("openai/gpt-oss-120b", "80.1"), ("qwen/qwen3-32b", "66")];
        let models = models.map(|(model, score)| (model.to_string(), score.to_string())).to_vec();
        let scores = Scores { benchmark: "GPQA Diamond".to_string(), models };
        assert_eq!(Scores::read(&scores.text()), scores);
        assert_eq!((scores.of("qwen/qwen3-32b"), scores.of("x")), (Some("66"), None));
        assert!(scores.place("openai/gpt-oss-120b") < scores.place("x"));
        assert_eq!(Scores::read(""), Scores::default());
    }
}

use groq_paste::{Basis, Note, Seen};
use reader::{Checked, Figure, Told};

/// What was read of a text, as the worker told it.
#[derive(Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) seen: Seen,
    pub(super) model: Option<String>,
    pub(super) figures: Vec<Figure>,
    pub(super) notes: Vec<Note>,
    /// Whether the vocabulary of gpt-oss would count what is estimated.
    pub(super) countable: bool,
    pub(super) checked: usize,
    pub(super) refused: usize,
    pub(super) found: Vec<Checked>,
    pub(super) mended: String,
}

impl Reading {
    /// Of what was told, if it is a reading.
    pub(super) fn of(told: Told) -> Option<Self> {
        let Told::Read { seen, model, figures, notes, countable, checked, refused, found, mended } =
            told
        else {
            return None;
        };
        Some(Self { seen, model, figures, notes, countable, checked, refused, found, mended })
    }

    /// The model whose tokens are meant.
    pub(super) fn counted_for(&self) -> &str {
        self.model.as_deref().unwrap_or("openai/gpt-oss-120b")
    }

    /// The figures as fields of the workload, estimates of the prompt corrected
    /// by `correct`.
    pub(super) fn fields(&self, correct: impl Fn(u64) -> u64) -> Vec<(&str, String)> {
        let is_prompt = |figure: &Figure| figure.field.ends_with("input_tokens");
        let value = |figure: &Figure| match figure.value.parse::<u64>() {
            Ok(count) if is_prompt(figure) && figure.basis == Basis::Estimated => {
                correct(count).to_string()
            }
            _ => figure.value.clone(),
        };
        let fields = self.figures.iter().map(|figure| (figure.field.as_str(), value(figure)));
        let mut fields: Vec<_> = fields.collect();
        // Cached tokens are a part of the prompt, whichever of the two was corrected.
        let input = fields.iter().find(|(name, _)| *name == "input_tokens");
        let input = input.and_then(|(_, value)| value.parse::<u64>().ok());
        for (name, value) in &mut fields {
            if let (&mut "cached_input_tokens", Some(input), Ok(cached)) =
                (name, input, value.parse::<u64>())
            {
                *value = cached.min(input).to_string();
            }
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reader::Job;

    #[test]
    fn estimates_are_corrected_and_measured_figures_are_not() {
        let text = r#"{"messages":[{"role":"user","content":"Where is it?"}],"max_tokens":40}
                      {"usage":{"completion_tokens":12,"prompt_tokens_details":{"cached_tokens":900}}}"#;
        let job = Job { plan: "free".to_string(), ..Job::default() };
        let reading = Reading::of(job.told(text, None).unwrap()).unwrap();
        let plain = reading.fields(|count| count);
        let twice = reading.fields(|count| 2 * count);
        let figure = |fields: &[(&str, String)], name| {
            let found = fields.iter().find(|(field, _)| *field == name);
            found.map(|(_, value)| value.parse::<u64>().unwrap())
        };
        let input = figure(&plain, "input_tokens").unwrap();
        assert_eq!(figure(&twice, "input_tokens"), Some(2 * input));
        assert_eq!(figure(&twice, "output_tokens"), Some(12));
        assert!(figure(&twice, "cached_input_tokens") <= Some(2 * input));
    }
}

//! What was read of a text, as fields of a workload.

use groq_paste::Basis;
use paste_worker::{Figure, Reading};

/// The model whose tokens are meant.
pub(super) fn counted_for(reading: &Reading) -> &str {
    reading.model.as_deref().unwrap_or("openai/gpt-oss-120b")
}

/// The figures as fields of the workload, estimates of the prompt corrected
/// by `correct`.
pub(super) fn fields(reading: &Reading, correct: impl Fn(u64) -> u64) -> Vec<(&str, String)> {
    let is_prompt = |figure: &Figure| figure.field.ends_with("input_tokens");
    let value = |figure: &Figure| match figure.value.parse::<u64>() {
        Ok(count) if is_prompt(figure) && figure.basis == Basis::Estimated => {
            correct(count).to_string()
        }
        _ => figure.value.clone(),
    };
    let fields = reading.figures.iter().map(|figure| (figure.field.as_str(), value(figure)));
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

#[cfg(test)]
mod tests {
    use paste_worker::{Job, WorkerReply};

    use super::*;

    #[test]
    fn estimates_are_corrected_and_measured_figures_are_not() {
        let text = r#"{"messages":[{"role":"user","content":"Where is it?"}],"max_tokens":40}
                      {"usage":{"completion_tokens":12,"prompt_tokens_details":{"cached_tokens":900}}}"#;
        let job = Job { plan: "free".to_string(), ..Job::default() };
        let WorkerReply::Read(reading) = job.reply(text, None).unwrap() else {
            panic!("it is read")
        };
        let plain = fields(&reading, |count| count);
        let twice = fields(&reading, |count| 2 * count);
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

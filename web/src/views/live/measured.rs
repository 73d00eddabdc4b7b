//! What answers of this visit say of the estimates of their prompts.

use groq_tokens::{AnswerForm, Chat, Family, Message, Role};

/// The prompts of a family of models, estimated and as Groq counted them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) answers: u64,
    pub(crate) estimated: u64,
    pub(crate) counted: u64,
}

impl Measured {
    /// An estimate, corrected by them; rounded up.
    pub(crate) fn correct(&self, estimate: u64) -> u64 {
        let corrected = u128::from(estimate) * u128::from(self.counted);
        u64::try_from(corrected.div_ceil(u128::from(self.estimated.max(1)))).unwrap_or(u64::MAX)
    }
}

/// The estimate of a prompt of one message.
pub(super) fn estimate(model: &str, text: &str) -> u64 {
    let family = Family::of(model);
    let messages = vec![Message { role: Role::User, text: text.into(), function: None }];
    let answer = AnswerForm::Text;
    let chat = Chat { messages, tools: Vec::new(), reasoning: "medium", answer };
    chat.framed(family).count(&family)
}

/// By family.
#[derive(Clone, Default)]
pub(super) struct Measurements(Vec<(Family, Measured)>);

impl Measurements {
    /// Takes one answer.
    pub(super) fn add(&mut self, model: &str, estimated: u64, counted: u64) {
        let family = Family::of(model);
        let one = Measured { answers: 1, estimated, counted };
        match self.0.iter_mut().find(|(of, _)| *of == family) {
            Some((_, all)) => {
                *all = Measured {
                    answers: all.answers + 1,
                    estimated: all.estimated.saturating_add(estimated),
                    counted: all.counted.saturating_add(counted),
                }
            }
            None => self.0.push((family, one)),
        }
    }

    /// Those of a model's family; of one that is not known there is none.
    pub(super) fn of(&self, model: &str) -> Option<Measured> {
        let family = Family::of(model);
        let known = self.0.iter().find(|(of, _)| *of == family && *of != Family::Unknown);
        known.map(|(_, measured)| *measured)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_follow_what_was_measured() {
        let mut all = Measurements::default();
        assert_eq!(all.of("openai/gpt-oss-20b"), None);
        all.add("openai/gpt-oss-20b", 100, 90);
        all.add("openai/gpt-oss-120b", 50, 45);
        all.add("allam-2-7b", 10, 20);
        let measured = all.of("openai/gpt-oss-20b").unwrap();
        assert_eq!(measured, Measured { answers: 2, estimated: 150, counted: 135 });
        assert_eq!((measured.correct(1000), measured.correct(1)), (900, 1));
        assert_eq!((all.of("qwen/qwen3-32b"), all.of("allam-2-7b")), (None, None));
        assert!(estimate("openai/gpt-oss-20b", "Where is my order?") > 10);
    }
}

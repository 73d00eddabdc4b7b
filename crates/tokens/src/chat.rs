use alloc::{borrow::Cow, string::String, vec::Vec};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Whoever sets the rules: `system` and `developer`.
    Developer,
    /// The user.
    User,
    /// The model.
    Assistant,
    /// The result of a tool.
    Tool,
}

impl Role {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Developer => "developer",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
        }
    }
}

/// A message of a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// Who speaks.
    pub role: Role,
    /// The text.
    pub text: Cow<'a, str>,
    /// The function whose result it is, or which the model calls here, the text
    /// being its arguments.
    pub function: Option<&'a str>,
}

/// A function that the model may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it does.
    pub description: &'a str,
    /// Its parameters as a type of TypeScript, which is what the model is shown.
    pub parameters: Option<String>,
}

/// All that a request lets the model read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat<'a> {
    /// The messages in their order.
    pub messages: Vec<Message<'a>>,
    /// The functions it may call.
    pub tools: Vec<Tool<'a>>,
    /// How much it shall think: `low`, `medium` or `high`.
    pub reasoning: &'a str,
    /// The form of the answer.
    pub answer: AnswerForm<'a>,
}

/// The form that an answer is asked for in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AnswerForm<'a> {
    /// Any text.
    #[default]
    Text,
    /// Any JSON.
    Json,
    /// JSON by a schema.
    Schema {
        /// The schema's name.
        name: &'a str,
        /// The schema as JSON.
        schema: String,
    },
}

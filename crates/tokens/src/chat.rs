use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::{counter::Counter, family::Family, harmony};

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
}

/// A part of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// One token that no text has, like `<|start|>`.
    Mark(&'static str),
    /// Text that is split into tokens by itself.
    Text(Cow<'a, str>),
}

/// A chat as the model reads it: with the marks of its format, and with what the
/// format adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed<'a> {
    pub(crate) pieces: Vec<Piece<'a>>,
    pub(crate) known: bool,
}

impl<'a> Chat<'a> {
    /// Its form for a family of models.
    ///
    /// gpt-oss reads the harmony format, as its library writes it: a system
    /// message that the server adds, the developer's instructions, the messages.
    /// For other models five tokens stand for the frame of a message and four
    /// for the opening of the answer, which is what Llama 3 and Qwen 3 take.
    ///
    /// ```
    /// use groq_tokens::{Chat, Family, Message, Role};
    ///
    /// let hi = Message { role: Role::User, text: "Hi".into(), function: None };
    /// let chat = Chat { messages: vec![hi], tools: Vec::new(), reasoning: "medium" };
    /// assert_eq!(chat.framed(Family::Llama).count(&Family::Llama), 10);
    /// ```
    pub fn framed(&self, family: Family) -> Framed<'a> {
        match family {
            Family::GptOss => harmony::framed(self),
            _ => self.plain(),
        }
    }

    fn plain(&self) -> Framed<'a> {
        let mut pieces = Vec::new();
        for tool in &self.tools {
            pieces.push(Piece::Text(Cow::Owned(harmony::signature(tool))));
        }
        for message in &self.messages {
            pieces.extend([Piece::Mark("<start>"), Piece::Mark(message.role.name())]);
            pieces.push(Piece::Mark("<text>"));
            pieces.extend(message.function.map(|name| Piece::Text(Cow::Borrowed(name))));
            pieces.push(Piece::Text(message.text.clone()));
            pieces.extend([Piece::Mark("<end>"), Piece::Mark("<line>")]);
        }
        pieces.extend(["<begin>", "<start>", "assistant", "<text>"].map(Piece::Mark));
        Framed { pieces, known: false }
    }
}

impl Framed<'_> {
    /// Its tokens.
    pub fn count(&self, counter: &dyn Counter) -> u64 {
        self.pieces.iter().map(|piece| piece.count(counter)).sum()
    }

    /// The tokens that two prompts begin with: what a cache of exact prefixes
    /// can serve.
    pub fn shared(&self, other: &Self, counter: &dyn Counter) -> u64 {
        let mut shared = 0;
        for pair in self.pieces.iter().zip(&other.pieces) {
            match pair {
                (one, other) if one == other => shared += one.count(counter),
                (Piece::Text(one), Piece::Text(other)) => {
                    return shared + counter.shared(one, other);
                }
                _ => break,
            }
        }
        shared
    }

    /// Whether the format is known to the letter: that of gpt-oss without
    /// functions. How definitions of functions are written is near, but is not
    /// promised.
    pub const fn is_known(&self) -> bool {
        self.known
    }
}

impl Piece<'_> {
    fn count(&self, counter: &dyn Counter) -> u64 {
        match self {
            Self::Mark(_) => 1,
            Self::Text(text) => counter.count(text),
        }
    }
}

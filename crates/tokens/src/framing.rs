use alloc::{borrow::Cow, vec::Vec};

use crate::{
    chat::Chat,
    family::Family,
    framed::{Framed, Piece},
    harmony,
};

/// The instructions that any tool brings on Llama 4: of 711 prompt tokens that
/// Groq counted for a request with one tool, 39 were of its text.
const LLAMA_4_TOOLS: u64 = 672;

impl<'a> Chat<'a> {
    /// Its form for a family of models.
    ///
    /// gpt-oss reads the harmony format, as its library writes it: a system
    /// message that the server adds, the developer's instructions, the messages.
    /// For other models five tokens stand for the frame of a message and four
    /// for the opening of the answer, which is what Llama 3 and Qwen 3 take.
    ///
    /// ```
    /// use groq_tokens::{AnswerForm, Chat, Family, Message, Role};
    ///
    /// let hi = Message { role: Role::User, text: "Hi".into(), function: None };
    /// let answer = AnswerForm::Text;
    /// let chat = Chat { messages: vec![hi], tools: Vec::new(), reasoning: "medium", answer };
    /// assert_eq!(chat.framed(Family::Llama).count(&Family::Llama), 10);
    /// ```
    pub fn framed(&self, family: Family) -> Framed<'a> {
        match family {
            Family::GptOss => harmony::framed(self),
            family => self.plain(family),
        }
    }

    fn plain(&self, family: Family) -> Framed<'a> {
        let mut pieces = Vec::new();
        let knows_tools = family == Family::Llama4;
        if !self.tools.is_empty() && knows_tools {
            pieces.push(Piece::Added(LLAMA_4_TOOLS));
        }
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
        Framed { pieces, known: false, whole: self.tools.is_empty() || knows_tools }
    }
}

use alloc::{borrow::Cow, vec::Vec};

use crate::{
    chat::Chat,
    family::Family,
    framed::{Framed, Piece},
    harmony,
};

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

//! The chat format of gpt-oss, as OpenAI's library `openai-harmony` writes it.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    chat::{AnswerForm, Chat, Message, Role, Tool},
    framed::{Framed, Piece},
};

/// What the server puts first. The date stands for any: every one has as many
/// tokens.
const IDENTITY: &str = "You are ChatGPT, a large language model trained by OpenAI.\n\
    Knowledge cutoff: 2024-06\nCurrent date: 2026-01-01\n\nReasoning: ";
const CHANNELS: &str = "\n\n# Valid channels: analysis, commentary, final. \
    Channel must be included for every message.";
const CALLS: &str = "\nCalls to these tools must go to the commentary channel: 'functions'.";

/// What Groq counts besides, by requests whose prompt tokens are public: 4 more
/// for each of them, about 2 more for a tool, and for an answer as JSON the
/// instructions about it.
const SERVER: u64 = 4;
const TOOL: u64 = 2;
const JSON: u64 = 24;
const SCHEMA: u64 = 51;

const START: Piece<'static> = Piece::Mark("<|start|>");
const CHANNEL: Piece<'static> = Piece::Mark("<|channel|>");
const MESSAGE: Piece<'static> = Piece::Mark("<|message|>");
const END: Piece<'static> = Piece::Mark("<|end|>");
const CALL: Piece<'static> = Piece::Mark("<|call|>");
const CONSTRAIN: Piece<'static> = Piece::Mark("<|constrain|>");

/// The whole prompt.
pub(crate) fn framed<'a>(chat: &Chat<'a>) -> Framed<'a> {
    let mut pieces = Vec::new();
    let calls = if chat.tools.is_empty() { "" } else { CALLS };
    let system = format!("{IDENTITY}{}{CHANNELS}{calls}", chat.reasoning);
    whole(&mut pieces, "system", system.into());
    pieces.push(Piece::Added(SERVER + TOOL * chat.tools.len() as u64));
    match &chat.answer {
        AnswerForm::Text => {}
        AnswerForm::Json => pieces.push(Piece::Added(JSON)),
        AnswerForm::Schema { name, schema } => {
            let formats = format!("# Response Formats\n\n## {name}\n\n{schema}");
            pieces.extend([Piece::Added(SCHEMA), Piece::Text(formats.into())]);
        }
    }
    let is_rules = |message: &&Message<'_>| message.role == Role::Developer;
    let mut tools = Some(tools(&chat.tools)).filter(|tools| !tools.is_empty());
    if let (None, Some(tools)) = (chat.messages.iter().find(is_rules), &tools) {
        whole(&mut pieces, "developer", tools.clone().into());
    }
    for message in &chat.messages {
        match message.role {
            Role::Developer => {
                let mut text = format!("# Instructions\n\n{}", message.text);
                // They stand with the first instructions.
                if let Some(tools) = tools.take() {
                    text = format!("{text}\n\n{tools}");
                }
                whole(&mut pieces, "developer", text.into());
            }
            Role::User => whole(&mut pieces, "user", message.text.clone()),
            Role::Assistant => answer(&mut pieces, message),
            Role::Tool => result(&mut pieces, message),
        }
    }
    pieces.extend([START, text("assistant")]);
    let rules = chat.messages.iter().filter(is_rules).count();
    let functions = chat.messages.iter().any(|message| message.function.is_some());
    let is_text = chat.answer == AnswerForm::Text;
    let known = chat.tools.is_empty() && !functions && rules <= 1 && is_text;
    Framed { pieces, known, whole: true }
}

const fn text(text: &'static str) -> Piece<'static> {
    Piece::Text(Cow::Borrowed(text))
}

fn whole<'a>(pieces: &mut Vec<Piece<'a>>, role: &'static str, content: Cow<'a, str>) {
    pieces.extend([START, text(role), MESSAGE, Piece::Text(content), END]);
}

fn answer<'a>(pieces: &mut Vec<Piece<'a>>, message: &Message<'a>) {
    pieces.extend([START, text("assistant")]);
    let content = Piece::Text(message.text.clone());
    match message.function {
        None => pieces.extend([CHANNEL, text("final"), MESSAGE, content, END]),
        Some(name) => {
            pieces.push(Piece::Text(format!(" to=functions.{name}").into()));
            pieces.extend([CHANNEL, text("commentary"), text(" "), CONSTRAIN, text("json")]);
            pieces.extend([MESSAGE, content, CALL]);
        }
    }
}

fn result<'a>(pieces: &mut Vec<Piece<'a>>, message: &Message<'a>) {
    let name = message.function.unwrap_or("tool");
    pieces.extend([START, Piece::Text(format!("functions.{name}").into())]);
    pieces.extend([text(" to=assistant"), CHANNEL, text("commentary"), MESSAGE]);
    pieces.extend([Piece::Text(message.text.clone()), END]);
}

/// The definitions of the functions, or nothing.
fn tools(tools: &[Tool<'_>]) -> String {
    if tools.is_empty() {
        return String::new();
    }
    let signatures: String = tools.iter().map(signature).collect();
    format!(
        "# Tools\n\n## functions\n\nnamespace functions {{\n\n{signatures}}} // namespace functions"
    )
}

/// A function as the model is shown it.
pub(crate) fn signature(tool: &Tool<'_>) -> String {
    let mut text: String = tool.description.lines().map(|line| format!("// {line}\n")).collect();
    let parameters =
        tool.parameters.as_ref().map_or("()".to_string(), |kind| format!("(_: {kind})"));
    text.push_str(&format!("type {} = {parameters} => any;\n\n", tool.name));
    text
}

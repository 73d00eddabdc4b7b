"""Counts for the test: a JSON line each of texts and of chats on standard input,
one number each on standard output."""

import json
import sys

import tiktoken
from openai_harmony import (
    Author,
    Conversation,
    DeveloperContent,
    HarmonyEncodingName,
    Message,
    ReasoningEffort,
    Role,
    SystemContent,
    ToolDescription,
    load_harmony_encoding,
)

text_encoding = tiktoken.get_encoding("o200k_harmony")
chat_encoding = load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)
EFFORTS = {"low": ReasoningEffort.LOW, "medium": ReasoningEffort.MEDIUM, "high": ReasoningEffort.HIGH}


def developer(text, tools):
    content = DeveloperContent.new()
    if text is not None:
        content = content.with_instructions(text)
    if tools:
        described = [ToolDescription.new(t["name"], t["description"], parameters=t["parameters"]) for t in tools]
        content = content.with_function_tools(described)
    return Message.from_role_and_content(Role.DEVELOPER, content)


def chat(given):
    system = SystemContent.new().with_conversation_start_date("2026-11-25")
    messages = [Message.from_role_and_content(Role.SYSTEM, system.with_reasoning_effort(EFFORTS[given["reasoning"]]))]
    tools = given["tools"]
    if tools and all(message["role"] != "developer" for message in given["messages"]):
        messages.append(developer(None, tools))
        tools = []
    for message in given["messages"]:
        role, text, function = message["role"], message["text"], message["function"]
        if role == "developer":
            messages.append(developer(text, tools))
            tools = []
        elif role == "user":
            messages.append(Message.from_role_and_content(Role.USER, text))
        elif role == "tool":
            author = Author.new(Role.TOOL, f"functions.{function}")
            result = Message.from_author_and_content(author, text)
            messages.append(result.with_channel("commentary").with_recipient("assistant"))
        elif function is None:
            messages.append(Message.from_role_and_content(Role.ASSISTANT, text).with_channel("final"))
        else:
            call = Message.from_role_and_content(Role.ASSISTANT, text).with_channel("commentary")
            messages.append(call.with_recipient(f"functions.{function}").with_content_type("<|constrain|>json"))
    conversation = Conversation.from_messages(messages)
    return len(chat_encoding.render_conversation_for_completion(conversation, Role.ASSISTANT))


for line in sys.stdin:
    given = json.loads(line)
    if "text" in given:
        print(len(text_encoding.encode_ordinary(given["text"])))
    else:
        print(chat(given))

//! What is read of code, and what is said of the rest.

use groq_catalog::CATALOG;
use groq_paste::{Basis, Form, Reading, Setting, read};

#[track_caller]
fn reading(text: &str) -> Reading {
    let day = CATALOG.newest();
    let setting = Setting { catalog: &CATALOG, day, admission: None, model: None, exact: None };
    read(text, &setting).expect("it is read")
}

fn notes(reading: &Reading) -> String {
    reading.notes.iter().map(|note| format!("{note}\n")).collect()
}

#[test]
fn variables_are_followed_and_the_rest_is_named() {
    let read = reading(
        "import os\nfrom groq import Groq\nMODEL = os.getenv(\"MODEL\", \"openai/gpt-oss-20b\")\n\
         history = [{\"role\": \"system\", \"content\": \"Be brief.\"}]\n\
         history.append({\"role\": \"user\", \"content\": f\"Name {n} rivers.\"})\n\
         def main():\n    Groq().chat.completions.create(model=MODEL, messages=history, max_tokens=4 * 256)\n",
    );
    assert_eq!((read.requests, read.model.as_deref()), (1, Some("openai/gpt-oss-20b")));
    assert_eq!(read.figures[0].basis, Basis::AtLeast);
    assert_eq!(read.bodies[0].unknown(), ["messages[1].content"]);
    assert!(read.bodies[0].text().contains("1024"));
    assert!(notes(&read).contains("messages[1].content is set when the code runs"));
}

#[test]
fn messages_that_only_a_run_knows_are_not_counted() {
    for code in [
        "import requests\nrequests.post(url, json={\"model\": \"openai/gpt-oss-20b\", \"messages\": messages, \"max_tokens\": 9})",
        "const r = await groq.chat.completions.create({ model: 'openai/gpt-oss-20b', messages, max_tokens: 9 });",
        "r = client.responses.create(model=\"openai/gpt-oss-20b\", input=question, max_output_tokens=9)",
        "r = client.chat.completions.create(model=\"openai/gpt-oss-20b\", messages=build(), max_tokens=9)",
    ] {
        let read = reading(code);
        assert_eq!((read.requests, read.explained.form), (1, Form::Code), "{code} {read:?}");
        assert!(read.figures.iter().all(|figure| figure.field != "input_tokens"), "{code}");
        assert!(notes(&read).contains("messages is set when the code runs"), "{code}");
    }
}

#[test]
fn code_that_cannot_be_read_is_no_prompt() {
    let read = reading(
        "from groq import Groq\nclient = Groq()\ndef ask(**kw):\n    return client.chat.completions.create(**kw)\n",
    );
    assert_eq!((read.requests, read.figures.len()), (0, 0));
    assert!(notes(&read).contains("this is code"), "{read:?}");
    let plain = reading("def add(a, b):\n    return a + b\n\nprint(add(1, 2))\n");
    assert!(notes(&plain).contains("looks like code"), "{plain:?}");
    let prose = reading(
        "Please review this:\n\n```python\ndef add(a, b):\n    return a - b\n```\n\nDon't hurry.",
    );
    assert_eq!((prose.explained.form, prose.requests), (Form::Prompt, 1));
}

#[test]
fn answers_are_read_as_they_are_printed() {
    for text in [
        "ChatCompletion(id='c', choices=[Choice(message=Message(content='Hi', tool_calls=None))], model='openai/gpt-oss-20b', usage=CompletionUsage(completion_tokens=88, prompt_tokens=72, total_tokens=160))",
        "{'id': 'c', 'model': 'openai/gpt-oss-20b', 'ok': True, 'usage': {'prompt_tokens': 72, 'completion_tokens': 88}}",
        "{\n  id: 'c',\n  choices: [ { message: [Object], logprobs: null } ],\n  usage: { prompt_tokens: 72, completion_tokens: 88 }\n}",
        "<ref *1> {\n  usage: { prompt_tokens: 72, completion_tokens: 88 },\n  self: [Circular *1]\n}",
        "content='Hi' response_metadata={'token_usage': {'completion_tokens': 88, 'prompt_tokens': 72}} usage_metadata={'input_tokens': 72, 'output_tokens': 88, 'total_tokens': 160}",
        "CompletionUsage(completion_tokens=88, prompt_tokens=72, total_tokens=160)",
        "{\"model\" => \"openai/gpt-oss-20b\", \"usage\" => {\"prompt_tokens\" => 72, \"completion_tokens\" => 88}}",
    ] {
        let read = reading(text);
        assert_eq!((read.responses, read.requests), (1, 0), "{text} {read:?}");
        let figures: Vec<_> =
            read.figures.iter().map(|figure| (figure.field, figure.value.as_str())).collect();
        assert_eq!(figures, [("input_tokens", "72"), ("output_tokens", "88")], "{text}");
    }
}

#[test]
fn configurations_name_their_models() {
    let litellm = "model_list:\n  - model_name: fast\n    litellm_params:\n      model: groq/openai/gpt-oss-20b\n      api_key: gsk_abc\n      rpm: 30\n      tpm: 8000\n";
    let kept = "models:\n  - name: Mine\n    provider: groq\n    model: openai/gpt-oss-20b\n    apiKey: gsk_abc\n";
    for text in [
        litellm,
        kept,
        "{\"models\":[{\"provider\":\"groq\",\"model\":\"openai/gpt-oss-20b\",\"apiKey\":\"gsk_abc\"}]}",
    ] {
        let read = reading(text);
        assert_eq!((read.requests, read.figures.len()), (0, 0), "{text}");
        assert_eq!(read.model.as_deref(), Some("openai/gpt-oss-20b"));
        assert!(notes(&read).contains("the configuration names openai/gpt-oss-20b"), "{read:?}");
    }
    assert!(notes(&reading(litellm)).contains("30 requests and 8,000 tokens a minute"));
    let request = reading(
        "model: openai/gpt-oss-20b\nmessages:\n  - role: user\n    content: Where is it?\n",
    );
    assert_eq!((request.requests, request.explained.form), (1, Form::Yaml));
}

#[test]
fn errors_are_no_prompts() {
    for text in [
        "groq.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached', 'code': 'rate_limit_exceeded'}}",
        "HTTP/2 429\nretry-after: 2\n\n{\"error\":{\"message\":\"Rate limit reached\",\"code\":\"rate_limit_exceeded\"}}",
        "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
    ] {
        let read = reading(text);
        assert_eq!((read.requests, read.responses, read.figures.len()), (0, 0, 0), "{text}");
        assert!(notes(&read).contains("an error of the API"), "{text} {read:?}");
    }
}

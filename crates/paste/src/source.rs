//! Signs by which a text is told from a prompt.

/// Words of programs that call the API.
const CALLS: [&str; 24] = [
    "api.groq.com",
    "chat.completions",
    "completions.create",
    "ChatCompletion",
    "from groq import",
    "from openai import",
    "groq-sdk",
    "@ai-sdk/",
    "langchain_groq",
    "ChatGroq(",
    "litellm.completion",
    "Invoke-RestMethod",
    "Invoke-WebRequest",
    "curl_setopt",
    "requests.post(",
    "httpx.post(",
    "axios.post(",
    "fetch(\"http",
    "fetch('http",
    "CompletionUsage(",
    "object at 0x",
    "transcriptions.create",
    "responses.create",
    "GROQ_API_KEY",
];

/// Whether code may hold a request or an answer that can be read.
pub(crate) fn may_hold_a_request(text: &str) -> bool {
    let parts = [
        "messages",
        "_tokens",
        "Tokens",
        "\"body\"",
        "body:",
        "-Body",
        "Body =",
        "prompt",
        "input",
        "transcriptions",
        "translations",
        "choices",
    ];
    let signs = ["(", "{", "= ", "@{"];
    (is_code(text) || CALLS.iter().any(|call| text.contains(call)) || is_printed(text))
        && parts.iter().any(|part| text.contains(part))
        && signs.iter().any(|sign| text.contains(sign))
}

/// Whether a text is what an object looks like when it is printed.
fn is_printed(text: &str) -> bool {
    let name = text.split(['(', '=']).next().unwrap_or_default();
    let legal = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
    !name.is_empty() && name.len() < text.len() && name.len() < 60 && name.chars().all(legal)
}

/// Whether code calls the API or prints its objects, though nothing of it can be
/// read.
pub(crate) fn is_unread(text: &str) -> bool {
    CALLS.iter().any(|call| text.contains(call)) && (is_code(text) || is_printed(text))
}

/// Whether most lines of a text are those of a program.
pub(crate) fn is_code(text: &str) -> bool {
    let starts = [
        "import ",
        "from ",
        "const ",
        "let ",
        "var ",
        "def ",
        "class ",
        "async ",
        "await ",
        "return ",
        "function ",
        "#include",
        "using ",
        "package ",
        "public ",
        "private ",
        "fn ",
        "use ",
        "}",
        ")",
        "]",
        "{",
        "<?php",
        "require",
        "$",
        "//",
        "@",
        "print(",
        "export ",
        "func ",
        "if (",
        "for (",
        "while (",
        "try",
        "except",
        "catch",
    ];
    let ends = ['{', '(', ')', ';', '}', '[', ']', ',', '`'];
    let (mut lines, mut code) = (0usize, 0usize);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(400) {
        lines += 1;
        let begins = starts.iter().any(|start| {
            line.strip_prefix(start).is_some_and(|_| !line.ends_with(['.', '?', '!', ':']))
        });
        let sets = line.split_once(" = ").is_some_and(|(name, _)| {
            name.split_whitespace().count() <= 3 && !name.contains(['.', ',', '?'])
        });
        let calls =
            line.ends_with(ends) && line.contains(['(', '{', '[', '"', '\'', ')', '}', ']']);
        code += usize::from(begins || sets || calls);
    }
    lines > 0 && code * 5 >= lines * 3
}

/// Whether a text may be YAML: names with colons.
pub(crate) fn may_be_yaml(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    let said =
        |line: &&str| !line.is_empty() && !line.trim_start().starts_with('#') && *line != "---";
    let Some(first) = lines.find(said) else { return false };
    let name = first.trim_start_matches("- ").split(':').next().unwrap_or_default();
    let legal = |c: char| c.is_ascii_alphanumeric() || "_-.\"'".contains(c);
    first.contains(':') && !name.is_empty() && name.chars().all(legal)
}

/// Whether a text is an error of the API as an SDK or a log prints it, or the page
/// of a proxy.
pub(crate) fn is_error(text: &str) -> bool {
    let start: &str = text.get(..600).unwrap_or(text);
    let marks = [
        "Error code: ",
        "\"error\":",
        "'error':",
        "rate_limit_exceeded",
        "invalid_api_key",
        "RateLimitError",
        "APIStatusError",
        "BadRequestError",
        "AuthenticationError",
        "APIConnectionError",
        "InternalServerError",
        "PermissionDeniedError",
        "NotFoundError",
        "GroqError",
        "UnprocessableEntityError",
        "Rate limit reached for model",
    ];
    let lower = start.trim_start().get(..15).unwrap_or_default().to_ascii_lowercase();
    let is_page = (lower.starts_with("<!doctype html") || lower.starts_with("<html"))
        && ["cloudflare", "nginx", "Cloudflare", "Bad Gateway", "Access denied", "Forbidden"]
            .iter()
            .any(|mark| text.contains(mark));
    is_page || (marks.iter().any(|mark| start.contains(mark)) && text.len() < 20_000)
}

/// Whether a text is the headers of an answer, which tell of limits.
pub(crate) fn is_headers(text: &str) -> bool {
    let mut tells = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return false;
        }
        let name = name.to_ascii_lowercase();
        tells |= name.starts_with("x-ratelimit-") || name == "retry-after";
    }
    tells
}

/// The status that an error's text names, or 0.
pub(crate) fn status(text: &str) -> u16 {
    let marks = ["Error code: ", "status code ", "status: ", "HTTP ", "status_code=", "<title>"];
    let digits = |mark: &&str| {
        let at = text.find(*mark)? + mark.len();
        text.get(at..at + 3)?.parse::<u16>().ok().filter(|status| (400..600).contains(status))
    };
    marks.iter().find_map(digits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_no_code() {
        for text in [
            "Where is my order?",
            "Write a poem about the sea, please. It should rhyme.",
            "Summarize: the train leaves at nine.\n- first\n- second",
            "Dear team,\n\nwe met on Monday (all of us).\n\nBest,\nAnn",
        ] {
            assert!(!is_code(text) && !may_hold_a_request(text) && !is_unread(text), "{text}");
            assert!(!is_error(text), "{text}");
        }
        assert!(is_headers("x-ratelimit-limit-requests: 1000\nRetry-After: 7\n"));
        assert!(!is_headers("Retry-After: what is it?\nTell me.") && !is_headers("Name: Ann"));
        assert!(is_code("def f(x):\n    return x + 1\n\nprint(f(2))"));
        assert!(is_code("const a = 1;\nfoo(a);\n"));
    }
}

//! One request in each form that people paste, and the law that each gives the
//! same figures.

use groq_catalog::CATALOG;
use groq_paste::{Reading, Setting, read};
use serde_json::{Value, json};

const URL: &str = "https://api.groq.com/openai/v1/chat/completions";

/// The names of the forms, and the request in each; `key` stands where keys do.
pub fn all(request: &Value, key: &str) -> Vec<(&'static str, String)> {
    let json = request.to_string();
    let pretty = serde_json::to_string_pretty(request).expect("JSON");
    let header = format!("Authorization: Bearer {key}");
    let sh = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let python = literal(request, ["True", "False", "None"]);
    let script = literal(request, ["true", "false", "null"]);
    let fields: String = request
        .as_object()
        .expect("an object")
        .iter()
        .map(|(name, value)| format!("    {name}={},\n", literal(value, ["True", "False", "None"])))
        .collect();
    let items: String = request
        .as_object()
        .expect("an object")
        .iter()
        .map(|(name, value)| match value.as_str() {
            Some(text) => format!(" {}", sh(&format!("{name}={text}"))),
            None => format!(" {}", sh(&format!("{name}:={value}"))),
        })
        .collect();
    let length = json.len();
    vec![
        ("json", json.clone()),
        ("pretty", pretty.clone()),
        ("comments", format!("// a request\n{}", pretty.replacen('{', "{ /* it */", 1))),
        ("fence", format!("This is what I send:\n\n```json\n{pretty}\n```\n\nIs it right?")),
        (
            "sdk",
            format!(
                "from groq import Groq\n\nclient = Groq(api_key=\"{key}\")\nanswer = client.chat.completions.create(\n{fields})\nprint(answer)\n"
            ),
        ),
        (
            "spread",
            format!(
                "params = {python}\nclient = Groq(api_key='{key}')\nclient.chat.completions.create(**params)\n"
            ),
        ),
        (
            "requests",
            format!(
                "import requests\nbody = {python}\nr = requests.post(\"{URL}\", headers={{\"{}\": \"Bearer {key}\"}}, json=body)\nprint(r.json())\n",
                "Authorization"
            ),
        ),
        (
            "dumps",
            format!("import json, requests\nrequests.post('{URL}', data=json.dumps({python}))\n"),
        ),
        (
            "javascript",
            format!(
                "const groq = new Groq({{ apiKey: '{key}' }});\nconst answer = await groq.chat.completions.create({script});\n"
            ),
        ),
        (
            "stringify",
            format!(
                "const res = await fetch('{URL}', {{\n  method: 'POST',\n  headers: {{ Authorization: `Bearer {key}` }},\n  body: JSON.stringify({script}),\n}})\n"
            ),
        ),
        (
            "fetch",
            format!(
                "fetch(\"{URL}\", {{\n  \"headers\": {{ \"authorization\": \"Bearer {key}\" }},\n  \"body\": {},\n  \"method\": \"POST\"\n}});",
                Value::from(json.clone())
            ),
        ),
        ("bash", format!("curl {URL} \\\n  -H \"{header}\" \\\n  -d {}", sh(&json))),
        (
            "bash-escaped",
            format!(
                "curl '{URL}' \\\n  -H '{header}' \\\n  --data-raw $'{}' \\\n  --compressed",
                json.replace('\\', "\\\\").replace('\'', "\\'").replace('!', "\\u0021")
            ),
        ),
        ("heredoc", format!("curl {URL} -H '{header}' -d @- <<'EOF'\n{pretty}\nEOF\n")),
        ("variable", format!("export BODY={}\ncurl {URL} -H '{header}' -d \"$BODY\"\n", sh(&json))),
        ("cmd", format!("curl {URL} ^\n  -H \"{header}\" ^\n  -d \"{}\"", windows(&json))),
        (
            "cmd-copied",
            format!(
                "curl ^\"{URL}^\" ^\n  -H ^\"{}^\" ^\n  --data-raw ^\"{}^\" ^\n  --compressed",
                carets(&header),
                carets(&windows(&json))
            ),
        ),
        (
            "powershell-curl",
            format!(
                "curl.exe {URL} `\n  -H '{header}' `\n  -d '{}'",
                windows(&json).replace('\'', "''")
            ),
        ),
        (
            "powershell-json",
            format!(
                "$body = @'\n{pretty}\n'@\nInvoke-RestMethod -Uri {URL} -Method Post -Body $body -Headers @{{ Authorization = \"Bearer {key}\" }}\n"
            ),
        ),
        (
            "powershell-copied",
            format!(
                "Invoke-WebRequest -UseBasicParsing -Uri \"{URL}\" `\n-Method POST `\n-Headers @{{\n\"authorization\"=\"Bearer {key}\"\n}} `\n-Body \"{}\"",
                json.replace('`', "``").replace('"', "`\"").replace('$', "`$")
            ),
        ),
        (
            "powershell-table",
            format!(
                "$body = {} | ConvertTo-Json -Depth 5\nInvoke-RestMethod -Uri '{URL}' -Method Post -Body $body -Headers @{{ Authorization = 'Bearer {key}' }}\n",
                table(request)
            ),
        ),
        ("httpie", format!("http POST {URL} Authorization:'Bearer {key}'{items}")),
        (
            "http",
            format!(
                "POST /openai/v1/chat/completions HTTP/1.1\nHost: api.groq.com\n{header}\nContent-Length: {length}\n\n{json}"
            ),
        ),
        (
            "php",
            format!(
                "<?php\ncurl_setopt($ch, CURLOPT_POSTFIELDS, '{}');\n",
                json.replace('\\', "\\\\").replace('\'', "\\'")
            ),
        ),
    ]
}

/// Code for a value; JSON's own escapes hold in both languages.
fn literal(value: &Value, [yes, no, none]: [&str; 3]) -> String {
    match value {
        Value::Bool(true) => yes.into(),
        Value::Bool(false) => no.into(),
        Value::Null => none.into(),
        Value::Array(list) => {
            let items: Vec<_> = list.iter().map(|item| literal(item, [yes, no, none])).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let entry = |(name, value): (&String, &Value)| {
                format!("'{name}': {}", literal(value, [yes, no, none]))
            };
            format!("{{{}}}", map.iter().map(entry).collect::<Vec<_>>().join(",\n  "))
        }
        other => other.to_string(),
    }
}

/// The same as hashtables.
fn table(value: &Value) -> String {
    match value {
        Value::Bool(flag) => format!("${flag}"),
        Value::Null => "$null".into(),
        Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Array(list) => {
            format!("@({})", list.iter().map(table).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let entry = |(name, value): (&String, &Value)| format!("{name} = {}", table(value));
            format!("@{{ {} }}", map.iter().map(entry).collect::<Vec<_>>().join("; "))
        }
        other => other.to_string(),
    }
}

/// An argument as programs of Windows read it.
fn windows(text: &str) -> String {
    let mut out = String::new();
    let mut slashes = 0;
    for c in text.chars() {
        if c == '\\' {
            slashes += 1;
            continue;
        }
        out.push_str(&"\\".repeat(if c == '"' { 2 * slashes + 1 } else { slashes }));
        out.push(c);
        slashes = 0;
    }
    out + &"\\".repeat(slashes)
}

fn carets(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !(c.is_alphanumeric() || c == ' ') {
            out.push('^');
        }
        out.push(c);
    }
    out
}

/// What is read of a text.
///
/// # Panics
///
/// Where it is empty.
pub fn reading(text: &str) -> Reading {
    let day = CATALOG.newest();
    let setting = Setting { catalog: &CATALOG, day, admission: None, model: None, exact: None };
    read(text, &setting).expect("it is read")
}

/// A request without the fields that are null, which say nothing.
fn unset(value: &Value) -> Value {
    let mut value = value.clone();
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| !value.is_null());
    }
    value
}

/// Every form of a request is read as the same request, with the same figures.
///
/// # Panics
///
/// Where one is not.
pub fn same(request: &Value) -> usize {
    let expected = reading(&request.to_string());
    assert_eq!(expected.requests, 1, "{request}");
    let forms = all(request, "gsk_abcdefgh12345678");
    for (form, text) in &forms {
        let read = reading(text);
        assert_eq!(read.requests, 1, "{form}: {:?}\n{text}", read.explained);
        let body: Value = serde_json::from_str(&read.bodies[0].text()).expect("JSON");
        assert_eq!(unset(&body), unset(request), "{form}\n{text}");
        assert_eq!(read.figures, expected.figures, "{form}\n{text}");
        assert_eq!((&read.model, read.needs), (&expected.model, expected.needs), "{form}\n{text}");
    }
    forms.len()
}

/// A request whose texts are any bytes.
///
/// # Panics
///
/// Where one of its forms is read otherwise.
pub fn check(bytes: &[u8]) {
    let text: String = String::from_utf8_lossy(bytes)
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take(2000)
        .collect();
    let request = json!({"model": "openai/gpt-oss-20b", "max_completion_tokens": 1 + bytes.len(),
        "messages": [{"role": "user", "content": text}]});
    // What looks like a key is left out of some forms by what stands before it.
    if matches!(groq_protocol::without_keys(&request.to_string()), std::borrow::Cow::Borrowed(_)) {
        same(&request);
    }
}

//! The view of a pasted text: what it says is what the crates say, the
//! vocabulary comes when it is needed and stays, and the page stays at hand.

use fantoccini::Locator;
use groq_calc::Plan;
use groq_calc_tests::{pastes, texts::Texts};
use groq_catalog::CATALOG;
use groq_paste::{Explained, Setting, check, read};
use groq_protocol::ErrorText;
use groq_tokens::GptOss;
use serde_json::{Value, json};

use crate::{
    Outcome,
    axe::{accessible, looks},
    in_browser,
    server::{Site, dist},
    session::{Session, pause, tries},
};

const VIEW: &str = "#view=paste&n=2000&i=1500&o=500";
const LOADED: &str = "tokenizer_bg.wasm";

async fn click(page: &Session, id: &str) -> Outcome {
    page.click(id).await
}

/// Puts a text into the field as a paste does.
async fn paste(page: &Session, text: &str) -> Outcome {
    page.wait().for_element(Locator::Id("paste-text")).await?;
    let put = "const field = document.getElementById('paste-text'); field.value = arguments[0];\
               field.dispatchEvent(new Event('input', { bubbles: true }))";
    page.script(put, vec![json!(text)]).await?;
    Ok(())
}

/// The cells of a figure's row, waited for until the basis is so.
async fn figure(
    page: &Session,
    field: &str,
    basis: &str,
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let cells = "return [...document.querySelectorAll(`#paste-table tr[data-field=${arguments[0]}] > *`)]\
                 .map((cell) => cell.textContent)";
    let mut last = Value::Null;
    for _ in tries() {
        last = page.script(cells, vec![json!(field)]).await?;
        if last[2].as_str().is_some_and(|cell| cell.starts_with(basis)) {
            return Ok(serde_json::from_value(last)?);
        }
        pause().await;
    }
    Err(format!("{field} is {last}, not {basis}").into())
}

fn exact() -> Setting<'static> {
    Setting {
        catalog: &CATALOG,
        day: CATALOG.newest(),
        admission: None,
        model: None,
        exact: Some(&GptOss),
    }
}

/// What the crates make of a text, with the vocabulary.
fn native(text: &str, field: &str) -> String {
    let reading = read(text, &exact()).expect("it is read");
    let figure = reading.figures.iter().find(|figure| figure.field == field);
    figure.expect("it has the figure").value.clone()
}

#[test]
fn a_prompt_is_estimated_then_counted_then_planned() {
    in_browser(|page| async move {
        page.go(VIEW).await?;
        page.until_text("paste-seen", "Paste something").await?;
        click(&page, "paste-example-prompt").await?;
        page.until_text("paste-seen", "A prompt: a chat request with 1 message.").await?;
        let row = figure(&page, "input_tokens", "counted").await?;
        let text = page.value("paste-text").await?;
        assert_eq!(row[1], native(&text, "input_tokens"));
        assert!(row[2].contains("the vocabulary of gpt-oss"), "{row:?}");
        page.write("paste-text", "Where is order 4711?").await?;
        for _ in tries() {
            if figure(&page, "input_tokens", "counted").await?[1]
                == native("Where is order 4711?", "input_tokens")
            {
                break;
            }
            pause().await;
        }
        let tokens = native("Where is order 4711?", "input_tokens");
        assert_eq!(figure(&page, "input_tokens", "counted").await?[1], tokens);
        click(&page, "paste-use").await?;
        page.until_address(&format!("i={tokens}&")).await?;
        page.until_text("because", "of your 2,000 requests").await?;
        assert_eq!(page.value("input_tokens").await?, tokens);
        // A step back leads to the text, which is still there.
        page.client.back().await?;
        page.until_text("paste-seen", "A prompt").await?;
        assert_eq!(page.value("paste-text").await?, "Where is order 4711?");
        Ok(())
    });
}

#[test]
fn a_request_is_checked_and_corrected() {
    in_browser(|page| async move {
        let origin = page.base.trim_end_matches('/').to_owned();
        let allow = json!({ "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        page.devtools("Browser.grantPermissions", allow).await?;
        page.go(VIEW).await?;
        click(&page, "paste-example-request").await?;
        figure(&page, "input_tokens", "counted").await?;
        page.until_text("paste-verdict", "Refused").await?;
        let text = page.value("paste-text").await?;
        let body = read(&text, &exact())?.bodies.remove(0);
        let checked = check(&body, Plan::Free, &exact())?;
        let findings = page.text("paste-findings").await?;
        for finding in &checked.findings {
            assert!(findings.contains(&finding.path), "{}: {findings}", finding.path);
        }
        assert!(findings.contains("with all that it reserves"), "{findings}");
        let difference = page.text("paste-difference").await?;
        for line in ["− ", "\"n\": 2", "+ ", "\"max_completion_tokens\""] {
            assert!(difference.contains(line), "{line} is not in {difference}");
        }
        click(&page, "paste-copy").await?;
        page.until_text("paste-copied", "Copied.").await?;
        let clipboard = "const done = arguments[0]; navigator.clipboard.readText().then(done, (e) => done(String(e)))";
        let corrected = page.client.execute_async(clipboard, vec![]).await?;
        let corrected = corrected.as_str().unwrap_or_default().to_owned();
        let fields = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(fields(&corrected), fields(&checked.corrected));
        assert!(
            corrected.find("\"model\"") < corrected.find("\"messages\""),
            "in order: {corrected}"
        );
        // What was corrected is fine; the developer plan has room for the rest.
        paste(&page, &corrected).await?;
        page.until_text("paste-verdict", "Nothing known against it").await?;
        paste(&page, &text).await?;
        let plan = page.client.find(Locator::Id("paste-plan")).await?;
        plan.select_by_value("developer").await?;
        for _ in tries() {
            let findings = page.text("paste-findings").await.unwrap_or_default();
            if findings.contains("Developer") && !findings.contains("with all that it reserves") {
                return Ok(());
            }
            pause().await;
        }
        Err("the developer plan has room".into())
    });
}

/// As the command explains them.
fn explained(text: &str) -> (String, String) {
    let found = ErrorText::find(text).expect("it is an error");
    let headers = found.rate_headers();
    let explained = Explained::new(found.error(), &headers, &CATALOG, CATALOG.newest());
    let sentence = |text: String| text[..1].to_uppercase() + &text[1..];
    (sentence(explained.what()), sentence(explained.waiting()))
}

#[test]
fn errors_are_explained_as_the_command_explains_them() {
    let message = "Request too large for model `openai/gpt-oss-120b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 12871, please reduce your message size and try again.";
    let body =
        json!({"error": {"message": message, "type": "tokens", "code": "rate_limit_exceeded"}});
    let key = json!({"error": {"message": "Invalid API Key", "type": "invalid_request_error", "code": "invalid_api_key"}});
    in_browser(|page| async move {
        page.go(VIEW).await?;
        for (text, title) in [
            (body.to_string(), "Too large by 4,871 tokens"),
            (
                format!("HTTP/1.1 413 Payload Too Large\ncontent-type: application/json\n\n{body}"),
                "Too large by 4,871 tokens",
            ),
            (format!("groq.APIStatusError: Error code: 413 - {body}"), "Too large by 4,871 tokens"),
            (format!("HTTP/1.1 401 Unauthorized\n\n{key}"), ""),
        ] {
            paste(&page, &text).await?;
            let (what, waiting) = explained(&text);
            page.until_text("paste-what", &what).await?;
            page.until_text("paste-waiting", &waiting).await?;
            page.until_text("paste-error-title", title).await?;
            page.until_text("paste-seen", "of the API").await?;
            assert!(page.text("paste-found").await.is_err(), "an error is no prompt");
        }
        // With the request beside it, the prompt and what is reserved are told apart.
        click(&page, "paste-example-413").await?;
        page.until_text("paste-seen", "Error 413 of the API, with its request.").await?;
        for part in ["4,679", "8,192", "−8,000", "4,871"] {
            page.until_text("paste-parts", part).await?;
        }
        page.until_text("paste-ways", "Reserve at most 3,321 tokens for the answer").await?;
        page.until_text("paste-ways", "gpt-oss-120b on Developer").await?;
        page.until_text("paste-ways", "Fails\nWait and send it again").await?;
        page.until_text("paste-difference", "−   \"max_completion_tokens\": 8192").await?;
        page.until_text("paste-difference", "+   \"max_completion_tokens\": 3321").await?;
        // A wait is no refusal for ever.
        click(&page, "paste-example-429").await?;
        page.until_text("paste-waiting", "Wait 34.1475s (as the error says)").await?;
        page.until_text("paste-parts", "4,553").await?;
        click(&page, "paste-example-headers").await?;
        page.until_text("paste-left", "3,109 left of 8,000").await?;
        page.until_text("paste-left", "Full again in 36.6825s").await?;
        // The guide opens at the status.
        click(&page, "paste-example-413").await?;
        page.until_text("paste-error-title", "Too large").await?;
        page.script("document.querySelector('#paste-error a').click()", vec![]).await?;
        page.until_text("errors-shown", " of ").await?;
        page.until_text("error-413", "does not help").await?;
        assert!(page.text("error-429").await.is_err(), "other statuses are left out");
        Ok(())
    });
}

#[test]
fn a_log_shows_how_its_lengths_are_spread_and_is_simulated() {
    in_browser(|page| async move {
        page.go(VIEW).await?;
        let row = |index: u64| format!("{},{},0,{}\n", index * 1_000_000, index * 100, 50);
        let log: String = (1..=10).map(row).collect();
        paste(&page, &format!("t_us,input,cached,output\n{log}")).await?;
        page.until_text("paste-seen", "A log: 10 requests.").await?;
        let found = figure(&page, "input_tokens", "measured").await?;
        assert_eq!(found[1], "550");
        let cells = "return [...document.querySelectorAll('#paste-spread tr[data-field=input_tokens] > *')].map((cell) => cell.textContent)";
        let cells = page.script(cells, vec![]).await?;
        assert_eq!(cells, json!(["Input tokens", "10", "500", "900", "1,000", "1,000"]));
        click(&page, "paste-simulate").await?;
        page.until_text("replay-verdict", "of 10 requests").await?;
        // A log that can't be read is no prompt.
        page.go(VIEW).await?;
        paste(&page, "input_tokens,output_tokens\n1500,500\n").await?;
        page.until_text("paste-found", "not counted as a prompt").await
    });
}

#[test]
fn several_requests_show_what_a_cache_serves() {
    in_browser(|page| async move {
        page.go(VIEW).await?;
        click(&page, "paste-example-lines").await?;
        let row = figure(&page, "cached_input_tokens", "counted").await?;
        let text = page.value("paste-text").await?;
        assert_eq!(row[1], native(&text, "cached_input_tokens"));
        assert_eq!(
            figure(&page, "output_tokens", "measured").await?[1],
            native(&text, "output_tokens")
        );
        page.until_text("paste-seen", "3 requests and 3 answers").await?;
        page.until_text("paste-verdict", "3 requests: nothing known against any of them").await?;
        // What is empty says what would help; nothing is lost by a text that is too long.
        click(&page, "paste-clear").await?;
        page.until_text("paste-seen", "Paste something").await?;
        paste(&page, &"a ".repeat(600_000)).await?;
        page.until_text("paste-seen", "longer than 1,048,576 bytes").await?;
        assert_eq!(page.value("paste-text").await?.len(), 1_200_000);
        Ok(())
    });
}

/// Not for another family of models, and once only; then without a network too.
#[test]
fn the_vocabulary_comes_when_it_is_needed_and_stays() {
    in_browser(|page| async move {
        let mut site = Site::start(&dist(), "/groq-calc/")?;
        let address = format!("http://{}/groq-calc/", site.address);
        page.client.goto(&format!("{address}{VIEW}")).await?;
        let ready =
            "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true))";
        page.client.execute_async(ready, vec![]).await?;
        paste(&page, r#"{"model":"qwen/qwen3.8-27b","messages":[{"role":"user","content":"Hi"}]}"#)
            .await?;
        figure(&page, "input_tokens", "estimated").await?;
        page.until_text("paste-figures", "95 of 100 texts").await?;
        assert_eq!(site.asked(LOADED), 0, "nobody needs it so far");
        paste(&page, "Where is order 4711?").await?;
        figure(&page, "input_tokens", "counted").await?;
        assert_eq!(site.asked(LOADED), 1);
        page.client.goto("about:blank").await?;
        page.client.goto(&format!("{address}{VIEW}")).await?;
        paste(&page, "Where is order 4711?").await?;
        figure(&page, "input_tokens", "counted").await?;
        assert_eq!(site.asked(LOADED), 1, "it is kept");
        site.stop();
        page.client.goto("about:blank").await?;
        page.client.goto(&format!("{address}{VIEW}")).await?;
        paste(&page, "Where is order 4711?").await?;
        figure(&page, "input_tokens", "counted").await?;
        Ok(())
    });
}

#[test]
fn without_the_vocabulary_the_estimate_stays() {
    // What a browser writes about a file that is not there is no fault of the page.
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let page = Session::open(&[]).await.expect("a browser opens");
        let outcome = without_network(&page).await;
        page.close().await;
        outcome.expect("the page does as it should");
    });
}

async fn without_network(page: &Session) -> Outcome {
    let mut site = Site::start(&dist(), "/")?;
    let address = format!("http://{}/", site.address);
    page.client.goto(&format!("{address}{VIEW}")).await?;
    let ready = "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true))";
    page.client.execute_async(ready, vec![]).await?;
    site.stop();
    page.client.goto("about:blank").await?;
    page.client.goto(&format!("{address}{VIEW}")).await?;
    paste(page, "Where is order 4711?").await?;
    page.until_text("paste-estimated", "could not be loaded").await?;
    figure(page, "input_tokens", "estimated").await?;
    page.client.find(Locator::Id("paste-count")).await?;
    Ok(())
}

/// The worker says of each text what the crates say; and what it says is read.
#[test]
fn damaged_pastes_in_the_browser_as_natively() {
    in_browser(|page| async move {
        page.go(VIEW).await?;
        page.until_text("paste-seen", "Paste something").await?;
        let samples = pastes::samples();
        let mut stream = Texts::new(77);
        let texts: Vec<String> = (0..1000)
            .map(|_| String::from_utf8_lossy(&pastes::damaged(&samples, &mut stream)).into_owned())
            .collect();
        let script = "const [job, texts, done] = arguments; const told = [];\
            const worker = new Worker('./paste-worker.js', { type: 'module', name: 'estimator' });\
            worker.onerror = (error) => done([error.message]);\
            worker.onmessage = ({ data }) => {\
              told.push(data.slice(data.indexOf(' ') + 1));\
              if (told.length === texts.length) { worker.terminate(); done(told); }\
            };\
            texts.forEach((text, place) => worker.postMessage([place, job, text]));";
        let job = json!({ "model": "", "plan": "free", "as_of": "" }).to_string();
        let told = page.client.execute_async(script, vec![json!(job), json!(texts)]).await?;
        let told: Vec<String> = serde_json::from_value(told)?;
        assert_eq!(told.len(), texts.len());
        for (text, told) in texts.iter().zip(&told) {
            // A lone half of a pair does not come through a script.
            assert_eq!(*told, paste_worker::Job::run(&job, text, None), "{text:?}");
        }
        Ok(())
    });
}

/// What the page consists of, the inner parts of its fields included.
async fn layout_objects(page: &Session) -> Result<u64, Box<dyn std::error::Error>> {
    page.devtools("Performance.enable", json!({})).await?;
    page.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let metrics = page.devtools("Performance.getMetrics", json!({})).await?;
    let metrics = metrics["metrics"].as_array().cloned().unwrap_or_default();
    let count = metrics.iter().find(|metric| metric["name"] == "LayoutObjects");
    Ok(count.and_then(|metric| metric["value"].as_f64()).ok_or("no such metric")? as u64)
}

/// The field of the text is left empty: its lines are the browser's.
#[test]
fn a_megabyte_of_findings_adds_few_elements() {
    let line = r#"{"messages":[{"role":"user","content":"Hi"}],"n":2}"#.to_owned() + "\n";
    let requests = line.repeat(1_000_000 / line.len());
    let message = r#"{"role":"user","content":"Hi","name":"a"}"#;
    let messages = vec![message; 1_000_000 / (message.len() + 1)].join(",");
    let places = format!(r#"{{"model":"openai/gpt-oss-20b","messages":[{messages}]}}"#);
    in_browser(|page| async move {
        page.go(VIEW).await?;
        paste(&page, &line).await?;
        page.until_text("paste-verdict", "Refused").await?;
        let elements = "return document.querySelectorAll('*').length";
        let few = page.script(elements, vec![]).await?.as_u64().ok_or("no number")?;
        let few_objects = layout_objects(&page).await?;
        for (text, found) in [
            (requests, "n: it must be 1: in 19,230 requests, first in request 1"),
            (places, "places, first at messages[0].name"),
        ] {
            let put = "const field = document.getElementById('paste-text');\
                       Object.defineProperty(field, 'value', { get: () => arguments[0], set: () => {}, configurable: true });\
                       field.dispatchEvent(new Event('input', { bubbles: true }))";
            page.script(put, vec![json!(text)]).await?;
            page.until_text("paste-findings", found).await?;
            let many = page.script(elements, vec![]).await?.as_u64().ok_or("no number")?;
            let objects = layout_objects(&page).await?;
            println!("elements: {few} and {many}; layout objects: {few_objects} and {objects}");
            assert!(many < few + 50, "{few} elements become {many}");
            assert!(objects < few_objects + 500, "{few_objects} layout objects become {objects}");
        }
        Ok(())
    });
}

#[test]
fn axe_finds_no_violation_in_paste() {
    in_browser(|page| async move {
        for look in looks() {
            page.wear(look).await?;
            page.go(VIEW).await?;
            accessible(&page, "paste-empty", look).await?;
            page.look(look.0, look.1, look.2).await?;
            click(&page, "paste-example-request").await?;
            page.wait().for_element(Locator::Id("paste-difference")).await?;
            let counted = if look.3 == "en" { "counted" } else { "精确统计" };
            figure(&page, "input_tokens", counted).await?;
            accessible(&page, "paste", look).await?;
            if look.3 != "en" {
                in_chinese(&page).await?;
            }
            for (example, part) in
                [("413", "paste-parts"), ("429", "paste-parts"), ("headers", "paste-left")]
            {
                page.look(look.0, look.1, look.2).await?;
                click(&page, &format!("paste-example-{example}")).await?;
                page.wait().for_element(Locator::Id(part)).await?;
                accessible(&page, &format!("paste-{example}"), look).await?;
                if look.3 != "en" {
                    in_chinese(&page).await?;
                }
            }
        }
        Ok(())
    });
}

/// Four English words in a row would be a sentence that nobody translated.
async fn in_chinese(page: &Session) -> Outcome {
    let text = "return [...document.querySelectorAll('.paste p, .paste li, .paste td, .paste th, .paste label, .paste h2')]\
                .map((one) => one.textContent)";
    let texts: Vec<String> = serde_json::from_value(page.script(text, vec![]).await?)?;
    for text in texts {
        let word =
            |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(!words.windows(4).any(|four| four.iter().all(word)), "{text}");
    }
    Ok(())
}

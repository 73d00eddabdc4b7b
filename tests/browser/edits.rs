//! Two thousand edits and clicks at random, over all places: nothing breaks, whatever is
//! typed or pressed, nothing typed is lost, and the answer stays the engine's.

use fantoccini::Locator;
use groq_calc::Draft;
use groq_catalog::CATALOG;
use serde_json::{Value, json};

use crate::{in_browser, session::Session};

const EDITS: u64 = 2000;
/// How many edits lie between two comparisons with the engine's answer.
const COMPARED: u64 = 50;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Texts that people and forms produce, and some that only a test would.
const TEXTS: [&str; 24] = [
    "0",
    "1",
    "7",
    "24",
    "100",
    "1.5k",
    "2,000",
    "20M",
    "1e3",
    "1e400",
    "999999999999999999999",
    "0.001",
    "-5",
    "1,5",
    "",
    " ",
    "abc",
    "½",
    "∞",
    "🦀",
    "1k2",
    "2026-06-04",
    "$20",
    "%41&n=1#",
];

/// Changes something of the page: the number decides what, and to what.
const EDIT: &str = r#"
    const [number, text] = arguments;
    const fire = (one, kind) => one.dispatchEvent(new Event(kind, { bubbles: true }));
    const all = [...document.querySelectorAll('main input, main select, main textarea, main button, main summary, nav a, #language, #theme')]
      // The measurement takes seconds, and a print dialogue would stay open.
      .filter((one) => one.getClientRects().length > 0 && !one.disabled && one.type !== 'file' && !/^(measure|print)$|(^|-)save$/.test(one.id) && !/file/i.test(one.textContent.slice(0, 20)));
    const one = all[number % all.length];
    const rest = Math.floor(number / all.length);
    if (one.tagName === 'SELECT') {
      one.selectedIndex = rest % one.options.length;
      fire(one, 'change');
    } else if (one.tagName === 'TEXTAREA') {
      one.value = text + ' openai/gpt-oss-120b 30 1K ' + text;
      fire(one, 'input');
    } else if (one.type === 'checkbox' || one.type === 'radio' || one.tagName === 'BUTTON' || one.tagName === 'SUMMARY' || one.tagName === 'A') {
      one.click();
    } else if (one.type === 'range') {
      one.value = rest % (Number(one.max) + 1);
      fire(one, 'input');
    } else {
      one.value = text;
      fire(one, 'input');
      // What was typed stays in its field.
      if (one.type === 'text' && one.id) globalThis.typed = [one.id, text];
    }
    return one.outerHTML.slice(0, 150);
"#;

/// What no visitor should ever read.
const WRONG: &str = r#"
    // JSON that is taken away says null where nothing is set.
    const value = (one) => one.value.startsWith('{') ? one.value.replaceAll(': null', '') : one.value;
    const text = document.body.innerText + [...document.querySelectorAll('input, textarea')].map(value).join(' ');
    const [id, typed] = globalThis.typed ?? [];
    globalThis.typed = undefined;
    const field = id && document.getElementById(id);
    if (field && field.value !== typed) return `#${id} lost ${typed} for ${field.value}`;
    const wrong = text.match(/NaN|undefined|\[object|Infinity|panicked|null\b/);
    const heading = document.getElementById('view-title');
    return wrong ? wrong[0] + ' in ' + text.slice(Math.max(0, wrong.index - 80), wrong.index + 80) : heading ? '' : 'the page is gone';
"#;

fn next(state: &mut u64) -> u64 {
    // xorshift64: the same edits on every machine.
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// Whether the page has an answer to its question, which then is the engine's own.
async fn agrees_with_the_engine(page: &Session) -> Result<bool, Box<dyn std::error::Error>> {
    // Services have an answer of another form.
    if page.client.current_url().await?.as_str().contains("service=") {
        return Ok(false);
    }
    let share = "const part = new URLSearchParams(location.hash.slice(1)); part.set('view', 'share');\
                 part.delete('with'); location.hash = '#' + part";
    page.script(share, vec![]).await?;
    let take = |kind: &'static str| {
        let page = page.clone();
        async move {
            let Ok(list) = page.wait().for_element(Locator::Id("take-kind")).await else {
                let now = "return location.hash + ' shows: ' + document.body.innerText";
                return Err(page.script(now, vec![]).await?.to_string().into());
            };
            list.select_by_value(kind).await?;
            page.value("taken").await
        }
    };
    let (question, answer) = (take("question").await?, take("answer").await?);
    page.script("history.back()", vec![]).await?;
    let Ok(answer) = serde_json::from_str::<Value>(&answer) else { return Ok(false) };
    let Ok(draft) = serde_json::from_str::<Draft>(&question) else { return Ok(false) };
    let Ok(asked) = draft.check() else { return Ok(false) };
    let Ok(expected) = groq_calc::answer(&CATALOG, &asked) else { return Ok(false) };
    let expected = serde_json::to_value(expected)?;
    for part in ["as_of", "options", "recommended"] {
        assert_eq!(answer[part], expected[part], "{part} of {question}");
    }
    Ok(true)
}

#[test]
fn two_thousand_random_edits_break_nothing() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", "Free plan is too small").await?;
        let mut state = SEED;
        let (mut last, mut compared) = (Vec::new(), 0);
        for edit in 0..EDITS {
            let number = next(&mut state) >> 33;
            let text = TEXTS[(next(&mut state) % TEXTS.len() as u64) as usize];
            let done = page.script(EDIT, vec![json!(number), json!(text)]).await?;
            last.push(format!("{text:?} to {done}"));
            let wrong = page.script(WRONG, vec![]).await?;
            assert_eq!(
                wrong,
                "",
                "edit {edit}, after {:#?}",
                &last[last.len().saturating_sub(5)..]
            );
            // The form is where most is to be tried: the page comes back to it.
            if edit % 25 == 24 {
                page.script(
                    "location.hash = document.querySelector('nav a').getAttribute('href')",
                    vec![],
                )
                .await?;
            }
            if edit % COMPARED == COMPARED - 1 {
                compared += usize::from(agrees_with_the_engine(&page).await?);
                // Several services are left for one again.
                page.go("").await?;
                let severe = page.console_errors().await?;
                assert!(severe.is_empty(), "edit {edit}: {severe:?}\n{last:#?}");
            }
        }
        assert!(compared > 2, "only {compared} answers could be compared");
        // And it still answers.
        page.go("#v=2&n=2k&i=1.5k&o=500").await?;
        page.until_text("per-day", "").await
    });
}

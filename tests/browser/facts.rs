//! The Facts view: filter, sort, what changed, the article's rows.

use serde_json::{Value, json};

use crate::{
    axe::{accessible, looks},
    in_browser,
    session::{Session, pause, tries},
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// The texts of the first cells of a table's rows.
async fn heads(page: &Session, table: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map((cell) => cell.textContent)";
    let rows = format!("#{table} tbody th");
    let heads = page.client.execute(script, vec![json!(rows)]).await?;
    let heads = heads.as_array().cloned().unwrap_or_default();
    Ok(heads.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// The text of the row that begins with a name.
async fn row(
    page: &Session,
    table: &str,
    name: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let script = "return [...document.querySelectorAll(arguments[0])]\
                  .filter((row) => row.cells[0].textContent === arguments[1])\
                  .map((row) => row.textContent).join('\\n')";
    let rows = format!("#{table} tbody tr");
    let text = page.client.execute(script, vec![json!(rows), json!(name)]).await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// Chooses from a list as a visitor does.
async fn choose(page: &Session, list: &str, value: &str) -> Outcome {
    let script = "const list = document.getElementById(arguments[0]); list.value = arguments[1]; \
                  list.dispatchEvent(new Event('change', { bubbles: true })); return list.value";
    let chosen = page.client.execute(script, vec![json!(list), json!(value)]).await?;
    assert_eq!(chosen, json!(value), "#{list} offers {value}");
    Ok(())
}

#[test]
fn models_are_filtered_sorted_and_shown_as_of_a_day() {
    in_browser(|page| async move {
        page.go("#view=facts").await?;
        page.until_text("facts-shown", "models shown").await?;
        // What is retired comes when it is asked for.
        let offered = heads(&page, "facts-models").await?;
        assert!(!offered.contains(&"llama-3.1-8b-instant".to_owned()), "{offered:?}");
        for (text, found) in [("vision", "qwen"), ("tool", "gpt-oss"), ("JSON", "gpt-oss")] {
            page.write("facts-search", text).await?;
            let found_by = |heads: &[String]| heads.iter().any(|id| id.contains(found));
            for _ in tries() {
                if found_by(&heads(&page, "facts-models").await?) {
                    break;
                }
                pause().await;
            }
            assert!(found_by(&heads(&page, "facts-models").await?), "{text}");
        }
        page.write("facts-search", " ").await?;
        choose(&page, "facts-stage", "").await?;
        let all = heads(&page, "facts-models").await?;
        assert!(all.len() > 20 && all.contains(&"llama-3.1-8b-instant".to_owned()), "{all:?}");
        let llama = row(&page, "facts-models", "llama-3.1-8b-instant").await?;
        assert!(llama.contains("Contact Sales") && llama.contains("2026-08-16"), "{llama}");

        page.write("facts-search", "GPT-OSS").await?;
        page.until_text("facts-shown", &format!("3 of {} models", all.len())).await?;
        let found = heads(&page, "facts-models").await?;
        assert!(found.iter().all(|id| id.contains("gpt-oss")), "{found:?}");
        // How good they are, by which benchmark, and who says so.
        choose(&page, "facts-benchmark", "gpqa-diamond").await?;
        let quality = "return [...document.querySelectorAll('#facts-models thead th')]\
                       .some((head) => head.textContent === 'Quality')";
        for _ in tries() {
            if page.text("facts-models").await?.contains("GPQA Diamond") {
                break;
            }
            pause().await;
        }
        assert_eq!(page.client.execute(quality, vec![]).await?, json!(true));
        let models = page.text("facts-models").await?;
        for part in ["GPQA Diamond", "OpenAI", "openai-gpt-oss-card"] {
            assert!(models.contains(part), "{part} is not in {models}");
        }
        let small = row(&page, "facts-models", "openai/gpt-oss-20b").await?;
        let guard = row(&page, "facts-models", "openai/gpt-oss-safeguard-20b").await?;
        assert!(small.contains("66") && guard.contains("no score"), "{small} {guard}");
        let oss = row(&page, "facts-models", "openai/gpt-oss-120b").await?;
        assert!(oss.contains("73.1"), "{oss}");
        for part in
            ["$0.15", "$0.075", "$0.60", "RPM 30", "TPD 200,000", "confirmed", "131,072", "65,536"]
        {
            assert!(oss.contains(part), "{part} is not in {oss}");
        }
        page.write("facts-search", "nothing like it").await?;
        page.until_text("facts-shown", "0 of").await?;
        page.write("facts-search", " ").await?;

        choose(&page, "facts-kind", "transcription").await?;
        page.until_text("facts-shown", "3 of").await?;
        choose(&page, "facts-kind", "").await?;
        choose(&page, "facts-stage", "retired").await?;
        choose(&page, "facts-as-of", "2026-06-04").await?;
        let early = heads(&page, "facts-models").await?;
        choose(&page, "facts-as-of", "2026-10-10").await?;
        let late = heads(&page, "facts-models").await?;
        assert!(early.len() < late.len(), "{early:?} {late:?}");
        assert!(!early.contains(&"groq/compound".to_owned()), "{early:?}");
        assert!(late.contains(&"groq/compound".to_owned()), "{late:?}");
        choose(&page, "facts-stage", "").await?;

        // Each kind has a table of its own.
        choose(&page, "facts-kind", "chat").await?;
        let chats = heads(&page, "facts-models").await?;
        let sort = "document.querySelectorAll('#facts-models thead button')[2].click(); \
                    return document.querySelectorAll('#facts-models thead th')[2].getAttribute('aria-sort')";
        page.client.execute(sort, vec![]).await?;
        let up = heads(&page, "facts-models").await?;
        page.client.execute(sort, vec![]).await?;
        let down = heads(&page, "facts-models").await?;
        assert_ne!(up, chats, "by price is not by name");
        assert_eq!(up.iter().rev().collect::<Vec<_>>(), down.iter().collect::<Vec<_>>());
        Ok(())
    });
}

#[test]
fn what_changed_since_the_article_is_listed_with_sources() {
    in_browser(|page| async move {
        page.go("#view=facts").await?;
        page.until_text("changes-shown", "changes.").await?;
        let llama = row(&page, "facts-changes", "llama-3.1-8b-instant").await?;
        for part in ["retired", "openai/gpt-oss-20b", "2026-08-16", "groq-deprecations-2026-10"] {
            assert!(llama.contains(part), "{part} is not in {llama}");
        }
        choose(&page, "changes-from", "2026-10-10").await?;
        page.until_text("changes-shown", "has to be before").await?;
        choose(&page, "changes-from", "2026-09-24").await?;
        let table = "return document.getElementById('facts-changes')?.innerText ?? ''";
        let text = page.client.execute(table, vec![]).await?;
        assert!(!text.as_str().is_some_and(|text| text.contains("llama-3.1-8b")), "{text}");
        Ok(())
    });
}

#[test]
fn the_articles_wrong_rows_are_shown_right_and_can_be_worked_out() {
    in_browser(|page| async move {
        page.go("#view=facts").await?;
        for (id, said, right) in [
            ("article-F1", "1,000 a day, RPD binds", "400 a day, TPD binds"),
            ("article-C4", "$19.50", "$23.25"),
            ("article-C6", "$14.625", "cannot run as batch; $29.25"),
        ] {
            page.until_text(id, right).await?;
            page.until_text(id, said).await?;
        }
        let link = "return document.querySelector('#article-C4 a').getAttribute('href')";
        let link = page.client.execute(link, vec![]).await?;
        page.go(link.as_str().unwrap_or_default()).await?;
        page.until_text("answer", "$23.25").await?;
        // Every scenario of the article can be opened.
        page.go("#view=models").await?;
        page.wait().for_element(fantoccini::Locator::Id("scenarios")).await?;
        let count =
            "return document.querySelectorAll('#scenarios a[href*=\"on=2026-06-04\"]').length";
        assert_eq!(page.client.execute(count, vec![]).await?, json!(19));
        Ok(())
    });
}

#[test]
fn old_figures_are_called_old() {
    in_browser(|page| async move {
        // The newest entry is of 2026-10-10; the clock is the page's own.
        let clock = |day: &str| {
            format!(
                "const Real = Date; globalThis.Date = class extends Real {{ \
                 constructor(...a) {{ a.length ? super(...a) : super('{day}T12:00:00Z'); }} }};"
            )
        };
        let fresh = page.before_load(&clock("2026-12-09")).await?;
        page.go("#view=facts").await?;
        page.until_text("facts-shown", "models").await?;
        assert!(page.text("old-figures").await.is_err(), "60 days are not too old");
        page.not_before_load(&fresh).await?;
        page.before_load(&clock("2026-12-10")).await?;
        page.go("#view=facts").await?;
        page.until_text("old-figures", "61 days").await
    });
}

#[test]
fn axe_finds_no_violation_in_facts() {
    in_browser(|page| async move {
        for look in looks() {
            page.wear(look).await?;
            page.go("#view=facts").await?;
            let count = groq_catalog::CATALOG.models.len().to_string();
            page.until_text("facts-shown", &count).await?;
            accessible(&page, "facts", look).await?;
        }
        Ok(())
    });
}

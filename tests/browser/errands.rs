//! Two errands that people came with, by clicks and keys alone, on a wide screen and on a
//! phone: an error to understand, and a log to plan with. The steps are counted.

use std::fs;

use fantoccini::Locator;
use serde_json::json;

use crate::{
    Outcome, in_browser,
    session::{Session, pause, tries},
};

/// A wide screen and a phone.
const WINDOWS: [(u32, u32); 2] = [(1440, 900), (390, 780)];

/// A visitor whose clicks and choices are counted.
struct Visitor {
    page: Session,
    steps: usize,
}

impl Visitor {
    async fn new(
        page: &Session,
        (width, height): (u32, u32),
    ) -> Result<Self, Box<dyn std::error::Error>> {
        page.look(width, height, "light").await?;
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        Ok(Self { page: page.clone(), steps: 0 })
    }

    /// Goes to a place of the navigation.
    async fn place(&mut self, name: &str) -> Outcome {
        self.steps += 1;
        self.page.click_on(&format!(".nav a[href*='view={name}']")).await
    }

    async fn click(&mut self, id: &str) -> Outcome {
        self.steps += 1;
        self.page.click(id).await
    }

    /// Pastes into the field.
    async fn paste(&mut self, id: &str, text: &str) -> Outcome {
        self.steps += 1;
        self.page.wait().for_element(Locator::Id(id)).await?;
        let put = "const field = document.getElementById(arguments[0]); field.value = arguments[1];\
                   field.dispatchEvent(new Event('input', { bubbles: true }))";
        self.page.script(put, vec![json!(id), json!(text)]).await?;
        Ok(())
    }

    /// Chooses a file.
    async fn file(&mut self, id: &str, name: &str, text: &str) -> Outcome {
        self.steps += 1;
        let folder = std::env::temp_dir().join("groq-calc-errands");
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        fs::write(&path, text)?;
        let input = self.page.wait().for_element(Locator::Id(id)).await?;
        Ok(input.send_keys(&path.to_string_lossy()).await?)
    }

    async fn select(&mut self, id: &str, value: &str) -> Outcome {
        self.steps += 1;
        let list = self.page.wait().for_element(Locator::Id(id)).await?;
        Ok(list.select_by_value(value).await?)
    }
}

/// What the Python SDK prints.
const ERROR: &str = "groq.APIStatusError: Error code: 413 - {'error': {'message': 'Request too large for model `openai/gpt-oss-120b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 12871, please reduce your message size and try again.', 'type': 'tokens', 'code': 'rate_limit_exceeded'}}";

#[test]
fn a_413_is_understood_in_two_steps() {
    in_browser(|page| async move {
        for window in WINDOWS {
            let mut visitor = Visitor::new(&page, window).await?;
            visitor.place("diagnose").await?;
            visitor.paste("paste-text", ERROR).await?;
            page.until_text("paste-error-title", "Too large by 4,871 tokens").await?;
            page.until_text("paste-waiting", "Waiting never helps").await?;
            page.until_text("paste-ways", "openai/gpt-oss-120b on Developer").await?;
            assert_eq!(visitor.steps, 2, "{window:?}");
        }
        Ok(())
    });
}

#[test]
fn a_log_of_unknown_columns_is_planned_with_in_eight_steps() {
    // Every half a minute for two hours, times in seconds from the start.
    let rows = (0..240).map(|row| format!("{},{},{}\n", row * 30, 1000 + row, 200));
    let log = format!("when,tokens in,tokens out\n{}", rows.collect::<String>());
    in_browser(|page| async move {
        for window in WINDOWS {
            let mut visitor = Visitor::new(&page, window).await?;
            visitor.place("simulate").await?;
            page.until_text("replay-source", "Sample traffic").await?;
            page.until_text("replay-verdict", "requests").await?;
            page.script("localStorage.removeItem('groq-calc.columns')", vec![]).await?;
            visitor.file("replay-file", "own.csv", &log).await?;
            page.until_text("replay-failure", "the first line is").await?;
            visitor.select("replay-column-time", "when").await?;
            visitor.select("replay-column-unit", "s").await?;
            visitor.select("replay-column-input", "tokens in").await?;
            visitor.select("replay-column-output", "tokens out").await?;
            visitor.click("replay-columns-use").await?;
            page.until_text("replay-verdict", "240").await?;
            visitor.click("replay-plan").await?;
            for _ in tries() {
                if page.value("requests_per_day").await.unwrap_or_default() == "240" {
                    break;
                }
                pause().await;
            }
            assert_eq!(page.value("requests_per_day").await?, "240");
            assert_eq!(page.value("input_tokens").await?, "1120");
            assert_eq!(page.value("output_tokens").await?, "200");
            assert_eq!(visitor.steps, 8, "{window:?}");
            // The same columns are known the next time.
            page.client.back().await?;
            visitor.file("replay-file", "again.csv", &log).await?;
            page.until_text("replay-source", "again.csv").await?;
            page.until_text("replay-verdict", "240").await?;
        }
        Ok(())
    });
}

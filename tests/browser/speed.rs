//! How long a key press takes to become a painted answer.

use std::{error::Error, time::Duration};

use fantoccini::Locator;
use serde_json::json;

use crate::{in_browser_with, session::Session};

const PRESSES: usize = 200;
/// Presses in a field that nothing hangs on.
const PLAIN: usize = 60;
/// What 95 of 100 presses are to stay within.
const GOAL_MILLIS: f64 = 16.0;

/// The processor is slowed four times. Frames are not held back for a display's
/// refresh, which would add up to 16.7 ms of waiting to whatever the page needs.
#[test]
fn key_presses_are_timed_on_a_slow_machine() {
    let flags = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];
    in_browser_with(&flags, |page| async move {
        page.look(1366, 768, "light").await?;
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
        // What the browser and its driver take by themselves: a field that
        // nothing hangs on.
        let plain = "const field = document.createElement('input'); field.id = 'plain';\
                     field.setAttribute('aria-label', 'plain'); document.body.append(field)";
        page.script(plain, vec![]).await?;
        let field = page.client.find(Locator::Id("plain")).await?;
        field.click().await?;
        for key in ["1", "\u{e003}"].repeat(PLAIN / 2) {
            field.send_keys(key).await?;
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        let floor = measured(&page, PLAIN).await?;
        page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
        let fields = ["requests_per_day", "input_tokens", "output_tokens", "cached_input_tokens"];
        let backspace = "\u{e003}";
        let mut pressed = 0;
        for turn in 0.. {
            if pressed >= PRESSES {
                break;
            }
            let field = page.client.find(Locator::Id(fields[turn % fields.len()])).await?;
            field.click().await?;
            for key in ["\u{e010}", "1", "2", backspace, backspace, "7", backspace, "k", backspace]
            {
                field.send_keys(key).await?;
                // The cursor key to the end of the field changes nothing.
                pressed += usize::from(key != "\u{e010}");
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        }
        let millis = measured(&page, PRESSES).await?;
        println!(
            "From key press to painted answer: 95 of 100 within {millis} ms; in a field that \
             nothing hangs on: {floor} ms"
        );
        assert!(millis > 0.0 && floor > 0.0);
        // Not reached yet: asserted where it is asked for, shown everywhere.
        if std::env::var_os("GROQ_CALC_GOALS").is_some() {
            assert!(millis <= GOAL_MILLIS, "{millis} ms");
        }
        Ok(())
    });
}

/// What the page itself measured over its last presses, at full speed again.
async fn measured(page: &Session, presses: usize) -> Result<f64, Box<dyn Error>> {
    page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
    page.client.find(Locator::Id("measure")).await?.click().await?;
    page.until_text("measured-keys", &format!("over the last {presses} presses")).await?;
    let text = page.text("measured-keys").await?;
    let millis = text.split("within ").nth(1).and_then(|rest| rest.split(' ').next());
    Ok(millis.unwrap_or_default().parse()?)
}

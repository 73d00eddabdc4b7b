//! The page for everybody: axe, keyboard alone, no motion, 400 % zoom, both
//! themes and languages, on a phone and wide.

use fantoccini::Locator;
use serde_json::json;

use crate::{
    axe::{accessible, looks},
    in_browser,
    session::{Session, tries},
};

const VIEWS: [&str; 9] =
    ["estimate", "diagnose", "simulate", "compare", "code", "share", "report", "models", "guide"];
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const DOWN: &str = "\u{e015}";

/// An address that leads to a view with something to see in it.
fn address(view: &str) -> String {
    let two = "with=Batch~v%3D2%26n%3D2k%26i%3D1.5k%26o%3D500%26b%3D100&with=Long~v%3D2%26n%3D90k%26i%3D9k";
    format!(
        "#v=2&view={view}&n=2000&i=1500&o=500&y=20{}",
        if view == "compare" { format!("&{two}") } else { String::new() }
    )
}

/// Opens every fold, so that what is in them is judged too.
async fn unfold(page: &Session) -> crate::Outcome {
    page.script(
        "document.querySelectorAll('details').forEach((fold) => { fold.open = true })",
        vec![],
    )
    .await?;
    Ok(())
}

/// What a script says once it says the same twice.
async fn at_rest(
    page: &Session,
    script: &str,
) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    let mut last = serde_json::Value::Null;
    for _ in tries() {
        let now = page.script(script, vec![]).await?;
        if now == last {
            break;
        }
        last = now;
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    }
    Ok(last)
}

#[test]
fn axe_finds_no_violation_in_any_view_theme_language_or_width() {
    in_browser(|page| async move {
        for look in looks() {
            let (width, _, theme, locale) = look;
            for view in ["estimate", "compare", "share", "report"] {
                page.wear(look).await?;
                page.go_as(locale, theme, &address(view)).await?;
                page.screenshot(&format!("{view}-{width}-{theme}-{locale}-first")).await?;
                unfold(&page).await?;
                accessible(&page, view, look).await?;
            }
        }
        Ok(())
    });
}

#[test]
fn the_system_decides_the_theme_until_the_visitor_does() {
    in_browser(|page| async move {
        let ground = "return getComputedStyle(document.body).backgroundColor";
        page.look(1440, 900, "dark").await?;
        page.go("").await?;
        page.wait().for_element(Locator::Id("theme")).await?;
        let dark = page.script(ground, vec![]).await?;
        page.client.find(Locator::Id("theme")).await?.select_by_value("light").await?;
        let light = page.script(ground, vec![]).await?;
        assert_ne!(dark, light);
        page.go("").await?;
        page.wait().for_element(Locator::Id("theme")).await?;
        assert_eq!(page.script(ground, vec![]).await?, light, "the choice is remembered");
        assert_eq!(
            page.client.find(Locator::Id("theme")).await?.prop("value").await?.as_deref(),
            Some("light")
        );
        Ok(())
    });
}

#[test]
fn the_language_can_be_changed_and_is_remembered() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", "Free plan is too small").await?;
        page.client.find(Locator::Id("language")).await?.select_by_value("zh-Hans").await?;
        page.until_text("verdict", "免费版不够用").await?;
        assert_eq!(page.script("return document.documentElement.lang", vec![]).await?, "zh-Hans");
        assert_eq!(page.focused().await?, "language", "the focus stays");
        page.go("#v=2&view=reference").await?;
        page.until_text("view-title", "错误码").await?;
        // Figures are written as the browser itself would write them.
        for (locale, tag) in [("en", "en-US"), ("zh-Hans", "zh-CN")] {
            page.go_as(locale, "light", "#v=2&n=1234567&i=1500&o=500").await?;
            let written = page.script(
                "return [15, 9722.215125].map((usd) => new Intl.NumberFormat(arguments[0], { style: 'currency', currency: 'USD' }).format(usd)).concat([new Intl.NumberFormat(arguments[0]).format(1234567.5)])",
                vec![json!(tag)],
            )
            .await?;
            let body = page.text("answer").await?;
            let usd = page.text("monthly").await?;
            let sign = if locale == "en" { "$" } else { "US$" };
            assert!(usd.starts_with(sign), "{usd}");
            assert_eq!(written[1], format!("{sign}9,722.22"));
            assert_eq!(usd, format!("{sign}9,722.22"), "{body}");
            assert_eq!(written[2], "1,234,567.5");
            assert!(body.contains("1,234,567"), "{body}");
        }
        Ok(())
    });
}

#[test]
fn the_browser_chooses_the_language() {
    crate::in_browser_with(&["--lang=zh-CN", "--accept-lang=zh-CN"], |page| async move {
        page.go("").await?;
        page.until_text("verdict", "免费版不够用").await
    });
}

#[test]
fn the_keyboard_reaches_and_moves_everything() {
    in_browser(|page| async move {
        page.look(1440, 900, "light").await?;
        for view in VIEWS {
            page.go_as("en", "light", &address(view)).await?;
            if view == "estimate" {
                // What comes with the rest of the page is a stop too.
                page.script("document.getElementById('details').scrollIntoView()", vec![]).await?;
                page.wait().for_element(Locator::Id("benchmark")).await?;
            }
            if view == "simulate" {
                // Its buttons change while it runs.
                page.wait().for_element(Locator::Id("replay-by-limit")).await?;
            }
            unfold(&page).await?;
            // What can be focused, each marked; of radio buttons only the chosen one is a stop.
            let mark = "let number = 0; \
                const all = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex=\"0\"]'; \
                for (const one of document.querySelectorAll(all)) { \
                  if (one.getClientRects().length === 0) continue; \
                  if (one.type === 'radio' && !one.checked) continue; \
                  one.dataset.stop = number; number += 1; } \
                document.activeElement.blur(); return number";
            let count = page.script(mark, vec![]).await?.as_u64().unwrap_or(0);
            assert!(count > 8, "{view} has {count} stops");
            let mut missing: std::collections::BTreeSet<u64> = (0..count).collect();
            for _ in 0..count + 20 {
                page.press(TAB).await?;
                let at = "const one = document.activeElement; const style = getComputedStyle(one); \
                    const near = [one.nextElementSibling, one.closest('label')]; \
                    const ring = style.outlineStyle !== 'none' || (one.type === 'radio' && near.some((label) => label && getComputedStyle(label).outlineStyle !== 'none')); \
                    return [Number(one.dataset.stop ?? -1), ring, one.outerHTML.slice(0, 120)]";
                let at = page.script(at, vec![]).await?;
                if let Some(stop) = at[0].as_i64().and_then(|stop| u64::try_from(stop).ok()) {
                    assert_eq!(at[1], true, "{view}: the focus can't be seen at {}", at[2]);
                    missing.remove(&stop);
                }
                if missing.is_empty() {
                    break;
                }
            }
            let name = "return document.querySelector(`[data-stop=\"${arguments[0]}\"]`)?.outerHTML.slice(0, 200)";
            for stop in &missing {
                println!("{view}: {:?}", page.script(name, vec![json!(stop)]).await?);
            }
            assert!(missing.is_empty(), "{view}: Tab does not reach {missing:?}");
        }
        // And it moves them.
        page.go_as("en", "light", "").await?;
        page.until_text("because", "2,000").await?;
        page.script("document.getElementById('requests_per_day').select()", vec![]).await?;
        page.press("2500").await?;
        page.until_text("because", "2,500 requests").await?;
        // The options are one group: an arrow chooses the next one.
        page.script("document.querySelector('#options input:checked').focus()", vec![]).await?;
        page.press(DOWN).await?;
        page.until_address("pick=").await?;
        let chosen = "return [...document.querySelectorAll('#options input')].findIndex((one) => one.checked && one === document.activeElement)";
        assert_eq!(page.script(chosen, vec![]).await?, 1, "the focus stays at the chosen one");
        page.client.back().await?;
        page.script("document.getElementById('advanced').open = true", vec![]).await?;
        page.script("document.getElementById('production').focus()", vec![]).await?;
        page.press(SPACE).await?;
        let checked = "return document.getElementById('production').checked";
        assert_eq!(page.script(checked, vec![]).await?, true, "the space bar ticks it");
        page.script("document.querySelector('nav a[href*=models]').focus()", vec![]).await?;
        page.press(ENTER).await?;
        page.until_text("view-title", "Models, limits and prices").await?;
        assert_eq!(page.focused().await?, "view-title", "the focus follows the view");
        assert!(page.client.title().await?.starts_with("Models, limits and prices"));
        page.client.back().await?;
        page.until_text("view-title", "See which rate limit").await?;
        assert_eq!(page.value("requests_per_day").await?, "2500", "back loses nothing");
        Ok(())
    });
}

#[test]
fn nothing_moves_where_less_motion_is_wanted() {
    in_browser(|page| async move {
        for view in VIEWS {
            page.go_as("en", "light", &address(view)).await?;
            page.prefer("prefers-reduced-motion", "reduce").await?;
            unfold(&page).await?;
            let moving = "return [...document.querySelectorAll('*')].filter((one) => { const style = getComputedStyle(one); \
                return style.scrollBehavior === 'smooth' || [style.transitionDuration, style.animationDuration].join().split(',') \
                .some((seconds) => parseFloat(seconds) > 0) }).map((one) => one.outerHTML.slice(0, 100))";
            assert_eq!(page.script(moving, vec![]).await?, json!([]), "{view}");
        }
        Ok(())
    });
}

/// 1280 by 1024 pixels at 400 % are 320 by 256.
#[test]
fn at_400_percent_nothing_is_lost_and_nothing_scrolls_sideways() {
    in_browser(|page| async move {
        let visible = "return [...document.querySelectorAll('main h2, main label, main legend, main summary, main button:not([hidden]), main input:not([type=radio]), main select, main textarea, main p, main tbody th, nav a, footer span')] \
            .filter((one) => one.getClientRects().length > 0 && one.textContent.trim() + one.id !== '').map((one) => one.tagName + '#' + one.id + ':' + one.textContent.trim())";
        for view in VIEWS {
            page.look(1280, 1024, "light").await?;
            page.go_as("en", "light", &address(view)).await?;
            if view == "simulate" {
                page.until_text("replay-verdict", "requests").await?;
            }
            unfold(&page).await?;
            let wide = at_rest(&page, visible).await?;
            page.look(320, 256, "light").await?;
            let narrow = at_rest(&page, visible).await?;
            assert_eq!(narrow, wide, "{view}");
            assert!(wide.as_array().is_some_and(|all| all.len() > 3), "{view}: {wide}");
            let over = "return document.documentElement.scrollWidth - innerWidth";
            let over = page.script(over, vec![]).await?;
            assert!(
                over.as_i64().is_some_and(|over| over <= 0),
                "{view} is {over} px too wide at 320"
            );
            // Nothing stays in front of the text.
            let fixed = "return [...document.querySelectorAll('*')].filter((one) => ['fixed', 'sticky'].includes(getComputedStyle(one).position) && one.getClientRects().length > 0).length";
            assert_eq!(page.script(fixed, vec![]).await?, 0, "{view}");
            page.whole_screenshot(&format!("{view}-zoom-400")).await?;
        }
        Ok(())
    });
}

#[test]
fn the_answer_prints_without_the_form() {
    in_browser(|page| async move {
        page.go_as("en", "dark", &address("estimate")).await?;
        page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
        let shown = "return ['.inputs', 'nav', '#verdict', '#monthly'].map((one) => document.querySelector(one).getClientRects().length > 0)";
        assert_eq!(page.script(shown, vec![]).await?, json!([false, false, true, true]));
        let ink =
            page.script("return getComputedStyle(document.body).backgroundColor", vec![]).await?;
        assert_eq!(ink, "rgb(255, 255, 255)", "paper is white in the dark theme too");
        page.whole_screenshot("estimate-print").await
    });
}

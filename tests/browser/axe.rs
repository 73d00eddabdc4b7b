//! Accessibility of a view in a look.

use serde_json::json;

use crate::session::{Look, Session, pictures};

/// Both themes and both languages, on a phone and on a wide screen. The first four
/// hold every pair of them.
const LOOKS: [Look; 8] = [
    (1440, 900, "light", "en"),
    (1440, 900, "dark", "zh-Hans"),
    (360, 740, "light", "zh-Hans"),
    (360, 740, "dark", "en"),
    (1440, 900, "dark", "en"),
    (1440, 900, "light", "zh-Hans"),
    (360, 740, "light", "en"),
    (360, 740, "dark", "zh-Hans"),
];

/// The looks in which a view is judged: all of them where pictures are taken too,
/// or else every pair.
pub(crate) fn looks() -> Vec<Look> {
    let count = if pictures().is_some() { 8 } else { 4 };
    LOOKS[..count].to_vec()
}

/// No violation by axe, nothing wider than the window, and a screenshot.
pub(crate) async fn accessible(
    page: &Session,
    view: &str,
    (width, height, scheme, language): Look,
) -> Result<(), Box<dyn std::error::Error>> {
    let axe = std::env::var("AXE").expect("AXE names axe.min.js; `cargo xtask test` sets it");
    page.client.execute(&std::fs::read_to_string(axe)?, vec![]).await?;
    let run = "const done = arguments[0]; axe.run().then((r) => done(r.violations.map((v) => \
               `${v.id}: ${v.nodes.map((n) => n.html + ' ' + n.failureSummary).join(' | ')}`)), (e) => done([String(e)]));";
    let violations = page.client.execute_async(run, vec![]).await?;
    let name = format!("{view}-{width}-{scheme}-{language}");
    assert_eq!(violations, json!([]), "{name}");
    // A reference to an id finds the first of its kind, whatever that is.
    let twice = "const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);\
                 return ids.filter((id, place) => ids.indexOf(id) !== place)";
    let twice = page.client.execute(twice, vec![]).await?;
    assert_eq!(twice, json!([]), "{name} has an id twice");
    let wide = "return document.documentElement.scrollWidth - innerWidth";
    let wide = page.client.execute(wide, vec![]).await?;
    assert!(wide.as_i64().is_some_and(|over| over <= 0), "{name} is {wide} px too wide");
    if pictures().is_none() {
        return Ok(());
    }
    // The whole of it, for a person to look at.
    let tall = page.client.execute("return document.documentElement.scrollHeight", vec![]).await?;
    let tall = tall.as_u64().and_then(|tall| u32::try_from(tall).ok()).unwrap_or(height);
    page.look(width, tall.min(9000), scheme).await?;
    page.screenshot(&name).await
}

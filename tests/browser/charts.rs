//! The charts: what they say is what the engine says, by key, by pointer, in
//! the picture and in the table.

use std::error::Error;

use fantoccini::Locator;
use groq_calc::{
    Draft, Number, Offer, OptionId, Plan, Question, Tier, Tokens, Workload, WorkloadDraft,
    capacity::Headroom, outlook::ladder,
};
use groq_catalog::CATALOG;
use serde_json::json;

use crate::{
    Outcome,
    axe::{accessible, looks},
    in_browser,
    session::{Session, pause, pictures, tries},
};

const E2: &str = "#v=1&requests_per_day=2000&input_tokens=1500&output_tokens=500";
const CHARTS: [&str; 4] = ["stack", "volume", "shape", "day"];
const LEFT: &str = "\u{e012}";
const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";
const ESCAPE: &str = "\u{e00c}";

fn question() -> Question {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2000)),
        input_tokens: Some(Number::from(1500)),
        output_tokens: Some(Number::from(500)),
        ..WorkloadDraft::default()
    };
    Draft { workload, ..Draft::default() }.check().expect("the question is good")
}

/// The offer behind `gpt-oss-20b on Developer, Flex`.
fn offer(name: &str) -> Offer<'static> {
    let (model, place) = name.split_once(" on ").expect("a model on a plan");
    let ends = |id: &&str| id.rsplit('/').next() == Some(model);
    let id = CATALOG.models.iter().map(|model| model.id).find(ends).expect("a known model");
    let plan = if place.starts_with("Free") { Plan::Free } else { Plan::Developer };
    let tier = if place.contains("Flex") { Tier::Flex } else { Tier::OnDemand };
    let id = OptionId::new(id, plan, tier);
    question().on(&CATALOG).and_then(|dated| dated.offer(id)).expect("an offer")
}

fn number(text: &str) -> u64 {
    text.replace(',', "").parse().expect("a number")
}

/// Brings a chart into view and waits until it is drawn.
async fn show(page: &Session, chart: &str) -> Outcome {
    let script = "document.getElementById('tab-' + arguments[0])?.click();\
                  (document.getElementById(arguments[0]) ?? document.getElementById('details'))?\
                  .scrollIntoView({ block: 'center' });\
                  return (document.querySelector(`#${arguments[0]} svg`)?.getClientRects().length ?? 0) > 0";
    for _ in tries() {
        if page.client.execute(script, vec![json!(chart)]).await? == json!(true) {
            return Ok(());
        }
        pause().await;
    }
    Err(format!("#{chart} is not drawn").into())
}

async fn press(page: &Session, chart: &str, keys: &str) -> Result<String, Box<dyn Error>> {
    let plot = page.client.find(Locator::Id(&format!("{chart}-plot"))).await?;
    plot.send_keys(keys).await?;
    page.text(&format!("{chart}-spot")).await
}

/// The cells of a chart's table, row by row, its headings first.
async fn table(page: &Session, chart: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let script = "const fold = document.getElementById(arguments[0] + '-table');\
                  fold.open = true; return true";
    page.client.execute(script, vec![json!(chart)]).await?;
    let script = "return [...document.querySelectorAll(`#${arguments[0]}-table tr`)]\
                  .map((row) => [...row.cells].map((cell) => cell.textContent))";
    for _ in tries() {
        let rows = page.client.execute(script, vec![json!(chart)]).await?;
        let rows: Vec<Vec<String>> = serde_json::from_value(rows)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
        pause().await;
    }
    Err(format!("the table of #{chart} stays empty").into())
}

#[test]
fn arrow_keys_read_the_engines_costs() {
    in_browser(|page| async move {
        page.go(E2).await?;
        show(&page, "volume").await?;
        let home = press(&page, "volume", ESCAPE).await?;
        assert!(
            home.starts_with(
                "At 2,000 requests a day gpt-oss-20b on Developer costs $15.75 a month."
            ),
            "{home}"
        );
        let live = "return document.getElementById('volume-spot').getAttribute('aria-live')";
        assert_eq!(page.client.execute(live, vec![]).await?, json!("polite"), "spoken in focus");
        let workload = question().workload;
        let mut seen = Vec::new();
        for keys in [LEFT, LEFT, UP, UP, UP, RIGHT, "\u{e00e}", UP, DOWN, "\u{e011}", "\u{e010}"] {
            let text = press(&page, "volume", keys).await?;
            let rest = text.strip_prefix("At ").expect("a reading");
            let (volume, rest) = rest.split_once(" requests a day ").expect("a volume");
            let (name, rest) = rest.split_once(" costs ").expect("an option");
            let offer = offer(name);
            let usd = offer.monthly(&workload.at(number(volume)))?.expect("a price");
            assert!(rest.starts_with(&format!("${} a month.", usd.with_cents())), "{text}");
            let fits = match offer.room(&workload)? {
                Headroom::Nothing => "No request of this size passes".to_string(),
                Headroom::Unbounded => "It has no known limit".to_string(),
                Headroom::UpTo(most) if most >= number(volume) => "It works up to".to_string(),
                Headroom::UpTo(_) => "It is too small".to_string(),
            };
            let unknown = !offer.unknown_limits(&workload).is_empty();
            assert!(unknown || rest.contains(&fits), "{text}");
            seen.push(text);
        }
        seen.dedup();
        assert!(seen.len() > 8, "{seen:?}");
        assert_eq!(press(&page, "volume", ESCAPE).await?, home);
        Ok(())
    });
}

#[test]
fn crossovers_stand_at_the_ladders_thresholds() {
    in_browser(|page| async move {
        page.go(E2).await?;
        show(&page, "volume").await?;
        let steps = ladder(&CATALOG, &question())?;
        let bounded = steps.iter().filter(|step| step.to != Headroom::Unbounded).count();
        let dots = page.client.find_all(Locator::Css("#volume .threshold-dot")).await?;
        assert_eq!(dots.len(), bounded);
        let legend = page.text("volume-legend").await?;
        for step in &steps {
            let usd = step.monthly_usd.with_cents().to_string();
            assert!(legend.contains(&usd), "{usd} in {legend}");
        }
        // The pointer on a marker reads the very threshold.
        let hover = "const [chart, index] = arguments;\
            const box = document.querySelectorAll(`#${chart} .threshold-dot`)[index].getBoundingClientRect();\
            const plot = document.getElementById(`${chart}-plot`);\
            plot.dispatchEvent(new PointerEvent('pointermove', { clientX: box.x + box.width / 2,\
              clientY: box.y + box.height / 2, pointerType: 'mouse', bubbles: true }));\
            return document.getElementById(`${chart}-spot`).textContent";
        for (index, step) in steps.iter().filter(|step| step.to != Headroom::Unbounded).enumerate()
        {
            let text = page.client.execute(hover, vec![json!("volume"), json!(index)]).await?;
            let text = text.as_str().unwrap_or_default();
            let volume = text.split(' ').nth(1).map(number);
            assert_eq!(volume, Some(step.to.count()), "{text}");
        }
        let rows = table(&page, "volume").await?;
        let workload = question().workload;
        for row in &rows[1..] {
            let offer = offer(&row[0]);
            if let (Headroom::UpTo(most), true) =
                (offer.room(&workload)?, offer.unknown_limits(&workload).is_empty())
            {
                assert_eq!(number(&row[1]), most, "{row:?}");
            }
            for (heading, cell) in rows[0].iter().zip(row).skip(2) {
                let volume = heading.rsplit(" at ").next().and_then(|rest| rest.split(' ').next());
                let volume = number(volume.expect("a volume"));
                let usd = offer.monthly(&workload.at(volume))?;
                let usd = usd.map(|usd| format!("${}", usd.with_cents()));
                let fits = volume <= offer.room(&workload)?.count();
                let expected = usd.filter(|_| fits).unwrap_or("–".to_string());
                assert_eq!(*cell, expected, "{row:?}");
            }
        }
        Ok(())
    });
}

#[test]
fn the_map_reads_what_binds() {
    in_browser(|page| async move {
        page.go(&format!("{E2}&plans=free&model=openai%2Fgpt-oss-120b")).await?;
        show(&page, "shape").await?;
        let offer = offer("gpt-oss-120b on Free");
        let workload = question().workload;
        let rows = table(&page, "shape").await?;
        let mut texts = vec![press(&page, "shape", ESCAPE).await?];
        assert!(
            texts[0].starts_with("1,500 prompt and 500 completion tokens: TPD is tightest"),
            "{texts:?}"
        );
        for keys in [LEFT, DOWN, "\u{e00f}", DOWN, DOWN, "\u{e011}", UP, "\u{e010}"] {
            texts.push(press(&page, "shape", keys).await?);
        }
        for text in texts {
            let (input, rest) = text.split_once(" prompt and ").expect("a prompt");
            let (output, said) = rest.split_once(" completion tokens: ").expect("a completion");
            let (input, output) = (number(input), number(output));
            let shape = Workload {
                input_tokens: Tokens::new(input),
                output_tokens: Tokens::new(output),
                ..workload
            };
            let capacity = offer.capacity(&shape)?;
            let expected = match capacity.fits {
                _ if capacity.blocked.is_some() => {
                    "too large: no such request can pass".to_string()
                }
                true => format!("{} is tightest, and it works", capacity.binding),
                false => format!("{} is tightest, and it is too small", capacity.binding),
            };
            assert_eq!(said.trim_end_matches('.'), expected, "{text}");
            // The table says the same of that cell.
            let within = |range: &str, count: u64| {
                let (from, to) = range.split_once(" to ").unwrap_or((range, range));
                (number(from)..=number(to)).contains(&count)
            };
            let told: Vec<_> = rows[1..]
                .iter()
                .filter(|row| within(&row[0], output) && within(&row[1], input))
                .map(|row| row[2].clone())
                .collect();
            assert_eq!(told, [expected], "{text}");
        }
        Ok(())
    });
}

#[test]
fn the_stack_is_the_bill() {
    in_browser(|page| async move {
        page.go(&format!("{E2}&cached_input_tokens=1000")).await?;
        show(&page, "stack").await?;
        let rows = table(&page, "stack").await?;
        let mut workload = question().workload;
        workload.cached_input_tokens = groq_calc::Tokens::new(1000);
        let name = "gpt-oss-20b on Developer";
        assert_eq!(rows[1][0], name);
        let bill = offer(name).bill(&workload)?.expect("a price");
        assert_eq!(rows[1].last(), Some(&format!("${}", bill.total.with_cents())));
        let mut text = press(&page, "stack", ESCAPE).await?;
        for line in &bill.lines {
            let usd = format!("${}", line.usd.with_cents());
            assert!(text.contains(&format!("{usd} of ${}", bill.total.with_cents())), "{text}");
            assert!(rows[1].contains(&usd), "{usd} in {rows:?}");
            text = press(&page, "stack", RIGHT).await?;
        }
        let below = press(&page, "stack", DOWN).await?;
        assert!(below.starts_with(&format!("{name}, all as batch")), "{below}");
        Ok(())
    });
}

#[test]
fn charts_follow_the_form_but_not_at_every_key() {
    in_browser(|page| async move {
        page.go(E2).await?;
        for chart in CHARTS {
            show(&page, chart).await?;
        }
        page.write("requests_per_day", "3k").await?;
        for chart in CHARTS {
            let still =
                "return document.getElementById(arguments[0] + '-spot').getAttribute('aria-live')";
            assert_eq!(page.client.execute(still, vec![json!(chart)]).await?, json!("off"));
        }
        show(&page, "volume").await?;
        page.until_text("volume-spot", "At 3,000 requests a day").await?;
        let moving = page.client.execute("return document.getAnimations().length", vec![]).await?;
        assert_eq!(moving, json!(0), "nothing moves");
        // Lengths in tokens say nothing of audio.
        page.go("#v=1&requests_per_day=500&audio_seconds=60").await?;
        let place = "document.getElementById('tab-shape')?.click(); (document.getElementById('shape') ?? document.getElementById('details'))?.scrollIntoView(); \
                     return document.getElementById('shape') !== null";
        while page.client.execute(place, vec![]).await? != json!(true) {
            pause().await;
        }
        // Once it is shown it can be scrolled to.
        pause().await;
        page.client.execute(place, vec![]).await?;
        page.until_text("shape-summary", "does not apply").await?;
        // And once more of text, which has a map again.
        page.click_on("label[for=work-text]").await?;
        page.write("input_tokens", "1500").await?;
        page.write("output_tokens", "500").await?;
        show(&page, "shape").await?;
        page.until_text("shape-spot", "1,500 prompt and 500 completion tokens").await
    });
}

/// Keeps a picture of a chart for people to look at.
async fn picture(page: &Session, chart: &str, name: &str) -> Outcome {
    let Some(folder) = pictures() else { return Ok(()) };
    std::fs::create_dir_all(&folder)?;
    let card = page.client.find(Locator::Id(chart)).await?;
    Ok(std::fs::write(folder.join(format!("{name}.png")), card.screenshot().await?)?)
}

#[test]
fn charts_are_accessible_in_both_themes_and_languages() {
    in_browser(|page| async move {
        let mut looks = looks();
        // 1280 pixels at 400 %.
        looks.push((320, 256, "light", "en"));
        for look in looks {
            let (width, _, scheme, language) = look;
            page.wear(look).await?;
            page.go(&format!("{E2}&cached_input_tokens=1000")).await?;
            for chart in CHARTS {
                show(&page, chart).await?;
                picture(&page, chart, &format!("chart-{chart}-{width}-{scheme}-{language}"))
                    .await?;
                table(&page, chart).await?;
            }
            let cut = "return [...document.querySelectorAll('.plot')].filter((plot) => \
                       plot.scrollWidth > plot.clientWidth + 1).map((plot) => plot.id)";
            let cut = page.client.execute(cut, vec![]).await?;
            assert_eq!(cut, json!([]), "nothing reaches out of its plot at {width}");
            accessible(&page, "plan-charts", look).await?;
        }
        Ok(())
    });
}

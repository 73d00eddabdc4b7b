//! The replay in the page: what the worker says is what the engine says, and
//! the page stays at hand meanwhile.

use std::{error::Error, fs, path::PathBuf};

use fantoccini::Locator;
use flate2::{Compression, write::GzEncoder};
use groq_calc::{
    Caps, Draft, Number, OptionId, Plan, Prices, Tier, WorkloadDraft,
    replay::{Charge, Limiter, Policy, Replay, Request, Rules, Sample, Stretch},
};
use groq_calc_tests::replays::every_way;
use groq_catalog::CATALOG;
use serde_json::{Value, json};

use crate::{
    Outcome,
    axe::{accessible, looks},
    in_browser,
    session::{Session, pause, tries},
};

const MODEL: &str = "openai/gpt-oss-120b";
const VIEW: &str = "#view=replay&n=2000&i=1500&o=500";

/// The settings of a job, as the page sends them.
fn settings(way: &Rules) -> Value {
    let patience = match way.policy {
        Policy::Queue { patience_us: Some(micros) } => {
            Some(format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000))
        }
        _ => None,
    };
    json!({
        "model": MODEL, "plan": "free", "tier": "on_demand", "compare": true,
        "limiter": if way.limiter == Limiter::Fixed { "fixed" } else { "bucket" },
        "policy": if way.policy == Policy::Drop { "drop" } else { "queue" },
        "charge": if way.charge == Charge::Total { "total" } else { "uncached" },
        "patience_seconds": patience,
        "batch": way.batch,
        "stretch": if way.stretch == Stretch::NONE { "1" } else { "0.333333" },
        "scale": way.scale.to_string(),
        "safety_margin_percent": "0",
        "max_refused_percent": "1",
        "fix": true,
    })
}

/// Runs the worker by itself and gives all it says, progress left out.
async fn work(
    page: &Session,
    job: Value,
    text: Option<&str>,
) -> Result<Vec<Value>, Box<dyn Error>> {
    let script = "const [job, text, done] = arguments;\
                  const worker = new Worker('./replay-worker.js', { type: 'module' });\
                  const heard = [];\
                  worker.onerror = (error) => done([{ kind: 'broken', text: error.message }]);\
                  worker.onmessage = ({ data }) => {\
                    const told = JSON.parse(data);\
                    if (told.kind !== 'progress') heard.push(data);\
                    if (told.kind === 'done' || told.kind === 'failed') {\
                      worker.terminate(); done(heard);\
                    }\
                  };\
                  worker.postMessage([job, text === null ? undefined : new File([text], 'log.csv')]);";
    let heard =
        page.client.execute_async(script, vec![json!(job.to_string()), json!(text)]).await?;
    let texts: Vec<String> = serde_json::from_value(heard)?;
    Ok(texts.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?)
}

/// What the engine itself says, under the rules of an option.
fn native(way: Rules, rows: &[Request]) -> Value {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(1)),
        output_tokens: Some(Number::from(1)),
        ..WorkloadDraft::default()
    };
    let question = Draft { workload, ..Draft::default() }.check().expect("it is good");
    let offer = question
        .on(&CATALOG)
        .and_then(|dated| dated.offer(OptionId::new(MODEL, Plan::Free, Tier::OnDemand)));
    let mut replay = Replay::new(way.under(&offer.expect("it is offered"), 0).expect("legal"));
    replay.feed(rows).expect("the rows are sorted");
    serde_json::to_value(replay.finish().expect("the cost fits")).expect("it is JSON")
}

fn ways() -> Vec<Rules> {
    let plain = Rules::new(Caps::NONE, Prices::NONE);
    let stretch = Stretch::parse("0.333333").expect("it is legal");
    let mut ways = every_way(plain);
    ways.push(Rules { scale: 2, batch: true, stretch, ..plain });
    ways
}

fn agrees(heard: &[Value], expected: &Value, what: &str) {
    let answer = heard.iter().find(|told| told["kind"] == "answer");
    let answer = &answer.unwrap_or_else(|| panic!("{what}: {heard:?}"))["answer"];
    for (field, value) in expected.as_object().expect("a report") {
        assert_eq!(&answer[field], value, "{field} of {what}");
    }
}

#[test]
fn the_worker_says_what_the_engine_says() {
    let trace = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/traces/AzureLLMInferenceTrace_code.csv");
    let trace = fs::read_to_string(&trace)
        .inspect_err(|_| {
            println!("{} is not there: only invented days are replayed", trace.display())
        })
        .ok();
    let mut rows = Vec::new();
    if let Some(trace) = &trace {
        let mut reader = groq_log::Reader::new(groq_log::Options::default());
        reader.feed(trace.as_bytes(), &mut rows).expect("a trace");
        reader.finish(&mut rows).expect("a trace");
    }
    in_browser(|page| async move {
        page.go("").await?;
        for way in ways() {
            let synthetic = json!({ "requests": 3000, "seed": 7 });
            let mut job = json!({ "settings": settings(&way), "synthetic": synthetic });
            let day: Vec<_> = Sample::new(7, 3000).collect();
            let heard = work(&page, job.clone(), None).await?;
            agrees(&heard, &native(way, &day), &format!("an invented day, {way:?}"));
            let kinds: Vec<_> = heard.iter().map(|told| told["kind"].clone()).collect();
            assert_eq!(kinds, ["answer", "caps", "throttle", "done"]);
            let Some(trace) = &trace else { continue };
            job["synthetic"] = Value::Null;
            let heard = work(&page, job, Some(trace)).await?;
            agrees(&heard, &native(way, &rows), &format!("the trace, {way:?}"));
        }
        Ok(())
    });
}

async fn click(page: &Session, id: &str) -> Outcome {
    page.wait().for_element(Locator::Id(id)).await?;
    Ok(page
        .client
        .execute("document.getElementById(arguments[0]).click()", vec![json!(id)])
        .await
        .map(drop)?)
}

/// Waits until a script returns true.
async fn until(page: &Session, script: &str) -> Outcome {
    for _ in tries() {
        if page.client.execute(script, vec![]).await? == json!(true) {
            return Ok(());
        }
        pause().await;
    }
    let text =
        page.client.execute("return document.querySelector('main').innerText", vec![]).await?;
    Err(format!("never: {script}\n{text}").into())
}

async fn until_done(page: &Session) -> Outcome {
    until(page, "return document.getElementById('replay-cancel')?.disabled === true \
                 && Boolean(document.getElementById('replay-verdict') ?? document.getElementById('replay-failure'))").await
}

/// Lays a file before the page as the visitor would choose it.
async fn choose(page: &Session, name: &str, bytes: &[u8]) -> Outcome {
    let folder = std::env::temp_dir().join("groq-calc-logs");
    fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    fs::write(&path, bytes)?;
    page.wait().for_element(Locator::Id("replay-file")).await?;
    let input = page.client.find(Locator::Id("replay-file")).await?;
    Ok(input.send_keys(&path.to_string_lossy()).await?)
}

fn csv(rows: &[Request]) -> String {
    let mut text = String::from("t_us,input,cached,output\n");
    for row in rows {
        let (t_us, input) = (row.t_us(), row.input());
        text += &format!("{t_us},{input},{},{}\n", row.cached(), row.output());
    }
    text
}

#[test]
fn an_invented_day_shows_what_is_refused_and_what_would_fix_it() {
    in_browser(|page| async move {
        page.go(VIEW).await?;
        page.until_text("replay-source", "Sample traffic").await?;
        page.until_text("replay-result", "Example").await?;
        page.write("replay-requests", "20000").await?;
        click(&page, "replay-invent").await?;
        until_done(&page).await?;
        // The plan's own option is the one that is tried.
        page.until_text("replay-verdict", "gpt-oss-20b on Developer").await?;
        let place = "const place = document.getElementById('replay-place'); place.value = 'free on_demand';\
                     place.dispatchEvent(new Event('change', { bubbles: true }))";
        page.client.execute(place, vec![]).await?;
        page.until_text("replay-verdict", "gpt-oss-20b on Free").await?;
        until_done(&page).await?;
        let day = Sample::new(1, 20_000).count();
        let count = format!("of {},{:03} requests", day / 1000, day % 1000);
        page.until_text("replay-verdict", &count).await?;
        page.until_text("replay-fix-option", "gpt-oss-20b on Developer").await?;
        page.until_text("replay-throttle", "requests a minute").await?;
        page.until_text("replay-enough", "RPD").await?;
        // The picture is read by key.
        page.client
            .execute("document.getElementById('replay-picture').scrollIntoView()", vec![])
            .await?;
        page.wait().for_element(Locator::Css("#replay-picture svg")).await?;
        let plot = page.client.find(Locator::Id("replay-picture-plot")).await?;
        plot.send_keys("\u{e011}").await?;
        let first = page.text("replay-picture-spot").await?;
        assert!(first.starts_with("From 0 s to "), "{first}");
        plot.send_keys("\u{e014}").await?;
        assert_ne!(page.text("replay-picture-spot").await?, first);
        page.screenshot("replay-invented").await
    });
}

#[test]
fn files_of_every_kind_are_read_or_refused_with_a_reason() {
    let rows: Vec<_> = Sample::new(3, 500).collect();
    let text = csv(&rows);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut packed, text.as_bytes()).expect("it is written");
    let packed = packed.finish().expect("it is packed");
    let frames: Vec<u8> = [&text[..9000], &text[9000..]]
        .iter()
        .flat_map(|part| zstd::encode_all(part.as_bytes(), 3).expect("it is packed"))
        .collect();
    in_browser(|page| async move {
        page.go(VIEW).await?;
        let count = format!(" {} requests", rows.len());
        for (name, bytes) in
            [("day.csv", text.as_bytes()), ("day.csv.gz", &packed), ("day.csv.zst", &frames)]
        {
            choose(&page, name, bytes).await?;
            page.until_text("replay-source", name).await?;
            until_done(&page).await?;
            page.until_text("replay-verdict", &count).await?;
        }
        let cut = &packed[..packed.len() / 2];
        let cases: [(&str, &[u8], &str); 8] = [
            ("empty.csv", b"", "it is empty"),
            ("head.csv", b"t_us,input,cached,output\n", "no row after the first line"),
            ("nan.csv", b"t_us,input,cached,output\n0,NaN,0,1\n", "line 2"),
            ("minus.csv", b"t_us,input,cached,output\n0,5,0,-1\n", "line 2"),
            ("back.csv", b"t_us,input,cached,output\n5,5,0,1\n4,5,0,1\n", "must be sorted"),
            ("words.csv", b"some text\nwithout columns\n", "words.csv"),
            ("binary.csv", &[0, 159, 146, 150, 0, 1], "a log is text"),
            ("cut.csv.gz", cut, "breaks off"),
        ];
        for (name, bytes, reason) in cases {
            choose(&page, name, bytes).await?;
            page.until_text("replay-failure", reason).await?;
            page.until_text("replay-failure", name).await?;
        }
        page.screenshot("replay-failed").await?;
        // A bad row is passed over if that is wanted, and counted.
        choose(&page, "one.csv", b"t_us,input,cached,output\n0,5,0,1\nx,5,0,1\n9,5,0,1\n").await?;
        page.until_text("replay-failure", "line 3").await?;
        click(&page, "replay-fix-skip").await?;
        page.until_text("replay-verdict", "2 of 2 requests").await?;
        // The unit of times is one press away, and so is their order.
        choose(&page, "unit.csv", b"time,input_tokens,output_tokens\n7,2,3\n9,2,3\n8,2,3\n")
            .await?;
        page.until_text("replay-failure", "does not tell its unit").await?;
        click(&page, "replay-unit-s").await?;
        page.until_text("replay-failure", "must be sorted").await?;
        click(&page, "replay-fix-sort").await?;
        page.until_text("replay-verdict", "3 of 3 requests").await?;
        // What is dropped is read as what is chosen.
        let drop = "const data = new DataTransfer();\
                    data.items.add(new File(['t_us,input,cached,output\\n0,1,0,1\\n'], 'dropped.csv'));\
                    document.querySelector('.drop').dispatchEvent(\
                    new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))";
        page.client.execute(drop, vec![]).await?;
        page.until_text("replay-source", "dropped.csv").await?;
        page.until_text("replay-verdict", "1 of 1 request ").await
    });
}

/// A hundred megabytes, made in the browser: 3.6 million rows, a day.
const LARGE: &str = "const parts = ['t_us,input,cached,output\\n'];\
    let rows = 0;\
    for (let part = 0; part < 100; part++) {\
      const lines = [];\
      for (let line = 0; line < 36000; line++) lines.push(`${1780531200000000 + 24000 * rows++},1500,500,500`);\
      parts.push(lines.join('\\n') + '\\n');\
    }\
    const file = new File(parts, 'large.csv');\
    const data = new DataTransfer();\
    data.items.add(file);\
    document.querySelector('.drop').dispatchEvent(\
    new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));\
    return file.size";

#[test]
fn a_large_file_leaves_the_page_at_hand_and_can_be_cancelled() {
    in_browser(|page| async move {
        page.go(VIEW).await?;
        page.wait().for_element(Locator::Id("replay-file")).await?;
        let size = page.client.execute(LARGE, vec![]).await?;
        assert!(size.as_u64().is_some_and(|size| size > 100_000_000), "{size}");
        let at_work = "const bar = document.getElementById('replay-progress'); return Boolean(bar && bar.value > 0 && bar.value < 1000)";
        until(&page, at_work).await?;
        // Meanwhile the page answers.
        page.write("replay-seed", "77").await?;
        assert_eq!(page.value("replay-seed").await?, "77");
        assert_eq!(page.client.execute(at_work, vec![]).await?, json!(true), "it still reads");
        page.screenshot("replay-progress").await?;
        click(&page, "replay-cancel").await?;
        until(&page, "return !document.getElementById('replay-progress')").await?;
        page.until_text("replay-source", "large.csv").await?;
        // Once more, to the end.
        click(&page, "replay-start").await?;
        until(&page, "return document.getElementById('replay-verdict')?.innerText.includes('3,600,000') === true").await?;
        page.until_text("replay-fix", "up to 3,000,000 rows").await
    });
}

#[test]
fn axe_finds_no_violation_in_the_replay() {
    in_browser(|page| async move {
        for look in looks() {
            page.wear(look).await?;
            page.go(VIEW).await?;
            // The table of the picture has hundreds of rows, which take axe a minute.
            let queue = "document.querySelectorAll('.replay details:not(#replay-picture-table)').forEach((part) => part.open = true);\
                         for (const [id, value] of [['replay-policy', 'on'], ['replay-place', 'free on_demand']]) {\
                           const field = document.getElementById(id); field.value = value;\
                           field.dispatchEvent(new Event('change', { bubbles: true }));\
                         }";
            page.wait().for_element(Locator::Id("replay-policy")).await?;
            page.write("replay-requests", "1500").await?;
            click(&page, "replay-invent").await?;
            page.client.execute(queue, vec![]).await?;
            until(&page, "return Boolean(document.querySelector('#replay-throttle'))").await?;
            until_done(&page).await?;
            let see = "document.getElementById('replay-picture').scrollIntoView()";
            page.client.execute(see, vec![]).await?;
            page.wait().for_element(Locator::Css("#replay-picture svg")).await?;
            page.client.execute("scrollTo(0, 0)", vec![]).await?;
            accessible(&page, "replay", look).await?;
        }
        Ok(())
    });
}

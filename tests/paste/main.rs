//! Ten thousand damaged pastes: each is read or refused, at once.

use std::time::{Duration, Instant};

use groq_calc_tests::{pastes, texts::Texts};

#[test]
fn ten_thousand_damaged_pastes() {
    let samples = pastes::samples();
    assert!(samples.len() >= 15);
    samples.iter().for_each(|bytes| pastes::check(&String::from_utf8_lossy(bytes), None));
    let mut stream = Texts::new(50);
    let mut longest = Duration::ZERO;
    for _ in 0..10_000 {
        let bytes = pastes::damaged(&samples, &mut stream);
        let text = String::from_utf8_lossy(&bytes);
        let start = Instant::now();
        // The laws read it once and check its requests up to 32 times.
        if let Err(panic) = std::panic::catch_unwind(|| pastes::check(&text, None)) {
            println!("it fails on {text:?}");
            std::panic::resume_unwind(panic);
        }
        longest = longest.max(start.elapsed());
    }
    println!("10,000 damaged pastes, at most {longest:?} each");
    // A build without optimisation, on a machine that does more, is given time.
    let most = if cfg!(debug_assertions) { 2_000 } else { 50 };
    assert!(longest < Duration::from_millis(most), "{longest:?}");
}

/// The largest text that is taken, in forms that could take long.
#[test]
fn large_pastes() {
    let fill = |part: &str| part.repeat(groq_paste::MOST_BYTES / part.len());
    for text in [
        fill("["),
        fill("{\"a\":"),
        fill("{\"messages\":[]}\n"),
        fill(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"model\":\"openai/gpt-oss-20b\"}\n",
        ),
        fill("curl -d '"),
        fill("curl \\\n"),
        format!("curl -d $'{}", fill("\\u00")),
        fill("a"),
        fill("世 "),
        fill("data: {}\n"),
    ] {
        let start = Instant::now();
        pastes::check(&text, None);
        let most = if cfg!(debug_assertions) { 20 } else { 2 };
        assert!(start.elapsed() < Duration::from_secs(most), "{:?}", &text[..20]);
    }
}

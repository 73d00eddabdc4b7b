//! Ten thousand damaged pastes: each is read or refused.

mod forms;

use groq_calc_tests::{pastes, texts::Texts};

#[test]
fn ten_thousand_damaged_pastes() {
    let samples = pastes::samples();
    assert!(samples.len() >= 15);
    samples.iter().for_each(|bytes| pastes::check(&String::from_utf8_lossy(bytes), None));
    let mut stream = Texts::new(50);
    for _ in 0..10_000 {
        let bytes = pastes::damaged(&samples, &mut stream);
        let text = String::from_utf8_lossy(&bytes);
        // The laws read it once and check its requests up to 32 times.
        if let Err(panic) = std::panic::catch_unwind(|| pastes::check(&text, None)) {
            println!("it fails on {text:?}");
            std::panic::resume_unwind(panic);
        }
    }
}

/// The largest text that is taken, in forms that could take long.
#[test]
fn large_pastes() {
    let fill = |part: &str| part.repeat(groq_paste::MAX_BYTES / part.len());
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
        pastes::check(&text, None);
    }
}

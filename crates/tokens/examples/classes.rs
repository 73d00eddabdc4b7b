//! The classes of each text of a sample, one line each, for the calibration:
//! `cargo run --package groq-tokens --example classes < tests/tokens/samples.jsonl`.

use groq_tokens::Classes;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lines() {
        let sample: serde_json::Value = serde_json::from_str(&line?)?;
        let text = sample["text"].as_str().ok_or("a sample has a text")?;
        let counts: Vec<_> = Classes::of(text).counts().iter().map(u64::to_string).collect();
        println!("{}", counts.join(","));
    }
    Ok(())
}

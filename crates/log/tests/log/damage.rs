//! Damaged logs through the readers: an error or sums, never a panic.

use groq_catalog::CATALOG;
use groq_log::usage::{Days, Ledger, Names, Reader};

/// Numbers from a seed: the same flips in every run.
pub(crate) struct Stream(u64);

impl Stream {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }

    /// One to four bytes changed.
    pub(crate) fn flip(&mut self, bytes: &mut [u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            bytes[at] ^= 1 << self.below(8);
        }
    }
}

const CSV: &str = "time,model,input,cached,output,batch,team\n\
    2026-06-04T10:00:00Z,openai/gpt-oss-120b,4641,4608,1817,false,a\n\
    2026-06-04T10:00:01Z,openai/gpt-oss-120b,4641,4608,1817,true,\"b, c\"\n\
    1780617600,gpt-5,10,0,5,no,a\n";
const JSON: &str = "{\"created\":1780574400,\"model\":\"openai/gpt-oss-120b\",\"usage\":{\"prompt_tokens\":4641,\
    \"prompt_tokens_details\":{\"cached_tokens\":4608},\"completion_tokens\":1817},\"team\":\"a\"}\n\
    {\"created\":1780617600,\"model\":\"gpt-5\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5},\"team\":\"b\"}\n";

fn read(bytes: &[u8], skip_bad_rows: bool) -> Result<(), groq_log::Error> {
    let names = Names { by: vec!["team".into()], ..Names::default() };
    let mut ledger = Ledger::new(&CATALOG, &names.by);
    let mut reader = Reader::new(names, Days::OfTheRow, skip_bad_rows);
    for chunk in bytes.chunks(64) {
        reader.feed(chunk, &mut ledger)?;
    }
    reader.finish(&mut ledger)?;
    assert!(ledger.total().rows <= 8);
    Ok(())
}

fn flips(count: usize) {
    for (seed, text) in [(1, CSV), (2, JSON)] {
        let mut stream = Stream::new(seed);
        for _ in 0..count {
            let mut bytes = text.as_bytes().to_vec();
            stream.flip(&mut bytes);
            if let Err(error) = read(&bytes, stream.below(2) == 0) {
                let text = error.to_string();
                assert!(text.len() < 1_000 && !text.contains(char::is_control), "{text:?}");
            }
        }
    }
}

#[test]
fn flipped_bytes_of_text_never_panic() {
    flips(1_000);
}

#[test]
#[ignore = "for the nightly run"]
fn fifty_thousand_flipped_texts_never_panic() {
    flips(50_000);
}

#[test]
fn rejects_values_and_days_beyond_their_caps() {
    let head = "time,model,input,output,team\n";
    let long = "x".repeat(1_001);
    for (row, words) in [
        (format!("2026-06-04,{long},1,1,a\n"), "model is `xxx"),
        (format!("2026-06-04,m,1,1,{long}\n"), "team is `xxx"),
    ] {
        let error = read(format!("{head}{row}").as_bytes(), false).expect_err("it is too long");
        let text = error.to_string();
        assert!(
            text.contains(words) && text.contains("1001 bytes long; it must have at most 1000")
        );
    }
    let mut log = String::from(head);
    for second in 0..400_001_u64 {
        log += &format!("{},m,1,1,a\n", second * 86_400);
    }
    let names = Names::default();
    let mut ledger = Ledger::new(&CATALOG, &[]);
    let mut reader = Reader::new(names, Days::OfTheRow, false);
    let error = reader.feed(log.as_bytes(), &mut ledger).expect_err("it has too many days");
    assert!(error.to_string().contains("more than 400000 pairs of a model and a day"), "{error}");
}

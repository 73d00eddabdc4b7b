//! Several threads give what one gives, or say that only one can.

use std::num::NonZero;

use groq_catalog::CATALOG;
use groq_log::usage::{Days, Ledger, Names, Reader, on_threads};

/// All that a reading comes to, in words.
pub(crate) fn sums(reader: &Reader, ledger: &Ledger<'_>) -> String {
    let counts = (reader.rows(), reader.skipped(), reader.left_out());
    let tools: Vec<_> = ledger.tools().collect();
    format!(
        "{counts:?} {:?} {:?} {:?} {:?} {tools:?}",
        ledger.total(),
        ledger.models(),
        ledger.days(),
        ledger.columns()
    )
}

fn names() -> Names {
    Names { by: vec!["team".to_owned()], ..Names::default() }
}

fn by_one(text: &str, skip_bad_rows: bool) -> Result<String, String> {
    let mut ledger = Ledger::new(&CATALOG, &names().by);
    let mut reader = Reader::new(names(), Days::OfTheRow, skip_bad_rows);
    reader.feed(text.as_bytes(), &mut ledger).map_err(|error| error.to_string())?;
    reader.finish(&mut ledger).map_err(|error| error.to_string())?;
    Ok(sums(&reader, &ledger))
}

fn by_several(text: &str, skip_bad_rows: bool, threads: usize) -> Option<String> {
    let ledger = Ledger::new(&CATALOG, &names().by);
    let reader = Reader::new(names(), Days::OfTheRow, skip_bad_rows);
    let threads = NonZero::new(threads).expect("some threads");
    let chunks = |take: &mut dyn FnMut(&[u8]) -> Option<u64>| {
        text.as_bytes().chunks(256 << 10).all(|chunk| take(chunk).is_some())
    };
    on_threads(threads, reader, ledger, chunks).map(|(reader, ledger)| sums(&reader, &ledger))
}

/// Few rows fill several parts.
const PADDING: &str = match str::from_utf8(&[b'x'; 500]) {
    Ok(text) => text,
    Err(_) => "",
};

const MODELS: [&str; 3] = ["openai/gpt-oss-120b", "llama-3.1-8b-instant", "of-another/provider"];

fn csv_row(index: usize, time: &str) -> String {
    let (model, team) = (MODELS[index % 3], index % 7);
    let input = 100 + index % 1000;
    let (cached, output) = (index % 100, index % 333);
    format!(
        "2026-09-{:02}{time},{model},{input},{cached},{output},\"team, \n{team}\",{PADDING}\n",
        1 + index % 28
    )
}

fn csv(time: &str) -> String {
    let rows: String = (0..20_000).map(|index| csv_row(index, time)).collect();
    ["time,model,input,cached,output,team,padding\n", &rows].concat()
}

fn json(rows: usize) -> String {
    let row = |index: usize| {
        format!(
            "{{\"created\": {}, \"model\": \"{}\", \"team\": \"{}\", \"padding\": \"{PADDING}\", \
             \"usage\": {{\"prompt_tokens\": {}, \"completion_tokens\": {}}}}}\n",
            1_789_898_400 + 77 * index,
            MODELS[index % 3],
            index % 5,
            index % 1234,
            index % 99
        )
    };
    (0..rows).map(row).collect()
}

#[test]
fn several_threads_give_what_one_gives() {
    for text in [csv(""), csv("T10:00:00Z"), json(15_000), csv("")[..6000].to_owned() + "\""] {
        let one = by_one(&text, false);
        for threads in [1, 3] {
            assert_eq!(by_several(&text, false, threads), one.clone().ok());
        }
    }
}

#[test]
fn bad_rows_are_skipped_alike_and_the_first_is_left_to_one_thread() {
    let mut text = csv("");
    text.insert_str(text.len() / 2, "\n2026-09-01,openai/gpt-oss-120b,x,0,1,a,\n");
    text.push_str("2026-09-01,openai/gpt-oss-120b,5,9,1,a,");
    assert!(by_one(&text, false).is_err());
    assert_eq!(by_several(&text, false, 2), None);
    let skipped = by_one(&text, true).expect("bad rows are skipped");
    assert_eq!(by_several(&text, true, 2), Some(skipped));
}

#[test]
fn what_depends_on_other_rows_is_left_to_one_thread() {
    // The chunks of a stream may lie far apart.
    let chunk = "{\"object\": \"chat.completion.chunk\", \"id\": \"a\", \"created\": 1789898400, \
                 \"team\": \"a\", \"model\": \"openai/gpt-oss-120b\", \"choices\": []}\n";
    let usage =
        chunk.replace("[]", "[], \"usage\": {\"prompt_tokens\": 5, \"completion_tokens\": 6}");
    let stream = [chunk, &json(15_000), &usage].concat();
    // A value may go over several lines.
    let several = [
        "{\n\"created\": 1789898400, \"model\": \"openai/gpt-oss-120b\", \"team\": 1, \
                    \"usage\": {\"prompt_tokens\": 5, \"completion_tokens\": 6}}\n",
        &json(15_000),
    ];
    // Times are written in one way.
    let days = csv("");
    let mixed = [
        &days,
        "2026-09-01T10:00:00Z,openai/gpt-oss-120b,5,0,1,a,\n",
        &days[44..],
        "2026-09-02 11:00:00+02:00,openai/gpt-oss-120b,5,0,1,a,\n",
    ];
    for text in [stream, several.concat(), mixed.concat()] {
        let one = by_one(&text, false);
        let found = by_several(&text, false, 2);
        assert!(found.is_none() || found == one.ok());
    }
    assert_eq!(by_several(&["data: {}\n\n"; 1 << 19].concat(), false, 2), None);
}

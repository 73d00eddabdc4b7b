//! Usage logs: every form gives the same sums, and each bad row is named.

use groq_calc::{Usage, Usd};
use groq_catalog::CATALOG;
use groq_log::usage::{Days, Ledger, Names, Reader, Sum};

fn ledger(text: &str, names: Names, days: Days, skip: bool) -> Result<Ledger<'static>, String> {
    let mut ledger = Ledger::new(&CATALOG, &names.by);
    // In pieces that no line knows of.
    let mut reader = Reader::new(names, days, skip);
    for chunk in text.as_bytes().chunks(7) {
        reader.feed(chunk, &mut ledger).map_err(|error| error.to_string())?;
    }
    reader.finish(&mut ledger).map_err(|error| error.to_string())?;
    Ok(ledger)
}

fn read(text: &str) -> Result<Ledger<'static>, String> {
    ledger(text, Names::default(), Days::OfTheRow, false)
}

#[track_caller]
fn refused(text: &str, message: &str) {
    assert_eq!(read(text).err().as_deref(), Some(message));
}

const CSV: &str = "\u{feff}time,model,input,cached,output,batch\n\
    2026-06-04,openai/gpt-oss-120b,4641,4608,1817,false\n\
    2026-06-04T23:59:59Z,openai/gpt-oss-120b,4641,4608,1817,true\n\
    2026-06-05 00:00:00,llama-3.1-8b-instant,1000,900,1,\n\
    1780617600,gpt-5,10,,5,no\n";

#[test]
fn sums_price_each_row_on_its_day() {
    let ledger = read(CSV).expect("a log");
    let gpt = CATALOG.model("openai/gpt-oss-120b").expect("it is there");
    let prices = gpt.prices.last().expect("it has prices").value.tokens().expect("all of them");
    let usage = Usage::new(4641, 4608, 1817).expect("legal");
    let both = prices.cost(usage).expect("it fits").picodollars()
        + prices.batch_cost(usage).expect("it fits").picodollars();
    // A model without caching bills the cached part in full.
    let llama = 1000 * 50_000 + 80_000;
    assert_eq!(ledger.total().usd, Usd::from_picodollars(both + llama));
    let total = ledger.total();
    assert_eq!((total.rows, total.batch, total.unpriced), (4, 1, 1));
    assert_eq!((total.input, total.cached, total.output), (10_292, 10_116, 3640));
    let days: Vec<_> = ledger.days().into_iter().map(|(day, sum)| (day, sum.rows)).collect();
    assert_eq!(days, [("2026-06-04".to_owned(), 2), ("2026-06-05".to_owned(), 2)]);
    let models: Vec<_> = ledger.models().into_iter().map(|(id, sum)| (id, sum.usd)).collect();
    assert_eq!(models[0], ("gpt-5".to_owned(), Usd::ZERO));
    assert_eq!(models[2], ("openai/gpt-oss-120b".to_owned(), Usd::from_picodollars(both)));
    assert_eq!(ledger.unknown(), [("gpt-5".to_owned(), 1)]);
}

#[test]
fn json_lines_give_the_sums_of_csv() {
    let json = "\n{\"created\":1780574400,\"model\":\"openai/gpt-oss-120b\",\"usage\":{\"prompt_tokens\":4641,\
         \"prompt_tokens_details\":{\"cached_tokens\":4608},\"completion_tokens\":1817},\"is_batch\":false}\n\n\
         {\"created\":1780574400,\"model\":\"openai/gpt-oss-120b\",\"usage\":{\"prompt_tokens\":4641,\
         \"prompt_tokens_details\":{\"cached_tokens\":4608},\"completion_tokens\":1817},\"is_batch\":true}\n\
         {\"created\":1780617600,\"model\":\"llama-3.1-8b-instant\",\"usage\":{\"prompt_tokens\":1000,\
         \"prompt_tokens_details\":{\"cached_tokens\":900},\"completion_tokens\":1}}\n\
         {\"created\":1780617600,\"model\":\"gpt-5\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}";
    let (json, csv) = (read(json).expect("a log"), read(CSV).expect("a log"));
    assert_eq!(json.total(), csv.total());
    assert_eq!((json.models(), json.days()), (csv.models(), csv.days()));
}

#[test]
fn a_row_has_the_price_of_its_day() {
    let row = |day: &str| format!("time,model,input,output\n{day},openai/gpt-oss-120b,1000,0\n");
    let priced = |day: &str| read(&row(day)).expect("a log").total();
    assert_eq!(priced("2025-01-01").unpriced, 1, "before the first price");
    assert_eq!(priced("2026-06-04").usd.to_string(), "0.00015");
    let day = groq_calc::Date::constant(2026, 6, 4);
    let text = "model,input,output\nopenai/gpt-oss-120b,1000,0\n";
    let always = ledger(text, Names::default(), Days::Always(day), false).expect("a log");
    assert_eq!(always.total().usd.to_string(), "0.00015");
}

#[test]
fn adds_up_by_named_columns() {
    let text = "when,what,in,out,team,\"a,b\"\n2026-06-04,openai/gpt-oss-120b,1000,0,x,1\n\
                2026-06-04,openai/gpt-oss-20b,3000,0,y,1\n2026-06-04,openai/gpt-oss-120b,1000,0,x,2\n";
    let given = |name: &str| Some(name.to_owned());
    let names = Names {
        model: given("what"),
        input: given("in"),
        output: given("out"),
        time: given("when"),
        by: vec!["team".into(), "a,b".into()],
        ..Names::default()
    };
    let sums = ledger(text, names.clone(), Days::OfTheRow, false).expect("a log");
    let rows = |sums: &[(String, Sum)]| -> Vec<_> {
        sums.iter().map(|(value, sum)| format!("{value} {} {}", sum.rows, sum.usd)).collect()
    };
    let columns = sums.columns();
    assert_eq!((columns[0].0, columns[1].0), ("team", "a,b"));
    assert_eq!(rows(&columns[0].1), ["x 2 0.0003", "y 1 0.000225"]);
    assert_eq!(rows(&columns[1].1), ["1 2 0.000375", "2 1 0.00015"]);
    let missing = Names { by: vec!["city".into()], ..names };
    let error = ledger(text, missing, Days::OfTheRow, false).err();
    assert_eq!(error.as_deref(), Some("line 1: the log has no column `city`, which was asked for"));
    refused(
        "time,model,output\n",
        "line 1: the log has no column for the input: none is called input, input_tokens or \
         prompt_tokens, in any spelling; name it with --input",
    );
}

#[test]
fn a_bad_row_is_named_or_skipped() {
    let head = "time,model,input,cached,output,batch\n";
    let row = |row: &str| format!("{head}2026-06-04,m,1,0,1,\n{row}\n");
    for (text, reason) in [
        ("2026-06-04,m,1,0", "it has 4 columns; the first line has 6"),
        (
            "2026-06-04,m,-1,0,1,",
            "input is `-1`; it must be a whole number from 0 to 18446744073709551615",
        ),
        ("2026-06-04,m,1,2,1,", "cached_input is `2`; it must be at most the input, 1"),
        ("2026-06-04,,1,0,1,", "model is missing"),
        ("2026-06-04,m,1,0,1,maybe", "batch is `maybe`; it must be true or false"),
        (
            "soon,m,1,0,1,",
            "the time is `soon`; it must be like 2026-06-04, 2026-06-04 18:17:03 or a number since 1970",
        ),
    ] {
        refused(&row(text), &format!("line 3: {reason}"));
        let names = Names::default();
        let skipped = ledger(&row(text), names, Days::OfTheRow, true).expect("one row is good");
        assert_eq!(skipped.total().rows, 1);
    }
    refused("", "it is empty");
    refused(head, "it has no row after the first line");
    refused("\0", "line 1: it begins with the byte 0x00; a log is text");
    refused(
        "{\"model\":1",
        "line 1: it is not a JSON object as it should be: EOF while parsing an object at column 10",
    );
}

#[test]
fn rejects_more_values_than_it_can_tell_apart() {
    let mut text = String::from("time,model,input,output,id\n");
    for id in 0..=100_000 {
        text += &format!("2026-06-04,m,1,1,{id}\n");
    }
    let names = Names { by: vec!["id".into()], ..Names::default() };
    let error = ledger(&text, names, Days::OfTheRow, true).err();
    assert_eq!(
        error.as_deref(),
        Some("line 100002: the column id has more than 100000 values, the last `100000`")
    );
}

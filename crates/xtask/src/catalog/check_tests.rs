use super::super::read::{self, Tools};
use super::*;

const SOURCES: [(&str, &str); 2] = [("docs", "2026-06-04"), ("mail", "2026-06-17")];

fn data(models: &[(&str, &str)]) -> Data {
    let source = |(id, accessed): (&str, &str)| {
        read::parse::<Source>(&format!(
            "id = '{id}'\ntitle = 'T'\npublisher = 'P'\naccessed = {accessed}"
        ))
        .unwrap()
    };
    Data {
        sources: SOURCES.map(source).to_vec(),
        models: models
            .iter()
            .map(|(id, text)| (id.to_string(), read::parse(text).unwrap()))
            .collect(),
        tools: Tools::default(),
        use_cases: Vec::new(),
    }
}

const LIFE: &str = "name = 'N'\nkind = 'chat'\n\
    lifecycle = [{ from = 2026-01-31, source = 'docs', status = 'confirmed', state = 'preview' }]\n";

/// Checks one model: a minimal one, with `rest` added.
#[track_caller]
fn refused(rest: &str, expected: &str) {
    let errors = all(&data(&[("a/b", &format!("{LIFE}{rest}"))]));
    assert_eq!(errors, [format!("data/groq/models/a/b.toml: {expected}")]);
}

fn free(entries: &[(&str, &str)]) -> String {
    let entry = |(from, rest): &(&str, &str)| {
        format!("{{ from = {from}, source = 'docs', status = 'likely', {rest} }}")
    };
    let entries: Vec<_> = entries.iter().map(entry).collect();
    format!("[limits]\nfree = [{}]", entries.join(", "))
}

fn price(text: &str) -> String {
    format!("[[prices]]\nfrom = 2026-06-04\nsource = 'docs'\nstatus = 'confirmed'\ninput = {text}")
}

#[test]
fn a_minimal_model_passes() {
    assert_eq!(all(&data(&[("a/b", LIFE)])), [""; 0]);
}

#[test]
fn the_committed_data_passes() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut errors = Vec::new();
    let data = read::data(&root, &mut errors).unwrap();
    errors.extend(all(&data));
    assert_eq!(errors, [""; 0]);
}

#[test]
fn entries_ascend() {
    refused(
        &free(&[("2026-06-04", "RPM = 30"), ("2026-01-01", "RPM = 30")]),
        "limits.free[1].from: 2026-01-01 is before 2026-06-04 of limits.free[0]; \
         entries must be in ascending order",
    );
}

#[test]
fn dates_do_not_overlap() {
    refused(
        &free(&[("2026-06-04", "RPM = 30"), ("2026-06-04", "RPM = 60")]),
        "limits.free[1].from: 2026-06-04 is also the date of limits.free[0]; \
         one entry counts from one day",
    );
}

#[test]
fn sources_exist() {
    refused(
        &free(&[("2026-06-04", "RPM = 30")]).replace("docs", "blog"),
        "limits.free[0].source: `blog` is not in data/groq/sources.toml",
    );
    refused(
        &free(&[("2026-06-04", "RPM = 30")]).replace("docs", ""),
        "limits.free[0].source: names no source; every figure needs one",
    );
}

#[test]
fn nothing_follows_a_retirement() {
    let retired = "name = 'N'\nkind = 'chat'\nlifecycle = [{ from = 2026-03-09, \
        source = 'docs', status = 'confirmed', state = 'retired' }]\n";
    let text = format!("{retired}{}", price("'0.15'"));
    assert_eq!(
        all(&data(&[("m", &text)])),
        [
            "data/groq/models/m.toml: prices[0].from: 2026-06-04 is not before 2026-03-09, \
             the day the model was retired"
        ]
    );
}

#[test]
fn prices_have_at_most_six_decimals() {
    refused(
        &price("'0.1234567'"),
        "prices[0].input: \"0.1234567\" has 7 decimals; at most 6",
    );
    for text in ["", ".5", "1.", "01", "-1", "1e3", "1.2.3"] {
        refused(
            &price(&format!("'{text}'")),
            &format!("prices[0].input: \"{text}\" is not a plain decimal, like \"0.15\""),
        );
    }
}

#[test]
fn prices_are_strings() {
    for text in ["0.15", "5"] {
        assert_eq!(
            read::parse::<Model>(&format!("{LIFE}{}", price(text))).unwrap_err(),
            "prices[0].input: prices must be strings, like \"0.15\""
        );
    }
}

#[test]
fn unknown_keys_are_refused() {
    let error = read::parse::<Model>(&format!("{LIFE}colour = 'red'")).unwrap_err();
    assert!(error.starts_with("colour: unknown field `colour`"), "{error}");
    let text = format!("{LIFE}{}", free(&[("2026-06-04", "TPX = 30")]));
    let error = read::parse::<Model>(&text).unwrap_err();
    assert!(error.starts_with("limits.free[0].TPX: unknown field `TPX`"), "{error}");
}

#[test]
fn a_cap_is_known_or_unknown() {
    refused(
        &free(&[("2026-06-04", "RPM = 30, unknown = ['RPM']")]),
        "limits.free[0].unknown: RPM has a figure, so it is not unknown",
    );
    refused(
        &free(&[("2026-06-04", "unknown = []")]),
        "limits.free[0]: holds no cap and names none as unknown",
    );
}

#[test]
fn replacements_exist() {
    let text = "name = 'N'\nkind = 'chat'\nlifecycle = [{ from = 2026-03-09, source = 'docs', \
        status = 'confirmed', state = 'retired', replacement = ['c'] }]";
    assert_eq!(
        all(&data(&[("m", text)])),
        [
            "data/groq/models/m.toml: lifecycle[0].replacement[0]: `c` has no file in \
             data/groq/models"
        ]
    );
}

#[test]
fn use_cases_name_models() {
    let mut data = data(&[("m", LIFE)]);
    let text = "id = 'chat'\ntitle = 'T'\nmodels = ['m', 'n']\nstart = 'm'\navoid = ''\n\
        source = 'docs'";
    data.use_cases = vec![read::parse(text).unwrap()];
    assert_eq!(
        all(&data),
        [
            "data/groq/use-cases.toml: use_case[0].models[1]: `n` has no file in \
             data/groq/models"
        ]
    );
}

#[test]
fn sources_are_sorted() {
    let mut data = data(&[]);
    data.sources.swap(0, 1);
    assert_eq!(
        all(&data),
        [
            "data/groq/sources.toml: source[1].id: `docs` must come after `mail`; \
             sources are sorted by id, each once"
        ]
    );
}

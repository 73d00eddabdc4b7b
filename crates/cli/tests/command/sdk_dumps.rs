//! What the SDKs write of an answer of the stand-in: `sdk/expected.csv` names
//! each file, the SDK that wrote it, and what its usage is.

use std::path::Path;

use crate::binary::json;

#[test]
fn usage_is_read_from_the_dumps_of_every_sdk() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command/sdk");
    let expected = std::fs::read_to_string(folder.join("expected.csv")).expect("it is committed");
    let mut files = 0;
    for line in expected.lines().skip(1) {
        let [name, input, cached, output] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line} has four columns");
        };
        let path = folder.join(name);
        let path = path.to_str().expect("a plain name");
        let answer = json(&["cost", path, "--as-of", "2026-10-10", "--json"], 0);
        let total = &answer["total"];
        assert_eq!((&answer["rows"], &total["unpriced_rows"]), (&1.into(), &0.into()), "{name}");
        for (field, expected) in
            [("input_tokens", input), ("cached_input_tokens", cached), ("output_tokens", output)]
        {
            assert_eq!(total[field], expected, "{name}: {field}");
        }
        files += 1;
    }
    let all = std::fs::read_dir(&folder).expect("it is a folder").count();
    assert_eq!(files + 1, all, "each file is expected");
}

//! The manual page.

use crate::binary::text;

#[test]
fn the_manual_is_one_page_with_a_section_for_every_verb() {
    let page = text(&["man"], 0);
    assert_eq!(page.matches("\n.TH ").count() + usize::from(page.starts_with(".TH ")), 1);
    let help = text(&["--help"], 0);
    let verbs = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let verbs = verbs.take_while(|line| !line.is_empty());
    let verbs: Vec<_> = verbs.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(verbs.len() > 15, "{verbs:?}");
    for verb in verbs.iter().filter(|verb| **verb != "help") {
        let title = format!("GROQ\\-CALC {}", verb.to_uppercase().replace('-', "\\-"));
        assert!(page.contains(&format!("\n.SH \"{title}\"\n")), "{title}");
    }
    assert!(page.contains("\\-\\-requests\\-per\\-day"));
}

#[test]
fn the_manual_names_no_page_that_does_not_exist() {
    let page = text(&["man"], 0);
    assert!(!page.contains("(1)"), "it names another page");
}

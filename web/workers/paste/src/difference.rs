use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, capture_diff_slices, group_diff_ops};

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It stays.
    Same,
    /// It is taken out.
    Removed,
    /// It is put in.
    Added,
    /// Lines that stay are left out here.
    Gap,
}

/// Lines around a change that are shown.
const AROUND: usize = 3;
/// More lines are not compared.
const MOST_LINES: usize = 2_000;
/// More lines of a difference are not shown.
const MOST_SHOWN: usize = 200;
/// More characters of a line are not shown.
const MOST_CHARS: usize = 300;

/// The difference of two texts by their lines: the changes and what stands around
/// them. Empty where they are too long to be compared, or where it is too long to
/// be shown.
pub(crate) fn difference(before: &str, after: &str) -> Vec<(Mark, String)> {
    let (before, after) = (lines(before), lines(after));
    if before.len().max(after.len()) > MOST_LINES {
        return Vec::new();
    }
    let changes = capture_diff_slices(Algorithm::Myers, &before, &after);
    let mut shown = Vec::new();
    let mut next = 0;
    for group in group_diff_ops(changes, AROUND) {
        let start = group.first().map_or(0, |change| change.old_range().start);
        if start > next {
            shown.push((Mark::Gap, (start - next).to_string()));
        }
        next = group.last().map_or(next, |change| change.old_range().end);
        for change in group.iter().flat_map(|change| change.iter_changes(&before, &after)) {
            let mark = match change.tag() {
                ChangeTag::Equal => Mark::Same,
                ChangeTag::Delete => Mark::Removed,
                ChangeTag::Insert => Mark::Added,
            };
            shown.push((mark, beginning(change.value())));
        }
        if shown.len() > MOST_SHOWN {
            return Vec::new();
        }
    }
    if before.len() > next && !shown.is_empty() {
        shown.push((Mark::Gap, (before.len() - next).to_string()));
    }
    shown
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().take(MOST_LINES + 1).collect()
}

fn beginning(line: &str) -> String {
    match line.char_indices().nth(MOST_CHARS) {
        None => line.to_owned(),
        Some((end, _)) => format!("{}…", &line[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_stand_between_a_few_lines_that_stay() {
        let before: Vec<_> = (0..20).map(|line| format!("line {line}")).collect();
        let mut after = before.clone();
        after[10] = "another".to_owned();
        let shown = difference(&before.join("\n"), &after.join("\n"));
        let marks: Vec<_> = shown.iter().map(|(mark, _)| *mark).collect();
        let same = [Mark::Same; AROUND];
        let changed = [Mark::Removed, Mark::Added];
        assert_eq!(marks, [&[Mark::Gap][..], &same, &changed, &same, &[Mark::Gap]].concat());
        assert_eq!((shown[0].1.as_str(), shown[2 + AROUND].1.as_str()), ("7", "another"));
        assert_eq!(shown.last().map(|(_, lines)| lines.as_str()), Some("6"));
    }

    #[test]
    fn long_texts_and_lines_are_bounded() {
        assert!(difference("same", "same").is_empty());
        assert!(difference(&"a\n".repeat(5_000), "a").is_empty());
        assert!(difference(&"a\n".repeat(1_000), "b").is_empty(), "too long to be shown");
        let shown = difference(&"é".repeat(1_000), "");
        assert_eq!(shown[0].1.chars().count(), MOST_CHARS + 1);
    }
}

//! The code blocks of Markdown.

use alloc::{string::String, vec::Vec};

/// What stands between fences of a text.
pub(crate) fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in text.split_inclusive('\n') {
        let mark = line.trim();
        // Quoted in a mail or an issue.
        let mark = mark.trim_start_matches(['>', ' ']);
        let fence = ["```", "~~~"].into_iter().find(|fence| mark.starts_with(fence));
        match (&mut open, fence) {
            (None, Some(fence)) => open = Some((fence, String::new())),
            (Some((with, _)), Some(fence))
                if *with == fence && mark.trim_end_matches(['`', '~']).is_empty() =>
            {
                blocks.extend(open.take().map(|(_, block)| block));
            }
            (Some((_, block)), _) => {
                let line = line.strip_prefix("> ").unwrap_or(line);
                block.push_str(line);
            }
            (None, None) => {}
        }
    }
    // One that is not closed goes to the end.
    blocks.extend(open.map(|(_, block)| block));
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_block() {
        let text = "A:\n```json\n{}\n```\nB:\n> ~~~\n> x\n> ~~~\n```\nopen";
        assert_eq!(blocks(text), ["{}\n", "x\n", "open"]);
        assert!(blocks("no `code` at all").is_empty());
    }
}

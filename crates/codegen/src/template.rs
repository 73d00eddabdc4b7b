use alloc::string::String;

/// Fills a template. `@name@` becomes a value; a line that is `@if name@` begins
/// lines that stay only where the name holds, up to the line `@end@`. Blocks do
/// not nest. What has no value is left as it is, which a test looks for.
pub(crate) fn fill<'a>(
    template: &str,
    value: impl Fn(&str) -> Option<&'a str>,
    holds: impl Fn(&str) -> bool,
) -> String {
    let mut text = String::with_capacity(2 * template.len());
    let mut kept = true;
    for line in template.lines() {
        if line == "@end@" {
            kept = true;
        } else if let Some(name) = line.strip_prefix("@if ").and_then(|s| s.strip_suffix('@')) {
            kept = holds(name);
        } else if kept {
            substitute(line, &value, &mut text);
            text.push('\n');
        }
    }
    text
}

fn substitute<'a>(mut line: &str, value: &impl Fn(&str) -> Option<&'a str>, text: &mut String) {
    // A value is never looked at again: an `@` in it stays.
    while let Some((before, after)) = line.split_once('@') {
        text.push_str(before);
        let slot = after.split_once('@').and_then(|(name, rest)| Some((value(name)?, rest)));
        line = match slot {
            Some((value, rest)) => {
                text.push_str(value);
                rest
            }
            None => {
                text.push('@');
                after
            }
        };
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> String {
        let value = |name: &str| match name {
            "a" => Some("1"),
            "b" => Some("@a@"),
            _ => None,
        };
        fill(template, value, |name| name == "yes")
    }

    #[test]
    fn fills_values_once_and_keeps_blocks_by_name() {
        assert_eq!(filled("x @a@ @b@ y"), "x 1 @a@ y\n");
        assert_eq!(filled("${x[@]} @a@ @--file"), "${x[@]} 1 @--file\n");
        assert_eq!(filled("@c@ a@a@a"), "@c@ a1a\n");
        assert_eq!(filled("@if yes@\n@a@\n@end@\n@if no@\n2\n@end@\n3"), "1\n3\n");
    }
}

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::process::output;

/// Puts `text` between the two comments which name a block of a Markdown file.
pub(crate) fn fill(file: &Path, block: &str, text: &str) -> Result<()> {
    let name = file.display();
    let old = fs::read_to_string(file).with_context(|| format!("{name} can't be read"))?;
    let new = filled(&old, block, text)
        .with_context(|| format!("{name} has no block <!-- {block} --> to <!-- /{block} -->"))?;
    fs::write(file, new).with_context(|| format!("{name} can't be written"))
}

fn filled(old: &str, block: &str, text: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {block} -->"), format!("<!-- /{block} -->"));
    let (before, rest) = old.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}\n{}\n{close}{after}", text.trim_end()))
}

/// When and on what machine, in a sentence.
pub(crate) fn circumstances() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?.to_string();
        Some(line.split_once(':')?.1.trim().to_string())
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let printed = |program: &str, args: &[&str]| {
        let text = output(Command::new(program).args(args)).unwrap_or_default();
        text.trim().to_string()
    };
    let rustc = printed("rustc", &["--version"]);
    let rustc = rustc.split(" (").next().unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("not known");
    format!(
        "Measured on {}, {}, {cores} cores, load {load}, {rustc}.",
        printed("date", &["-u", "+%F"]),
        cpu.as_deref().unwrap_or(std::env::consts::ARCH),
    )
}

/// Nanoseconds, for people.
pub(crate) fn time(nanoseconds: f64) -> String {
    let (figure, unit) = match nanoseconds {
        small if small < 1e3 => (small, "ns"),
        small if small < 1e6 => (small / 1e3, "µs"),
        large => (large / 1e6, "ms"),
    };
    format!("{} {unit}", three_digits(figure))
}

/// How many times, with the digits that a measurement is good for.
pub(crate) fn ratio(times: f64) -> String {
    match times {
        few if few < 100.0 => three_digits(few),
        many => {
            let unit = 10f64.powi(many.log10().floor() as i32 - 1);
            grouped(((many / unit).round() * unit) as usize)
        }
    }
}

/// With commas between the thousands.
pub(crate) fn grouped(count: usize) -> String {
    match count {
        0..1000 => count.to_string(),
        _ => format!("{},{:03}", grouped(count / 1000), count % 1000),
    }
}

fn three_digits(figure: f64) -> String {
    let places = match figure {
        small if small < 10.0 => 2,
        small if small < 100.0 => 1,
        _ => 0,
    };
    format!("{figure:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_replaced_and_nothing_else() {
        let old = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n";
        assert_eq!(filled(old, "x", "new\n").unwrap(), "a\n<!-- x -->\nnew\n<!-- /x -->\nb\n");
        assert_eq!(filled(old, "y", "new"), None);
    }

    #[test]
    fn figures_are_rounded_for_people() {
        assert_eq!((time(1.716), time(2957.0)), ("1.72 ns".into(), "2.96 µs".into()));
        assert_eq!((time(65e6), ratio(0.6127)), ("65.0 ms".into(), "0.61".into()));
        assert_eq!((grouped(999), grouped(1_002_030)), ("999".into(), "1,002,030".into()));
        assert_eq!((ratio(17_054.3), ratio(345.0)), ("17,000".into(), "350".into()));
    }
}

use std::io;

use clap::Command;
use clap_mangen::Man;

use crate::output::outcome::Outcome;

/// Prints one page: the command, then each verb as a section.
pub(crate) fn run(mut command: Command) -> Result<Outcome, String> {
    command.build();
    let text = page(&command).map_err(|error| error.to_string())?;
    Ok(Outcome { text, fits: true })
}

fn page(command: &Command) -> io::Result<String> {
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        page += &section(command, verb)?;
    }
    let mut version = Vec::new();
    man.render_version_section(&mut version)?;
    Ok(page + &String::from_utf8_lossy(&version))
}

/// A verb as a section, whose own sections stand one level lower.
fn section(command: &Command, verb: &Command) -> io::Result<String> {
    let mut text = Vec::new();
    let man = Man::new(verb.clone());
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    man.render_extra_section(&mut text)?;
    let lower: String = String::from_utf8_lossy(&text)
        .lines()
        .map(|line| match line.strip_prefix(".SH ") {
            Some(title) => format!(".SS {title}\n"),
            None => format!("{line}\n"),
        })
        .collect();
    let name = format!("{} {}", command.get_name(), verb.get_name()).to_uppercase();
    Ok(format!(".SH \"{}\"\n{lower}", name.replace('-', "\\-")))
}

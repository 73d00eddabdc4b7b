//! One case of a manifest.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde::Deserialize;
use serde_json::Value;

/// An input, a command line and what must come out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// The input, a file in the folder.
    file: Option<String>,
    /// A line for a shell whose output is the file.
    make: Option<String>,
    /// The input itself.
    input: Option<String>,
    /// One sentence: where it comes from.
    why: String,
    /// What to write after `groq-calc`; `{file}` is the file, `{port}` a free port.
    pub(crate) run: String,
    /// The tool to call over the Model Context Protocol, and its arguments.
    pub(crate) call: Option<Call>,
    /// The request to send to the stand-in.
    pub(crate) send: Option<Send>,
    pub(crate) right: Right,
    /// Whether a command of an earlier day was right; for people.
    #[serde(rename = "today")]
    _today: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    pub(crate) tool: String,
    pub(crate) arguments: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Send {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Value,
}

/// What must come out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Right {
    /// The exit code.
    pub(crate) exit: Option<i32>,
    /// The HTTP status.
    pub(crate) status: Option<u16>,
    /// Values of the output as JSON, by path.
    #[serde(default)]
    pub(crate) json: BTreeMap<String, Value>,
    /// A value, and by how many percent the figure may differ from it.
    #[serde(default)]
    pub(crate) near: BTreeMap<String, (f64, f64)>,
    /// Texts that must stand in the output.
    #[serde(default)]
    pub(crate) has: Vec<String>,
    /// Texts that must not.
    #[serde(default)]
    pub(crate) has_not: Vec<String>,
    /// What else is right, in plain words; for people.
    #[serde(rename = "fact")]
    _fact: Option<String>,
}

impl Case {
    /// Those of a folder, where it is there.
    pub(crate) fn all(folder: &Path) -> Option<Vec<Self>> {
        let path = folder.join("manifest.json");
        let text = fs::read_to_string(&path).ok()?;
        let cases = serde_json::from_str(&text);
        Some(cases.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }

    /// What it is, for a message.
    pub(crate) fn name(&self) -> String {
        let input = match (&self.file, &self.call, &self.send) {
            (Some(file), ..) => file.clone(),
            (_, Some(call), _) => format!("{} {}", call.tool, call.arguments),
            (.., Some(send)) => format!("{} {} {}", send.method, send.path, send.body),
            _ => self.input.clone().unwrap_or_default(),
        };
        format!("groq-calc {}: {input}\n    ({})", self.run, self.why)
    }

    /// The path of the input; one that has to be made is made in `made`.
    pub(crate) fn path(&self, folder: &Path, made: &Path) -> String {
        let name = self.file.as_deref().unwrap_or("input");
        let bytes = match (&self.make, &self.input) {
            (Some(line), _) => {
                let output = Command::new("sh").args(["-c", line]).output().expect("a shell");
                assert!(output.status.success(), "{line}");
                output.stdout
            }
            (None, Some(text)) => text.clone().into_bytes(),
            (None, None) => return folder.join(name).display().to_string(),
        };
        fs::create_dir_all(made).expect("a folder");
        let path = made.join(name);
        fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    }
}

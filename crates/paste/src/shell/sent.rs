use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use groq_protocol::Endpoint;

/// What a command sends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    /// The data, several joined by `&`.
    pub(crate) data: Option<String>,
    /// The fields of a form.
    pub(crate) form: Vec<(String, String)>,
    /// Files that it reads, which nothing here can.
    pub(crate) files: Vec<String>,
    /// The address of audio to which it goes.
    pub(crate) audio: Option<Endpoint>,
    /// Variables whose values are not in the text.
    pub(crate) unknown: Vec<String>,
}

impl Sent {
    pub(crate) fn address(&mut self, url: &str) {
        if url.contains("/audio/translations") {
            self.audio = Some(Endpoint::Translation);
        } else if url.contains("/audio/transcriptions") {
            self.audio = Some(Endpoint::Audio);
        }
    }

    pub(crate) fn add_data(&mut self, value: String) {
        match &mut self.data {
            Some(data) => {
                data.push('&');
                data.push_str(&value);
            }
            None => self.data = Some(value),
        }
    }

    /// A file that is read; standard input where it stands in the text.
    pub(crate) fn add_file(&mut self, name: &str, input: Option<&String>) {
        match input.filter(|_| matches!(name, "-" | "/dev/stdin")) {
            Some(input) => self.add_data(input.clone()),
            None => self.files.push(name.to_string()),
        }
    }

    /// Files that the script itself has written.
    pub(crate) fn take_files(&mut self, files: &BTreeMap<String, String>) {
        for name in core::mem::take(&mut self.files) {
            match files.get(&name) {
                Some(text) => self.add_data(text.clone()),
                None => self.files.push(name),
            }
        }
    }
}

//! The kinds of work that a request can be.

use crate::i18n::messages::Messages;

/// What a request does. It decides which fields are asked for; the others keep
/// what was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Work {
    /// Text in, text out.
    #[default]
    Text,
    /// Audio to be transcribed.
    Audio,
    /// Text to be spoken.
    Speech,
}

impl Work {
    pub(crate) const ALL: [Self; 3] = [Self::Text, Self::Audio, Self::Speech];

    /// The name, as in an address.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Audio => "audio",
            Self::Speech => "speech",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.name() == name)
    }

    /// Its name on the page.
    pub(crate) fn label(self, messages: &Messages) -> &'static str {
        let m = &messages.form;
        match self {
            Self::Text => m.work_text,
            Self::Audio => m.work_audio,
            Self::Speech => m.work_speech,
        }
    }
}

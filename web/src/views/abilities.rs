use groq_calc::{
    Kind,
    catalog::{Abilities, Ability, Capability},
};

use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
};

/// What the table shows of a model of a kind.
fn asked(kind: Kind) -> &'static [Capability] {
    match kind {
        Kind::Chat => &[
            Capability::Tools,
            Capability::StructuredOutputs,
            Capability::Vision,
            Capability::Reasoning,
            Capability::Caching,
            Capability::Batch,
        ],
        Kind::Transcription => &[Capability::Translation, Capability::Batch],
        _ => &[],
    }
}

/// What a model can do, in pictures with their names.
pub(crate) fn abilities(markup: &mut Markup, locale: Locale, kind: Kind, abilities: Abilities) {
    let m = &locale.messages().answer;
    markup.open("span", &[("class", "caps")]);
    for capability in asked(kind) {
        let (name, picture) = sentences::capability(locale.messages(), *capability);
        let (class, text) = match abilities.get(*capability) {
            Ability::Yes => ("cap", name.to_string()),
            Ability::Disputed => ("cap q", m.noted.with([name, m.disputed])),
            Ability::No | Ability::Unknown => {
                markup.leaf("span", &[("class", "cap no"), ("aria-hidden", "true")], "");
                continue;
            }
        };
        markup.open("span", &[("class", class), ("title", &text)]);
        markup.icon(picture);
        markup.leaf("span", &[("class", "cap-name")], &text);
        markup.close("span");
    }
    markup.close("span");
}

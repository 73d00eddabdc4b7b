//! Reads an account's Limits page: pasted as it is, or typed line by line.

use groq_calc::{Catalog, Kind, Limit, Model, Plan, num::Decimal};

use crate::form::own_limit::OwnLimit;

/// What a text says of limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The limits, in the order of the text.
    pub(crate) limits: Vec<OwnLimit>,
    /// Words after a model that are neither a limit nor a figure.
    pub(crate) left: Vec<String>,
}

/// The columns of Groq's page.
const TOKENS: [Limit; 4] = [Limit::RPM, Limit::RPD, Limit::TPM, Limit::TPD];
/// The same for models that count audio, where their token columns are left out.
const AUDIO: [Limit; 4] = [Limit::RPM, Limit::RPD, Limit::ASH, Limit::ASD];

/// A model of the catalog by its id, or by its last part if only one ends so.
fn model_of<'a>(catalog: &Catalog<'a>, word: &str) -> Option<&'a Model<'a>> {
    if let Some(model) = catalog.model(word) {
        return Some(model);
    }
    let mut same = catalog.models.iter().filter(|model| model.id.rsplit('/').next() == Some(word));
    same.next().filter(|_| same.next().is_none())
}

fn figure(word: &str) -> Option<u64> {
    let value = Decimal::parse(word)?.scaled(0)?;
    u64::try_from(value).ok().filter(|cap| *cap > 0)
}

/// A cell that states no limit.
fn is_empty_cell(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "∞")
        || word.eq_ignore_ascii_case("unlimited")
        || word.eq_ignore_ascii_case("n/a")
}

/// Reads a text: a model's id, then its figures in the order of the page's
/// columns (RPM, RPD, TPM, TPD; for audio RPM, RPD, ASH, ASD) or after the name
/// of a limit each. Cells may stand on one line or on a line each. `8K in / 1K
/// out` gives the limits on input and output tokens per minute. What comes
/// before the first model is heading and not read, save for a line of columns.
pub(crate) fn read(catalog: &Catalog<'_>, text: &str, plan: Plan) -> Found {
    let mut found = Found::default();
    let mut columns: Vec<Limit> = Vec::new();
    let mut model: Option<&Model<'_>> = None;
    let (mut column, mut named) = (0, None::<Limit>);
    let split = |letter: char| letter.is_whitespace() || matches!(letter, ':' | '=' | '|' | ';');
    let mut words = text.split(split).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let word = word.trim_matches(['(', ')', '"', '`', ',']);
        if let Some(next) = model_of(catalog, word) {
            (model, column, named) = (Some(next), 0, None);
            continue;
        }
        let limit = Limit::parse(&word.to_ascii_uppercase());
        let Some(model) = model else {
            columns.extend(limit);
            continue;
        };
        if limit.is_some() {
            named = limit;
            continue;
        }
        let order = match model.kind {
            _ if !columns.is_empty() => &columns[..],
            Kind::Transcription => &AUDIO,
            _ => &TOKENS,
        };
        let mut take = |limit: Limit, cap: &str| {
            let (model, cap) = (model.id.to_string(), cap.to_string());
            found.limits.push(OwnLimit { model, plan, limit, cap });
        };
        if figure(word).is_some() {
            let (input, output) = (words.peek() == Some(&"in"), words.peek() == Some(&"out"));
            if input || output {
                words.next();
                take(if input { Limit::ITPM } else { Limit::OTPM }, word);
                // Both stand in the column of the tokens per minute.
                column += usize::from(output);
            } else if let Some(limit) = named.take() {
                take(limit, word);
            } else if let Some(limit) = order.get(column) {
                take(*limit, word);
                column += 1;
            } else {
                found.left.push(word.to_string());
            }
        } else if is_empty_cell(word) {
            column += usize::from(named.take().is_none());
        } else if word != "/" && !word.is_empty() {
            found.left.push(word.chars().take(40).collect());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use groq_catalog::CATALOG;

    use super::*;

    fn caps(text: &str) -> Vec<String> {
        let found = read(&CATALOG, text, Plan::Free);
        let limits = found.limits.iter();
        limits
            .map(|own| format!("{} {} {}", own.model, own.limit, own.cap))
            .chain(found.left)
            .collect()
    }

    #[test]
    fn a_pasted_page() {
        let page = "Limits\nMODEL\tREQUESTS PER MINUTE\tREQUESTS PER DAY\tTOKENS PER MINUTE\tTOKENS PER DAY\n\
                    openai/gpt-oss-120b\t30\t1K\t8K\t200K\nwhisper-large-v3\t20\t2K\t7.2K\t28.8K\n\
                    groq/compound\t30\t250\t70K\t-\n";
        let expected = [
            "openai/gpt-oss-120b RPM 30",
            "openai/gpt-oss-120b RPD 1K",
            "openai/gpt-oss-120b TPM 8K",
            "openai/gpt-oss-120b TPD 200K",
            "whisper-large-v3 RPM 20",
            "whisper-large-v3 RPD 2K",
            "whisper-large-v3 ASH 7.2K",
            "whisper-large-v3 ASD 28.8K",
            "groq/compound RPM 30",
            "groq/compound RPD 250",
            "groq/compound TPM 70K",
        ];
        assert_eq!(caps(page), expected);
        assert_eq!(caps(&page.replace('\t', "\n")), expected, "a cell on a line each");
    }

    #[test]
    fn the_columns_of_a_heading_count() {
        let page = "MODEL RPM RPD TPM TPD ASH ASD\nwhisper-large-v3 20 2K - - 7.2K 28.8K";
        assert_eq!(
            caps(page),
            [
                "whisper-large-v3 RPM 20",
                "whisper-large-v3 RPD 2K",
                "whisper-large-v3 ASH 7.2K",
                "whisper-large-v3 ASD 28.8K"
            ]
        );
    }

    #[test]
    fn typed_lines() {
        assert_eq!(
            caps("gpt-oss-120b: TPD 300,000, rpm = 50\nqwen/qwen3.8-27b 30 1K 8K in / 1K out 200K"),
            [
                "openai/gpt-oss-120b TPD 300,000",
                "openai/gpt-oss-120b RPM 50",
                "qwen/qwen3.8-27b RPM 30",
                "qwen/qwen3.8-27b RPD 1K",
                "qwen/qwen3.8-27b ITPM 8K",
                "qwen/qwen3.8-27b OTPM 1K",
                "qwen/qwen3.8-27b TPD 200K",
            ]
        );
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(caps("openai/gpt-oss-20b many 0 -5"), ["many", "0", "-5"]);
        assert_eq!(caps("no such model 30 1K"), Vec::<String>::new());
        assert_eq!(caps(""), Vec::<String>::new());
    }
}

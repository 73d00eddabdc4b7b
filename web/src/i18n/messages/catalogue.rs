use crate::i18n::{
    locale::Locale,
    messages::{
        answer, charts, code, compare, facts, form, live, paste, presets, reference, replay,
        report, services, share, shell, terms, words,
    },
};

/// Every text of one language. Those of views that are loaded later come by a
/// method, so that the first module need not carry them.
#[derive(Debug)]
pub(crate) struct Messages {
    locale: Locale,
    pub(crate) shell: shell::Shell,
    pub(crate) form: form::Form,
    pub(crate) problems: form::Problems,
    pub(crate) presets: presets::Presets,
    pub(crate) answer: answer::Answer,
}

impl Messages {
    /// Texts of a view that is loaded later.
    pub(crate) fn charts(&self) -> &'static charts::Charts {
        match self.locale {
            Locale::En => &charts::Charts::EN,
            Locale::ZhHans => &charts::Charts::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn facts(&self) -> &'static facts::Facts {
        match self.locale {
            Locale::En => &facts::Facts::EN,
            Locale::ZhHans => &facts::Facts::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn reference(&self) -> &'static reference::Reference {
        match self.locale {
            Locale::En => &reference::Reference::EN,
            Locale::ZhHans => &reference::Reference::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn live(&self) -> &'static live::Live {
        match self.locale {
            Locale::En => &live::Live::EN,
            Locale::ZhHans => &live::Live::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn replay(&self) -> &'static replay::Replay {
        match self.locale {
            Locale::En => &replay::Replay::EN,
            Locale::ZhHans => &replay::Replay::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn compare(&self) -> &'static compare::Compare {
        match self.locale {
            Locale::En => &compare::Compare::EN,
            Locale::ZhHans => &compare::Compare::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn paste(&self) -> &'static paste::Paste {
        match self.locale {
            Locale::En => &paste::Paste::EN,
            Locale::ZhHans => &paste::Paste::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn code(&self) -> &'static code::Code {
        match self.locale {
            Locale::En => &code::Code::EN,
            Locale::ZhHans => &code::Code::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn words(&self) -> &'static words::Words {
        match self.locale {
            Locale::En => &words::Words::EN,
            Locale::ZhHans => &words::Words::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn terms(&self) -> &'static terms::Terms {
        match self.locale {
            Locale::En => &terms::Terms::EN,
            Locale::ZhHans => &terms::Terms::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn report(&self) -> &'static report::Report {
        match self.locale {
            Locale::En => &report::Report::EN,
            Locale::ZhHans => &report::Report::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn services(&self) -> &'static services::Services {
        match self.locale {
            Locale::En => &services::Services::EN,
            Locale::ZhHans => &services::Services::ZH,
        }
    }

    /// Texts of a view that is loaded later.
    pub(crate) fn share(&self) -> &'static share::Share {
        match self.locale {
            Locale::En => &share::Share::EN,
            Locale::ZhHans => &share::Share::ZH,
        }
    }
}

impl Locale {
    /// Its texts.
    pub(crate) fn messages(self) -> &'static Messages {
        match self {
            Self::En => &EN,
            Self::ZhHans => &ZH,
        }
    }
}

/// English.
static EN: Messages = Messages {
    locale: Locale::En,
    shell: shell::Shell::EN,
    form: form::Form::EN,
    problems: form::Problems::EN,
    presets: presets::Presets::EN,
    answer: answer::Answer::EN,
};

/// Simplified Chinese.
static ZH: Messages = Messages {
    locale: Locale::ZhHans,
    shell: shell::Shell::ZH,
    form: form::Form::ZH,
    problems: form::Problems::ZH,
    presets: presets::Presets::ZH,
    answer: answer::Answer::ZH,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::messages::{decisions, sentence, table::Row};

    fn rows() -> impl Iterator<Item = &'static Row> {
        let tables = [
            shell::Shell::TABLE,
            form::Form::TABLE,
            form::Problems::TABLE,
            presets::Presets::TABLE,
            answer::Answer::TABLE,
            charts::Charts::TABLE,
            facts::Facts::TABLE,
            reference::Reference::TABLE,
            live::Live::TABLE,
            replay::Replay::TABLE,
            compare::Compare::TABLE,
            code::Code::TABLE,
            paste::Paste::TABLE,
            report::Report::TABLE,
            services::Services::TABLE,
            terms::Terms::TABLE,
            words::Words::TABLE,
            share::Share::TABLE,
        ];
        tables.into_iter().flatten()
    }

    /// Texts whose English is elsewhere.
    fn translated() -> impl Iterator<Item = &'static ((&'static str, usize), &'static str)> {
        let tables = [
            decisions::Decisions::TRANSLATED,
            code::SpendLimits::TRANSLATED,
            paste::Diagnosed::TRANSLATED,
            paste::Causes::TRANSLATED,
        ];
        tables.into_iter().flatten()
    }

    /// Four English words in a row are a sentence that nobody translated; names
    /// of models, headers and fields are shorter.
    fn has_english_sentence(text: &str) -> bool {
        let is_word = |word: &str| {
            let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        text.split_whitespace()
            .collect::<Vec<_>>()
            .windows(4)
            .any(|words| words.iter().all(|word| is_word(word)))
    }

    #[test]
    fn no_text_is_empty_and_none_is_left_in_english() {
        for ((name, _), en, zh) in rows() {
            assert!(!en.trim().is_empty() && !zh.trim().is_empty(), "{name} is empty");
            assert!(!has_english_sentence(zh), "{name}: {zh}");
            let chinese =
                |text: &str| text.chars().any(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter));
            assert!(!chinese(en), "{name}: {en}");
            // What is the same in both may hold no lower-case English word.
            let word = en
                .split(|letter: char| !letter.is_ascii_alphabetic())
                .any(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert!(chinese(zh) || !word, "{name}: {zh}");
        }
        for ((name, _), zh) in translated() {
            assert!(!zh.trim().is_empty() && !has_english_sentence(zh), "{name}: {zh}");
        }
        assert!(has_english_sentence("模型 does not fit this 限制"));
    }

    /// Words for which the glossary has another, or none.
    const ODD: [&str; 18] = [
        "令牌",
        "词元",
        "标记数",
        "截止",
        "截至",
        "消费",
        "花费",
        "你",
        "每日",
        "选项",
        "自有限额",
        "服务层级",
        "按需层",
        "flex 层",
        "聊天请求",
        "聊天补全",
        "作业",
        "响应头",
    ];

    fn is_chinese(letter: char) -> bool {
        ('\u{3400}'..='\u{9fff}').contains(&letter)
    }

    /// What is wrong with how a Chinese text is set, if anything.
    fn wrong_setting(text: &str) -> Option<String> {
        if let Some(odd) = ODD.iter().find(|odd| text.contains(**odd)) {
            return Some((*odd).to_string());
        }
        let code: Vec<&str> = text.split('`').step_by(2).collect();
        let letters: Vec<char> = code.join("`").chars().collect();
        let latin = |letter: char| letter.is_ascii_alphanumeric() || letter == '%';
        let full = |letter: char| "，。：；、（）？！“”".contains(letter);
        let pairs = letters.windows(2).map(|pair| (pair[0], pair[1]));
        let joined = pairs.filter(|(one, other)| {
            (is_chinese(*one) && (latin(*other) || ",:;()?!".contains(*other)))
                || ((latin(*one) || ",:;()?!".contains(*one)) && is_chinese(*other))
                || (full(*one) && *other == ' ')
                || (*one == ' ' && full(*other))
        });
        let spaced = letters
            .windows(3)
            .filter(|three| is_chinese(three[0]) && three[1] == ' ' && is_chinese(three[2]));
        let spaced = spaced.map(|three| three.iter().collect::<String>());
        joined.map(|(one, other)| format!("{one}{other}")).chain(spaced).next()
    }

    #[test]
    fn chinese_keeps_to_the_glossary_and_is_set_as_it_says() {
        let rows = rows().map(|((name, _), _, zh)| (*name, *zh));
        let texts = rows.chain(translated().map(|((name, _), zh)| (*name, *zh)));
        let article = groq_catalog::ARTICLE.iter();
        let article = article
            .flat_map(|row| [row.what, row.said, row.right, row.why].map(|text| (row.id, text.zh)));
        let errors = groq_catalog::ERRORS.iter().flat_map(|error| {
            [error.title, error.meaning, error.first_fix, error.production_fix]
                .map(|text| (error.id, text.zh))
        });
        let guide = groq_catalog::TOPICS.iter().flat_map(|topic| {
            let facts = topic.facts.iter().map(|fact| fact.text.zh);
            facts.chain([topic.title.zh, topic.summary.zh]).map(|zh| (topic.id, zh))
        });
        for (name, zh) in texts.chain(article).chain(errors).chain(guide) {
            if zh.chars().any(is_chinese) {
                assert_eq!(wrong_setting(zh), None, "{name}: {zh}");
            }
        }
        for (text, wrong) in [
            ("每天 {0} 个token", Some("个t")),
            ("已用 2（0.2%）", None),
            ("限额, 每天", Some("额,")),
            ("名称：， 空", Some("， ")),
            ("一个 请求", Some("个 请")),
            ("您的 `令` 密钥", None),
            ("你的密钥", Some("你")),
        ] {
            assert_eq!(wrong_setting(text).as_deref(), wrong, "{text}");
        }
    }

    #[test]
    fn every_value_has_its_place_in_both_languages() {
        for ((name, values), en, zh) in rows() {
            for (text, language) in [(en, "English"), (zh, "Chinese")] {
                let places = sentence::places(text);
                let expected: Vec<usize> = (0..*values).collect();
                assert_eq!(places, expected, "{name} in {language}: {text}");
            }
        }
        for ((name, values), zh) in translated() {
            assert_eq!(sentence::places(zh), (0..*values).collect::<Vec<_>>(), "{name}: {zh}");
        }
    }
}

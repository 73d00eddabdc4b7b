use alloc::{format, string::String};

/// In what the code is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python with Groq's package.
    PythonGroq,
    /// Python with OpenAI's package, at Groq's address.
    PythonOpenai,
    /// JavaScript with Groq's package, for Node.
    JavaScript,
    /// Rust with reqwest and Tokio.
    Rust,
    /// A bash script around curl.
    Curl,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::PythonGroq, Self::PythonOpenai, Self::JavaScript, Self::Rust, Self::Curl];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PythonGroq => "python-groq",
            Self::PythonOpenai => "python-openai",
            Self::JavaScript => "javascript",
            Self::Rust => "rust",
            Self::Curl => "curl",
        }
    }

    /// The name, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::PythonGroq => "Python (groq)",
            Self::PythonOpenai => "Python (openai)",
            Self::JavaScript => "JavaScript (groq-sdk)",
            Self::Rust => "Rust (reqwest)",
            Self::Curl => "curl (bash)",
        }
    }

    /// Whether it has a package of this project that keeps to the limits.
    pub const fn has_package(self) -> bool {
        !matches!(self, Self::Curl)
    }

    /// How the names of its files end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::PythonGroq | Self::PythonOpenai => "py",
            Self::JavaScript => "mjs",
            Self::Rust => "rs",
            Self::Curl => "sh",
        }
    }

    /// The language with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// What begins a line that is a comment.
    pub(crate) const fn comment(self) -> &'static str {
        match self {
            Self::PythonGroq | Self::PythonOpenai | Self::Curl => "#",
            Self::JavaScript | Self::Rust => "//",
        }
    }

    /// A text as it is written in the language, quotes included; for curl as
    /// JSON within quotes of the shell.
    ///
    /// ```
    /// use groq_codegen::Language;
    ///
    /// assert_eq!(Language::PythonGroq.literal("a\"b"), r#""a\"b""#);
    /// assert_eq!(Language::Rust.literal("\u{7}"), r#""\u{7}""#);
    /// assert_eq!(Language::Curl.literal("it's"), r#"'"it'\''s"'"#);
    /// ```
    pub fn literal(self, text: &str) -> String {
        let mut quoted = String::with_capacity(text.len() + 2);
        quoted.push('"');
        for letter in text.chars() {
            match letter {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\n' => quoted.push_str("\\n"),
                '\r' => quoted.push_str("\\r"),
                '\t' => quoted.push_str("\\t"),
                '\'' if self == Self::Curl => quoted.push_str("'\\''"),
                // Also what a reader would not see, or see in another order.
                letter
                    if letter.is_control()
                        || matches!(letter, '\u{200b}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') =>
                {
                    let code = u32::from(letter);
                    quoted += &match self {
                        Self::Rust => format!("\\u{{{code:x}}}"),
                        _ => format!("\\u{code:04x}"),
                    };
                }
                letter => quoted.push(letter),
            }
        }
        quoted.push('"');
        match self {
            Self::Curl => format!("'{quoted}'"),
            _ => quoted,
        }
    }
}

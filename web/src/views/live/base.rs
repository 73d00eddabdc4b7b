//! Where requests go.

/// Groq's API.
pub(super) const GROQ: &str = "https://api.groq.com/openai/v1";

/// The address of the API: Groq's, or one on this machine. Nothing else is
/// taken; the page's policy would not let a request through either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseUrl(String);

const HOSTS: [&str; 3] = ["https://api.groq.com", "http://127.0.0.1", "http://localhost"];

impl BaseUrl {
    /// Groq's.
    pub(super) fn groq() -> Self {
        Self(GROQ.to_string())
    }

    /// Reads an address; without a path it gets the one of Groq's API.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('/');
        let (index, rest) = HOSTS
            .iter()
            .enumerate()
            .find_map(|(index, host)| Some((index, text.strip_prefix(host)?)))?;
        let (port, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        let port = match port.strip_prefix(':') {
            None => port.is_empty(),
            // Groq has one port; any other would be another server.
            Some(digits) => {
                index > 0
                    && digits.bytes().all(|byte| byte.is_ascii_digit())
                    && digits.parse::<u16>().is_ok()
            }
        };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
        if !port || !path.bytes().all(plain) || path.contains("..") {
            return None;
        }
        Some(Self(if path.is_empty() { format!("{text}/openai/v1") } else { text.to_string() }))
    }

    /// Without a slash at its end.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port: who gets the key.
    pub(super) fn origin(&self) -> &str {
        let start = self.0.find("://").map_or(0, |at| at + 3);
        self.0[start..].find('/').map_or(&self.0, |slash| &self.0[..start + slash])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groq_and_this_machine() {
        for (text, base, origin) in [
            (GROQ, GROQ, "https://api.groq.com"),
            (" https://api.groq.com/ ", GROQ, "https://api.groq.com"),
            ("http://127.0.0.1:8787", "http://127.0.0.1:8787/openai/v1", "http://127.0.0.1:8787"),
            ("http://localhost:1/v1/", "http://localhost:1/v1", "http://localhost:1"),
            ("http://localhost", "http://localhost/openai/v1", "http://localhost"),
        ] {
            let read = BaseUrl::parse(text).unwrap();
            assert_eq!((read.as_str(), read.origin()), (base, origin));
        }
    }

    #[test]
    fn nobody_else() {
        for text in [
            "",
            "api.groq.com",
            "http://api.groq.com",
            "https://api.groq.com.example.org",
            "https://api.groq.com@example.org",
            "https://api.groq.com:8443",
            "https://api.groq.company/openai/v1",
            "http://127.0.0.1.example.org",
            "http://127.0.0.1:80@example.org",
            "http://127.0.0.1:99999",
            "http://127.0.0.1:",
            "http://localhost:80\\@example.org",
            "http://localhost:80/a?b",
            "http://localhost:80/a#b",
            "http://localhost:80/../x",
            "https://localhost",
            "http://192.168.0.1",
            "javascript:alert(1)",
        ] {
            assert_eq!(BaseUrl::parse(text), None, "{text}");
        }
    }
}

use std::fmt;

/// Why the server can't be set up.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Config,
    PortTaken,
    Io,
}

impl Error {
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self { kind: Kind::Config, message: message.into() }
    }

    pub(crate) fn bind(port: u16, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            let message =
                format!("port {port} on 127.0.0.1 is taken; choose another one, or 0 for any");
            return Self { kind: Kind::PortTaken, message };
        }
        Self::io(&format!("port {port} on 127.0.0.1 can't be opened"), error)
    }

    pub(crate) fn io(what: &str, error: &std::io::Error) -> Self {
        Self { kind: Kind::Io, message: format!("{what}: {error}") }
    }

    /// Whether a setting is out of range, or names what is unknown.
    pub fn is_config(&self) -> bool {
        self.kind == Kind::Config
    }

    /// Whether the port is in use.
    pub fn is_port_taken(&self) -> bool {
        self.kind == Kind::PortTaken
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

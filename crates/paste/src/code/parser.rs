//! Tokens as expressions. Nothing is refused: what is not understood is
//! [`Expr::Other`], with the expressions in it.

use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;

use crate::code::{
    expression::{Call, Expr, hole, is_text, joined, negative, number_of, product},
    token::{ARROW, Dialect, Kind, OPERATOR, OR, Part, SPREAD, Token, Tokens},
};

/// Deeper code is not followed.
pub(crate) const DEEPEST: usize = 60;

/// A text of code.
pub(crate) struct Code {
    pub(crate) statements: Vec<Expr>,
    /// Whether it breaks off within a bracket or a string.
    pub(crate) is_cut: bool,
}

impl Code {
    pub(crate) fn parse(text: &str, dialect: Dialect) -> Self {
        let tokens = Tokens::of(text, dialect);
        let mut parser = Parser {
            tokens: &tokens.list,
            at: 0,
            depth: 0,
            inside: 0,
            dialect,
            is_cut: tokens.is_cut,
        };
        let mut statements = Vec::new();
        while parser.at < parser.tokens.len() {
            let before = parser.at;
            statements.push(parser.statement());
            // A bracket that closes nothing.
            parser.at = parser.at.max(before + 1);
        }
        Self { statements, is_cut: parser.is_cut }
    }
}

/// A place among tokens.
pub(crate) struct Parser<'a> {
    pub(crate) tokens: &'a [Token<'a>],
    pub(crate) at: usize,
    pub(crate) depth: usize,
    /// Open brackets, in which a line end ends nothing.
    pub(crate) inside: usize,
    pub(crate) dialect: Dialect,
    pub(crate) is_cut: bool,
}

/// Words before an expression that change nothing of it.
const BEFORE: [&str; 12] = [
    "await", "new", "return", "yield", "async", "raise", "throw", "typeof", "const", "let", "var",
    "export",
];

impl<'a> Parser<'a> {
    pub(crate) fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(crate) fn ahead(&self, count: usize) -> Option<&'a Kind<'a>> {
        self.tokens.get(self.at + count).map(|token| &token.kind)
    }

    pub(crate) fn is_sign(&self, count: usize, sign: char) -> bool {
        self.ahead(count) == Some(&Kind::Sign(sign))
    }

    pub(crate) fn take(&mut self, sign: char) -> bool {
        let found = self.is_sign(0, sign);
        self.at += usize::from(found);
        found
    }

    /// Whether the next token belongs to the line of the one before.
    pub(crate) fn goes_on(&self) -> bool {
        self.peek().is_some_and(|token| !token.starts_line)
    }

    pub(crate) fn word(&self, count: usize) -> Option<&'a str> {
        match self.ahead(count) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// An expression, or a variable that is set.
    pub(crate) fn statement(&mut self) -> Expr {
        let expr = self.expression();
        let Expr::Name(name) = &expr else { return expr };
        // `name: type = value`.
        if self.is_sign(0, ':') && self.inside == 0 {
            let line = (1..16).take_while(|ahead| {
                self.tokens.get(self.at + ahead).is_some_and(|token| !token.starts_line)
            });
            let mut types = line.skip_while(|ahead| !self.is_sign(*ahead, '='));
            if let Some(equals) = types.next() {
                self.at += equals;
            }
        }
        if self.take('=') {
            let name = name.clone();
            return Expr::Set(name, Box::new(self.expression()));
        }
        expr
    }

    /// An expression with its operators.
    pub(crate) fn expression(&mut self) -> Expr {
        if self.depth >= DEEPEST {
            self.skip_one();
            return Expr::Other(Vec::new());
        }
        self.depth += 1;
        let mut left = self.value();
        while let Some(token) = self.peek() {
            if token.starts_line && self.inside == 0 && !matches!(token.kind, Kind::Sign(OR | '+'))
            {
                break;
            }
            left = match token.kind {
                Kind::Sign('+') => {
                    self.at += 1;
                    joined(left, self.value())
                }
                Kind::Sign(OR) | Kind::Word("or") => {
                    self.at += 1;
                    Expr::Either(Box::new(left), Box::new(self.value()))
                }
                Kind::Sign('*') => {
                    self.at += 1;
                    product(left, self.value())
                }
                // `value | ConvertTo-Json -Depth 5` is the value.
                Kind::Sign('p') if self.dialect == Dialect::PowerShell => {
                    self.at += 1;
                    let command = self.value();
                    match command {
                        Expr::Call(call) if call.name.eq_ignore_ascii_case("ConvertTo-Json") => {
                            left
                        }
                        other => Expr::Other([left, other].into()),
                    }
                }
                Kind::Sign('%') if is_text(&left) => {
                    self.at += 1;
                    let value = self.value();
                    Expr::Joined([left, Expr::Other([value].into())].into())
                }
                Kind::Sign(ARROW | OPERATOR | '-' | '/' | '%' | '&' | '?' | 'p')
                | Kind::Word("if" | "else" | "and" | "in" | "is" | "not") => {
                    self.at += 1;
                    let value = self.value();
                    // The other branch of `a ? b : c`.
                    let other = if token.kind == Kind::Sign('?') && self.take(':') {
                        self.value()
                    } else {
                        Expr::Other(Vec::new())
                    };
                    Expr::Other([left, value, other].into())
                }
                // TypeScript's `as const`.
                Kind::Word("as" | "satisfies") => {
                    self.at += 2;
                    left
                }
                _ => break,
            };
        }
        self.depth -= 1;
        left
    }

    /// Goes on behind one token, or behind all that a bracket holds.
    pub(crate) fn skip_one(&mut self) {
        let mut open = 0;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Sign('(' | '[' | '{') => open += 1,
                Kind::Sign(')' | ']' | '}') if open == 0 => return,
                Kind::Sign(')' | ']' | '}') => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
        self.is_cut |= open > 0;
    }

    /// A value with its calls, without operators.
    pub(crate) fn value(&mut self) -> Expr {
        while self.word(0).is_some_and(|word| BEFORE.contains(&word)) {
            self.at += 1;
        }
        let Some(token) = self.peek() else { return Expr::Other(Vec::new()) };
        let first = match &token.kind {
            Kind::Text(_) => self.text(),
            Kind::Number(number) => {
                self.at += 1;
                number_of(number)
            }
            Kind::Word(word) => {
                self.at += 1;
                match *word {
                    "true" | "True" | "TRUE" | "$true" => Expr::Known(Value::Bool(true)),
                    "false" | "False" | "FALSE" | "$false" => Expr::Known(Value::Bool(false)),
                    "null" | "None" | "nil" | "undefined" | "NULL" | "$null" => {
                        Expr::Known(Value::Null)
                    }
                    // `String.raw` and other tags of a template.
                    _ if matches!(self.ahead(0), Some(Kind::Text(_)))
                        && self.peek().is_some_and(|next| next.touches) =>
                    {
                        self.text()
                    }
                    word if self.is_command(word) => self.command(word),
                    word => Expr::Name(word.to_string()),
                }
            }
            Kind::Sign('-') => {
                self.at += 1;
                match self.value_within() {
                    Expr::Known(Value::Number(number)) => negative(&number),
                    other => Expr::Other([other].into()),
                }
            }
            Kind::Sign('(') => self.parenthesis(),
            Kind::Sign('[') => self.list(),
            Kind::Sign('{') => self.map(),
            // `@{…}`, `@(…)`, `@name`, and references.
            Kind::Sign('@' | '&' | '!' | '*') => {
                self.at += 1;
                let is_splat = token.kind == Kind::Sign('@') && self.is_sign(0, '(');
                match self.value_within() {
                    one if is_splat && !matches!(one, Expr::List(_)) => Expr::List([one].into()),
                    other => other,
                }
            }
            Kind::Sign(SPREAD) => {
                self.at += 1;
                self.value_within()
            }
            Kind::Sign('<') => self.angle(),
            Kind::Sign(')' | ']' | '}') => return Expr::Other(Vec::new()),
            Kind::Sign(_) => {
                self.at += 1;
                return Expr::Other(Vec::new());
            }
        };
        self.postfix(first)
    }

    pub(crate) fn value_within(&mut self) -> Expr {
        if self.depth >= DEEPEST {
            self.skip_one();
            return Expr::Other(Vec::new());
        }
        self.depth += 1;
        let value = self.value();
        self.depth -= 1;
        value
    }

    /// Strings that stand beside each other are one, as in Python.
    pub(crate) fn text(&mut self) -> Expr {
        let mut all = Vec::new();
        while let Some(Token { kind: Kind::Text(parts), starts_line, .. }) = self.peek() {
            if *starts_line && self.inside == 0 && !all.is_empty() {
                break;
            }
            self.at += 1;
            all.extend(parts.iter().map(|part| match part {
                Part::Text(text) => Expr::Known(Value::String(text.clone())),
                Part::Hole(code) => hole(code),
            }));
        }
        match all.len() {
            1 => all.swap_remove(0),
            _ => Expr::Joined(all),
        }
    }

    /// Calls, members and indices behind a value.
    pub(crate) fn postfix(&mut self, first: Expr) -> Expr {
        let mut value = first;
        loop {
            if self.is_sign(0, '.') && self.word(1).is_some() {
                let member = self.word(1).unwrap_or_default();
                self.at += 2;
                value = match value {
                    Expr::Name(name) => Expr::Name(alloc::format!("{name}.{member}")),
                    base => Expr::Call(Call {
                        name: alloc::format!(".{member}"),
                        base: Some(Box::new(base)),
                        ..Call::default()
                    }),
                };
            } else if self.is_sign(0, '(') && self.goes_on() {
                let (args, named) = self.arguments();
                value = match value {
                    Expr::Name(name) => Expr::Call(Call { name, base: None, args, named }),
                    Expr::Call(call) if call.base.is_some() && call.args.is_empty() => {
                        Expr::Call(Call { args, named, ..call })
                    }
                    base => Expr::Call(Call {
                        name: String::new(),
                        base: Some(Box::new(base)),
                        args,
                        named,
                    }),
                };
            } else if self.is_sign(0, '[')
                && self.goes_on()
                && self.peek().is_some_and(|token| token.touches)
            {
                let index = self.list();
                value = Expr::Other([value, index].into());
            } else if self.is_sign(0, '{') && self.goes_on() && matches!(value, Expr::Call(_)) {
                // The body of a function, or of an `if`.
                let body = self.map();
                value = Expr::Other([value, body].into());
            } else if self.is_sign(0, '!') && self.goes_on() && !self.is_sign(1, '=') {
                self.at += 1;
            } else {
                return value;
            }
        }
    }
}

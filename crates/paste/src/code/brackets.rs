//! What brackets hold: arguments, lists, objects and blocks; and the commands of
//! PowerShell.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;

use crate::code::{
    expression::{Call, Expr},
    parser::{DEEPEST, Parser},
    token::{ARROW, Dialect, Kind, Part, SPREAD},
};

impl Parser<'_> {
    pub(crate) fn arguments(&mut self) -> (Vec<Expr>, Vec<(Option<String>, Expr)>) {
        let (mut args, mut named) = (Vec::new(), Vec::new());
        for (name, value, is_spread) in self.items('(', ')') {
            match name {
                Some(name) => named.push((Some(name), value)),
                None if is_spread => named.push((None, value)),
                None => args.push(value),
            }
        }
        (args, named)
    }

    pub(crate) fn parenthesis(&mut self) -> Expr {
        let start = self.at;
        let mut items: Vec<_> = self.items('(', ')').into_iter().map(|(_, item, _)| item).collect();
        // `("a",)` is a list of one.
        let has_comma = self.at >= start + 2
            && self.tokens.get(self.at - 2).map(|token| &token.kind) == Some(&Kind::Sign(','));
        match items.len() {
            1 if !has_comma => items.swap_remove(0),
            _ => Expr::List(items),
        }
    }

    pub(crate) fn list(&mut self) -> Expr {
        let start = self.at;
        let items = self.items('[', ']');
        // `[x for x in y]`.
        let mut inside = self.tokens[start..self.at].iter().take(64);
        let is_made = items.len() == 1 && inside.any(|token| token.kind == Kind::Word("for"));
        if is_made {
            return Expr::Other(items.into_iter().map(|(_, item, _)| item).collect());
        }
        // PHP's `['model' => …]`.
        if !items.is_empty() && items.iter().all(|(name, _, _)| name.is_some()) {
            return Expr::Map(items.into_iter().map(|(name, item, _)| (name, item)).collect());
        }
        let spread = |item, is_spread| match is_spread {
            true => Expr::Call(Call { name: "...".into(), args: [item].into(), ..Call::default() }),
            false => item,
        };
        Expr::List(items.into_iter().map(|(_, item, is)| spread(item, is)).collect())
    }

    pub(crate) fn map(&mut self) -> Expr {
        let items = self.items('{', '}');
        Expr::Map(items.into_iter().map(|(name, item, _)| (name, item)).collect())
    }

    /// What a pair of brackets holds: each with its name, if any, and whether it
    /// is spread.
    pub(crate) fn items(&mut self, open: char, close: char) -> Vec<(Option<String>, Expr, bool)> {
        let mut items = Vec::new();
        if self.depth >= DEEPEST {
            self.skip_one();
            return items;
        }
        self.at += 1;
        self.depth += 1;
        self.inside += 1;
        loop {
            let Some(token) = self.peek() else {
                self.is_cut = true;
                break;
            };
            match token.kind {
                Kind::Sign(sign) if sign == close => {
                    self.at += 1;
                    break;
                }
                // Another bracket was left open.
                Kind::Sign(')' | ']' | '}') => {
                    self.is_cut = true;
                    break;
                }
                // Ruby's `:model => …` has a colon in front.
                Kind::Sign(',' | ';' | ':') => {
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            let before = self.at;
            items.push(self.item(open));
            self.at = self.at.max(before + 1);
        }
        self.inside -= 1;
        self.depth -= 1;
        items
    }

    pub(crate) fn item(&mut self, open: char) -> (Option<String>, Expr, bool) {
        let is_spread = self.is_sign(0, SPREAD);
        if let Some(name) = self.key(open) {
            return (Some(name), self.entry(), false);
        }
        // In a block a line end ends a statement.
        let inside = self.inside;
        self.inside = if open == '{' { 0 } else { inside };
        let expr = if open == '{' { self.statement() } else { self.expression() };
        self.inside = inside;
        // `{ model, messages }`.
        if let (Expr::Name(name), '{', false) = (&expr, open, is_spread)
            && (self.is_sign(0, ',') || self.is_sign(0, '}'))
        {
            return (Some(name.clone()), expr, false);
        }
        if self.take(ARROW) {
            let value = self.entry();
            return match expr {
                Expr::Known(Value::String(name)) => (Some(name), value, false),
                other => (None, Expr::Other([other, value].into()), false),
            };
        }
        (None, expr, is_spread)
    }

    /// The value of an entry; in a hashtable a line end ends it.
    pub(crate) fn entry(&mut self) -> Expr {
        let in_lines = self.dialect == Dialect::PowerShell;
        let inside = self.inside;
        self.inside = if in_lines { 0 } else { inside };
        let value = self.expression();
        self.inside = inside;
        value
    }

    /// The name of an entry, up to its `:`, `=` or `=>`.
    pub(crate) fn key(&mut self, open: char) -> Option<String> {
        let name = match self.ahead(0)? {
            Kind::Word(word) => (*word).to_string(),
            Kind::Number(number) if open == '{' => (*number).to_string(),
            Kind::Text(parts) => match parts.as_slice() {
                [Part::Text(text)] => text.clone(),
                _ => return None,
            },
            _ => return None,
        };
        let is_word = self.word(0).is_some();
        let is_variable = self.word(0).is_some_and(|word| word.starts_with('$'));
        let is_pair = match self.ahead(1)? {
            Kind::Sign(':') => open != '[',
            Kind::Sign('=') => {
                let in_hashtable = open == '{' && self.dialect == Dialect::PowerShell;
                (open == '(' && is_word) || (in_hashtable && !is_variable)
            }
            Kind::Sign(ARROW) => !is_word || open == '{',
            _ => false,
        };
        self.at += if is_pair { 2 } else { 0 };
        is_pair.then_some(name)
    }

    /// `<ref *1> {…}` is what follows, `<Role.user: 'user'>` its text.
    pub(crate) fn angle(&mut self) -> Expr {
        self.at += 1;
        let mut text = None;
        while let Some(token) = self.peek() {
            if token.starts_line || matches!(token.kind, Kind::Sign(')' | ']' | '}')) {
                break;
            }
            self.at += 1;
            match &token.kind {
                Kind::Sign('>') => break,
                Kind::Text(parts) => text = Some(parts.clone()),
                _ => {}
            }
        }
        match text.as_deref() {
            Some([Part::Text(text)]) => Expr::Known(Value::String(text.clone())),
            _ if self.goes_on() && self.is_sign(0, '{') => self.map(),
            _ => Expr::Other(Vec::new()),
        }
    }

    /// A command of PowerShell, like `Invoke-RestMethod`.
    pub(crate) fn is_command(&self, word: &str) -> bool {
        let is_verb = word.starts_with(|c: char| c.is_ascii_alphabetic())
            && (word.contains('-') || matches!(word, "irm" | "iwr" | "curl"));
        self.dialect == Dialect::PowerShell && is_verb
    }

    pub(crate) fn command(&mut self, name: &str) -> Expr {
        let mut call = Call { name: name.to_string(), ..Call::default() };
        while self.goes_on() {
            match self.word(0) {
                Some(word) if word.starts_with('-') => {
                    self.at += 1;
                    let name = word[1..].trim_end_matches(':').to_ascii_lowercase();
                    let has_value = self.goes_on()
                        && !self.word(0).is_some_and(|word| word.starts_with('-'))
                        && !self.is_sign(0, 'p');
                    let value = if has_value {
                        self.value_within()
                    } else {
                        Expr::Known(Value::Bool(true))
                    };
                    call.named.push((Some(name), value));
                }
                _ if self.is_sign(0, 'p')
                    || self.is_sign(0, ';')
                    || [')', ']', '}'].iter().any(|sign| self.is_sign(0, *sign)) =>
                {
                    break;
                }
                _ => {
                    let before = self.at;
                    let is_splat = self.is_sign(0, '@') && self.word(1).is_some();
                    let value = self.value_within();
                    self.at = self.at.max(before + 1);
                    match is_splat {
                        true => call.named.push((None, value)),
                        false => call.args.push(value),
                    }
                }
            }
        }
        Expr::Call(call)
    }
}

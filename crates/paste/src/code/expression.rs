//! The expressions of code, as far as they matter here.

use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Known(Value),
    /// Texts that are joined.
    Joined(Vec<Expr>),
    List(Vec<Expr>),
    /// Entries; one without a name is spread, or is code of a block.
    Map(Vec<(Option<String>, Expr)>),
    /// A variable, or a path like `process.env.MODEL`.
    Name(String),
    Call(Call),
    /// The second where the first is missing.
    Either(Box<Expr>, Box<Expr>),
    /// `name = value`.
    Set(String, Box<Expr>),
    /// What only a run would know.
    Other(Vec<Expr>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// What a method is called on, where it is no plain name.
    pub(crate) base: Option<Box<Expr>>,
    pub(crate) args: Vec<Expr>,
    pub(crate) named: Vec<(Option<String>, Expr)>,
}

/// The code in a string, where it is a plain variable.
pub(crate) fn hole(code: &str) -> Expr {
    let name = code.trim().trim_matches(['{', '}']);
    let name = match code.starts_with('$') {
        // PowerShell's variables keep their sign.
        true => alloc::format!("${}", name.trim_start_matches(['$', '{'])),
        false => name.to_string(),
    };
    let legal = |c: char| c.is_ascii_alphanumeric() || "_.$:".contains(c);
    match !name.is_empty() && name.chars().all(legal) {
        true => Expr::Name(name),
        false => Expr::Other(Vec::new()),
    }
}

pub(crate) fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Known(Value::String(_)) | Expr::Joined(_))
}

pub(crate) fn joined(left: Expr, right: Expr) -> Expr {
    match (left, right) {
        (Expr::Known(Value::Number(one)), Expr::Known(Value::Number(other))) => {
            let sum = one.as_u64().zip(other.as_u64()).and_then(|(one, two)| one.checked_add(two));
            sum.map_or(Expr::Other(Vec::new()), |sum| Expr::Known(sum.into()))
        }
        (Expr::Joined(mut all), right) => {
            all.push(right);
            Expr::Joined(all)
        }
        (left, right) => Expr::Joined([left, right].into()),
    }
}

pub(crate) fn product(left: Expr, right: Expr) -> Expr {
    let number = |expr: &Expr| match expr {
        Expr::Known(value) => value.as_u64(),
        _ => None,
    };
    let product = number(&left).zip(number(&right)).and_then(|(one, two)| one.checked_mul(two));
    match product {
        Some(product) => Expr::Known(product.into()),
        None => Expr::Other([left, right].into()),
    }
}

pub(crate) fn negative(number: &serde_json::Number) -> Expr {
    number_of(&alloc::format!("-{number}"))
}

/// A number as languages write it: `1_000`, `0x10`, `1e3`, `5n`.
pub(crate) fn number_of(text: &str) -> Expr {
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let whole = match plain.strip_prefix("0x").or_else(|| plain.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16).ok().map(Value::from),
        None => {
            let plain = plain.trim_end_matches(['n', 'L', 'l', 'f', 'd', 'u']);
            let plain = plain.strip_suffix('.').unwrap_or(plain);
            let fits = |text: &str| serde_json::from_str::<serde_json::Number>(text).ok();
            let zeros = plain.trim_start_matches('0');
            fits(plain)
                .or_else(|| fits(&alloc::format!("0{plain}")))
                .or_else(|| fits(if zeros.is_empty() { "0" } else { zeros }))
                .map(Value::Number)
        }
    };
    whole.map_or(Expr::Other(Vec::new()), Expr::Known)
}

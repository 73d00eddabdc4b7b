use core::fmt;

/// How much of its completion a request has to find room for before it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Admission {
    /// All that it reserves: prompt and `max_completion_tokens`.
    #[default]
    Reserved,
    /// What is expected of it: prompt and the usual answer. A request above a
    /// limit by what it reserves, and not by its usual answer, may be refused.
    Expected,
}

impl Admission {
    /// Every rule.
    pub const ALL: [Self; 2] = [Self::Reserved, Self::Expected];

    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Expected => "expected",
        }
    }

    /// The rule with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// The completion tokens for which a request has to find room, of those that
    /// it usually writes and those that it reserves.
    pub const fn held(self, output: u64, reserved: u64) -> u64 {
        match self {
            Self::Reserved => reserved,
            Self::Expected => output,
        }
    }
}

impl fmt::Display for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reserved => "a request is admitted by its prompt and all that it reserves",
            Self::Expected => "a request is admitted by its prompt and its usual answer",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_rule() {
        assert_eq!(Admission::ALL.map(Admission::name), ["reserved", "expected"]);
        for rule in Admission::ALL {
            assert_eq!(Admission::parse(rule.name()), Some(rule));
        }
        assert_eq!((Admission::parse("both"), Admission::default()), (None, Admission::Reserved));
        assert_eq!(Admission::ALL.map(|rule| rule.held(3, 9)), [9, 3]);
    }
}

//! The units in which a workload can be counted.

use crate::i18n::messages::Messages;

/// The unit in which the visitor counts. The engine knows requests a day and
/// tokens a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Requests a day, tokens per request: the question as it is.
    #[default]
    Day,
    /// Requests and tokens of a whole month.
    Month,
    /// Tasks a day, each of several requests.
    Tasks,
    /// Users at the same time, each sending messages at the given rate.
    Users,
}

impl Unit {
    /// Every unit.
    pub(crate) const ALL: [Self; 4] = [Self::Day, Self::Month, Self::Tasks, Self::Users];

    /// The name, as in an address.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Tasks => "tasks",
            Self::Users => "users",
        }
    }

    /// The unit with that name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// Its name on the page.
    pub(crate) fn label(self, messages: &Messages) -> &'static str {
        let m = &messages.form;
        match self {
            Self::Day => m.unit_day,
            Self::Month => m.unit_month,
            Self::Tasks => m.unit_tasks,
            Self::Users => m.unit_users,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_unit() {
        assert_eq!(Unit::ALL.map(Unit::name), ["day", "month", "tasks", "users"]);
        for unit in Unit::ALL {
            assert_eq!(Unit::parse(unit.name()), Some(unit));
        }
        assert_eq!(Unit::parse("week"), None);
    }
}

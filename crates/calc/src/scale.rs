use crate::{
    error::Errors,
    num::number::Number,
    question::{
        draft::{Reader, WorkloadDraft},
        workload::{ACTIVE_HOURS_PER_DAY, DAYS_PER_MONTH, Field},
    },
};

/// The unit in which somebody counts. The engine knows requests a day and
/// tokens a request; [`ScaleDraft::apply`] leads there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Requests a day, tokens per request: the question as it is.
    #[default]
    Day,
    /// Requests and tokens of a whole month.
    Month,
    /// Tasks a day, each of several requests.
    Tasks,
    /// Users at the same time, each sending so many messages a minute.
    Users,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 4] = [Self::Day, Self::Month, Self::Tasks, Self::Users];

    /// The name, as in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Tasks => "tasks",
            Self::Users => "users",
        }
    }

    /// The unit with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// A workload counted in another unit, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScaleDraft {
    /// The unit; only its own fields are read.
    pub unit: Unit,
    /// Requests of the month.
    pub requests_per_month: Option<Number>,
    /// Prompt tokens of the month, the cached ones among them.
    pub input_tokens_per_month: Option<Number>,
    /// Prompt tokens of the month that the cache serves.
    pub cached_input_tokens_per_month: Option<Number>,
    /// Completion tokens of the month.
    pub output_tokens_per_month: Option<Number>,
    /// Tasks a day.
    pub tasks_per_day: Option<Number>,
    /// Requests that one task takes.
    pub calls_per_task: Option<Number>,
    /// Users at the same time.
    pub concurrent_users: Option<Number>,
    /// Messages that one of them sends in a minute.
    pub messages_per_minute: Option<Number>,
}

const fn field(name: &'static str, max: u64, decimals: u32, default: Option<u64>) -> Field {
    Field { name, min: 0, max, decimals, default, optional: false }
}

const MONTH_TOKENS: u64 = 1_000_000_000_000_000;
const REQUESTS_PER_MONTH: Field = field("requests_per_month", 31_000_000_000_000, 0, None);
const INPUT_TOKENS_PER_MONTH: Field = field("input_tokens_per_month", MONTH_TOKENS, 0, Some(0));
const CACHED_INPUT_TOKENS_PER_MONTH: Field =
    field("cached_input_tokens_per_month", MONTH_TOKENS, 0, Some(0));
const OUTPUT_TOKENS_PER_MONTH: Field = field("output_tokens_per_month", MONTH_TOKENS, 0, Some(0));
const TASKS_PER_DAY: Field = field("tasks_per_day", 1_000_000_000, 0, None);
const CALLS_PER_TASK: Field = field("calls_per_task", 1000, 0, Some(1));
const CONCURRENT_USERS: Field = field("concurrent_users", 1_000_000_000, 0, None);
const MESSAGES_PER_MINUTE: Field = field("messages_per_minute", 600, 3, Some(1));

/// Every number of a [`ScaleDraft`], with its legal range.
pub const SCALE_FIELDS: &[Field] = &[
    REQUESTS_PER_MONTH,
    INPUT_TOKENS_PER_MONTH,
    CACHED_INPUT_TOKENS_PER_MONTH,
    OUTPUT_TOKENS_PER_MONTH,
    TASKS_PER_DAY,
    CALLS_PER_TASK,
    CONCURRENT_USERS,
    MESSAGES_PER_MINUTE,
];

impl ScaleDraft {
    /// The number with that name, to read or to set.
    pub fn number_mut(&mut self, name: &str) -> Option<&mut Option<Number>> {
        Some(match name {
            "requests_per_month" => &mut self.requests_per_month,
            "input_tokens_per_month" => &mut self.input_tokens_per_month,
            "cached_input_tokens_per_month" => &mut self.cached_input_tokens_per_month,
            "output_tokens_per_month" => &mut self.output_tokens_per_month,
            "tasks_per_day" => &mut self.tasks_per_day,
            "calls_per_task" => &mut self.calls_per_task,
            "concurrent_users" => &mut self.concurrent_users,
            "messages_per_minute" => &mut self.messages_per_minute,
            _ => return None,
        })
    }

    /// Writes the numbers of the question that follow from these into a draft:
    /// requests a day, and for a month the tokens of one request too. What does
    /// not divide evenly is rounded up, so that a plan never falls short.
    /// Whether everything divided evenly.
    ///
    /// ```
    /// use groq_calc::{Number, ScaleDraft, Unit, WorkloadDraft};
    ///
    /// let month = ScaleDraft {
    ///     unit: Unit::Month,
    ///     requests_per_month: Some(Number::from("60k")),
    ///     input_tokens_per_month: Some(Number::from("90M")),
    ///     output_tokens_per_month: Some(Number::from("30M")),
    ///     ..ScaleDraft::default()
    /// };
    /// let mut workload = WorkloadDraft::default();
    /// assert_eq!(month.apply(&mut workload), Ok(true));
    /// assert_eq!(workload.requests_per_day.unwrap().as_str(), "2000");
    /// assert_eq!(workload.input_tokens.unwrap().as_str(), "1500");
    /// ```
    ///
    /// # Errors
    ///
    /// Every field of the unit that is missing or out of its range.
    pub fn apply(&self, workload: &mut WorkloadDraft) -> Result<bool, Errors> {
        let mut reader = Reader::default();
        let exact = match self.unit {
            Unit::Day => true,
            Unit::Month => self.month(&mut reader, workload),
            Unit::Tasks => {
                let tasks = reader.read(TASKS_PER_DAY, self.tasks_per_day.as_ref());
                let calls = reader.read(CALLS_PER_TASK, self.calls_per_task.as_ref());
                workload.requests_per_day = Some(Number::from(tasks * calls));
                true
            }
            Unit::Users => self.users(&mut reader, workload),
        };
        if reader.errors.is_empty() { Ok(exact) } else { Err(Errors::from(reader.errors)) }
    }

    fn month(&self, reader: &mut Reader, workload: &mut WorkloadDraft) -> bool {
        let requests = reader.read(REQUESTS_PER_MONTH, self.requests_per_month.as_ref());
        let days = Reader::default().read(DAYS_PER_MONTH, workload.days_per_month.as_ref());
        let mut exact = requests.is_multiple_of(days);
        workload.requests_per_day = Some(Number::from(requests.div_ceil(days)));
        let mut each = |field: Field, number: Option<&Number>| {
            let tokens = reader.read(field, number);
            exact &= requests == 0 || tokens.is_multiple_of(requests);
            Some(Number::from(
                tokens.checked_div(requests).map_or(0, |_| tokens.div_ceil(requests)),
            ))
        };
        workload.input_tokens = each(INPUT_TOKENS_PER_MONTH, self.input_tokens_per_month.as_ref());
        workload.cached_input_tokens =
            each(CACHED_INPUT_TOKENS_PER_MONTH, self.cached_input_tokens_per_month.as_ref());
        workload.output_tokens =
            each(OUTPUT_TOKENS_PER_MONTH, self.output_tokens_per_month.as_ref());
        exact
    }

    /// Every user sends at the same pace throughout the active hours.
    fn users(&self, reader: &mut Reader, workload: &mut WorkloadDraft) -> bool {
        let users = reader.read(CONCURRENT_USERS, self.concurrent_users.as_ref());
        let thousandths = reader.read(MESSAGES_PER_MINUTE, self.messages_per_minute.as_ref());
        let hours =
            Reader::default().read(ACTIVE_HOURS_PER_DAY, workload.active_hours_per_day.as_ref());
        let a_day = users * thousandths * 60 * hours;
        workload.requests_per_day = Some(Number::from(a_day.div_ceil(1000)));
        a_day.is_multiple_of(1000)
    }

    /// The same workload written in this unit, for whoever changes the unit:
    /// only the month's figures, and those of a task of one request, follow from
    /// the question. What can't be read stays as it is.
    pub fn fill(&mut self, workload: &WorkloadDraft) {
        let read = |field: Field, number: &Option<Number>| {
            let mut reader = Reader::default();
            let value = reader.read(field, number.as_ref());
            reader.errors.is_empty().then_some(value)
        };
        let Some(requests) =
            read(crate::question::workload::REQUESTS_PER_DAY, &workload.requests_per_day)
        else {
            return;
        };
        match self.unit {
            Unit::Day | Unit::Users => {}
            Unit::Tasks => {
                self.tasks_per_day = Some(Number::from(requests));
                self.calls_per_task = Some(Number::from(1));
            }
            Unit::Month => {
                let Some(days) = read(DAYS_PER_MONTH, &workload.days_per_month) else { return };
                let month = requests * days;
                self.requests_per_month = Some(Number::from(month));
                let tokens = |number: &Option<Number>| {
                    let each = read(crate::question::workload::INPUT_TOKENS, number)?;
                    each.checked_mul(month).map(Number::from)
                };
                self.input_tokens_per_month = tokens(&workload.input_tokens);
                self.cached_input_tokens_per_month = tokens(&workload.cached_input_tokens);
                self.output_tokens_per_month = tokens(&workload.output_tokens);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::ToString, vec::Vec};

    fn number(text: &str) -> Option<Number> {
        Some(Number::from(text))
    }

    #[test]
    fn a_month_is_rounded_up_and_says_so() {
        let mut draft = ScaleDraft {
            unit: Unit::Month,
            requests_per_month: number("100"),
            input_tokens_per_month: number("1,001"),
            ..ScaleDraft::default()
        };
        let mut workload = WorkloadDraft::default();
        assert_eq!(draft.apply(&mut workload), Ok(false));
        assert_eq!(workload.requests_per_day, number("4"));
        assert_eq!(workload.input_tokens, number("11"));
        assert_eq!(workload.cached_input_tokens, number("0"));
        draft.fill(&workload);
        assert_eq!(draft.requests_per_month, number("120"));
        assert_eq!(draft.apply(&mut workload), Ok(true));
        draft.requests_per_month = number("0");
        assert_eq!(draft.apply(&mut workload), Ok(true));
        assert_eq!(workload.input_tokens, number("0"));
    }

    #[test]
    fn tasks_and_users_become_requests() {
        let mut workload =
            WorkloadDraft { active_hours_per_day: number("10"), ..WorkloadDraft::default() };
        let tasks = ScaleDraft {
            unit: Unit::Tasks,
            tasks_per_day: number("40"),
            calls_per_task: number("25"),
            ..ScaleDraft::default()
        };
        assert_eq!(tasks.apply(&mut workload), Ok(true));
        assert_eq!(workload.requests_per_day, number("1000"));
        let users = ScaleDraft {
            unit: Unit::Users,
            concurrent_users: number("30"),
            messages_per_minute: number("0.5"),
            ..ScaleDraft::default()
        };
        assert_eq!(users.apply(&mut workload), Ok(true));
        assert_eq!(workload.requests_per_day, number("9000"));
    }

    #[test]
    fn only_the_fields_of_the_unit_are_read() {
        let mut workload =
            WorkloadDraft { requests_per_day: number("7"), ..WorkloadDraft::default() };
        let mut draft = ScaleDraft { tasks_per_day: number("x"), ..ScaleDraft::default() };
        assert_eq!(draft.apply(&mut workload), Ok(true));
        assert_eq!(workload.requests_per_day, number("7"));
        draft.unit = Unit::Tasks;
        draft.calls_per_task = number("1001");
        let errors = draft.apply(&mut workload).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field()).collect();
        assert_eq!(fields, ["tasks_per_day", "calls_per_task"]);
        assert_eq!(
            errors[1].to_string(),
            "calls_per_task is `1001`; it must be a whole number from 0 to 1000"
        );
    }

    #[test]
    fn the_largest_figures_do_not_overflow() {
        let most = |name: &str| {
            let field = SCALE_FIELDS.iter().find(|field| field.name == name).unwrap();
            Some(Number::from(field.max))
        };
        for unit in Unit::ALL {
            let mut draft = ScaleDraft { unit, ..ScaleDraft::default() };
            for field in SCALE_FIELDS {
                *draft.number_mut(field.name).unwrap() = most(field.name);
            }
            let mut workload =
                WorkloadDraft { requests_per_day: number("1"), ..WorkloadDraft::default() };
            assert!(draft.apply(&mut workload).is_ok(), "{unit:?}");
            draft.fill(&workload);
        }
    }
}

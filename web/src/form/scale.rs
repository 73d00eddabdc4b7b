//! A workload counted by the month, by tasks or by users, and the way from there
//! to requests a day.

use groq_calc::{
    Error, Errors, Number, WorkloadDraft,
    question::{FIELDS, Field},
};

use crate::form::unit::Unit;

/// A workload counted in another unit, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ScaleDraft {
    /// The unit; only its own fields are read.
    pub(super) unit: Unit,
    /// Requests of the month.
    pub(super) requests_per_month: Option<Number>,
    /// Prompt tokens of the month, the cached ones among them.
    pub(super) input_tokens_per_month: Option<Number>,
    /// Prompt tokens of the month that the cache serves.
    pub(super) cached_input_tokens_per_month: Option<Number>,
    /// Completion tokens of the month.
    pub(super) output_tokens_per_month: Option<Number>,
    /// Tasks a day.
    pub(super) tasks_per_day: Option<Number>,
    /// Requests that one task takes.
    pub(super) calls_per_task: Option<Number>,
    /// Users at the same time.
    pub(super) concurrent_users: Option<Number>,
    /// Messages that one of them sends in a minute.
    pub(super) messages_per_minute: Option<Number>,
}

const fn field(name: &'static str, max: u64, decimals: u32, default: Option<u64>) -> Field {
    Field { name, min: 0, max, decimals, default, optional: false }
}

/// A number of the question, with its legal range.
fn of_question(name: &str) -> Field {
    *FIELDS.iter().find(|field| field.name == name).expect("the engine has this field")
}

/// Collects what is wrong while fields are read.
#[derive(Default)]
struct Checked {
    errors: Vec<Error>,
}

impl Checked {
    /// The value in the field's smallest unit; the least legal one after an error.
    fn read(&mut self, field: Field, number: Option<&Number>) -> u64 {
        let value = field.read(number).unwrap_or_else(|error| {
            self.errors.push(error);
            None
        });
        value.unwrap_or(field.min)
    }
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
pub(crate) const SCALE_FIELDS: &[Field] = &[
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
    pub(super) fn number_mut(&mut self, name: &str) -> Option<&mut Option<Number>> {
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
    /// requests a day or a month, and for a month the tokens of one request too.
    /// Tokens and messages that do not divide evenly are rounded up, so that a
    /// plan never falls short. Whether everything divided evenly.
    ///
    /// # Errors
    ///
    /// Every field of the unit that is missing or out of its range.
    pub(super) fn apply(&self, workload: &mut WorkloadDraft) -> Result<bool, Errors> {
        let mut checked = Checked::default();
        let exact = match self.unit {
            Unit::Day => true,
            Unit::Month => self.month(&mut checked, workload),
            Unit::Tasks => {
                let tasks = checked.read(TASKS_PER_DAY, self.tasks_per_day.as_ref());
                let calls = checked.read(CALLS_PER_TASK, self.calls_per_task.as_ref());
                workload.requests_per_day = Some(Number::from(tasks * calls));
                true
            }
            Unit::Users => self.users(&mut checked, workload),
        };
        if checked.errors.is_empty() { Ok(exact) } else { Err(Errors::from(checked.errors)) }
    }

    fn month(&self, checked: &mut Checked, workload: &mut WorkloadDraft) -> bool {
        let requests = checked.read(REQUESTS_PER_MONTH, self.requests_per_month.as_ref());
        // The question itself says what is wrong with its own fields.
        let days = Checked::default()
            .read(of_question("days_per_month"), workload.days_per_month.as_ref());
        // The same question in days, where there is one.
        let even = requests.is_multiple_of(days);
        workload.requests_per_day = even.then(|| Number::from(requests / days));
        workload.requests_per_month = (!even).then(|| Number::from(requests));
        let mut exact = true;
        let mut each = |field: Field, number: Option<&Number>| {
            let tokens = checked.read(field, number);
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
    fn users(&self, checked: &mut Checked, workload: &mut WorkloadDraft) -> bool {
        let users = checked.read(CONCURRENT_USERS, self.concurrent_users.as_ref());
        let thousandths = checked.read(MESSAGES_PER_MINUTE, self.messages_per_minute.as_ref());
        let hours = Checked::default()
            .read(of_question("active_hours_per_day"), workload.active_hours_per_day.as_ref());
        let days = Checked::default()
            .read(of_question("days_per_month"), workload.days_per_month.as_ref());
        let a_day = users * thousandths * 60 * hours;
        let month = u128::from(a_day) * u128::from(days);
        // As for a month: days where they are whole, and else the month.
        let even = a_day.is_multiple_of(1000);
        workload.requests_per_day = even.then(|| Number::from(a_day / 1000));
        let requests = u64::try_from(month.div_ceil(1000)).unwrap_or(u64::MAX);
        workload.requests_per_month = (!even).then(|| Number::from(requests));
        month.is_multiple_of(1000)
    }

    /// The same workload written in this unit, for whoever changes the unit:
    /// only the month's figures, and those of a task of one request, follow from
    /// the question. What can't be read stays as it is.
    pub(super) fn fill(&mut self, workload: &mut WorkloadDraft) {
        let read = |name: &str, number: &Option<Number>| {
            of_question(name).read(number.as_ref()).ok().flatten()
        };
        let days = || read("days_per_month", &workload.days_per_month);
        let month = read("requests_per_month", &workload.requests_per_month);
        let day = match month {
            Some(month) => days().map(|days| month.div_ceil(days)),
            None => read("requests_per_day", &workload.requests_per_day),
        };
        let Some(requests) = day else { return };
        workload.requests_per_day = Some(Number::from(requests));
        match self.unit {
            Unit::Day | Unit::Users => {}
            Unit::Tasks => {
                self.tasks_per_day = Some(Number::from(requests));
                self.calls_per_task = Some(Number::from(1));
            }
            Unit::Month => {
                let Some(days) = days() else { return };
                let month = month.unwrap_or(requests * days);
                self.requests_per_month = Some(Number::from(month));
                let tokens = |number: &Option<Number>| {
                    let each = read("input_tokens", number)?;
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

    fn number(text: &str) -> Option<Number> {
        Some(Number::from(text))
    }

    #[test]
    fn a_month_becomes_requests_and_their_tokens() {
        let month = ScaleDraft {
            unit: Unit::Month,
            requests_per_month: number("60k"),
            input_tokens_per_month: number("90M"),
            output_tokens_per_month: number("30M"),
            ..ScaleDraft::default()
        };
        let mut workload = WorkloadDraft::default();
        assert_eq!(month.apply(&mut workload), Ok(true));
        assert_eq!(workload.requests_per_day, number("2000"));
        assert_eq!(workload.input_tokens, number("1500"));
        assert_eq!(workload.output_tokens, number("500"));
    }

    #[test]
    fn every_field_has_its_number_and_its_range() {
        let mut draft = ScaleDraft::default();
        for (count, field) in SCALE_FIELDS.iter().enumerate() {
            let number = draft.number_mut(field.name).unwrap();
            assert_eq!(*number, None, "{} twice", field.name);
            *number = Some(Number::from(count as u64));
        }
        assert!(draft.number_mut("unit").is_none());
        let ranges: Vec<_> =
            SCALE_FIELDS.iter().map(|field| (field.name, field.max, field.decimals)).collect();
        assert_eq!(
            ranges,
            [
                ("requests_per_month", 31_000_000_000_000, 0),
                ("input_tokens_per_month", 1_000_000_000_000_000, 0),
                ("cached_input_tokens_per_month", 1_000_000_000_000_000, 0),
                ("output_tokens_per_month", 1_000_000_000_000_000, 0),
                ("tasks_per_day", 1_000_000_000, 0),
                ("calls_per_task", 1000, 0),
                ("concurrent_users", 1_000_000_000, 0),
                ("messages_per_minute", 600, 3),
            ]
        );
    }

    #[test]
    fn tokens_of_a_month_are_rounded_up_and_its_requests_are_not() {
        let mut draft = ScaleDraft {
            unit: Unit::Month,
            requests_per_month: number("100"),
            input_tokens_per_month: number("1,001"),
            ..ScaleDraft::default()
        };
        let mut workload = WorkloadDraft::default();
        assert_eq!(draft.apply(&mut workload), Ok(false));
        assert_eq!(
            (&workload.requests_per_day, &workload.requests_per_month),
            (&None, &number("100"))
        );
        assert_eq!(workload.input_tokens, number("11"));
        assert_eq!(workload.cached_input_tokens, number("0"));
        draft.fill(&mut workload);
        assert_eq!(draft.requests_per_month, number("100"));
        assert_eq!(draft.input_tokens_per_month, number("1100"));
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
        // 7 x 0.333 x 600 are 1,398.6 a day.
        let few = ScaleDraft {
            concurrent_users: number("7"),
            messages_per_minute: number("0.333"),
            ..users
        };
        assert_eq!(few.apply(&mut workload), Ok(true));
        assert_eq!(workload.requests_per_day, None);
        assert_eq!(workload.requests_per_month, number("41958"));
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
            draft.fill(&mut workload);
        }
    }
}

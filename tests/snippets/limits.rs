//! Limits: what waits, what is refused, what is left for later.

use groq_calc::Limit;
use groq_codegen::Language;

use crate::{
    case::{Case, MODEL, PROMPTS},
    program::{Program, each_language, until},
    server::Server,
};

/// As many prompts as the limits make wait for some seconds; the stand-in refuses none.
#[track_caller]
fn keeps_to_the_limits(case: Case) {
    each_language(|language| {
        let server = Server::start(case.config());
        Program::of(case, language).run(&server, &PROMPTS).assert_answered(PROMPTS.len());
        assert_eq!(server.statuses(), [200; PROMPTS.len()], "{language:?}");
    });
}

#[test]
fn keeps_to_tokens_a_minute_on_the_free_plan() {
    keeps_to_the_limits(Case::Free);
}

#[test]
fn keeps_to_requests_a_minute_on_the_developer_plan() {
    keeps_to_the_limits(Case::Developer);
}

#[test]
fn keeps_to_ten_times_as_many_on_flex() {
    keeps_to_the_limits(Case::Flex);
}

/// The packages of Python and JavaScript try theirs as they are installed.
#[test]
fn the_short_program_in_rust_keeps_to_the_limits() {
    let server = Server::start(Case::Short.config());
    let run = Program::of(Case::Short, Language::Rust).run(&server, &PROMPTS);
    assert_eq!((run.code, run.answers.len()), (0, PROMPTS.len()), "{run:?}");
    assert_eq!(server.statuses(), [200; PROMPTS.len()], "{run:?}");
}

/// The same without the throttle is refused, so that the tests above could fail; and
/// what is refused waits as long as Groq says, then passes at once.
#[test]
fn waits_as_long_as_a_429_says() {
    for header in [true, false] {
        each_language(|language| {
            let mut config = Case::Developer.config();
            // One comes back every fifteen seconds.
            config.limits = vec![(MODEL.into(), Limit::RPM, 4)];
            let server = match header {
                true => Server::start(config),
                false => Server::without_retry_after(config),
            };
            let run = Program::of(Case::Unthrottled, language).run(&server, &PROMPTS[..5]);
            run.assert_answered(5);
            let statuses = server.sorted_statuses();
            assert_eq!(statuses, [200, 200, 200, 200, 200, 429], "{language:?}, {header}: {run:?}");
        });
    }
}

#[test]
fn stops_where_a_day_is_used_up_and_names_what_is_left() {
    for (case, summary, calls) in [
        (Case::DayRequests, "3 of 5 answered; left: 4, 5", 3),
        (Case::DayTokens, "2 of 5 answered; left: 3, 4, 5", 2),
    ] {
        each_language(|language| {
            let server = Server::start(case.config());
            let run = Program::of(case, language).run(&server, &PROMPTS[..5]);
            assert_eq!((run.summary(), run.code), (summary, 1), "{language:?}: {run:?}");
            assert_eq!(run.answers.len(), calls, "{language:?}: {run:?}");
            let limit = if calls == 3 { "used up: RPD; there is room in" } else { "used up: TPD" };
            assert_eq!(run.errors.matches(limit).count(), 1, "{language:?}: {run:?}");
            assert!(has_a_clock_time(&run.errors), "{language:?}: {run:?}");
            assert_eq!(server.statuses(), vec![200; calls], "{case:?} in {language:?}");
        });
    }
}

/// Whether a line ends with a date and a time, as in `at 2026-06-04 09:05.`
fn has_a_clock_time(errors: &str) -> bool {
    errors.replace(|c: char| c.is_ascii_digit(), "0").contains(", at 0000-00-00 00:00.\n")
}

/// Something else may have used the day up: then Groq says so.
#[test]
fn stops_where_groq_says_that_a_day_is_used_up() {
    each_language(|language| {
        let server = Server::start(Case::DayRequests.config());
        let run = Program::of(Case::Unthrottled, language).run(&server, &PROMPTS[..5]);
        assert!(run.summary().starts_with("3 of 5 answered; left: "), "{language:?}: {run:?}");
        assert_eq!((run.code, run.answers.len()), (1, 3), "{language:?}: {run:?}");
        let said = "requests per day (RPD), as Groq says";
        assert!(run.errors.contains(said), "{language:?}: {run:?}");
    });
}

#[test]
fn a_restart_goes_on_with_the_rest_of_the_day() {
    each_language(|language| {
        let program = Program::of(Case::DayRequests, language);
        let server = Server::start(Case::DayRequests.config());
        let run = program.run(&server, &PROMPTS[..2]);
        run.assert_answered(2);
        assert_eq!(run.day["on_demand RPD"], 1, "{language:?}: {run:?}");
        // A stand-in that has forgotten the first run: the program has not.
        let server = Server::start(Case::DayRequests.config());
        let run = program.run(&server, &PROMPTS[2..5]);
        assert_eq!(run.summary(), "1 of 3 answered; left: 2, 3", "{language:?}: {run:?}");
        assert_eq!((run.code, server.statuses()), (1, vec![200]), "{language:?}: {run:?}");
    });
}

#[test]
fn a_damaged_day_is_reported() {
    each_language(|language| {
        let program = Program::of(Case::DayRequests, language);
        let server = Server::start(Case::DayRequests.config());
        program.damage_day();
        let run = program.run(&server, &PROMPTS[..1]);
        run.assert_answered(1);
        assert!(run.errors.contains(".txt is damaged: this run begins"), "{language:?}: {run:?}");
    });
}

#[test]
fn waits_for_a_day_only_where_it_is_asked_to_and_ends_on_an_interrupt() {
    each_language(|language| {
        let server = Server::start(Case::DayRequests.config());
        let program = Program::of(Case::DayRequests, language);
        let running = program.start(&server, &PROMPTS[..5], &["--wait"]);
        until("it says that it waits", || {
            let errors = running.errors();
            (errors.contains("waiting ") && errors.contains(" for RPD")).then_some(())
        });
        until("three answers are printed", || (running.answers().len() == 3).then_some(()));
        running.interrupt();
        let run = running.finish();
        assert_eq!(run.summary(), "3 of 5 answered; left: 4, 5", "{language:?}: {run:?}");
        assert_eq!((run.code, run.answers.len()), (130, 3), "{language:?}: {run:?}");
    });
}

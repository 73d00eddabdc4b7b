//! Every program that groq-calc writes, run as it is against the stand-in: it
//! keeps to the limits of its plan, and does what Groq's errors ask for.
//!
//! `cargo xtask prove` names a Python with both SDKs in `SDK_PYTHON` and the
//! folder of `groq-sdk` in `SDK_NODE_MODULES`; without one of them the programs
//! of its language are left out.

mod case;
mod program;
mod server;

use std::thread;

use groq_codegen::Language;

use case::{Case, PROMPTS};
use program::Program;
use server::Server;

/// Does the same for every language at once.
fn each_language(check: impl Fn(Language) + Sync) {
    let check = &check;
    thread::scope(|scope| {
        let threads: Vec<_> = program::languages()
            .map(|language| (language, scope.spawn(move || check(language))))
            .collect();
        let broken: Vec<_> = threads
            .into_iter()
            .filter_map(|(language, thread)| thread.join().err().map(|_| language.name()))
            .collect();
        assert!(broken.is_empty(), "see above: {broken:?}");
    });
}

/// As many prompts as the limits make wait for some seconds.
#[track_caller]
fn keeps_to_the_limits(case: Case) {
    each_language(|language| {
        let server = Server::start(case.config());
        let output = Program::of(case, language).run(&server, &PROMPTS);
        output.assert_answers(PROMPTS.len());
        let statuses = server.statuses();
        assert_eq!(statuses, [200; PROMPTS.len()], "{language:?}");
        let seconds = server.seconds();
        assert!(seconds > 3.0, "{language:?}: {seconds} s, so nothing was held back");
    });
}

#[test]
fn free_bound_by_tokens_a_minute() {
    keeps_to_the_limits(Case::Free);
}

#[test]
fn developer_bound_by_requests_a_minute() {
    keeps_to_the_limits(Case::Developer);
}

#[test]
fn flex_bound_by_ten_times_as_many() {
    keeps_to_the_limits(Case::Flex);
}

/// A day's limit lets so many pass and holds the next one back: for hours, so
/// nobody waits for it here.
#[test]
fn a_day_that_is_used_up_holds_the_rest_back() {
    for (case, calls) in [(Case::DayRequests, 3), (Case::DayTokens, 2)] {
        each_language(|language| {
            let server = Server::start(case.config());
            Program::of(case, language).run_up_to(&server, &PROMPTS[..5], calls);
            let statuses = server.statuses();
            assert_eq!(statuses, vec![200; calls], "{case:?} in {language:?}");
        });
    }
}

/// The same without the throttle is refused, so that the tests above could
/// fail; and what is refused waits as long as it is told, then passes.
#[test]
fn without_the_throttle_429s_come_and_are_waited_for() {
    for header in [true, false] {
        each_language(|language| {
            let server = match header {
                true => Server::start(Case::Developer.config()),
                false => Server::without_retry_after(Case::Developer.config()),
            };
            let output = Program::of(Case::Unthrottled, language).run(&server, &PROMPTS);
            output.assert_answers(PROMPTS.len());
            let log = server.log();
            let refused = log.iter().find(|(_, status)| *status == 429).expect("it is refused");
            // Calls at the same time pass each other by microseconds; what was refused is last.
            let (at, status) = log.last().expect("it tries again");
            assert_eq!(*status, 200, "{language:?}");
            // One request comes back every six seconds, from the first call on.
            let seconds = |from: u64, to: u64| (to - from) as f64 / 1e6;
            let (waited, told) = (seconds(refused.0, *at), 6.0 - seconds(log[0].0, refused.0));
            assert!(
                (told - 0.05..told + 4.0).contains(&waited),
                "{language:?}, {header}: {waited} s instead of {told} s"
            );
        });
    }
}

#[test]
fn what_is_too_large_is_not_tried_again() {
    each_language(|language| {
        let server = Server::start(Case::Free.config());
        let large = "word ".repeat(3000);
        let output = Program::of(Case::Free, language).run(&server, &[&large]);
        assert!(!output.success, "{language:?} ends well");
        assert!(output.text.contains("Request too large"), "{language:?}: {}", output.text);
        assert_eq!(server.statuses(), [413], "{language:?}");
    });
}

#[test]
fn what_may_pass_is_tried_again() {
    each_language(|language| {
        for fault in [503, 429] {
            let server = Server::start(Case::Free.config());
            server.queue(fault);
            let output = Program::of(Case::Free, language).run(&server, &PROMPTS[..1]);
            output.assert_answers(1);
            assert_eq!(server.statuses(), [fault, 200], "{language:?}");
        }
        // But not for ever.
        let server = Server::start(Case::Free.config());
        (0..9).for_each(|_| server.queue(500));
        let output = Program::of(Case::Free, language).run(&server, &PROMPTS[..1]);
        assert!(!output.success, "{language:?} ends well");
        assert_eq!(server.statuses(), [500; 5], "{language:?}");
    });
}

#[test]
fn flex_without_capacity_falls_back_to_on_demand() {
    each_language(|language| {
        let server = Server::start(Case::Flex.config());
        server.queue(498);
        let output = Program::of(Case::Flex, language).run(&server, &PROMPTS[..2]);
        output.assert_answers(2);
        let mut statuses = server.statuses();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 498], "{language:?}");
        assert_eq!(server.left_on_demand(), 0, "{language:?}: one of one was taken");
    });
}

/// The share that may wait goes as a job; quotes and backslashes arrive whole.
#[test]
fn the_batch_share_goes_as_a_job() {
    each_language(|language| {
        let server = Server::start(Case::Share.config());
        let prompts = ["Say \"one\".", "A backslash: \\ and a tab:\t.", "Größe 三 🦀"];
        let output = Program::of(Case::ShareBatch, language).run(&server, &prompts);
        assert!(output.success, "{language:?}: {}", output.text);
        let job = server.job();
        assert_eq!(job["status"], "completed", "{language:?}: {job}");
        assert_eq!(job["request_counts"]["completed"], 3, "{language:?}: {job}");
        assert_eq!(server.uploaded(&job), prompts, "{language:?}");
        // The others go through the limits.
        let output = Program::of(Case::Share, language).run(&server, &prompts);
        output.assert_answers(3);
    });
}

//! Faults: what is answered, what failed, what is kept.

use groq_codegen::Language;

use crate::{
    case::Case,
    program::{Program, each_language, until},
    server::Server,
};

/// The first words of every answer of the stand-in.
const WORDS: [&str; 7] = ["This", "answer", "comes", "from", "a", "local", "stand-in"];

fn words(counts: &[usize]) -> Vec<String> {
    counts.iter().map(|&count| WORDS[..count].join(" ")).collect()
}

#[test]
fn a_failed_prompt_costs_no_other_its_answer() {
    // 24,001 characters are at least 4,000 tokens, and 300 are reserved.
    let large = "word ".repeat(4800) + "s";
    let prompts = [
        // The last to come, and still printed first.
        "Say one. [tokens=1 slow=2]",
        "Say two. [status=400]",
        "Say three. [tokens=3 status=503 status=429]",
        &large,
        "Say five. [tokens=5 cut=0]",
        "Say six. [tokens=6]",
    ];
    each_language(|language| {
        let server = Server::start(Case::Faults.config());
        let run = Program::of(Case::Faults, language).run(&server, &prompts);
        assert_eq!(run.answers, words(&[1, 3, 5, 6]), "{language:?}: {run:?}");
        assert_eq!(run.summary(), "4 of 6 answered; failed: 2, 4", "{language:?}: {run:?}");
        assert_eq!(run.code, 1, "{language:?}: {run:?}");
        let refused = run.errors.lines().find(|line| line.starts_with("prompt 2: "));
        assert!(refused.is_some_and(|line| line.contains("400")), "{language:?}: {run:?}");
        let short = "prompt 4: not sent: it needs at least 4300, 300 more than TPM lets pass at once (4000)";
        assert!(run.errors.contains(short), "{language:?}: {run:?}");
        // The broken one has a 200 as well.
        assert_eq!(
            server.sorted_statuses(),
            [200, 200, 200, 200, 200, 400, 429, 503],
            "{language:?}"
        );
    });
}

#[test]
fn failed_attempts_leave_the_day_as_it_was() {
    let prompt = "Say one. [tokens=1 status=503 status=503 status=503 status=503]";
    each_language(|language| {
        let server = Server::start(Case::Faults.config());
        let run = Program::of(Case::Faults, language).run(&server, &[prompt]);
        run.assert_answered(1);
        assert_eq!(server.statuses(), [503, 503, 503, 503, 200], "{language:?}");
        // Each attempt reserves 380 of 200,000.
        assert!(run.day["on_demand TPD"] > 200_000 - 380, "{language:?}: {run:?}");
        assert!(run.day["on_demand RPD"] >= 999, "{language:?}: {run:?}");
    });
}

#[test]
fn gives_up_after_five_attempts_and_goes_on() {
    let prompts = [
        "Say one. [status=500 status=500 status=500 status=500 status=500]",
        "Say two. [tokens=2]",
    ];
    each_language(|language| {
        let server = Server::start(Case::Faults.config());
        let run = Program::of(Case::Faults, language).run(&server, &prompts);
        assert_eq!(run.summary(), "1 of 2 answered; failed: 1", "{language:?}: {run:?}");
        assert_eq!((run.code, run.answers), (1, words(&[2])), "{language:?}");
        assert_eq!(server.sorted_statuses(), [200, 500, 500, 500, 500, 500], "{language:?}");
    });
}

/// It may have passed, as far as the program can tell; Groq counts the tokens.
#[test]
fn a_413_is_not_tried_again() {
    let large = "word ".repeat(4000);
    each_language(|language| {
        let server = Server::start(Case::Faults.config());
        let run =
            Program::of(Case::Faults, language).run(&server, &[&large, "Say two. [tokens=2]"]);
        assert_eq!(run.summary(), "1 of 2 answered; failed: 1", "{language:?}: {run:?}");
        assert!(run.errors.contains("Request too large"), "{language:?}: {run:?}");
        assert_eq!(server.sorted_statuses(), [200, 413], "{language:?}");
    });
}

#[test]
fn a_call_without_an_answer_times_out_and_is_tried_again() {
    each_language(|language| {
        let server = Server::start(Case::Timeout.config());
        let run =
            Program::of(Case::Timeout, language).run(&server, &["Say one. [tokens=1 slow=900]"]);
        run.assert_answered(1);
        assert!(server.calls() > 1, "{language:?}: {run:?}");
    });
}

#[test]
fn an_interrupt_keeps_what_came() {
    let prompts = [
        "Say one. [tokens=1]",
        "Say two. [slow=900]",
        "Say three. [tokens=3]",
        "Say four. [slow=900]",
        "Say five. [slow=900]",
        "Say six. [slow=900]",
    ];
    each_language(|language| {
        // The script in bash asks one after the other; the others have four calls at a time.
        let (calls, came, summary) = match language {
            Language::Curl => (2, 1, "1 of 6 answered; left: 2, 3, 4, 5, 6"),
            _ => (6, 2, "2 of 6 answered; left: 2, 4, 5, 6"),
        };
        let server = Server::start(Case::Faults.config());
        let running = Program::of(Case::Faults, language).start(&server, &prompts, &[]);
        // A fifth and sixth call come when the first and third have their answers.
        until("the calls are made", || (server.calls() == calls).then_some(()));
        running.interrupt();
        let run = running.finish();
        assert_eq!(run.summary(), summary, "{language:?}: {run:?}");
        assert_eq!(run.answers, words(&[1, 3][..came]), "{language:?}: {run:?}");
        assert_eq!(run.code, 130, "{language:?}: {run:?}");
    });
}

#[test]
fn a_stream_that_breaks_off_is_kept_in_part() {
    let prompts = [
        "Say one. [tokens=1]",
        "Say two. [tokens=7 cut=3]",
        // Nothing of it was printed yet: that can be tried again.
        "Say three. [tokens=3 cut=0 status=503]",
        "Say four. [status=400]",
        "Say five. [tokens=5]",
    ];
    each_language(|language| {
        let server = Server::start(Case::Stream.config());
        let run = Program::of(Case::Stream, language).run(&server, &prompts);
        let summary = "3 of 5 answered; failed: 4; kept in part: 2";
        assert_eq!((run.summary(), run.code), (summary, 1), "{language:?}: {run:?}");
        assert!(run.errors.contains("prompt 2: cut short: "), "{language:?}: {run:?}");
        assert_eq!(run.answers, words(&[1, 2, 3, 5]), "{language:?}: {run:?}");
        assert_eq!(server.statuses(), [200, 200, 200, 503, 200, 400, 200], "{language:?}");
    });
}

#[test]
fn an_interrupted_stream_is_kept_in_part() {
    let prompts = ["Say one. [tokens=1]", "Say two. [tokens=300]", "Say three. [tokens=3]"];
    each_language(|language| {
        let mut config = Case::Stream.config();
        config.tokens_per_second = 1;
        let server = Server::start(config);
        let running = Program::of(Case::Stream, language).start(&server, &prompts, &[]);
        until("a part is printed", || {
            running.answers().get(1).is_some_and(|part| part.starts_with("This")).then_some(())
        });
        running.interrupt();
        let run = running.finish();
        let summary = "1 of 3 answered; kept in part: 2; left: 3";
        assert_eq!((run.summary(), run.code), (summary, 130), "{language:?}: {run:?}");
        assert!(run.errors.contains("prompt 2: cut short: interrupted"), "{language:?}: {run:?}");
        assert_eq!(run.answers.len(), 2, "{language:?}: {run:?}");
    });
}

#[test]
fn flex_without_capacity_falls_back_to_on_demand() {
    each_language(|language| {
        let server = Server::start(Case::Flex.config());
        let prompts = ["Say one. [tokens=1 status=498]", "Say two. [tokens=2]"];
        let run = Program::of(Case::Flex, language).run(&server, &prompts);
        run.assert_answered(2);
        assert_eq!(run.answers, words(&[1, 2]), "{language:?}");
        assert_eq!(server.sorted_statuses(), [200, 200, 498], "{language:?}");
        assert_eq!(server.left_on_demand(), 0, "{language:?}: one of one was taken");
    });
}

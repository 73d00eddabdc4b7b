//! Batch programs: what is submitted, answered, failed and left.

use groq_mock::ManualClock;

use crate::{
    case::Case,
    program::{Program, Run, each_language, until},
    server::Server,
};

#[track_caller]
fn assert_ends(run: &Run, summary: &str, code: i32, answers: usize) {
    assert_eq!((run.summary(), run.code, run.answers.len()), (summary, code, answers), "{run:?}");
}

/// The share that may wait goes as a job; quotes and backslashes arrive whole.
#[test]
fn submits_the_batch_share_as_a_job_and_prints_its_answers() {
    each_language(|language| {
        let server = Server::start(Case::Share.config());
        let prompts = ["Say \"one\".", "A backslash: \\ and a tab:\t.", "Größe 三 🦀"];
        let run = Program::of(Case::ShareBatch, language).run(&server, &prompts);
        assert_ends(&run, "3 of 3 answered", 0, 3);
        let job = server.job();
        assert_eq!(job["status"], "completed", "{language:?}: {job}");
        assert_eq!(job["request_counts"]["completed"], 3, "{language:?}: {job}");
        assert_eq!(server.uploaded(&job), prompts, "{language:?}");
        // The others go through the limits.
        Program::of(Case::Share, language).run(&server, &prompts).assert_answered(3);
    });
}

#[test]
fn names_the_requests_of_a_job_that_failed() {
    // More than the model's context.
    let large = "word ".repeat(150_000);
    each_language(|language| {
        let server = Server::start(Case::Share.config());
        let prompts = ["Say one.", &large, "Say three."];
        let run = Program::of(Case::ShareBatch, language).run(&server, &prompts);
        assert_ends(&run, "2 of 3 answered; failed: 2", 1, 2);
        let line = run.errors.lines().find(|line| line.starts_with("prompt 2: "));
        assert!(
            line.is_some_and(|line| line.contains("reduce the length")),
            "{language:?}: {run:?}"
        );
    });
}

#[test]
fn reports_a_job_that_is_refused() {
    each_language(|language| {
        // The Free plan has no batch.
        let server = Server::start(Case::Free.config());
        let run = Program::of(Case::ShareBatch, language).run(&server, &["Say one.", "Say two."]);
        assert_ends(&run, "0 of 2 answered; failed: 1, 2", 1, 0);
        assert!(run.errors.contains("not available on the free plan"), "{language:?}: {run:?}");
    });
}

#[test]
fn an_interrupt_leaves_jobs_whose_answers_come_with_resume() {
    each_language(|language| {
        let mut config = Case::Share.config();
        config.batch_seconds = 3600;
        let clock = ManualClock::new();
        let server = Server::with_clock(config, clock.clone());
        let program = Program::of(Case::ShareBatch, language);
        let prompts = ["Say one.", "Say two."];
        let running = program.start(&server, &prompts, &[]);
        until("the job is started", || running.errors().contains("2 prompts").then_some(()));
        running.interrupt();
        let run = running.finish();
        assert_ends(&run, "0 of 2 answered; left: 1 to 2", 130, 0);
        // Another run does not forget the jobs of the first.
        let run = program.run(&server, &prompts);
        assert_eq!((run.code, run.answers.len()), (1, 0), "{language:?}: {run:?}");
        assert!(run.errors.contains("start with --resume"), "{language:?}: {run:?}");
        clock.advance(3600 * 1_000_000);
        let run = program.start(&server, &[], &["--resume"]).finish();
        assert_ends(&run, "2 of 2 answered", 0, 2);
        // Nothing is left to resume.
        let run = program.start(&server, &[], &["--resume"]).finish();
        assert_ends(&run, "batch-jobs.txt is not here: there are no jobs to resume", 1, 0);
        assert_eq!(server.job()["status"], "completed");
    });
}

//! Every program that groq-calc writes, run as it is against the stand-in: it keeps to
//! the limits of its plan, does what Groq's errors ask for, and loses no answer.
//!
//! `cargo xtask prove` names a Python with both SDKs in `SDK_PYTHON` and the folder of
//! `groq-sdk` in `SDK_NODE_MODULES`; without one of them the programs of its language
//! are left out.

mod batch;
mod case;
mod faults;
mod limits;
mod program;
mod server;

use std::thread;

use groq_codegen::Language;

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

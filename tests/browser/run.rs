//! A check of the page in a browser of its own.

use crate::session::Session;

/// What the page says of 2,000 requests a day of 1,500 + 500 tokens.
pub(crate) const E2_VERDICT: &str =
    "Free plan is too small\n$15.75 a month\ngpt-oss-20b · Developer plan";

/// What a check ends with.
pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Runs a check in a browser of its own, which is closed whatever happens.
pub(crate) fn in_browser<F>(check: impl FnOnce(Session) -> F)
where
    F: Future<Output = Outcome>,
{
    in_browser_with(&[], check);
}

/// As [`in_browser`], with more flags for the browser.
pub(crate) fn in_browser_with<F>(flags: &[&str], check: impl FnOnce(Session) -> F)
where
    F: Future<Output = Outcome>,
{
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let session = Session::open(flags).await.expect("a browser opens");
        let result = check(session.clone()).await;
        let severe = session.console_errors().await;
        session.close().await;
        result.expect("the page does as it should");
        assert_eq!(
            severe.expect("the console can be read"),
            Vec::<String>::new(),
            "no console error"
        );
    });
}

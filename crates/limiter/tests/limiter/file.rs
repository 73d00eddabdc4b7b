use std::{fs, path::PathBuf};

use groq_calc::{
    Usage,
    limiter::{Ask, Settings},
};
use groq_limiter::{File, Limiter};

use crate::rules::tokens_per_minute;

/// A file of this name that is not there yet.
pub(crate) fn fresh(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("groq-limiter-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::remove_file(&path).ok();
    path
}

#[tokio::test(start_paused = true)]
async fn a_restart_goes_on_where_the_program_ended() {
    let path = fresh("restart.json");
    let rules = || tokens_per_minute(60, Settings::default());
    let limiter = Limiter::new(File::open(&path, rules()).unwrap());
    let used = limiter.acquire("m", Ask::tokens(20, Some(20))).await.unwrap();
    used.settle(Usage::new(20, 0, 0).ok()).await.unwrap();
    let lost = limiter.acquire("m", Ask::tokens(10, Some(0))).await.unwrap();
    let other = File::open(&path, rules()).err().unwrap();
    assert!(other.is_store() && other.to_string().contains("another process has it"), "{other}");
    // The process dies: nothing is settled, the file stays as it is.
    let kept = fs::read(&path).unwrap();
    drop((lost, limiter));
    fs::write(&path, kept).unwrap();
    let limiter = Limiter::new(File::open(&path, rules()).unwrap());
    let read = |rules: &groq_calc::limiter::Limiter, now| {
        (rules.levels(now, "m")[0].left, rules.in_flight("m"))
    };
    let (left, in_flight) = limiter.read("m", read).await.unwrap();
    assert!((30..60).contains(&left), "30 and what the wall's time gave back: {left}");
    assert_eq!(in_flight, 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_an_error() {
    let path = fresh("broken.json");
    fs::write(&path, "{\"models\":").unwrap();
    let error = File::open(&path, tokens_per_minute(60, Settings::default())).err().unwrap();
    assert!(error.is_store() && error.to_string().contains("broken.json"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"models\":", "and it is left as it is");
}

//! What has been answered leaves nothing behind.
#![cfg(target_os = "linux")]

use std::{fs, process::Command};

use groq_calc::{
    Usage,
    limiter::{Ask, Limiter, Settings},
};

use crate::rules::tokens_per_minute;

#[test]
fn millions_of_requests_take_no_memory() {
    // In a process of its own, in which no other test takes any.
    let own = std::env::current_exe().unwrap();
    let alone = ["--exact", "memory::millions_of_requests_in_this_process", "--ignored"];
    let run = Command::new(own).args(alone).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "the test above runs it in a process of its own"]
fn millions_of_requests_in_this_process() {
    let mut limiter = tokens_per_minute(60_000, Settings { fair: true, ..Settings::default() });
    let mut now = 0;
    // What is kept of the last minutes has its full size by then.
    serve(&mut limiter, &mut now, 1_000_000);
    let before = resident_kib();
    serve(&mut limiter, &mut now, 3_000_000);
    // A byte a request would be three times as much; the allocator itself takes steps.
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 1024, "{grown} KiB more");
}

/// Requests of ever new tenants, some of which wait, give up or are never settled for.
fn serve(limiter: &mut Limiter, now: &mut u64, requests: u64) {
    let mut waiting = Vec::new();
    for request in 0..requests {
        // A little less than the limit gives back, on the whole.
        *now += 90_000;
        let ask = Ask { tenant: *now, ..Ask::tokens(50, Some(100)) };
        let decision = limiter.acquire(*now, "m", &ask).unwrap();
        let ticket = decision.ticket();
        match (decision.is_admitted(), request % 5) {
            (true, 0) => assert!(limiter.cancel(*now, "m", ticket)),
            (true, 1) => assert!(limiter.settle(*now, "m", ticket, None)),
            (true, _) => assert!(limiter.settle(*now, "m", ticket, Usage::new(50, 0, 20).ok())),
            (false, _) => waiting.push(ticket),
        }
        if waiting.len() > 20 {
            for ticket in waiting.drain(..) {
                assert!(limiter.cancel(*now, "m", ticket));
            }
        }
    }
    for ticket in waiting {
        assert!(limiter.cancel(*now, "m", ticket));
    }
}

fn resident_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use groq_calc::{
    Limit, Plan, Usage,
    catalog::Override,
    limiter::{Ask, Observation},
};
use groq_limiter::{Account, Clock, Fallback, Limiter, Redis};

use crate::file::fresh;

const MODEL: &str = "openai/gpt-oss-20b";

/// A Redis server of a test's own, which ends with it.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// `None`, said in a line, where there is no Redis.
    fn start() -> Option<Self> {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let started = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--save", "", "--appendonly", "no"])
            .args(["--bind", "127.0.0.1"])
            .stdout(Stdio::null())
            .spawn();
        let Ok(process) = started else {
            assert!(std::env::var_os("NEEDS_REDIS").is_none(), "redis-server is not installed");
            println!("skipped: redis-server is not installed");
            return None;
        };
        let server = Self { process, url: format!("redis://127.0.0.1:{port}/") };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            thread::sleep(Duration::from_millis(10));
        }
        Some(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn account(requests: u64) -> Account {
    let limit = |limit, cap| Override { model: MODEL.into(), plan: Plan::Free, limit, cap };
    let limits = vec![limit(Limit::RPM, requests), limit(Limit::RPD, 1_000_000)];
    Account { limits, ..Account::new(Plan::Free) }
}

async fn limiter(server: &Server, account: &Account) -> Limiter {
    Limiter::new(Redis::connect(&server.url, "org", account).await.unwrap())
}

async fn counts(limiter: &Limiter) -> (u64, usize, usize) {
    let read = |rules: &groq_calc::limiter::Limiter, now| {
        (rules.levels(now, MODEL)[0].left, rules.waiting(MODEL), rules.in_flight(MODEL))
    };
    limiter.read(MODEL, read).await.unwrap()
}

fn ask() -> Ask {
    Ask::tokens(1, Some(1))
}

#[tokio::test]
async fn two_processes_share_one_limit() {
    let Some(server) = Server::start() else { return };
    let account = account(2);
    let (one, other) = (limiter(&server, &account).await, limiter(&server, &account).await);
    let first = one.acquire(MODEL, ask()).await.unwrap();
    let second = other.acquire(MODEL, ask()).await.unwrap();
    assert_eq!(counts(&one).await, (0, 0, 2));
    let third = one.acquire(MODEL, ask());
    assert!(tokio::time::timeout(Duration::from_millis(300), third).await.is_err());
    // What one gives back, the other gets.
    let waits = tokio::spawn({
        let one = one.clone();
        async move { one.acquire(MODEL, ask()).await.unwrap() }
    });
    second.cancel().await.unwrap();
    let third = waits.await.unwrap();
    third.settle(Usage::new(1, 0, 1).ok()).await.unwrap();
    first.settle(None).await.unwrap();
    assert_eq!(counts(&other).await.2, 0);
}

#[tokio::test]
async fn what_one_is_told_holds_for_all() {
    let Some(server) = Server::start() else { return };
    let account = account(100);
    let (one, other) = (limiter(&server, &account).await, limiter(&server, &account).await);
    let seen = Observation { wait_us: Some(60_000_000), ..Observation::default() };
    one.observe(MODEL, &seen).await.unwrap();
    let waits = other.acquire(MODEL, ask());
    assert!(tokio::time::timeout(Duration::from_millis(200), waits).await.is_err());
}

#[tokio::test]
async fn a_lost_worker_keeps_nobody_waiting_for_ever() {
    let Some(server) = Server::start() else { return };
    let mut account = account(100);
    account.in_flight = Some(1);
    account.settings.permit_expiry_us = Some(300_000);
    account.settings.waiting_lease_us = Some(300_000);
    let (lost, other) = (limiter(&server, &account).await, limiter(&server, &account).await);
    // Its process dies: nobody settles.
    std::mem::forget(lost.acquire(MODEL, ask()).await.unwrap());
    let permit = other.acquire(MODEL, ask()).await.unwrap();
    assert_eq!(counts(&other).await, (98, 0, 1), "its request stays counted");
    permit.cancel().await.unwrap();
}

#[tokio::test]
async fn without_redis_nothing_is_admitted() {
    let Some(server) = Server::start() else { return };
    let limiter = limiter(&server, &account(100)).await;
    drop(server);
    let error = limiter.acquire(MODEL, ask()).await.err().unwrap();
    assert!(error.is_store(), "{error}");
}

#[tokio::test]
async fn where_redis_is_gone_a_file_goes_on_from_what_was_left() {
    let Some(server) = Server::start() else { return };
    let account = account(50);
    let redis = Redis::open(&server.url, "org", &account).unwrap();
    let rules = account.limiter().unwrap();
    let limiter =
        Limiter::new(Fallback::new(redis, &fresh("redis.json"), rules, Clock::new(), |_| ()));
    for _ in 0..40 {
        limiter
            .acquire(MODEL, ask())
            .await
            .unwrap()
            .settle(Usage::new(1, 0, 1).ok())
            .await
            .unwrap();
    }
    drop(server);
    let (left, ..) = counts(&limiter).await;
    assert!((10..20).contains(&left), "10 and what has come back since: {left}");
    limiter.acquire(MODEL, ask()).await.unwrap().cancel().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "sixty-four connections: cargo xtask prove redis"]
async fn sixty_four_workers_get_what_one_would() {
    let Some(server) = Server::start() else { return };
    let account = account(200);
    let start = std::time::Instant::now();
    let mut workers = Vec::new();
    for _ in 0..64 {
        let limiter = limiter(&server, &account).await;
        workers.push(tokio::spawn(async move {
            let mut admitted = 0;
            // More than there is in all, so that the last ones wait.
            for _ in 0..5 {
                let asked = ask();
                let waits = limiter.acquire(MODEL, asked);
                let Ok(permit) = tokio::time::timeout(Duration::from_secs(6), waits).await else {
                    break;
                };
                permit.unwrap().settle(Usage::new(1, 0, 1).ok()).await.unwrap();
                admitted += 1;
            }
            admitted
        }));
    }
    let mut admitted = 0;
    for worker in workers {
        admitted += worker.await.unwrap();
    }
    // The bucket, and what came back meanwhile: 200 a minute.
    let most = 200 + (start.elapsed().as_secs() + 1) * 200 / 60 + 1;
    assert!((200..=most).contains(&admitted), "{admitted} of at most {most}");
}

/// One of the processes: it says each request that is admitted, until it has had
/// none for six seconds.
#[tokio::test]
#[ignore = "it is started by the test below"]
async fn worker() {
    let Ok(url) = std::env::var("WORKER_REDIS") else { return };
    let limiter = Limiter::new(Redis::connect(&url, "org", &account(200)).await.unwrap());
    loop {
        let asked = ask();
        let waits = limiter.acquire(MODEL, asked);
        let Ok(permit) = tokio::time::timeout(Duration::from_secs(6), waits).await else { return };
        let permit = permit.unwrap();
        println!("admitted");
        tokio::time::sleep(Duration::from_millis(20)).await;
        permit.settle(Usage::new(1, 0, 1).ok()).await.unwrap();
    }
}

#[test]
#[ignore = "sixty-four processes: cargo xtask prove redis"]
fn sixty_four_processes_get_what_one_would_and_may_be_killed() {
    let Some(server) = Server::start() else { return };
    let test = std::env::current_exe().unwrap();
    let start = std::time::Instant::now();
    let worker = || {
        Command::new(&test)
            .args(["redis::worker", "--exact", "--include-ignored", "--nocapture"])
            .env("WORKER_REDIS", &server.url)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut workers: Vec<_> = (0..64).map(|_| worker()).collect();
    thread::sleep(Duration::from_millis(700));
    for worker in workers.iter_mut().step_by(8) {
        worker.kill().unwrap();
    }
    let said = |worker: Child| {
        let output = worker.wait_with_output().unwrap();
        String::from_utf8_lossy(&output.stdout).matches("admitted").count() as u64
    };
    let admitted: u64 = workers.into_iter().map(said).sum();
    let most = 200 + (start.elapsed().as_secs() + 1) * 200 / 60 + 1;
    println!("{admitted} admitted of at most {most}");
    // Each that was killed may have been admitted without having said so.
    assert!((200 - 8..=most).contains(&admitted), "{admitted} of at most {most}");
}

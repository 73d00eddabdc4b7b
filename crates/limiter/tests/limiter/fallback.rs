use std::{
    future::{Future, ready},
    path::Path,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use groq_calc::{
    Usage, Usd,
    catalog::{Price, Prices},
    limiter::{Ask, Limiter as Rules, Settings},
};
use groq_limiter::{Change, Clock, Error, Fallback, File, Limiter, Memory, Store, Work};

use crate::{file::fresh, rules::priced};

/// A store that can be lost, and found again as it was or empty.
#[derive(Clone)]
struct Shared {
    memory: Arc<Mutex<Arc<Memory>>>,
    is_lost: Arc<AtomicBool>,
    clock: Clock,
}

impl Shared {
    fn new(rules: Rules) -> Self {
        let clock = Clock::new();
        let memory = Arc::new(Mutex::new(Arc::new(Memory::with_clock(rules, clock))));
        Self { memory, is_lost: Arc::default(), clock }
    }

    fn lose(&self) {
        self.is_lost.store(true, Ordering::Relaxed);
    }

    fn find(&self, rules: Option<Rules>) {
        if let Some(rules) = rules {
            *self.memory.lock().unwrap() = Arc::new(Memory::with_clock(rules, self.clock));
        }
        self.is_lost.store(false, Ordering::Relaxed);
    }
}

impl Store for Shared {
    fn decide<'a>(
        &'a self,
        model: &'a str,
        work: Work<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>> {
        if self.is_lost.load(Ordering::Relaxed) {
            // An error of a store, as one that is gone gives it.
            let gone = File::open(Path::new("/no/such/folder"), Rules::new(Settings::default()));
            return Box::pin(ready(Err(gone.err().unwrap())));
        }
        let memory = Arc::clone(&self.memory.lock().unwrap());
        Box::pin(async move { memory.decide(model, work).await })
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn look_every(&self) -> Option<Duration> {
        Some(Duration::from_millis(25))
    }
}

/// 60 tokens a minute, for a dollar each.
fn rules() -> Rules {
    let settings = Settings { budget: Usd::parse("100"), ..Settings::default() };
    let dollar = Some(Price::from_picodollars(1_000_000_000_000));
    let prices = Prices { input: dollar, output: dollar, ..Prices::NONE };
    priced(60, prices, settings)
}

/// A limiter of these rules, its store, and the changes that it tells.
fn limiter(name: &str) -> (Limiter, Shared, Arc<Mutex<Vec<Change>>>) {
    let shared = Shared::new(rules());
    let changes = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&changes);
    let store = Fallback::new(shared.clone(), &fresh(name), rules(), shared.clock, move |change| {
        told.lock().unwrap().push(change.clone())
    });
    (Limiter::new(store), shared, changes)
}

fn ask(tokens: u64) -> Ask {
    Ask::tokens(tokens, Some(0))
}

async fn left(limiter: &Limiter) -> u64 {
    limiter.read("m", |rules: &Rules, now| rules.levels(now, "m")[0].left).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn losing_the_store_gives_no_full_limit_again() {
    let (limiter, shared, changes) = limiter("lost.json");
    limiter.acquire("m", ask(50)).await.unwrap().settle(Usage::new(50, 0, 0).ok()).await.unwrap();
    shared.lose();
    assert_eq!(left(&limiter).await, 10);
    assert!(matches!(changes.lock().unwrap()[..], [Change::ToFile(_)]));
    let start = tokio::time::Instant::now();
    limiter.acquire("m", ask(30)).await.unwrap().settle(Usage::new(30, 0, 0).ok()).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 20, "it waits for the other 20");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_comes_back_learns_what_was_used() {
    for empty in [false, true] {
        let (limiter, shared, changes) = limiter("back.json");
        let before = limiter.acquire("m", ask(10)).await.unwrap();
        shared.lose();
        limiter.acquire("m", ask(45)).await.unwrap().settle(None).await.unwrap();
        shared.find(empty.then(rules));
        assert_eq!(left(&limiter).await, 5, "it is not tried at once");
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!(left(&limiter).await, 15);
        assert_eq!(changes.lock().unwrap().last(), Some(&Change::ToStore));
        let spent = limiter.read("m", |rules: &Rules, _| rules.budget().spent).await.unwrap();
        assert_eq!(spent, Usd::parse("45").unwrap());
        // Time has refilled what it took: that does not come back twice.
        before.cancel().await.unwrap();
        assert_eq!(left(&limiter).await, 15);
    }
}

#[tokio::test(start_paused = true)]
async fn who_waits_at_the_change_stands_in_line_again() {
    let (limiter, shared, _) = limiter("waiting.json");
    limiter.acquire("m", ask(60)).await.unwrap().settle(None).await.unwrap();
    let waits = tokio::spawn({
        let limiter = limiter.clone();
        async move { limiter.acquire("m", ask(20)).await.unwrap().cancel().await.unwrap() }
    });
    tokio::time::sleep(Duration::from_secs(5)).await;
    shared.lose();
    let start = tokio::time::Instant::now();
    waits.await.unwrap();
    assert!((14..=16).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_second_process_gets_an_error_and_no_second_limit() {
    let (first, lost, _) = limiter("locked.json");
    let (second, gone, changes) = limiter("locked.json");
    lost.lose();
    gone.lose();
    first.acquire("m", ask(10)).await.unwrap().settle(None).await.unwrap();
    let error = second.acquire("m", ask(10)).await.err().unwrap();
    assert!(error.is_store() && error.to_string().contains("another process has it"), "{error}");
    assert!(changes.lock().unwrap().is_empty());
}

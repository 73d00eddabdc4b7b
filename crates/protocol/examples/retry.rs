//! What to do after an answer with an error: its status as the argument, its
//! body on standard input.
//!
//! ```sh
//! echo '{"error":{"message":"..."}}' | cargo run -p groq-protocol --example retry -- 429
//! ```

use std::{env, io, process::ExitCode};

use groq_protocol::{Advice, ApiError, RateHeaders, Waiting};

fn main() -> ExitCode {
    let status = env::args().nth(1).and_then(|status| status.parse().ok());
    let (Some(status), Ok(body)) = (status, io::read_to_string(io::stdin())) else {
        eprintln!("usage: retry STATUS < BODY");
        return ExitCode::from(2);
    };
    let error = ApiError::parse(status, &body);
    // A program hands in the headers of the answer; `retry-after` is one of them.
    let advice = Advice::new(&error, &RateHeaders::default());
    println!("{}", error.message());
    if let Some(figures) = error.limit() {
        println!("limit: {:?}, asked for: {:?}", figures.limit(), figures.requested());
    }
    match (advice.waiting, advice.wait) {
        (Waiting::Never, _) => println!("{:?}; sending it again never helps", advice.action),
        (_, Some(wait)) => println!("{:?}, in {wait}", advice.action),
        (_, None) => println!("{:?}", advice.action),
    }
    ExitCode::SUCCESS
}

use std::io::{self, Write};

use groq_calc::{Date, Decimal, Limit, Plan};
use groq_mock::{Config, Omitted};

use crate::{Outcome, args::MockArgs};

/// Serves until it is stopped.
pub(crate) fn run(args: &MockArgs) -> Result<Outcome, String> {
    let config = config(args)?;
    let (plan, speed) = (config.plan, config.speed);
    let ready = |url: &str, mock: &groq_mock::Mock| {
        let mut text = format!(
            "{url}/openai/v1 plays the Groq API on the {} plan as of {}, {speed} times as fast as the clock.\n\
             Limits it enforces:\n",
            plan.name(),
            mock.day(),
        );
        for line in mock.enforced() {
            text += &format!("  {line}\n");
        }
        text += "Stop it with Ctrl-C.\n";
        // Whoever reads it no longer may still send requests.
        let mut out = io::stdout();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).ok();
    };
    groq_mock::run(config, args.port, ready).map_err(|error| error.to_string())?;
    Ok(Outcome { text: String::new(), fits: true })
}

fn config(args: &MockArgs) -> Result<Config, String> {
    let plan = Plan::parse(&args.plan)
        .ok_or_else(|| format!("plan is `{}`; it must be free or developer", args.plan))?;
    let as_of = match &args.as_of {
        None => None,
        Some(text) => Some(
            Date::parse(text)
                .ok_or_else(|| format!("as_of is `{text}`; it must be a date like 2026-06-04"))?,
        ),
    };
    let omitted = match args.omitted.as_str() {
        "most" => Omitted::Most,
        text => Omitted::Tokens(
            text.parse()
                .map_err(|_| format!("omitted is `{text}`; it must be a whole number or `most`"))?,
        ),
    };
    Ok(Config {
        plan,
        as_of,
        omitted,
        limits: args.limits.iter().map(|text| cap(text)).collect::<Result<_, _>>()?,
        key: args.key.clone(),
        completion_tokens: args.completion,
        expose_headers: args.expose_headers,
        speed: args.speed,
        ..Config::default()
    })
}

/// `MODEL:LIMIT=N`; the number as people write it.
fn cap(text: &str) -> Result<(String, Limit, u64), String> {
    let wrong = || format!("limit is `{text}`; it must be like openai/gpt-oss-120b:TPM=300k");
    let (name, figure) = text.split_once('=').ok_or_else(wrong)?;
    let (model, limit) = name.rsplit_once(':').ok_or_else(wrong)?;
    let limit = Limit::parse(limit).ok_or_else(wrong)?;
    let figure = Decimal::parse(figure).and_then(|figure| figure.scaled(0)).ok_or_else(wrong)?;
    let figure = u64::try_from(figure).ok().filter(|figure| *figure > 0).ok_or_else(wrong)?;
    Ok((model.to_owned(), limit, figure))
}

use std::fmt::Write as _;

use groq_calc::{Fraction, Outlook, Tier, capacity::Headroom, outlook::Bursts};

use crate::output::{
    counted::{Counted, grouped, word},
    document::{Document, Table},
};

/// What lies around the option that was shown.
pub(crate) fn render(text: &mut Document, outlook: &Outlook<'_>) {
    reach(text, outlook);
    bursts(text, &outlook.bursts);
    levers(text, outlook);
    if let Some(spend) = &outlook.spend {
        let _ = writeln!(text, "\n{spend}");
    }
    ladder(text, outlook);
}

fn room(room: Headroom) -> String {
    match room {
        Headroom::Unbounded => "no known limit".to_owned(),
        bounded => grouped(bounded.count()),
    }
}

fn reach(text: &mut Document, outlook: &Outlook<'_>) {
    let tokens = |tokens: Option<groq_calc::Tokens>| match tokens {
        Some(tokens) => Counted(tokens.get(), "token").to_string(),
        None => "none".to_owned(),
    };
    let _ = writeln!(
        text,
        "\nWith all else as it is: {} a day {}{}; longest prompt {}, longest completion {}.",
        match outlook.requests_per_day_fit {
            Headroom::Unbounded => "any number of requests".to_owned(),
            bounded => Counted(bounded.count(), "request").to_string(),
        },
        word(outlook.requests_per_day_fit.count(), "fits", "fit"),
        match outlook.requests_per_day_in_budget {
            Some(within) => format!(", {} within the budget", room(within)),
            None => String::new(),
        },
        tokens(outlook.longest_prompt),
        tokens(outlook.longest_completion),
    );
    if let Some(against) = outlook.batch_against_cache {
        let _ = match against.always {
            true => writeln!(text, "Batch costs less than any caching of this prompt."),
            false => writeln!(
                text,
                "Batch costs less than caching while fewer than {} prompt tokens are cached.",
                grouped(against.cached_input_tokens)
            ),
        };
    }
}

fn bursts(text: &mut Document, bursts: &Bursts) {
    let rate = |rate: Option<Fraction>| rate.map_or("any".to_owned(), grouped);
    let refused = match bursts.refused.to_string().as_str() {
        "0" => "practically none".to_owned(),
        share => format!("a share of {share}"),
    };
    let _ = writeln!(
        text,
        "If {} a minute {} at random, the minute limits turn away {}; {} a minute \
         on average lose at most one in a hundred, {} one in a thousand.",
        Counted(bursts.requests_per_minute, "request"),
        word(bursts.requests_per_minute, "comes", "come"),
        refused,
        rate(bursts.rate_losing_a_percent),
        rate(bursts.rate_losing_a_permille),
    );
}

fn levers(text: &mut Document, outlook: &Outlook<'_>) {
    if outlook.levers.is_empty() {
        return;
    }
    let mut rows = Table::new(
        &["change", "saves USD", "costs USD", "room for more a day", "then fits"],
        &[1, 2, 3],
    );
    for change in &outlook.levers {
        let usd = |usd: groq_calc::Usd| match usd {
            groq_calc::Usd::ZERO => "-".to_owned(),
            usd => usd.to_string(),
        };
        rows.add_row([
            change.to_string(),
            usd(change.saves()),
            usd(change.costs()),
            match change.gains() {
                Headroom::Nothing => "-".to_owned(),
                gains => room(gains),
            },
            if change.after.fits { "yes" } else { "no" }.to_owned(),
        ]);
    }
    text.push("What would change it, at the most", rows);
}

fn ladder(text: &mut Document, outlook: &Outlook<'_>) {
    if outlook.ladder.is_empty() {
        return;
    }
    let mut rows =
        Table::new(&["from", "to", "model", "plan", "tier", "USD a month at the end"], &[0, 1, 5]);
    for step in &outlook.ladder {
        let endless = step.to == Headroom::Unbounded;
        let month = step.monthly_usd.to_string();
        rows.add_row([
            step.from.to_string(),
            room(step.to),
            step.id.model.to_owned(),
            step.id.plan.name().to_owned(),
            match step.id.tier {
                Tier::OnDemand => String::new(),
                tier => tier.name().to_owned(),
            },
            if endless { format!("{month} at {}", grouped(step.from)) } else { month },
        ]);
    }
    text.push("The cheapest that fits, by requests a day", rows);
}

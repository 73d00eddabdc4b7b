//! What went wrong, in plain words, with the next step.

use groq_catalog::{CATALOG, ErrorCode};
use groq_protocol::{ErrorKind, LimitFigures};
use leptos::prelude::*;

use super::{
    ask,
    failure::{Failure, Refusal},
    session::{Running, Session},
    tick::Tick,
    words,
};
use crate::{i18n::locale::Locale, page::context::Page};

/// What the catalog says of an error.
fn known(refusal: &Refusal) -> Option<&'static ErrorCode> {
    ErrorCode::of(refusal.error.kind().name(), refusal.error.status())
}

/// The models to take in the place of a retired one that can be called today.
fn replacements(model: &str) -> Vec<&'static str> {
    let day = CATALOG.newest();
    let mut open = vec![model];
    let mut found = Vec::new();
    // Each model is looked at once; a replacement may be retired as well.
    let mut at = 0;
    while at < open.len() {
        let named = CATALOG.model(open[at]).and_then(|model| model.replacements_at(day));
        for next in named.unwrap_or_default() {
            let is_offered = CATALOG.model(next).is_some_and(|model| model.is_offered(day));
            if is_offered && !found.contains(next) {
                found.push(*next);
            } else if !open.contains(next) {
                open.push(*next);
            }
        }
        at += 1;
    }
    found
}

fn figures(locale: Locale, figures: &LimitFigures) -> Option<String> {
    let m = locale.messages().live();
    let name = words::limit(locale, figures.kind()?);
    let count = |count: Option<u64>| {
        count.map_or_else(|| m.unknown_figure.to_string(), |count| locale.count(count))
    };
    let (limit, requested) = (count(figures.limit()), count(figures.requested()));
    Some(match figures.used() {
        Some(used) => m.figures_used_up.with([&name, &limit, &locale.count(used), &requested]),
        None => m.figures_of.with([&name, &limit, &requested]),
    })
}

/// A failure; with the session whose prompt it was, where it can be sent again.
pub(super) fn help(failure: &Failure, session: Option<Session>) -> AnyView {
    let locale = Page::here().locale();
    let m = locale.messages().live();
    let (id, title, texts) = match failure {
        Failure::Refused(refusal) => match known(refusal) {
            Some(error) => {
                let title = format!("{} {}", refusal.error.status(), locale.text(error.title));
                let texts = [error.meaning, error.first_fix, error.production_fix];
                (error.id, title, texts.map(|text| locale.text(text)))
            }
            None => {
                let title = format!("{} {}", refusal.error.status(), m.other_error);
                ("other", title, ["", m.other_next, ""])
            }
        },
        Failure::Offline => ("offline", m.offline.to_string(), ["", m.offline_next, ""]),
        Failure::Blocked => ("blocked", m.blocked.to_string(), ["", m.blocked_next, ""]),
        Failure::Cancelled => ("cancelled", m.cancelled.to_string(), ["", m.cancelled_next, ""]),
        Failure::Cut => ("cut", m.cut.to_string(), ["", m.cut_next, ""]),
        Failure::Unreadable(_) => {
            ("unreadable", m.unreadable.to_string(), ["", m.unreadable_next, ""])
        }
    };
    let [meaning, first, production] = texts;
    let step = |name: &'static str, text: &'static str| {
        (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd>{text}</dd> })
    };
    let told = failure.refusal().and_then(|refusal| figures(locale, refusal.error.limit()?));
    let raw = match failure {
        Failure::Refused(refusal) => Some(refusal.raw.clone()),
        Failure::Unreadable(raw) => Some(raw.clone()),
        _ => None,
    };
    let raw = raw.map(|raw| {
        let raw = if raw.trim().is_empty() { m.raw_empty.to_string() } else { raw };
        view! { <details class="raw"><summary>{m.raw}</summary><pre tabindex="0">{raw}</pre></details> }
    });
    view! {
        <div class="help" data-failure=id role="alert">
            <h3>{title}</h3>
            <p>{meaning}</p>
            <p>{told}</p>
            <dl>{step(m.next_step, first)}{step(m.for_production, production)}</dl>
        </div>
        {failure.refusal().map(|refusal| retirement(refusal, session))}
        {session.map(|session| again(failure, session))}
        {raw}
    }
    .into_any()
}

/// That a model is retired, and what to take instead.
fn retirement(refusal: &Refusal, session: Option<Session>) -> Option<AnyView> {
    let is_gone =
        matches!(refusal.error.kind(), ErrorKind::ModelNotFound | ErrorKind::ModelDecommissioned);
    let id = refusal.error.model().filter(|_| is_gone)?;
    let stage = CATALOG.model(id)?.stage(CATALOG.newest())?;
    if stage.value.is_offered() {
        return None;
    }
    let m = words::messages();
    let instead = replacements(id);
    let lead = if instead.is_empty() { m.no_replacement } else { m.replaced_by };
    let buttons = instead.into_iter().map(|id| {
        let take = move |_| {
            if let Some(session) = session {
                session.prompt.update(|prompt| prompt.model = id.to_string());
            }
        };
        view! { <button type="button" class="link replacement" on:click=take>{id}</button> " " }
    });
    let sentence = m.retired.with([id, &stage.from.to_string()]);
    Some(
        view! { <p id="live-retired">{sentence} " " {lead} " " {buttons.collect_view()}</p> }
            .into_any(),
    )
}

/// Sending it again: never where waiting does not help, and not before the wait
/// that was told is over.
fn again(failure: &Failure, session: Session) -> AnyView {
    let locale = Page::here().locale();
    let m = locale.messages().live();
    if matches!(failure, Failure::Cancelled) {
        return ().into_any();
    }
    if !failure.may_pass() {
        return view! { <p id="live-never"><strong>{m.never_helps}</strong></p> }.into_any();
    }
    let (tick, end) = (Tick::here(), failure.retry_at());
    let left = move || end.map(|end| end - tick.now()).filter(|left| *left > 0.0);
    let countdown = move || match (end, left()) {
        (None, _) => String::new(),
        (Some(_), Some(left)) => m.retry_in.with([&words::left(locale, left)]),
        (Some(_), None) => m.retry_now.to_string(),
    };
    let idle =
        move || session.running.get() == Running::Nothing && session.key.with(Option::is_some);
    let waits = Memo::new(move |_| left().is_some());
    let label = move || if waits.get() { m.retry_when } else { m.again };
    view! {
        <p class="again">
            <span id="live-countdown" role="timer">{countdown}</span> " "
            <button id="live-again" type="button" disabled=move || !idle()
                on:click=move |_| ask::prompt(session, end)>{label}</button>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use groq_protocol::RateHeaders;

    use super::*;

    fn id(status: u16, body: &str) -> Option<&'static str> {
        let failure = Failure::refused(status, body.to_string(), RateHeaders::default(), 0.0);
        known(failure.refusal()?).map(|error| error.id)
    }

    #[test]
    fn every_documented_status_has_its_help() {
        for status in [400, 401, 403, 404, 413, 422, 424, 429, 498, 499, 500, 502, 503] {
            assert_eq!(id(status, ""), Some(&*status.to_string()), "{status}");
        }
        assert_eq!(id(504, ""), Some("500"));
        assert_eq!(id(418, ""), None);
        assert_eq!(id(400, r#"{"error":{"code":"blocked_api_access"}}"#), Some("400-spend"));
        assert_eq!(id(400, r#"{"error":{"code":"spend_limit_reached"}}"#), Some("400-spend"));
        assert_eq!(id(400, r#"{"error":{"code":"model_decommissioned"}}"#), Some("404"));
        assert_eq!(id(400, r#"{"error":{"code":"tool_use_failed"}}"#), Some("400-generation"));
        let output = r#"{"error":{"message":"Request too large for model `m` on output tokens per minute (OTPM): Limit 1000, Requested 1500. The request's expected output tokens exceed the enforced limit"}}"#;
        assert_eq!(id(429, output), Some("429-too-large"));
    }

    #[test]
    fn replacements_can_be_called() {
        assert_eq!(replacements("llama-3.1-8b-instant"), ["openai/gpt-oss-20b"]);
        let large = replacements("llama-3.3-70b-versatile");
        assert!(large.contains(&"openai/gpt-oss-120b"), "{large:?}");
        let day = CATALOG.newest();
        assert!(
            large.iter().all(|id| CATALOG.model(id).is_some_and(|model| model.is_offered(day)))
        );
        assert!(replacements("openai/gpt-oss-20b").is_empty());
    }
}

use std::collections::BTreeSet;

use groq_catalog::CHECKS;
use leptos::{prelude::*, task::spawn_local};

use crate::{clipboard, locale::Locale, page::Page, storage};

const KEY: &str = "checks";

/// What came of a try to copy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotAsked,
    Done,
    Refused,
}

/// The ticks of an earlier visit; what is no check any more is left aside.
fn remembered() -> BTreeSet<&'static str> {
    let kept = storage::read(KEY).unwrap_or_default();
    let kept: Vec<_> = kept.split(',').collect();
    CHECKS.iter().map(|check| check.id).filter(|id| kept.contains(id)).collect()
}

fn markdown(ticked: &BTreeSet<&'static str>, locale: Locale) -> String {
    let mut text = format!("## {}\n\n", locale.messages().reference().checklist);
    for check in CHECKS {
        let mark = if ticked.contains(check.id) { 'x' } else { ' ' };
        text.push_str(&format!("- [{mark}] {}\n", locale.text(check.text)));
    }
    text
}

/// What to go through before a launch.
#[component]
pub(super) fn Checklist() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = page.messages().reference();
    let ticked = RwSignal::new(remembered());
    let copied = RwSignal::new(Copied::NotAsked);
    let keep = move || {
        copied.set(Copied::NotAsked);
        let ids: Vec<_> = ticked.with(|ticked| ticked.iter().copied().collect());
        if ids.is_empty() {
            storage::forget(KEY);
        } else {
            storage::write(KEY, &ids.join(","));
        }
    };
    let items = CHECKS
        .iter()
        .map(|check| {
            let tick = move |event| {
                ticked.update(|ticked| {
                    if event_target_checked(&event) {
                        ticked.insert(check.id);
                    } else {
                        ticked.remove(check.id);
                    }
                });
                keep();
            };
            view! {
                <li>
                    <label class="check">
                        <input type="checkbox" prop:checked=move || ticked.with(|ticked| ticked.contains(check.id)) on:change=tick />
                        <span>{locale.text(check.text)}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    let done = move || {
        let count = locale.count(ticked.with(BTreeSet::len) as u64);
        reference.done.with([&count, &locale.count(CHECKS.len() as u64)])
    };
    let text = move || ticked.with(|ticked| markdown(ticked, locale));
    let copy = move |_| {
        let text = text();
        spawn_local(async move {
            let done = clipboard::write(&text).await;
            copied.set(if done { Copied::Done } else { Copied::Refused });
        });
    };
    let clear = move |_| {
        ticked.update(BTreeSet::clear);
        keep();
    };
    let told = move || match copied.get() {
        Copied::NotAsked => "",
        Copied::Done => reference.copied,
        Copied::Refused => reference.not_copied,
    };
    view! {
        <section aria-labelledby="checklist-title" class="card">
            <h2 id="checklist-title">{reference.checklist}</h2>
            <p>{reference.checklist_lead} " " <span id="checks-done">{done}</span></p>
            <ul id="checks" class="entries">{items}</ul>
            <p class="actions">
                <button id="checks-copy" type="button" on:click=copy>{reference.copy}</button>
                " "
                <button id="checks-clear" type="button" on:click=clear>{reference.clear}</button>
            </p>
            <p id="checks-copied" role="status">{told}</p>
            <Show when=move || copied.get() == Copied::Refused>
                <textarea readonly rows="8" aria-label=reference.checklist prop:value=text></textarea>
            </Show>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_copies_as_markdown() {
        let text = markdown(&[CHECKS[1].id].into(), Locale::En);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), CHECKS.len() + 2);
        assert_eq!(lines[2], format!("- [ ] {}", CHECKS[0].text.en));
        assert_eq!(lines[3], format!("- [x] {}", CHECKS[1].text.en));
    }
}

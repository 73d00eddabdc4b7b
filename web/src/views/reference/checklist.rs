use std::collections::BTreeSet;

use groq_calc::Tier;
use groq_catalog::{CATALOG, CHECKS};
use groq_codegen::Checklist as Filled;
use leptos::{prelude::*, task::spawn_local};

use super::figures::figure;
use crate::{
    browser::{clipboard, download, storage},
    i18n::{locale::Locale, messages::Sentence},
    page::context::Page,
};

const KEY: &str = "checks";
const FILE: &str = "groq-launch-checklist.md";

/// What came of a try to copy or to save.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    NotAsked,
    Copied,
    Saved,
    Refused,
}

/// The ticks of an earlier visit; what is no check any more is left aside.
fn remembered() -> BTreeSet<&'static str> {
    let kept = storage::read(KEY).unwrap_or_default();
    let kept: Vec<_> = kept.split(',').collect();
    CHECKS.iter().map(|check| check.id).filter(|id| kept.contains(id)).collect()
}

/// The list with the figures of the option to look at; `None` while an entry is
/// bad or nothing can be answered.
fn filled(page: Page) -> Option<Filled<'static>> {
    page.outcome.with(|outcome| {
        if !outcome.errors.is_empty() {
            return None;
        }
        let option = outcome.looked_at(page.picked.get())?;
        let (question, answer) = (outcome.question.as_ref()?, outcome.answer.as_ref()?);
        Filled::new(&CATALOG, question, answer, option).ok()
    })
}

/// What a list is filled in for, in a sentence of model, plan, tier and day.
fn named(locale: Locale, list: &Filled<'_>, sentence: Sentence<4>) -> String {
    // The tier has a word of its own.
    let plan = locale.place(list.plan, Tier::OnDemand);
    sentence.with([list.model, plan, list.tier.name(), &list.as_of.to_string()])
}

/// The figure of a check, where the list has one.
fn own(locale: Locale, list: Option<&Filled<'_>>, id: &str) -> Option<String> {
    let (_, own) = list?.items.iter().find(|(check, _)| check.id == id)?;
    own.as_ref().map(|own| figure(locale, own))
}

fn markdown(ticked: &BTreeSet<&'static str>, list: Option<&Filled<'_>>, locale: Locale) -> String {
    let m = locale.messages().reference();
    let title = list.map(|list| named(locale, list, m.checklist_for));
    let mut text = format!("## {}\n\n", title.as_deref().unwrap_or(m.checklist));
    for check in CHECKS {
        let mark = if ticked.contains(check.id) { 'x' } else { ' ' };
        text.push_str(&format!("- [{mark}] {}", locale.text(check.text)));
        if let Some(own) = own(locale, list, check.id) {
            text.push_str(&format!(" {}", m.figure.with([&own])));
        }
        text.push('\n');
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
    let taken = RwSignal::new(Taken::NotAsked);
    let list = Memo::new(move |_| filled(page));
    Effect::new(move |_| {
        list.track();
        taken.set(Taken::NotAsked);
    });
    let keep = move || {
        taken.set(Taken::NotAsked);
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
            let figure = move || list.with(|list| own(locale, list.as_ref(), check.id));
            let place = format!("own-{}", check.id);
            view! {
                <li>
                    <label class="check">
                        <input
                            type="checkbox"
                            aria-describedby=place.clone()
                            prop:checked=move || ticked.with(|ticked| ticked.contains(check.id))
                            on:change=tick
                        />
                        <span>{locale.text(check.text)}</span>
                    </label>
                    <p class="own-figure" id=place>{figure}</p>
                </li>
            }
        })
        .collect_view();
    let done = move || {
        let count = locale.count(ticked.with(BTreeSet::len) as u64);
        reference.done.with([&count, &locale.count(CHECKS.len() as u64)])
    };
    let whose = move || {
        list.with(|list| match list {
            Some(list) => named(locale, list, reference.figures_for),
            None => reference.no_figures.to_string(),
        })
    };
    let text =
        move || list.with(|list| ticked.with(|ticked| markdown(ticked, list.as_ref(), locale)));
    let copy = move |_| {
        let text = untrack(text);
        spawn_local(async move {
            let done = clipboard::write(&text).await;
            taken.set(if done { Taken::Copied } else { Taken::Refused });
        });
    };
    let save = move |_| {
        let done = download::save(FILE, "text/markdown", &untrack(text));
        taken.set(if done.is_ok() { Taken::Saved } else { Taken::Refused });
    };
    let clear = move |_| {
        ticked.update(BTreeSet::clear);
        keep();
    };
    let told = move || match taken.get() {
        Taken::NotAsked => String::new(),
        Taken::Copied => reference.copied.to_string(),
        Taken::Saved => reference.saved.with([FILE]),
        Taken::Refused => reference.not_copied.to_string(),
    };
    view! {
        <section aria-labelledby="checklist-title" class="card">
            <h2 id="checklist-title">{reference.checklist}</h2>
            <p>{reference.checklist_lead} " " <span id="checks-done">{done}</span></p>
            <p id="checks-for">{whose}</p>
            <ul id="checks" class="entries">{items}</ul>
            <p class="actions">
                <button id="checks-copy" type="button" on:click=copy>{reference.copy}</button>
                " "
                <button id="checks-save" type="button" on:click=save>{reference.save}</button>
                " "
                <button id="checks-clear" type="button" on:click=clear>{reference.clear}</button>
            </p>
            <p id="checks-copied" role="status">{told}</p>
            <Show when=move || taken.get() == Taken::Refused>
                <textarea readonly rows="8" aria-label=reference.checklist prop:value=text></textarea>
            </Show>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::state::Form, page::outcome::Outcome};

    #[test]
    fn the_list_copies_as_markdown() {
        let text = markdown(&[CHECKS[1].id].into(), None, Locale::En);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), CHECKS.len() + 2);
        assert_eq!(lines[0], "## Before the launch");
        assert_eq!(lines[2], format!("- [ ] {}", CHECKS[0].text.en));
        assert_eq!(lines[3], format!("- [x] {}", CHECKS[1].text.en));
    }

    #[test]
    fn the_figures_of_the_plan_copy_with_it() {
        let outcome = Outcome::new(&Form::read("n=100&i=900&o=500&p=3&plans=free").form, None);
        let (question, answer) = (outcome.question.unwrap(), outcome.answer.unwrap());
        let list = Filled::new(&CATALOG, &question, &answer, answer.best().unwrap()).unwrap();
        let text = markdown(&BTreeSet::new(), Some(&list), Locale::En);
        let title = format!("{} on Free (on_demand), {}", list.model, list.as_of);
        assert!(text.starts_with(&format!("## Before the launch: {title}\n\n- [ ] ")), "{text}");
        // The command writes figures without grouping and percents with a space.
        let bare = |text: &str| text.replace(" %", "%").replace(',', "");
        let command = list.markdown();
        for line in command.lines().filter(|line| line.starts_with("- ")) {
            assert!(bare(&text).contains(&bare(line)), "{line}\n{text}");
        }
        let text = markdown(&BTreeSet::new(), Some(&list), Locale::ZhHans);
        assert!(
            text.starts_with("## 上线前检查：免费版上的 ") && text.contains("**支出上限：无需设置"),
            "{text}"
        );
    }
}

//! A log of one's own, replayed against the limits in a worker.

mod beside_card;
mod columns;
mod columns_card;
mod fix_card;
mod hand_over;
mod log_card;
mod picture;
mod result_card;
mod rules_card;
mod session;
mod words;

use groq_calc::OptionId;
use std::{rc::Rc, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{
    browser::{handed::Handed, timer::Timer},
    charts::frame::Frame,
    page::context::Page,
};
use picture::{Picture, Replayed};
pub(crate) use session::Session;

/// How long an edit rests before the log is replayed anew.
const REST: Duration = Duration::from_millis(250);

/// The view.
#[component]
pub(crate) fn ReplayView() -> impl IntoView {
    let (page, session) = (Page::here(), Session::of_this_page());
    follow_the_plan(page, session);
    // A log may have been pasted elsewhere.
    if let Some(file) = Handed::Log.take().and_then(|file| file.dyn_into().ok()) {
        session.take(file);
    }
    // Before there is a log, sample traffic shows what comes of one.
    if session.source.with_untracked(|source| matches!(source, session::Source::Nothing)) {
        session.source.set(session::Source::Synthetic(session::SAMPLE));
    }
    // Whatever is asked is replayed at once.
    let timer = Timer::new();
    Effect::new(move |_| {
        session.settings.track();
        session.source.track();
        session.names.track();
        page.outcome.track();
        let start = move || {
            page.outcome
                .with_untracked(|outcome| session.start(outcome.question.as_deref(), false));
        };
        timer.start(REST, start);
    });
    let m = words::messages();
    let topic = move || {
        let answer = session.answer.get()?;
        Some(Replayed { answer, locale: page.locale() })
    };
    let picture = move || {
        let (id, title) = ("replay-picture", m.picture_title);
        Frame { id, title, turn: 0, topic: Rc::new(topic), new: Picture::draw }.show()
    };
    let has_answer = move || session.answer.with(Option::is_some);
    view! {
        <div class="split replay">
            <div class="side rest">
                <log_card::LogCard />
                <rules_card::RulesCard />
            </div>
            <div class="rest top">
                <log_card::Running />
                <columns_card::ColumnsCard />
                <Show when=has_answer>
                    <result_card::ResultCard />
                    {picture()}
                    <result_card::LimitsCard />
                    <beside_card::BesideCard />
                    <fix_card::FixCard />
                </Show>
            </div>
        </div>
    }
}

/// Until an option is chosen here, it is the one that the plan looks at.
fn follow_the_plan(page: Page, session: Session) {
    Effect::new(move |_| {
        if session.is_chosen.get_untracked() {
            return;
        }
        let option = page.outcome.with(|outcome| {
            let answer = outcome.answer.as_ref()?;
            let option = match page.picked.get() {
                None => answer.best(),
                picked => outcome.looked_at(picked),
            };
            option.map(|option| option.id)
        });
        let Some(OptionId { model, plan, tier }) = option else { return };
        let same = session.settings.with_untracked(|settings| {
            (settings.model.as_str(), settings.plan.as_str(), settings.tier.as_str())
                == (model, plan.name(), tier.name())
        });
        if !same {
            session.settings.update(|settings| {
                settings.model = model.to_string();
                settings.plan = plan.name().to_string();
                settings.tier = tier.name().to_string();
            });
        }
    });
}

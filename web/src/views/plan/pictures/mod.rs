//! Pictures of the answer. Each is plain figures from the engine and where they
//! stand, behind one trait; one frame draws them all.

mod day;
mod shape;
mod stack;
mod subject;
mod volume;
mod volumes;

use std::rc::Rc;

use groq_calc::Limit;
use leptos::prelude::*;

use crate::{
    charts::frame::{Drawing, Frame},
    page::context::Page,
};
use subject::Subject;

/// The charts in one panel; one at a time.
#[component]
pub(crate) fn Pictures() -> impl IntoView {
    let page = Page::here();
    let (charts, m) = (page.messages().charts(), &page.messages().answer);
    // What a day's limits leave is of interest where one of them can run out.
    let has_day = Memo::new(move |_| {
        page.outcome.with(|outcome| {
            let option = outcome.looked_at(page.picked.get());
            option.is_some_and(|option| {
                option
                    .limits
                    .iter()
                    .any(|used| matches!(used.limit, Limit::RPD | Limit::TPD | Limit::ASD))
            })
        })
    });
    let chosen = RwSignal::new("volume");
    let tab = Memo::new(move |_| match chosen.get() {
        "day" if !has_day.get() => "volume",
        tab => tab,
    });
    let tabs = [
        ("volume", charts.volume_title),
        ("shape", charts.shape_title),
        ("stack", charts.stack_title),
        ("day", charts.day_title),
    ];
    let tabs = tabs.map(|(id, title)| {
        move || {
            (id != "day" || has_day.get()).then(|| {
                view! {
                    <label for=format!("tab-{id}")>
                        <input type="radio" name="tab" id=format!("tab-{id}") prop:checked=move || tab.get() == id on:change=move |_| chosen.set(id) />
                        {title}
                    </label>
                }
            })
        }
    });
    let shown = move |id: &'static str| move || tab.get() != id;
    view! {
        <div class="charts card" role="group" aria-label=m.charts>
            <div class="seg s" role="radiogroup" aria-label=m.charts>{tabs.into_iter().collect_view()}</div>
            <div class:gone=shown("volume")><VolumeChart /></div>
            <div class:gone=shown("shape")><ShapeChart /></div>
            <div class:gone=shown("stack")><StackChart /></div>
            <div class:gone=shown("day")><DayChart /></div>
        </div>
    }
}

/// A chart about the option that is looked at.
fn show(
    id: &'static str,
    title: &'static str,
    turn: u32,
    new: fn(Rc<Subject>, f64) -> Drawing,
) -> impl IntoView {
    let page = Page::here();
    let topic = move || {
        let picked = page.picked.get();
        page.outcome.with(|outcome| Subject::of(outcome, picked, page.locale()))
    };
    Frame { id, title, turn, topic: Rc::new(topic), new }.show()
}

/// The month's cost by line.
#[component]
pub(crate) fn StackChart() -> impl IntoView {
    let title = Page::here().messages().charts().stack_title;
    show("stack", title, 0, stack::Stack::draw)
}

/// Cost against volume.
#[component]
pub(crate) fn VolumeChart() -> impl IntoView {
    let title = Page::here().messages().charts().volume_title;
    show("volume", title, 1, volume::Volume::draw)
}

/// Which limit binds for which lengths.
#[component]
pub(crate) fn ShapeChart() -> impl IntoView {
    let title = Page::here().messages().charts().shape_title;
    show("shape", title, 2, shape::Shape::draw)
}

/// What is left of the day limits, hour by hour.
#[component]
pub(crate) fn DayChart() -> impl IntoView {
    let title = Page::here().messages().charts().day_title;
    show("day", title, 3, day::DayChart::draw)
}

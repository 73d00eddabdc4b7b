//! Pictures of the answer. Each is plain figures from the engine and where they
//! stand, behind one trait; one frame draws them all.

mod day;
mod shape;
mod stack;
mod subject;
mod volume;
mod volumes;

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    charts::frame::{Drawing, Frame},
    page::context::Page,
};
use subject::Subject;

/// In the module that is loaded later: all of them, side by side where there is
/// room.
#[component]
pub(crate) fn Pictures() -> impl IntoView {
    view! {
        <div class="charts">
            <StackChart />
            <VolumeChart />
            <ShapeChart />
            <DayChart />
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

//! Pictures of the answer. Each is plain figures from the engine and where they
//! stand, behind one trait; one frame draws them all.

mod chart;
mod day;
mod frame;
mod mark;
mod place;
mod region;
mod scale;
mod shape;
mod stack;
mod subject;
mod volume;

use leptos::prelude::*;

use crate::page::Page;
use frame::Frame;
pub(crate) use place::Charts;

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

/// The month's cost by line.
#[component]
pub(crate) fn StackChart() -> impl IntoView {
    let title = Page::here().messages().charts().stack_title;
    Frame { id: "stack", title, turn: 0, new: stack::Stack::draw }.show()
}

/// Cost against volume.
#[component]
pub(crate) fn VolumeChart() -> impl IntoView {
    let title = Page::here().messages().charts().volume_title;
    Frame { id: "volume", title, turn: 1, new: volume::Volume::draw }.show()
}

/// Which limit binds for which lengths.
#[component]
pub(crate) fn ShapeChart() -> impl IntoView {
    let title = Page::here().messages().charts().shape_title;
    Frame { id: "shape", title, turn: 2, new: shape::Shape::draw }.show()
}

/// What is left of the day limits, hour by hour.
#[component]
pub(crate) fn DayChart() -> impl IntoView {
    let title = Page::here().messages().charts().day_title;
    Frame { id: "day", title, turn: 3, new: day::DayChart::draw }.show()
}

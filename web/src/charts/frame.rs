//! The card around a chart. It writes plain HTML into itself and listens with
//! one listener: a view for every part of every chart would weigh more than the
//! charts do.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Element, Event, EventTarget, HtmlDetailsElement, IntersectionObserver,
    IntersectionObserverEntry, KeyboardEvent, PointerEvent,
};

use crate::{
    charts::{
        chart::{Chart, Place},
        legend::legend,
        mark::{escape, pixel, push, write_marks, write_textures},
        table::table,
        walk::step,
    },
    i18n::messages::charts::Charts,
    page::context::Page,
};

/// A chart, or why there is none.
pub(crate) type Drawing = Result<Rc<dyn Chart>, &'static str>;

/// Charts are drawn one after the other, so that a key press between two of
/// them is answered.
const TURN: Duration = Duration::from_millis(40);

/// What the plot, the window and the table are listened to for.
const ON_PLOT: [&str; 6] =
    ["pointermove", "pointerdown", "pointerleave", "keydown", "focus", "blur"];
const ON_WINDOW: [&str; 2] = ["resize", "beforeprint"];
const ON_TABLE: [&str; 1] = ["toggle"];

/// What a chart is about.
pub(crate) trait Topic {
    /// Whether it is the very same.
    fn is(&self, other: &Self) -> bool;
}

/// One chart of the page.
pub(crate) struct Frame<T> {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// How many charts are drawn before it.
    pub(crate) turn: u32,
    /// What it is about at the moment, if anything. It is followed.
    pub(crate) topic: Rc<dyn Fn() -> Option<T>>,
    /// Works the chart out for its topic and a width in pixels.
    pub(crate) new: fn(Rc<T>, f64) -> Drawing,
}

impl<T: Topic + 'static> Frame<T> {
    pub(crate) fn show(self) -> impl IntoView {
        let Self { id, title, .. } = self;
        let topic = self.topic.clone();
        let section = NodeRef::<html::Section>::new();
        let card = StoredValue::new_local(Card {
            frame: self,
            chart: RefCell::default(),
            place: Cell::default(),
            near: Cell::default(),
            drawn: RefCell::default(),
            timer: Cell::default(),
            listening: RefCell::default(),
        });
        Effect::new(move |_| {
            if section.get().is_some() {
                card.with_value(|live| live.listen(card));
            }
        });
        Effect::new(move |_| {
            topic();
            card.with_value(|live| live.later(card));
        });
        on_cleanup(move || {
            card.try_with_value(Card::stop);
        });
        let messages = Page::here().messages().charts();
        view! {
            <section id=id class="card chart" aria-labelledby=format!("{id}-title") node_ref=section
                inner_html=skeleton(id, title, messages)></section>
        }
    }
}

type Kept<T> = StoredValue<Card<T>, LocalStorage>;

/// A chart with its place in the document.
struct Card<T> {
    frame: Frame<T>,
    chart: RefCell<Option<Rc<dyn Chart>>>,
    /// Where the reading is.
    place: Cell<Place>,
    /// Whether it is in the window.
    near: Cell<bool>,
    /// What the chart was drawn for.
    drawn: RefCell<Option<(Rc<T>, i32)>>,
    timer: Cell<Option<TimeoutHandle>>,
    listening: RefCell<Option<Listening>>,
}

/// What the browser calls. Dropped with the card.
struct Listening {
    observer: Option<IntersectionObserver>,
    event: Closure<dyn FnMut(Event)>,
    _seen: Closure<dyn FnMut(js_sys::Array)>,
}

impl<T: Topic + 'static> Card<T> {
    fn part(&self, name: &str) -> Option<Element> {
        document().get_element_by_id(&[self.frame.id, "-", name].concat())
    }

    fn write(&self, name: &str, html: &str) {
        if let Some(part) = self.part(name) {
            part.set_inner_html(html);
        }
    }

    fn listen(&self, card: Kept<T>) {
        let event = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            card.try_with_value(|live| live.handle(card, &event));
        });
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            card.try_with_value(|live| {
                let latest = entries.pop().dyn_into::<IntersectionObserverEntry>();
                live.near.set(latest.is_ok_and(|entry| entry.is_intersecting()));
                live.later(card);
            });
        });
        let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref()).ok();
        // The card itself: its parts are hidden where there is nothing to draw.
        match (&observer, document().get_element_by_id(self.frame.id)) {
            (Some(observer), Some(card)) => observer.observe(&card),
            // A browser that cannot tell draws at once.
            _ => self.near.set(true),
        }
        *self.listening.borrow_mut() = Some(Listening { observer, event, _seen: seen });
        self.each_target(|target, name, event| {
            target.add_event_listener_with_callback(name, event).ok();
        });
        self.later(card);
    }

    fn each_target(&self, act: fn(&EventTarget, &str, &js_sys::Function)) {
        let listening = self.listening.borrow();
        let Some(listening) = &*listening else { return };
        let targets: [(Option<EventTarget>, &[&str]); 3] = [
            (self.part("plot").map(Into::into), &ON_PLOT),
            (Some(window().into()), &ON_WINDOW),
            (self.part("table").map(Into::into), &ON_TABLE),
        ];
        for (target, names) in targets {
            for name in names {
                if let Some(target) = &target {
                    act(target, name, listening.event.as_ref().unchecked_ref());
                }
            }
        }
    }

    fn stop(&self) {
        self.rest();
        self.each_target(|target, name, event| {
            target.remove_event_listener_with_callback(name, event).ok();
        });
        if let Some(Listening { observer: Some(observer), .. }) = &*self.listening.borrow() {
            observer.disconnect();
        }
    }

    fn rest(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }

    /// Draws in its turn, if it can be seen.
    fn later(&self, card: Kept<T>) {
        self.rest();
        if self.near.get() {
            let draw = move || {
                card.try_with_value(Self::draw);
            };
            self.timer.set(set_timeout_with_handle(draw, TURN * self.frame.turn).ok());
        }
    }

    fn draw(&self) {
        // The plot may be hidden; its summary is as wide.
        let Some(summary) = self.part("summary") else { return };
        let (Some(topic), width) = (untrack(|| (self.frame.topic)()), summary.client_width())
        else {
            return;
        };
        let drawn = self
            .drawn
            .borrow()
            .as_ref()
            .is_some_and(|(last, wide)| last.is(&topic) && *wide == width);
        if width <= 0 || drawn {
            return;
        }
        let topic = Rc::new(topic);
        *self.drawn.borrow_mut() = Some((topic.clone(), width));
        self.show((self.frame.new)(topic, f64::from(width)));
    }

    fn show(&self, drawing: Drawing) {
        let id = self.frame.id;
        let mut summary = String::new();
        match &drawing {
            Ok(chart) => escape(&mut summary, &chart.summary()),
            Err(reason) => escape(&mut summary, reason),
        }
        self.write("summary", &summary);
        if let Some(body) = self.part("body") {
            body.toggle_attribute_with_force("hidden", drawing.is_err()).ok();
        }
        let chart = drawing.ok();
        if let Some(chart) = &chart {
            self.place.set(chart.home());
            self.write("plot", &picture(id, &**chart));
            self.write("legend", &legend(id, &chart.keys()));
        }
        *self.chart.borrow_mut() = chart;
        self.read();
        self.tabulate();
    }

    /// Shows and says what the place holds.
    fn read(&self) {
        let Some(chart) = self.chart.borrow().clone() else { return };
        let spot = chart.spot(self.place.get());
        let (mut marks, mut text) = (String::new(), String::new());
        write_marks(&mut marks, self.frame.id, &spot.marks);
        escape(&mut text, &spot.text);
        self.write("cursor", &marks);
        self.write("spot", &text);
    }

    /// Writes the table, if it is unfolded.
    fn tabulate(&self) {
        let fold = self.part("table").and_then(|fold| fold.dyn_into::<HtmlDetailsElement>().ok());
        let Some(chart) = self.chart.borrow().clone() else { return };
        if fold.is_some_and(|fold| fold.open()) {
            self.write("cells", &table(self.frame.title, &chart.table()));
        }
    }

    fn go(&self, to: Place) {
        if self.place.replace(to) != to {
            self.read();
        }
    }

    fn handle(&self, card: Kept<T>, event: &Event) {
        let kind = event.type_();
        match kind.as_str() {
            "resize" => return self.later(card),
            // On paper all of the page is in sight.
            "beforeprint" => return self.draw(),
            "toggle" => {
                if self.chart.borrow().is_none() {
                    self.draw();
                }
                return self.tabulate();
            }
            _ => {}
        }
        let (Some(plot), Some(chart)) = (self.part("plot"), self.chart.borrow().clone()) else {
            return;
        };
        let focused = document().active_element().as_ref() == Some(&plot);
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            if let Some(to) = step(&event.key(), self.place.get(), chart.grid(), chart.home()) {
                event.prevent_default();
                self.go(to);
            }
        } else if let Some(event) = event.dyn_ref::<PointerEvent>() {
            if kind != "pointerleave" {
                let (frame, width) = (plot.get_bounding_client_rect(), chart.size().0);
                let scale = width / frame.width().max(1.0);
                let x = (f64::from(event.client_x()) - frame.left()) * scale;
                let y = (f64::from(event.client_y()) - frame.top()) * scale;
                self.go(chart.nearest(x, y));
            } else if event.pointer_type() == "mouse" && !focused {
                self.go(chart.home());
            }
        } else if let Some(spot) = self.part("spot") {
            // Spoken while the arrow keys are here; not at every edit of the form.
            let live = if focused { "polite" } else { "off" };
            spot.set_attribute("aria-live", live).ok();
        }
    }
}

/// The card before anything is drawn. `@` stands for its id.
fn skeleton(id: &str, title: &str, messages: &Charts) -> String {
    let parts = [
        "<h2 id='@-title'>",
        title,
        "</h2><div id='@-summary' class='summary'>",
        messages.waiting,
        "</div><div id='@-body'><div id='@-plot' class='plot' tabindex='0' role='application' \
         aria-labelledby='@-title' aria-describedby='@-summary @-keys'></div>\
         <div id='@-spot' class='spot' aria-live='off'></div><p id='@-keys' class='hint plot-keys'>",
        messages.keys,
        "</p><ul id='@-legend' class='legend'></ul><details id='@-table'><summary>",
        messages.as_table,
        "</summary><div id='@-cells' class='scroll' role='group' aria-labelledby='@-title' \
         tabindex='0'></div></details></div>",
    ];
    let mut html = String::new();
    for letter in parts.iter().flat_map(|part| part.chars()) {
        match letter {
            '@' => html.push_str(id),
            _ => html.push(letter),
        }
    }
    html
}

fn picture(id: &str, chart: &dyn Chart) -> String {
    let (width, height) = chart.size();
    let mut svg = "<svg aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 ".to_string();
    pixel(&mut svg, width);
    svg.push(' ');
    pixel(&mut svg, height);
    svg.push_str("\">");
    write_textures(&mut svg, id);
    write_marks(&mut svg, id, &chart.marks());
    push(&mut svg, &["<g id=\"", id, "-cursor\"></g></svg>"]);
    svg
}

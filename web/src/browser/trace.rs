//! How long it takes from a key pressed to the answer painted, as this page
//! measures it on this machine.

use std::cell::RefCell;

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

/// As many key presses as count.
const KEPT: usize = 200;

thread_local! {
    static TRACE: RefCell<Trace> = const { RefCell::new(Trace { pressed: None, millis: Vec::new(), next: 0 }) };
}

struct Trace {
    /// When the last key went down.
    pressed: Option<f64>,
    millis: Vec<f64>,
    next: usize,
}

impl Trace {
    fn add(&mut self, millis: f64) {
        match self.millis.get_mut(self.next) {
            Some(oldest) => *oldest = millis,
            None => self.millis.push(millis),
        }
        self.next = (self.next + 1) % KEPT;
    }
}

/// Measures every key press from here on that changes a field.
pub(crate) fn start() {
    let _ = window_event_listener(ev::keydown, |event| {
        TRACE.with_borrow_mut(|trace| trace.pressed = Some(event.time_stamp()));
    });
    let _ = window_event_listener(ev::input, |_| {
        let pressed = TRACE.with_borrow_mut(|trace| trace.pressed.take());
        let (Some(pressed), Some(clock)) = (pressed, window().performance()) else { return };
        // A frame's callbacks run before it is painted; a message posted by one
        // arrives after.
        request_animation_frame(move || {
            let done = Closure::once_into_js(move || {
                TRACE.with_borrow_mut(|trace| trace.add(clock.now() - pressed));
            });
            let Ok(channel) = web_sys::MessageChannel::new() else { return };
            channel.port1().set_onmessage(Some(done.unchecked_ref()));
            channel.port2().post_message(&wasm_bindgen::JsValue::NULL).ok();
        });
    });
}

/// How many were measured, and the 95th percentile (nearest rank) in milliseconds.
pub(crate) fn p95() -> Option<(usize, f64)> {
    TRACE.with_borrow(|trace| {
        let millis = &trace.millis;
        let rank = (millis.len() * 95).div_ceil(100);
        let reached = |limit: &&f64| millis.iter().filter(|other| *other <= *limit).count() >= rank;
        let p95 = millis.iter().filter(reached).copied().reduce(f64::min)?;
        Some((millis.len(), p95))
    })
}

//! The modules of the views that the first screen does not need: one for what lies
//! around an estimate, one for what is done with it, one for what people paste, one for
//! the other places.
//!
//! Each is a page within the page: it gets language and address as text and
//! mounts the view.

use std::{any::Any, cell::RefCell};

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::{
    form::{state::Form, view::View},
    i18n::locale::Locale,
    page::context::Page,
    views::{
        code::CodeView,
        compare::CompareView,
        facts::FactsView,
        live,
        paste::{self, PasteView},
        plan::details::Details,
        reference::ReferenceView,
        replay::{self, ReplayView},
        report::ReportView,
        services::ServicesView,
        share::ShareView,
        words::WordsView,
    },
};

/// What the module shows.
struct Shown {
    parent: HtmlElement,
    page: Page,
    /// Dropping it takes the view down.
    _mount: Box<dyn Any>,
}

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// In the module of the estimate: puts what lies around it into an element.
pub fn show_planning(parent: HtmlElement, locale: &str, fragment: &str) {
    show(parent, locale, fragment, |page, _| match page.form.with_untracked(Form::is_alone) {
        true => Details().into_any(),
        false => ServicesView().into_any(),
    });
}

/// In the module of the actions: puts one of its views into an element.
pub fn show_actions(parent: HtmlElement, locale: &str, fragment: &str) {
    show(parent, locale, fragment, |_, view| match view {
        View::Compare => CompareView().into_any(),
        View::Share => ShareView().into_any(),
        View::Code => CodeView().into_any(),
        _ => ReportView().into_any(),
    });
}

/// In the module of what people paste and ask: puts one of its views into an element.
pub fn show_diagnose(parent: HtmlElement, locale: &str, fragment: &str) {
    // What these keep is made outside of any view.
    live::Session::of_this_page();
    paste::Session::of_this_page();
    show(parent, locale, fragment, |_, view| match view {
        View::Live => live::LiveView().into_any(),
        _ => PasteView().into_any(),
    });
}

/// In the module of the other places: puts one of its views into an element.
pub fn show_tools(parent: HtmlElement, locale: &str, fragment: &str) {
    replay::Session::of_this_page();
    show(parent, locale, fragment, |_, view| match view {
        View::Words => WordsView().into_any(),
        View::Replay => ReplayView().into_any(),
        View::Reference => ReferenceView().into_any(),
        _ => FactsView().into_any(),
    });
}

/// Puts a view into an element, in the place of an earlier one. What follows what is
/// entered by itself stays where it is.
fn show(
    parent: HtmlElement,
    locale: &str,
    fragment: &str,
    draw: impl FnOnce(Page, View) -> AnyView + 'static,
) {
    let read = Form::read(fragment);
    let locale = Locale::of(locale).unwrap_or(Locale::En);
    let stays = matches!(
        read.view,
        View::Plan
            | View::Live
            | View::Paste
            | View::Replay
            | View::Code
            | View::Reference
            | View::Report
            | View::Words
            | View::Facts
    );
    let kept = SHOWN.with_borrow(|shown| {
        let shown = shown.as_ref().filter(|shown| shown.parent == parent)?;
        (stays && shown.page.locale() == locale).then_some(shown.page)
    });
    // Several services and one are different views of the same place.
    let kept = kept.filter(|page| {
        let is_alone = page.form.with_untracked(Form::is_alone);
        read.view != View::Plan || is_alone == read.form.is_alone()
    });
    if let Some(page) = kept {
        // What was entered here comes back as an address.
        if page.form.with_untracked(|form| *form != read.form) {
            page.form.set(read.form);
        }
        return;
    }
    hide();
    let owner = Owner::new();
    let page = owner.with(|| Page::new(read.form, read.view, locale));
    page.with.set(read.with);
    let mount = leptos::mount::mount_to(parent.clone(), move || {
        // It lives as long as what is mounted.
        on_cleanup(move || owner.cleanup());
        provide_context(page);
        draw(page, read.view)
    });
    let shown = Shown { parent, page, _mount: Box::new(mount) };
    SHOWN.with_borrow_mut(|place| *place = Some(shown));
}

/// In the module: takes the view down.
pub fn hide() {
    SHOWN.with(|place| place.borrow_mut().take());
}

//! Views that the first screen does not need, in a module of their own.
//!
//! The page asks `loader.js` for the module when such a view is opened first;
//! the service worker has it by then, as a rule. The module is a page within
//! the page: it gets language, address and pick as text and mounts the view.

use std::{any::Any, cell::RefCell};

use groq_calc::{Plan, Tier};
use groq_catalog::CATALOG;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use crate::{
    browser::address,
    form::{state::Form, view::View},
    i18n::locale::Locale,
    page::context::{Page, Picked},
    views::{
        code::CodeView,
        compare::CompareView,
        facts::FactsView,
        live,
        paste::{self, PasteView},
        plan::pictures::Pictures,
        reference::ReferenceView,
        replay::{self, ReplayView},
        share::ShareView,
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

/// In the module: puts a view into an element, in the place of an earlier one.
/// What follows what is entered by itself stays where it is.
pub fn show(parent: HtmlElement, locale: &str, fragment: &str, picked: &str) {
    // What these keep is made outside of any view.
    live::Session::of_this_page();
    paste::Session::of_this_page();
    replay::Session::of_this_page();
    let read = Form::read(fragment);
    let locale = Locale::of(locale).unwrap_or(Locale::En);
    let picked = pick(picked);
    let stays = matches!(
        read.view,
        View::Plan | View::Live | View::Paste | View::Replay | View::Code | View::Reference
    );
    let kept = SHOWN.with_borrow(|shown| {
        let shown = shown.as_ref().filter(|shown| shown.parent == parent)?;
        (stays && shown.page.locale() == locale).then_some(shown.page)
    });
    if let Some(page) = kept {
        page.form.set(read.form);
        page.picked.set(picked);
        return;
    }
    hide();
    let owner = Owner::new();
    let page = owner.with(|| Page::new(read.form, read.view, locale));
    page.picked.set(picked);
    page.with.set(read.with);
    let mount = leptos::mount::mount_to(parent.clone(), move || {
        // It lives as long as what is mounted.
        on_cleanup(move || owner.cleanup());
        provide_context(page);
        match read.view {
            View::Facts => FactsView().into_any(),
            View::Reference => ReferenceView().into_any(),
            View::Compare => CompareView().into_any(),
            View::Share => ShareView().into_any(),
            View::Paste => PasteView().into_any(),
            View::Code => CodeView().into_any(),
            View::Plan => Pictures().into_any(),
            View::Live => live::LiveView().into_any(),
            View::Replay => ReplayView().into_any(),
        }
    });
    let shown = Shown { parent, page, _mount: Box::new(mount) };
    SHOWN.with_borrow_mut(|place| *place = Some(shown));
}

/// In the module: takes the view down.
pub fn hide() {
    SHOWN.with(|place| place.borrow_mut().take());
}

fn pick(text: &str) -> Picked {
    let mut parts = text.split(' ');
    let model = CATALOG.model(parts.next()?)?.id;
    Some((model, Plan::parse(parts.next()?)?, Tier::parse(parts.next()?)?))
}

fn picked(picked: Picked) -> String {
    picked.map_or_else(String::new, |(model, plan, tier)| {
        format!("{model} {} {}", plan.name(), tier.name())
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Shown,
    Failed,
}

/// In the page: the place of such a view.
#[component]
pub(crate) fn Later() -> impl IntoView {
    let page = Page::here();
    let messages = page.messages();
    let view = page.view.get_untracked();
    let place = NodeRef::<html::Div>::new();
    let stage = RwSignal::new(Stage::Loading);
    let load = move || {
        let Some(element) = place.get() else { return };
        page.with.track();
        let texts = texts(page, view);
        spawn_local(async move {
            let shown = call("show", Some((&element, &texts))).await;
            stage.try_set(if shown { Stage::Shown } else { Stage::Failed });
        });
    };
    Effect::new(move |_| load());
    on_cleanup(|| {
        spawn_local(async {
            call("hide", None).await;
        })
    });
    let again = move |_| {
        stage.set(Stage::Loading);
        load();
    };
    view! {
        <div role="status">
            <Show when=move || stage.get() == Stage::Loading><p>{messages.shell.loading}</p></Show>
            <Show when=move || stage.get() == Stage::Failed>
                <p class="notice">
                    {messages.shell.not_loaded} " "
                    <button id="load-again" type="button" on:click=again>{messages.shell.load_again}</button>
                </p>
            </Show>
        </div>
        <div node_ref=place></div>
    }
}

/// What the module is told: language, address and pick.
pub(crate) fn texts(page: Page, view: View) -> [String; 3] {
    [
        page.locale().tag().to_string(),
        match view {
            // The comparison writes its plans into the address by itself.
            View::Compare => address::fragment(),
            _ => page.form.with(|form| form.fragment(view)),
        },
        picked(page.picked.get()),
    ]
}

/// Calls a function of the module; whether that worked.
pub(crate) async fn call(name: &str, with: Option<(&HtmlElement, &[String; 3])>) -> bool {
    let called = async {
        let load: Function = Reflect::get(&window(), &"loadLater".into())?.dyn_into()?;
        let module: Promise = load.call0(&JsValue::UNDEFINED)?.dyn_into()?;
        let module = JsFuture::from(module).await?;
        let function: Function = Reflect::get(&module, &name.into())?.dyn_into()?;
        let arguments = Array::new();
        if let Some((element, texts)) = with {
            // The visitor may have gone on meanwhile.
            if !element.is_connected() {
                return Ok(());
            }
            arguments.push(element);
            for text in texts {
                arguments.push(&text.into());
            }
        }
        function.apply(&JsValue::UNDEFINED, &arguments)?;
        Ok::<(), JsValue>(())
    };
    called.await.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pick_comes_through_as_text() {
        let pick_of = Some(("openai/gpt-oss-20b", Plan::Developer, Tier::Flex));
        assert_eq!(pick(&picked(pick_of)), pick_of);
        assert_eq!(pick(&picked(None)), None);
        assert_eq!(pick("no/such-model free on_demand"), None);
    }
}

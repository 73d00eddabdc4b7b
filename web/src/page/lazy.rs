//! The place of a view that the first screen does not need: it comes with one of four
//! modules, which `loader.js` loads when such a view is opened first.
//! The service worker has it by then, as a rule.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use crate::{browser::address, form::view::View, page::context::Page};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Shown,
    Failed,
}

/// In the page: the place of such a view.
#[component]
pub(crate) fn LazyView() -> impl IntoView {
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
            let shown = call(view, "show", Some((&element, &texts))).await;
            stage.try_set(if shown { Stage::Shown } else { Stage::Failed });
        });
    };
    Effect::new(move |_| load());
    on_cleanup(move || {
        spawn_local(async move {
            call(view, "hide", None).await;
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
        <div class="view" node_ref=place></div>
    }
}

/// What the module is told: language and address.
pub(crate) fn texts(page: Page, view: View) -> [String; 2] {
    [
        page.locale().tag().to_string(),
        match view {
            // The comparison writes its plans into the address by itself.
            View::Compare => address::fragment(),
            _ => page.form.with(|form| form.fragment(view)),
        },
    ]
}

/// Calls a function of the module that draws a view; whether that worked.
pub(crate) async fn call(
    view: View,
    name: &str,
    with: Option<(&HtmlElement, &[String; 2])>,
) -> bool {
    let called = async {
        let load: Function = Reflect::get(&window(), &"loadPart".into())?.dyn_into()?;
        let module: Promise = load.call1(&JsValue::UNDEFINED, &view.module().into())?.dyn_into()?;
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

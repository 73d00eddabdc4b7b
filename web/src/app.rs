use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::{
    browser::{address, timer, trace},
    form::{state::Form, view::View},
    i18n::locale::Locale,
    page::{context::Page, lazy::LazyView, theme::Theme, update::Update},
    views::plan::PlanView,
};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let read = Form::read(&address::fragment());
    let ignored = RwSignal::new(read.ignored);
    let page = Page::new(read.form, read.view, Locale::preferred());
    let Page { form, view, .. } = page;
    page.with.set(read.with);
    timer::follow(page.outcome, page.settled);
    provide_context(page);
    trace::start();
    let timer = timer::Timer::new();
    let keep = move || {
        if let Some(fragment) = form.try_with_untracked(|form| form.fragment(view.get_untracked()))
        {
            address::replace(&fragment);
        }
    };
    Effect::new(move |before: Option<()>| {
        form.track();
        // A link that was not fully understood stays as it is until an edit.
        if before.is_some() {
            timer.start(timer::TYPING, keep);
        }
    });
    // Who leaves in the middle of a word finds it again, by a link of the page too:
    // a click comes before the step of history that it leads to.
    let flush = move || {
        if timer.is_waiting() {
            timer.stop();
            keep();
        }
    };
    let _ = window_event_listener(ev::Custom::<web_sys::Event>::new("pagehide"), move |_| flush());
    let _ = window_event_listener(ev::click, move |_| flush());
    let _ = window_event_listener(ev::hashchange, move |_| {
        // The address is ahead of what was to be written into it.
        timer.stop();
        let fragment = address::fragment();
        let here = form.with_untracked(|form| form.fragment(view.get_untracked()));
        if fragment.trim_start_matches('#') != here {
            let read = Form::read(&fragment);
            ignored.set(read.ignored);
            if page.with.with_untracked(|with| *with != read.with) {
                page.with.set(read.with);
            }
            if form.with_untracked(|form| *form != read.form) {
                form.set(read.form);
            }
            if view.get_untracked() != read.view {
                view.set(read.view);
            }
        }
    });
    Effect::new(move |_| page.theme.get().apply());
    // Title, language and focus follow the view.
    Effect::new(move |before: Option<View>| {
        let (locale, now) = (page.locale.get(), view.get());
        document().set_title(&format!("{} · groq-calc", now.title(locale.messages())));
        if let Some(root) = document().document_element() {
            root.set_attribute("lang", locale.tag()).ok();
        }
        if before.is_some_and(|before| before != now) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            address::focus("view-title");
        }
        now
    });
    // Everything is built anew, in place, when the language changes.
    move || {
        let messages = page.locale.get().messages();
        let shown = move || {
            let now = view.get();
            let content = match now {
                View::Plan => PlanView().into_any(),
                _ => LazyView().into_any(),
            };
            view! {
                <h2 id="view-title" class="view-title" tabindex="-1">{now.title(messages)}</h2>
                {content}
            }
        };
        let skip = |event: ev::MouseEvent| {
            event.prevent_default();
            address::focus("view-title");
        };
        view! {
            <a class="skip" href="#view-title" on:click=skip>{messages.shell.skip}</a>
            <Header />
            <main>
                <Update />
                <Show when=move || ignored.with(|parts| !parts.is_empty())>
                    <div class="notice" role="alert">
                        {messages.shell.ignored} " "
                        <code>{move || ignored.with(|parts| page.locale().first_of(parts))}</code>
                    </div>
                </Show>
                {shown}
            </main>
            <footer><p>{messages.shell.footer}</p></footer>
        }
    }
}

/// The name, the views, and how the page looks and speaks.
#[component]
fn Header() -> impl IntoView {
    let page = Page::here();
    let messages = page.messages();
    let links = View::ALL.map(|view| {
        let current = move || (page.view.get() == view).then_some("page");
        // Links follow once typing has paused, or when they are used.
        let href = move || {
            page.settled.track();
            page.href(view)
        };
        let use_it = move |event: ev::MouseEvent| {
            let link = event.current_target().and_then(|link| link.dyn_into::<Element>().ok());
            if let Some(link) = link {
                link.set_attribute("href", &page.href(view)).ok();
            }
        };
        view! { <li><a href=href on:click=use_it aria-current=current>{view.label(messages)}</a></li> }
    });
    let languages = Locale::ALL.map(|locale| {
        let chosen = page.locale() == locale;
        view! { <option value=locale.tag() lang=locale.tag() selected=chosen>{locale.own_name()}</option> }
    });
    let themes = Theme::ALL.map(|theme| {
        let name = match theme {
            Theme::System => messages.shell.theme_system,
            Theme::Light => messages.shell.theme_light,
            Theme::Dark => messages.shell.theme_dark,
        };
        let chosen = move || page.theme.get() == theme;
        view! { <option value=theme.name() selected=chosen>{name}</option> }
    });
    let speak = move |event| {
        if let Some(locale) = Locale::of(&event_target_value(&event)) {
            locale.remember();
            page.locale.set(locale);
        }
    };
    view! {
        <header>
            <h1>"groq-calc"</h1>
            <nav aria-label=messages.shell.views><ul>{links.to_vec()}</ul></nav>
            <div class="looks">
                <select id="language" aria-label=messages.shell.language on:change=speak>{languages.to_vec()}</select>
                <select id="theme" aria-label=messages.shell.theme
                    on:change=move |event| page.theme.set(Theme::of(&event_target_value(&event)))>{themes.to_vec()}</select>
            </div>
            <p>{messages.shell.tagline}</p>
        </header>
    }
}

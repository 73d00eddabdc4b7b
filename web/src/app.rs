use leptos::{ev, prelude::*};

use crate::{
    browser::{address, timer, trace, writer::Writer},
    form::catalog::CATALOG,
    form::{fields::NUMBERS, fields::index_of, state::Form, view::View},
    i18n::locale::Locale,
    page::{context::Page, lazy::LazyView, theme::Theme, update::Update},
    views::{icon::icon, plan::PlanView, view_link::view_link},
};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let read = Form::read(&address::fragment());
    let ignored = RwSignal::new(read.ignored);
    let page = Page::new(read.form, read.view, Locale::preferred());
    let Page { form, view, .. } = page;
    page.with.set(read.with);
    // What a link has wrong is shown at once; what it leaves out is not.
    let wrong = page.outcome.with_untracked(|outcome| {
        let fields = outcome.errors.iter().filter(|error| !error.is_missing());
        fields.filter_map(|error| Some(NUMBERS[index_of(error.field())?].name)).collect()
    });
    page.left.set(wrong);
    timer::follow(page.outcome, page.settled);
    provide_context(page);
    trace::start();
    let writer = Writer::new(move || {
        if let Some(fragment) = form.try_with_untracked(|form| form.fragment(view.get_untracked()))
        {
            address::replace(&fragment);
        }
    });
    Effect::new(move |before: Option<()>| {
        form.track();
        // A link that was not fully understood stays as it is until an edit.
        if before.is_some() {
            writer.later();
        }
    });
    // Who leaves in the middle of a word finds it again, by a link of the page too:
    // a click comes before the step of history that it leads to.
    let leaving = ev::Custom::<web_sys::Event>::new("pagehide");
    let _ = window_event_listener(leaving, move |_| writer.flush());
    let _ = window_event_listener(ev::click, move |_| writer.flush());
    let _ = window_event_listener(ev::hashchange, move |_| {
        writer.stop();
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
            let count =
                move || page.form.with(|form| (!form.is_alone()).then(|| form.services().len()));
            let heading = move || match (now, count()) {
                (View::Plan, None) => messages.shell.tagline.to_string(),
                (View::Plan, Some(count)) => messages.shell.services.with([&count.to_string()]),
                _ => now.title(messages).to_string(),
            };
            let content = match now {
                View::Plan => PlanView().into_any(),
                _ => LazyView().into_any(),
            };
            view! {
                <div class="intro">
                    {beside(page, now)}
                    <h1 id="view-title" tabindex="-1">{heading}</h1>
                </div>
                {content}
            }
        };
        let skip = move |event: ev::MouseEvent| {
            event.prevent_default();
            let is_plan = view.get_untracked() == View::Plan;
            address::focus(if is_plan { "answer" } else { "view-title" });
        };
        view! {
            <a class="skip" href="#view-title" on:click=skip>{messages.shell.skip}</a>
            <Header />
            <main class="wrap">
                <Update />
                <Show when=move || ignored.with(|parts| !parts.is_empty())>
                    <div class="notice" role="alert">
                        {messages.shell.ignored} " "
                        <code>{move || ignored.with(|parts| page.locale().first_of(parts))}</code>
                    </div>
                </Show>
                {shown}
            </main>
            <footer class="foot">
                <span>{messages.shell.footer}</span>
                <span>{messages.shell.footer_note}</span>
                <span class="r">
                    {messages.shell.footer_day.with([&CATALOG.newest().to_string()])} " · "
                    {view_link(page, View::Facts, "", messages.shell.sources.into_any())}
                </span>
            </footer>
        }
    }
}

/// Beside the heading of a view that is no place of its own: the way back to its
/// place, or the views of one place.
fn beside(page: Page, now: View) -> Option<AnyView> {
    let messages = page.locale.get_untracked().messages();
    match now {
        View::Code | View::Share | View::Report | View::Words | View::Compare => {
            let text = messages.shell.back_to.with([View::Plan.label(messages)]);
            Some(view_link(page, View::Plan, "back", text.into_any()))
        }
        View::Paste => {
            Some(view_link(page, View::Live, "back", View::Live.label(messages).into_any()))
        }
        View::Live => {
            let text = messages.shell.back_to.with([View::Paste.label(messages)]);
            Some(view_link(page, View::Paste, "back", text.into_any()))
        }
        _ => None,
    }
}

/// The name, the places, and a menu with what else there is, language and theme.
#[component]
fn Header() -> impl IntoView {
    let page = Page::here();
    let messages = page.messages();
    let links = View::PLACES.map(|(view, picture)| {
        let content = view! { {icon(picture)} <span>{view.label(messages)}</span> }.into_any();
        view! { <li>{view_link(page, view, "place", content)}</li> }
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
    let more = [View::Compare, View::Reference, View::Live]
        .map(|view| view_link(page, view, "item", view.label(messages).into_any()));
    let share = view! { {icon("share")} <span class="hidden">{messages.shell.share}</span> };
    let brand = view! { {icon("mark")} "groq-calc" }.into_any();
    view! {
        <header class="bar"><div>
            {view_link(page, View::Plan, "brand", brand)}
            <nav class="nav" aria-label=messages.shell.views><ul>{Vec::from(links)}</ul></nav>
            <div class="end">
                <span class="only-s">{view_link(page, View::Share, "btn ghost sq", share.into_any())}</span>
                <button type="button" id="menu-button" class="btn ghost sq only-s" aria-label=messages.shell.menu popovertarget="menu">{icon("menu")}</button>
                <div id="menu" class="menu" popover="auto">
                    {Vec::from(more)}
                    <select id="language" class="s bare" aria-label=messages.shell.language on:change=speak>{languages.into_iter().collect_view()}</select>
                    <select id="theme" class="s bare" aria-label=messages.shell.theme
                        on:change=move |event| page.theme.set(Theme::of(&event_target_value(&event)))>{themes.into_iter().collect_view()}</select>
                </div>
            </div>
        </div></header>
    }
}

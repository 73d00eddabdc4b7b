use leptos::prelude::*;

use crate::{
    browser::address,
    form::{
        scenario::Scenario,
        state::{Form, Picked},
        view::View,
    },
    i18n::{locale::Locale, messages::Messages},
    page::{outcome::Outcome, theme::Theme},
};

/// What every part of the page shares, given down as context.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    pub(crate) locale: RwSignal<Locale>,
    pub(crate) theme: RwSignal<Theme>,
    pub(crate) view: RwSignal<View>,
    /// What the visitor has entered.
    pub(crate) form: RwSignal<Form>,
    /// The engine's answer to it.
    pub(crate) outcome: Memo<Outcome>,
    /// The same once typing has paused: what is more than the answer itself
    /// follows this, so that a key press waits for no table. Only the plan has
    /// it followed.
    pub(crate) settled: RwSignal<Outcome>,
    /// The option that the visitor chose in the place of the recommended one.
    pub(crate) picked: Memo<Picked>,
    /// Fields that were left with something wrong in them: only they show it.
    pub(crate) left: RwSignal<Vec<&'static str>>,
    /// The plans that a link compares with.
    pub(crate) with: RwSignal<Vec<Scenario>>,
}

impl Page {
    /// A page with its answer; what was not entered stands at its default.
    pub(crate) fn new(form: Form, view: View, locale: Locale) -> Self {
        let form = RwSignal::new(form);
        let outcome = Memo::new(move |last: Option<&Outcome>| Outcome::new(&form.get(), last));
        Self {
            locale: RwSignal::new(locale),
            theme: RwSignal::new(Theme::remembered()),
            view: RwSignal::new(view),
            form,
            outcome,
            settled: RwSignal::new(outcome.get_untracked()),
            picked: Memo::new(move |_| form.with(Form::picked)),
            left: RwSignal::new(Vec::new()),
            with: RwSignal::new(Vec::new()),
        }
    }

    /// The page around this component.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// The language to write in. The shell builds everything anew when it
    /// changes, so a component reads it once.
    pub(crate) fn locale(self) -> Locale {
        self.locale.get_untracked()
    }

    /// The texts of that language.
    pub(crate) fn messages(self) -> &'static Messages {
        self.locale().messages()
    }

    /// Changes the form as a step that leads back: examples, choices and whatever
    /// else changes more than a field.
    pub(crate) fn commit(self, change: impl FnOnce(&mut Form)) {
        let fragment = || self.form.with_untracked(|form| form.fragment(self.view.get_untracked()));
        address::replace(&fragment());
        self.form.update(change);
        address::push(&fragment());
        address::announce();
    }

    /// The address of a view.
    pub(crate) fn href(self, view: View) -> String {
        format!("#{}", self.form.with_untracked(|form| form.fragment(view)))
    }
}

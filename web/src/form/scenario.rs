//! Plans kept under a name: in the browser, and in a link that compares them.

use crate::{
    browser::storage,
    form::{state::Form, view::View},
};

const KEY: &str = "scenarios";
/// As many as stand side by side.
pub(crate) const MOST_PINNED: usize = 4;

/// A plan with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    /// The fragment that leads to it.
    pub(crate) fragment: String,
    pub(crate) pinned: bool,
}

impl Scenario {
    /// A form under a name.
    pub(crate) fn new(name: &str, form: &Form) -> Self {
        Self { name: cleaned(name), fragment: form.fragment(View::Plan), pinned: true }
    }

    /// As a part of an address.
    pub(crate) fn part(&self) -> String {
        format!("{}~{}", self.name, self.fragment)
    }

    /// From such a part.
    pub(crate) fn from_part(part: &str) -> Option<Self> {
        let (name, fragment) = part.split_once('~')?;
        let (name, fragment) = (cleaned(name), fragment.to_string());
        (!name.is_empty()).then_some(Self { name, fragment, pinned: true })
    }
}

/// A name on one line, without the mark that parts it from the fragment.
fn cleaned(name: &str) -> String {
    let line = name.split(['\t', '\n', '\r', '~']).collect::<Vec<_>>().join(" ");
    line.trim().chars().take(60).collect()
}

/// Every kept plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scenarios(Vec<Scenario>);

impl Scenarios {
    /// As they were kept.
    pub(crate) fn remembered() -> Self {
        storage::read(KEY).map_or_else(Self::default, |text| Self::read(&text))
    }

    /// Keeps them; whether the browser did.
    pub(crate) fn remember(&self) -> bool {
        storage::write(KEY, &self.text())
    }

    fn read(text: &str) -> Self {
        let line = |line: &str| {
            let mut parts = line.splitn(3, '\t');
            let (pinned, name, fragment) = (parts.next()?, parts.next()?, parts.next()?);
            let (name, fragment) = (name.to_string(), fragment.to_string());
            Some(Scenario { name, fragment, pinned: pinned == "1" })
        };
        Self(text.lines().filter_map(line).collect())
    }

    fn text(&self) -> String {
        let line =
            |one: &Scenario| format!("{}\t{}\t{}\n", u8::from(one.pinned), one.name, one.fragment);
        self.0.iter().map(line).collect()
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Scenario] {
        &self.0
    }

    /// Those that stand side by side.
    pub(crate) fn pinned(&self) -> impl Iterator<Item = &Scenario> {
        self.0.iter().filter(|one| one.pinned)
    }

    /// Adds one, in the place of one of that name, and pins it while there is
    /// room.
    pub(crate) fn keep(&mut self, mut scenario: Scenario) {
        self.0.retain(|other| other.name != scenario.name);
        scenario.pinned = self.pinned().count() < MOST_PINNED;
        self.0.push(scenario);
    }

    /// Takes what a link compares: these are pinned, and nothing else.
    pub(crate) fn show(&mut self, scenarios: Vec<Scenario>) {
        if scenarios.is_empty() {
            return;
        }
        self.0.iter_mut().for_each(|one| one.pinned = false);
        for scenario in scenarios.into_iter().take(MOST_PINNED) {
            match self.0.iter_mut().find(|one| one.fragment == scenario.fragment) {
                Some(known) => known.pinned = true,
                None => {
                    let name = self.free_name(&scenario.name);
                    self.0.push(Scenario { name, ..scenario });
                }
            }
        }
    }

    /// The name, or with a number where it is taken.
    fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| self.0.iter().any(|one| one.name == name);
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        std::iter::once(name.to_string())
            .chain(numbered)
            .find(|name| !taken(name))
            .unwrap_or_default()
    }

    /// Pins one or takes its pin.
    pub(crate) fn pin(&mut self, name: &str, pinned: bool) {
        let room = self.pinned().count() < MOST_PINNED;
        if let Some(one) = self.0.iter_mut().find(|one| one.name == name) {
            one.pinned = pinned && (room || one.pinned);
        }
    }

    /// Forgets one.
    pub(crate) fn delete(&mut self, name: &str) {
        self.0.retain(|one| one.name != name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(name: &str, fragment: &str) -> Scenario {
        Scenario { name: name.to_string(), fragment: fragment.to_string(), pinned: true }
    }

    #[test]
    fn what_is_kept_comes_back() {
        let mut kept = Scenarios::default();
        for name in ["a", "b", "c", "d", "e"] {
            kept.keep(scenario(name, "v=2&n=1"));
        }
        assert_eq!(kept.pinned().count(), 4);
        assert_eq!(Scenarios::read(&kept.text()), kept);
        kept.pin("e", true);
        assert!(!kept.all()[4].pinned, "four at most");
        kept.pin("a", false);
        kept.pin("e", true);
        assert_eq!(kept.pinned().count(), 4);
        kept.keep(scenario("b", "v=2&n=2"));
        assert_eq!(kept.all().len(), 5, "one name, one plan");
        kept.delete("b");
        assert_eq!(kept.all().len(), 4);
    }

    #[test]
    fn a_link_shows_what_it_compares_and_loses_nothing() {
        let mut kept = Scenarios::default();
        kept.keep(scenario("mine", "v=2&n=1"));
        let part = Scenario::from_part(&scenario("mine", "v=2&n=9~x").part()).unwrap();
        assert_eq!(part, scenario("mine", "v=2&n=9~x"));
        kept.show(vec![part]);
        let names: Vec<(&str, bool)> =
            kept.all().iter().map(|one| (&*one.name, one.pinned)).collect();
        assert_eq!(names, [("mine", false), ("mine (2)", true)]);
        kept.show(Vec::new());
        assert_eq!(kept.pinned().count(), 1);
        assert_eq!(Scenario::from_part("no mark"), None);
        assert_eq!(cleaned(" a\tb~c\n"), "a b c");
    }
}

//! The form as HTML, with nothing entered.

use groq_calc::{Plan, Tier, catalog::Capability};

use crate::{
    browser::html::Markup,
    form::catalog::CATALOG,
    form::{
        fields::{Group, NUMBERS, NumberField},
        length::Length,
        state::ANY,
        unit::Unit,
        work::Work,
    },
    i18n::sentences,
    page::context::Page,
};

/// The number that is one for all services.
const BUDGET: &str = "monthly_budget_usd";

/// What can be asked of a model, by the kind of work.
pub(super) fn capabilities(work: Work) -> &'static [Capability] {
    match work {
        Work::Text => &[
            Capability::Tools,
            Capability::StructuredOutputs,
            Capability::Vision,
            Capability::Reasoning,
            Capability::Caching,
            Capability::Batch,
        ],
        Work::Audio => &[Capability::Translation, Capability::Batch],
        Work::Speech => &[],
    }
}

/// The fields that are asked for of a kind of work, counted in a unit, and what holds
/// for the account.
pub(crate) fn whole(page: Page, shape: (Work, Unit)) -> String {
    let m = &page.messages().form;
    let mut html = Html::new(page, shape);
    html.workload();
    html.error("plans");
    html.fold("advanced", m.advanced);
    for group in [Group::Tokens, Group::Rhythm, Group::Needs] {
        html.group(group, true);
    }
    html.plans();
    html.model();
    html.account();
    html.tools();
    html.own_limits();
    html.end_fold();
    for (id, text) in [("add-call", m.add_call), ("add-service", m.add_service)] {
        html.open("button", &[("type", "button"), ("id", id), ("class", "link")]);
        html.markup.icon("plus");
        html.markup.text(text);
        html.markup.close("button");
    }
    html.markup.finish()
}

/// The fields of one of several services.
pub(crate) fn service(page: Page, shape: (Work, Unit)) -> String {
    let m = &page.messages().form;
    let mut html = Html::new(page, shape);
    html.workload();
    html.fold("advanced", m.advanced);
    for group in [Group::Tokens, Group::Rhythm, Group::Needs] {
        html.group(group, false);
    }
    html.model();
    html.tools();
    html.end_fold();
    html.markup.finish()
}

/// What holds for all services.
pub(crate) fn conditions(page: Page, shape: (Work, Unit)) -> String {
    let m = &page.messages().form;
    let mut html = Html::new(page, shape);
    if let Some(budget) = NUMBERS.iter().find(|field| field.name == BUDGET) {
        html.number(budget);
    }
    html.error("plans");
    html.fold("conditions", m.conditions);
    html.plans();
    html.account();
    html.own_limits();
    html.end_fold();
    html.markup.finish()
}

struct Html {
    page: Page,
    work: Work,
    unit: Unit,
    markup: Markup,
}

impl Html {
    fn new(page: Page, (work, unit): (Work, Unit)) -> Self {
        Self { page, work, unit, markup: Markup::default() }
    }

    /// What a request does, how many there are, what one takes, and what the model
    /// must be able to do.
    fn workload(&mut self) {
        let messages = self.page.messages();
        let m = &messages.form;
        self.open("div", &[("class", "seg"), ("role", "radiogroup"), ("aria-label", m.work)]);
        for one in Work::ALL {
            self.choice("radio", "work", one.name(), None, one.label(messages));
        }
        self.markup.close("div");
        for group in [Group::Volume, Group::Pace, Group::Size] {
            self.group(group, true);
        }
        if self.work == Work::Text {
            let button = [("type", "button"), ("id", "convert"), ("class", "link")];
            self.leaf("button", &button, m.convert);
        }
        self.leaf("p", &[("class", "note"), ("id", "comes-to")], "");
        let needs = capabilities(self.work);
        if !needs.is_empty() {
            self.open("fieldset", &[]);
            self.leaf("legend", &[], m.must_support);
            self.open("div", &[("class", "needs")]);
            for need in needs {
                let (label, picture) = sentences::capability(messages, *need);
                self.choice("checkbox", "needs", need.name(), Some(picture), label);
            }
            self.markup.close("div");
            self.markup.close("fieldset");
        }
    }

    /// The plans that are considered.
    fn plans(&mut self) {
        let messages = self.page.messages();
        let m = &messages.form;
        self.open("fieldset", &[]);
        self.leaf("legend", &[], m.plans);
        for (id, label) in [
            ("plan-free", messages.shell.free),
            ("plan-developer", messages.shell.developer),
            ("production", m.production),
        ] {
            self.open("label", &[("class", "chk")]);
            self.open("input", &[("type", "checkbox"), ("id", id)]);
            self.markup.text(label);
            self.markup.close("label");
        }
        self.markup.close("fieldset");
    }

    /// Groq's own tools, which text alone can use.
    fn tools(&mut self) {
        if self.work == Work::Text {
            self.fold("groq-tools", self.page.messages().form.group_tools);
            self.group(Group::Tools, true);
            self.end_fold();
        }
    }

    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.markup.open(tag, attributes);
    }

    fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.markup.leaf(tag, attributes, text);
    }

    /// The place of what is wrong with a field.
    fn error(&mut self, name: &str) {
        self.leaf("p", &[("class", "msg"), ("id", &format!("{name}-error"))], "");
    }

    /// A box or a button to choose, within its label.
    fn choice(&mut self, kind: &str, name: &str, value: &str, picture: Option<&str>, label: &str) {
        let id = format!("{name}-{value}");
        self.open("label", &[("for", &id)]);
        self.open("input", &[("type", kind), ("name", name), ("id", &id)]);
        if let Some(picture) = picture {
            self.markup.icon(picture);
        }
        self.markup.text(label);
        self.markup.close("label");
    }

    fn fold(&mut self, id: &str, title: &str) {
        self.open("details", &[("class", "acc"), ("id", id)]);
        self.open("summary", &[]);
        self.markup.icon("chev");
        self.markup.text(title);
        if matches!(id, "advanced" | "conditions") {
            self.leaf("span", &[("class", "count"), ("id", &format!("{id}-count"))], "");
        }
        self.markup.close("summary");
        self.open("div", &[("class", "form")]);
    }

    fn end_fold(&mut self) {
        self.markup.close("div");
        self.markup.close("details");
    }

    /// The fields of a group; the budget is one for all services.
    fn group(&mut self, group: Group, with_budget: bool) {
        let (work, unit) = (self.work, self.unit);
        let is_asked = |field: &&NumberField| {
            field.group == group
                && field.is_asked_in(unit)
                && field.suits(work)
                && (with_budget || field.name != BUDGET)
        };
        for field in NUMBERS.iter().filter(is_asked) {
            self.number(field);
        }
    }

    /// A number field: label, hint, box, what it is counted in, what is wrong.
    fn number(&mut self, field: &NumberField) {
        let messages = self.page.messages();
        let name = field.name;
        let (hint, about) = (format!("{name}-hint"), format!("{name}-hint {name}-error"));
        self.open("div", &[("class", "field"), ("id", &format!("{name}-field"))]);
        self.open("span", &[("class", "label")]);
        self.leaf("label", &[("for", name)], (field.label)(messages));
        self.leaf("span", &[("class", "h"), ("id", &hint)], (field.hint)(messages));
        self.markup.close("span");
        let is_joined = field.group == Group::Volume || name == "audio_seconds";
        if is_joined {
            self.open("span", &[("class", "join")]);
        }
        let sample = sample(name);
        let placeholder = match sample {
            "" => String::new(),
            _ => messages.form.such_as.with([sample]),
        };
        self.open(
            "input",
            &[
                ("id", name),
                ("type", "text"),
                ("autocomplete", "off"),
                ("spellcheck", "false"),
                ("placeholder", &placeholder),
                ("aria-describedby", &about),
            ],
        );
        if name == "audio_seconds" {
            let all = Length::ALL.map(|one| (one.name(), one.label(messages)));
            self.select("length", messages.form.length, &all);
        } else if is_joined {
            let all = Unit::ALL.map(|one| (one.name(), one.label(messages)));
            self.select("unit", messages.form.unit, &all);
        }
        if is_joined {
            self.markup.close("span");
        }
        self.error(name);
        self.markup.close("div");
    }

    fn select(&mut self, id: &str, label: &str, options: &[(&str, &str)]) {
        self.open("select", &[("id", id), ("aria-label", label)]);
        for (value, text) in options {
            self.leaf("option", &[("value", value)], text);
        }
        self.markup.close("select");
    }

    /// Model and use case.
    fn model(&mut self) {
        let m = &self.page.messages().form;
        let offered = CATALOG.offered(CATALOG.newest()).map(|model| (model.id, model.id));
        let models: Vec<_> = std::iter::once((ANY, m.any)).chain(offered).collect();
        self.open("div", &[("class", "field")]);
        self.leaf("label", &[("for", "model")], m.model);
        self.select("model", m.model, &models);
        self.error("models");
        self.markup.close("div");
        self.leaf("p", &[("id", "use_case")], "");
        self.error("use_case");
    }

    /// The day, and the rule by which requests are admitted.
    fn account(&mut self) {
        let m = &self.page.messages().form;
        self.open("div", &[("class", "field")]);
        self.open("span", &[("class", "label")]);
        self.leaf("label", &[("for", "as_of")], m.as_of);
        self.leaf("span", &[("class", "h"), ("id", "as_of-hint")], m.as_of_hint);
        self.markup.close("span");
        let about = ("aria-describedby", "as_of-hint as_of-error");
        self.open("input", &[("id", "as_of"), ("type", "date"), about]);
        self.error("as_of");
        self.markup.close("div");
        self.open("div", &[("class", "field")]);
        self.leaf("label", &[("for", "admission")], m.admission);
        let rules = [
            ("", m.admission_day),
            ("reserved", m.admission_reserved),
            ("expected", m.admission_expected),
        ];
        self.select("admission", m.admission, &rules);
        self.leaf("p", &[("class", "note"), ("id", "admission-note")], "");
        self.markup.close("div");
    }

    /// The limits of your account, pasted or typed.
    fn own_limits(&mut self) {
        let m = &self.page.messages().form;
        let locale = self.page.locale();
        self.fold("own", m.my_limits);
        self.leaf("p", &[("class", "note")], m.my_limits_note);
        self.open("div", &[("class", "field")]);
        self.leaf("label", &[("for", "limits-text")], m.my_limits_text);
        self.leaf("textarea", &[("id", "limits-text"), ("rows", "4"), ("spellcheck", "false")], "");
        self.markup.close("div");
        self.open("div", &[("class", "field")]);
        self.leaf("label", &[("for", "limits-plan")], m.my_limits_plan);
        let plans = [Plan::Developer, Plan::Free]
            .map(|plan| (plan.name(), locale.place(plan, Tier::OnDemand)));
        self.select("limits-plan", m.my_limits_plan, &plans);
        self.markup.close("div");
        let button = [("type", "button"), ("id", "limits-use"), ("class", "btn")];
        self.leaf("button", &button, m.my_limits_use);
        self.leaf("p", &[("class", "msg"), ("id", "limits-note"), ("role", "status")], "");
        self.leaf("div", &[("id", "own-limits")], "");
        self.end_fold();
    }
}

/// A figure to begin with, where a field has no default.
fn sample(name: &str) -> &'static str {
    match name {
        "requests_per_day" => "2,000",
        "requests_per_month" => "60k",
        "tasks_per_day" => "200",
        "concurrent_users" => "100",
        "input_tokens" => "1,500",
        "output_tokens" => "500",
        "input_tokens_per_month" => "90M",
        "output_tokens_per_month" => "30M",
        "audio_seconds" => "5",
        "characters" => "600",
        _ => "",
    }
}

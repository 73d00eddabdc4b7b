//! The form to and from the address.

use groq_calc::question::MOST_SERVICES;

use crate::form::{
    own_limit::OwnLimit,
    parts::{Parts, pairs, shown},
    scenario::Scenario,
    service::Service,
    state::Form,
    view::View,
    work::Work,
};

/// What a fragment says, and what of it was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    /// The form.
    pub(crate) form: Form,
    /// The view.
    pub(crate) view: View,
    /// Plans to compare it with.
    pub(crate) with: Vec<Scenario>,
    /// The parts left aside.
    pub(crate) ignored: Vec<String>,
}

impl Form {
    /// The fragment that leads back here, without its `#`: the view, and what
    /// is not at its default, in the order of the form. Several services are each a
    /// fragment of their own in it, and so are the further kinds of call of a service.
    pub(crate) fn fragment(&self, view: View) -> String {
        let mut parts = Parts::default();
        parts.push("v", "2");
        if view != View::Plan {
            parts.push("view", view.name());
        }
        let alone = self.services.first().filter(|_| self.is_alone());
        if let Some(service) = alone {
            service.push_load(&mut parts);
        }
        parts.push_set("y", self.budget.trim(), &self.budget);
        if let Some(service) = alone {
            service.calls[0].push_length(&mut parts);
        }
        parts.push_set("on", &self.as_of, &self.as_of);
        if !(self.free && self.developer) {
            parts.push("plans", &self.plans().join(","));
        }
        if self.production {
            parts.push("prod", "1");
        }
        if let Some(service) = alone {
            service.push_wanted(&mut parts);
        }
        parts.push_set("bench", &self.benchmark, &self.benchmark);
        parts.push_set("pick", &self.pick, &self.pick);
        if let Some(service) = alone {
            parts.push_set("use", &service.use_case, &service.use_case);
        }
        parts.push_set("admission", &self.admission, &self.admission);
        if !self.limits.is_empty() {
            let own = self.limits.iter().map(OwnLimit::render);
            parts.push("my", &own.collect::<Vec<_>>().join(","));
        }
        if alone.is_none() {
            if self.open > 0 {
                parts.push("open", &self.open.to_string());
            }
            for service in &self.services {
                parts.push("service", &service.fragment());
            }
        }
        parts.joined()
    }

    /// Reads a fragment of either version, with or without its `#`. One without
    /// anything to read gives the example.
    pub(crate) fn read(fragment: &str) -> Read {
        let mut form = Self::default();
        let mut view = View::Plan;
        let mut work = None;
        let mut services = Vec::new();
        let mut open = 0;
        let mut with = Vec::new();
        let mut ignored = Vec::new();
        let mut understood = false;
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if let Some(place) = fragment.strip_prefix('/').and_then(View::of) {
            return Read { form: Self::example(), view: place, with, ignored };
        }
        for (part, pair) in pairs(fragment) {
            match pair {
                Some(("view", name)) if View::of(&name).is_some() => {
                    view = View::of(&name).unwrap_or_default();
                }
                Some(("with", part)) if Scenario::from_part(&part).is_some() => {
                    with.extend(Scenario::from_part(&part));
                }
                Some(("work", name)) if Work::parse(&name).is_some() => {
                    work = Work::parse(&name);
                    understood = true;
                }
                Some(("service", part)) if services.len() < MOST_SERVICES => {
                    services.push(Service::read(&part, &mut ignored));
                    understood = true;
                }
                Some(("open", index)) if index.parse::<usize>().is_ok() => {
                    open = index.parse().unwrap_or_default();
                }
                Some(("v", version)) if matches!(&*version, "1" | "2") => understood = true,
                Some((key, value)) if form.take(key, &value) => understood = true,
                _ => ignored.push(shown(part)),
            }
        }
        match services.is_empty() {
            true => form.set_work(work.unwrap_or_else(|| form.service().call().work_of_numbers())),
            false => {
                form.services = services;
                form.set_open(open);
            }
        }
        Read { form: if understood { form } else { Self::example() }, view, with, ignored }
    }

    /// Takes one part of a fragment; whether it was understood.
    fn take(&mut self, key: &str, value: &str) -> bool {
        match (key, value) {
            ("bench", id) => self.benchmark = id.to_string(),
            ("pick", id) => {
                self.pick = id.to_string();
                if !id.is_empty() && self.picked().is_none() {
                    self.pick.clear();
                    return false;
                }
            }
            ("on" | "as_of", day) => self.as_of = day.to_string(),
            ("y" | "monthly_budget_usd", budget) => self.budget = budget.to_string(),
            ("admission", "reserved" | "expected" | "") => self.admission = value.to_string(),
            ("prod" | "production", "true" | "1") => self.production = true,
            ("prod" | "production", "false" | "0") => self.production = false,
            ("plans", list) => {
                let names: Vec<&str> = list.split(',').filter(|name| !name.is_empty()).collect();
                if names.iter().any(|name| !matches!(*name, "free" | "developer")) {
                    return false;
                }
                self.free = names.contains(&"free");
                self.developer = names.contains(&"developer");
            }
            ("my", list) => {
                let parts: Vec<&str> = list.split(',').collect();
                let read = parts.chunks(4).map(OwnLimit::read);
                match read.collect::<Option<Vec<_>>>() {
                    Some(limits) => self.add_limits(limits),
                    None => return false,
                }
            }
            _ => return self.service_mut().take(key, value),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use groq_calc::{Number, catalog::Capability};

    use super::*;
    use crate::form::{length::Length, state::tests::everything, unit::Unit};

    #[test]
    fn a_fragment_leads_back() {
        for view in View::ALL {
            let form = everything();
            let read = Form::read(&format!("#{}", form.fragment(view)));
            assert_eq!(read, Read { form, view, with: Vec::new(), ignored: Vec::new() });
        }
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_rest_kept() {
        let read = Form::read(
            "#v=1&requests_per_day=7&colour=red&input_tokens=%zz&plans=gold&unit=week&my=a,b",
        );
        assert_eq!(
            read.ignored,
            ["colour=red", "input_tokens=%zz", "plans=gold", "unit=week", "my=a,b"]
        );
        assert_eq!(read.form.fragment(View::Plan), "v=2&n=7");
    }

    #[test]
    fn an_empty_fragment_is_the_example() {
        for fragment in ["", "#", "#main"] {
            assert_eq!(Form::read(fragment).form, Form::example());
        }
        assert_eq!(Form::example().fragment(View::Plan), "v=2&n=2000&i=1500&o=500");
        assert_eq!(Form::read("#v=1").form, Form::default());
    }

    #[test]
    fn work_length_needs_benchmark_and_choice_stand_in_the_link() {
        let fragment = "v=2&n=9&i=5&a=2&length=hours&needs=tools,vision&bench=gpqa-diamond&pick=openai/gpt-oss-20b,developer,flex";
        let read = Form::read(fragment);
        assert_eq!((read.form.work(), read.ignored), (Work::Audio, Vec::new()));
        assert_eq!(read.form.fragment(View::Plan), fragment);
        let text = fragment.replace("v=2&", "v=2&work=text&");
        let read = Form::read(&text);
        assert_eq!((read.form.work(), &*read.form.fragment(View::Plan)), (Work::Text, &*text));
        assert_eq!(Form::read("v=2&pick=a,b,c&needs=wings").ignored.len(), 2);
    }

    #[test]
    fn services_stand_in_the_link_each_with_its_name() {
        let mut form = Form::example();
        form.set_named("monthly_budget_usd", "$350");
        form.add_service(|number| format!("Service {number}"));
        form.set_name("Q&A ~ 100%=½".to_string());
        form.set_growth("10".to_string());
        form.set_named("requests_per_month", "9k");
        form.set_unit(Unit::Month);
        form.set_needs(Capability::Tools, true);
        form.add_service(|number| format!("Service {number}"));
        for view in [View::Plan, View::Share] {
            let read = Form::read(&form.fragment(view));
            assert_eq!(read, Read { form: form.clone(), view, with: vec![], ignored: vec![] });
        }
        let names: Vec<_> = form.services().iter().map(|one| one.name.as_str()).collect();
        assert_eq!((names, form.open()), (vec!["Service 1", "Q&A ~ 100%=½", "Service 2"], 2));
        let read = Form::read("service=name%3Da%26wings%3D2&open=9");
        assert_eq!((read.ignored, read.form.is_alone()), (vec!["wings=2".to_string()], true));
        let many = vec!["service=n%3D1"; 13].join("&");
        let read = Form::read(&many);
        assert_eq!((read.form.services().len(), read.ignored.len()), (12, 1));
    }

    #[test]
    fn old_names_and_paths_of_views_lead_to_the_places() {
        for (address, view) in [
            ("view=paste", View::Paste),
            ("view=diagnose", View::Paste),
            ("view=replay", View::Replay),
            ("view=facts", View::Facts),
            ("view=reference", View::Reference),
            ("view=plan", View::Plan),
            ("/plan", View::Plan),
            ("#/simulate", View::Replay),
        ] {
            let read = Form::read(address);
            assert_eq!((read.view, read.ignored), (view, Vec::new()), "{address}");
        }
    }

    /// Links that are out in the world, to the letter.
    #[test]
    fn links_of_the_first_version_still_work() {
        for (link, now) in [
            (
                "#v=1&requests_per_day=2k&input_tokens=1.5k&output_tokens=500",
                "v=2&n=2k&i=1.5k&o=500",
            ),
            (
                "#v=1&requests_per_day=1000&input_tokens=400&output_tokens=100&as_of=2026-06-04&plans=free&model=openai%2Fgpt-oss-120b",
                "v=2&n=1000&i=400&o=100&on=2026-06-04&plans=free&model=openai/gpt-oss-120b",
            ),
            (
                "#v=1&requests_per_day=20&audio_seconds=4.91&monthly_budget_usd=%2420&plans=free,developer&production=true&use_case=first-test",
                "v=2&n=20&a=4.91&y=%2420&prod=1&use=first-test",
            ),
            (
                "#v=1&requests_per_day=9&cached_input_tokens=1&max_completion_tokens=2&peak_requests_per_minute=3&active_hours_per_day=4&days_per_month=5&batch_share_percent=6&request_seconds=7&safety_margin_percent=8&characters=9&web_search_basic=1&web_search_advanced=2&visit_website=3&code_execution_seconds=4&browser_automation_seconds=5&min_context=6",
                "v=2&n=9&c=1&x=2&h=4&p=3&d=5&b=6&s=8&r=7&k=9&ws=1&wa=2&wv=3&wc=4&wb=5&w=6",
            ),
        ] {
            let read = Form::read(link);
            assert_eq!(read.ignored, Vec::<String>::new(), "{link}");
            assert_eq!(read.form.fragment(View::Plan), now);
        }
    }

    #[test]
    fn kinds_of_call_and_a_profile_stand_in_the_link() {
        let mut form = Form::example();
        form.add_call(|number| format!("Service {number}"));
        form.set_named("requests_per_day", "1.5k & more");
        form.set_named("output_tokens", "100%");
        form.add_call(|number| format!("Service {number}"));
        form.set_work(Work::Audio);
        form.set_length(Length::Minutes);
        form.set_named("audio_seconds", "2.5");
        form.set_named("min_context", "8k");
        form.show_call(1);
        form.service_mut().profile = Some((0..24).map(Number::from).collect());
        for view in [View::Plan, View::Report] {
            let read = Form::read(&form.fragment(view));
            assert_eq!(read, Read { form: form.clone(), view, with: vec![], ignored: vec![] });
        }
        form.add_service(|number| format!("Service {number}"));
        let read = Form::read(&form.fragment(View::Plan));
        assert_eq!((read.form, read.ignored), (form, vec![]));
        let read =
            Form::read("service=n%3D1%26call%3Dn%253D2%2526w%253D8k%2526name%253Dx%26shown%3D7");
        assert_eq!(
            (read.form.service().shown(), read.ignored),
            (1, vec!["w=8k".to_string(), "name=x".to_string()])
        );
    }
}

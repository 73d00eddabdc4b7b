//! The services of the form and their kinds of call: which are open, and what is
//! added, copied, moved and deleted.

use groq_calc::question::MOST_SERVICES;

use crate::form::{service::Service, state::Form};

impl Form {
    /// The services; one where a single workload is asked about.
    pub(crate) fn services(&self) -> &[Service] {
        &self.services
    }

    /// Whether one workload is asked about. A service that is more than that is planned
    /// as an organisation of one.
    pub(crate) fn is_alone(&self) -> bool {
        self.services.len() == 1 && self.services.iter().all(Service::is_workload)
    }

    /// Which service the fields are of.
    pub(crate) fn open(&self) -> usize {
        self.open
    }

    /// The service that the fields are of.
    pub(crate) fn service(&self) -> &Service {
        // There is always one that is open.
        &self.services[self.open.min(self.services.len() - 1)]
    }

    pub(super) fn service_mut(&mut self) -> &mut Service {
        let last = self.services.len() - 1;
        &mut self.services[self.open.min(last)]
    }

    /// Opens another service.
    pub(crate) fn set_open(&mut self, index: usize) {
        self.open = index.min(self.services.len() - 1);
    }

    /// Takes the name of the open service.
    pub(crate) fn set_name(&mut self, name: String) {
        self.service_mut().name = name;
    }

    /// Takes the growth of the open service.
    pub(crate) fn set_growth(&mut self, growth: String) {
        self.service_mut().growth = growth;
    }

    /// Takes the model of a service.
    pub(crate) fn set_model_of(&mut self, index: usize, model: String) {
        if let Some(service) = self.services.get_mut(index) {
            service.model = model;
        }
    }

    /// Whether there is room for another service.
    pub(crate) fn has_room(&self) -> bool {
        self.services.len() < MOST_SERVICES
    }

    /// Adds an empty service and opens it; `name` makes names that are not taken.
    pub(crate) fn add_service(&mut self, name: impl Fn(usize) -> String) {
        if !self.has_room() {
            return;
        }
        self.pick.clear();
        self.name_service(&name);
        let service = Service { name: self.free_name(&name), ..Service::default() };
        self.open = self.services.len();
        self.services.push(service);
    }

    /// Puts a copy of the open service behind it, and opens that.
    pub(crate) fn copy_service(&mut self, name: impl Fn(usize, &str) -> String) {
        if !self.has_room() {
            return;
        }
        let mut copy = self.service().clone();
        copy.name = self.free_name(&|number| name(number, &copy.name));
        self.open += 1;
        self.services.insert(self.open, copy);
    }

    /// Deletes the open service; the last one stays.
    pub(crate) fn delete_service(&mut self) {
        if self.services.len() == 1 {
            return;
        }
        self.services.remove(self.open);
        self.open = self.open.min(self.services.len() - 1);
    }

    /// Moves the open service one place up or down.
    pub(crate) fn move_service(&mut self, up: bool) {
        let to = if up { self.open.checked_sub(1) } else { Some(self.open + 1) };
        if let Some(to) = to.filter(|to| *to < self.services.len()) {
            self.services.swap(self.open, to);
            self.open = to;
        }
    }

    /// Takes the figures of another form's workload for the open service.
    pub(crate) fn fill_service(&mut self, other: &Self, name: String) {
        let service = self.service_mut();
        let (growth, profile) = (std::mem::take(&mut service.growth), service.profile.take());
        *service = Service { name, growth, profile, ..other.service().clone() };
    }

    /// Shows another kind of call of the open service in the fields.
    pub(crate) fn show_call(&mut self, index: usize) {
        let service = self.service_mut();
        service.shown = index.min(service.calls.len() - 1);
    }

    /// Adds an empty kind of call to the open service, counted as the one that was
    /// shown, and shows it; `name` makes names that are not taken.
    pub(crate) fn add_call(&mut self, name: impl Fn(usize) -> String) {
        self.pick.clear();
        self.name_service(&name);
        let service = self.service_mut();
        service.calls.push(service.call().another());
        service.shown = service.calls.len() - 1;
    }

    /// Removes a kind of call of the open service; the last one stays.
    pub(crate) fn remove_call(&mut self, index: usize) {
        let service = self.service_mut();
        if service.calls.len() > 1 && index < service.calls.len() {
            service.calls.remove(index);
            service.shown -= usize::from(service.shown > index);
        }
    }

    /// Forgets how the requests of the open service are spread over the day.
    pub(crate) fn drop_profile(&mut self) {
        self.service_mut().profile = None;
    }

    /// The open service gets a name, where it has none.
    fn name_service(&mut self, name: &impl Fn(usize) -> String) {
        if self.service().name.is_empty() {
            let first = self.free_name(name);
            self.service_mut().name = first;
        }
    }

    /// The first of the names that no service has.
    fn free_name(&self, name: &impl Fn(usize) -> String) -> String {
        let is_free = |name: &String| self.services.iter().all(|other| other.name != *name);
        (1..).map(name).find(is_free).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{fields::index_of, work::Work};

    fn services(form: &Form) -> Vec<&str> {
        form.services().iter().map(|service| service.name.as_str()).collect()
    }

    #[test]
    fn services_are_added_copied_moved_and_deleted() {
        let name = |number: usize| format!("S{number}");
        let mut form = Form::example();
        form.add_service(name);
        assert_eq!((services(&form), form.open()), (vec!["S1", "S2"], 1));
        assert_eq!((form.number(0), form.is_blank()), ("", false));
        form.set_open(0);
        assert_eq!(form.number(0), "2000");
        form.copy_service(|number, of| format!("{of}.{number}"));
        assert_eq!((services(&form), form.open()), (vec!["S1", "S1.1", "S2"], 1));
        assert_eq!(form.number(0), "2000");
        form.move_service(false);
        form.move_service(false);
        assert_eq!((services(&form), form.open()), (vec!["S1", "S2", "S1.1"], 2));
        form.move_service(true);
        assert_eq!((services(&form), form.open()), (vec!["S1", "S1.1", "S2"], 1));
        for _ in 0..5 {
            form.delete_service();
        }
        assert_eq!(services(&form), ["S1"]);
        for _ in 0..20 {
            form.add_service(name);
        }
        assert_eq!(form.services().len(), 12);
    }

    #[test]
    fn kinds_of_call_are_added_shown_and_removed() {
        let mut form = Form::example();
        let shown = |form: &Form| (form.service().shown(), form.number(0).to_string());
        form.set_work(Work::Audio);
        form.set_named("min_context", "8k");
        form.add_call(|number| format!("S{number}"));
        assert_eq!((shown(&form), services(&form)), ((1, String::new()), vec!["S1"]));
        assert_eq!((form.work(), form.is_alone()), (Work::Audio, false));
        // Conditions are those of the service, whichever call is shown.
        let context = index_of("min_context").unwrap();
        assert_eq!(form.number(context), "8k");
        form.set_number(0, "300".to_string());
        form.show_call(0);
        assert_eq!(shown(&form), (0, "2000".to_string()));
        form.add_call(|number| format!("S{number}"));
        form.remove_call(0);
        assert_eq!(shown(&form), (1, String::new()));
        form.show_call(9);
        form.remove_call(1);
        form.remove_call(0);
        assert_eq!((shown(&form), form.is_alone()), ((0, "300".to_string()), true));
        assert_eq!(form.number(context), "8k");
    }

    #[test]
    fn a_service_that_says_more_than_a_workload_is_planned_as_an_organisation() {
        for (more, is_alone) in [
            ("", true),
            ("%26h%3D8%26needs%3Dtools%26w%3D8k", true),
            ("%26growth%3D5", false),
            ("%26y%3D20", false),
            ("%26profile%3D1%2C2", false),
            ("%26call%3Dn%253D5%2526i%253D60", false),
        ] {
            let fragment = format!("service=name%3DA%26n%3D300%26i%3D900{more}");
            let read = Form::read(&fragment);
            assert_eq!((read.form.is_alone(), read.ignored), (is_alone, vec![]), "{more}");
            let mut form = read.form;
            form.delete_service();
            assert_eq!(services(&form), ["A"], "the last one stays");
        }
    }
}

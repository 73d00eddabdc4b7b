use alloc::vec::Vec;

use crate::{
    cause::Cause,
    request::{fields::Takes, state::Check},
};

impl Check {
    /// Fields that the API does not know.
    pub(super) fn unknown(&mut self, known: &[(&str, Takes)]) {
        let is_known = |name: &str| known.iter().any(|(known, _)| *known == name);
        let unknown: Vec<_> = self.fields.keys().filter(|name| !is_known(name)).cloned().collect();
        for name in unknown {
            self.leave_out(&name);
            self.refuse(&name, Cause::UnknownProperty { name: name.clone() });
        }
    }

    /// Fields whose value is of another type or out of range.
    pub(super) fn values(&mut self, known: &[(&str, Takes)]) {
        for (name, takes) in known {
            let Some((cause, instead)) = self.given(name).and_then(|value| takes.wrong(value))
            else {
                continue;
            };
            match instead {
                Some(value) => self.set(name, value),
                None => self.leave_out(name),
            }
            // Without them there is no request.
            let mended = !matches!(*name, "messages" | "model");
            self.refuse_where(name, cause, mended);
        }
    }
}

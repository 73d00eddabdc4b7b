//! Figures handed over to the plan. The address is where the plan lives, so it
//! is what changes; the plan follows it as it follows a link.

use groq_calc::Plan;
use groq_catalog::CATALOG;

use super::seen::SeenLimit;
use crate::{
    browser::address,
    form::{own_limit::OwnLimit, state::Form, view::View, work::Work},
};

/// Tokens of a request.
pub(super) struct Figures {
    pub(super) input: u64,
    pub(super) cached_input: u64,
    pub(super) output: u64,
    pub(super) max_completion_tokens: u64,
}

/// Puts measured tokens into the workload.
pub(super) fn figures(figures: &Figures) {
    change(|form| put(form, figures));
}

fn put(form: &mut Form, figures: &Figures) {
    form.leave_month();
    form.set_work(Work::Text);
    for (name, count) in [
        ("input_tokens", figures.input),
        ("cached_input_tokens", figures.cached_input),
        ("output_tokens", figures.output),
        ("max_completion_tokens", figures.max_completion_tokens),
    ] {
        form.set_named(name, &count.to_string());
    }
}

/// Puts the caps that were seen into one's own limits.
pub(super) fn limits(seen: &[SeenLimit], plan: Plan) {
    let own = seen.iter().filter_map(|seen| {
        // The question refuses limits of a model that the catalog does not know.
        CATALOG.model(&seen.model)?;
        let limit = groq_calc::Limit::parse(seen.limit.name())?;
        let cap = seen.bucket.limit?.to_string();
        Some(OwnLimit { model: seen.model.clone(), plan, limit, cap })
    });
    let own: Vec<_> = own.collect();
    change(|form| form.add_limits(own));
}

fn change(change: impl FnOnce(&mut Form)) {
    let mut form = Form::read(&address::fragment()).form;
    change(&mut form);
    address::follow(&form.fragment(View::Live));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_tokens_are_in_the_question() {
        for fragment in ["", "#v=2&unit=month&mn=3000&mi=3000000&mo=300000"] {
            let mut form = Form::read(fragment).form;
            put(
                &mut form,
                &Figures { input: 900, cached_input: 128, output: 70, max_completion_tokens: 512 },
            );
            let (question, _) = form.question().unwrap();
            let workload = question.workload;
            assert_eq!(
                (
                    workload.input_tokens.get(),
                    workload.cached_input_tokens.get(),
                    workload.output_tokens.get()
                ),
                (900, 128, 70),
                "{fragment}"
            );
            assert_eq!(workload.max_completion_tokens.map(|most| most.get()), Some(512));
        }
    }
}

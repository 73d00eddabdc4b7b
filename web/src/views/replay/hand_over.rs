//! The traffic of a log, as a question to the plan.

use groq_calc::replay::Profile;

use crate::{
    browser::address,
    form::{fields::default_text, state::Form, view::View},
};

/// Puts the traffic into the plan and goes there; a step back leads here again.
pub(super) fn plan_with(profile: &Profile) {
    let mut form = Form::read(&address::fragment()).form;
    put(&mut form, profile);
    address::go(&form.fragment(View::Plan));
}

fn put(form: &mut Form, profile: &Profile) {
    let workload = profile.workload();
    form.leave_month();
    for (name, number) in [
        ("requests_per_day", workload.requests_per_day),
        ("input_tokens", workload.input_tokens),
        ("cached_input_tokens", workload.cached_input_tokens),
        ("output_tokens", workload.output_tokens),
        ("max_completion_tokens", None),
        ("audio_seconds", workload.audio_seconds),
        ("characters", None),
        ("peak_requests_per_minute", workload.peak_requests_per_minute),
        ("active_hours_per_day", workload.active_hours_per_day),
    ] {
        let text = number.map_or_else(|| default_text(name), |number| number.as_str().to_string());
        form.set_named(name, &text);
    }
    form.follow_numbers();
}

#[cfg(test)]
mod tests {
    use groq_calc::replay::{Profiler, Sample};

    use super::*;

    #[test]
    fn a_log_becomes_a_question() {
        let rows: Vec<_> = Sample::new(1, 2_000).collect();
        let mut profiler = Profiler::default();
        profiler.add(&rows);
        let profile = profiler.finish();
        let mut form = Form::read("#v=2&unit=month&mn=3000&mi=3000000&mo=300000").form;
        put(&mut form, &profile);
        let (question, _) = form.question().unwrap();
        let workload = question.workload;
        assert_eq!(workload.requests_per_day().to_string(), rows.len().to_string());
        assert_eq!(workload.input_tokens.get(), profile.input.mean);
        let peak = workload.peak_requests_per_minute.map(|requests| requests.get().to_string());
        assert_eq!(peak, Some(profile.busiest_minute.to_string()));
    }
}

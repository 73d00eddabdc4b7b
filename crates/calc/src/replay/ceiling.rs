use crate::{
    catalog::{
        admission::Admission,
        limits::{Caps, Limit, LimitSet},
        measure::Amounts,
    },
    replay::{request::Request, rules::Rules},
};

/// What a single request may ask for. One above it can never pass, however
/// long it waits.
///
/// As in a plan, a request asks for its whole prompt, cached or not, and for
/// the completion that it reserves, or by the other rule of admission for the
/// one that it writes: it needs that much of TPM and TPD, its prompt of ITPM,
/// that completion of OTPM, its audio of ASH and ASD. By either rule, prompt and
/// reserved completion have to be within the context window, and the latter
/// within the model's completion cap. What a request then uses is at most what
/// it asked for, so whatever is not above the ceiling passes in the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ceiling {
    /// Prompt and the completion that counts.
    asked: u64,
    input: u64,
    /// The completion that counts.
    held: u64,
    audio_ms: u64,
    admission: Admission,
    /// A cap of no requests at all.
    closed: bool,
    caps: Caps,
    context: [u64; 2],
}

impl Ceiling {
    pub(super) fn new(rules: &Rules) -> Self {
        let cap = |limit: Limit| rules.caps.figure(limit).unwrap_or(u64::MAX);
        let window = rules.context.window.unwrap_or(u64::MAX);
        let completion = rules.context.max_completion.unwrap_or(u64::MAX);
        Self {
            asked: cap(Limit::TPM).min(cap(Limit::TPD)),
            input: cap(Limit::ITPM),
            held: cap(Limit::OTPM),
            admission: rules.admission,
            audio_ms: cap(Limit::ASH).min(cap(Limit::ASD)).saturating_mul(1000),
            closed: cap(Limit::RPM) == 0 || cap(Limit::RPD) == 0,
            caps: rules.caps,
            context: [window, completion],
        }
    }

    /// Whether a request is above it.
    pub(super) fn stops(&self, request: &Request) -> bool {
        self.stops_tokens(request)
            || u64::from(request.input) > self.input
            || u64::from(request.audio_ms) > self.audio_ms
    }

    /// The same where no limit is on prompts alone or on audio.
    #[inline]
    pub(super) fn stops_tokens(&self, request: &Request) -> bool {
        let (input, reserved) = (u64::from(request.input), request.reserved());
        let held = self.admission.held(request.output.into(), reserved);
        let [window, completion] = self.context;
        (input + held > self.asked)
            | (held > self.held)
            | (input + reserved > window)
            | (reserved > completion)
            | self.closed
    }

    /// Which limits a request is above, and whether the context as well.
    pub(super) fn causes(&self, request: &Request) -> (LimitSet, bool) {
        let reserved = request.reserved();
        let held = self.admission.held(request.output.into(), reserved);
        let amounts = Amounts { output: held, ..request.asked() };
        let above = |limit: &Limit| {
            let needs = limit.measure.of(&amounts).div_ceil(limit.measure.subunits());
            self.caps.figure(*limit).is_some_and(|cap| needs > cap)
        };
        let limits = Limit::ALL.into_iter().filter(above).collect();
        let [window, completion] = self.context;
        (limits, u64::from(request.input) + reserved > window || reserved > completion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{model::Context, pricing::Prices};

    fn request(input: u32, output: u32, max: u32, audio: u32) -> Request {
        let row = Request::new(0, input, input / 2, output).unwrap();
        row.with_max_completion(max).unwrap().with_audio(audio).unwrap()
    }

    #[track_caller]
    fn check(rules: Rules, request: Request, limits: &[Limit], context: bool) {
        let ceiling = Ceiling::new(&rules);
        let expected: LimitSet = limits.iter().copied().collect();
        assert_eq!(ceiling.causes(&request), (expected, context));
        assert_eq!(ceiling.stops(&request), context || !limits.is_empty());
    }

    #[test]
    fn admits_a_request_at_each_cap_and_rejects_one_above() {
        let rules = |limit, cap| Rules::new(Caps::NONE.with(limit, cap), Prices::NONE);
        for limit in [Limit::TPM, Limit::TPD] {
            // Cached tokens are asked for too, and the larger of two completions.
            check(rules(limit, 100), request(60, 40, 0, 0), &[], false);
            check(rules(limit, 100), request(60, 41, 0, 0), &[limit], false);
            check(rules(limit, 100), request(60, 3, 41, 0), &[limit], false);
        }
        check(rules(Limit::ITPM, 60), request(60, 99, 0, 0), &[], false);
        check(rules(Limit::ITPM, 60), request(61, 0, 0, 0), &[Limit::ITPM], false);
        check(rules(Limit::OTPM, 40), request(99, 40, 39, 0), &[], false);
        check(rules(Limit::OTPM, 40), request(0, 39, 41, 0), &[Limit::OTPM], false);
        for limit in [Limit::ASH, Limit::ASD] {
            check(rules(limit, 3), request(0, 0, 0, 3000), &[], false);
            check(rules(limit, 3), request(0, 0, 0, 3001), &[limit], false);
        }
        for limit in [Limit::RPM, Limit::RPD] {
            check(rules(limit, 1), request(0, 0, 0, 0), &[], false);
            check(rules(limit, 0), request(0, 0, 0, 0), &[limit], false);
        }
        check(rules(Limit::ASH, u64::MAX), request(0, 0, 0, 1), &[], false);
    }

    #[test]
    fn by_what_is_expected_only_the_answer_counts_against_limits() {
        let context = Context { window: Some(200), max_completion: Some(90) };
        let caps = Caps::NONE.with(Limit::TPM, 100).with(Limit::OTPM, 40);
        let admission = Admission::Expected;
        let rules = Rules { context, admission, ..Rules::new(caps, Prices::NONE) };
        check(rules, request(60, 40, 90, 0), &[], false);
        check(rules, request(61, 40, 0, 0), &[Limit::TPM], false);
        check(rules, request(0, 41, 0, 0), &[Limit::OTPM], false);
        check(rules, request(0, 1, 91, 0), &[], true);
        check(rules, request(111, 1, 90, 0), &[Limit::TPM], true);
    }

    #[test]
    fn rejects_a_request_above_the_models_own_size() {
        let context = Context { window: Some(100), max_completion: Some(40) };
        let caps = Caps::NONE.with(Limit::TPM, 110).with(Limit::TPD, 105);
        let rules = Rules { context, ..Rules::new(caps, Prices::NONE) };
        check(rules, request(60, 40, 0, 0), &[], false);
        check(rules, request(61, 40, 0, 0), &[], true);
        check(rules, request(0, 41, 0, 0), &[], true);
        check(rules, request(66, 0, 40, 0), &[Limit::TPD], true);
        check(rules, request(71, 0, 40, 0), &[Limit::TPM, Limit::TPD], true);
    }
}

use groq_calc::{Date, Plan};
use groq_catalog::CATALOG;
use groq_paste::{Basis, Groups, MAX_BYTES, NotChecked, Setting, check, read};
use groq_tokens::{Counter, Family};
use serde::{Deserialize, Serialize};

use crate::{
    difference::difference,
    explanation::{Explanation, Left},
    reply::{Group, Reading, WorkerReply},
};

/// What is asked of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The model to count and check for; empty for the one that is named.
    pub model: String,
    /// The plan whose limits count: `free` or `developer`.
    pub plan: String,
    /// The day whose models and limits count; empty for the newest.
    pub as_of: String,
}

impl Job {
    /// Runs it: both the job and the reply are JSON.
    pub fn run(job: &str, text: &str, exact: Option<&dyn Counter>) -> String {
        let reply = match serde_json::from_str::<Self>(job) {
            Ok(job) => job.reply(text, exact).unwrap_or_else(|text| WorkerReply::Failed { text }),
            Err(error) => WorkerReply::Failed { text: error.to_string() },
        };
        // It has text for keys everywhere, so that it can always be written.
        serde_json::to_string(&reply).unwrap_or_default()
    }

    /// The reply about a text; `exact` is the vocabulary of gpt-oss.
    ///
    /// # Errors
    ///
    /// For an unknown plan or day.
    pub fn reply(&self, text: &str, exact: Option<&dyn Counter>) -> Result<WorkerReply, String> {
        let plan = Plan::parse(&self.plan).ok_or_else(|| format!("no plan is {}", self.plan))?;
        let model = (!self.model.is_empty()).then_some(self.model.as_str());
        let day = match self.as_of.as_str() {
            "" => CATALOG.newest(),
            day => Date::parse(day).ok_or_else(|| format!("{day} is no date"))?,
        };
        let setting = Setting { catalog: &CATALOG, day, admission: None, model, exact };
        let mut reading = match read(text, &setting) {
            Ok(reading) => reading,
            Err(error) if error.is_empty() => return Ok(WorkerReply::Empty),
            Err(error) if error.is_too_long() => {
                return Ok(WorkerReply::TooLong { most: MAX_BYTES });
            }
            Err(error) => return Err(error.to_string()),
        };
        // Of one request an error tells more than what it asks for by our count.
        let request = match reading.bodies.as_slice() {
            [one] => Some(one),
            _ => None,
        };
        let error = Explanation::find(text, request, &CATALOG, day);
        let most = error.as_ref().and_then(|error| error.reserve.as_ref()?.most);
        let (mut refused, mut not_corrected, mut corrected) = (0, 0, Vec::new());
        let (mut groups, mut not_checked) = (Groups::default(), Vec::new());
        for (index, body) in reading.bodies.iter().enumerate() {
            let Ok(checked) = check(body, plan, &setting) else {
                // Nothing but JSON of another form; it stays as it is.
                corrected.push(body.text());
                continue;
            };
            refused += usize::from(checked.is_refused());
            not_corrected += usize::from(!checked.is_corrected);
            groups.add(index + 1, &checked.findings);
            let one = |part: &NotChecked| (part.code().to_owned(), part.to_string());
            not_checked = checked.not_checked.iter().map(one).collect();
            corrected.push(match most.and_then(|most| body.with_most_completion(most)) {
                Some(less) => check(&less, plan, &setting)
                    .map_or_else(|_| less.text(), |checked| checked.corrected),
                None => checked.corrected,
            });
        }
        let estimated = reading.figures.iter().any(|figure| figure.basis == Basis::Estimated);
        let family = reading.model.as_deref().map_or(Family::GptOss, Family::of);
        let figures = core::mem::take(&mut reading.figures);
        let is_changed = most.is_some() || !groups.list().is_empty();
        let corrected = match (is_changed, corrected.as_slice()) {
            (false, _) => String::new(),
            (true, [one]) => pretty(one),
            (true, several) => several.join("\n"),
        };
        let difference = match reading.bodies.as_slice() {
            [one] if is_changed => difference(&pretty(&one.text()), &corrected),
            _ => Vec::new(),
        };
        Ok(WorkerReply::Read(Reading {
            seen: reading.explained,
            error,
            left: Left::find(text),
            model: reading.model,
            figures: figures.into_iter().map(Into::into).collect(),
            spreads: reading.spreads,
            notes: reading.notes,
            countable: estimated && family == Family::GptOss,
            checked: reading.bodies.len(),
            refused,
            not_corrected,
            // Of several requests each has its own.
            not_checked: if reading.bodies.len() == 1 { not_checked } else { Vec::new() },
            groups: groups.list().iter().map(Group::from).collect(),
            corrected,
            difference,
        }))
    }
}

/// A request over several lines, as people write it.
fn pretty(json: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(json);
    let lines = value.and_then(|value| serde_json::to_string_pretty(&value));
    lines.unwrap_or_else(|_| json.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{difference::Mark, reply::Cause};

    fn reply(text: &str, model: &str) -> WorkerReply {
        let job = Job { model: model.into(), plan: "free".into(), as_of: String::new() };
        let job = serde_json::to_string(&job).expect("JSON");
        serde_json::from_str(&Job::run(&job, text, None)).expect("the reply is JSON")
    }

    #[test]
    fn a_prompt_is_countable_where_gpt_oss_is_meant() {
        for (model, expected) in
            [("", true), ("openai/gpt-oss-20b", true), ("qwen/qwen3.8-27b", false)]
        {
            let WorkerReply::Read(Reading { countable, corrected, checked, .. }) =
                reply("Where is it?", model)
            else {
                panic!("{model}")
            };
            assert_eq!((countable, corrected.as_str(), checked), (expected, "", 1), "{model}");
        }
        assert_eq!(reply(" \n", ""), WorkerReply::Empty);
    }

    #[test]
    fn what_is_found_comes_with_its_request() {
        let one = r#"{"messages":[{"role":"user","content":"Hi"}],"model":"openai/gpt-oss-20b"}"#;
        let two = one.replace(r#"],"#, r#"],"n":2,"max_completion_tokens":20000,"#);
        let WorkerReply::Read(Reading {
            checked, refused, not_corrected, groups, corrected, ..
        }) = reply(&format!("{one}\n{two}"), "")
        else {
            panic!("two requests")
        };
        assert_eq!((checked, refused, not_corrected), (2, 1, 0));
        let places: Vec<_> =
            groups.iter().map(|group| (group.path.as_str(), group.first_request)).collect();
        assert_eq!(places, [("n", 2), ("max_completion_tokens", 2)]);
        let Cause::Reserve { limit, cap, .. } = &groups[1].cause else {
            panic!("{:?}", groups[1].cause)
        };
        assert_eq!((limit.as_str(), *cap), ("TPM", 8000));
        assert_eq!(corrected.lines().count(), 2);
        assert!(!corrected.contains("\"n\""), "{corrected}");
    }

    #[test]
    fn many_equal_findings_become_few_groups() {
        let one =
            r#"{"n":2,"model":"openai/gpt-oss-20b","messages":[{"role":"user","content":"Hi"}]}"#;
        let lines = vec![one; 10_000].join("\n");
        let names = vec![r#"{"role":"user","content":"Hi","name":"a"}"#; 10_000].join(",");
        let one = format!(r#"{{"model":"openai/gpt-oss-20b","messages":[{names}]}}"#);
        for (text, field, count, requests) in
            [(lines, "n", 10_000, 10_000), (one, "messages[*].name", 10_000, 1)]
        {
            let WorkerReply::Read(Reading { groups, .. }) = reply(&text, "") else {
                panic!("{field}")
            };
            let group = groups.iter().find(|group| group.field == field).expect(field);
            assert_eq!((group.count, group.requests, group.first_request), (count, requests, 1));
            assert!(groups.len() <= 2, "{groups:?}");
        }
    }

    #[test]
    fn one_request_is_corrected_as_people_write_it() {
        let text = r#"{"n":2,"model":"openai/gpt-oss-20b","messages":[{"role":"user","content":"Hi"}],"store":true,"stop":"."}"#;
        let WorkerReply::Read(Reading { corrected, .. }) = reply(text, "") else {
            panic!("a request")
        };
        let names: Vec<_> =
            corrected.lines().filter(|line| line.starts_with("  \"")).map(str::trim).collect();
        assert_eq!(names.len(), 3, "{corrected}");
        if cfg!(feature = "ordered") {
            let starts = ["\"model\"", "\"messages\"", "\"stop\""];
            let mut both = names.iter().zip(starts);
            assert!(both.all(|(line, start)| line.starts_with(start)), "{corrected}");
        }
    }

    const LARGE: &str = "groq.APIStatusError: Error code: 413 - {'error': {'message': 'Request too large for model `openai/gpt-oss-120b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 12871, please reduce your message size and try again.', 'type': 'tokens', 'code': 'rate_limit_exceeded'}}";

    fn read(text: &str) -> Reading {
        match reply(text, "") {
            WorkerReply::Read(reading) => reading,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_error_is_explained_with_its_figures() {
        let body = "{\"error\":{\"message\":\"Request too large for model `openai/gpt-oss-120b` on tokens per minute (TPM): Limit 8000, Requested 12871, please reduce\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}";
        for text in [LARGE, &format!("HTTP/1.1 413 Payload Too Large\n\n{body}")] {
            let Reading { error, checked, .. } = read(text);
            let error = error.expect(text);
            let figures = error.figures.expect(text);
            assert_eq!((figures.cap, figures.requested, figures.above), (8000, 12871, Some(4871)));
            assert_eq!((error.status, error.entry.as_deref()), (413, Some("413")));
            assert_eq!(error.wait_text, "waiting never helps");
            assert_eq!((checked, error.reserve), (0, None));
            let first = &error.passes[0];
            assert_eq!((first.plan.as_str(), first.cap), ("developer", Some(250_000)));
        }
        assert!(read("What is the status of error 429?").error.is_none());
    }

    #[test]
    fn a_request_beside_its_error_is_corrected_by_the_figures_of_the_error() {
        let request = r#"{
  "model": "openai/gpt-oss-120b",
  "messages": [{"role": "user", "content": "Which rules apply to travel?"}],
  "max_completion_tokens": 8192
}"#;
        for text in [format!("{LARGE}\n\n{request}"), format!("{request}\n\n{LARGE}")] {
            let Reading { error, corrected, difference, checked, .. } = read(&text);
            let reserve = error.expect("an error").reserve.expect("what it reserves");
            assert_eq!((reserve.prompt, reserve.now, reserve.most), (4679, 8192, Some(3321)));
            assert!(!reserve.prompt_helps, "{text}");
            assert_eq!(checked, 1);
            assert!(corrected.contains("\"max_completion_tokens\": 3321"), "{corrected}");
            let of = |mark| {
                let lines = difference.iter().filter(|(one, _)| *one == mark);
                lines.map(|(_, text)| text.trim().trim_end_matches(',')).collect::<Vec<_>>()
            };
            assert_eq!(of(Mark::Removed), ["\"max_completion_tokens\": 8192"]);
            assert_eq!(of(Mark::Added), ["\"max_completion_tokens\": 3321"]);
        }
    }

    #[test]
    fn headers_tell_what_is_left() {
        let text = "x-ratelimit-limit-requests: 1000\nx-ratelimit-remaining-requests: 993\n\
                    x-ratelimit-limit-tokens: 8000\nx-ratelimit-remaining-tokens: 3109\n\
                    x-ratelimit-reset-tokens: 36.7s";
        let Reading { seen, left, checked, .. } = read(text);
        assert_eq!((seen.to_string().as_str(), checked), ("The headers of an answer.", 0));
        let left: Vec<_> = left
            .iter()
            .map(|one| (one.limit.as_str(), one.remaining, one.full_in.as_deref()))
            .collect();
        assert_eq!(left, [("RPD", Some(993), None), ("TPM", Some(3109), Some("36.7s"))]);
    }

    #[test]
    fn the_prompt_tokens_are_those_of_the_whole_reading() {
        for text in
            ["Where is my order?", "{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}"]
        {
            let job = Job { plan: "free".into(), ..Job::default() };
            let job = serde_json::to_string(&job).expect("JSON");
            let WorkerReply::Read(Reading { figures, .. }) = reply(text, "") else {
                panic!("{text}")
            };
            let figure = figures.iter().find(|figure| figure.field == "input_tokens").expect(text);
            let tokens = WorkerReply::input_tokens(&Job::run(&job, text, None));
            assert_eq!(tokens, figure.value.parse().ok(), "{text}");
        }
        for reply in ["", "{}", r#"{"kind":"empty"}"#, r#"{"kind":"read","figures":[]}"#] {
            assert_eq!(WorkerReply::input_tokens(reply), None, "{reply}");
        }
    }

    #[test]
    fn a_job_that_cannot_be_read_says_so() {
        let reply: WorkerReply = serde_json::from_str(&Job::run("{", "x", None)).expect("JSON");
        assert!(matches!(reply, WorkerReply::Failed { .. }));
    }
}

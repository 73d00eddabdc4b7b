use groq_calc::{Date, Plan};
use groq_catalog::CATALOG;
use groq_paste::{Basis, Groups, MAX_BYTES, Setting, check, read};
use groq_tokens::{Counter, Family};
use serde::{Deserialize, Serialize};

use crate::reply::{Group, Reading, WorkerReply};

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
        let (mut refused, mut not_corrected, mut corrected) = (0, 0, Vec::new());
        let mut groups = Groups::default();
        for (index, body) in reading.bodies.iter().enumerate() {
            let Ok(checked) = check(body, plan, &setting) else {
                // Nothing but JSON of another form; it stays as it is.
                corrected.push(body.text());
                continue;
            };
            refused += usize::from(checked.is_refused());
            not_corrected += usize::from(!checked.is_corrected);
            groups.add(index + 1, &checked.findings);
            corrected.push(checked.corrected);
        }
        let estimated = reading.figures.iter().any(|figure| figure.basis == Basis::Estimated);
        let family = reading.model.as_deref().map_or(Family::GptOss, Family::of);
        let figures = core::mem::take(&mut reading.figures);
        Ok(WorkerReply::Read(Reading {
            seen: reading.explained,
            model: reading.model,
            figures: figures.into_iter().map(Into::into).collect(),
            notes: reading.notes,
            countable: estimated && family == Family::GptOss,
            checked: reading.bodies.len(),
            refused,
            not_corrected,
            groups: groups.list().iter().map(Group::from).collect(),
            corrected: match (groups.list().is_empty(), corrected.as_slice()) {
                (true, _) => String::new(),
                (false, [one]) => pretty(one),
                (false, several) => several.join("\n"),
            },
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
    use crate::reply::Cause;

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

    #[test]
    fn a_job_that_cannot_be_read_says_so() {
        let reply: WorkerReply = serde_json::from_str(&Job::run("{", "x", None)).expect("JSON");
        assert!(matches!(reply, WorkerReply::Failed { .. }));
    }
}

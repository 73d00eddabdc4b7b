use groq_calc::{Date, Plan};
use groq_catalog::CATALOG;
use groq_paste::{Basis, Groups, MAX_BYTES, Setting, check, read};
use groq_tokens::{Counter, Family};
use serde::{Deserialize, Serialize};

use crate::reply::{Cause, Checked, Finding, Group, Reading, WorkerReply};

/// Requests with findings that are shown one by one.
pub const MOST_SHOWN: usize = 20;

/// Groups of findings that are shown; the rest is a count.
pub const MAX_GROUPS_SHOWN: usize = 50;

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
        let setting = Setting { catalog: &CATALOG, day, model, exact };
        let mut reading = match read(text, &setting) {
            Ok(reading) => reading,
            Err(error) if error.is_empty() => return Ok(WorkerReply::Empty),
            Err(error) if error.is_too_long() => {
                return Ok(WorkerReply::TooLong { most: MAX_BYTES });
            }
            Err(error) => return Err(error.to_string()),
        };
        let (mut refused, mut found, mut mended) = (0, Vec::new(), Vec::new());
        let mut groups = Groups::default();
        for (index, body) in reading.bodies.iter().enumerate() {
            let Ok(checked) = check(body, plan, &setting) else {
                // Nothing but JSON of another form; as it stands it is mended.
                mended.push(body.text());
                continue;
            };
            refused += usize::from(checked.is_refused());
            if !checked.findings.is_empty() {
                groups.add(index + 1, &checked.findings);
                if found.len() < MOST_SHOWN {
                    found.push(of(index + 1, &checked));
                }
            }
            mended.push(checked.corrected);
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
            found,
            groups: groups.list().iter().map(Group::from).collect(),
            mended: match (groups.list().is_empty(), mended.as_slice()) {
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

fn of(place: usize, checked: &groq_paste::Checked) -> Checked {
    let findings = checked.findings.iter().take(MAX_GROUPS_SHOWN).map(|finding| Finding {
        path: finding.path.clone(),
        severity: finding.severity,
        cause: Cause::from(&finding.cause),
    });
    Checked {
        place,
        refused: checked.is_refused(),
        findings: findings.collect(),
        mends: checked.is_corrected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let WorkerReply::Read(Reading { countable, mended, checked, .. }) =
                reply("Where is it?", model)
            else {
                panic!("{model}")
            };
            assert_eq!((countable, mended.as_str(), checked), (expected, "", 1), "{model}");
        }
        assert_eq!(reply(" \n", ""), WorkerReply::Empty);
    }

    #[test]
    fn what_is_found_comes_with_its_place() {
        let one = r#"{"messages":[{"role":"user","content":"Hi"}],"model":"openai/gpt-oss-20b"}"#;
        let two = one.replace(r#"],"#, r#"],"n":2,"max_completion_tokens":20000,"#);
        let WorkerReply::Read(Reading { checked, refused, found, mended, .. }) =
            reply(&format!("{one}\n{two}"), "")
        else {
            panic!("two requests")
        };
        assert_eq!((checked, refused, found.len(), found[0].place), (2, 1, 1, 2));
        assert!(found[0].refused && found[0].mends);
        let paths: Vec<_> = found[0].findings.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["n", "max_completion_tokens"]);
        let (blocked, plan) = found[0].findings[1].cause.blocked().expect("it is too large");
        assert!(
            matches!(blocked, groq_calc::capacity::Blocked::TooLarge { cap: 8000, .. }),
            "{blocked}"
        );
        assert_eq!(plan, Plan::Free);
        assert_eq!(mended.lines().count(), 2);
        assert!(!mended.contains("\"n\""), "{mended}");
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
            let WorkerReply::Read(Reading { groups, found, .. }) = reply(&text, "") else {
                panic!("{field}")
            };
            let group = groups.iter().find(|group| group.field == field).expect(field);
            assert_eq!((group.count, group.requests, group.first_request), (count, requests, 1));
            assert!(groups.len() <= 2, "{groups:?}");
            let shown: usize = found.iter().map(|checked| checked.findings.len()).sum();
            assert!(shown <= MOST_SHOWN * MAX_GROUPS_SHOWN, "{shown}");
        }
    }

    #[test]
    fn one_request_is_mended_as_people_write_it() {
        let text = r#"{"n":2,"model":"openai/gpt-oss-20b","messages":[{"role":"user","content":"Hi"}],"store":true,"stop":"."}"#;
        let WorkerReply::Read(Reading { mended, .. }) = reply(text, "") else {
            panic!("a request")
        };
        let names: Vec<_> =
            mended.lines().filter(|line| line.starts_with("  \"")).map(str::trim).collect();
        assert_eq!(names.len(), 3, "{mended}");
        if cfg!(feature = "ordered") {
            let starts = ["\"model\"", "\"messages\"", "\"stop\""];
            let mut both = names.iter().zip(starts);
            assert!(both.all(|(line, start)| line.starts_with(start)), "{mended}");
        }
    }

    #[test]
    fn a_job_that_cannot_be_read_says_so() {
        let reply: WorkerReply = serde_json::from_str(&Job::run("{", "x", None)).expect("JSON");
        assert!(matches!(reply, WorkerReply::Failed { .. }));
    }
}

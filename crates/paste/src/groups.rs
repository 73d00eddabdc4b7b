use alloc::{string::String, vec::Vec};
use core::fmt;

use groq_calc::num::Grouped;
use serde::Serialize;

use crate::check::Finding;

/// Equal findings of one or several requests, counted. Findings are equal when
/// they differ only in the place within a list and in the size of the request;
/// the figures are those of the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The first of them.
    #[serde(flatten)]
    pub first: Finding,
    /// The path with `*` for a place in a list, like `messages[*].name`.
    pub field: String,
    /// How many findings there are.
    pub count: usize,
    /// In how many requests.
    pub requests: usize,
    /// The first of these requests, from 1.
    pub first_request: usize,
    #[serde(skip)]
    last_request: usize,
}

/// The findings of any number of requests. There are as many groups as there
/// are rules and caps of models, however long the text is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Groups {
    list: Vec<Group>,
}

impl Groups {
    /// Those of one request.
    pub fn of(findings: &[Finding]) -> Self {
        let mut groups = Self::default();
        groups.add(1, findings);
        groups
    }

    /// Adds the findings of a request; requests are counted from 1 and added in
    /// order.
    pub fn add(&mut self, request: usize, findings: &[Finding]) {
        for finding in findings {
            let field = without_places(&finding.path);
            let alike = |group: &&mut Group| {
                group.field == field
                    && group.first.severity == finding.severity
                    && group.first.cause.is_like(&finding.cause)
            };
            match self.list.iter_mut().find(alike) {
                Some(group) => {
                    group.count += 1;
                    group.requests += usize::from(group.last_request != request);
                    group.last_request = request;
                }
                None => self.list.push(Group {
                    first: finding.clone(),
                    field,
                    count: 1,
                    requests: 1,
                    first_request: request,
                    last_request: request,
                }),
            }
        }
    }

    /// In the order in which the first of each was found.
    pub fn list(&self) -> &[Group] {
        &self.list
    }
}

/// A path with `*` for every place in a list.
fn without_places(path: &str) -> String {
    let mut field = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        let end = after.find(']').unwrap_or(after.len());
        field.extend([before, "[*"]);
        rest = &after[end..];
    }
    field.push_str(rest);
    field
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, field, count, requests, first_request, .. } = self;
        match (count, requests) {
            (1, _) => write!(f, "{first}"),
            (_, 1) => {
                let (count, path) = (Grouped(*count as u64), &first.path);
                write!(f, "{field}: {}: at {count} places, first at {path}", first.cause)
            }
            _ => {
                let requests = Grouped(*requests as u64);
                let request = Grouped(*first_request as u64);
                let cause = &first.cause;
                write!(f, "{field}: {cause}: in {requests} requests, first in request {request}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Cause;
    use alloc::{format, string::ToString, vec};
    use groq_protocol::Severity;

    fn finding(path: &str, cause: groq_protocol::Cause) -> Finding {
        Finding::new(path, Severity::Refused, Cause::Field(cause))
    }

    #[test]
    fn equal_findings_are_counted_with_their_first_place() {
        let mut groups = Groups::default();
        let not_one = finding("n", groq_protocol::Cause::NotOne);
        for request in 1..=20_000 {
            let mut findings = vec![not_one.clone()];
            if request == 3 {
                let named = |index| format!("messages[{index}].name");
                let unsupported = |index| finding(&named(index), groq_protocol::Cause::Unsupported);
                findings.extend((4..9).map(unsupported));
            }
            groups.add(request, &findings);
        }
        let texts: Vec<_> = groups.list().iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "n: it must be 1: in 20,000 requests, first in request 1",
                "messages[*].name: Groq refuses it: at 5 places, first at messages[4].name",
            ]
        );
        let [first, second] = groups.list() else { panic!("{groups:?}") };
        assert_eq!((first.count, first.requests, first.first_request), (20_000, 20_000, 1));
        assert_eq!((second.count, second.requests, second.first_request), (5, 1, 3));
    }

    #[test]
    fn findings_with_other_causes_stay_apart() {
        let groups = Groups::of(&[
            finding("stop", groq_protocol::Cause::NoEffect),
            finding("stop", groq_protocol::Cause::Unsupported),
        ]);
        assert_eq!(groups.list().len(), 2);
        assert_eq!(groups.list()[0].to_string(), "stop: it is not supported");
    }

    #[test]
    fn places_in_lists_are_replaced() {
        assert_eq!(without_places("a[12].b[3]"), "a[*].b[*]");
        assert_eq!(without_places("n"), "n");
        assert_eq!(without_places("a[1"), "a[*");
    }
}

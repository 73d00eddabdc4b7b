use std::path::{Path, PathBuf};

use groq_calc::{
    Catalog, Date, Draft,
    answer::organisation::OrganisationAnswer,
    question::{Organisation, ServiceDraft},
};

use crate::{
    input::question,
    verbs::{
        check::judged::{Judged, changes},
        plan::place::Place,
    },
};

/// What a joint question is called beside those of files.
pub(super) const TOGETHER: &str = "together";

/// Judges the services of one question.
pub(super) fn judge<'a>(
    catalog: &Catalog<'a>,
    file: &str,
    mut organisation: Organisation,
    day: Date,
) -> Result<Judged<'a>, String> {
    let own = organisation.as_of.replace(day).filter(|own| *own < day);
    let services = &organisation.services;
    let named =
        services.iter().map(|service| &service.requirements).chain([&organisation.requirements]);
    let mut about: Vec<String> =
        named.flat_map(|one| one.models.iter().flatten()).cloned().collect();
    let budget = organisation.requirements.monthly_budget;
    let mut judged = Judged {
        file: file.to_owned(),
        monthly_budget_usd: budget.map(|usd| usd.to_string()),
        ..Judged::default()
    };
    match catalog.answer_services(&organisation) {
        Ok(answer) => {
            about.extend(answer.services.iter().map(|service| service.model.to_owned()));
            judged.plan = Some(answer.plan.name());
            judged.monthly_usd = answer.monthly.total_usd.map(|usd| usd.to_string());
            let ends =
                answer.services.iter().filter_map(|one| Some((one.model, one.retires.as_ref()?)));
            if let Some((model, end)) = ends.min_by_key(|(_, end)| end.on) {
                (judged.ending, judged.retires) = (Some(model.to_owned()), Some(end.clone()));
            }
            judged.services = Place::all(&answer);
            judged.fits = answer.is_recommended();
            judged.verdict = answer.to_string();
            judged.shown = match judged.fits {
                true => outcome(&answer),
                false => judged.verdict.clone(),
            };
        }
        Err(error) if error.is_not_offered() => {
            judged.verdict = error.to_string();
            judged.shown.clone_from(&judged.verdict);
        }
        Err(error) => return Err(error.to_string()),
    }
    let Some(own) = own else { return Ok(judged) };
    organisation.as_of = Some(own);
    let before = catalog.answer_services(&organisation).map_err(|error| error.to_string())?;
    about.extend(before.services.iter().map(|service| service.model.to_owned()));
    judged.before = Some(format!("on {}: {}", before.as_of, outcome(&before)));
    judged.changes = changes(catalog, own, day, |model| about.iter().any(|one| one == model));
    Ok(judged)
}

fn outcome(answer: &OrganisationAnswer<'_>) -> String {
    match (answer.is_recommended(), answer.monthly.total_usd) {
        (true, Some(usd)) => {
            let mut models: Vec<_> = answer.services.iter().map(|one| one.model).collect();
            models.sort_unstable();
            models.dedup();
            format!(
                "{} on {}, ${} a month",
                models.join(" and "),
                answer.plan.title(),
                usd.with_cents()
            )
        }
        _ => "nothing fitted either".to_owned(),
    }
}

/// Several questions as the services of one organisation, each named by its file.
pub(super) fn together(files: &[PathBuf], catalog: &Catalog<'_>) -> Result<Draft, String> {
    let mut whole = Draft::default();
    let mut services = Vec::new();
    for path in files {
        let draft = question::draft(path)?;
        let name = path.display();
        if draft.services.is_some() {
            return Err(format!(
                "{name} has services already; --together takes questions with one workload each"
            ));
        }
        // Each is checked by itself, so that an error names its file and field.
        question::checked(&draft, catalog).map_err(|error| format!("{name}: {error}"))?;
        whole.plans = common(path, whole.plans, draft.plans)?;
        for (field, whole, own) in [
            ("as_of", &mut whole.as_of, draft.as_of),
            ("admission", &mut whole.admission, draft.admission),
        ] {
            same(path, field, whole, own)?;
        }
        for (model, plans) in draft.limits {
            let known = whole.limits.entry(model.clone()).or_default();
            for (plan, caps) in plans {
                let known = known.entry(plan).or_default();
                for (limit, cap) in caps {
                    let before = known.entry(limit.clone()).or_insert_with(|| cap.clone());
                    if *before != cap {
                        let both = format!("{before} and {cap}");
                        return Err(format!(
                            "{name}: limits of {model} for {limit} are {both}; the files share one account, so they must be equal"
                        ));
                    }
                }
            }
        }
        whole.scores.extend(draft.scores);
        services.push(ServiceDraft {
            name: stem(path),
            requirements: draft.requirements,
            calls: vec![draft.workload],
            ..ServiceDraft::default()
        });
    }
    whole.services = Some(services);
    Ok(whole)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The plans that all of them consider.
fn common(
    path: &Path,
    whole: Option<Vec<String>>,
    own: Option<Vec<String>>,
) -> Result<Option<Vec<String>>, String> {
    let (Some(whole), Some(own)) = (&whole, &own) else { return Ok(whole.or(own)) };
    let common: Vec<_> = whole.iter().filter(|plan| own.contains(plan)).cloned().collect();
    match common.is_empty() {
        false => Ok(Some(common)),
        true => Err(format!(
            "{}: plans are {}; the other files have {}, and an organisation is on one plan",
            path.display(),
            own.join(", "),
            whole.join(", ")
        )),
    }
}

/// A field that stands once for all of them.
fn same(
    path: &Path,
    field: &str,
    whole: &mut Option<String>,
    own: Option<String>,
) -> Result<(), String> {
    match (&whole, &own) {
        (Some(before), Some(own)) if before != own => Err(format!(
            "{}: {field} is `{own}`, and `{before}` in another file; with --together it must be the same in all",
            path.display()
        )),
        _ => {
            if let Some(own) = own {
                *whole = Some(own);
            }
            Ok(())
        }
    }
}

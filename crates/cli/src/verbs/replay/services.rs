use std::path::Path;

use groq_calc::{
    Catalog,
    answer::organisation::OrganisationAnswer,
    replay::{Order, Policy, Request, ServiceReport, ServiceRequest, SharedReplay},
};
use groq_log::{Options, RequestNames};
use serde_json::json;

use crate::{
    input::{log, question},
    output::{
        counted::Counted,
        document::{Document, Mark, Table},
        format::Format,
        outcome::Outcome,
    },
    verbs::{
        plan::{place::Place, services::answer},
        replay::{args::ReplayArgs, report::time},
    },
};

/// Replays a log of several services against the limits that they share.
pub(super) fn run(
    args: &ReplayArgs,
    question: &Path,
    catalog: &Catalog<'_>,
) -> Result<Outcome, String> {
    let draft = question::draft(question)?;
    if draft.services.is_none() {
        return Err(format!(
            "{} has no services; name the model and plan of one workload by --model and --plan",
            question.display()
        ));
    }
    let answer = answer(&draft, catalog)?;
    let settings = args.draft()?.check().map_err(|errors| question::joined(&errors))?;
    let order = if args.order == "fair" { Order::Fair } else { Order::FirstCome };
    let mut replay = SharedReplay::of(&answer, settings.rules, order).map_err(text)?;
    let names = RequestNames {
        services: answer.services.iter().map(|service| service.name.clone()).collect(),
        service: args.service.clone(),
        ..args.names()
    };
    let options = Options { skip_bad_rows: args.skip_bad_rows, unsorted: args.sort };
    let mut kept = Vec::new();
    let read = log::read(&args.file, names, options, args.threads(), |rows, services| {
        let rows = rows.iter().zip(services);
        kept.extend(rows.map(|(request, service)| ServiceRequest { service, request: *request }));
        if !args.sort {
            replay.feed(&kept).map_err(text)?;
            kept.clear();
        }
        Ok(())
    })?;
    if args.sort {
        kept.sort_by_key(|row: &ServiceRequest| Request::t_us(&row.request));
        replay.feed(&kept).map_err(text)?;
    }
    for note in read.notes() {
        anstream::eprintln!("note: {note}");
    }
    let reports = replay.finish().map_err(text)?;
    let format = args.format.get();
    let text = match format {
        Format::Json => {
            let whole = json!({
                "as_of": answer.as_of,
                "plan": answer.plan,
                "order": order,
                "policy": args.policy,
                "assignment": Place::all(&answer),
                "skipped_rows": read.skipped,
                "services": reports,
            });
            serde_json::to_string(&whole).map_err(text)? + "\n"
        }
        _ => document(&answer, settings.rules.policy, &reports, read.skipped).render(format)?,
    };
    Ok(Outcome { text, fits: true })
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn document(
    answer: &OrganisationAnswer<'_>,
    policy: Policy,
    reports: &[ServiceReport],
    skipped: u64,
) -> Document {
    use std::fmt::Write as _;
    let mut text = Document::default();
    let total = |figure: fn(&ServiceReport) -> u64| reports.iter().map(figure).sum::<u64>();
    let all = Counted(total(|one| one.requests), "request");
    let lost = total(|one| one.rejected + one.abandoned);
    let (delayed, oversize) = (total(|one| one.delayed), total(|one| one.oversize));
    let _ = match (lost, delayed, oversize) {
        (0, 0, 0) => writeln!(text, "All {all} pass on the {} plan.", answer.plan.title()),
        _ => writeln!(
            text,
            "Of {all} on the {} plan {lost} got no answer, {delayed} waited, and {oversize} can never pass.",
            answer.plan.title()
        ),
    };
    if skipped > 0 {
        let _ = writeln!(text, " {} left out", Counted(skipped, "bad row"));
    }
    let head = [
        "service",
        "model",
        "requests",
        "admitted",
        "refused",
        "gave up",
        "too large",
        "waited",
        "wait p50",
        "p99",
        "longest",
        "first refused by",
    ];
    let mut rows = Table::new(&head, &[2, 3, 4, 5, 6, 7, 8, 9, 10]).main();
    for (report, service) in reports.iter().zip(&answer.services) {
        let is_lost = report.rejected + report.abandoned + report.oversize > 0;
        let mark = if is_lost { Mark::Bad } else { Mark::None };
        let waits = &report.waits;
        rows.add_marked(
            mark,
            [
                report.name.clone(),
                service.model.to_owned(),
                report.requests.to_string(),
                report.admitted.to_string(),
                report.rejected.to_string(),
                report.abandoned.to_string(),
                report.oversize.to_string(),
                report.delayed.to_string(),
                time(waits.p50_us),
                time(waits.p99_us),
                time(waits.max_us),
                report.first.map_or(String::new(), |first| first.limit.name().to_owned()),
            ],
        );
    }
    text.push("By service", rows);
    if matches!(policy, Policy::Queue { .. }) {
        let mut rows = Table::new(&["service", "waited behind", "for"], &[2]);
        for report in reports {
            for behind in report.behind.iter().filter(|behind| behind.waited_us > 0) {
                rows.add_row([report.name.clone(), behind.service.clone(), time(behind.waited_us)]);
            }
        }
        if !rows.is_empty() {
            text.push("Who kept whom waiting", rows);
        }
    }
    text
}

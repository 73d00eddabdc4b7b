//! What was entered for a service, and how its cost comes about.

use groq_calc::{
    Number,
    answer::{
        PricedLine,
        organisation::{OrganisationAnswer, ServiceAnswer},
    },
};

use crate::{
    form::{
        call::Call,
        fields::{Group, NUMBERS, NumberField, default_text},
        service::Service,
    },
    i18n::{locale::Locale, sentences},
};

/// What was stated of a service, what follows from it, and every line of its bill.
pub(super) fn notes(
    locale: Locale,
    service: &Service,
    answer: &OrganisationAnswer<'_>,
    planned: &ServiceAnswer<'_>,
) -> Vec<String> {
    let messages = locale.messages();
    let (m, comma) = (messages.report(), messages.answer.comma);
    let place = locale.place(answer.plan, planned.tier);
    let comes_to = planned.calls.iter().map(|call| {
        let lines: Vec<String> = call.lines.iter().map(|line| priced(locale, line)).collect();
        m.comes_to.with([
            &locale.count(call.peak_requests_per_minute),
            &locale.count(call.requests_per_month),
            &lines.join(messages.answer.semicolon),
        ])
    });
    let kept = service.kept();
    let stated = match kept.len() {
        1 => stated(locale, service),
        _ => conditions(locale, service),
    };
    let name = messages.answer.model_at.with([planned.model, place]);
    let head = match stated.is_empty() {
        true => messages.answer.said.with([&name]),
        false => messages.answer.said_because.with([&name, &stated.join(comma)]),
    };
    let of_calls = comes_to.enumerate().map(|(place, comes_to)| match kept.get(place) {
        Some(index) if kept.len() > 1 => {
            let figures = figures(locale, &service.calls()[*index]).join(comma);
            m.of_call.with([&(place + 1).to_string(), &figures, &comes_to])
        }
        _ => comes_to,
    });
    std::iter::once(head).chain(of_calls).collect()
}

/// Every figure that was entered for a service of one kind of call.
pub(crate) fn stated(locale: Locale, service: &Service) -> Vec<String> {
    let kept = service.kept();
    let call = kept.first().map_or(service.call(), |index| &service.calls()[*index]);
    let mut stated = figures(locale, call);
    stated.extend(conditions(locale, service));
    stated
}

/// Every figure that was entered for a kind of call.
fn figures(locale: Locale, call: &Call) -> Vec<String> {
    let messages = locale.messages();
    let m = messages.report();
    let mut stated = Vec::new();
    for (index, field) in NUMBERS.iter().enumerate() {
        let text = call.number(index).trim();
        let is_asked = field.is_asked_in(call.unit()) && field.suits(call.work());
        if !is_asked || text.is_empty() || text == default_text(field.name) {
            continue;
        }
        let label = (field.label)(messages);
        stated.push(match field.group {
            Group::Volume => m.stated_volume.with([label, text, call.unit().label(messages)]),
            _ if field.name == "audio_seconds" => {
                m.stated_volume.with([label, text, call.length().label(messages)])
            }
            _ => m.stated.with([label, text]),
        });
    }
    stated
}

/// What was entered for a service whatever the kind of call.
fn conditions(locale: Locale, service: &Service) -> Vec<String> {
    let messages = locale.messages();
    let (m, f, comma) = (messages.report(), &messages.form, messages.answer.comma);
    let mut stated = Vec::new();
    let is_condition =
        |field: &NumberField| field.group == Group::Needs && field.suits(service.call().work());
    for (index, field) in NUMBERS.iter().enumerate().filter(|(_, field)| is_condition(field)) {
        let text = service.number(index).trim();
        if !text.is_empty() {
            stated.push(m.stated.with([(field.label)(messages), text]));
        }
    }
    if !service.growth.trim().is_empty() {
        stated.push(m.grows.with([service.growth.trim()]));
    }
    if let Some(profile) = service.profile() {
        let weights: Vec<&str> = profile.iter().map(Number::as_str).collect();
        stated.push(m.rule.with([m.hours, &weights.join(" ")]));
    }
    let needs = service.needs();
    let needs: Vec<&str> = needs.map(|need| sentences::capability(messages, need).0).collect();
    if !needs.is_empty() {
        stated.push(m.stated.with([f.must_support, &needs.join(comma)]));
    }
    stated
}

/// A line of the bill with the price that makes it.
fn priced(locale: Locale, line: &PricedLine) -> String {
    let messages = locale.messages();
    let m = messages.report();
    let sentence = if line.halved { m.priced_half } else { m.priced };
    sentence.with([
        &locale.fraction(line.line.quantity),
        sentences::item(messages, line.line.item),
        sentences::unit(messages, line.line.unit),
        &locale.usd(line.price_usd),
        &locale.count(line.per),
        &locale.usd(line.line.usd),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::state::Form, page::planned::Planned};

    #[test]
    fn every_kind_of_call_is_in_the_report() {
        let fragment = "service=name%3DA%26n%3D300%26i%3D901%26o%3D7%26needs%3Dtools%26profile%3D1%2C2%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%2C1%26call%3Dn%253D41%2526i%253D62%2526o%253D5%26shown%3D1";
        let form = Form::read(fragment).form;
        let answer = Planned::new(&form, None).answer.expect("there is an answer");
        for locale in Locale::ALL {
            let notes = notes(locale, form.service(), &answer, &answer.services[0]);
            let [head, first, second] = &notes[..] else { panic!("{notes:?}") };
            for (text, parts) in [
                (head, &["1 2 1 1"][..]),
                (first, &["1", "300", "901", "7", "9,000"]),
                (second, &["2", "41", "62", "5", "1,230"]),
            ] {
                for part in parts {
                    assert!(text.contains(part), "{part} is not in {text}");
                }
            }
            assert!(!head.contains("300") && !head.contains("62"), "{head}");
        }
    }
}

use groq_calc::Plan;

use super::*;
use crate::views::plan::pictures::subject::tests::subject;

const E2: &str = "v=1&requests_per_day=2000&input_tokens=1500&output_tokens=500";

fn chart(fragment: &str) -> Volume {
    Volume::new(Rc::new(subject(fragment)), 640.0).expect("there are options")
}

#[test]
fn thresholds_stand_where_the_ladder_has_them() {
    let chart = chart(E2);
    let expected: Vec<f64> = chart
        .steps
        .iter()
        .filter_map(|step| match step.to {
            Headroom::UpTo(count) => Some(chart.plot.x.at(count as f64)),
            _ => None,
        })
        .collect();
    let dots: Vec<f64> = chart
        .marks()
        .into_iter()
        .filter_map(|mark| match mark {
            Mark::Dot("threshold-dot", (x, _), _) => Some(x),
            _ => None,
        })
        .collect();
    assert!(expected.len() >= 2, "free ends, and something takes over");
    assert_eq!(dots, expected);
    for step in &chart.steps {
        let seen = |volume| chart.columns[0] > volume || chart.columns.contains(&volume);
        assert!(seen(step.from) && seen(step.to.count()), "{step:?}");
    }
}

#[test]
fn a_line_ends_where_its_option_stops_fitting() {
    let chart = chart(E2);
    let ended = chart.lines.iter().filter(|line| !line.ends.is_empty());
    assert!(ended.clone().count() > 5);
    for line in ended {
        if let (Headroom::UpTo(count), true) = (line.room, line.known) {
            assert_eq!(line.ends.last().map(|(volume, _)| *volume), Some(count), "{}", line.name);
        }
    }
}

#[test]
fn the_reading_is_the_engines() {
    let chart = chart(E2);
    let spot = chart.spot(chart.home());
    assert!(
        spot.text
            .starts_with("At 2,000 requests a day gpt-oss-20b on Developer costs $15.75 a month."),
        "{}",
        spot.text
    );
    let free = chart.lines.iter().position(|line| line.offer.id.plan == Plan::Free).unwrap();
    let text = chart.spot((chart.home().0, free)).text;
    assert!(
        text.contains("$0.00 a month") && text.contains("gpt-oss-20b on Developer, $15.75"),
        "{text}"
    );
}

#[test]
fn a_pixel_leads_back_to_its_place() {
    let chart = chart(E2);
    let (column, row) = chart.home();
    let usd =
        chart.lines[row].at(chart.workload(), chart.columns[column]).unwrap().monthly_usd.unwrap();
    let (x, y) = chart.plot.point(chart.columns[column], usd);
    assert_eq!(chart.nearest(x + 1.0, y + 1.0), (column, row));
}

#[test]
fn the_table_has_every_option_and_its_end() {
    let chart = chart(E2);
    let table = chart.table();
    assert_eq!(table.rows.len(), chart.lines.len());
    for (row, line) in table.rows.iter().zip(&chart.lines) {
        assert_eq!(row.len(), table.head.len());
        assert_eq!(row[1], line.room_text(chart.subject.locale));
    }
}

#[test]
fn extremes_are_drawn_too() {
    for fragment in [
        "v=1&requests_per_day=0&input_tokens=1",
        "v=1&requests_per_day=1&input_tokens=1",
        "v=1&requests_per_day=1000000000000&input_tokens=1000000000",
        "v=1&requests_per_day=5&input_tokens=0&output_tokens=1",
        "v=1&requests_per_day=500&audio_seconds=60",
        "v=1&requests_per_day=500&characters=600",
        "v=1&requests_per_day=2000&input_tokens=1500&peak_requests_per_minute=100000",
    ] {
        let chart = chart(fragment);
        let drawn = format!("{:?}", chart.marks());
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{fragment}");
        let (columns, rows) = chart.grid();
        for place in [(0, 0), (columns - 1, rows - 1), chart.home()] {
            assert!(!chart.spot(place).text.is_empty());
        }
    }
}

//! The month's cost over volumes.

use groq_calc::{Error, Offer, Usd, Workload, capacity::Headroom};

/// One volume of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// The volume.
    pub(super) requests_per_day: u64,
    /// What the month costs; `None` where a price is not known.
    pub(super) monthly_usd: Option<Usd>,
    /// Whether it still fits.
    pub(super) fits: bool,
}

/// The points of an offer's line at rising volumes. The last volume that fits is
/// put in where it falls between two of them, so that the end of the line is
/// exact.
///
/// # Errors
///
/// As [`Offer::bill`].
pub(super) fn series(
    offer: &Offer<'_>,
    workload: &Workload,
    volumes: impl IntoIterator<Item = u64>,
) -> Result<Vec<Point>, Error> {
    let room = offer.room(workload)?;
    let mut points: Vec<Point> = Vec::new();
    let point = |volume: u64| -> Result<Point, Error> {
        Ok(Point {
            requests_per_day: volume,
            monthly_usd: offer.monthly(&workload.at(volume))?,
            fits: volume <= room.count() && room != Headroom::Nothing,
        })
    };
    for volume in volumes {
        let before = points.last().map_or(0, |point| point.requests_per_day);
        let end = room.count();
        if (before + 1..volume).contains(&end) {
            points.push(point(end)?);
        }
        points.push(point(volume)?);
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use groq_calc::{Caps, Draft, Kind, Limit, Plan, Tier, answer::offers};
    use groq_catalog::CATALOG;

    #[test]
    fn a_line_ends_in_one_point() {
        let offer =
            |caps| Offer { caps, ..Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand) };
        let workload = Workload::chat(1, 10, 0);
        let points = |caps| {
            let points = series(&offer(caps), &workload, [1, 10, 100]).unwrap();
            points.iter().map(|point| (point.requests_per_day, point.fits)).collect::<Vec<_>>()
        };
        let daily = |most| Caps::NONE.with(Limit::RPD, most);
        assert_eq!(points(daily(10)), [(1, true), (10, true), (100, false)]);
        assert_eq!(points(daily(11)), [(1, true), (10, true), (11, true), (100, false)]);
        assert_eq!(points(daily(99)), [(1, true), (10, true), (99, true), (100, false)]);
        assert_eq!(points(daily(100)), [(1, true), (10, true), (100, true)]);
        // No request passes, so the line has no end to put in.
        let blocked = Caps::NONE.with(Limit::TPM, 5);
        assert_eq!(points(blocked), [(1, false), (10, false), (100, false)]);
    }

    #[test]
    fn a_point_is_what_the_engine_says_of_its_volume() {
        let draft: Draft = serde_json::from_str(
            r#"{"workload": {"requests_per_day": 5, "input_tokens": 1500, "output_tokens": 500}}"#,
        )
        .unwrap();
        let question = draft.check().unwrap();
        let workload = &question.workload;
        let mut compared = 0;
        for offer in offers(&CATALOG, &question).unwrap() {
            for point in series(&offer, workload, [1, 30, 900, 27_000, 810_000]).unwrap() {
                let at = workload.at(point.requests_per_day);
                assert_eq!(point.monthly_usd, offer.monthly(&at).unwrap());
                let capacity = offer.capacity(&at).unwrap();
                assert_eq!(point.fits, capacity.fits && capacity.blocked.is_none(), "{offer:?}");
                compared += 1;
            }
        }
        assert!(compared > 50, "{compared}");
    }
}

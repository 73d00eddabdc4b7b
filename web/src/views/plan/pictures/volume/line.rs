use groq_calc::{Fraction, Offer, Plan, Tier, Usd, Workload, answer::offers, capacity::Headroom};
use groq_catalog::CATALOG;

use super::{
    plot::Plot,
    series::{Point, series},
};
use crate::{
    charts::mark::{Mark, Path},
    i18n::locale::Locale,
    views::plan::pictures::subject::Subject,
};

/// An option as a line.
pub(super) struct Line {
    pub(super) offer: Offer<'static>,
    pub(super) name: String,
    pub(super) rate: Fraction,
    pub(super) room: Headroom,
    pub(super) known: bool,
    /// Its first and last volume in the picture that fit, with their costs.
    pub(super) ends: Vec<(u64, Usd)>,
}

impl Line {
    /// Those of all options, the cheapest first, without their ends.
    pub(super) fn all(subject: &Subject) -> Option<Vec<Self>> {
        let workload = &subject.question.workload;
        let mut lines: Vec<Self> = Vec::new();
        for offer in offers(&CATALOG, &subject.question).ok()? {
            let rate = match offer.id.plan {
                Plan::Free => Fraction::new(0, 1),
                Plan::Developer => match offer.rate(workload).ok()? {
                    Some(rate) => rate,
                    None => continue,
                },
            };
            let line = Self {
                name: subject.name(&offer),
                rate,
                room: offer.room(workload).ok()?,
                known: offer.unknown_limits(workload).is_empty(),
                ends: Vec::new(),
                offer,
            };
            let place = lines.partition_point(|other| other.rank() <= line.rank());
            lines.insert(place, line);
        }
        Some(lines)
    }

    fn rank(&self) -> (Fraction, Plan, Tier) {
        (self.rate, self.offer.id.plan, self.offer.id.tier)
    }

    /// Cuts it to the volumes from `low` to `high`.
    pub(super) fn cut(&mut self, workload: &Workload, low: u64, high: u64) -> Option<()> {
        let points = series(&self.offer, workload, [low, high]).ok()?;
        let fitting = points.into_iter().filter(|point| point.fits);
        self.ends = fitting
            .filter_map(|point| Some((point.requests_per_day, point.monthly_usd?)))
            .collect();
        Some(())
    }

    /// What it says at a volume; its last point, since the end of the line
    /// may be put in before.
    pub(super) fn at(&self, workload: &Workload, volume: u64) -> Option<Point> {
        series(&self.offer, workload, [volume]).ok()?.pop()
    }

    /// The line, and the bar where it stops fitting.
    pub(super) fn draw(
        &self,
        plot: &Plot,
        class: &'static str,
        end: &'static str,
        marks: &mut Vec<Mark>,
    ) {
        let points: Vec<_> =
            self.ends.iter().map(|(volume, usd)| plot.point(*volume, *usd)).collect();
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        marks.push(Mark::Path(class, Path::line(*first, *last)));
        if self.ends.last().is_some_and(|(volume, _)| Headroom::UpTo(*volume) == self.room) {
            let (x, y) = *last;
            marks.push(Mark::Path(end, Path::line((x, y - 5.0), (x, y + 5.0))));
        }
    }

    /// Up to how many requests a day it fits.
    pub(super) fn room_text(&self, locale: Locale) -> String {
        let messages = locale.messages().charts();
        match self.room {
            _ if !self.known => messages.limits_unknown.to_string(),
            Headroom::Nothing => locale.messages().answer.none.to_string(),
            Headroom::UpTo(count) => locale.count(count),
            Headroom::Unbounded => locale.messages().shell.no_known_limit.to_string(),
        }
    }
}

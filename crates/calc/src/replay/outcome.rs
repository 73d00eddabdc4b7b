use alloc::vec::Vec;

use crate::{
    catalog::limits::Caps,
    num::{date::Date, money::Usd},
    offer::Offer,
    replay::{
        fix::Fix,
        profile::Profile,
        report::Report,
        rules::Rules,
        settings::Settings,
        target::{Target, cheapest, paid},
    },
};

/// What is known of a log besides its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Bad rows that were left out.
    pub skipped_rows: u64,
    /// The name of its format.
    pub format: Option<&'static str>,
}

/// What a log came to under one option.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionReport<'a> {
    /// The option.
    pub offer: Offer<'a>,
    /// Its caps, as far as they might be used.
    pub caps: Caps,
    /// What is paid for the admitted and the batched: nothing on the free
    /// plan, `None` where a price is not known.
    pub paid_usd: Option<Usd>,
    /// Whether it meets the target.
    pub meets: bool,
    /// The report.
    pub report: Report,
}

impl<'a> OptionReport<'a> {
    pub(super) fn new(offer: Offer<'a>, rules: &Rules, report: Report, target: &Target) -> Self {
        let (paid_usd, meets) = (paid(&offer, &report), target.is_met(&report));
        Self { offer, caps: rules.caps, paid_usd, meets, report }
    }
}

/// What a log came to: under the one option that was named, under every
/// option, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The settings that led to it.
    pub settings: Settings,
    /// The day whose limits and prices counted.
    pub as_of: Date,
    /// Rows of the log.
    pub rows: u64,
    /// What else is known of the log.
    pub log: Log,
    /// The option that was named.
    pub chosen: Option<OptionReport<'a>>,
    /// Every option, where that was asked for.
    pub options: Vec<OptionReport<'a>>,
    /// The index of the cheapest of them that meets the target.
    pub recommended: Option<usize>,
    /// What its traffic is like, where options were compared.
    pub profile: Option<Profile>,
    /// What would have been enough, once that is worked out.
    pub fix: Option<Fix>,
}

impl<'a> Outcome<'a> {
    pub(super) fn new(
        settings: Settings,
        as_of: Date,
        log: Log,
        rows: u64,
        chosen: Option<OptionReport<'a>>,
        options: Vec<OptionReport<'a>>,
    ) -> Self {
        let recommended = if settings.has_target() || settings.compare {
            cheapest(options.iter().map(|option| (&option.offer, &option.report)), &settings.target)
        } else {
            None
        };
        Self { settings, as_of, rows, log, chosen, options, recommended, profile: None, fix: None }
    }

    /// The option to take: the cheapest that meets the target.
    pub fn recommended(&self) -> Option<&OptionReport<'a>> {
        self.options.get(self.recommended?)
    }
}

#[cfg(feature = "serde")]
mod json {
    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::{Fix, OptionReport, Outcome};
    use crate::{
        catalog::limits::{Caps, LimitSet},
        replay::policy::Policy,
    };

    /// The caps of some limits.
    pub(super) struct CapsOf(pub(super) Caps, pub(super) LimitSet);

    impl Serialize for CapsOf {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let caps = self.1.iter().map(|limit| (limit.name(), self.0.figure(limit)));
            serializer.collect_map(caps)
        }
    }

    impl OptionReport<'_> {
        fn place<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
            map.serialize_entry("model", self.offer.id.model)?;
            map.serialize_entry("plan", &self.offer.id.plan)?;
            map.serialize_entry("tier", &self.offer.id.tier)?;
            map.serialize_entry("paid_usd", &self.paid_usd)
        }

        fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
            self.place(map)?;
            map.serialize_entry("lost", &self.report.lost())?;
            map.serialize_entry("meets", &self.meets)?;
            map.serialize_entry("caps", &CapsOf(self.caps, self.report.limits))?;
            self.report.entries(map)
        }
    }

    impl Serialize for OptionReport<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.entries(&mut map)?;
            map.end()
        }
    }

    /// An option without its series, beside the one that was named.
    struct Brief<'a>(&'a OptionReport<'a>);

    impl Serialize for Brief<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.0.place(&mut map)?;
            let report = &self.0.report;
            map.serialize_entry("admitted", &report.admitted)?;
            map.serialize_entry("lost", &report.lost())?;
            map.serialize_entry("wait_p99_us", &report.waits.p99_us)?;
            map.serialize_entry("known", &report.unknown_limits.is_empty())?;
            map.serialize_entry("meets", &self.0.meets)?;
            map.end()
        }
    }

    /// The option to take.
    struct Place<'a>(&'a OptionReport<'a>);

    impl Serialize for Place<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.0.place(&mut map)?;
            map.end()
        }
    }

    impl Serialize for Fix {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("sufficient_caps", &CapsOf(self.caps, self.limits))?;
            map.serialize_entry("throttle", &self.throttle)?;
            map.end()
        }
    }

    impl Serialize for Outcome<'_> {
        /// As in the design: what every option came to stands under `options`.
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let (settings, rules) = (&self.settings, &self.settings.rules);
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("as_of", &self.as_of)?;
            map.serialize_entry("limiter", &rules.limiter)?;
            map.serialize_entry(
                "policy",
                match rules.policy {
                    Policy::Drop => "drop",
                    Policy::Queue { .. } => "queue",
                },
            )?;
            map.serialize_entry("charge", &rules.charge)?;
            map.serialize_entry("rows", &self.rows)?;
            map.serialize_entry("skipped_rows", &self.log.skipped_rows)?;
            map.serialize_entry("format", &self.log.format)?;
            if let Some(chosen) = &self.chosen {
                chosen.entries(&mut map)?;
            }
            if settings.compare {
                let brief: alloc::vec::Vec<_> = self.options.iter().map(Brief).collect();
                map.serialize_entry("options", &brief)?;
            } else if settings.all {
                map.serialize_entry("options", &self.options)?;
            }
            if settings.compare || settings.all && settings.has_target() {
                map.serialize_entry("recommended", &self.recommended().map(Place))?;
            }
            if let Some(profile) = &self.profile {
                map.serialize_entry("profile", profile)?;
            }
            if let Some(fix) = &self.fix {
                map.serialize_entry("fix", fix)?;
            }
            map.end()
        }
    }
}

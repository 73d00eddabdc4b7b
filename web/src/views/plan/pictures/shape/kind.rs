use groq_calc::{Limit, catalog::LimitSet};

use crate::i18n::{locale::Locale, messages::charts::Charts, sentences};

/// What holds for some of the cells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) binding: LimitSet,
    pub(super) fits: bool,
    pub(super) blocked: bool,
}

impl Kind {
    /// Its colour: one for each limit.
    pub(super) fn tone(self) -> &'static str {
        let mut limits = self.binding.iter();
        match (limits.next(), limits.next()) {
            _ if self.blocked => "tone-none",
            (None, _) => "tone-none",
            (Some(_), Some(_)) => "tone-several",
            (Some(Limit::RPM), _) => "tone-0",
            (Some(Limit::RPD), _) => "tone-4",
            (Some(Limit::TPM), _) => "tone-1",
            (Some(Limit::TPD), _) => "tone-2",
            (Some(Limit::ITPM), _) => "tone-6",
            (Some(Limit::OTPM), _) => "tone-3",
            (Some(Limit::ASH), _) => "tone-7",
            (Some(Limit::ASD), _) => "tone-5",
            (Some(_), _) => "tone-several",
        }
    }

    fn limits(self) -> String {
        self.binding.iter().map(Limit::name).collect::<Vec<_>>().join(" + ")
    }

    /// What holds, in full.
    pub(super) fn name(self, locale: Locale) -> String {
        let messages = locale.messages().charts();
        match self {
            Self { blocked: true, .. } => messages.shape_blocked.to_string(),
            Self { binding, .. } if binding.is_empty() => messages.shape_free.to_string(),
            Self { fits: true, .. } => {
                messages.shape_fits.with([&sentences::bind(locale, self.binding)])
            }
            Self { fits: false, .. } => {
                messages.shape_over.with([&sentences::bind(locale, self.binding)])
            }
        }
    }

    /// The same for the picture.
    pub(super) fn short_name(self, messages: &Charts) -> String {
        match self {
            Self { blocked: true, .. } => messages.shape_blocked_short.to_string(),
            Self { binding, .. } if binding.is_empty() => messages.shape_free_short.to_string(),
            Self { fits: true, .. } => messages.shape_fits_short.with([&self.limits()]),
            Self { fits: false, .. } => messages.shape_over_short.with([&self.limits()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_limits_bind_and_one_binds() {
        let kind = |limits: &[Limit], fits| Kind {
            binding: limits.iter().copied().collect(),
            fits,
            blocked: false,
        };
        let (one, two) = (kind(&[Limit::TPD], true), kind(&[Limit::RPD, Limit::TPM], false));
        assert_eq!(one.name(Locale::En), "TPD is tightest, and it works");
        assert_eq!(two.name(Locale::En), "RPD and TPM are tightest, and it is too small");
        assert_eq!(two.name(Locale::ZhHans), "最紧张的是 RPD 和 TPM，不够用");
        assert_eq!(two.short_name(Locale::En.messages().charts()), "RPD + TPM: over");
    }
}

//! The laws of `groq_calc_tests::laws` on random cases, and of what is read
//! and printed: each is the other's inverse.

use groq_calc::{Date, Limit, Plan, Usd, num::Decimal};
use groq_calc_tests::{laws, service_laws};
use proptest::prelude::*;

use super::random;

proptest! {
    #![proptest_config(random::config(400))]

    #[test]
    fn of_the_bill(case in random::case(), which: u8, by in 0u64..2_000_000_000) {
        laws::lines_sum_to_the_total(&case);
        laws::cost_is_monotone(&case, which, by);
        laws::cost_is_additive(&case, by);
        laws::a_month_of_whole_days_is_its_days(&case);
        laws::the_rules_of_admission_bracket_each_other(&case);
        laws::caching_never_costs(&case, by);
        laws::batch_and_caching_never_stack(&case, by);
    }

    #[test]
    fn of_the_limits(case in random::case(), which: u8, by: u64) {
        laws::the_most_is_the_most(&case);
        laws::a_higher_cap_never_hurts(&case, which, by);
        laws::a_margin_never_helps(&case, by);
        laws::plans_are_ordered(&case);
    }

    #[test]
    fn of_the_choice(case in random::case()) {
        laws::the_recommendation_never_loses(&case);
        laws::answers_repeat(&case);
    }

    #[test]
    fn of_one_service(case in random::case()) {
        service_laws::one_service_is_its_question(&case);
    }

    #[test]
    fn of_services(case in random::organisation(), by: u8) {
        service_laws::order_and_names_do_not_matter(&case, by.into());
        service_laws::sharing_never_saves(&case);
    }

    #[test]
    fn money_is_read_as_it_is_printed(picodollars: u128) {
        for picodollars in [picodollars, picodollars % 1_000_000_000_000_000_000] {
            let usd = Usd::from_picodollars(picodollars);
            prop_assert_eq!(Usd::parse(&usd.to_string()), Some(usd));
            prop_assert_eq!(Usd::parse(&usd.with_cents().to_string()), Some(usd));
        }
    }

    #[test]
    fn days_are_read_as_they_are_printed(year in 1u16..=9999, month in 1u8..=12, day in 1u8..=31) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        let Some(date) = Date::parse(&text) else {
            prop_assert!(day > 28, "{} is refused", text);
            return Ok(());
        };
        prop_assert_eq!(date.to_string(), text);
        prop_assert_eq!(date, Date::constant(year, month, day));
        let next = [(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)]
            .into_iter()
            .find_map(|(year, month, day)| Date::parse(&format!("{year:04}-{month:02}-{day:02}")));
        if let Some(next) = next {
            prop_assert!(next > date);
            prop_assert_eq!(next.days_since_epoch(), date.days_since_epoch() + 1);
        }
    }

    #[test]
    fn decimals_are_read_as_written(digits in 0u64..1_000_000_000_000, places in 0u32..=12) {
        let unit = 10u64.pow(places);
        let text = format!("{}.{:0width$}", digits / unit, digits % unit, width = places as usize);
        let text = text.trim_end_matches('.');
        let decimal = Decimal::parse(text).expect("a decimal");
        prop_assert_eq!(decimal.scaled(places), Some(u128::from(digits)), "{}", text);
        let thousands = Decimal::parse(&format!("{text}k")).expect("a decimal");
        prop_assert_eq!(thousands.scaled(places), Some(u128::from(digits) * 1000));
        let exponent = Decimal::parse(&format!("{digits}e-{places}")).expect("a decimal");
        prop_assert_eq!(exponent.scaled(places), Some(u128::from(digits)));
        let shorter = Usd::from_picodollars(u128::from(digits) * 10u128.pow(12 - places));
        prop_assert_eq!(Usd::parse(text), Some(shorter));
    }
}

#[test]
fn names_are_read_as_they_are_printed() {
    for limit in Limit::ALL {
        assert_eq!(Limit::parse(limit.name()), Some(limit));
        assert_eq!(limit.to_string(), limit.name());
        assert_eq!(Limit::parse(&limit.name().to_lowercase()), None);
    }
    for plan in Plan::ALL {
        assert_eq!(Plan::parse(plan.name()), Some(plan));
        assert_eq!(Plan::parse(plan.title()), None);
    }
}

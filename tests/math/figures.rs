//! Prices, fractions and amounts as they are read and written.

use groq_calc::{
    Date, Fraction, Price, Prices, Usd,
    catalog::{Tool, ToolPrices, ToolSet},
    num::Decimal,
    question::ToolUse,
};
use serde_json::{Value, json};

#[test]
fn prices() {
    let picodollars = |price: Price| price.picodollars();
    assert_eq!(picodollars(Price::per_million("0.0375")), 37_500);
    assert_eq!(picodollars(Price::per_million("12")), 12_000_000);
    assert_eq!(picodollars(Price::per_million(".5")), 500_000);
    assert_eq!(picodollars(Price::per_million("0.000001")), 1);
    assert_eq!(picodollars(Price::per_thousand("5")), 5_000_000_000);
    assert_eq!(picodollars(Price::per_thousand("0.000000001")), 1);
    assert_eq!(picodollars(Price::per_hour("0.18")), 180_000_000_000);
    assert_eq!(Price::per_million("22").listed_per_million().to_string(), "22");
    assert_eq!(Price::per_thousand("5").listed_per_thousand().to_string(), "5");
    assert_eq!(Price::per_hour("0.18").listed().to_string(), "0.18");
    for text in ["", "-1", "1e3", "1.2.3", "1,000", "0.1234567"] {
        let read = std::panic::catch_unwind(|| Price::per_million(text));
        assert!(read.is_err(), "{text:?} is no price");
    }
    assert_eq!(Prices::NONE, Prices::default());
    let all = ToolPrices {
        web_search_basic: Price::from_picodollars(1),
        web_search_advanced: Price::from_picodollars(2),
        visit_website: Price::from_picodollars(3),
        code_execution: Price::from_picodollars(4),
        browser_automation: Price::from_picodollars(5),
    };
    assert_eq!(Tool::ALL.map(|tool| all.get(tool).picodollars()), [1, 2, 3, 4, 5]);
    let used = ToolUse {
        web_search_basic: 1,
        web_search_advanced: 2,
        visit_website: 3,
        code_execution_millis: 4,
        browser_automation_millis: 5,
    };
    assert_eq!(Tool::ALL.map(|tool| used.get(tool)), [1, 2, 3, 4, 5]);
    for tool in Tool::ALL {
        let set = ToolSet::NONE.with(tool).with(tool);
        assert_eq!(
            Tool::ALL.map(|other| set.contains(other)),
            Tool::ALL.map(|other| other == tool)
        );
    }
}

#[test]
fn fractions_and_money() {
    for (numerator, denominator, text) in [
        (0, 7, "0"),
        (1, 1, "1"),
        (3, 2, "1.5"),
        (2, 3, "0.666667"),
        (1, 1_000_000, "0.000001"),
        (5, 10_000_000, "0"),
        (15, 10_000_000, "0.000002"),
        (25, 10_000_000, "0.000002"),
        (19_999_999, 10_000_000, "2"),
        (u128::MAX, 1, "340282366920938463463374607431768211455"),
        (u128::MAX - 1, u128::MAX, "1"),
        (u128::MAX / 4, u128::MAX, "0.25"),
        (u128::MAX, u128::MAX / 3, "3"),
        (u128::MAX / 3 * 2, u128::MAX, "0.666667"),
        (0, 0, "0"),
        (7, 0, "unbounded"),
    ] {
        let fraction = Fraction::new(numerator, denominator);
        assert_eq!(fraction.to_string(), text, "{numerator}/{denominator}");
        let json = serde_json::to_value(fraction).expect("a text");
        assert_eq!(json, if text == "unbounded" { Value::Null } else { json!(text) });
    }
    assert!(Fraction::new(1, 0).is_unbounded() && !Fraction::new(0, 0).is_unbounded());
    assert!(!Fraction::new(1, 1).is_unbounded());
    assert!(Fraction::new(2, 1).exceeds_one() && !Fraction::new(1, 1).exceeds_one());
    assert!(Fraction::new(0, 5).is_zero() && !Fraction::new(1, 5).is_zero());
    let most = Usd::from_picodollars(u128::MAX);
    assert_eq!(most.checked_add(Usd::from_picodollars(1)), None);
    assert_eq!(Usd::ZERO.checked_add(most), Some(most));
    assert_eq!(Usd::parse("340282366920938463463374607.431768211456"), None);
    assert_eq!(serde_json::to_value(most).expect("a text"), most.to_string());
    assert_eq!(serde_json::to_value(Date::constant(2026, 1, 2)).expect("a text"), "2026-01-02");
    assert_eq!(Decimal::parse("1e-1").and_then(|number| number.scaled(0)), None);
    assert_eq!(Decimal::parse("1234567,890"), None);
    assert_eq!(Decimal::parse(",123"), None);
    assert_eq!(Decimal::parse("+5").and_then(|number| number.scaled(0)), Some(5));
    for letter in ["b", "B", "g", "G"] {
        let number = Decimal::parse(&format!("2{letter}")).expect("a number");
        assert_eq!(number.scaled(0), Some(2_000_000_000));
    }
}

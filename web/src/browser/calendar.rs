//! Months by their names, from this one on.

use js_sys::{Date, Object, Reflect};

/// The month that is a number of months away, as a language writes it: `August 2027`,
/// or in short `Aug`.
pub(crate) fn month(tag: &str, after: u64, is_short: bool) -> String {
    let now = Date::new_0();
    let months =
        i32::try_from(u64::from(now.get_month()).saturating_add(after)).unwrap_or(i32::MAX);
    let date = Date::new_with_year_month_day(now.get_full_year(), months, 1);
    let options = Object::new();
    let style = if is_short { "short" } else { "long" };
    Reflect::set(&options, &"month".into(), &style.into()).ok();
    if !is_short {
        Reflect::set(&options, &"year".into(), &"numeric".into()).ok();
    }
    String::from(date.to_locale_date_string(tag, &options))
}

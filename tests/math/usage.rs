//! The cost of one request and of columns of requests, against the same rule
//! in big integers and against the bill of a month.

use groq_calc::{
    Bill, Draft, Error, Kind, Number, Price, Prices, Usage, Usd, WorkloadDraft,
    cost::{TokenPrices, UsageColumns},
};
use groq_calc_tests::usages::Usages;
use groq_catalog::CATALOG;
use num_bigint::BigUint;
use num_rational::Ratio;
use proptest::prelude::*;

fn tokens_at(id: &str) -> TokenPrices {
    let model = CATALOG.model(id).expect("the catalog knows it");
    model.prices.last().and_then(|entry| entry.value.tokens()).expect("its tokens have prices")
}

fn token_prices(price: impl Strategy<Value = u64> + Clone) -> impl Strategy<Value = TokenPrices> {
    (price.clone(), price.clone(), price).prop_map(|(input, cached_input, output)| {
        let [input, cached_input, output] =
            [input, cached_input, output].map(Price::from_picodollars);
        TokenPrices { input, cached_input, output }
    })
}

/// Any price that 64 bits hold, small ones more often.
fn any_price() -> impl Strategy<Value = u64> + Clone {
    prop_oneof![0u64..10, 0u64..100_000_000, any::<u64>()]
}

fn any_count() -> impl Strategy<Value = u64> {
    prop_oneof![0u64..10, 0u64..1_000_000, any::<u64>()]
}

/// Prompt and cached part, any of both.
fn prompt() -> impl Strategy<Value = (u64, u64)> {
    any_count().prop_flat_map(|input| (Just(input), 0..=input))
}

fn exact(prices: &TokenPrices, input: u64, cached: u64, output: u64) -> BigUint {
    let price = |price: Price| BigUint::from(price.picodollars());
    BigUint::from(input - cached) * price(prices.input)
        + BigUint::from(cached) * price(prices.cached_input)
        + BigUint::from(output) * price(prices.output)
}

/// What a result holds, or that it does not fit.
fn picodollars(result: Result<Usd, Error>) -> Option<BigUint> {
    match result {
        Ok(usd) => Some(usd.picodollars().into()),
        Err(error) => {
            assert!(error.is_overflow(), "{error}");
            None
        }
    }
}

fn within_128_bits(number: BigUint) -> Option<BigUint> {
    (number.bits() <= 128).then_some(number)
}

#[test]
fn the_published_usage() {
    let usage = Usage::new(4641, 4608, 1817).unwrap();
    let cost = |id| tokens_at(id).cost(usage).unwrap().to_string();
    assert_eq!(cost("moonshotai/kimi-k2-instruct-0905"), "0.007788");
    assert_eq!(cost("openai/gpt-oss-120b"), "0.00144075");
}

#[test]
fn a_model_without_caching_bills_the_prompt_in_full() {
    let usage = |cached| Usage::new(1000, cached, 10).unwrap();
    let qwen = tokens_at("qwen/qwen3-32b");
    assert_eq!(qwen.cost(usage(1000)), qwen.cost(usage(0)));
    let whisper = CATALOG.model("whisper-large-v3").unwrap().prices.last().unwrap();
    assert_eq!(whisper.value.tokens(), None);
    assert_eq!(Prices { output: None, ..PRICED }.tokens(), None);
}

const PRICED: Prices = Prices {
    input: Some(Price::per_million("1")),
    cached_input: None,
    output: Some(Price::per_million("2")),
    ..Prices::NONE
};

#[test]
fn the_ends_of_the_range() {
    let most = Price::from_picodollars(u64::MAX);
    let prices = TokenPrices { input: most, cached_input: most, output: most };
    let product = u128::from(u64::MAX) * u128::from(u64::MAX);
    for cached in [0, 1, u64::MAX] {
        let prompt = Usage::new(u64::MAX, cached, 0).unwrap();
        assert_eq!(prices.cost(prompt).unwrap().picodollars(), product);
    }
    // u64::MAX² + 2·u64::MAX is the last that fits: 2¹²⁸ − 1.
    let last = Usage::new(u64::MAX, 0, 2).unwrap();
    assert_eq!(prices.cost(last).unwrap().picodollars(), u128::MAX);
    assert_eq!(prices.batch_cost(last).unwrap().picodollars(), 1 << 127);
    let over = Usage::new(u64::MAX, 0, 3).unwrap();
    let error = prices.cost(over).unwrap_err();
    assert!(error.is_overflow());
    assert_eq!(error.to_string(), "usage is too large: the result does not fit 128 bits");
    assert!(prices.batch_cost(over).unwrap_err().is_overflow());
}

#[test]
fn a_batch_is_rounded_once_half_to_even() {
    let price = Price::from_picodollars;
    let prices = TokenPrices { input: price(1), cached_input: price(0), output: price(1) };
    let batch = |input, output| {
        let usage = Usage::new(input, input, output).unwrap();
        prices.batch_cost(usage).unwrap().picodollars()
    };
    assert_eq!((batch(1, 0), batch(1, 1), batch(2, 1), batch(3, 2)), (0, 1, 2, 2));
}

proptest! {
    #[test]
    fn a_request_costs_what_big_integers_say(
        prices in token_prices(any_price()),
        (input, cached) in prompt(),
        output in any_count(),
    ) {
        let usage = Usage::new(input, cached, output).unwrap();
        let expected = within_128_bits(exact(&prices, input, cached, output));
        prop_assert_eq!(picodollars(prices.cost(usage)), expected);
        // Half of the full price, whatever was cached.
        let full = within_128_bits(exact(&prices, input, 0, output));
        let half = full.map(|full| half_to_even(&full));
        prop_assert_eq!(picodollars(prices.batch_cost(usage)), half);
    }

    #[test]
    fn a_request_costs_what_its_bill_says(
        prices in token_prices(0u64..100_000_000),
        caching in any::<bool>(),
        (input, cached) in (0u64..1_000_000_000).prop_flat_map(|input| (Just(input), 0..=input)),
        output in 0u64..1_000_000_000,
    ) {
        let listed = Prices {
            input: Some(prices.input),
            cached_input: caching.then_some(prices.cached_input),
            output: Some(prices.output),
            ..Prices::NONE
        };
        let number = |count: u64| Some(Number::from(count));
        let workload = WorkloadDraft {
            requests_per_day: number(1),
            days_per_month: number(1),
            input_tokens: number(input),
            cached_input_tokens: number(cached),
            output_tokens: number(output),
            ..WorkloadDraft::default()
        };
        let question = Draft { workload, ..Draft::default() }.check().unwrap();
        let bill = |batch| Bill::new(&question.workload, Kind::Chat, &listed, None, batch);
        let usage = Usage::new(input, cached, output).unwrap();
        let prices = listed.tokens().unwrap();
        prop_assert_eq!(prices.cost(usage), Ok(bill(0).unwrap().unwrap().total));
        // The bill rounds prompt and completion apart: a picodollar at most.
        let batch = bill(100).unwrap().unwrap().total.picodollars();
        prop_assert!(prices.batch_cost(usage).unwrap().picodollars().abs_diff(batch) <= 1);
    }

    #[test]
    fn columns_cost_what_their_rows_cost(
        prices in proptest::collection::vec(token_prices(any_price()), 1..=256),
        rows in proptest::collection::vec((any::<u8>(), any::<u32>(), 0f64..=1.0, any::<u32>()), 0..70),
    ) {
        let mut usages = Usages::default();
        let mut expected = Vec::new();
        for (model, input, share, output) in rows {
            let model = (usize::from(model) % prices.len()) as u8;
            let cached = (f64::from(input) * share) as u32;
            usages.model.push(model);
            usages.input.push(input);
            usages.cached_input.push(cached);
            usages.output.push(output);
            let usage = Usage::new(input.into(), cached.into(), output.into()).unwrap();
            let cost = prices[usize::from(model)].cost(usage).unwrap();
            let exact = exact(&prices[usize::from(model)], input.into(), cached.into(), output.into());
            prop_assert_eq!(BigUint::from(cost.picodollars()), exact);
            expected.push(cost.picodollars());
        }
        let total: BigUint = expected.iter().map(|row| BigUint::from(*row)).sum();
        let columns = columns(&usages);
        prop_assert_eq!(columns.len(), expected.len());
        prop_assert_eq!(columns.is_empty(), expected.is_empty());
        prop_assert_eq!(picodollars(columns.cost(&prices)), within_128_bits(total.clone()));
        let mut each = vec![u64::MAX; expected.len()];
        let result = columns.cost_each(&prices, &mut each);
        match expected.iter().position(|row| *row > u128::from(u64::MAX)) {
            None => {
                prop_assert_eq!(BigUint::from(result.unwrap().picodollars()), total);
                prop_assert_eq!(each.into_iter().map(u128::from).collect::<Vec<_>>(), expected);
            }
            Some(row) => {
                let error = result.unwrap_err();
                prop_assert_eq!(error.field(), format!("picodollars[{row}]"));
                prop_assert!(error.to_string().contains(&expected[row].to_string()), "{}", error);
                prop_assert!(each[..row].iter().zip(&expected).all(|(a, b)| u128::from(*a) == *b));
            }
        }
    }
}

fn half_to_even(number: &BigUint) -> BigUint {
    let half = Ratio::new(number.clone(), BigUint::from(2u8));
    let floor = half.floor();
    let up = !half.is_integer() && floor.to_integer().bit(0);
    if up { half.ceil().to_integer() } else { floor.to_integer() }
}

fn columns(usages: &Usages) -> UsageColumns<'_> {
    UsageColumns::new(&usages.model, &usages.input, &usages.cached_input, &usages.output)
        .expect("equal length")
}

/// Longer than a block of the sum, and no multiple of it.
const ROWS: usize = 200_003;

fn every_price() -> Vec<TokenPrices> {
    CATALOG.models.iter().filter_map(|model| model.prices.last()?.value.tokens()).collect()
}

#[test]
fn long_columns_are_exact() {
    let prices = every_price();
    let usages = Usages::new(ROWS, prices.len() as u8);
    let columns = columns(&usages);
    let mut each = vec![0; ROWS];
    let total = columns.cost_each(&prices, &mut each).unwrap();
    assert_eq!(columns.cost(&prices), Ok(total));
    assert_eq!(total.picodollars(), each.iter().map(|row| u128::from(*row)).sum());
    for (row, cost) in each.iter().enumerate().step_by(997) {
        let [input, cached, output] =
            [usages.input[row], usages.cached_input[row], usages.output[row]].map(u64::from);
        let prices = &prices[usize::from(usages.model[row])];
        assert_eq!(BigUint::from(*cost), exact(prices, input, cached, output));
    }
}

#[test]
fn the_bad_row_is_named() {
    let prices = every_price();
    let good = Usages::new(ROWS, prices.len() as u8);
    // In each lane, in the rest of the last block, first and last of a block.
    for row in [0, 1, 2, 3, 65_535, 65_536, 131_071, 200_000, 200_001, ROWS - 1] {
        let mut usages = good.clone();
        usages.input[row] = 7;
        usages.cached_input[row] = 8;
        let message = format!("cached_input[{row}] is `8`; it must be at most the input, 7");
        assert_refused(&usages, &prices, row, &message);

        let mut usages = good.clone();
        let unknown = prices.len() as u8;
        usages.model[row] = unknown;
        // Even where it would cost nothing.
        (usages.input[row], usages.cached_input[row], usages.output[row]) = (0, 0, 0);
        let range = format!("below {unknown}, the number of models with prices");
        let message = format!("model[{row}] is `{unknown}`; it must be {range}");
        assert_refused(&usages, &prices, row, &message);
    }
}

#[track_caller]
fn assert_refused(usages: &Usages, prices: &[TokenPrices], row: usize, message: &str) {
    let columns = columns(usages);
    let error = columns.cost(prices).expect_err("a row is bad");
    assert!(error.is_out_of_range());
    assert_eq!(error.to_string(), message);
    let mut each = vec![0; usages.model.len()];
    assert_eq!(columns.cost_each(prices, &mut each), Err(error));
    assert!(each[row..].iter().all(|cost| *cost == 0));
}

#[test]
fn the_first_of_two_bad_rows_is_named() {
    let mut usages = Usages::new(100, 1);
    usages.model[60] = 9;
    (usages.input[70], usages.cached_input[70]) = (0, 1);
    let prices = [tokens_at("openai/gpt-oss-20b")];
    assert_eq!(columns(&usages).cost(&prices).unwrap_err().field(), "model[60]");
    (usages.input[50], usages.cached_input[50]) = (0, 1);
    assert_eq!(columns(&usages).cost(&prices).unwrap_err().field(), "cached_input[50]");
}

#[test]
fn no_rows_cost_nothing() {
    let none = UsageColumns::new(&[], &[], &[], &[]).unwrap();
    assert_eq!(none.cost(&[]), Ok(Usd::ZERO));
    assert_eq!(none.cost_each(&[], &mut []), Ok(Usd::ZERO));
    assert!(columns(&Usages::new(1, 1)).cost(&[]).is_err());
}

#[test]
fn columns_of_different_length_are_refused() {
    let error = UsageColumns::new(&[0, 0], &[1, 1], &[0], &[1, 1]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cached_input is `1 rows long`; it must be 2 rows long, as the column model is"
    );
    assert_eq!(UsageColumns::new(&[0], &[], &[0], &[1]).unwrap_err().field(), "input");
    assert_eq!(UsageColumns::new(&[0], &[1], &[0], &[1, 1]).unwrap_err().field(), "output");
    let columns = UsageColumns::new(&[0], &[1], &[0], &[1]).unwrap();
    let prices = [tokens_at("openai/gpt-oss-20b")];
    let error = columns.cost_each(&prices, &mut [0; 2]).unwrap_err();
    assert_eq!(error.field(), "picodollars");
}

#[test]
fn the_most_expensive_rows_are_summed_exactly() {
    let most = Price::from_picodollars(u64::MAX);
    let prices = [TokenPrices { input: most, cached_input: most, output: most }; 256];
    let rows = 3 * 65_536 + 1;
    let usages = Usages {
        model: (0..rows).map(|row| row as u8).collect(),
        input: vec![u32::MAX; rows],
        cached_input: (0..rows).map(|row| if row % 2 == 0 { u32::MAX } else { 0 }).collect(),
        output: vec![u32::MAX; rows],
    };
    let row = u128::from(u32::MAX) * u128::from(u64::MAX) * 2;
    let total = row * rows as u128;
    assert_eq!(columns(&usages).cost(&prices).unwrap().picodollars(), total);
}

//! The replay against an oracle in exact fractions, and what it promises.

mod check;
mod oracle;
mod prices;
mod promises;
mod services;
mod trace;

use groq_calc::{
    Caps, Limit,
    catalog::{Admission, Context},
    replay::{Request, Rules, Sample, Stretch},
};
use groq_calc_tests::replays::every_way;
use num_rational::BigRational;
use proptest::prelude::*;

use check::{agree, report};
use oracle::whole;
use prices::PRICES;

fn rows() -> impl Strategy<Value = Vec<Request>> {
    let gap =
        prop_oneof![Just(0u64), 1u64..50, 1u64..2_000_000, 1u64..70_000_000, 1u64..90_000_000_000,];
    let tokens = || prop_oneof![Just(0u32), 1u32..10, 1u32..3000];
    let row = (gap, tokens(), 0u32..=100, tokens(), tokens(), 0u32..40_000, any::<bool>());
    let start = prop_oneof![Just(0u64), 1_700_000_000_000_000u64..1_700_100_000_000_000];
    (start, proptest::collection::vec(row, 0..60)).prop_map(|(start, rows)| {
        let mut time = start;
        let row = |(gap, input, percent, output, max, audio, batchable)| {
            time += gap;
            Request::new(time, input, input * percent / 100, output)
                .and_then(|row| row.with_max_completion(max))
                .and_then(|row| row.with_audio(audio))
                .expect("it is legal")
                .with_batchable(batchable)
        };
        rows.into_iter().map(row).collect()
    })
}

fn caps() -> impl Strategy<Value = Caps> {
    let cap = prop_oneof![0u64..5, 1u64..50, 1000u64..10_000, 1u64..1_000_000_000_000_000];
    proptest::collection::btree_map(0usize..8, cap, 0..6).prop_map(|caps| {
        caps.into_iter().fold(Caps::NONE, |caps, (index, cap)| caps.with(Limit::ALL[index], cap))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_oracle_agree(
        rows in rows(),
        caps in caps(),
        four in any::<bool>(),
        caching in any::<bool>(),
        batch in any::<bool>(),
        admission in proptest::sample::select(Admission::ALL.to_vec()),
        scale in 1u32..4,
        stretch in prop_oneof![Just(1_000_000u64), 1u64..3_000_000],
        window in proptest::option::of(0u64..4000),
    ) {
        let caps = match four {
            // What the fast path can do.
            true => [Limit::RPM, Limit::RPD, Limit::TPM, Limit::TPD]
                .into_iter()
                .filter_map(|limit| Some((limit, caps.figure(limit)?)))
                .fold(Caps::NONE, |caps, (limit, cap)| caps.with(limit, cap)),
            false => caps,
        };
        let factor = BigRational::new(stretch.into(), 1_000_000.into());
        let text = format!("{}.{:06}", stretch / 1_000_000, stretch % 1_000_000);
        let rules = Rules {
            caching,
            admission,
            batch: batch && !four,
            scale,
            stretch: Stretch::parse(&text).expect("it is legal"),
            context: Context { window, max_completion: window.map(|window| window / 2) },
            ..Rules::new(caps, PRICES)
        };
        for rules in every_way(rules) {
            agree(rules, &factor, &rows);
        }
    }

    #[test]
    fn cutting_changes_nothing(rows in rows(), caps in caps(), size in 1usize..20) {
        for rules in every_way(Rules::new(caps, PRICES)) {
            prop_assert_eq!(report(rules, &rows, size), report(rules, &rows, 1000));
        }
    }
}

#[test]
fn a_generated_day() {
    let rows: Vec<_> = Sample::new(11, 600).collect();
    let caps = Caps::NONE
        .with(Limit::RPM, 11)
        .with(Limit::RPD, 397)
        .with(Limit::TPM, 7919)
        .with(Limit::TPD, 400_009)
        .with(Limit::OTPM, 1009);
    for caps in [caps, caps.with(Limit::ITPM, 6007), Caps::NONE.with(Limit::TPM, 8000)] {
        for rules in every_way(Rules::new(caps, PRICES)) {
            agree(rules, &whole(1), &rows);
        }
    }
}

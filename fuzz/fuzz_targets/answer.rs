//! `groq_calc_fuzz::wire::answer` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| groq_calc_fuzz::wire::answer(bytes));

//! `groq_calc_fuzz::number` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| groq_calc_fuzz::number::check(bytes));

//! `groq_calc_fuzz::forms::check` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| groq_calc_fuzz::forms::check(bytes));

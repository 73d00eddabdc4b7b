//! The laws of `groq-protocol` over random input, and ten thousand damaged
//! error bodies.

mod damage;

use groq_calc_tests::wire;
use proptest::prelude::*;

/// Text that looks like JSON about usage, models or requests.
fn jsonish() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("\"usage\""),
        Just("\"x_groq\""),
        Just("\"prompt_tokens\""),
        Just("\"cached_tokens\""),
        Just("\"prompt_tokens_details\""),
        Just("\"data\""),
        Just("\"id\""),
        Just("\"n\""),
        Just("\"messages\""),
        Just("\"name\""),
        Just("\"temperature\""),
        Just("\"stop\""),
        Just("\"queue_time\""),
        Just("\"response_format\""),
        Just("\"vtt\""),
        Just("\"reasoning_effort\""),
        Just("\"model\""),
        Just("\"qwen/qwen3-32b\""),
        Just("\"max_tokens\""),
        Just("\"store\""),
        Just("\"metadata\""),
    ];
    let number = prop_oneof![
        any::<u64>().prop_map(|n| n.to_string()),
        any::<i32>().prop_map(|n| n.to_string()),
        (0u32..2000, 0u32..1_000_000_000).prop_map(|(a, b)| format!("{a}.{b:09}")),
        Just("1e-07".into()),
        Just("0".into()),
        Just("0.0".into()),
    ];
    let leaf = prop_oneof![
        number,
        word.clone().prop_map(str::to_owned),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("[]".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6)
                .prop_map(|list| format!("[{}]", list.join(","))),
            proptest::collection::vec((word.clone(), inner), 0..6).prop_map(|fields| {
                let fields: Vec<_> = fields.iter().map(|(k, v)| format!("{k}:{v}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn lengths_are_read_back(nanos in any::<u64>(), shift in 0u32..64) {
        wire::length(nanos >> shift);
    }

    #[test]
    fn durations_are_read_or_refused(text in "([0-9]{1,4}(\\.[0-9]{1,10})?(h|m|s|ms|us|µs|ns| )){0,4}") {
        wire::duration(&text);
    }

    #[test]
    fn any_text_is_an_error(status in any::<u16>(), text in ".{0,200}") {
        wire::error(status, &text);
    }

    #[test]
    fn no_key_is_kept_of_any_text(
        before in "[ -~]{0,40}|groq\\.[A-Z][a-z]{2,8}Error: Error code: 4[0-9]{2} - \\{'error': \\{'message': '",
        key in "gsk_[A-Za-z0-9]{20,52}",
        form in 0usize..6,
        after in "[ -~]{0,40}|', 'type': 'tokens'\\}\\}",
    ) {
        let held = match form {
            0 => key.clone(),
            1 => format!("Bearer {key}"),
            2 => format!("\"api_key\":\"{key}\""),
            3 => format!("-H 'Authorization: Bearer {key}'"),
            4 => key.replacen("gsk_", "gsk%5F", 1),
            _ => format!("retry-after: {key}\nx-request-id: {key}"),
        };
        let text = format!("{before}{held}{after}");
        wire::pasted(&text);
        let secret = &key[4..];
        prop_assert!(!groq_protocol::without_keys(&text).contains(secret), "{}", text);
        let shown = format!("{:?}", groq_protocol::ErrorText::read(&text).error());
        prop_assert!(!shown.contains(secret), "{}", text);
    }

    #[test]
    fn headers_are_read_or_named(
        pairs in proptest::collection::vec(
            (proptest::sample::select(groq_protocol::RateHeaders::names()), "[ 0-9a-z.]{0,8}|[0-9]{1,21}"),
            0..12,
        )
    ) {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        wire::headers(&pairs);
    }

    #[test]
    fn streams_may_be_cut_anywhere(
        lines in proptest::collection::vec("(data|event|id|: c|retry)?:? ?[a-zµ🦀\u{feff}]{0,4}(\r\n|\n|\r){0,3}", 0..12),
        cuts in proptest::collection::vec(0usize..6, 0..60),
    ) {
        wire::stream(lines.concat().as_bytes(), &cuts);
    }

    #[test]
    fn streams_of_any_bytes(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        cuts in proptest::collection::vec(0usize..9, 0..60),
    ) {
        wire::stream(&bytes, &cuts);
    }

    #[test]
    fn json_of_any_shape(text in jsonish(), cap in proptest::option::of(0u64..3000)) {
        wire::usage(&text);
        wire::usage(&format!("{{\"usage\":{text}}}"));
        wire::models(&format!("{{\"data\":{text}}}"));
        wire::request(&text, cap);
    }
}

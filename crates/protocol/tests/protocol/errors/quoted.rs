//! The texts of rate limits as they were quoted in public.

use groq_protocol::LimitKind;

/// The body of an answer with such a text.
pub(crate) fn body(message: &str, error_type: &str) -> String {
    format!(
        r#"{{"error":{{"message":"{message}","type":"{error_type}","code":"rate_limit_exceeded"}}}}"#
    )
}

/// A text of a rate limit in the form of 2025 and 2026.
pub(crate) fn new_form(model: &str, name: &str, figures: &str, wait: &str) -> String {
    format!(
        "Rate limit reached for model `{model}` in organization `org_01kjh7p9n8f1` service tier \
         `on_demand` on {name}: {figures}. Please try again in {wait}. Need more tokens? Upgrade \
         to Dev Tier today at https://console.groq.com/settings/billing"
    )
}

/// The same about a limit of a project.
fn project_form(model: &str, name: &str, figures: &str, wait: &str) -> String {
    let project = "for project `project_01kq4m2v8e5t`";
    new_form(model, name, figures, wait).replace("in organization `org_01kjh7p9n8f1`", project)
}

/// The same in the form of 2024.
fn old_form(model: &str, name: &str, figures: &str, wait: &str) -> String {
    format!(
        "Rate limit reached for model `{model}` in organization `org_01hqm053avff` on {name}: \
         {figures}. Please try again in {wait}. Visit \
         https://console.groq.com/docs/rate-limits for more information."
    )
}

pub(crate) struct Vector {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    pub(crate) kind: Option<LimitKind>,
    pub(crate) figures: [u64; 3],
    pub(crate) approximate: bool,
    pub(crate) printed: u64,
    /// Printed less computed, in nanoseconds; parts of one dropped.
    pub(crate) difference: i128,
}

#[allow(clippy::too_many_arguments, reason = "one row of a table")]
fn vector(
    name: &'static str,
    form: fn(&str, &str, &str, &str) -> String,
    model: &str,
    kind: LimitKind,
    [limit, used, requested]: [u64; 3],
    approximate: bool,
    wait: &str,
    printed: u64,
    difference: i128,
) -> Vector {
    let (words, short) = kind.in_errors();
    let tilde = if approximate { "~" } else { "" };
    let figures = format!("Limit {limit}, Used {used}, Requested {tilde}{requested}");
    Vector {
        name,
        text: form(model, &format!("{words} ({short})"), &figures, wait),
        kind: Some(kind),
        figures: [limit, used, requested],
        approximate,
        printed,
        difference,
    }
}

/// R1 to R20: the retry waits that were quoted in public.
pub(crate) fn vectors() -> Vec<Vector> {
    use LimitKind::{Asd, Ash, Itpm, Otpm, Rpd, Rpm, Tpd, Tpm};
    let turbo = "whisper-large-v3-turbo";
    let mut blank = vector(
        "R14",
        old_form,
        "llama3-70b-8192",
        Tpd,
        [500_000, 500_370, 252],
        false,
        "1m47.5854s",
        107_585_400_000,
        103_800_000,
    );
    blank.text = blank.text.replace("on tokens per day (TPD): ", "on : ");
    blank.kind = None;
    vec![
        vector(
            "R1",
            new_form,
            "llama-3.1-8b-instant",
            Tpm,
            [6000, 5034, 1443],
            false,
            "4.77s",
            4_770_000_000,
            0,
        ),
        vector(
            "R2",
            old_form,
            "llama3-70b-8192",
            Tpm,
            [7000, 0, 12_903],
            true,
            "50.597142857s",
            50_597_142_857,
            0,
        ),
        vector(
            "R3",
            new_form,
            "llama-3.3-70b-versatile",
            Tpd,
            [100_000, 97_050, 3619],
            false,
            "9m38.016s",
            578_016_000_000,
            0,
        ),
        vector(
            "R4",
            new_form,
            "llama-3.3-70b-versatile",
            Tpd,
            [100_000, 99_996, 484],
            false,
            "6m54.72s",
            414_720_000_000,
            0,
        ),
        vector(
            "R5",
            new_form,
            "openai/gpt-oss-120b",
            Tpd,
            [200_000, 197_494, 4035],
            false,
            "11m0.528s",
            660_528_000_000,
            0,
        ),
        vector(
            "R6",
            new_form,
            "openai/gpt-oss-120b",
            Tpd,
            [200_000, 199_336, 1524],
            false,
            "6m 11.52s",
            371_520_000_000,
            0,
        ),
        vector(
            "R7",
            new_form,
            "openai/gpt-oss-20b",
            Rpm,
            [30, 30, 1],
            false,
            "2s",
            2_000_000_000,
            0,
        ),
        vector(
            "R8",
            new_form,
            "openai/gpt-oss-20b",
            Rpd,
            [1000, 1000, 1],
            false,
            "1m26.4s",
            86_400_000_000,
            0,
        ),
        vector("R9", new_form, turbo, Ash, [7200, 6445, 1601], false, "7m3s", 423_000_000_000, 0),
        vector("R10", new_form, turbo, Ash, [7200, 5956, 2336], false, "9m6s", 546_000_000_000, 0),
        vector(
            "R11",
            new_form,
            "qwen/qwen3.8-27b",
            Otpm,
            [1000, 72, 981],
            false,
            "3.179999999s",
            3_179_999_999,
            -1,
        ),
        vector(
            "R12",
            old_form,
            "llama-3.3-70b-versatile",
            Tpm,
            [6000, 3513, 3166],
            false,
            "6.780999999s",
            6_780_999_999,
            -9_000_001,
        ),
        vector(
            "R13",
            old_form,
            "llama3-8b-8192",
            Tpm,
            [5000, 5747, 4251],
            true,
            "59.977s",
            59_977_000_000,
            1_000_000,
        ),
        blank,
        vector(
            "R15",
            new_form,
            turbo,
            Ash,
            [7200, 7170, 230],
            false,
            "1m39.738s",
            99_738_000_000,
            -262_000_000,
        ),
        vector(
            "R16",
            new_form,
            "qwen/qwen3.8-27b",
            Itpm,
            [7000, 4371, 4245],
            false,
            "13.851428571s",
            13_851_428_571,
            0,
        ),
        vector(
            "R17",
            new_form,
            "openai/gpt-oss-20b",
            Tpm,
            [8000, 6670, 5883],
            false,
            "34.1475s",
            34_147_500_000,
            0,
        ),
        vector(
            "R18",
            project_form,
            "openai/gpt-oss-120b",
            Tpd,
            [200_000, 199_579, 1699],
            false,
            "9m12.096s",
            552_096_000_000,
            0,
        ),
        vector(
            "R19",
            project_form,
            "openai/gpt-oss-120b",
            Tpd,
            [170_000, 169_325, 4255],
            false,
            "30m19.48s",
            1_819_480_000_000,
            -2_352_941,
        ),
        vector(
            "R20",
            old_form,
            "whisper-large-v3",
            Asd,
            [28_800, 28_598, 818],
            false,
            "30m46.361999999s",
            1_846_361_999_999,
            -1_638_000_001,
        ),
    ]
}

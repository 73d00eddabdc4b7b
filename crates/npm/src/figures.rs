//! Groq's figures without the texts that no answer has: those of sources, of
//! which answers name the id, and what a page says of use cases.

use groq_calc::{Catalog, catalog::UseCase};

const COUNT: usize = groq_catalog::CATALOG.use_cases.len();

static USE_CASES: [UseCase<'static>; COUNT] = {
    let mut use_cases = [groq_catalog::CATALOG.use_cases[0]; COUNT];
    let mut index = 0;
    while index < COUNT {
        let UseCase { id, from, models, source, .. } = groq_catalog::CATALOG.use_cases[index];
        let (title, start, avoid) = ("", "", "");
        use_cases[index] = UseCase { id, from, title, models, start, avoid, source };
        index += 1;
    }
    use_cases
};

pub(crate) static CATALOG: Catalog<'static> =
    Catalog { use_cases: &USE_CASES, sources: &[], ..groq_catalog::WITH_SCORES };

use groq_calc::{Draft, catalog::Listing};
use groq_catalog_file::{Arena, CatalogFile, Format};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{error::Error, figures, js};

/// What the functions of the package answer from.
#[wasm_bindgen]
pub struct Catalog(pub(crate) groq_calc::Catalog<'static>);

#[wasm_bindgen]
impl Catalog {
    /// Groq's own figures.
    pub fn groq() -> Self {
        Self(figures::CATALOG)
    }

    /// A custom one, from JSON. It is kept until the module is gone: a program
    /// opens one once.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Catalog, Error> {
        let file = CatalogFile::read("catalog", text, Format::Json)?;
        Ok(Self(file.build(Box::leak(Box::new(Arena::default())))?))
    }

    /// Its newest day, the default of every call; looked up once.
    pub fn newest(&self) -> String {
        self.0.newest().to_string()
    }

    /// Answers a question, as `groq-calc plan --json`: about one workload, or about
    /// the services of an organisation. The outlook takes as long
    /// again, and so is only computed on request.
    pub fn plan(&self, question: &str, outlook: bool) -> Result<String, Error> {
        let draft = js::read::<Draft>("question", question)?;
        if draft.services.is_some() {
            let answer = self.0.answer_services(&draft.check_services()?)?;
            return if outlook { js::text(&answer.with_levers()?) } else { js::text(&answer) };
        }
        let answer = self.0.answer(&draft.check()?)?;
        if outlook { js::text(&answer.with_outlook()?) } else { js::text(&answer) }
    }

    /// The models of a day with their limits and prices.
    pub fn models(&self, as_of: Option<String>, all: bool) -> Result<String, Error> {
        js::text(&Listing::new(&self.0, as_of.as_deref(), all)?)
    }
}

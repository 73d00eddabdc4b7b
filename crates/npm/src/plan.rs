use groq_calc::{Draft, catalog::Listing};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{catalog::Catalog, error::Error, js};

#[wasm_bindgen]
impl Catalog {
    /// Answers a question, as `groq-calc plan --json`: about one workload, or about
    /// the services of an organisation. The outlook takes as long
    /// again, and so is only computed on request.
    pub fn plan(&self, question: &str, outlook: bool) -> Result<String, Error> {
        let draft = js::read::<Draft>("question", question)?;
        if draft.services.is_some() {
            let answer = self.0.answer_services(&draft.check_services_for(&self.0)?)?;
            return if outlook { js::text(&answer.with_levers()?) } else { js::text(&answer) };
        }
        let answer = self.0.answer(&draft.check_for(&self.0)?)?;
        if outlook { js::text(&answer.with_outlook()?) } else { js::text(&answer) }
    }

    /// The models of a day with their limits and prices.
    pub fn models(&self, as_of: Option<String>, all: bool) -> Result<String, Error> {
        js::text(&Listing::new(&self.0, as_of.as_deref(), all)?)
    }
}

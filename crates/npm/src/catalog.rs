use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "catalog")]
use crate::error::Error;
use crate::figures;

/// What the functions of the package answer from.
#[wasm_bindgen]
pub struct Catalog(pub(crate) groq_calc::Catalog<'static>);

#[wasm_bindgen]
impl Catalog {
    /// Groq's own figures.
    pub fn groq() -> Self {
        Self(figures::CATALOG)
    }

    /// Its newest day, the default of every call; looked up once.
    pub fn newest(&self) -> String {
        self.0.newest().to_string()
    }
}

#[cfg(feature = "catalog")]
#[wasm_bindgen]
impl Catalog {
    /// A custom one, from JSON. It is kept until the module is gone: a program
    /// opens one once.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Catalog, Error> {
        use groq_catalog_file::{Arena, CatalogFile, Format};
        let file = CatalogFile::read("catalog", text, Format::Json)?;
        Ok(Self(file.build(Box::leak(Box::new(Arena::default())))?))
    }
}

use groq_calc::Usd;
use pyo3::{Bound, PyAny, PyResult, Python, prelude::*, sync::PyOnceLock, types::PyType};

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// An amount as Python's own exact decimal.
pub(crate) fn decimal(py: Python<'_>, usd: Usd) -> PyResult<Bound<'_, PyAny>> {
    DECIMAL.import(py, "decimal", "Decimal")?.call1((usd.to_string(),))
}

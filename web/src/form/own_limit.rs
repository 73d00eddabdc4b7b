use groq_calc::{Limit, Plan};

/// A limit of the visitor's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnLimit {
    pub(crate) model: String,
    pub(crate) plan: Plan,
    pub(crate) limit: Limit,
    /// As it was written.
    pub(crate) cap: String,
}

impl OwnLimit {
    /// Reads model, plan, limit and cap.
    pub(super) fn read(parts: &[&str]) -> Option<Self> {
        let [model, plan, limit, cap] = parts else { return None };
        Some(Self {
            model: model.to_string(),
            plan: Plan::parse(plan)?,
            limit: Limit::parse(limit)?,
            cap: cap.to_string(),
        })
    }

    /// The same, parted by commas.
    pub(super) fn render(&self) -> String {
        format!(
            "{},{},{},{}",
            self.model,
            self.plan.name(),
            self.limit.name(),
            self.cap.replace(',', "")
        )
    }
}

//! Several services for a spreadsheet.

use groq_calc::{Usd, answer::organisation::OrganisationAnswer};

use super::report::quoted;

/// Every service: plain figures under the names of the answer's JSON.
pub(super) fn csv(answer: &OrganisationAnswer<'_>) -> String {
    let head = "service,model,plan,tier,fits,monthly_usd,list_usd,alone_model,alone_usd,blocked";
    let mut text = format!("{head}\r\n");
    let usd = |usd: Option<Usd>| usd.map(|usd| usd.to_string()).unwrap_or_default();
    for service in &answer.services {
        let cells = [
            service.name.clone(),
            service.model.to_string(),
            answer.plan.name().to_string(),
            service.tier.name().to_string(),
            answer.fits.to_string(),
            usd(service.monthly_usd),
            usd(service.list_usd),
            service.alone.id.model.to_string(),
            usd(service.alone.monthly_usd),
            service.blocked.map(|blocked| blocked.to_string()).unwrap_or_default(),
        ];
        text += &cells.map(|cell| quoted(&cell)).join(",");
        text += "\r\n";
    }
    text
}

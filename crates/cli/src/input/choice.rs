use groq_calc::{Answer, OptionId, PlanOption, Tier};

/// The option of an answer to use: the recommended one, or else the nearest, on
/// another service tier if that is asked for.
pub(crate) fn option<'b, 'a>(
    answer: &'b Answer<'a>,
    tier: Option<&str>,
) -> Result<&'b PlanOption<'a>, String> {
    let missing = || "no model does what is asked".to_string();
    let best = answer.best().ok_or_else(missing)?;
    let plan = best.id.plan;
    let tier = match tier {
        None => return Ok(best),
        Some(name) => {
            Tier::parse(name).filter(|tier| plan.tiers().contains(tier)).ok_or_else(|| {
                let tiers: Vec<_> = plan.tiers().iter().map(|tier| tier.name()).collect();
                format!(
                    "tier is `{name}`; on the {} plan it must be {}",
                    plan.title(),
                    tiers.join(" or ")
                )
            })?
        }
    };
    answer.option(OptionId { tier, ..best.id }).ok_or_else(missing)
}

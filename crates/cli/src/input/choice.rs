use groq_calc::{Answer, PlanOption, Tier};

/// The option of an answer that one goes on with: the recommended one, or else
/// the nearest, on another service tier if that is asked for.
pub(crate) fn option<'b, 'a>(
    answer: &'b Answer<'a>,
    tier: Option<&str>,
) -> Result<&'b PlanOption<'a>, String> {
    let (model, plan, own) = match (&answer.recommended, &answer.nearest) {
        (Some(choice), _) => (choice.model, choice.plan, choice.tier),
        (None, Some(near)) => (near.model, near.plan, near.tier),
        (None, None) => return Err("no model does what is asked".into()),
    };
    let tier = match tier {
        None => own,
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
    let place = (model, plan, tier);
    let found = answer.options.iter().find(|o| (o.model, o.plan, o.tier) == place);
    found.ok_or_else(|| "no model does what is asked".into())
}

//! The sample's insured: whoever has a turn about the affiliate key, and some who have none.
//!
//! Nothing here is left to chance: who is what follows from their place in the day.

use chrono::{Days, NaiveDate};

use super::agenda::{OnlineTurn, WalkIn};
use super::people::SamplePerson;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::{AffiliateKeyState, Contact, InsuredKind};

/// Somebody insured, as the institution's register has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleInsured {
    /// Who.
    pub person: SamplePerson,
    /// In what quality.
    pub kind: InsuredKind,
    /// The state of their key.
    pub key: AffiliateKeyState,
    /// How they are reached.
    pub contact: Contact,
    /// The day on which that was last brought up to date.
    pub up_to_date_on: Option<NaiveDate>,
}

/// Those who came to have a key unlocked; the last one is the foreigner.
const WALK_INS: [(InsuredKind, AffiliateKeyState); 4] = [
    (InsuredKind::Affiliate, AffiliateKeyState::Blocked),
    (InsuredKind::Pensioner, AffiliateKeyState::Blocked),
    (InsuredKind::Beneficiary, AffiliateKeyState::Blocked),
    (InsuredKind::Affiliate, AffiliateKeyState::Blocked),
];

/// The others, one after the other and then anew.
const OTHERS: [(InsuredKind, AffiliateKeyState); 5] = [
    (InsuredKind::Affiliate, AffiliateKeyState::Blocked),
    (InsuredKind::Affiliate, AffiliateKeyState::Active),
    (InsuredKind::Pensioner, AffiliateKeyState::Active),
    (InsuredKind::Affiliate, AffiliateKeyState::Never),
    (InsuredKind::Beneficiary, AffiliateKeyState::Blocked),
];

/// The insured of a day: first who came without a turn to have a key unlocked, in their order; then who took a turn about
/// an affiliate key, and these bystanders.
pub(super) fn insured(
    online: &[OnlineTurn],
    walk_ins: &[WalkIn],
    bystanders: &[SamplePerson],
    day: NaiveDate,
) -> Vec<SampleInsured> {
    let came = walk_ins.iter().filter(|turn| turn.procedure == ProcedureId::AFFILIATE_KEY_UNLOCK);
    let came = came.map(|turn| &turn.holder).zip(WALK_INS.into_iter().cycle());
    let about = [ProcedureId::AFFILIATE_KEY_UNLOCK, ProcedureId::AFFILIATE_KEY];
    let others = online.iter().filter(|turn| about.contains(&turn.procedure)).map(|turn| &turn.holder);
    let others = others.chain(bystanders).zip(OTHERS.into_iter().cycle());
    let numbered = (0_u32..).zip(came.chain(others));
    numbered.map(|(nth, (person, (kind, key)))| somebody(nth, person, kind, key, day)).collect()
}

fn somebody(
    nth: u32,
    person: &SamplePerson,
    kind: InsuredKind,
    key: AffiliateKeyState,
    day: NaiveDate,
) -> SampleInsured {
    // Some never said how they are reached.
    let is_reached = !nth.is_multiple_of(4) && key != AffiliateKeyState::Never;
    let contact = match is_reached {
        true => Contact {
            email: format!("asegurado{:03}@ejemplo.example", nth.saturating_add(1)),
            mobile: format!("099{:07}", 1_000_000_u32.saturating_add(nth)),
            telephone: if nth.is_multiple_of(3) {
                format!("02{:07}", 2_000_000_u32.saturating_add(nth))
            } else {
                String::new()
            },
        },
        false => Contact::default(),
    };
    let days_ago = Days::new(u64::from(nth.saturating_mul(37).saturating_add(60)));
    let up_to_date_on = if is_reached { day.checked_sub_days(days_ago) } else { None };
    SampleInsured { person: person.clone(), kind, key, contact, up_to_date_on }
}

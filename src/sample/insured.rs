//! The sample's insured: whoever has a turn about the affiliate key, and some who have none; and for whom they worked.
//!
//! Nothing here is left to chance: who is what follows from their place in the day.

use chrono::{Days, Months, NaiveDate};

use super::agenda::{OnlineTurn, WalkIn};
use super::people::SamplePerson;
use super::shares;
use crate::domain::day::Month;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::{AffiliateKeyState, BirthDay, Contact, InsuredKind};

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
    /// Day and month of their birth.
    pub birth: BirthDay,
    /// For whom they worked, the earliest first.
    pub history: Vec<SampleEmployment>,
}

/// For whom somebody worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleEmployment {
    /// The employer's name.
    pub employer: String,
    /// The first month.
    pub from: Month,
    /// The last month; none of who works there still.
    pub to: Option<Month>,
}

/// Employers for whom some worked and whom the register does not know.
const ELSEWHERE: [&str; 7] = [
    "Astillero Isla Chata Cía. Ltda.",
    "Fideos El Molino Viejo S.A.",
    "Hostería Aguas Mansas",
    "Imprenta Tinta Clara S.A.S.",
    "Lavandería Blanquita",
    "Transportes Paso Lateral C.A.",
    "Vivero Los Helechos",
];

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

/// The insured of a day: first who came without a turn to have a key unlocked, in their order; then who took a turn for
/// themselves, and these bystanders; then who took one of the day's last. They worked for some of these employers.
pub(super) fn insured<'d>(
    online: &'d [OnlineTurn],
    walk_ins: &'d [WalkIn],
    bystanders: &'d [SamplePerson],
    last: &'d [OnlineTurn],
    employers: &[&str],
    day: NaiveDate,
) -> Vec<SampleInsured> {
    let came = walk_ins.iter().filter(|turn| turn.procedure == ProcedureId::AFFILIATE_KEY_UNLOCK);
    let came = came.map(|turn| &turn.holder).zip(WALK_INS.into_iter().cycle());
    let of = |turn: &'d OnlineTurn| (!shares::is_of_employer(turn.procedure)).then_some(&turn.holder);
    let others = online.iter().filter_map(of).chain(bystanders).map(Some);
    // Each of the last ones has its number, whatever the others are.
    let others = others.chain(last.iter().map(of)).zip(OTHERS.into_iter().cycle());
    let numbered = (0_u32..).zip(came.map(|(person, which)| (Some(person), which)).chain(others));
    let numbered = numbered.filter_map(|(nth, (person, which))| Some((nth, person?, which)));
    numbered.map(|(nth, person, which)| somebody(nth, person, which, employers, day)).collect()
}

fn somebody(
    nth: u32,
    person: &SamplePerson,
    (kind, key): (InsuredKind, AffiliateKeyState),
    employers: &[&str],
    day: NaiveDate,
) -> SampleInsured {
    // Some never said how they are reached.
    let is_reached = !nth.is_multiple_of(4);
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
    let days_before = |days: u32| day.checked_sub_days(Days::new(u64::from(days)));
    // Not so long ago that anybody would ask again.
    let up_to_date_on = if is_reached { days_before((nth.saturating_mul(37) % 300).saturating_add(20)) } else { None };
    let birth = BirthDay::of(days_before(nth.saturating_mul(97).saturating_add(11)).unwrap_or(day));
    let history = history(nth, kind, employers, day);
    SampleInsured { person: person.clone(), kind, key, contact, up_to_date_on, birth, history }
}

/// Two to four employers, one after the other; an affiliate works for the last one still.
fn history(nth: u32, kind: InsuredKind, employers: &[&str], day: NaiveDate) -> Vec<SampleEmployment> {
    let months_before = |months: u32| Month::of(day.checked_sub_months(Months::new(months)).unwrap_or(day));
    let begun = |back: u32| (nth % 7).saturating_add(18).saturating_add(back.saturating_mul(31));
    let one = |back: u32| {
        let to = match (back.checked_sub(1), kind) {
            (Some(next), _) => Some(months_before(begun(next).saturating_add(2))),
            (None, InsuredKind::Affiliate) => None,
            (None, InsuredKind::Pensioner | InsuredKind::Beneficiary) => Some(months_before(6)),
        };
        SampleEmployment { employer: employer(nth, back, employers).to_owned(), from: months_before(begun(back)), to }
    };
    (0..(nth % 3).saturating_add(2)).rev().map(one).collect()
}

/// For whom somebody worked: the last employer but so many.
fn employer<'e>(nth: u32, back: u32, employers: &[&'e str]) -> &'e str {
    let place = |count: usize| {
        let at = nth.saturating_mul(7).saturating_add(back.saturating_mul(11));
        usize::try_from(at).unwrap_or(0).checked_rem(count).unwrap_or(0)
    };
    let is_elsewhere = nth.saturating_add(back).is_multiple_of(3);
    let of_the_register = employers.get(place(employers.len())).filter(|_| !is_elsewhere).copied();
    of_the_register.or_else(|| ELSEWHERE.get(place(ELSEWHERE.len())).copied()).unwrap_or_default()
}

//! Numbers of people, employers and papers: made up, of the right structure and with their check digits; nobody's.
//!
//! Each is made of a province and a **body**, the digits that a register would count up. The check digit is found by
//! asking the number's own type, so that there is one arithmetic of check digits in the program.

use super::chance::Chance;
use crate::domain::number::{
    Branch, Cedula, CheckDigit, DomesticHolder, DomesticNumber, EmployerNumber, Fault, ForeignerCode, NotarialCode,
    PassportNumber, PersonNumber, Ruc, RucKind,
};

/// A cédula counts up to here within its province: a third digit of 0 to 5 and six more.
pub(super) const CEDULA_BODIES: u32 = 600_000;
/// A company's RUC counts up to here within its province.
pub(super) const COMPANY_BODIES: u32 = 1_000_000;
/// A public body's RUC counts up to here within its province.
pub(super) const PUBLIC_BODIES: u32 = 100_000;

/// Foreigner codes count up to here.
pub(super) const FOREIGNER_CODES: u32 = 9_999_999;

/// Provinces by how many of a centre's people come from there: a centre in the highlands' north.
const PROVINCES: [(u32, u32); 22] = [
    (17, 300),
    (5, 60),
    (18, 60),
    (6, 55),
    (10, 60),
    (13, 60),
    (4, 40),
    (11, 50),
    (2, 35),
    (1, 35),
    (8, 40),
    (12, 30),
    (23, 35),
    (15, 20),
    (16, 15),
    (21, 20),
    (22, 15),
    (7, 20),
    (3, 15),
    (14, 15),
    (19, 10),
    (24, 10),
];

/// A number below `room` for the day's sample: every third one is kept for it, so that the past, which counts up the
/// others, never meets it.
pub(super) fn of_the_day(chance: &mut Chance, room: u32) -> u32 {
    chance.between(0, room / THIRDS - 1) * THIRDS + THIRDS - 1
}

/// The `nth` number for the past, from 0; none where there is no room for it.
pub(super) fn of_the_past(chance: &mut Chance, room: u32, nth: u32) -> Option<u32> {
    (nth < room / THIRDS).then(|| nth * THIRDS + chance.between(0, THIRDS - 2))
}

const THIRDS: u32 = 3;

/// Where somebody's cédula was given out.
pub(super) fn province(chance: &mut Chance) -> u32 {
    chance.weighted(&PROVINCES)
}

/// How many provinces there are to be from.
pub(super) const PROVINCE_COUNT: usize = PROVINCES.len();

/// The province so many places further in the list, beginning anew at its end.
pub(super) fn province_after(province: u32, places: usize) -> u32 {
    let mut from_here = PROVINCES.iter().cycle().map(|(it, _)| *it).skip_while(|it| *it != province);
    if PROVINCES.iter().any(|(it, _)| *it == province) { from_here.nth(places).unwrap_or(province) } else { province }
}

/// The cédula of a province and body.
pub(super) fn cedula(province: u32, body: u32) -> Result<Cedula, Fault> {
    with_check_digit(&format!("{province:02}{body:07}"), "", Cedula::parse, Cedula::check_digit)
}

/// A foreigner's cédula: third digit 6.
pub(super) fn foreign_cedula(province: u32, sequence: u32) -> Result<Cedula, Fault> {
    with_check_digit(&format!("{province:02}6{sequence:06}"), "", Cedula::parse, Cedula::check_digit)
}

/// The RUC of a natural person.
pub(super) fn natural_ruc(cedula: &Cedula) -> Result<EmployerNumber, Fault> {
    Ruc::parse(&format!("{cedula}001")).map(EmployerNumber::Ruc)
}

/// A domestic-service employer's number.
pub(super) fn domestic(cedula: &Cedula) -> EmployerNumber {
    EmployerNumber::Domestic(DomesticNumber::of(DomesticHolder::Cedula(cedula.clone())))
}

/// A company's RUC; none where no check digit agrees: one body in eleven.
pub(super) fn company_ruc(province: u32, sequence: u32) -> Option<EmployerNumber> {
    let number = with_check_digit(&format!("{province:02}9{sequence:06}"), "001", Ruc::parse, Ruc::check_digit);
    number.ok().map(EmployerNumber::Ruc)
}

/// A public body's RUC; none where no check digit agrees.
pub(super) fn public_ruc(province: u32, sequence: u32) -> Option<EmployerNumber> {
    // With another ninth digit the same text may be a foreigner's.
    let check = |ruc: &Ruc| match ruc.kind() {
        RucKind::PublicBody => CheckDigit::Agrees,
        _ => CheckDigit::Differs,
    };
    let number = with_check_digit(&format!("{province:02}6{:05}", sequence.min(99_999)), "0001", Ruc::parse, check);
    number.ok().map(EmployerNumber::Ruc)
}

/// The same number with another check digit: well formed, and a warning. RUCs only.
pub(super) fn with_another_check_digit(number: &EmployerNumber) -> Option<EmployerNumber> {
    let (body, rest) = number.as_str().split_at_checked(9)?;
    let (found, establishment) = rest.split_at_checked(1)?;
    (0..10_u32)
        .filter(|digit| digit.to_string() != found)
        .filter_map(|digit| Ruc::parse(&format!("{body}{digit}{establishment}")).ok().map(EmployerNumber::Ruc))
        .find(|other| other.check_digit() == CheckDigit::Differs)
}

/// The code of a foreigner without cédula.
pub(super) fn foreigner_code(sequence: u32) -> Result<PersonNumber, Fault> {
    ForeignerCode::parse(&format!("EXT{sequence:07}")).map(PersonNumber::ForeignerCode)
}

/// A passport's number.
pub(super) fn passport(chance: &mut Chance) -> Result<PassportNumber, Fault> {
    let letter = chance.pick(&['A', 'C', 'F', 'G', 'H', 'K', 'N', 'P']);
    PassportNumber::parse(&format!("{letter}{:08}", chance.below(100_000_000)))
}

/// A notarial code of today's form, of the capital's canton.
pub(super) fn notarial_code(chance: &mut Chance, year: i32) -> Result<NotarialCode, Fault> {
    let (notary, book, sequence) =
        (chance.between(1, 89), chance.weighted(&[('P', 9), ('D', 1)]), chance.between(1, 4_999));
    NotarialCode::parse(&format!("{year}1701{notary:03}{book}{sequence:05}"))
}

/// A branch by its number.
pub(super) fn branch(number: u32) -> Result<Branch, Fault> {
    Branch::parse(&format!("{number:04}"))
}

/// The one digit between `before` and `after` that agrees.
fn with_check_digit<T>(
    before: &str,
    after: &str,
    parse: impl Fn(&str) -> Result<T, Fault>,
    check: impl Fn(&T) -> CheckDigit,
) -> Result<T, Fault> {
    let mut why = Fault::Empty;
    for digit in 0..10 {
        match parse(&format!("{before}{digit}{after}")) {
            Ok(number) if check(&number) == CheckDigit::Agrees => return Ok(number),
            Ok(_) => {}
            Err(fault) => why = fault,
        }
    }
    Err(why)
}

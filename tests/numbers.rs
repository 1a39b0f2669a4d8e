//! Numbers, by example and by property.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]

use proptest::prelude::*;
use std::str::FromStr;
use ventanilla::domain::number::identity::{self, Verdict};
use ventanilla::domain::number::{
    Branch, Cedula, CheckDigit, DomesticHolder, DomesticNumber, EmployerNumber, Entered, Fault, ForeignerCode,
    MachineReadableZone, NotarialBook, NotarialCode, NotarialForm, PassportNumber, PersonNumber, Ruc, RucKind,
};

/// One line a number, as the command line prints it.
fn readings(text: &str) -> Vec<String> {
    identity::read(text)
        .into_iter()
        .map(|reading| format!("{} | {} | {} | {}", reading.number, reading.kind, reading.verdict, reading.reason))
        .collect()
}

#[test]
fn each_number_is_told_with_kind_verdict_and_reason() {
    const AGREES: &str = "el dígito verificador coincide";
    const DIFFERS: &str = "el dígito verificador no coincide: compárelo cifra por cifra con el documento";
    let natural = "RUC de persona natural";
    let foreign = "RUC de persona natural extranjera";
    let company = "RUC de sociedad o de extranjero sin cédula";
    let domestic = "número de servicio doméstico";
    let examples = [
        ("1714307103", "1714307103", "cédula", "válido", AGREES),
        ("1710034065", "1710034065", "cédula", "válido", AGREES),
        ("0910005917", "0910005917", "cédula", "válido", AGREES),
        ("0962467429", "0962467429", "cédula", "válido", AGREES),
        (" 171430710-3 ", "1714307103", "cédula", "válido", AGREES),
        ("1714307104", "1714307104", "cédula", "advertencia", DIFFERS),
        ("171430710", "171430710", "cédula", "inválido", "tiene 9 cifras y debe tener 10"),
        ("7", "7", "cédula", "inválido", "tiene 1 cifra y debe tener 10"),
        ("1784307108", "1784307108", "cédula", "inválido", "la tercera cifra es 8 y en una cédula va del 0 al 6"),
        ("1774307108", "1774307108", "cédula", "inválido", "la tercera cifra es 7 y en una cédula va del 0 al 6"),
        ("2514307107", "2514307107", "cédula", "inválido", "empieza con 25, que no es una provincia (01 a 24, o 30)"),
        ("3014307106", "3014307106", "cédula", "válido", AGREES),
        ("8814307107", "8814307107", "cédula", "inválido", "empieza con 88, que no es una provincia (01 a 24, o 30)"),
        ("0014307107", "0014307107", "cédula", "inválido", "empieza con 00, que no es una provincia (01 a 24, o 30)"),
        ("0602910945001", "0602910945001", natural, "válido", AGREES),
        ("1714307104001", "1714307104001", natural, "advertencia", DIFFERS),
        ("1760001550001", "1760001550001", "RUC de entidad pública", "válido", AGREES),
        ("0962467429001", "0962467429001", foreign, "válido", AGREES),
        ("1763154690001", "1763154690001", foreign, "advertencia", DIFFERS),
        ("1790011674001", "1790011674001", company, "válido", AGREES),
        ("1793213150001", "1793213150001", company, "advertencia", DIFFERS),
        ("0993366721001", "0993366721001", company, "advertencia", DIFFERS),
        ("179206034601", "179206034601", "RUC", "inválido", "tiene 12 cifras y debe tener 13"),
        ("0170000610001", "0170000610001", "RUC", "inválido", "la tercera cifra es 7 y en un RUC va del 0 al 6, o 9"),
        ("0180000610001", "0180000610001", "RUC", "inválido", "la tercera cifra es 8 y en un RUC va del 0 al 6, o 9"),
        (
            "0992397535000",
            "0992397535000",
            "RUC",
            "inválido",
            "termina en 000 y el establecimiento de un RUC empieza en 001",
        ),
        (
            "9999999999999",
            "9999999999999",
            "RUC",
            "inválido",
            "es el RUC del consumidor final, que no identifica a nadie: pida el RUC del empleador",
        ),
        ("1714307103000", "1714307103000", domestic, "válido", AGREES),
        ("1714307104000", "1714307104000", domestic, "advertencia", DIFFERS),
        ("0962467429000", "0962467429000", domestic, "válido", AGREES),
        ("0001", "0001", "sucursal", "válido", "tiene 4 cifras"),
        ("20241701001P00123", "20241701001P00123", "código notarial", "válido", "tiene la forma actual"),
        (
            "2O241701001P00123",
            "2O241701001P00123",
            "código notarial",
            "advertencia",
            "no tiene la forma actual; ¿será 20241701001P00123? (confusión de O con 0 o de I con 1)",
        ),
        (
            "17143O7103",
            "17143O7103",
            "cédula",
            "inválido",
            "en el lugar 6 hay «O» (letra) y debe ir una cifra del 0 al 9; ¿será «0» (cero)?",
        ),
        (
            "171430710３",
            "171430710３",
            "desconocido",
            "inválido",
            "en el lugar 10 hay «３» (cifra de otra escritura) y debe ir una cifra del 0 al 9",
        ),
        (
            "1714\u{0}07103",
            "1714·07103",
            "desconocido",
            "inválido",
            "en el lugar 5 hay un carácter invisible (U+0000) y debe ir una cifra del 0 al 9",
        ),
        ("", "", "desconocido", "inválido", "está vacío: escriba el número"),
    ];
    for (text, number, kind, verdict, reason) in examples {
        assert_eq!(readings(text), [format!("{number} | {kind} | {verdict} | {reason}")], "{text:?}");
    }
}

#[test]
fn only_the_numbers_of_people_with_a_cedula_are_still_made_by_the_algorithm() {
    let is_made = |text: &str| EmployerNumber::parse(text).unwrap().is_made_by_algorithm();
    for number in ["1793213150001", "0993366721001", "1763154690001", "1760001550001"] {
        assert!(!is_made(number), "{number}");
    }
    for number in ["0602910945001", "1714307104001", "1714307104000"] {
        assert!(is_made(number), "{number}");
    }
}

#[test]
fn every_hyphen_and_blank_between_digits_is_passed_over() {
    for between in "-‐‑‒–—―−\u{A0}\u{2009}\u{202F}".chars() {
        assert_eq!(Cedula::parse(&format!("171430710{between}3")).unwrap().as_str(), "1714307103", "{between:?}");
    }
}

#[test]
fn letters_and_digits_may_be_a_foreigner_code_or_a_passport() {
    assert_eq!(
        readings("ab-123456"),
        [
            "AB123456 | código de extranjero | advertencia | su formato no es público: búsquelo en el sistema",
            "AB123456 | número de pasaporte o visa | advertencia | sin zona de lectura mecánica no se puede verificar",
        ]
    );
}

#[test]
fn a_very_long_text_is_refused_and_shown_short() {
    let long = "1".repeat(1_000_000);
    let line = readings(&long).remove(0);
    assert!(line.starts_with(&"1".repeat(60)) && line.contains("…"), "{line}");
    assert!(line.ends_with("es demasiado largo para ser un número (más de 100 caracteres)"), "{line}");
    assert_eq!(Cedula::parse(&long), Err(Fault::TooLong { limit: 100 }));
}

#[test]
fn a_number_of_another_kind_is_called_by_its_name() {
    assert_eq!(Cedula::parse("1714307103001"), Err(Fault::RucInsteadOfCedula));
    assert_eq!(Cedula::parse("1714307103000"), Err(Fault::DomesticInsteadOfCedula));
    assert_eq!(Ruc::parse("1714307103"), Err(Fault::CedulaInsteadOfRuc));
    assert_eq!(Ruc::parse("1714307103000"), Err(Fault::DomesticInsteadOfRuc));
    assert_eq!(DomesticNumber::parse("1790011674001"), Err(Fault::RucInsteadOfDomestic));
    assert_eq!(DomesticNumber::parse("1714307103"), Err(Fault::NotADomesticNumber));
    assert_eq!(DomesticNumber::parse("000"), Err(Fault::NotADomesticNumber));
    assert_eq!(DomesticNumber::parse("8814307107000"), Err(Fault::Province { found: "88".to_owned() }));
}

#[test]
fn an_employer_is_a_ruc_or_a_domestic_number() {
    let kind = |text: &str| match EmployerNumber::parse(text).unwrap() {
        EmployerNumber::Ruc(ruc) => format!("{:?}", ruc.kind()),
        EmployerNumber::Domestic(number) => match number.holder() {
            DomesticHolder::Cedula(cedula) => format!("cédula {cedula}"),
            DomesticHolder::ForeignerCode(code) => format!("código {code}"),
        },
    };
    assert_eq!(kind("0602910945001"), "NaturalPerson");
    assert_eq!(kind("1714307103-000"), "cédula 1714307103");
    assert_eq!(kind("1714307104000"), "cédula 1714307104");
    assert_eq!(kind("EX4471000"), "código EX4471");
    assert_eq!(EmployerNumber::parse("1714307103"), Err(Fault::CedulaInsteadOfRuc));
    assert_eq!(EmployerNumber::parse("0992397535000"), Err(Fault::Establishment));
    assert!(matches!(EmployerNumber::parse("EX4471"), Err(Fault::NotADigit { place: 1, .. })));
}

#[test]
fn a_public_body_may_have_an_establishment_that_ends_in_three_zeros() {
    // Its modulus 11 agrees and the cédula check does not: the check alone tells it from a domestic number.
    let ruc = Ruc::parse("1760001551000").unwrap();
    assert_eq!((ruc.kind(), ruc.check_digit()), (RucKind::PublicBody, CheckDigit::Agrees));
    assert!(matches!(EmployerNumber::parse("1760001551000"), Ok(EmployerNumber::Ruc(_))));
    // Four zeros are none: what is left is a foreigner's cédula with 000.
    assert_eq!(Ruc::parse("1760001550000"), Err(Fault::DomesticInsteadOfRuc));
}

#[test]
fn a_remainder_of_one_is_never_valid() {
    // 4·1 + 3·7 + 2·9 + 2·1 = 45 = 4·11 + 1: the check digit would be 10.
    for check in 0..10 {
        let ruc = Ruc::parse(&format!("179000001{check}001")).unwrap();
        assert_eq!(ruc.check_digit(), CheckDigit::Differs, "{ruc}");
    }
}

#[test]
fn ten_digits_that_fail_are_no_foreigner_code() {
    assert!(matches!(PersonNumber::parse("1714307103"), Ok(PersonNumber::Cedula(_))));
    assert!(matches!(PersonNumber::parse("1714307104"), Ok(PersonNumber::Cedula(_))));
    assert_eq!(PersonNumber::parse("8814307107"), Err(Fault::Province { found: "88".to_owned() }));
    assert_eq!(
        PersonNumber::parse("ex-4471").unwrap(),
        PersonNumber::ForeignerCode(ForeignerCode::parse("EX4471").unwrap())
    );
    assert_eq!(ForeignerCode::parse(&"A".repeat(21)), Err(Fault::CodeLength { found: 21, limit: 20 }));
    assert_eq!(PassportNumber::parse("ab 123 456").unwrap().as_str(), "AB123456");
    assert!(matches!(PassportNumber::parse("AÑ1"), Err(Fault::NotALetterOrDigit { place: 2, .. })));
}

#[test]
fn a_branch_has_four_digits() {
    assert_eq!(Branch::parse("0001"), Ok(Branch::domestic()));
    assert_eq!(Branch::parse("1"), Err(Fault::Length { found: 1, expected: 4 }));
    assert!(matches!(Branch::parse("00O1"), Err(Fault::NotADigit { place: 3, .. })));
}

#[test]
fn what_was_typed_is_kept_beside_its_reading() {
    let entered: Entered<Cedula> = Entered::new(" 171430710-3");
    assert_eq!(entered.text(), " 171430710-3");
    assert_eq!(entered.value().unwrap().as_str(), "1714307103");
    let wrong: Entered<Cedula> = Entered::new("abc");
    assert_eq!(wrong.text(), "abc");
    assert!(matches!(wrong.value(), Err(Fault::NotADigit { place: 1, .. })));
}

#[test]
fn a_notarial_code_is_taken_apart_or_kept_as_typed() {
    let code = NotarialCode::parse("2024 17 01 001 p 00123").unwrap();
    assert_eq!(code.as_str(), "20241701001P00123");
    assert_eq!(
        *code.form(),
        NotarialForm::Current {
            year: 2024,
            province: 17,
            canton: 1,
            notary: 1,
            book: NotarialBook::Protocol,
            sequence: 123
        }
    );
    let other = |text: &str| match NotarialCode::parse(text).unwrap().form() {
        NotarialForm::Other { suggestion } => suggestion.clone(),
        NotarialForm::Current { .. } => Some("today's form".to_owned()),
    };
    assert_eq!(other("20241701001D00123").as_deref(), Some("today's form"));
    assert_eq!(other("2024I7O1001P00l23").as_deref(), Some("20241701001P00123"));
    assert_eq!(other("20242501001P00123"), None, "there is no province 25");
    assert_eq!(other("20241701001X00123"), None);
    assert_eq!(NotarialCode::parse("  Nº 45/1998, Loja ").unwrap().as_str(), "Nº 45/1998, Loja");
    assert_eq!(NotarialCode::parse(" "), Err(Fault::Empty));
    assert!(matches!(NotarialCode::parse("12\u{0}3"), Err(Fault::NotPrintable { place: 3, .. })));
    assert_eq!(NotarialCode::parse(&"9".repeat(61)), Err(Fault::TooLong { limit: 60 }));
}

/// Nine digits that can begin a cédula.
fn cedula_stem() -> impl Strategy<Value = String> {
    let province = prop_oneof![1..=24_u32, Just(30)];
    (province, 0..=6_u32, 0..1_000_000_u32).prop_map(|(province, third, rest)| format!("{province:02}{third}{rest:06}"))
}

/// The stem and the only check digit with which it agrees.
fn cedula() -> impl Strategy<Value = String> {
    cedula_stem().prop_map(|stem| {
        let agreeing: Vec<String> = (0..10)
            .map(|check| format!("{stem}{check}"))
            .filter(|text| Cedula::parse(text).unwrap().check_digit() == CheckDigit::Agrees)
            .collect();
        assert_eq!(agreeing.len(), 1, "{stem} has one check digit");
        agreeing.into_iter().next().unwrap()
    })
}

/// The same text with the digit at `index` moved on by `step`, 1 to 9.
fn with_one_digit_changed(text: &str, index: usize, step: u8) -> String {
    let change = |(at, digit): (usize, u8)| if at == index { (digit - b'0' + step) % 10 + b'0' } else { digit };
    String::from_utf8(text.bytes().enumerate().map(change).collect()).unwrap()
}

/// A text parses to the same number after being shown.
fn survives_display<T: FromStr + ToString + PartialEq + std::fmt::Debug>(text: &str) {
    if let Ok(number) = text.parse::<T>() {
        let again = number.to_string().parse::<T>().ok();
        assert_eq!(again, Some(number));
    }
}

fn every_number_survives_display(text: &str) {
    survives_display::<Cedula>(text);
    survives_display::<Ruc>(text);
    survives_display::<DomesticNumber>(text);
    survives_display::<Branch>(text);
    survives_display::<ForeignerCode>(text);
    survives_display::<PassportNumber>(text);
    survives_display::<PersonNumber>(text);
    survives_display::<EmployerNumber>(text);
    survives_display::<NotarialCode>(text);
    survives_display::<MachineReadableZone>(text);
}

proptest! {
    #[test]
    fn one_changed_digit_of_a_cedula_never_goes_unnoticed(cedula in cedula(), index in 0..10_usize, step in 1..10_u8) {
        let changed = with_one_digit_changed(&cedula, index, step);
        let noticed = Cedula::parse(&changed).map(|cedula| cedula.check_digit());
        prop_assert!(noticed != Ok(CheckDigit::Agrees), "{changed}");
    }

    #[test]
    fn a_cedula_gives_a_ruc_and_a_domestic_number(cedula in cedula(), establishment in 1..1000_u32) {
        let ruc = Ruc::parse(&format!("{cedula}{establishment:03}")).unwrap();
        prop_assert_eq!(ruc.check_digit(), CheckDigit::Agrees);
        let number = DomesticNumber::parse(&format!("{cedula}000")).unwrap();
        prop_assert_eq!(number.check_digit(), CheckDigit::Agrees);
        prop_assert_eq!(number.holder(), &DomesticHolder::Cedula(Cedula::parse(&cedula).unwrap()));
        prop_assert_eq!(EmployerNumber::parse(number.as_str()), Ok(EmployerNumber::Domestic(number)));
    }

    #[test]
    fn separators_do_not_count(cedula in cedula(), gaps in proptest::collection::vec("[ \t\u{A0}-]{0,2}", 10)) {
        let spaced: String = gaps.into_iter().zip(cedula.chars()).map(|(gap, digit)| format!("{gap}{digit}")).collect();
        prop_assert_eq!(Cedula::parse(&spaced), Cedula::parse(&cedula));
    }

    #[test]
    fn arbitrary_text_is_read_without_panic(text in any::<String>()) {
        every_number_survives_display(&text);
        prop_assert!(!identity::read(&text).is_empty());
    }

    #[test]
    fn text_much_like_numbers_is_read_without_panic(text in "[0-9OIl<A-Za-z٣３ñ\u{0} -]{0,24}") {
        every_number_survives_display(&text);
        for reading in identity::read(&text) {
            prop_assert!(!reading.number.contains('\n') && !reading.reason.is_empty());
        }
    }

    #[test]
    fn digits_have_one_reading(text in "[0-9]{1,20}") {
        let readings = identity::read(&text);
        prop_assert_eq!(readings.len(), 1);
        let parses = Cedula::parse(&text).is_ok() || EmployerNumber::parse(&text).is_ok() || Branch::parse(&text).is_ok();
        let invalid = readings.iter().all(|reading| reading.verdict == Verdict::Invalid);
        prop_assert!(parses || invalid);
    }
}

//! The machine-readable zone, by the specimens of ICAO 9303 and by property.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its own example fails")]

use chrono::NaiveDate;
use proptest::prelude::*;
use ventanilla::domain::number::{MachineReadableZone, MrzFormat};

const PASSPORT: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
const CARD: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
const LONG_NUMBER_CARD: &str =
    "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<";
const WIDE_CARD: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
const VISA: &str = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<";
const SMALL_VISA: &str = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<";
const SPECIMENS: [&str; 6] = [PASSPORT, CARD, LONG_NUMBER_CARD, WIDE_CARD, VISA, SMALL_VISA];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn fault(text: &str) -> String {
    MachineReadableZone::parse(text).unwrap_err().to_string()
}

#[test]
fn specimens_are_read() {
    let line = |text: &str| {
        let zone = MachineReadableZone::parse(text).unwrap();
        let reference = day(2010, 1, 1);
        format!(
            "{} {} | {} {} | {}, {} | {} | {}",
            zone.format(),
            zone.number(),
            zone.issuer(),
            zone.nationality(),
            zone.surnames(),
            zone.given_names(),
            zone.born_on(reference).unwrap(),
            zone.expires_on(reference).unwrap()
        )
    };
    assert_eq!(line(PASSPORT), "pasaporte L898902C3 | UTO UTO | ERIKSSON, ANNA MARIA | 1974-08-12 | 2012-04-15");
    assert_eq!(
        line(CARD),
        "documento de identidad D23145890 | UTO UTO | ERIKSSON, ANNA MARIA | 1974-08-12 | 2012-04-15"
    );
    assert_eq!(
        line(LONG_NUMBER_CARD),
        "documento de identidad D23145890734 | UTO UTO | STEVENSON, PETER JOHN | 1934-07-12 | 1995-07-12"
    );
    assert_eq!(
        line(WIDE_CARD),
        "documento de identidad D23145890 | UTO UTO | ERIKSSON, ANNA MARIA | 1974-08-12 | 2012-04-15"
    );
    assert_eq!(line(VISA), "visa L8988901C | UTO XXX | ERIKSSON, ANNA MARIA | 1940-09-07 | 1996-12-10");
    assert_eq!(line(SMALL_VISA), "visa L8988901C | UTO XXX | ERIKSSON, ANNA MARIA | 1940-09-07 | 1996-12-10");
    assert_eq!(MachineReadableZone::parse(SMALL_VISA).unwrap().format(), MrzFormat::MrvB);
}

#[test]
fn a_reader_may_leave_out_the_line_ends_or_type_small_letters() {
    for specimen in SPECIMENS {
        let zone = MachineReadableZone::parse(specimen);
        assert!(zone.is_ok(), "{specimen}");
        assert_eq!(MachineReadableZone::parse(&specimen.replace('\n', "")), zone);
        assert_eq!(MachineReadableZone::parse(&specimen.replace('\n', " \r\n\r\n ")), zone);
        assert_eq!(MachineReadableZone::parse(&specimen.to_lowercase()), zone);
    }
}

#[test]
fn a_reader_may_part_the_lines_by_carriage_returns_alone() {
    for specimen in SPECIMENS {
        let zone = MachineReadableZone::parse(specimen);
        assert_eq!(MachineReadableZone::parse(&specimen.replace('\n', "\r")), zone);
        assert_eq!(MachineReadableZone::parse(&format!("{}\r", specimen.replace('\n', "\r"))), zone);
    }
}

#[test]
fn a_holder_may_have_given_names_only_and_has_at_least_one_name() {
    let text = "P<IND<<FIRST<NAME<<<<<<<<<<<<<<<<<<<<<<<<<<<\nC01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0";
    let zone = MachineReadableZone::parse(text).unwrap();
    assert_eq!((zone.surnames(), zone.given_names()), ("", "FIRST NAME"));
    assert_eq!((zone.issuer(), zone.nationality(), zone.number().as_str()), ("IND", "D", "C01X0006H"));
    let nameless = text.replace("FIRST<NAME", "<<<<<<<<<<");
    assert!(fault(&nameless).starts_with("nombres: está vacío"), "{}", fault(&nameless));
}

#[test]
fn the_century_follows_from_the_reference() {
    let zone = MachineReadableZone::parse(PASSPORT).unwrap();
    assert_eq!(zone.born_on(day(2026, 11, 20)), Some(day(1974, 8, 12)));
    assert_eq!(zone.born_on(day(1974, 8, 12)), Some(day(1974, 8, 12)), "born on the day itself");
    assert_eq!(zone.born_on(day(1974, 8, 11)), Some(day(1874, 8, 12)));
    assert_eq!(zone.expires_on(day(2026, 11, 20)), Some(day(2012, 4, 15)));
    assert_eq!(zone.expires_on(day(2090, 1, 1)), Some(day(2112, 4, 15)));
    assert!(zone.in_force_on(day(2012, 4, 15)), "the last day counts");
    assert!(!zone.in_force_on(day(2012, 4, 16)));
}

#[test]
fn a_birth_may_be_partly_unknown() {
    let text = PASSPORT.replace("7408122", "74<<<<1").replace("<<<<<10", "<<<<<18");
    let read = MachineReadableZone::parse(&text);
    assert_eq!(read.map(|zone| zone.born_on(day(2026, 11, 20))), Ok(None));
}

#[test]
fn a_passport_without_personal_number_has_a_zero_or_a_filler_for_its_check() {
    for check in ["<<<<<<<<<<<<<<08", "<<<<<<<<<<<<<<<8"] {
        let text = PASSPORT.replace("ZE184226B<<<<<10", check);
        assert!(MachineReadableZone::parse(&text).is_ok(), "{}", fault(&text));
    }
}

#[test]
fn a_check_digit_that_differs_is_told_with_its_field() {
    let o_for_zero = "; coincidiría si «O» (letra) fuera «0» (cero)";
    let examples = [
        ("02C36", "02C35", "número de documento", "«5»", "«6»", ""),
        ("02C36", "O2C36", "número de documento", "«6»", "«0» (cero)", o_for_zero),
        ("7408122F", "7408123F", "fecha de nacimiento", "«3»", "«2»", ""),
        ("1204159ZE", "1204158ZE", "fecha de caducidad", "«8»", "«9»", ""),
        ("<<<<<10", "<<<<<20", "número personal", "«2»", "«1» (uno)", ""),
        ("<<<<<10", "<<<<<15", "dígito verificador general", "«5»", "«0» (cero)", ""),
        ("<<<<<10", "<<<<<1O", "dígito verificador general", "«O» (letra)", "«0» (cero)", o_for_zero),
    ];
    for (right, wrong, field, read, computed, hint) in examples {
        let expected = format!(
            "{field}: el dígito verificador leído es {read} y se calcula {computed}{hint}: \
             léala otra vez o compárela con el documento"
        );
        assert_eq!(fault(&PASSPORT.replacen(right, wrong, 1)), expected);
    }
}

#[test]
fn a_character_out_of_place_is_told_with_its_field() {
    let examples = [
        ("7408122", "74O8122", "fecha de nacimiento: hay «O» (letra) y solo van cifras; ¿será «0» (cero)?"),
        ("7408122", "7413128", "fecha de nacimiento: «741312» no es una fecha (año, mes y día, dos cifras cada uno)"),
        ("1204159", "1230121", "fecha de caducidad: «123012» no es una fecha (año, mes y día, dos cifras cada uno)"),
        ("2F12", "2K12", "sexo: hay «K» y debe ir M, F o «<»"),
        (
            "ERIKSSON",
            "ER1KSSON",
            "nombres: en la línea 1, lugar 8, hay «1» (uno) y debe ir una letra; ¿será «I» (letra)?",
        ),
        (
            "6UTO",
            "6UT0",
            "nacionalidad: en la línea 2, lugar 13, hay «0» (cero) y debe ir una letra; ¿será «O» (letra)?",
        ),
        ("P<UTO", "P<U2O", "país emisor: en la línea 1, lugar 4, hay «2» y debe ir una letra"),
        (
            "P<UTO",
            "X<UTO",
            "tipo de documento: «X<» no es un pasaporte (P), una visa (V) ni un documento de identidad \
             (A, C, I) de ese tamaño",
        ),
        ("ANNA<", "ANNA-", "en la línea 1, lugar 20, hay «-» y solo puede haber letras de la A a la Z, cifras y «<»"),
    ];
    for (right, wrong, expected) in examples {
        assert_eq!(fault(&PASSPORT.replacen(right, wrong, 1)), expected);
    }
}

#[test]
fn a_text_of_another_measure_is_told_with_its_lines() {
    let cut_short = fault(PASSPORT.trim_end_matches("<<<<<10"));
    assert!(cut_short.starts_with("tiene 2 líneas, de 44 y 37 caracteres; deben ser"), "{cut_short}");
    assert!(fault("<").starts_with("tiene una sola línea de 1 caracteres"), "{}", fault("<"));
    assert!(fault(" \n ").starts_with("está vacía; deben ser"));
    assert!(fault(&"<".repeat(201)).starts_with("es demasiado larga"));
}

#[test]
fn the_last_check_digit_covers_all_optional_data() {
    let card = "I<UTOD231458907A1B2C3D4E5F6G7H\n7408122F1204159UTO171430710354\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    let wide_card = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159A1B2C358";
    let examples = [
        (card, "A1B2C3D", "A9B2C3D"),
        (card, "6G7H\n", "6G9H\n"),
        (card, "O17143", "O97143"),
        (card, "10354\n", "10394\n"),
        (wide_card, "A1B2C35", "A9B2C35"),
        (wide_card, "A1B2C35", "A1B2C39"),
    ];
    for (text, data, changed_data) in examples {
        assert!(MachineReadableZone::parse(text).is_ok(), "{}", fault(text));
        let changed = text.replacen(data, changed_data, 1);
        assert!(fault(&changed).starts_with("dígito verificador general"), "{changed}");
    }
}

#[test]
fn an_exchange_is_only_named_where_there_is_one() {
    // The first and the fourth character weigh the same: either O could be the wrong one.
    let text = PASSPORT.replace("L898902C36", "O12O456781");
    assert!(!fault(&text).contains("coincidiría"), "{}", fault(&text));
}

/// The check digit of ICAO 9303-3, 4.9, written a second time: by a table of the alphabet.
fn check(text: &str) -> usize {
    const VALUES: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    text.chars()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(c, weight)| VALUES.find(c).unwrap_or(0) * weight)
        .sum::<usize>()
        % 10
}

prop_compose! {
    /// A passport's two lines with every check digit right.
    fn passport()(
        (surname, given) in ("([A-Z]{1,15}(<[A-Z]{1,8})?)?", "([A-Z]{1,13})?")
            .prop_filter("a name", |(surname, given)| !surname.is_empty() || !given.is_empty()),
        number in "[A-Z0-9]{1,9}",
        (year, month, day) in (0..100_u32, 1..=12_u32, 1..=28_u32),
        (expiry_year, expiry_month) in (0..100_u32, 1..=12_u32),
        personal in "[A-Z0-9]{0,14}",
        sex in "[MFX<]",
    ) -> String {
        let names = format!("{surname}<<{given}");
        let number = format!("{number:<<9}");
        let number = format!("{number}{}", check(&number));
        let birth = format!("{year:02}{month:02}{day:02}");
        let birth = format!("{birth}{}", check(&birth));
        let expiry = format!("{expiry_year:02}{expiry_month:02}15");
        let expiry = format!("{expiry}{}", check(&expiry));
        let personal = format!("{personal:<<14}");
        let personal = format!("{personal}{}", check(&personal));
        let whole = check(&format!("{number}{birth}{expiry}{personal}"));
        format!("P<ECU{names:<<39}\n{number}ECU{birth}{sex}{expiry}{personal}{whole}")
    }
}

proptest! {
    #[test]
    fn a_generated_passport_is_read(text in passport()) {
        let zone = MachineReadableZone::parse(&text);
        prop_assert!(zone.is_ok(), "{:?}", zone);
        let zone = zone.unwrap();
        prop_assert_eq!(zone.as_str(), &text);
        prop_assert!(zone.born_on(day(2026, 11, 20)).is_some_and(|born| born <= day(2026, 11, 20)));
    }

    #[test]
    fn one_changed_digit_of_a_checked_field_never_goes_unnoticed(
        text in passport(),
        place in prop_oneof![45..54_usize, 58..64_usize, 66..72_usize],
        step in 1..10_u32,
    ) {
        let changed: String = text
            .chars()
            .enumerate()
            .map(|(index, c)| match c.to_digit(10) {
                Some(digit) if index == place => char::from_digit((digit + step) % 10, 10).unwrap(),
                _ => c,
            })
            .collect();
        prop_assume!(changed != text);
        prop_assert!(MachineReadableZone::parse(&changed).is_err());
    }

    #[test]
    fn any_text_of_the_zone_s_characters_is_read_without_panic(text in "[A-Z0-9<]{30}\n?[A-Z0-9<]{30}\n?[A-Z0-9<]{30}") {
        if let Ok(zone) = MachineReadableZone::parse(&text) {
            prop_assert_eq!(MachineReadableZone::parse(zone.as_str()), Ok(zone));
        }
    }
}

//! Machine-readable zones as readers type them, of the people of a test.

/// The check digit of ICAO 9303: weights 7, 3, 1.
fn check(field: &str) -> u32 {
    let value = |letter: char| match letter {
        '<' => 0,
        letter => letter.to_digit(36).unwrap(),
    };
    field.chars().map(value).zip([7, 3, 1].into_iter().cycle()).map(|(value, weight)| value * weight).sum::<u32>() % 10
}

fn filled(text: &str, width: usize) -> String {
    format!("{text:<<width$.width$}")
}

fn names(surnames: &str, given: &str) -> String {
    format!("{}<<{}", surnames.replace(' ', "<"), given.replace(' ', "<"))
}

/// A name as a zone writes it: capital letters without accents.
pub(crate) fn plain(name: &str) -> String {
    ventanilla::domain::name::folded(name).to_uppercase()
}

/// The zone of a passport in this name, with this number, until this day (two digits each: year, month, day).
pub(crate) fn passport(surnames: &str, given: &str, number: &str, until: &str) -> String {
    let number = filled(number, 9);
    let (birth, personal) = ("740812", "<<<<<<<<<<<<<<");
    let mut second = format!("{number}{}UTO{birth}{}F{until}{}{personal}0", check(&number), check(birth), check(until));
    let whole: String = [&second[0..10], &second[13..20], &second[21..43]].concat();
    second.push_str(&check(&whole).to_string());
    format!("{}\n{second}", filled(&format!("P<UTO{}", names(surnames, given)), 44))
}

/// The zone of a cédula, which has three lines: the number among the second one's fields.
pub(crate) fn cedula_card(name: &str, cedula: &str, until: &str) -> String {
    let (number, birth) = ("A12345678", "740812");
    let first = filled(&format!("I<ECU{number}{}", check(number)), 30);
    let mut second = format!("{birth}{}F{until}{}ECU{}", check(birth), check(until), filled(cedula, 11));
    let whole: String = [&first[5..30], &second[0..7], &second[8..15], &second[18..29]].concat();
    second.push_str(&check(&whole).to_string());
    let name = plain(name);
    let (surnames, given) = name.split_once(' ').unwrap();
    format!("{first}\n{second}\n{}", filled(&names(surnames, given), 30))
}

//! Which way somebody goes who asks for the recovery: by mail, or to the counter.

use serde::{Deserialize, Serialize};

use crate::domain::email::Email;
use crate::domain::number::{Branch, PersonNumber};
use crate::domain::register::{EmployerRecord, Provenance, SriState};

/// What they gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The number of whoever asks.
    pub person: PersonNumber,
    /// The branch.
    pub branch: Branch,
    /// They say that it is their first key.
    pub says_it_is_the_first: bool,
}

/// What is known of the employer whose number they gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The register's answer.
    pub record: EmployerRecord,
    /// The registered e-mail, or nothing.
    pub email: String,
    /// Whether a key was ever made for it; none where nobody knows.
    pub had_key: Option<bool>,
}

/// Why it is done at the counter (recovery sheet, conditions 1 to 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The employer gets a key for the first time (1).
    FirstKey,
    /// The RUC is closed or suspended at the SRI (2).
    RucNotActive,
    /// There is no valid registered e-mail, or they do not remember it or its password (3).
    NoEmail,
    /// What the register knows of it was written by one hand: nothing is sent on that (own).
    Unconfirmed,
}

impl Condition {
    /// The word for it in the journal.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstKey => "first_key",
            Self::RucNotActive => "ruc_not_active",
            Self::NoEmail => "no_email",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Why, said kindly to whoever reads it.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::FirstKey => "Es la primera clave de este empleador: se entrega en la ventanilla.",
            Self::RucNotActive => {
                "El RUC consta cerrado o suspendido en el SRI. Eso no impide tener la clave: se entrega en la ventanilla."
            }
            Self::NoEmail => {
                "No hay un correo registrado que sirva para enviarle el código: la clave se entrega en la ventanilla."
            }
            Self::Unconfirmed => {
                "Los datos de este empleador todavía están por confirmarse: la clave se entrega en la ventanilla."
            }
        }
    }
}

/// The way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Number, RUC and branch do not agree; which of them is not said.
    NoMatch,
    /// They agree, and it is done at the counter.
    ToCounter(Condition),
    /// They agree, and a code goes to the registered e-mail.
    ByMail(Email),
}

/// Which way it goes: only once number, RUC and branch agree is anything said of what the register knows.
#[must_use]
pub fn way(given: &Given, known: Option<&Known>) -> Way {
    let Some(known) = known else { return Way::NoMatch };
    let record = &known.record;
    let branch = record.branches.iter().find(|it| it.number.value() == Ok(&given.branch));
    let named = record.representatives.iter().find(|it| {
        let number = it.person.number.as_ref();
        number.is_some_and(|number| number.is(&given.person))
    });
    let (Some(branch), Some(named)) = (branch, named) else { return Way::NoMatch };
    if known.had_key == Some(false) || (known.had_key.is_none() && given.says_it_is_the_first) {
        return Way::ToCounter(Condition::FirstKey);
    }
    if matches!(record.sri_state, SriState::Closed | SriState::Suspended) {
        return Way::ToCounter(Condition::RucNotActive);
    }
    if [record.provenance, branch.provenance, named.provenance].contains(&Provenance::Hand) {
        return Way::ToCounter(Condition::Unconfirmed);
    }
    match Email::parse(&known.email) {
        Ok(email) => Way::ByMail(email),
        Err(_) => Way::ToCounter(Condition::NoEmail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::{Cedula, Entered};
    use crate::domain::register::{ArtisanMark, EmployerKind, RegisteredBranch, Representative};
    use crate::domain::visit::{Person, TypedNumber};

    fn given(number: &str, branch: &str) -> Given {
        Given {
            person: PersonNumber::parse(number).unwrap(),
            branch: Branch::parse(branch).unwrap(),
            says_it_is_the_first: false,
        }
    }

    fn known() -> Known {
        let number: Entered<Cedula> = Entered::new("1710034065");
        let person = Person { number: Some(TypedNumber::Cedula(number)), name: "Ana Pérez".into() };
        Known {
            record: EmployerRecord {
                kind: EmployerKind::PrivateCompany,
                name: "Andina S.A.".into(),
                provenance: Provenance::Import,
                branches: vec![RegisteredBranch { number: Entered::new("0001"), provenance: Provenance::Import }],
                representatives: vec![Representative { person, provenance: Provenance::Import }],
                artisan: ArtisanMark::NotMarked,
                sri_state: SriState::Active,
            },
            email: "info@andina.ec".into(),
            had_key: Some(true),
        }
    }

    #[test]
    fn what_does_not_agree_gets_one_answer_whatever_the_register_knows() {
        let closed = Known { record: EmployerRecord { sri_state: SriState::Closed, ..known().record }, ..known() };
        for (given, known) in [
            (given("1714307103", "0001"), Some(known())),
            (given("1710034065", "0002"), Some(known())),
            (given("1710034065", "0002"), Some(closed)),
            (given("1710034065", "0001"), None),
        ] {
            assert_eq!(way(&given, known.as_ref()), Way::NoMatch);
        }
    }

    #[test]
    fn each_condition_of_the_sheet_leads_to_the_counter() {
        let asked = given("1710034065", "0001");
        let led = |known: &Known| way(&asked, Some(known));
        assert_eq!(led(&known()), Way::ByMail(Email::parse("info@andina.ec").unwrap()));
        let first = Known { had_key: Some(false), ..known() };
        assert_eq!(led(&first), Way::ToCounter(Condition::FirstKey));
        for state in [SriState::Closed, SriState::Suspended] {
            let closed = Known { record: EmployerRecord { sri_state: state, ..known().record }, ..known() };
            assert_eq!(led(&closed), Way::ToCounter(Condition::RucNotActive));
        }
        for email in ["", "no tiene"] {
            assert_eq!(led(&Known { email: email.into(), ..known() }), Way::ToCounter(Condition::NoEmail));
        }
    }

    #[test]
    fn what_they_say_of_a_first_key_counts_only_where_nobody_knows() {
        let first = Given { says_it_is_the_first: true, ..given("1710034065", "0001") };
        assert!(matches!(way(&first, Some(&known())), Way::ByMail(_)));
        let unknown = Known { had_key: None, ..known() };
        assert_eq!(way(&first, Some(&unknown)), Way::ToCounter(Condition::FirstKey));
        assert!(matches!(way(&given("1710034065", "0001"), Some(&unknown)), Way::ByMail(_)));
    }

    #[test]
    fn nothing_is_sent_on_what_one_hand_wrote() {
        let mut one = known();
        one.record.provenance = Provenance::Hand;
        let mut two = known();
        two.record.branches[0].provenance = Provenance::Hand;
        let mut three = known();
        three.record.representatives[0].provenance = Provenance::Hand;
        for known in [one, two, three] {
            assert_eq!(way(&given("1710034065", "0001"), Some(&known)), Way::ToCounter(Condition::Unconfirmed));
        }
    }
}

//! What a search answers: enough of each noun to be recognised in a list.

use crate::store::link::{self, Row};
use chrono::NaiveDate;

use super::{Noun, Order};
use crate::domain::id::{ArtisanQualificationId, EmployerId, InsuredId, NotarialPowerId, PersonId, TurnId, VisitId};
use crate::domain::number::PersonNumber;
use crate::store::column::{Day, person_number};

/// A person found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonHit {
    /// The id.
    pub id: PersonId,
    /// The number.
    pub number: PersonNumber,
    /// The name as recorded.
    pub name: String,
}

pub(super) const PEOPLE: Noun = Noun {
    table: "person",
    columns: "id, kind, number, name",
    numbers: &["number"],
    by_whole_number: None,
    order: Order::ById,
};

impl PersonHit {
    pub(super) fn read(row: &Row<'_>) -> link::Result<Self> {
        Ok(Self { id: row.get(0)?, number: person_number(row, 1)?, name: row.get(3)? })
    }
}

/// An insured person found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsuredHit {
    /// The id.
    pub id: InsuredId,
    /// The number.
    pub number: PersonNumber,
    /// The name as recorded.
    pub name: String,
}

pub(super) const INSURED: Noun = Noun {
    table: "insured",
    columns: "id, person_kind, person_number, person_name",
    numbers: &["person_number"],
    by_whole_number: None,
    order: Order::ById,
};

impl InsuredHit {
    pub(super) fn read(row: &Row<'_>) -> link::Result<Self> {
        Ok(Self { id: row.get(0)?, number: person_number(row, 1)?, name: row.get(3)? })
    }
}

/// An employer found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerHit {
    /// The id.
    pub id: EmployerId,
    /// RUC or domestic-service number.
    pub number: String,
    /// The name as recorded.
    pub name: String,
}

pub(super) const EMPLOYERS: Noun = Noun {
    table: "employer",
    columns: "id, number, name",
    numbers: &["number"],
    by_whole_number: None,
    order: Order::ById,
};

impl EmployerHit {
    pub(super) fn read(row: &Row<'_>) -> link::Result<Self> {
        Ok(Self { id: row.get(0)?, number: row.get(1)?, name: row.get(2)? })
    }
}

/// A turn found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnHit {
    /// The id.
    pub id: TurnId,
    /// The turn's code.
    pub code: String,
    /// The procedure's id.
    pub procedure: String,
    /// The day.
    pub on_day: NaiveDate,
    /// The hour, in minutes since midnight; none for a walk-in turn.
    pub at_minute: Option<u16>,
    /// Number of whom it is for.
    pub holder_number: String,
    /// Name of whom it is for.
    pub holder_name: String,
    /// How it stands, by its code.
    pub state: String,
}

pub(super) const TURNS: Noun = Noun {
    table: "turn",
    columns: "id, code, procedure, on_day, at_minute, holder_number, holder_name, state",
    numbers: &["code", "holder_number"],
    by_whole_number: None,
    order: Order::NewestFirst,
};

impl TurnHit {
    pub(super) fn read(row: &Row<'_>) -> link::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            code: row.get(1)?,
            procedure: row.get(2)?,
            on_day: row.get::<Day>(3)?.0,
            at_minute: row.get(4)?,
            holder_number: row.get(5)?,
            holder_name: row.get(6)?,
            state: row.get(7)?,
        })
    }
}

/// A visit found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitHit {
    /// The id.
    pub id: VisitId,
    /// The procedure's id.
    pub procedure: String,
    /// The accounting day.
    pub accounting_day: NaiveDate,
    /// `open`, `parked`, or the outcome's code.
    pub state: String,
    /// The employer's number as typed, or nothing.
    pub employer_number: String,
    /// The branch as typed, or nothing.
    pub employer_branch: String,
    /// The applicant's number as typed, or nothing.
    pub applicant_number: String,
    /// The presenter's number as typed, or nothing.
    pub presenter_number: String,
    /// The names in it, folded.
    pub folded_names: String,
}

pub(super) const VISITS: Noun = Noun {
    table: "visit",
    columns: "id, procedure, accounting_day, coalesce(outcome, state), employer_number, employer_branch, applicant_number, \
              presenter_number, visit.folded",
    numbers: &["applicant_number", "employer_number", "presenter_number"],
    by_whole_number: Some("id IN (SELECT visit_id FROM issuance WHERE serial = ?1)"),
    order: Order::NewestFirst,
};

impl VisitHit {
    pub(super) fn read(row: &Row<'_>) -> link::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            procedure: row.get(1)?,
            accounting_day: row.get::<Day>(2)?.0,
            state: row.get(3)?,
            employer_number: row.get(4)?,
            employer_branch: row.get(5)?,
            applicant_number: row.get(6)?,
            presenter_number: row.get(7)?,
            folded_names: row.get(8)?,
        })
    }
}

/// A notarial power found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotarialPowerHit {
    /// The id.
    pub id: NotarialPowerId,
    /// The notarial code as typed.
    pub code: String,
    /// Who granted it: number and name.
    pub grantor: (PersonNumber, String),
    /// To whom: number and name.
    pub holder: (PersonNumber, String),
    /// On its day.
    pub granted_on: NaiveDate,
    /// Its last day; indefinite without.
    pub valid_until: Option<NaiveDate>,
    /// Whether it was revoked.
    pub is_revoked: bool,
    /// Whether it was copied wrongly.
    pub is_set_aside: bool,
}

pub(super) const NOTARIAL_POWERS: Noun = Noun {
    table: "notarial_power",
    columns: "id, code, grantor_kind, grantor_number, grantor_name, holder_kind, holder_number, holder_name, granted_on, valid_until, \
              revoked_at_ms IS NOT NULL, set_aside_at_ms IS NOT NULL",
    numbers: &["code", "grantor_number", "holder_number"],
    by_whole_number: None,
    order: Order::NewestFirst,
};

impl NotarialPowerHit {
    pub(super) fn read(row: &Row<'_>) -> link::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            code: row.get(1)?,
            grantor: (person_number(row, 2)?, row.get(4)?),
            holder: (person_number(row, 5)?, row.get(7)?),
            granted_on: row.get::<Day>(8)?.0,
            valid_until: row.get::<Option<Day>>(9)?.map(|day| day.0),
            is_revoked: row.get(10)?,
            is_set_aside: row.get(11)?,
        })
    }
}

/// An artisan qualification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArtisanQualificationHit {
    /// The id.
    pub id: ArtisanQualificationId,
    /// Its number as printed.
    pub number: String,
    /// Whose it is: number and name.
    pub holder: (PersonNumber, String),
    /// Its last day; none where it reads "Indefinida".
    pub expires_on: Option<NaiveDate>,
    /// Whether it was revoked.
    pub is_revoked: bool,
    /// Whether it was copied wrongly.
    pub is_set_aside: bool,
}

pub(super) const ARTISAN_QUALIFICATIONS: Noun = Noun {
    table: "artisan_qualification",
    columns: "id, number, holder_kind, holder_number, holder_name, expires_on, revoked_at_ms IS NOT NULL, set_aside_at_ms IS NOT NULL",
    numbers: &["number", "holder_number"],
    by_whole_number: None,
    order: Order::NewestFirst,
};

impl ArtisanQualificationHit {
    pub(super) fn read(row: &Row<'_>) -> link::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            number: row.get(1)?,
            holder: (person_number(row, 2)?, row.get(4)?),
            expires_on: row.get::<Option<Day>>(5)?.map(|day| day.0),
            is_revoked: row.get(6)?,
            is_set_aside: row.get(7)?,
        })
    }
}

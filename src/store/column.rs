//! How domain values stand in columns: ids and times as integers, enums by their codes, hashes as blobs. A column
//! that does not read back is damage, and says which value it holds.

use chrono::NaiveDate;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use super::link::{self, Fault, Row};
use crate::domain::approval::{Matter, RequestState};
use crate::domain::calendar::Moment;
use crate::domain::challenge::{ChallengeKind, ChallengeState};
use crate::domain::day::Month;
use crate::domain::id::{
    ApprovalId, ArtisanQualificationId, CentreId, ChallengeId, ComplaintId, EmployerId, EmploymentId, InsuredId,
    IssuanceId, MailId, NotarialPowerId, NoticeId, OpId, PersonId, ScanId, SelfServiceId, TurnId, UserId, VisitId,
    WindowId,
};
use crate::domain::journal::{Digest, Outcome};
use crate::domain::ledger::{IssuanceState, Serial, VoidCause};
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::register::{AffiliateKeyState, BirthDay, BlockedBecause, InsuredKind};
use crate::domain::self_service::{FlowOutcome, Step};
use crate::domain::user::{Gender, Role};

macro_rules! integer_columns {
    ($($type:ident),+ $(,)?) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map(Self)
            }
        }
    )+};
}

integer_columns!(
    ApprovalId,
    ArtisanQualificationId,
    CentreId,
    ChallengeId,
    ComplaintId,
    EmployerId,
    EmploymentId,
    InsuredId,
    IssuanceId,
    MailId,
    Moment,
    NotarialPowerId,
    PersonId,
    ScanId,
    SelfServiceId,
    TurnId,
    UserId,
    NoticeId,
    VisitId,
    WindowId
);

macro_rules! code_columns {
    ($($type:ty),+ $(,)?) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.code().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let code = value.as_str()?;
                Self::from_code(code).ok_or_else(|| unreadable(stringify!($type), code))
            }
        }
    )+};
}

code_columns!(
    AffiliateKeyState,
    BirthDay,
    BlockedBecause,
    ChallengeKind,
    ChallengeState,
    FlowOutcome,
    Gender,
    InsuredKind,
    IssuanceState,
    Matter,
    Outcome,
    RequestState,
    Role,
    Step,
    VoidCause
);

macro_rules! blob_columns {
    ($($type:ident),+ $(,)?) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.as_slice().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                FromSql::column_result(value).map(Self)
            }
        }
    )+};
}

blob_columns!(Digest, OpId);

macro_rules! text_columns {
    ($($type:ident),+ $(,)?) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.as_str().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let text = value.as_str()?;
                Self::parse(text).map_err(|_| unreadable(stringify!($type), text))
            }
        }
    )+};
}

text_columns!(Branch, EmployerNumber);

impl ToSql for Serial {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Serial {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        Self::parse(text).map_err(|_| unreadable("Serial", text))
    }
}

impl ToSql for Month {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.in_file_names().into())
    }
}

impl FromSql for Month {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        Self::parse(text).ok_or_else(|| unreadable("Month", text))
    }
}

/// A day as it stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day(pub(super) NaiveDate);

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.format("%Y-%m-%d").to_string().into())
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self).map_err(|_| unreadable("Day", text))
    }
}

fn unreadable(what: &str, text: &str) -> FromSqlError {
    FromSqlError::Other(format!("{what}: {text:?}").into())
}

/// The kind of a person's number, as it stands beside the number.
pub(super) fn person_kind(number: &PersonNumber) -> &'static str {
    match number {
        PersonNumber::Cedula(_) => "cedula",
        PersonNumber::ForeignerCode(_) => "foreigner_code",
        PersonNumber::Passport(_) => "passport",
    }
}

/// Reads a person's number from two columns: its kind, then the number.
pub(super) fn person_number(row: &Row<'_>, kind_at: usize) -> link::Result<PersonNumber> {
    use crate::domain::number::{Cedula, ForeignerCode, PassportNumber};
    let number_at = kind_at.saturating_add(1);
    let (kind, number): (String, String) = (row.get(kind_at)?, row.get(number_at)?);
    let read = match kind.as_str() {
        "cedula" => Cedula::parse(&number).ok().map(PersonNumber::Cedula),
        "foreigner_code" => ForeignerCode::parse(&number).ok().map(PersonNumber::ForeignerCode),
        "passport" => PassportNumber::parse(&number).ok().map(PersonNumber::Passport),
        _ => None,
    };
    read.ok_or_else(|| Fault::unreadable(number_at, format!("PersonNumber: {kind} {number:?}")))
}

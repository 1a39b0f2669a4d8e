//! The columns of an exported log: what each is called, and what stands in it.

use chrono::NaiveDateTime;

use super::reason_in_words;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::ledger::IssuanceState;
use crate::domain::procedure;
use crate::domain::rule::unseen_rule;
use crate::ops::error::Error;
use crate::ops::names::Names;
use crate::print::spreadsheet::{Cell, Heading};
use crate::store::issuance::Issuance;
use crate::store::log::Line;
use crate::store::visit::Override;
use crate::store::{self, Reader};

/// A column of an exported log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The accounting day.
    Day,
    /// When it was opened.
    Opened,
    /// When it ended.
    Ended,
    /// Minutes of waiting.
    Waiting,
    /// Minutes of service.
    Service,
    /// The turn's code.
    Turn,
    /// How the turn came about: by appointment, at the window, with priority.
    TurnKind,
    /// In whose name the turn is: number.
    PersonNumber,
    /// In whose name the turn is.
    PersonName,
    /// The procedure.
    Procedure,
    /// The employer's number and branch.
    Employer,
    /// The employer's name.
    EmployerName,
    /// How it stands or ended.
    Outcome,
    /// Why it was not served: what was lacking.
    Reasons,
    /// What nobody looked at in it.
    Unseen,
    /// The warnings that were overridden, with their reasons.
    Overrides,
    /// The serials of its slips, and what became of each.
    Slips,
    /// Who attended.
    Clerk,
    /// The window.
    Window,
}

impl Field {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 19] = [
        Self::Day,
        Self::Opened,
        Self::Ended,
        Self::Waiting,
        Self::Service,
        Self::Turn,
        Self::TurnKind,
        Self::PersonNumber,
        Self::PersonName,
        Self::Procedure,
        Self::Employer,
        Self::EmployerName,
        Self::Outcome,
        Self::Reasons,
        Self::Unseen,
        Self::Overrides,
        Self::Slips,
        Self::Clerk,
        Self::Window,
    ];

    /// Those that name nobody but who works here.
    #[must_use]
    pub fn names_people(self) -> bool {
        matches!(self, Self::PersonNumber | Self::PersonName | Self::Employer | Self::EmployerName | Self::Overrides)
    }

    /// The word for it in the journal.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "dia",
            Self::Opened => "inicio",
            Self::Ended => "fin",
            Self::Waiting => "espera_minutos",
            Self::Service => "atencion_minutos",
            Self::Turn => "turno",
            Self::TurnKind => "clase_turno",
            Self::PersonNumber => "numero_persona",
            Self::PersonName => "nombre_persona",
            Self::Procedure => "tramite",
            Self::Employer => "empleador",
            Self::EmployerName => "razon_social",
            Self::Outcome => "resultado",
            Self::Reasons => "motivos_no_atendida",
            Self::Unseen => "no_revisado",
            Self::Overrides => "advertencias_justificadas",
            Self::Slips => "claves",
            Self::Clerk => "funcionario",
            Self::Window => "ventanilla",
        }
    }

    /// The words for it where it is chosen.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Day => "Día",
            Self::Opened => "Hora de inicio",
            Self::Ended => "Hora de fin",
            Self::Waiting => "Espera",
            Self::Service => "Duración",
            Self::Turn => "Turno",
            Self::TurnKind => "Clase de turno",
            Self::PersonNumber => "Número de la persona",
            Self::PersonName => "Nombre de la persona",
            Self::Procedure => "Trámite",
            Self::Employer => "Empleador y sucursal",
            Self::EmployerName => "Razón social",
            Self::Outcome => "Resultado",
            Self::Reasons => "Por qué no se atendió",
            Self::Unseen => "Lo que no se revisó",
            Self::Overrides => "Advertencias justificadas",
            Self::Slips => "Claves",
            Self::Clerk => "Quién atendió",
            Self::Window => "Ventanilla",
        }
    }

    /// Title and width of its column.
    pub(super) fn heading(self) -> Heading<'static> {
        let title = match self {
            // The cell holds a bare figure.
            Self::Waiting => "Espera (minutos)",
            Self::Service => "Duración (minutos)",
            other => other.spanish(),
        };
        let width_chars = match self {
            Self::Day => 12,
            Self::Opened => 19,
            Self::Ended => 19,
            Self::Waiting => 16,
            Self::Service => 18,
            Self::Turn => 14,
            Self::TurnKind => 24,
            Self::PersonNumber => 16,
            Self::PersonName => 36,
            Self::Procedure => 40,
            Self::Employer => 20,
            Self::EmployerName => 36,
            Self::Outcome => 14,
            Self::Reasons => 40,
            Self::Unseen => 40,
            Self::Overrides => 60,
            Self::Slips => 36,
            Self::Clerk => 28,
            Self::Window => 10,
        };
        Heading { title, width_chars }
    }
}

/// A line with what its chosen fields ask for besides.
pub(super) struct Told {
    line: Line,
    reasons: Vec<String>,
    overrides: Vec<Override>,
    slips: Vec<Issuance>,
}

impl Told {
    /// Reads what the fields need, and nothing else.
    pub(super) fn read(reader: &Reader, line: Line, fields: &[Field]) -> Result<Self, Error> {
        let wants = |field| fields.contains(&field);
        let id = line.visit;
        let wants_reasons = wants(Field::Reasons) || wants(Field::Unseen);
        let reasons = if wants_reasons { store::visit::reasons(reader, id)? } else { Vec::new() };
        let overridden = wants(Field::Overrides) && line.overrides > 0;
        let overrides = if overridden { store::visit::overrides(reader, id)? } else { Vec::new() };
        let slips = if wants(Field::Slips) { store::issuance::of_visit(reader, id)? } else { Vec::new() };
        Ok(Self { line, reasons, overrides, slips })
    }

    fn reasons_that(&self, counts: fn(&str) -> bool) -> impl Iterator<Item = String> {
        self.reasons.iter().filter(move |code| counts(code)).map(|code| reason_in_words(code).to_owned())
    }

    /// What stands in a column.
    pub(super) fn cell(&self, field: Field, names: &Names, zone: Zone) -> Cell {
        let line = &self.line;
        match field {
            Field::Day => Cell::Day(line.accounting_day),
            Field::Opened => Cell::At(local(line.opened_at_ms, zone)),
            Field::Ended => line.ended_at_ms.map_or(Cell::Empty, |ended| Cell::At(local(ended, zone))),
            Field::Waiting => minutes(line.waited_secs()),
            Field::Service => minutes(line.served_secs()),
            Field::Turn => line.turn_code.as_str().into(),
            Field::TurnKind => match (line.is_walk_in, line.has_priority) {
                (true, true) => "presencial, prioritario".into(),
                (true, false) => "presencial".into(),
                (false, true) => "en línea, prioritario".into(),
                (false, false) => "en línea".into(),
            },
            Field::PersonNumber => line.holder_number.as_str().into(),
            Field::PersonName => line.holder_name.as_str().into(),
            Field::Procedure => procedure::name_of(&line.procedure).into(),
            Field::Employer => match (line.employer_number.as_str(), line.employer_branch.as_str()) {
                (number, "") => number.into(),
                (number, branch) => format!("{number}-{branch}").into(),
            },
            Field::EmployerName => line.employer_name.as_str().into(),
            Field::Outcome => line.state.spanish().into(),
            Field::Reasons => joined(self.reasons_that(|code| unseen_rule(code).is_none())),
            Field::Unseen => joined(self.reasons_that(|code| unseen_rule(code).is_some())),
            Field::Overrides => {
                joined(self.overrides.iter().map(|given| format!("{}: {}", reason_in_words(&given.rule), given.reason)))
            }
            Field::Slips => joined(self.slips.iter().map(slip_in_words)),
            Field::Clerk => names.user(line.clerk).into(),
            Field::Window => Cell::Count(u64::from(names.window(line.window))),
        }
    }
}

fn slip_in_words(slip: &Issuance) -> String {
    match (slip.state, slip.void_cause) {
        (IssuanceState::Void, Some(cause)) => format!("{}, anulada: {}", slip.serial, cause.spanish()),
        (state, _) => format!("{} {}", slip.serial, state.spanish()),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> Cell {
    parts.collect::<Vec<_>>().join("; ").into()
}

fn minutes(secs: Option<u32>) -> Cell {
    secs.map_or(Cell::Empty, |secs| Cell::Count(u64::from(secs / 60)))
}

fn local(at_ms: i64, zone: Zone) -> NaiveDateTime {
    Moment(at_ms).local(zone).naive_local()
}

//! The agenda: the turns taken online, one a row.
//!
//! Columns: `codigo_turno, fecha, hora, centro, tramite, numero, nombre` and, optional, `estado`. Whether the centre is
//! this one, and what becomes of turns that are already known, is not decided here.

mod procedures;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};

use crate::domain::number::PersonNumber;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::turn::TurnCode;

use super::cells::{Cells, PERSON_NAME, PERSON_NUMBER, key, shown};
use super::table::{BadRow, Column, Limits, Need, Record, Records, Row};
use super::when;

pub use super::cells::Warning;

/// The turns of an agenda file.
pub type Agenda<R> = Records<R, AgendaTurn>;

/// Whether a turn stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgendaState {
    /// The person is expected; also where the file says nothing.
    Scheduled,
    /// The turn was given back.
    Cancelled,
}

/// A turn as the agenda has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaTurn {
    /// The line of the file, from 1.
    pub line: u64,
    /// The turn's code; unique in the file.
    pub code: TurnCode,
    /// The day.
    pub date: NaiveDate,
    /// The hour, on the clock of the centre.
    pub hour: NaiveTime,
    /// The centre, as written: its code or name.
    pub centre: String,
    /// What the turn is for.
    pub procedure: ProcedureId,
    /// In whose name.
    pub holder_number: PersonNumber,
    /// In whose name, single blanks.
    pub holder_name: String,
    /// Whether it stands.
    pub state: AgendaState,
    /// What should be looked at.
    pub warnings: Vec<Warning>,
}

const CODE: usize = 0;
const DATE: usize = 1;
const HOUR: usize = 2;
const CENTRE: usize = 3;
const PROCEDURE: usize = 4;
const NUMBER: usize = 5;
const NAME: usize = 6;
const STATE: usize = 7;

const COLUMNS: [Column; 8] = [
    Column {
        name: "codigo_turno",
        spellings: &["codigo", "codigo de turno", "turno", "numero de turno"],
        need: Need::Required,
    },
    Column { name: "fecha", spellings: &["fecha del turno", "fecha turno", "dia"], need: Need::Required },
    Column { name: "hora", spellings: &["hora del turno", "hora turno"], need: Need::Required },
    Column { name: "centro", spellings: &["agencia", "cau", "centro de atencion"], need: Need::Required },
    Column { name: "tramite", spellings: &["tipo de tramite", "tipo tramite", "requerimiento"], need: Need::Required },
    PERSON_NUMBER,
    PERSON_NAME,
    Column { name: "estado", spellings: &["estado del turno", "estado turno"], need: Need::Optional },
];

const STATES: [(&str, AgendaState); 15] = [
    ("", AgendaState::Scheduled),
    ("activo", AgendaState::Scheduled),
    ("agendado", AgendaState::Scheduled),
    ("asignado", AgendaState::Scheduled),
    ("confirmado", AgendaState::Scheduled),
    ("pendiente", AgendaState::Scheduled),
    ("programado", AgendaState::Scheduled),
    ("reservado", AgendaState::Scheduled),
    ("vigente", AgendaState::Scheduled),
    ("anulada", AgendaState::Cancelled),
    ("anulado", AgendaState::Cancelled),
    ("cancelada", AgendaState::Cancelled),
    ("cancelado", AgendaState::Cancelled),
    ("eliminada", AgendaState::Cancelled),
    ("eliminado", AgendaState::Cancelled),
];

/// What is remembered from row to row.
#[derive(Debug)]
pub struct AgendaMemory {
    /// The line on which each code was first seen.
    lines_by_code: HashMap<TurnCode, u64>,
    procedures: HashMap<String, ProcedureId>,
}

impl Default for AgendaMemory {
    fn default() -> Self {
        AgendaMemory { lines_by_code: HashMap::new(), procedures: procedures::by_key() }
    }
}

impl Record for AgendaTurn {
    const COLUMNS: &'static [Column] = &COLUMNS;
    const LIMITS: Limits = Limits::for_rows(100_000);
    type Memory = AgendaMemory;

    fn read(row: Row<'_>, memory: &mut AgendaMemory) -> Result<AgendaTurn, BadRow> {
        let mut cells = Cells::new(row, &COLUMNS);
        let code = code(&cells)?;
        let day = when::day(cells.filled(DATE)?).map_err(|reason| cells.bad(DATE, reason))?;
        let hour = when::hour(cells.filled(HOUR)?).map_err(|reason| cells.bad(HOUR, reason))?;
        let (date, hour) = when::together(day, hour).map_err(|reason| cells.bad(DATE, reason))?;
        let centre = cells.name(CENTRE)?;
        let procedure = procedure(&cells, memory)?;
        let holder_number = cells.person(NUMBER)?;
        let holder_name = cells.name(NAME)?;
        let state = cells.listed(STATE, &STATES, "«agendado» o «cancelado», o déjela vacía")?;
        if let Some(line) = memory.lines_by_code.get(&code) {
            let reason = format!("el turno {} ya está en la línea {line}; deje uno solo", shown(code.as_str()));
            return Err(cells.bad(CODE, reason));
        }
        memory.lines_by_code.insert(code.clone(), cells.line());
        let (line, warnings) = (cells.line(), cells.warnings);
        Ok(AgendaTurn { line, code, date, hour, centre, procedure, holder_number, holder_name, state, warnings })
    }
}

fn code(cells: &Cells<'_>) -> Result<TurnCode, BadRow> {
    let text = cells.filled(CODE)?;
    TurnCode::parse(text).map_err(|fault| cells.bad(CODE, format!("{}: {fault}", shown(text))))
}

fn procedure(cells: &Cells<'_>, memory: &AgendaMemory) -> Result<ProcedureId, BadRow> {
    let text = cells.filled(PROCEDURE)?;
    memory.procedures.get(&key(text)).copied().ok_or_else(|| {
        let reason = format!("el trámite {} no se conoce; se conocen: {}", shown(text), procedures::documented());
        cells.bad(PROCEDURE, reason)
    })
}

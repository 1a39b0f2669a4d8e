//! Long work under way: what an opening finds of a run that was cut in the middle.

use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::OpId;

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunState {
    /// Under way, or cut in the middle.
    Running,
    /// Carried out to its end.
    Ended,
    /// Stopped before its end.
    Stopped,
}

impl RunState {
    fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Stopped => "stopped",
        }
    }
}

/// A run as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// The id of its start; those of its other entries are derived from it.
    pub op_id: OpId,
    /// Which operation.
    pub operation: String,
    /// When it was last started.
    pub started_at_ms: i64,
    /// How many units its committed chunks did.
    pub units_done: i64,
    /// How it stands.
    pub state: RunState,
}

const COLUMNS: &str = "op_id, operation, started_at_ms, rows_done, state";

fn run(row: &Row<'_>) -> link::Result<RunRow> {
    let state: String = row.get(4)?;
    Ok(RunRow {
        op_id: row.get(0)?,
        operation: row.get(1)?,
        started_at_ms: row.get(2)?,
        units_done: row.get(3)?,
        state: match state.as_str() {
            "running" => RunState::Running,
            "ended" => RunState::Ended,
            _ => RunState::Stopped,
        },
    })
}

/// Records that a run starts, or starts again.
pub fn start(tx: &Transaction<'_>, op_id: OpId, operation: &str, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO run (op_id, operation, started_at_ms, rows_done, state) VALUES (?1, ?2, ?3, 0, 'running') \
         ON CONFLICT (op_id) DO UPDATE SET started_at_ms = excluded.started_at_ms, rows_done = 0, state = 'running'",
        (op_id, operation, at_ms),
    )
    .while_doing("anotar el comienzo de un proceso")
    .map(drop)
}

/// Records how far a run is.
pub fn advance(tx: &Transaction<'_>, op_id: OpId, units_done: i64) -> Result<(), Error> {
    tx.execute("UPDATE run SET rows_done = ?2 WHERE op_id = ?1", (op_id, units_done))
        .while_doing("anotar el avance de un proceso")
        .map(drop)
}

/// Records how a run ended.
pub fn set_state(tx: &Transaction<'_>, op_id: OpId, state: RunState) -> Result<(), Error> {
    tx.execute("UPDATE run SET state = ?2 WHERE op_id = ?1", (op_id, state.code()))
        .while_doing("anotar el final de un proceso")
        .map(drop)
}

/// One run.
pub fn get(reader: &Reader, op_id: OpId) -> Result<Option<RunRow>, Error> {
    reader.maybe(&format!("SELECT {COLUMNS} FROM run WHERE op_id = ?1"), [op_id], run).while_doing("leer un proceso")
}

/// The runs that neither ended nor were stopped, oldest first.
pub fn running(reader: &Reader) -> Result<Vec<RunRow>, Error> {
    reader
        .all(&format!("SELECT {COLUMNS} FROM run WHERE state = 'running' ORDER BY started_at_ms, op_id"), [], run)
        .while_doing("leer los procesos sin terminar")
}

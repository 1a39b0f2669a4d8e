//! A table whose rows mean something: each row becomes a value, or a [`BadRow`].

use std::io::Read;

use super::{BadRow, Column, Limits, Row, Table, TableError};

/// What a row of a table means.
pub trait Record: Sized {
    /// The documented columns.
    const COLUMNS: &'static [Column];
    /// What a file may hold.
    const LIMITS: Limits;
    /// What has to be remembered from one row to the next; `()` where nothing has.
    type Memory: Default;

    /// Understands one row.
    fn read(row: Row<'_>, memory: &mut Self::Memory) -> Result<Self, BadRow>;
}

/// The rows of a table, one after another, as values. Dropping it ends the reading.
///
/// An item's outer error says that the file cannot be read further, and is the last item; a [`BadRow`] speaks of one
/// row only. Without an outer error the file was read to its end.
#[derive(Debug)]
pub struct Records<R, T: Record> {
    table: Table<R>,
    memory: T::Memory,
    has_ended: bool,
}

impl<R: Read, T: Record> Records<R, T> {
    /// Opens the file; the header is read at once.
    pub fn open(source: R) -> Result<Records<R, T>, TableError> {
        let table = Table::open(source, T::COLUMNS, T::LIMITS)?;
        Ok(Records { table, memory: T::Memory::default(), has_ended: false })
    }

    /// The table below: bytes read so far, encoding, columns that were not understood.
    pub fn table(&self) -> &Table<R> {
        &self.table
    }
}

impl<R: Read, T: Record> Iterator for Records<R, T> {
    type Item = Result<Result<T, BadRow>, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let next = match self.table.next_row() {
            Ok(row) => row.map(|row| Ok(row.and_then(|row| T::read(row, &mut self.memory)))),
            Err(error) => Some(Err(error)),
        };
        self.has_ended = !matches!(next, Some(Ok(_)));
        next
    }
}

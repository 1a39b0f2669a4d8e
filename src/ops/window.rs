//! The service windows of the centre.

use super::error::{Error, refuse};
use super::house::{House, Session};
use super::operation::{Changed, Done, Operation, Subject, Work};
use crate::domain::id::WindowId;
use crate::store;

/// The highest number that a window can have.
const HIGHEST: u16 = 999;

/// A supervisor adds a window.
#[derive(Debug, Clone, Copy)]
pub(super) struct AddWindow {
    number: u16,
}

impl Operation for AddWindow {
    const NAME: &'static str = "window.add";
    const SIGNED: bool = true;
    type Output = WindowId;

    fn subject(&self) -> Subject {
        Subject { kind: "window", id: 0 }
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<WindowId>, Error> {
        if !(1..=HIGHEST).contains(&self.number) {
            return refuse("number", format!("El número de una ventanilla va de 1 a {HIGHEST}."));
        }
        if store::centre::windows(work.tx)?.iter().any(|window| window.number == self.number) {
            return refuse("taken", format!("La ventanilla {} ya existe.", self.number));
        }
        let id = store::centre::add_window(work.tx, work.centre.id, self.number)?;
        Ok(Done::new(id, id, &[Changed::Settings]).code(self.number.to_string()))
    }
}

impl House {
    /// A supervisor adds a window with this number over it. Whoever logs in from then on can work at it.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn add_window(&self, by: &Session, number: u16) -> Result<WindowId, Error> {
        let added = self.perform(by, &AddWindow { number })?.output;
        self.read_windows()?;
        Ok(added)
    }
}

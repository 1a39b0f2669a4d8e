//! The service windows of the centre.

use super::error::{Error, refuse};
use super::house::{House, Session};
use crate::domain::id::WindowId;
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
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
        Subject::to_be(Noun::Window)
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

/// A supervisor removes a window that was added by mistake. One that somebody worked at stays: what was done there names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct RemoveWindow {
    number: u16,
}

impl Operation for RemoveWindow {
    const NAME: &'static str = "window.remove";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Window)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let windows = store::centre::windows(work.tx)?;
        let Some(window) = windows.iter().find(|window| window.number == self.number) else {
            return refuse("gone", format!("La ventanilla {} ya no está. Actualice la lista.", self.number));
        };
        if window.id == work.actor.window || store::centre::window_was_used(work.tx, window.id)? {
            return refuse(
                "used",
                format!(
                    "En la ventanilla {} ya se trabajó: se queda, porque la bitácora la nombra. Si ya no se usa, basta con \
                     no abrir el programa en ella.",
                    self.number
                ),
            );
        }
        store::centre::remove_window(work.tx, window.id)?;
        Ok(Done::new((), window.id, &[Changed::Settings]).code(self.number.to_string()))
    }
}

impl House {
    /// A supervisor removes a window that nobody ever worked at.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn remove_window(&self, by: &Session, number: u16) -> Result<(), Error> {
        self.perform(by, &RemoveWindow { number })?;
        self.read_windows()
    }

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

//! Whether a key was made today for the employer and the branch that are chosen: another one needs a supervisor's word, and
//! that is known from the choice on.

use crate::desk::Pending;
use crate::domain::number::{Branch, EmployerNumber};
use crate::domain::procedure::employer_key::case::Case;
use crate::ops::view;
use crate::ui::cx::Cx;

/// What the store says of the choice.
#[derive(Default)]
pub(super) struct KeyToday {
    of: Option<(EmployerNumber, Branch)>,
    asking: Pending<Option<String>>,
    serial: Option<String>,
}

impl KeyToday {
    /// Asks once for each choice.
    pub(super) fn look(&mut self, cx: &Cx<'_>, case: &Case) {
        if let Some(Ok(serial)) = self.asking.poll() {
            self.serial = serial;
        }
        if self.asking.is_busy() {
            return;
        }
        let chosen = case.copy.papers.employer.as_ref().and_then(|employer| {
            let branch = employer.branch.as_ref()?.value().ok()?;
            Some((employer.number.value().ok()?.clone(), branch.clone()))
        });
        if chosen != self.of {
            self.of.clone_from(&chosen);
            self.serial = None;
            if let Some((employer, branch)) = chosen {
                self.asking
                    .start(|| cx.desk.read(move |house, reader| view::key_of_today(house, reader, &employer, &branch)));
            }
        }
    }

    /// What stands beside the points, where there is such a key.
    pub(super) fn sentence(&self) -> Option<String> {
        let serial = self.serial.as_ref()?;
        Some(format!(
            "Hoy ya se emitió la clave de serie {serial} para este empleador y sucursal: otra pide la aprobación de \
             supervisión al imprimirla."
        ))
    }
}

//! *Salir*, or the window's own way out, while a visit is open: it is set aside first, unless whoever leaves says otherwise.

use eframe::egui::Context;

use super::common::{Answered, AnswersDialog};
use crate::desk::Pending;
use crate::domain::id::VisitId;
use crate::ops::visit::ParkVisit;
use crate::ui::cx::Cx;
use crate::ui::widgets::Answer;

/// Which way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// The session ends.
    LogOut,
    /// The program ends.
    Close,
}

/// The question, while it stands, and what is under way after it.
pub struct Leaving {
    way: WayOut,
    visit: VisitId,
    dialog: AnswersDialog,
    /// A visit whose page is not open is set aside from here.
    parking: Pending<()>,
    /// The page of the visit sets it aside …
    by_page: bool,
    /// … and has done so.
    is_left: bool,
    fault: Option<String>,
}

/// What came of a frame of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It stands.
    NotYet,
    /// The page of the visit is to set it aside.
    ParkFirst,
    /// The visit is shown: nobody leaves.
    Show(VisitId),
    /// Nobody leaves.
    Stays,
    /// Whoever asked leaves.
    Goes(WayOut),
}

impl Leaving {
    /// Asks before `way` out of an open visit.
    #[must_use]
    pub fn new(way: WayOut, visit: VisitId) -> Self {
        Self {
            way,
            visit,
            dialog: AnswersDialog::default(),
            parking: Pending::default(),
            by_page: false,
            is_left: false,
            fault: None,
        }
    }

    /// The page of the visit is gone. Answers whether it was to set the visit aside for this way out.
    pub fn visit_left(&mut self, ctx: &Context) -> bool {
        self.is_left = self.by_page;
        ctx.request_repaint();
        self.is_left
    }

    /// One frame. `page` is the visit whose page is open; `has_slip` when a key waits there to be settled.
    pub fn ui(&mut self, ctx: &Context, cx: &Cx<'_>, page: Option<VisitId>, has_slip: bool) -> Left {
        if self.is_left {
            return Left::Goes(self.way);
        }
        match self.parking.poll() {
            Some(Ok(())) => return Left::Goes(self.way),
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
            None => {}
        }
        if self.by_page || self.parking.is_busy() {
            return Left::NotYet;
        }
        let leave = match self.way {
            WayOut::LogOut => "salir",
            WayOut::Close => "cerrar el programa",
        };
        let sentence = match (&self.fault, has_slip) {
            (Some(fault), _) => fault.clone(),
            (None, true) => {
                "En esta ventanilla hay una clave sin entregar. Entréguela o anúlela antes de dejar la atención."
                    .to_owned()
            }
            (None, false) => {
                "Si sale sin ponerla en pausa, sigue abierta a su nombre: nadie más puede retomarla hasta \
                              que usted vuelva, o supervisión la ponga en pausa."
                    .to_owned()
            }
        };
        let first = match has_slip {
            true => "Ir a la clave pendiente".to_owned(),
            false => format!("Ponerla en pausa y {leave}"),
        };
        let second = match has_slip {
            true => format!("Dejarla pendiente y {leave}"),
            false => format!("Dejarla abierta y {leave}"),
        };
        match self.dialog.ui(ctx, "Hay una atención abierta", &sentence, &[Answer::new(&first), Answer::new(&second)])
        {
            None => Left::NotYet,
            Some(Answered::Back | Answered::Apart) => Left::Stays,
            Some(Answered::Nth(0)) if has_slip => Left::Show(self.visit),
            Some(Answered::Nth(0)) if page == Some(self.visit) => {
                self.by_page = true;
                Left::ParkFirst
            }
            Some(Answered::Nth(0)) => {
                let visit = self.visit;
                self.parking.start(|| cx.desk.perform(ParkVisit { visit }));
                Left::NotYet
            }
            Some(Answered::Nth(_)) => Left::Goes(self.way),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_left_for_another_reason_lets_nobody_out() {
        let visit = VisitId(1);
        let mut leaving = Leaving::new(WayOut::LogOut, visit);
        assert!(!leaving.visit_left(&Context::default()) && !leaving.is_left, "nobody answered");
        leaving.by_page = true;
        assert!(leaving.visit_left(&Context::default()) && leaving.is_left);
    }
}

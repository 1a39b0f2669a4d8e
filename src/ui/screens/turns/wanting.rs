//! What somebody wants to begin, and the question before it: nobody is called while another who was called has not begun,
//! and nobody is attended while a visit is open, unless that is said.

use eframe::egui::Context;

use super::super::common::{Answered, AnswersDialog};
use crate::domain::id::{TurnId, VisitId};
use crate::ops::turn::CallTurn;
use crate::ui::widgets::{Answer, Button};

/// What somebody wants to begin.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// Calling the next person, or somebody else.
    Call(CallTurn),
    /// The visit of somebody who was called.
    Begin(TurnId),
    /// A visit in pause.
    Resume(VisitId),
    /// A visit that ended without a key.
    Reopen(VisitId),
    /// Another visit of the same person, for another employer.
    Link(VisitId),
    /// What whoever was served needs next.
    GoOn(VisitId),
}

/// What stands in the way of another person.
#[derive(Debug, Clone, Default)]
pub(super) struct AtWindow {
    /// The visit that whoever works here has open.
    pub(super) open: Option<OpenHere>,
    /// Somebody who was called to this window, and has not begun.
    pub(super) called: Option<CalledHere>,
}

/// An open visit.
#[derive(Debug, Clone)]
pub(super) struct OpenHere {
    pub(super) visit: VisitId,
    /// Its page is open: what was typed there is saved before anything else.
    pub(super) is_at_hand: bool,
    /// The person and the turn, where the list of the day knows them.
    pub(super) of: Option<String>,
}

/// Somebody who was called.
#[derive(Debug, Clone)]
pub(super) struct CalledHere {
    pub(super) turn: TurnId,
    pub(super) name: String,
    pub(super) calls: Calls,
}

/// How often somebody was called, and how often the centre wants it before they count as not having come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Calls {
    pub(super) made: u16,
    pub(super) wanted: u16,
}

impl Calls {
    /// "1 de 2".
    pub(super) fn in_words(self) -> String {
        format!("{} de {}", self.made, self.wanted.max(self.made))
    }

    /// Why somebody may not be marked as not having come yet.
    pub(super) fn too_few(self) -> Option<String> {
        match self.wanted.saturating_sub(self.made) {
            0 => None,
            1 => Some("Falta un llamado para «No se presentó».".to_owned()),
            more => Some(format!("Faltan {more} llamados para «No se presentó».")),
        }
    }
}

const PARK_FIRST: &str = "Antes de seguir con otra persona, póngala en pausa: se retoma hoy, y lo escrito se conserva.";

/// The question that stands before what is wanted.
pub(super) struct Before {
    why: Why,
    pub(super) wanted: Wanted,
    dialog: AnswersDialog,
}

enum Why {
    Open(OpenHere),
    Called(CalledHere),
}

/// What was answered.
#[derive(Debug, Clone)]
pub(super) enum Settled {
    /// Nothing: as it was.
    Back,
    /// The open visit is set aside first.
    Park(OpenHere),
    /// The open visit is shown.
    Show(VisitId),
    /// Whoever was called is called once more.
    CallAgain(CalledHere),
    /// They did not come.
    NoShow(CalledHere),
    /// They wait again, where they did.
    BackInLine(CalledHere),
    /// They stay called, and what is wanted is done.
    GoOn,
}

impl Before {
    /// The question before something wanted, if there is one.
    pub(super) fn of(at: &AtWindow, wanted: &Wanted) -> Option<Self> {
        let why = match (&at.open, &at.called, wanted) {
            (Some(open), _, _) => Why::Open(open.clone()),
            (None, Some(called), Wanted::Call(call)) if call.wanted != Some(called.turn) => Why::Called(called.clone()),
            _ => return None,
        };
        Some(Self { why, wanted: wanted.clone(), dialog: AnswersDialog::default() })
    }

    /// One frame.
    pub(super) fn ui(&mut self, ctx: &Context) -> Option<Settled> {
        match &self.why {
            Why::Open(open) => {
                let sentence = match &open.of {
                    Some(of) => format!("Tiene abierta la atención de {of}. {PARK_FIRST}"),
                    None => format!("Tiene abierta una atención. {PARK_FIRST}"),
                };
                let answers = [Answer::new("Ponerla en pausa y seguir"), Answer::new("Ir a la atención abierta")];
                Some(match self.dialog.ui(ctx, "Hay una atención abierta", &sentence, &answers)? {
                    Answered::Nth(0) => Settled::Park(open.clone()),
                    Answered::Nth(_) => Settled::Show(open.visit),
                    Answered::Apart | Answered::Back => Settled::Back,
                })
            }
            Why::Called(called) => {
                let too_few = called.calls.too_few();
                let mut sentence = format!(
                    "El llamado a {} ({}) sigue en pie y su atención no ha empezado.",
                    called.name,
                    called.calls.in_words()
                );
                if let Some(too_few) = &too_few {
                    sentence = format!("{sentence} {too_few}");
                }
                let goes_on = match &self.wanted {
                    Wanted::Call(CallTurn { wanted: Some(_), .. }) => "Llamar también a la otra persona",
                    _ => "Llamar también a quien sigue",
                };
                let answers = [
                    Answer::new("Llamar de nuevo este turno"),
                    Answer::new("Vuelve a la espera, en su lugar"),
                    Answer::new(goes_on),
                ];
                // Nobody counts as not having come by a slip among the digits.
                let missed =
                    Button::danger("Anotar «No se presentó» y llamar a otra persona").enabled(too_few.is_none());
                let missed = missed.why(too_few.as_deref().unwrap_or_default());
                let title = "¿Qué pasó con la persona llamada?";
                Some(match self.dialog.with_one_apart(ctx, title, &sentence, &answers, Some(missed))? {
                    Answered::Nth(0) => Settled::CallAgain(called.clone()),
                    Answered::Nth(1) => Settled::BackInLine(called.clone()),
                    Answered::Nth(_) => Settled::GoOn,
                    Answered::Apart => Settled::NoShow(called.clone()),
                    Answered::Back => Settled::Back,
                })
            }
        }
    }
}

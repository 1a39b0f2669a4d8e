//! From the printer to the recipient's hand: is the paper there, and did the recipient sign.

use eframe::egui::{RichText, Ui};

use super::{About, SlipPanel};
use crate::desk::{Desk, PrintJob};
use crate::domain::id::IssuanceId;
use crate::domain::ledger::{Acknowledgement, IssuanceState};
use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::domain::sentence;
use crate::domain::visit::Person;
use crate::ops::view::Issuance;
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};

/// What the clerk answered about the papers of one slip.
#[derive(Default)]
pub(super) struct HandOver {
    /// Its paper is in the clerk's hand.
    in_hand: Option<IssuanceId>,
    acknowledging: Option<(IssuanceId, PrintJob<()>)>,
    /// How its acknowledgement came out.
    acknowledged: Option<(IssuanceId, Result<(), String>)>,
    flow: Flow,
}

/// Where the paper of the key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paper {
    InHand,
    NotThere,
}

const PAPER: [(Paper, &str); 2] = [(Paper::InHand, "Sí, lo tengo"), (Paper::NotThere, "No salió, o salió mal…")];

const RECEIVED: [(Acknowledgement, &str); 2] =
    [(Acknowledgement::Signed, "Firmó y recibió la clave"), (Acknowledgement::Unsigned, "La recibió y no firma…")];

impl HandOver {
    /// Takes the printer's answer in; says whether there is one.
    pub(super) fn poll(&mut self) -> bool {
        let Some((id, answer)) = self.acknowledging.as_ref().and_then(|(id, job)| Some((*id, job.poll()?))) else {
            return false;
        };
        self.acknowledging = None;
        self.acknowledged = Some((id, answer.map_err(|error| error.to_string())));
        true
    }

    /// Did the clerk say that this slip's paper is there?
    pub(super) fn has_paper(&self, id: IssuanceId) -> bool {
        self.in_hand == Some(id)
    }

    /// The paper is there: its acknowledgement is printed, once.
    fn take_paper(&mut self, desk: &Desk, id: IssuanceId) {
        self.in_hand = Some(id);
        let is_printing = self.acknowledging.as_ref().is_some_and(|(of, _)| *of == id);
        if !is_printing && !self.came_out(id) {
            self.print_acknowledgement(desk, id);
        }
    }

    fn print_acknowledgement(&mut self, desk: &Desk, id: IssuanceId) {
        self.acknowledged = None;
        self.acknowledging = Some((id, desk.print_acknowledgement(id)));
    }

    fn came_out(&self, id: IssuanceId) -> bool {
        matches!(&self.acknowledged, Some((of, Ok(()))) if *of == id)
    }
}

impl SlipPanel {
    pub(super) fn in_hand_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, slip: &Issuance, about: About<'_>) {
        widgets::panel_title(ui, "¿Tiene el papel en la mano?", &format!("Serie {}", slip.serial));
        whose_ui(ui, slip, about.case);
        if slip.state == IssuanceState::Unconfirmed {
            let sentence = match &self.doubt {
                Some(doubt) => format!("La impresora no confirmó la impresión. {}", sentence(doubt)),
                None => "La impresora no confirmó la impresión.".to_owned(),
            };
            let next = if slip.may_still_print {
                "Mire si el papel salió. Todavía puede salir: si la anula y aparece después, destrúyalo."
            } else {
                "Mire si el papel salió. Si no está o salió mal, anúlela y emita otra."
            };
            widgets::notice(ui, Sign::Warning, &sentence, Some(next));
        }
        ui.add_space(SPACE_M);
        let flow = &mut self.hand_over.flow;
        if std::mem::take(&mut self.is_new) {
            flow.reset();
            flow.focus_first();
        }
        let mut answer = None;
        Form::show(ui, flow, "slip in hand", |form| {
            form.choice(Field::new("El papel de la clave"), &PAPER, &mut answer);
        });
        match answer {
            Some(Paper::InHand) => {
                self.hand_over.take_paper(cx.desk, slip.id);
                self.is_new = true;
            }
            Some(Paper::NotThere) => self.begin_voiding(),
            None => {}
        }
    }

    pub(super) fn sign_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, slip: &Issuance, about: About<'_>) {
        widgets::panel_title(ui, "La persona firma el acuse de recibo", &format!("Serie {}", slip.serial));
        whose_ui(ui, slip, about.case);
        ui.add_space(SPACE_M);
        self.acknowledgement_ui(ui, cx, slip);
        ui.add_space(SPACE_M);
        let is_busy = self.settling.is_busy();
        let came_out = self.hand_over.came_out(slip.id);
        let is_new = came_out && std::mem::take(&mut self.is_new);
        let flow = &mut self.hand_over.flow;
        if is_new {
            flow.reset();
            flow.focus_first();
        }
        let mut answer = None;
        // Nobody signs a paper that has not come out.
        ui.add_enabled_ui(came_out && !is_busy, |ui| {
            Form::show(ui, flow, "acknowledgement signed", |form| {
                let note = if came_out {
                    "Con esto la atención termina."
                } else {
                    "Se responde cuando salió el acuse de \
                        recibo."
                };
                form.choice(Field::new("El acuse de recibo").note(note), &RECEIVED, &mut answer);
            });
        });
        ui.add_space(SPACE_S);
        let (mut goes_back, mut voids) = (false, false);
        ui.horizontal_wrapped(|ui| {
            let back = Button::quiet("Volver: no tengo el papel").icon(Icon::Back).busy(is_busy).show(ui);
            // While the acknowledgement is printed, the keyboard stands where Enter settles nothing.
            if std::mem::take(&mut self.is_new) {
                back.request_focus();
            }
            goes_back = back.clicked();
            voids = Button::quiet("Anular…").busy(is_busy).show(ui).clicked();
        });
        if let Some(acknowledgement) = answer {
            self.deliver(cx, slip.id, acknowledgement);
        } else if goes_back {
            self.fault = None;
            self.hand_over.in_hand = None;
            self.is_new = true;
        } else if voids {
            self.begin_voiding();
        }
    }

    /// How the acknowledgement came out. Where the printer did not say so, the clerk does, or prints it again.
    fn acknowledgement_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, slip: &Issuance) {
        if let Some((_, job)) = &self.hand_over.acknowledging {
            widgets::progress(ui, None, &format!("Imprimiendo el acuse de recibo… {}", job.words()));
            return;
        }
        let is_busy = self.settling.is_busy();
        let mut takes_keyboard = false;
        match &self.hand_over.acknowledged {
            Some((of, Err(fault))) if *of == slip.id => {
                let next = "Mire si salió el acuse de recibo. Si no, imprímalo de nuevo.";
                widgets::notice(ui, Sign::Warning, &format!("El acuse de recibo no se imprimió. {fault}"), Some(next));
                takes_keyboard = std::mem::take(&mut self.is_new);
            }
            _ => {
                ui.label("El acuse de recibo salió por la impresora. Guárdelo firmado.");
            }
        }
        let came_out = self.hand_over.came_out(slip.id);
        let (mut prints, mut is_there, mut goes_without) = (false, false, false);
        ui.horizontal_wrapped(|ui| {
            let again =
                Button::secondary("Imprimir de nuevo el acuse de recibo").icon(Icon::Printer).busy(is_busy).show(ui);
            if takes_keyboard {
                again.request_focus();
            }
            prints = again.clicked();
            if !came_out {
                is_there = Button::secondary("El acuse de recibo sí salió").busy(is_busy).show(ui).clicked();
                goes_without = Button::quiet("Entregar sin acuse de recibo…").busy(is_busy).show(ui).clicked();
            }
        });
        if prints {
            self.hand_over.print_acknowledgement(cx.desk, slip.id);
            self.is_new = true;
        } else if is_there {
            self.hand_over.acknowledged = Some((slip.id, Ok(())));
            self.is_new = true;
        } else if goes_without {
            self.deliver(cx, slip.id, Acknowledgement::Unsigned);
        }
    }
}

/// For whom the paper is: what the clerk compares it with before handing it over.
fn whose_ui(ui: &mut Ui, slip: &Issuance, case: &Case) {
    let at_window = case.copy.papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
    let recipient = at_window.or(case.copy.papers.applicant.as_ref()).map(Person::label).unwrap_or_default();
    ui.label(RichText::new(format!("Se entrega a {recipient}")).text_style(theme::large_style()));
    widgets::key_value(ui, "Empleador y sucursal", &format!("{} · {}", slip.employer, slip.branch));
}

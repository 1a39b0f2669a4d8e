//! The last page: what was done, or where it goes on and with what.

use eframe::egui::Ui;

use super::ask::Ask;
use super::page::{Makes, Next, Page};
use crate::desk::PrintJob;
use crate::domain::id::TurnId;
use crate::domain::procedure_id::ProcedureId;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Keys, Sign};

/// The last page.
pub(super) struct EndPage {
    sign: Sign,
    title: &'static str,
    lines: Vec<String>,
    /// The turn whose confirmation can be printed.
    turn: Option<TurnId>,
    /// Whose card can be printed: what to bring.
    card: Option<ProcedureId>,
    /// What can be done next.
    goes_on: Option<(&'static str, Makes)>,
    printing: Option<PrintJob<()>>,
    is_old: bool,
    said: Ask<()>,
}

impl EndPage {
    pub(super) fn new(sign: Sign, title: &'static str, lines: &[&str]) -> Self {
        Self {
            sign,
            title,
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            turn: None,
            card: None,
            goes_on: None,
            printing: None,
            is_old: false,
            said: Ask::default(),
        }
    }

    /// The confirmation of a turn, on paper.
    pub(super) fn with_turn(mut self, turn: TurnId) -> Self {
        self.turn = Some(turn);
        self
    }

    /// What to bring, on paper.
    pub(super) fn with_card(mut self, procedure: ProcedureId) -> Self {
        self.card = Some(procedure);
        self
    }

    /// What can be done next.
    pub(super) fn going_on(mut self, words: &'static str, page: impl Fn() -> Box<dyn Page> + 'static) -> Self {
        self.goes_on = Some((words, Box::new(page)));
        self
    }
}

impl Page for EndPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if let Some(answer) = self.printing.as_ref().and_then(|job| job.poll()) {
            self.printing = None;
            match answer {
                Ok(()) => self.said.say(Sign::Met, "Retire el papel de la impresora."),
                Err(_) => self.said.say(Sign::Warning, "No se pudo imprimir. Pida el papel en la ventanilla."),
            }
        }
        widgets::panel_title(ui, self.title, "");
        ui.add_space(SPACE_M);
        let mut lines = self.lines.iter();
        if let Some(first) = lines.next() {
            widgets::notice(ui, self.sign, first, None);
            ui.add_space(SPACE_M);
        }
        for line in lines {
            ui.label(line.as_str());
        }
        ui.add_space(SPACE_M);
        self.said.said_ui(ui);
        let mut next = Next::Stay;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_M;
            let over = Button::primary("Terminar").icon(Icon::Check).large().show(ui);
            if !std::mem::replace(&mut self.is_old, true) {
                over.request_focus();
            }
            if over.clicked() {
                next = Next::Over;
            }
            if let Some((words, page)) = &self.goes_on
                && Button::secondary(words).icon(Icon::Next).large().show(ui).clicked()
            {
                next = Next::To(page());
            }
            if let Some(turn) = self.turn {
                let print = Button::secondary("Imprimir la confirmación").icon(Icon::Printer).large();
                if print.busy(self.printing.is_some()).show(ui).clicked() {
                    self.said.be_silent();
                    self.printing = Some(cx.desk.print_booked(turn));
                }
            }
            if let Some(card) = self.card {
                let print = Button::secondary("Imprimir qué debo traer").icon(Icon::Printer).large();
                if print.busy(self.printing.is_some()).show(ui).clicked() {
                    self.said.be_silent();
                    self.printing = Some(cx.desk.print_procedure_card(card));
                }
            }
        });
        next
    }

    fn keys(&self) -> Option<Keys> {
        None
    }
}

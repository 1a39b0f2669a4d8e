//! Fichas de trámites: what the official sheet of a procedure says, to be read out or handed over on paper.

mod card;

use eframe::egui::{Context, Rect, ScrollArea, Ui, UiBuilder, pos2};

use super::common::Fault;
use crate::desk::{Live, PrintJob};
use crate::domain::catalogue::Here;
use crate::domain::procedure::{PROCEDURES, find};
use crate::domain::procedure_id::ProcedureId;
use crate::ops::{Changed, catalogue};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_L, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Walk};

const PROCEDURE: &str = "Trámite";
/// The dialog's width, in points, where there is room for it.
const WIDTH: f32 = 1060.0;
/// Narrower or lower than this, the procedures stand above the card, and are scrolled with it.
const WIDE: f32 = 860.0;
const HIGH: f32 = 420.0;
/// The width of the procedures beside the card.
const SIDE: f32 = 250.0;
/// What the last row takes, in points.
const LAST_ROW: f32 = 56.0;

/// The dialog.
pub(in crate::ui) struct CatalogueDialog {
    flow: Flow,
    procedure: Option<ProcedureId>,
    /// The one whose card was shown in the frame before.
    shown: Option<ProcedureId>,
    here: Live<Here>,
    printing: Option<PrintJob<()>>,
    fault: Option<Fault>,
    /// How high the foot was, in points.
    foot: f32,
    /// How high the procedures were that stand above the card, in points.
    choice: f32,
}

impl CatalogueDialog {
    /// Shows the card of this procedure, or asks for one.
    pub(in crate::ui) fn of(procedure: Option<ProcedureId>) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            flow,
            procedure,
            shown: None,
            here: Live::default(),
            printing: None,
            fault: None,
            foot: LAST_ROW,
            choice: 0.0,
        }
    }

    /// One frame; answers whether it stays open.
    pub(in crate::ui) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        self.here.refresh(cx.desk, &[Changed::Settings], |desk| desk.read(catalogue::here));
        if let Some(end) = self.printing.as_ref().and_then(PrintJob::poll) {
            self.printing = None;
            match end {
                Ok(()) => {
                    cx.tell("Ficha impresa: entréguela a la persona.");
                    return false;
                }
                Err(fault) => self.fault = Some(fault.into()),
            }
        }
        if self.flow.take_edited() {
            self.fault = None;
        }
        let mut flow = std::mem::take(&mut self.flow);
        let shown = Dialog::new("Fichas de trámites").width(WIDTH).scrolls_itself().show(ctx, |ui| {
            Form::show(ui, &mut flow, "catalogue", |form| form.inside(|ui, walk| self.form_ui(ui, walk)))
        });
        self.flow = flow;
        if let (true, Some(procedure)) = (shown.inner, self.procedure) {
            self.fault = None;
            self.printing = Some(cx.desk.print_procedure_card(procedure));
        }
        !shown.gives_up || self.printing.is_some()
    }

    /// The procedures, the card, and below both what can be done; answers whether it is to be printed.
    fn form_ui(&mut self, ui: &mut Ui, walk: &mut Walk) -> bool {
        let room = ui.available_rect_before_wrap();
        let above = Rect::from_min_max(room.min, pos2(room.right(), room.bottom() - self.foot - SPACE_S));
        ui.scope_builder(UiBuilder::new().max_rect(above), |ui| {
            ui.set_min_size(above.size());
            if room.width() < WIDE || room.height() < HIGH {
                return self.card_ui(ui, Some(walk));
            }
            let (side, card) = above.split_left_right_at_x(above.left() + SIDE);
            ui.scope_builder(UiBuilder::new().max_rect(side), |ui| self.choice_ui(ui, walk));
            let card = card.with_min_x(card.left() + SPACE_L);
            ui.scope_builder(UiBuilder::new().max_rect(card), |ui| self.card_ui(ui, None));
        });
        let top = ui.cursor().top();
        let prints = self.foot_ui(ui, walk);
        let foot = ui.min_rect().bottom() - top;
        if (foot - self.foot).abs() > 0.5 {
            self.foot = foot;
            ui.request_repaint();
        }
        prints
    }

    fn choice_ui(&mut self, ui: &mut Ui, walk: &mut Walk) {
        let offered: Vec<(ProcedureId, &str)> = PROCEDURES.iter().map(|it| (it.id, it.name)).collect();
        walk.form(ui).choice(Field::new(PROCEDURE), &offered, &mut self.procedure);
    }

    /// The card that was chosen, from its top when it is another one than before; with `walk` the choice above it, scrolled
    /// out of its way once one is chosen.
    fn card_ui(&mut self, ui: &mut Ui, walk: Option<&mut Walk>) {
        let chosen = self.procedure.and_then(find);
        let mut area = ScrollArea::vertical().id_salt("card").auto_shrink([false, false]);
        if self.shown != self.procedure {
            self.shown = self.procedure;
            let above = if walk.is_some() && chosen.is_some() { self.choice } else { 0.0 };
            area = area.vertical_scroll_offset(above);
        }
        area.show(ui, |ui| {
            widgets::page_keys(ui);
            ui.set_max_width(ui.available_width() - SPACE_M);
            if let Some(walk) = walk {
                let top = ui.cursor().top();
                self.choice_ui(ui, walk);
                ui.add_space(SPACE_M);
                self.choice = ui.cursor().top() - top;
            }
            match chosen {
                Some(procedure) => card::ui(ui, procedure, self.here.get()),
                None => widgets::empty(ui, Icon::Document, "Elija un trámite", "Presione su número."),
            }
        });
    }

    fn foot_ui(&mut self, ui: &mut Ui, walk: &mut Walk) -> bool {
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if let Some(job) = &self.printing {
            let words = job.words();
            let words = if words.is_empty() { "Enviando la ficha a la impresora" } else { words.as_str() };
            widgets::progress(ui, None, words);
            if Button::secondary("Dejar de esperar").enabled(!job.is_cancelled()).show(ui).clicked() {
                job.cancel();
            }
            return false;
        }
        let print = Button::primary("Imprimir la ficha").icon(Icon::Printer).enabled(self.procedure.is_some());
        walk.form(ui).last_row(print.why("Elija primero el trámite."))
    }
}

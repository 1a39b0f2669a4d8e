//! The last step: where this window prints, on which paper, and where its scanner leaves its files.

use eframe::egui::Ui;

use super::super::common::{Fault, PrinterSetup};
use super::super::settings::ScanFolder;
use super::Answer;
use crate::desk::{Pending, PrinterChoice};
use crate::ops::settings::{self, ChangeSettings, Paper, Settings};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was chosen.
#[derive(Default)]
pub(super) struct PrinterStep {
    flow: Flow,
    setup: PrinterSetup,
    reading: Pending<Settings>,
    settings: Option<Settings>,
    paper: Option<Paper>,
    /// The paper that is being kept.
    sent: Option<Paper>,
    keeping: Pending<()>,
    scanner: ScanFolder,
    /// It ends as soon as the scanner's folder is kept.
    ends: bool,
    fault: Option<Fault>,
}

/// The papers, as they are chosen.
pub(in crate::ui::screens) const PAPERS: [(Paper, &str); 3] =
    [(Paper::A5, "A5"), (Paper::A4, "A4"), (Paper::Roll80, "Rollo de 80 mm")];

impl PrinterStep {
    /// The house was founded: printers are looked for, the paper is read.
    pub(super) fn begin(&mut self, cx: &Cx<'_>) {
        self.setup.find(cx);
        self.reading.start(|| cx.desk.read(|house, reader| settings::load(reader, house.centre().id)));
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Answer {
        if self.flow.take_edited() {
            self.fault = None;
        }
        self.poll(cx);
        widgets::panel_title(
            ui,
            "¿Dónde imprime esta ventanilla?",
            "El almacén está creado. Elija la impresora y pruébela; también puede hacerlo después, en Configuración.",
        );
        ui.add_space(12.0);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        widgets::card(ui, |ui| self.setup.ui(ui, cx, true));
        ui.add_space(12.0);
        Form::show(ui, &mut self.flow, "paper", |form| {
            let field = Field::new("Papel de las claves").note("El mismo en todas las ventanillas del centro.");
            form.choice(field, &PAPERS, &mut self.paper);
        });
        self.keep_paper(cx);
        ui.add_space(8.0);
        widgets::card(ui, |ui| {
            widgets::section(ui, "Escáner", |ui| {
                ui.label(
                    "Si esta ventanilla no tiene escáner, déjelo vacío; puede elegirse después, en Configuración.",
                );
                self.scanner.ui(ui, cx);
            });
        });
        ui.add_space(8.0);
        let has_printer = cx.desk.station().printer != PrinterChoice::Unset;
        let ends = match has_printer {
            true => Button::primary("Terminar").icon(Icon::Check),
            false => Button::secondary("Seguir sin impresora por ahora").icon(Icon::Next),
        };
        if ends.large().busy(self.keeping.is_busy() || self.ends).show(ui).clicked() {
            self.ends = true;
            self.scanner.keep_typed(cx);
        }
        if !self.ends || self.scanner.is_busy() {
            return Answer::Stay;
        }
        // A folder that cannot be kept is told, and stays to be corrected.
        self.ends = !self.scanner.is_wrong();
        if self.ends { Answer::GoOn } else { Answer::Stay }
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        match self.reading.poll() {
            Some(Ok(settings)) => {
                // What was chosen meanwhile is kept, and not replaced by what stood there.
                self.paper.get_or_insert(settings.paper);
                self.settings = Some(settings);
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        match self.keeping.poll() {
            Some(Ok(())) => {
                if let (Some(settings), Some(paper)) = (&mut self.settings, self.sent) {
                    settings.paper = paper;
                }
                cx.tell("El papel quedó elegido.");
            }
            Some(Err(fault)) => {
                self.paper = self.settings.as_ref().map(|settings| settings.paper);
                self.fault = Some(fault.into());
            }
            None => {}
        }
    }

    /// Keeps another paper than the kept one.
    fn keep_paper(&mut self, cx: &Cx<'_>) {
        let (Some(settings), Some(paper)) = (&self.settings, self.paper) else { return };
        if settings.paper == paper || self.keeping.is_busy() {
            return;
        }
        self.fault = None;
        self.sent = Some(paper);
        let settings = Settings { paper, ..settings.clone() };
        self.keeping.start(|| cx.desk.perform(ChangeSettings { settings }));
    }
}

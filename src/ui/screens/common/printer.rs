//! This window's printer: found or typed, asked whether it serves, trusted where a supervisor says so, tried with a page.

use eframe::egui::{RichText, Ui};

use super::{Fault, ReasonField};
use crate::desk::{FoundPrinter, LacksTrust, Pending, PrintJob, PrinterChoice, PrinterProbe};
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Notice, Sign};

/// The choice of a printer.
#[derive(Default)]
pub(in crate::ui::screens) struct PrinterSetup {
    flow: Flow,
    trust_flow: Flow,
    address: String,
    finding: Pending<Vec<FoundPrinter>>,
    found: Option<Vec<FoundPrinter>>,
    probing: Pending<PrinterProbe>,
    /// What was asked last, and what it answered.
    probed: Option<(String, PrinterProbe)>,
    trusting: Pending<()>,
    reason: ReasonField,
    has_compared: bool,
    keeping: Pending<()>,
    test: Option<PrintJob<()>>,
    test_came_out: bool,
    fault: Option<Fault>,
    is_old: bool,
}

const ADDRESS: &str = "Dirección de la impresora";
const REASON: &str = "Motivo para confiar en esta impresora";

impl PrinterSetup {
    /// One frame. `may_trust` shows what only a supervisor can say.
    pub(in crate::ui::screens) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, may_trust: bool) {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus(ADDRESS);
            if let PrinterChoice::Address(address) = &cx.desk.station().printer {
                self.address.clone_from(address);
            }
        }
        if self.flow.take_edited() || self.trust_flow.take_edited() {
            self.fault = None;
        }
        self.poll(cx);
        chosen_ui(ui, cx);
        self.found_ui(ui, cx);
        self.address_ui(ui, cx);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        self.probed_ui(ui, cx, may_trust);
        self.test_ui(ui, cx);
    }

    /// Looks for printers at once.
    pub(in crate::ui::screens) fn find(&mut self, cx: &Cx<'_>) {
        self.finding.start(|| cx.desk.find_printers());
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        match self.finding.poll() {
            Some(Ok(found)) => (self.found, self.fault) = (Some(found), None),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        match self.probing.poll() {
            Some(Ok(probe)) => {
                self.fault = None;
                if probe.is_usable {
                    self.keep(cx);
                }
                if let Some(lacks) = &probe.lacks {
                    self.trust_flow.focus(agreement(lacks));
                }
                self.probed = Some((self.address.trim().to_owned(), probe));
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        match self.trusting.poll() {
            Some(Ok(())) => {
                self.reason = ReasonField::default();
                self.has_compared = false;
                self.probe(cx);
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        match self.keeping.poll() {
            Some(Ok(())) => cx.tell("Este equipo imprime desde ahora en la impresora elegida."),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        if let Some(end) = self.test.as_ref().and_then(PrintJob::poll) {
            self.test = None;
            match end {
                Ok(()) => self.test_came_out = true,
                Err(fault) => self.fault = Some(fault.into()),
            }
        }
    }

    fn probe(&mut self, cx: &Cx<'_>) {
        let address = self.address.trim().to_owned();
        if address.is_empty() {
            self.flow.focus(ADDRESS);
            return;
        }
        self.fault = None;
        self.probed = None;
        self.test_came_out = false;
        self.probing.start(|| cx.desk.probe_printer(address));
    }

    /// This window prints there from now on.
    fn keep(&mut self, cx: &Cx<'_>) {
        let address = self.address.trim().to_owned();
        let (now, later) = (address.clone(), address);
        self.keeping.start(|| {
            cx.desk.change_station(
                move |station| station.printer = PrinterChoice::Address(now),
                move |settings| settings.printer = Some(later),
            )
        });
    }

    fn found_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let is_busy = self.finding.is_busy();
        if is_busy {
            widgets::progress(ui, None, "Buscando impresoras en este equipo y en la red");
        } else if Button::secondary("Buscar impresoras").icon(Icon::Search).show(ui).clicked() {
            self.fault = None;
            self.find(cx);
        }
        ui.add_space(SPACE_S);
        let muted = theme::palette(ui).text_muted;
        let mut chosen = None;
        for printer in self.found.iter().flatten() {
            ui.horizontal(|ui| {
                if Button::secondary(&printer.name).icon(Icon::Printer).show(ui).clicked() {
                    chosen = Some(printer.address.clone());
                }
                let about = match printer.about.is_empty() {
                    true => printer.address.clone(),
                    false => format!("{} · {}", printer.about, printer.address),
                };
                ui.label(RichText::new(about).color(muted));
            });
        }
        if !is_busy && self.found.as_ref().is_some_and(Vec::is_empty) {
            let next = "Encienda la impresora y busque de nuevo, o escriba su dirección: está en su pantalla o en su hoja de configuración.";
            Notice::new(Sign::Info, "No se encontró ninguna impresora.").next(next).show(ui);
        }
        ui.add_space(SPACE_M);
        if let Some(address) = chosen {
            self.address = address;
            self.probe(cx);
        }
    }

    fn address_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let is_busy = self.probing.is_busy() || self.trusting.is_busy() || self.keeping.is_busy();
        let mut probes = false;
        Form::show(ui, &mut self.flow, "printer", |form| {
            let field = Field::new(ADDRESS).hint("ipps://nombre-o-IP/ipp/print").width(460.0);
            let edited = form.text(field, &mut self.address);
            if edited.changed {
                self.probed = None;
            }
            probes = edited.submitted;
            let label = if is_busy { "Preguntando a la impresora" } else { "Probar y usar" };
            probes |= form.action(Button::primary(label).icon(Icon::Printer).busy(is_busy)).clicked();
        });
        ui.add_space(SPACE_S);
        if probes && !is_busy {
            self.probe(cx);
        }
    }

    fn probed_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, may_trust: bool) {
        let Some((address, probe)) = self.probed.clone() else { return };
        if probe.is_usable {
            let sentence = format!("Estado de la impresora: {}.", probe.words);
            widgets::notice(ui, Sign::Met, &sentence, Some("Imprima una página de prueba y mire que salga completa."));
            ui.add_space(SPACE_S);
            return;
        }
        match (&probe.lacks, may_trust) {
            (Some(_), false) => {
                let next = match cx.is_at_arrivals() {
                    true => {
                        "Escriba su dirección con «ipp://», o pida a soporte técnico un certificado que este equipo reconozca."
                    }
                    false => "Pida a supervisión que lo decida en Configuración, en esta ventanilla.",
                };
                widgets::notice(ui, Sign::Warning, &probe.words, Some(next));
            }
            (Some(lacks), true) => {
                widgets::notice(ui, Sign::Warning, &probe.words, None);
                self.trust_ui(ui, cx, &address, lacks);
            }
            (None, _) => widgets::notice(ui, Sign::Refused, &probe.words, None),
        }
        ui.add_space(SPACE_S);
    }

    /// What a supervisor can say of a printer that may not be used as it is.
    fn trust_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, address: &str, lacks: &LacksTrust) {
        ui.add_space(SPACE_S);
        let (sentence, label) = match lacks {
            LacksTrust::Plain => (
                "Si lo consiente, quien escuche la red puede leer las claves. Queda en la bitácora con su nombre.",
                "Consentir y probar de nuevo",
            ),
            LacksTrust::Certificate(_) | LacksTrust::OtherCertificate(_) => (
                "Compare la huella, cifra por cifra, con la que muestra la propia impresora. Queda en la bitácora con su nombre.",
                "Aceptar y probar de nuevo",
            ),
        };
        ui.label(sentence);
        if let LacksTrust::Certificate(print) | LacksTrust::OtherCertificate(print) = lacks {
            ui.label(RichText::new(print).monospace());
        }
        ui.add_space(SPACE_S);
        let mut agreed = false;
        Form::show(ui, &mut self.trust_flow, "printer trust", |form| {
            form.toggle(Field::new(agreement(lacks)), &mut self.has_compared);
            self.reason.ui(form, Field::new(REASON).width(460.0));
            let may = self.has_compared && !self.reason.text().is_empty();
            let button = Button::secondary(label).icon(Icon::Shield).enabled(may).busy(self.trusting.is_busy());
            agreed = form.action(button.why("Marque la casilla y escriba el motivo.")).clicked();
        });
        if agreed && self.reason.read().is_none() {
            self.trust_flow.focus(REASON);
        } else if agreed {
            let (address, lacks) = (address.to_owned(), lacks.clone());
            let reason = self.reason.text().to_owned();
            self.fault = None;
            self.trusting.start(|| cx.desk.trust_printer(address, lacks, reason));
        }
    }

    fn test_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        if let Some(job) = &self.test {
            let words = job.words();
            let words = if words.is_empty() { "Enviando la página de prueba" } else { words.as_str() };
            widgets::progress(ui, None, words);
            if Button::secondary("Dejar de esperar").enabled(!job.is_cancelled()).show(ui).clicked() {
                job.cancel();
            }
            return;
        }
        if self.test_came_out {
            let next = "Si salió cortada o en otro tamaño, cambie el papel.";
            widgets::notice(ui, Sign::Done, "La página de prueba salió.", Some(next));
            ui.add_space(SPACE_S);
        }
        let has_printer = cx.desk.station().printer != PrinterChoice::Unset;
        if has_printer && Button::secondary("Imprimir página de prueba").icon(Icon::Document).show(ui).clicked() {
            (self.fault, self.test_came_out) = (None, false);
            self.test = Some(cx.desk.print_test_page());
        }
    }
}

/// What a supervisor says by ticking the box.
fn agreement(lacks: &LacksTrust) -> &'static str {
    match lacks {
        LacksTrust::Plain => "Consiento que las claves viajen sin cifrar a esta impresora",
        LacksTrust::Certificate(_) | LacksTrust::OtherCertificate(_) => {
            "La huella es la misma que muestra la impresora"
        }
    }
}

/// Where this window prints now, and how that printer is.
fn chosen_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let (value, is_set) = match &cx.desk.station().printer {
        PrinterChoice::Unset => ("Ninguna todavía".to_owned(), false),
        PrinterChoice::Folder(folder) => (format!("Archivos PDF en {}", folder.display()), true),
        PrinterChoice::Address(address) => (address.clone(), true),
    };
    ui.horizontal(|ui| {
        widgets::key_value(ui, "Imprime en", &value);
        let said = cx.desk.printer_words();
        if is_set && !said.words.is_empty() {
            ui.add_space(SPACE_M);
            widgets::badge(ui, if said.is_ready { Sign::Met } else { Sign::Warning }, &said.words);
        }
    });
    ui.add_space(SPACE_M);
}

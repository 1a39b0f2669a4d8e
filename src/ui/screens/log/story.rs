//! The visit at the right of the log: first what the list knows of it and what it is opened for; once it is open, its
//! story: points, overrides, slips, scans, complaints, and what the journal says of it.

use eframe::egui::{Context, Key, Modifiers, RichText, ScrollArea, Ui};

use super::super::common::{ComplaintDialog, Fault, facts_ui, mail_ui};
use super::super::registers::small_ui;
use super::super::scans::{AskedOf, Look, Looked, TITLE, attached_ui};
use super::papers::StoryPapers;
use super::words;
use crate::desk::Pending;
use crate::domain::calendar::{Moment, Zone, day_in_figures};
use crate::domain::day::span_in_figures;
use crate::domain::id::{ScanId, VisitId};
use crate::domain::ledger::IssuanceState;
use crate::domain::procedure;
use crate::domain::rule::{Finding, Said, unseen_rule};
use crate::ops::Names;
use crate::ops::log::{Line, Story, reason_in_words};
use crate::ops::reading::Purpose;
use crate::ops::scan::ScannedPaper;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S, SPACE_XS, strong_style};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};
use crate::ui::words::{capital, hour_of};

/// What a visit is opened for.
const PURPOSE: &str = "Para qué la abre";

/// The visit that was selected, and its story once it was opened.
#[derive(Default)]
pub(super) struct StoryPanel {
    visit: Option<VisitId>,
    flow: Flow,
    /// Stays for the next visit.
    purpose: Option<Purpose>,
    opening: Pending<Story>,
    story: Option<Box<Story>>,
    fault: Option<Fault>,
    scan: Option<Box<Look>>,
    complaint: Option<ComplaintDialog>,
    papers: Option<StoryPapers>,
}

/// What a click asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Open,
    Close,
    See(ScanId, &'static str),
    Complain,
}

impl StoryPanel {
    /// Opens a visit, once what for was said.
    pub(super) fn open(&mut self, cx: &Cx<'_>, visit: VisitId) {
        self.turn_to(cx, visit);
        match self.purpose {
            Some(purpose) if self.story.is_none() => {
                self.fault = None;
                self.opening.start(|| cx.desk.open_logged_visit(visit, purpose));
            }
            Some(_) => {}
            None => self.flow.focus(PURPOSE),
        }
    }

    fn turn_to(&mut self, cx: &Cx<'_>, visit: VisitId) {
        if self.visit != Some(visit) {
            *self = Self { visit: Some(visit), purpose: self.purpose, ..Self::default() };
        }
        // Whoever reviews the day opens for that, unless they say otherwise; a clerk says each time what for.
        if self.purpose.is_none() && cx.is_supervisor() {
            self.purpose = Some(Purpose::Review);
        }
    }

    /// One frame, with what the list knows of the visit, once it is there; answers whether it is closed.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, visit: VisitId, known: Option<(&Line, &Names)>) -> bool {
        self.turn_to(cx, visit);
        match self.opening.poll() {
            Some(Ok(story)) => self.story = Some(Box::new(story)),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        let mut asked = head_ui(ui, known.map(|(line, _)| line));
        if !widgets::dialog_is_open(ui.ctx()) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            asked = Some(Asked::Close);
        }
        ScrollArea::vertical().id_salt(("visit of the log", visit.0)).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - SPACE_M);
            // The arrows stay in the list; these keys read on here.
            if !widgets::dialog_is_open(ui.ctx()) {
                widgets::page_keys(ui);
            }
            if let Some(fault) = &self.fault {
                fault.ui(ui);
            }
            if let Some((line, names)) = known {
                line_ui(ui, line, names, cx.zone());
                ui.add_space(SPACE_M);
            }
            match &self.story {
                Some(story) => {
                    asked = asked.or(story_ui(ui, story, cx.now(), cx.zone()));
                    let papers = self.papers.get_or_insert_with(|| StoryPapers::of(visit));
                    if papers.ui(ui, cx, story) && !self.opening.is_busy() {
                        self.opening.start(|| cx.desk.read_logged_visit_again(visit));
                    }
                }
                None => asked = asked.or(self.opening_ui(ui)),
            }
        });
        match asked {
            Some(Asked::Close) => return true,
            Some(Asked::Open) => self.open(cx, visit),
            Some(Asked::See(scan, name)) => {
                if let Some(purpose) = self.purpose {
                    self.scan = Some(Box::new(Look::at_kept(name, cx.desk.open_scan(scan, purpose))));
                }
            }
            Some(Asked::Complain) => {
                let about =
                    known.map(|(line, _)| format!("{} · {}", line.turn_code, procedure::name_of(&line.procedure)));
                self.complaint = Some(ComplaintDialog::new(Some((visit, about.unwrap_or_default()))));
            }
            None => {}
        }
        false
    }

    /// What stands over the page.
    pub(super) fn dialogs_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        if let Some(scan) = &mut self.scan
            && scan.ui(ctx, cx, &[]) != Looked::Stays
        {
            self.scan = None;
        }
        if let Some(complaint) = &mut self.complaint
            && !complaint.ui(ctx, cx)
        {
            self.complaint = None;
            if let (Some(visit), true) = (self.visit, self.story.is_some()) {
                self.opening.start(|| cx.desk.read_logged_visit_again(visit));
            }
        }
    }

    fn opening_ui(&mut self, ui: &mut Ui) -> Option<Asked> {
        let options = Purpose::ALL.map(|purpose| (purpose, purpose.spanish()));
        let is_busy = self.opening.is_busy();
        let mut opens = false;
        Form::show(ui, &mut self.flow, "open a visit", |form| {
            let note =
                "Con sus papeles, claves, documentos y todo lo que pasó. Queda anotado quién la abrió y para qué.";
            form.select(Field::new(PURPOSE).note(note).width(360.0), &options, &mut self.purpose);
            let button = Button::primary("Abrir la atención").icon(Icon::Show).busy(is_busy);
            opens = form.action(button.enabled(self.purpose.is_some()).why("Diga primero para qué.")).clicked();
        });
        opens.then_some(Asked::Open)
    }
}

fn head_ui(ui: &mut Ui, line: Option<&Line>) -> Option<Asked> {
    let mut closes = false;
    ui.horizontal(|ui| {
        let room = ui.available_width() - 110.0;
        ui.scope(|ui| {
            ui.set_max_width(room);
            ui.add(
                eframe::egui::Label::new(
                    RichText::new(line.map_or("…", |line| line.holder_name.as_str())).text_style(strong_style()),
                )
                .truncate(),
            );
        });
        ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
            closes = Button::quiet("Cerrar").icon(Icon::Close).shortcut("Esc").show(ui).clicked();
        });
    });
    if let Some(line) = line {
        widgets::badge(ui, words::sign_of(line.state), &capital(line.state.spanish()));
    }
    ui.add_space(SPACE_S);
    closes.then_some(Asked::Close)
}

/// What the list knows of it.
fn line_ui(ui: &mut Ui, line: &Line, names: &Names, zone: Zone) {
    let hour = |at_ms: Option<i64>| at_ms.map_or_else(|| "—".to_owned(), |at| hour_of(Moment(at), zone));
    let kind = match (line.is_walk_in, line.has_priority) {
        (true, true) => " (presencial, prioritario)",
        (true, false) => " (presencial)",
        (false, true) => " (prioritario)",
        (false, false) => "",
    };
    let mut facts = vec![
        ("Turno", format!("{}{kind}", line.turn_code)),
        ("Número", line.holder_number.clone()),
        ("Trámite", procedure::name_of(&line.procedure).to_owned()),
        ("Día y ventanilla", day_and_window(line, names, zone)),
    ];
    if !line.employer_number.is_empty() {
        let number = match line.employer_branch.as_str() {
            "" => line.employer_number.clone(),
            branch => format!("{}, sucursal {branch}", line.employer_number),
        };
        facts.push(("Empleador", format!("{}\n{number}", line.employer_name).trim().to_owned()));
    }
    facts.extend([
        ("Atendió", names.user(line.clerk).to_owned()),
        (
            "Llegó, empezó, terminó",
            format!("{} · {} · {}", hour(line.arrived_at_ms), hour(Some(line.opened_at_ms)), hour(line.ended_at_ms)),
        ),
        (
            "Espera y duración",
            format!("{} · {}", span_in_figures(line.waited_secs()), span_in_figures(line.served_secs())),
        ),
    ]);
    facts_ui(ui, &facts);
}

/// The day that it counts in; where that is not the day it was attended on, why.
fn day_and_window(line: &Line, names: &Names, zone: Zone) -> String {
    let (counts, window) = (line.accounting_day, names.window(line.window));
    let attended = Moment(line.opened_at_ms).day(zone);
    if counts == attended {
        return format!("{}, ventanilla {window}", day_in_figures(counts));
    }
    let (counts, attended) = (day_in_figures(counts), day_in_figures(attended));
    format!("{attended}, ventanilla {window}. Cuenta en el día {counts}, porque el {attended} ya estaba cerrado.")
}

fn story_ui(ui: &mut Ui, story: &Story, now: Moment, zone: Zone) -> Option<Asked> {
    let mut asked = None;
    if !story.who_came.is_empty() {
        facts_ui(ui, &story.who_came);
        ui.add_space(SPACE_M);
    }
    if !story.papers.is_empty() {
        facts_ui(ui, &story.papers);
        ui.add_space(SPACE_M);
    }
    let (unseen, lacking): (Vec<&str>, Vec<&str>) =
        story.reasons.iter().map(String::as_str).partition(|reason| unseen_rule(reason).is_some());
    for (title, reasons) in [("Por qué no se atendió", lacking), ("Lo que no se revisó", unseen)] {
        if !reasons.is_empty() {
            widgets::section(ui, title, |ui| {
                for reason in reasons {
                    ui.label(reason_in_words(reason));
                }
            });
            ui.add_space(SPACE_M);
        }
    }
    if !story.overrides.is_empty() {
        widgets::section(ui, "Advertencias justificadas", |ui| overrides_ui(ui, story, zone));
        ui.add_space(SPACE_M);
    }
    if !story.slips.is_empty() {
        widgets::section(ui, "Claves", |ui| slips_ui(ui, story, zone));
        if let Some(standing) = &story.notice {
            mail_ui(ui, standing, now, zone);
        }
        ui.add_space(SPACE_M);
    }
    // The signed acknowledgement has its own list below, beside what is done with it.
    let is_handed_over = story.slips.iter().any(|slip| slip.state == IssuanceState::Delivered);
    let acknowledgement = ScannedPaper::Acknowledgement.code();
    let scans = story.scans.iter().filter(|scan| !is_handed_over || scan.paper != acknowledgement);
    let seen = widgets::card(ui, |ui| attached_ui(ui, TITLE, scans, ("Ninguno.", false)));
    if let Some(AskedOf::See(scan, name)) = seen {
        asked = Some(Asked::See(scan, name));
    }
    ui.add_space(SPACE_M);
    if !story.findings.is_empty() {
        widgets::section(ui, "Cómo se juzgarían hoy sus papeles", |ui| {
            findings_ui(ui, &story.findings);
        });
        ui.add_space(SPACE_M);
    }
    widgets::section(ui, "Lo que pasó", |ui| events_ui(ui, story, zone));
    ui.add_space(SPACE_M);
    widgets::section(ui, "Quejas", |ui| {
        for complaint in &story.complaints {
            ui.label(&complaint.matter);
            let at = Moment(complaint.recorded_at_ms).in_figures(zone);
            small_ui(ui, &format!("{at}. Se respondió: {}", complaint.resolution));
        }
        if Button::secondary("Anotar una queja…").icon(Icon::Edit).show(ui).clicked() {
            asked = Some(Asked::Complain);
        }
    });
    asked
}

fn overrides_ui(ui: &mut Ui, story: &Story, zone: Zone) {
    for given in &story.overrides {
        ui.horizontal_wrapped(|ui| {
            widgets::badge(ui, Sign::Warning, reason_in_words(&given.rule));
            small_ui(ui, &given.sentence);
        });
        ui.label(format!("«{}»", given.reason));
        let at = hour_of(given.at, zone);
        match &given.approved_by {
            Some(supervisor) => small_ui(ui, &format!("{at}, {}; lo aprobó {supervisor}", given.by)),
            None => small_ui(ui, &format!("{at}, {}", given.by)),
        }
        ui.add_space(SPACE_XS);
    }
}

fn slips_ui(ui: &mut Ui, story: &Story, zone: Zone) {
    for slip in &story.slips {
        ui.horizontal_wrapped(|ui| {
            ui.monospace(slip.serial.to_string());
            let sign = match slip.state {
                IssuanceState::Delivered => Sign::Done,
                IssuanceState::Void => Sign::Refused,
                _ => Sign::Warning,
            };
            widgets::badge(ui, sign, &capital(slip.state.spanish()));
            small_ui(ui, &format!("Recibe: {}", slip.recipient.as_str()));
            small_ui(ui, &hour_of(Moment(slip.ended_at_ms.unwrap_or(slip.reserved_at_ms)), zone));
        });
        if let Some(cause) = slip.void_cause {
            let reason = slip.void_reason.as_deref().unwrap_or_default();
            small_ui(ui, &format!("{}: {reason}", capital(cause.spanish())));
        }
    }
}

/// What stood in the way first, what was met in a line of its own.
fn findings_ui(ui: &mut Ui, findings: &[Finding]) {
    let mut met: Vec<&str> = Vec::new();
    for finding in findings {
        let sign = match finding.said() {
            Some(Said::InOrder) => {
                met.push(finding.title);
                continue;
            }
            None => continue,
            Some(Said::Missing) => Sign::Missing,
            Some(Said::Refused) => Sign::Refused,
            Some(Said::Unsettled) => Sign::Warning,
            Some(Said::Unseen) => Sign::NotApplicable,
        };
        ui.horizontal_wrapped(|ui| {
            widgets::badge(ui, sign, finding.title);
            ui.label(&finding.sentence);
        });
    }
    if !met.is_empty() {
        ui.horizontal_wrapped(|ui| {
            widgets::badge(ui, Sign::Met, "Se cumple");
            small_ui(ui, &met.join(", "));
        });
    }
}

fn events_ui(ui: &mut Ui, story: &Story, zone: Zone) {
    ui.spacing_mut().item_spacing.y = SPACE_XS;
    let day = Moment(story.visit.opened_at_ms).day(zone);
    for event in &story.events {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            let at = match event.at.day(zone) == day {
                true => hour_of(event.at, zone),
                false => event.at.in_figures(zone),
            };
            small_ui(ui, &at);
            ui.label(words::done(event));
            if !event.reason.is_empty() {
                ui.label(format!("«{}»", event.reason));
            }
            small_ui(ui, &format!("{} · entrada {}", event.by, event.number));
        });
    }
}

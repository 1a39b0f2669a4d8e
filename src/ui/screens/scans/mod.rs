//! The scans of a paper: what is attached, and how more is attached: the scanner's last file, in sight in small, with one
//! key; a file looked at closely first; one by its path.

mod attached;
mod canvas;
pub mod chooser;
mod look;
mod thumbnail;
mod tray;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use eframe::egui::{self, Align, Context, Event, Id, Key, Layout, Modifiers, Ui};

pub(super) use self::attached::{AskedOf, TITLE, attached_ui};
use self::chooser::FilePick;
pub(super) use self::look::{Look, Looked};
use self::thumbnail::Thumbnail;
use super::common::question_ui;
use super::registers::purpose::{Answer, PurposeQuestion};
use super::registers::reason::{Question, ReasonDialog, Said};
use super::registers::sending::Sending;
use crate::desk::TrayFile;
use crate::domain::calendar::Moment;
use crate::domain::id::ScanId;
use crate::ops::scan::{DetachAcknowledgement, DetachScan, ScanSubject, ScannedPaper};
use crate::ops::view::Scan;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S, palette};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form};

/// The scans of one paper or visit, with what is done with them.
pub struct ScanPanel {
    subject: ScanSubject,
    mode: Mode,
    /// The scanner's last file, as it was in sight.
    quick: Sending<ScanId>,
    quick_file: Option<TrayFile>,
    thumbnail: Thumbnail,
    /// It was to be attached and was not in sight yet.
    is_to_be_seen: bool,
    /// When the person came: an older file is asked about.
    came_at: Option<SystemTime>,
    takes_keyboard: bool,
    /// What was asked for in the frame before.
    asked_for: Option<ScannedPaper>,
}

/// What stands over the page.
enum Mode {
    Idle,
    Adding(Box<Adding>),
    Looking(Box<Look>),
    /// A file that is older than the visit.
    AskingAge(TrayFile),
    Removing(ScanId, Box<ReasonDialog>),
    /// What a scan of the registers is opened for.
    Asking(ScanId, &'static str, Box<PurposeQuestion>),
}

/// A file being chosen.
struct Adding {
    flow: Flow,
    file: FilePick,
    from_tray: Option<usize>,
}

/// What the list is called where it is of the signed acknowledgement alone.
const SIGNED: &str = "Acuse de recibo firmado";
const TRAY: &str = "Del escáner";
/// Narrower than this, in points, the scanner's last file is in sight above what is said of it.
const BESIDE: f32 = 400.0;
const NOTHING_MORE: &str = "No se pide ningún documento más. Con «Adjuntar otro…» se adjunta cualquiera.";

impl ScanPanel {
    /// Of a visit, or of a paper of the registers.
    #[must_use]
    pub fn new(subject: ScanSubject) -> Self {
        Self {
            subject,
            mode: Mode::Idle,
            quick: Sending::default(),
            quick_file: None,
            thumbnail: Thumbnail::default(),
            is_to_be_seen: false,
            came_at: None,
            takes_keyboard: false,
            asked_for: None,
        }
    }

    /// Since when this person is attended, whose papers these are; it is told by the clock that files are dated by.
    pub fn came_at(&mut self, cx: &Cx<'_>, at: Moment) {
        let age_ms = u64::try_from(cx.now().0.saturating_sub(at.0)).unwrap_or(0);
        let now = SystemTime::now();
        self.came_at = Some(now.checked_sub(Duration::from_millis(age_ms)).unwrap_or(now));
    }

    /// Has the button that attaches the scanner's last file the keyboard?
    #[must_use]
    pub fn has_keyboard(ctx: &Context) -> bool {
        ctx.memory(|memory| memory.has_focus(quick_id()))
    }

    /// The keyboard goes to it.
    pub fn focus(&mut self) {
        self.takes_keyboard = true;
    }

    /// One frame: what is attached is `attached`, what is asked for next is `wanted`, and what a file may be kept as is
    /// `choices`. Where nothing more is asked for, the scanner's next file is not offered: it may be another person's. Answers whether something was attached or removed.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        attached: &[Scan],
        wanted: Option<ScannedPaper>,
        choices: &[ScannedPaper],
    ) -> bool {
        let ctx = ui.ctx().clone();
        let mut has_changed = self.take_quick(&ctx, cx);
        if std::mem::replace(&mut self.asked_for, wanted) != wanted
            && let Some(paper) = wanted
        {
            cx.desk.paper_is_asked_for(paper);
        }
        let newest = tray::offered(&ctx, cx.desk).into_iter().next().filter(|_| wanted.is_some());
        let is_idle = matches!(self.mode, Mode::Idle) && !widgets::dialog_is_open(&ctx);
        let pressed = is_idle && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F5));
        let entered = takes_enter(ui);
        let mut clicked = false;
        widgets::card(ui, |ui| {
            // What the scanner left stands apart from what is attached: its picture is of no other paper.
            if let Some(newest) = &newest {
                let beside = match ui.available_width() >= BESIDE {
                    true => Layout::left_to_right(Align::Min),
                    false => Layout::top_down(Align::Min),
                };
                ui.with_layout(beside, |ui| {
                    ui.spacing_mut().item_spacing.x = SPACE_M;
                    self.thumbnail.ui(ui, cx, newest);
                    ui.vertical(|ui| clicked = self.offer_ui(ui, cx, Some(newest), wanted));
                });
                ui.add_space(SPACE_M);
            }
            let title = match self.subject {
                ScanSubject::HandedOver(_) => SIGNED,
                _ => TITLE,
            };
            match attached_ui(ui, title, attached.iter(), ("Todavía no hay ninguno.", true)) {
                None => {}
                Some(AskedOf::See(scan, name)) => self.mode = self.seeing(cx, scan, name),
                Some(AskedOf::Remove(scan, name)) => {
                    self.mode = Mode::Removing(scan, Box::new(self.removing(name)));
                }
            }
            if newest.is_none() {
                ui.add_space(SPACE_S);
                clicked = self.offer_ui(ui, cx, None, wanted);
            }
        });
        if let (Some(newest), Some(wanted)) = (newest.filter(|_| clicked || pressed || entered), wanted) {
            self.is_asked_for(ui, cx, newest, wanted, !entered);
        }
        has_changed |= self.mode_ui(&ctx, cx, wanted, choices);
        has_changed
    }

    /// A scan of the visit at hand is opened at once; one of the registers leaves a trace, so what for is asked first.
    fn seeing(&self, cx: &Cx<'_>, scan: ScanId, name: &'static str) -> Mode {
        match self.subject {
            ScanSubject::Visit(visit) => {
                Mode::Looking(Box::new(Look::at_kept(name, cx.desk.open_scan_at_hand(visit, scan))))
            }
            _ => Mode::Asking(scan, name, Box::new(PurposeQuestion::new())),
        }
    }

    fn removing(&self, name: &str) -> ReasonDialog {
        ReasonDialog::ask(Question {
            title: "Quitar el documento digitalizado",
            sentence: format!("Se quita «{name}». El documento puede digitalizarse otra vez."),
            verb: "Quitar documento",
            optional: matches!(self.subject, ScanSubject::Visit(_)),
        })
    }

    /// The scanner's last file is to be attached: once it was in sight, and is this person's.
    fn is_asked_for(&mut self, ui: &Ui, cx: &Cx<'_>, newest: TrayFile, wanted: ScannedPaper, is_meant: bool) {
        if !is_meant || !self.thumbnail.was_seen(ui.input(|input| input.time)) {
            self.thumbnail.show_it();
            self.is_to_be_seen = true;
            ui.request_repaint();
        } else if self.came_at.is_some_and(|came_at| newest.modified < came_at) {
            self.mode = Mode::AskingAge(newest);
        } else {
            self.attach(cx, newest, wanted);
        }
    }

    /// What the scanner's last file is, with the buttons that attach it or another; whether it is to be attached.
    fn offer_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, newest: Option<&TrayFile>, wanted: Option<ScannedPaper>) -> bool {
        self.quick.fault_ui(ui);
        self.words_ui(ui, cx, newest, wanted);
        ui.add_space(SPACE_S);
        self.buttons_ui(ui, newest.is_some(), wanted)
    }

    /// What the scanner's last file is, and what it would become.
    fn words_ui(&self, ui: &mut Ui, cx: &Cx<'_>, newest: Option<&TrayFile>, wanted: Option<ScannedPaper>) {
        let p = palette(ui);
        let Some(wanted) = wanted else {
            ui.label(egui::RichText::new(NOTHING_MORE).small().color(p.text_muted));
            return;
        };
        let words = match newest {
            Some(newest) => format!("{}, como «{}»", tray::with_age(newest), wanted.spanish()),
            None if cx.desk.station().scan_folder.is_none() => {
                "Elija en Configuración la carpeta del escáner, y sus archivos aparecerán aquí.".to_owned()
            }
            None => "Digitalice el documento: el archivo aparece aquí.".to_owned(),
        };
        ui.label(egui::RichText::new(words).small().color(p.text_muted));
        if newest.is_some() {
            let (look, colour) = match self.is_to_be_seen {
                true => ("Compare la imagen con el papel, y presione F5 otra vez.", p.accent),
                false => ("Compare la imagen con el papel: F5 la adjunta.", p.text_muted),
            };
            ui.label(egui::RichText::new(look).small().color(colour));
        }
    }

    /// The buttons; whether the scanner's last file is to be attached.
    fn buttons_ui(&mut self, ui: &mut Ui, has_newest: bool, wanted: Option<ScannedPaper>) -> bool {
        ui.horizontal_wrapped(|ui| {
            let quick = Button::secondary("Adjuntar lo último del escáner")
                .icon(Icon::Scan)
                .shortcut("F5")
                .enabled(has_newest)
                .busy(self.quick.is_busy())
                .id(quick_id())
                .why(if wanted.is_some() { "El escáner no ha dejado ningún archivo nuevo." } else { NOTHING_MORE });
            let quick = quick.show(ui);
            let add = Button::quiet("Adjuntar otro…").icon(Icon::Add).show(ui);
            if std::mem::take(&mut self.takes_keyboard) {
                if has_newest {
                    quick.request_focus()
                } else {
                    add.request_focus()
                }
                self.thumbnail.show_it();
            }
            if add.clicked() {
                self.mode = Mode::Adding(Box::new(Adding::begin(has_newest)));
            }
            quick.clicked()
        })
        .inner
    }

    fn attach(&mut self, cx: &Cx<'_>, file: TrayFile, wanted: ScannedPaper) {
        let subject = self.subject;
        self.is_to_be_seen = false;
        if !self.quick.is_busy() {
            self.quick_file = Some(file.clone());
            self.quick.start(|| cx.desk.keep_scan_file(file, subject, wanted));
        }
    }

    fn take_quick(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        let Some(scan) = self.quick.poll() else { return false };
        if let Some(file) = self.quick_file.take() {
            tray::take(ctx, file, scan);
        }
        cx.tell("Documento adjunto.");
        true
    }

    fn mode_ui(
        &mut self,
        ctx: &Context,
        cx: &mut Cx<'_>,
        wanted: Option<ScannedPaper>,
        choices: &[ScannedPaper],
    ) -> bool {
        let (next, has_changed) = match &mut self.mode {
            Mode::Idle => return false,
            Mode::Adding(adding) => match adding.ui(ctx, cx) {
                Chosen::Nothing => return false,
                Chosen::GivenUp => (Mode::Idle, false),
                Chosen::File(path) => {
                    // What it is, is answered by whoever looks at it, unless it can be one thing only.
                    let only = if let [one] = choices { Some(*one) } else { None };
                    let look = Look::at_file(cx.desk, path, self.subject, only);
                    (Mode::Looking(Box::new(look)), false)
                }
            },
            Mode::Looking(look) => match look.ui(ctx, cx, choices) {
                Looked::Stays => return false,
                Looked::Closed => (Mode::Idle, false),
                Looked::Kept(file, scan) => {
                    if let Some(file) = file {
                        tray::take(ctx, file, scan);
                    }
                    cx.tell("Documento adjunto.");
                    (Mode::Idle, true)
                }
            },
            Mode::AskingAge(file) => {
                let before = match self.subject {
                    ScanSubject::HandedOver(_) => "antes de que se imprimiera la clave",
                    _ => "antes de que empezara esta atención",
                };
                let sentence = format!(
                    "«{}» se digitalizó {}, {before}. Puede ser el documento de otra persona.",
                    file.name,
                    tray::age(file.modified, SystemTime::now())
                );
                let verb = Button::secondary("Sí, adjuntarlo");
                let Some(is_meant) = question_ui(ctx, "¿Es de esta atención?", 480.0, &sentence, verb) else {
                    return false;
                };
                let file = file.clone();
                self.mode = Mode::Idle;
                if let (true, Some(wanted)) = (is_meant, wanted) {
                    self.attach(cx, file, wanted);
                }
                return false;
            }
            Mode::Removing(scan, dialog) => match dialog.ui(ctx) {
                Said::Nothing => return false,
                Said::Do(reason) => {
                    let scan = *scan;
                    let is_signed = matches!(self.subject, ScanSubject::HandedOver(_));
                    dialog.sending.start(|| match reason {
                        Some(reason) if is_signed => cx.desk.perform(DetachAcknowledgement { scan, reason }),
                        reason => cx.desk.perform(DetachScan { scan, reason }),
                    });
                    return false;
                }
                Said::GivenUp => (Mode::Idle, false),
                Said::Done => {
                    tray::give_back(ctx, *scan);
                    cx.tell("Documento quitado.");
                    (Mode::Idle, true)
                }
            },
            Mode::Asking(scan, name, question) => match question.ui(ctx, "un documento digitalizado") {
                Answer::Waiting => return false,
                Answer::GivenUp => (Mode::Idle, false),
                Answer::For(purpose) => {
                    let look = Look::at_kept(name, cx.desk.open_scan(*scan, purpose));
                    (Mode::Looking(Box::new(look)), false)
                }
            },
        };
        self.mode = next;
        ctx.request_repaint();
        has_changed
    }
}

/// The button that attaches the scanner's last file.
fn quick_id() -> Id {
    Id::unique("attach the last scan")
}

/// Whether Enter was pressed on that button; it is taken out of the input. Whoever came here by Enter alone has not looked.
fn takes_enter(ui: &Ui) -> bool {
    if !ScanPanel::has_keyboard(ui.ctx()) {
        return false;
    }
    ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !matches!(event, Event::Key { key: Key::Enter, pressed: true, .. }));
        input.events.len() < before
    })
}

/// What came of a frame of choosing a file.
enum Chosen {
    Nothing,
    File(PathBuf),
    GivenUp,
}

impl Adding {
    fn begin(has_tray: bool) -> Self {
        let mut flow = Flow::default();
        flow.focus(if has_tray { TRAY } else { FilePick::FIELD });
        Self { flow, file: FilePick::of("Imagen o PDF", &["jpg", "jpeg", "png", "pdf"]), from_tray: None }
    }

    fn ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> Chosen {
        let files = tray::offered(ctx, cx.desk);
        let names: Vec<String> = files.iter().map(tray::with_age).collect();
        let options: Vec<(usize, &str)> = names.iter().map(String::as_str).enumerate().collect();
        let shown = Dialog::new("Adjuntar un documento digitalizado").width(620.0).show(ctx, |ui| {
            Form::show(ui, &mut self.flow, "add a scan", |form| {
                if !options.is_empty() {
                    let field = Field::new(TRAY).note("El más reciente es el primero.");
                    form.choice(field, &options, &mut self.from_tray);
                }
                let is_found = self.file.ui(form);
                form.last_row(Button::primary("Abrir archivo")) || is_found
            })
        });
        let opens = shown.inner;
        if shown.gives_up {
            return Chosen::GivenUp;
        }
        if let Some(file) = self.from_tray.take().and_then(|at| files.get(at)) {
            return Chosen::File(file.path.clone());
        }
        if opens {
            match self.file.path() {
                Some(path) => return Chosen::File(path),
                None => self.flow.focus(FilePick::FIELD),
            }
        }
        Chosen::Nothing
    }
}

/// The name of a paper by its code in the store.
pub(super) fn paper_name(code: &str) -> &'static str {
    ScannedPaper::ALL.into_iter().find(|paper| paper.code() == code).unwrap_or(ScannedPaper::Other).spanish()
}

pub(super) fn kind_words(scan: &Scan) -> String {
    let kibibytes = scan.byte_count.max(0).saturating_add(1023) / 1024;
    match (scan.kind.as_str(), scan.page_count) {
        ("pdf", 1) => format!("PDF, 1 página, {kibibytes} KB"),
        ("pdf", pages) => format!("PDF, {pages} páginas, {kibibytes} KB"),
        _ => format!("Imagen, {kibibytes} KB"),
    }
}

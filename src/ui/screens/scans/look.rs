//! A scan looked at before it is kept: turned, cut, named, kept. Or one that was kept, looked at again.

use std::path::PathBuf;

use eframe::egui::{self, ColorImage, Context, TextureHandle, TextureOptions, Ui, vec2};

use super::canvas::{AskedByKey, Canvas};
use super::tray;
use crate::desk::{Desk, Preview, Ticket, TrayFile};
use crate::domain::id::ScanId;
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ui::cx::Cx;
use crate::ui::screens::registers::sending::Sending;
use crate::ui::theme::{Icon, SPACE_L, SPACE_S, palette};
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form};
use crate::ui::words::counted;

/// The width of the column beside the picture.
const SIDE_WIDTH: f32 = 330.0;
/// The width of the dialog, where there is room for it.
const WIDTH: f32 = 1180.0;
/// What stands above and below the picture, in points.
const AROUND: f32 = 250.0;

const PAPER: &str = "Qué documento es";

/// What is looked at.
enum Source {
    /// A file, to be kept as a paper.
    File { path: PathBuf, name: String, subject: ScanSubject, in_tray: Option<TrayFile> },
    /// A scan that was kept.
    Kept { title: &'static str },
}

/// What is on the screen. A texture is given back when it goes.
enum Shown {
    Picture(TextureHandle),
    Pdf(u32),
}

/// The dialog of a scan.
pub(in crate::ui::screens) struct Look {
    source: Source,
    paper: Option<ScannedPaper>,
    opening: Sending<Preview>,
    shown: Option<Shown>,
    canvas: Canvas,
    was_changed: bool,
    /// Quarter turns asked for while the last change was under way.
    turns_waiting: u8,
    /// It is to be kept once the last change is done.
    keep_waits: bool,
    takes_keyboard: bool,
    keeping: Sending<ScanId>,
    flow: Flow,
}

/// What came of a frame of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::screens) enum Looked {
    /// It still stands.
    Stays,
    /// The file was kept as this scan; where it came from the scanner's folder, this is what lay there.
    Kept(Option<TrayFile>, ScanId),
    /// It was closed.
    Closed,
}

/// What a button or a key asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Keep,
    /// It is this one of the papers that it may be.
    Paper(ScannedPaper),
    Turn,
    Cut,
    ToggleCut,
    Nearer,
    Farther,
    Fit,
    FullSize,
    Again,
    Close,
}

impl Look {
    /// At a file that may become a paper of `subject`; `only` is the one thing it can be.
    pub(super) fn at_file(desk: &Desk, path: PathBuf, subject: ScanSubject, only: Option<ScannedPaper>) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let in_tray = tray::at(desk, &path);
        let ticket = desk.open_scan_file(path.clone());
        Self::opening(Source::File { path, name, subject, in_tray }, only, ticket)
    }

    /// At a scan that was kept.
    pub(in crate::ui::screens) fn at_kept(title: &'static str, ticket: Ticket<Preview>) -> Self {
        Self::opening(Source::Kept { title }, None, ticket)
    }

    fn opening(source: Source, paper: Option<ScannedPaper>, ticket: Ticket<Preview>) -> Self {
        let mut opening = Sending::default();
        opening.start(|| ticket);
        Self {
            source,
            paper,
            opening,
            shown: None,
            canvas: Canvas::default(),
            was_changed: false,
            turns_waiting: 0,
            keep_waits: false,
            takes_keyboard: true,
            keeping: Sending::default(),
            flow: Flow::default(),
        }
    }

    /// One frame.
    pub(in crate::ui::screens) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>, choices: &[ScannedPaper]) -> Looked {
        if let Some(preview) = self.opening.poll() {
            self.show(ctx, preview);
            match std::mem::take(&mut self.turns_waiting) {
                0 if std::mem::take(&mut self.keep_waits) => self.act(cx, Asked::Keep),
                0 => {}
                turns => self.change(|| cx.desk.turn_scan(turns)),
            }
        }
        // What could not be changed is not kept unseen.
        self.keep_waits &= self.opening.is_busy();
        if let Some(scan) = self.keeping.poll()
            && let Source::File { in_tray, .. } = &self.source
        {
            return Looked::Kept(in_tray.clone(), scan);
        }
        let title = match &self.source {
            Source::File { name, .. } => name.clone(),
            Source::Kept { title } => (*title).to_owned(),
        };
        let shown = Dialog::new(&title).width(WIDTH).show(ctx, |ui| self.content_ui(ui, choices));
        match shown.inner {
            Some(Asked::Close) => {}
            Some(asked) => {
                self.act(cx, asked);
                return Looked::Stays;
            }
            // Esc gives up the cut first, then the whole.
            None if shown.gives_up && self.canvas.cut.is_some() => {
                self.canvas.cut = None;
                return Looked::Stays;
            }
            None if shown.gives_up && !self.keeping.is_busy() => {}
            None => return Looked::Stays,
        }
        Looked::Closed
    }

    fn show(&mut self, ctx: &Context, preview: Preview) {
        self.shown = match preview {
            Preview::Pdf { pages } => Some(Shown::Pdf(pages)),
            Preview::Picture { size_px: [width, height], rgba } => {
                // The picture's own promise, looked at before the texture asserts it.
                if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(4)) != Some(rgba.len()) {
                    self.opening.refuse("La imagen no se puede mostrar. Digitalice el documento de nuevo.");
                    return;
                }
                let image = ColorImage::from_rgba_unmultiplied([width, height], &rgba);
                Some(Shown::Picture(ctx.load_texture("scan", image, TextureOptions::LINEAR)))
            }
        };
        // A cut that was begun meanwhile stays: it is in shares.
        self.canvas.fit();
    }

    fn content_ui(&mut self, ui: &mut Ui, choices: &[ScannedPaper]) -> Option<Asked> {
        let height = (ui.ctx().content_rect().height() - AROUND).max(240.0);
        let is_file = matches!(self.source, Source::File { .. });
        let side = if is_file { SIDE_WIDTH + SPACE_L } else { 0.0 };
        let size = vec2((ui.available_width() - side).max(240.0), height);
        let mut asked = self.bar_ui(ui, is_file);
        ui.add_space(SPACE_S);
        if self.shown.is_some() {
            self.opening.fault_ui(ui);
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_L;
            ui.vertical(|ui| {
                ui.set_width(size.x);
                asked = self.picture_ui(ui, size, choices).or(asked);
            });
            if is_file && self.shown.is_some() {
                ui.vertical(|ui| {
                    ui.set_width(SIDE_WIDTH);
                    self.keeping.fault_ui(ui);
                    asked = self.keep_ui(ui, choices).or(asked);
                });
            }
        });
        asked
    }

    /// What can be done with the picture, and the way back.
    fn bar_ui(&self, ui: &mut Ui, is_file: bool) -> Option<Asked> {
        let mut asked = None;
        ui.horizontal(|ui| {
            if matches!(self.shown, Some(Shown::Picture(_))) {
                asked = tools_ui(ui, is_file, self.canvas.cut.is_some(), self.was_changed, self.is_busy());
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let label = if is_file { widgets::BACK } else { "Cerrar" };
                if Button::secondary(label).enabled(!self.keeping.is_busy()).show(ui).clicked() {
                    asked = Some(Asked::Close);
                }
            });
        });
        asked
    }

    fn picture_ui(&mut self, ui: &mut Ui, size: egui::Vec2, choices: &[ScannedPaper]) -> Option<Asked> {
        let may_change = matches!(self.source, Source::File { .. });
        match &self.shown {
            Some(Shown::Picture(texture)) => {
                let (id, asked) = self.canvas.ui(ui, texture, size, may_change);
                if std::mem::take(&mut self.takes_keyboard) {
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
                asked.and_then(|asked| match asked {
                    AskedByKey::Turn => Some(Asked::Turn),
                    AskedByKey::Cut => Some(Asked::Cut),
                    AskedByKey::GoOn => Some(Asked::Keep),
                    AskedByKey::Option(at) => choices.get(at).copied().map(Asked::Paper),
                })
            }
            Some(Shown::Pdf(pages)) => {
                let pages = counted(*pages, "página", "páginas");
                let words = "Un PDF se guarda tal como es, y aquí no se dibuja.";
                widgets::empty(ui, Icon::Document, &format!("PDF de {pages}"), words);
                if std::mem::take(&mut self.takes_keyboard) {
                    self.flow.focus_first();
                }
                None
            }
            None => {
                self.opening.fault_ui(ui);
                if self.opening.is_busy() {
                    widgets::empty(ui, Icon::Scan, "Abriendo…", "La imagen aparece aquí en un momento.");
                }
                None
            }
        }
    }

    fn is_busy(&self) -> bool {
        self.opening.is_busy() || self.keeping.is_busy()
    }

    fn keep_ui(&mut self, ui: &mut Ui, choices: &[ScannedPaper]) -> Option<Asked> {
        let is_busy = self.is_busy();
        let options: Vec<(ScannedPaper, &str)> = choices.iter().map(|paper| (*paper, paper.spanish())).collect();
        let verb = match self.paper {
            Some(paper) => format!("Guardar como «{}»", paper.spanish()),
            None => "Guardar".to_owned(),
        };
        let is_cutting = self.canvas.cut.is_some();
        let why = match is_cutting {
            true => "Recorte la imagen primero, o quite el recorte.",
            false => "Diga primero qué documento es: presione su número.",
        };
        Form::show(ui, &mut self.flow, "scan", |form| {
            // Above the papers, of which there may be more than are in sight.
            let button = Button::primary(&verb)
                .icon(Icon::Save)
                .full_width()
                .busy(is_busy)
                .enabled(!is_cutting && self.paper.is_some())
                .why(why);
            let keeps = form.action(button).clicked();
            form.ui().add_space(SPACE_S);
            if options.len() > 1 {
                form.choice(Field::new(PAPER), &options, &mut self.paper);
            }
            keeps.then_some(Asked::Keep)
        })
    }

    fn act(&mut self, cx: &Cx<'_>, asked: Asked) {
        match asked {
            Asked::Nearer => self.canvas.step(true),
            Asked::Farther => self.canvas.step(false),
            Asked::Fit => self.canvas.fit(),
            Asked::FullSize => self.canvas.full_size(),
            Asked::ToggleCut => {
                self.canvas.toggle_cut();
                self.takes_keyboard = true;
            }
            Asked::Turn if self.opening.is_busy() => self.turns_waiting = self.turns_waiting.wrapping_add(1) % 4,
            Asked::Turn => self.change(|| cx.desk.turn_scan(1)),
            // The picture is about to be another one: it is looked at again first.
            Asked::Cut | Asked::Again if self.opening.is_busy() => {}
            Asked::Keep if self.opening.is_busy() => self.keep_waits = true,
            Asked::Cut => {
                if let Some(cut) = self.canvas.cut.take() {
                    self.change(|| cx.desk.crop_scan(cut));
                }
            }
            Asked::Again => {
                if let Source::File { path, in_tray, .. } = &mut self.source {
                    let path = path.clone();
                    *in_tray = tray::at(cx.desk, &path);
                    self.change(|| cx.desk.open_scan_file(path));
                    self.was_changed = false;
                }
            }
            Asked::Keep => {
                let Source::File { subject, .. } = &self.source else { return };
                match self.paper {
                    Some(paper) => {
                        let subject = *subject;
                        self.keeping.start(|| cx.desk.keep_scan(subject, paper));
                    }
                    None => self.keeping.refuse("Diga primero qué documento es: presione su número."),
                }
            }
            Asked::Paper(paper) => {
                self.paper = Some(paper);
                self.keeping.forget_fault();
            }
            Asked::Close => {}
        }
    }

    fn change(&mut self, hand_in: impl FnOnce() -> Ticket<Preview>) {
        self.was_changed = true;
        self.takes_keyboard = true;
        self.opening.start(hand_in);
    }
}

/// What can be done with a picture, each with its key.
fn tools_ui(ui: &mut Ui, may_change: bool, is_cutting: bool, was_changed: bool, is_busy: bool) -> Option<Asked> {
    let mut asked = None;
    let mut tool = |ui: &mut Ui, button: Button<'_>, asks: Asked| {
        if button.show(ui).clicked() {
            asked = Some(asks);
        }
    };
    if is_cutting {
        tool(ui, Button::primary("Aplicar recorte").icon(Icon::Crop).shortcut("Entrar"), Asked::Cut);
        tool(ui, Button::secondary("Quitar recorte").shortcut("Esc"), Asked::ToggleCut);
        let muted = palette(ui).text_muted;
        let words =
            "Dibújelo con el ratón. Con el teclado, las flechas mueven la esquina de arriba, y con Mayús la de abajo.";
        ui.scope(|ui| {
            ui.set_max_width(430.0);
            ui.add(egui::Label::new(egui::RichText::new(words).small().color(muted)).wrap());
        });
        return asked;
    }
    if may_change {
        tool(ui, Button::secondary("Girar").icon(Icon::RotateRight).shortcut("R").enabled(!is_busy), Asked::Turn);
        tool(ui, Button::secondary("Recortar").icon(Icon::Crop).shortcut("C").enabled(!is_busy), Asked::ToggleCut);
    }
    tool(ui, Button::quiet("Acercar").icon(Icon::ZoomIn).shortcut("+"), Asked::Nearer);
    tool(ui, Button::quiet("Alejar").icon(Icon::ZoomOut).shortcut("−"), Asked::Farther);
    tool(ui, Button::quiet("Ver entera").shortcut("A"), Asked::Fit);
    tool(ui, Button::quiet("Ver al 100 %").shortcut("T"), Asked::FullSize);
    if was_changed {
        tool(ui, Button::quiet("Volver al original").icon(Icon::Undo).enabled(!is_busy), Asked::Again);
    }
    asked
}

//! Turnos: who comes today, how each stands, who is next.

mod acts;
mod booked;
mod booking;
mod confirmation;
mod holder;
mod list;
mod notices;
mod panel;
pub(in crate::ui::screens) mod read;
mod reception;
pub(in crate::ui::screens) mod slots;
mod veil;
mod walk_in;
mod wanting;

use std::collections::VecDeque;

use eframe::egui::{self, Panel, Ui};

use self::booked::BookedDialog;
use self::booking::BookingDialog;
use self::confirmation::ConfirmationDialog;
use self::list::TurnList;
use self::notices::Notices;
use self::panel::TurnPanel;
use self::read::turn_read;
use self::walk_in::WalkInDialog;
use self::wanting::{AtWindow, CalledHere, Calls, OpenHere, Wanted};
use super::common::ComplaintDialog;
use super::registers::import::ImportDialog;
use crate::desk::Live;
use crate::domain::id::{TurnId, VisitId};
use crate::domain::turn::TurnState;
use crate::ops::view::{self, Today, TurnRow, Visit};
use crate::ops::{Changed, turn::CallTurn, turn::MarkArrived};
use crate::ui::cx::{Command, Cx, ToBook};
use crate::ui::shortcuts::{Action, cap};
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Button};

/// The most codes that wait to be acted on.
const MOST_SCANNED: usize = 20;

/// What the list of the day hears of, and what that of the open visits does.
const TODAY: &[Changed] = &[Changed::Turns, Changed::Settings];
const OPEN: &[Changed] = &[Changed::Visits, Changed::Issuances];

/// The panel's width, in points.
const PANEL_WIDTH: f32 = 312.0;

/// The least it comes down to in a narrow window, and the part of the page that it has at most.
const NARROW_PANEL_WIDTH: f32 = 230.0;
const PANEL_PART: f32 = 0.36;

/// Lower than this, in points, the page is scrolled as a whole.
const LOW_PAGE: f32 = 340.0;

/// A window lower than this, in points, has no line for the page's title.
const LOW_WINDOW: f32 = 640.0;

/// Narrower than this, in points, what is seldom done has its icon alone.
const WIDE_HEAD: f32 = 720.0;

/// Narrower than this, in points, the buttons have no room for all their words.
const ALL_WORDS: f32 = 1060.0;

/// Narrower than this, in points, not even the icons have one line.
const TIGHT_HEAD: f32 = 380.0;

/// The turns of the day.
#[derive(Default)]
pub struct TurnsScreen {
    today: Live<Today>,
    list: TurnList,
    panel: TurnPanel,
    dialog: Option<Open>,
    /// Codes that were read and not acted on yet: before the list was there, or while something was under way.
    scanned: VecDeque<String>,
    /// The visits that whoever works here has open: one that a cut left is among them.
    open_visits: Live<Vec<Visit>>,
    notices: Notices,
}

enum Open {
    WalkIn(Box<WalkInDialog>),
    Booking(Box<BookingDialog>),
    Booked(Box<BookedDialog>),
    Confirmation(Box<ConfirmationDialog>),
    Agenda(Box<ImportDialog>),
    Complaint(Box<ComplaintDialog>),
}

impl TurnsScreen {
    /// A code from the barcode reader: of a turn, or the number of a turn's holder.
    pub fn scanned(&mut self, code: &str) {
        if self.scanned.len() < MOST_SCANNED {
            self.scanned.push_back(code.to_owned());
        }
    }

    /// What is wrong with what a reader read.
    pub fn complain(&mut self, sentence: &str) {
        self.panel.complain(sentence.to_owned());
    }

    /// Takes answers in and acts on what the reader read; called each frame, whatever part of the counter is shown. `at_hand`
    /// is the visit whose page is open. Answers what is wrong with a code that was read.
    pub fn poll(&mut self, cx: &mut Cx<'_>, at_hand: Option<VisitId>) -> Option<String> {
        let is_new = self.today.refresh(cx.desk, TODAY, |desk| desk.read(view::today));
        if is_new && let Some(today) = self.today.get() {
            self.list.take(today, cx.desk);
            self.panel.calls_wanted = today.settings.calls_before_no_show.into();
        }
        // Who is attended is no arrival desk's to know.
        if let Some(me) = cx.me.map(|me| me.user).filter(|_| !cx.is_at_arrivals()) {
            self.open_visits
                .refresh(cx.desk, OPEN, |desk| desk.read(move |_, reader| view::unfinished_visits(reader, me)));
        }
        if let Some(turn) = self.panel.poll(cx) {
            self.list.select(turn);
        }
        // Whether somebody is called or attended here is known once what was done last is read.
        if self.today.is_current(cx.desk, TODAY) && self.open_visits.is_current(cx.desk, OPEN) {
            let at_window = self.at_window(cx, at_hand);
            self.panel.begin(cx.desk, &at_window);
        }
        if self.panel.is_busy() {
            return None;
        }
        self.take_scanned(cx)
    }

    /// Who is called to this window or attended at it.
    fn at_window(&self, cx: &Cx<'_>, at_hand: Option<VisitId>) -> AtWindow {
        let rows = self.today.get().map(|today| today.turns.as_slice()).unwrap_or_default();
        let window = cx.desk.session().map(|session| session.actor().window);
        let is_called_here = |row: &&TurnRow| {
            row.turn.state == TurnState::Called && row.called.is_some_and(|call| Some(call.window) == window)
        };
        let called = rows.iter().filter(is_called_here).max_by_key(|row| row.called.map(|call| call.at));
        let open = self.open_visits.get().and_then(|open| {
            let at_hand = open.iter().find(|visit| Some(visit.id) == at_hand);
            at_hand.or(open.first())
        });
        AtWindow {
            open: open.map(|visit| OpenHere {
                visit: visit.id,
                is_at_hand: Some(visit.id) == at_hand,
                of: self.named(visit),
            }),
            called: called.map(|row| CalledHere {
                turn: row.id,
                name: row.turn.holder_name.clone(),
                calls: Calls { made: row.called.map_or(0, |call| call.times), wanted: self.panel.calls_wanted },
            }),
        }
    }

    /// Whose visit it is, where the list of the day knows that.
    fn named(&self, visit: &Visit) -> Option<String> {
        let row = self.today.get()?.turns.iter().find(|row| row.id == visit.turn)?;
        Some(format!("{} (turno {})", row.turn.holder_name, row.turn.code))
    }

    /// The visit that whoever works here has open, if there is one.
    #[must_use]
    pub fn open_visit(&self) -> Option<VisitId> {
        self.open_visits.get()?.first().map(|visit| visit.id)
    }

    /// The open visit was set aside, or has ended: what waited for that begins.
    pub fn visit_left(&mut self) {
        self.panel.go_on_after_park();
    }

    /// The open visit could not be set aside: what waited for that is given up.
    pub fn visit_stayed(&mut self) {
        self.panel.give_up();
    }

    fn take_scanned(&mut self, cx: &mut Cx<'_>) -> Option<String> {
        let today = self.today.get()?;
        let code = self.scanned.pop_front()?;
        let code = code.trim();
        let found = turn_read(code, &today.turns);
        match found {
            Some(row) => {
                self.list.select(row.id);
                self.list.lift_veil(Some(row.id));
                if row.turn.state == TurnState::Scheduled {
                    let named = format!("Llegó {}, turno {}.", row.turn.holder_name, row.turn.code);
                    self.panel.arrive(cx.desk, MarkArrived { turn: row.id, reason: None }, named);
                } else {
                    cx.ask(Command::SelectTurn(row.id));
                }
                None
            }
            None => {
                let sentence = format!(
                    "El lector leyó «{code}» y hoy no hay ningún turno con ese código ni a nombre de ese número. Búsquelo por nombre, o cópielo de la confirmación."
                );
                self.panel.complain(sentence.clone());
                Some(sentence)
            }
        }
    }

    /// The centre's idle minutes, once the settings were read.
    #[must_use]
    pub fn idle_minutes(&self) -> Option<u16> {
        self.today.get().map(|today| today.settings.idle_lock_minutes)
    }

    /// The keyboard goes to the search.
    pub fn focus_search(&mut self) {
        self.list.focus_search();
    }

    /// Was the day read, or could it not be?
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.today.get().is_some() || self.today.fault().is_some()
    }

    /// The keyboard, which nothing has, goes to the search; what is shown stays.
    pub fn take_keyboard(&mut self) {
        self.list.take_keyboard();
    }

    /// Opens the dialog of a turn given at the window.
    pub fn give_walk_in(&mut self) {
        self.dialog = Some(Open::WalkIn(Box::default()));
    }

    /// Opens the dialog of a turn for another time, for somebody who is known or not.
    pub fn book(&mut self, known: Option<ToBook>) {
        self.dialog = Some(Open::Booking(Box::new(known.map(BookingDialog::of).unwrap_or_default())));
    }

    /// Shows a turn among those that were booked here.
    pub fn show_booked(&mut self, turn: TurnId) {
        self.dialog = Some(Open::Booked(Box::new(BookedDialog::of(turn))));
    }

    /// Shows the visits that were set aside.
    pub fn show_parked(&mut self) {
        self.list.show_parked();
        self.panel.take_focus();
    }

    /// Reads the lists again.
    pub fn reload(&mut self) {
        self.list.leave_parked();
        self.today.stale();
        self.open_visits.stale();
        self.notices.stale();
        self.panel.forget();
    }

    /// Calls whoever is next.
    pub fn call_next(&mut self) {
        self.panel.want(Wanted::Call(CallTurn { wanted: None, reason: None }));
    }

    /// The keyboard goes to what is done next with the turn selected.
    pub fn take_keyboard_to_panel(&mut self) {
        self.panel.take_focus();
    }

    /// Selects a turn.
    pub fn select(&mut self, turn: TurnId) {
        self.list.select(turn);
    }

    /// One frame; `at_hand` is the visit that is open beside it.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: Option<VisitId>) {
        self.dialogs_ui(ui, cx);
        let palette = theme::palette(ui);
        let frame = egui::Frame::new().fill(palette.background).inner_margin(egui::Margin {
            left: 16,
            top: 4,
            right: 4,
            ..Default::default()
        });
        let width = (ui.available_width() * PANEL_PART).clamp(NARROW_PANEL_WIDTH, PANEL_WIDTH);
        Panel::right("turn").exact_size(width).resizable(false).show_separator_line(false).frame(frame).show(
            ui,
            |ui| {
                let next = self.today.get().and_then(|today| {
                    let next = today.next?;
                    today.turns.iter().find(|row| row.id == next)
                });
                let selected =
                    self.list.selected().and_then(|id| self.today.get()?.turns.iter().find(|row| row.id == id));
                self.panel.veil = self.list.veil();
                self.panel.ui(ui, cx, next, selected);
            },
        );
        if self.panel.take_took_focus() {
            // Who was just called comes before the search, which takes the keyboard where nothing else does.
            self.list.leave_keyboard();
        }
        // The ring of the focus stands outside of what has it.
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 4, ..Default::default() });
        egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            // Where the list would have no height left, all of it is scrolled.
            if ui.available_height() >= LOW_PAGE {
                self.page_ui(ui, cx, at_hand);
            } else {
                egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| self.page_ui(ui, cx, at_hand));
            }
        });
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: Option<VisitId>) {
        self.head_ui(ui, cx);
        if !cx.is_at_arrivals() {
            self.notices.ui(ui, cx);
            self.open_visits_ui(ui, cx, at_hand);
        }
        match (self.today.get(), self.today.fault()) {
            (None, Some(fault)) => {
                let sentence = fault.to_string();
                widgets::notice(ui, widgets::Sign::Refused, &sentence, None);
                if Button::secondary("Leer de nuevo").show(ui).clicked() {
                    self.today.stale();
                }
            }
            (None, None) => {}
            (Some(today), _) => {
                let activated = self.list.ui(ui, today, cx.now(), cx.desk);
                if activated {
                    self.panel.take_focus();
                }
            }
        }
    }

    /// A visit that a cut left open is not forgotten.
    fn open_visits_ui(&self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: Option<VisitId>) {
        let open = self.open_visits.get().map(Vec::as_slice).unwrap_or_default();
        for visit in open.iter().filter(|visit| Some(visit.id) != at_hand) {
            let sentence = match self.named(visit) {
                Some(of) => format!("Tiene una atención abierta que no se terminó: {of}."),
                None => "Tiene una atención abierta que no se terminó.".to_owned(),
            };
            let go = widgets::Notice::new(widgets::Sign::Info, &sentence)
                .low()
                .action(Button::secondary("Ir a la atención abierta"));
            if go.show(ui).is_some_and(|button| button.clicked()) {
                cx.ask(Command::OpenVisit(visit.id));
            }
            ui.add_space(8.0);
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let tally = self.today.get().map(|today| self.list.tally(today)).unwrap_or_default();
        let is_narrow = ui.available_width() < WIDE_HEAD;
        // In a low window a line is a row of the list: the rail says where one is, and the figures stand beside the buttons.
        let is_low = ui.content_rect().height() < LOW_WINDOW;
        let told_ui = |ui: &mut Ui| {
            let words = egui::RichText::new(&tally).color(theme::palette(ui).text_muted);
            let words = if is_low { words.small() } else { words };
            widgets::told_whole(ui, words, &tally);
        };
        match (is_low, is_narrow) {
            (true, _) => {}
            // One line, whatever is in it.
            (false, true) => drop(ui.horizontal(|ui| {
                widgets::panel_title(ui, "Turnos de hoy", "");
                told_ui(ui);
            })),
            (false, false) => drop(ui.horizontal(|ui| {
                widgets::panel_title(ui, "Turnos de hoy", &tally);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    // At the very edge its ring would be cut.
                    ui.add_space(4.0);
                    if !cx.is_at_arrivals() {
                        cards_ui(ui, cx, false);
                    }
                });
            })),
        }
        if !is_low {
            ui.add_space(4.0);
        }
        let is_tight = ui.available_width() < TIGHT_HEAD;
        let is_crowded = ui.available_width() < ALL_WORDS;
        let mut buttons_ui = |ui: &mut Ui| {
            if Button::secondary("Turno presencial").icon(Icon::Add).shortcut(cap(Action::WalkIn)).show(ui).clicked() {
                self.give_walk_in();
            }
            if cx.is_at_arrivals() {
                let copies = Button::secondary("Copiar confirmación…").icon(Icon::Document).icon_only(is_narrow);
                if copies.show(ui).clicked() {
                    self.dialog = Some(Open::Confirmation(Box::default()));
                }
                if is_low {
                    told_ui(ui);
                }
                return;
            }
            if Button::secondary("Reservar un turno…").icon(Icon::Calendar).icon_only(is_narrow).show(ui).clicked() {
                self.book(None);
            }
            if Button::quiet("Ver reservados…").icon(Icon::Turns).icon_only(is_narrow).show(ui).clicked() {
                self.dialog = Some(Open::Booked(Box::default()));
            }
            let mut seldom = |label, icon| Button::quiet(label).icon(icon).icon_only(is_crowded).show(ui).clicked();
            if seldom("Copiar confirmación…", Icon::Document) {
                self.dialog = Some(Open::Confirmation(Box::default()));
            }
            if seldom("Importar agenda…", Icon::Upload) {
                self.dialog = Some(Open::Agenda(Box::new(ImportDialog::agenda())));
            }
            if seldom("Anotar queja…", Icon::Edit) {
                self.dialog = Some(Open::Complaint(Box::new(ComplaintDialog::new(None))));
            }
            if is_low || is_narrow {
                cards_ui(ui, cx, true);
            }
            if is_low {
                told_ui(ui);
            }
        };
        match is_tight {
            true => ui.horizontal_wrapped(buttons_ui),
            false => ui.horizontal(|ui| buttons_ui(ui)),
        };
        ui.add_space(if is_low { 2.0 } else { 8.0 });
    }

    fn dialogs_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let stays = match &mut self.dialog {
            Some(Open::WalkIn(dialog)) => dialog.ui(ui.ctx(), cx),
            Some(Open::Booking(dialog)) => dialog.ui(ui.ctx(), cx),
            Some(Open::Booked(dialog)) => dialog.ui(ui.ctx(), cx),
            Some(Open::Confirmation(dialog)) => dialog.ui(ui.ctx(), cx),
            Some(Open::Agenda(dialog)) => dialog.ui(ui.ctx(), cx),
            Some(Open::Complaint(dialog)) => dialog.ui(ui.ctx(), cx),
            None => return,
        };
        if !stays {
            self.dialog = None;
        }
    }
}

/// What a procedure asks for is told to whoever has no turn yet.
fn cards_ui(ui: &mut Ui, cx: &mut Cx<'_>, is_narrow: bool) {
    let button = Button::quiet("Ver fichas de trámites…").icon(Icon::Info);
    let is_narrow = is_narrow || button.natural_width(ui) > ui.available_width();
    if button.icon_only(is_narrow).show(ui).clicked() {
        cx.ask(Command::ShowCard(None));
    }
}

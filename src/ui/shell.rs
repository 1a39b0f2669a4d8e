//! The frame around every part of the counter: the rail at the left, the bar above.

use eframe::egui::{Align, Frame, Layout, Margin, Panel, RichText, Ui};

use super::backups;
use super::cx::{Command, Cx, Section};
use super::shortcuts::{Action, cap};
use super::theme::{self, Icon};
use super::widgets::{self, Sign};

/// The rail's width, in points.
const RAIL_WIDTH: f32 = 220.0;

/// In a window narrower than this, in points, the rail gives way: its words stand below the icons, where there is room.
const NARROW_WINDOW: f32 = 1_180.0;

/// The rail's width in a narrow window.
const NARROW_RAIL_WIDTH: f32 = 96.0;

/// The height of an item, and what it may be in a narrow window: as high as lets all of them in.
const ITEM_HEIGHT: f32 = 44.0;
const NARROW_ITEM_HEIGHTS: (f32, f32) = (24.0, 56.0);

/// Between two items.
const ITEM_GAP: f32 = 2.0;

/// From this width on, in points, there is room in the bar for the centre's and the user's names.
const WIDE_BAR: f32 = 820.0;

/// What the window's number takes, in points.
const WINDOW_WIDTH: f32 = 110.0;

/// What the user's name has of a narrower one, in points.
const NARROW_USER_WIDTH: f32 = 190.0;

/// How much of the printer's state is told in the bar, in characters.
const LONGEST_STATE: usize = 36;

/// How wide the rail is in a window of this width, in points.
pub(super) fn rail_width(window: f32) -> f32 {
    if window < NARROW_WINDOW { NARROW_RAIL_WIDTH } else { RAIL_WIDTH }
}

/// The rail: the parts of the counter, and the way out. Says whether one of its items has the keyboard.
pub(super) fn rail_ui(ui: &mut Ui, cx: &mut Cx<'_>, at: Section, has_visit: bool) -> bool {
    let palette = theme::palette(ui);
    let width = rail_width(ui.available_width());
    let is_narrow = width < RAIL_WIDTH;
    let margin = if is_narrow { Margin::symmetric(4, 4) } else { Margin::symmetric(10, 12) };
    let frame = Frame::new().fill(palette.surface_sunken).inner_margin(margin);
    let role = cx.me.map(|me| me.role);
    let is_here =
        |section: &Section| role.is_some_and(|role| section.is_for(role)) && (*section != Section::Visit || has_visit);
    let sections: Vec<Section> = Section::ALL.into_iter().filter(is_here).collect();
    Panel::left("rail")
        .exact_size(width)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| {
            let height = match is_narrow {
                #[allow(clippy::cast_precision_loss, reason = "a handful of items")]
                true => (ui.available_height() / (sections.len() + 3) as f32 - ITEM_GAP - ui.spacing().item_spacing.y)
                    .clamp(NARROW_ITEM_HEIGHTS.0, NARROW_ITEM_HEIGHTS.1),
                false => ITEM_HEIGHT,
            };
            let mut has_keyboard = false;
            let mut item_ui = |ui: &mut Ui, icon, label, shortcut, selected, command| {
                let item = widgets::rail_item(ui, height, icon, label, shortcut, selected);
                has_keyboard |= item.has_focus();
                if item.clicked() {
                    cx.ask(command);
                }
            };
            for section in sections {
                let (icon, action) = face(section);
                item_ui(ui, icon, section.name(), cap(action), section == at, Command::Show(section));
                ui.add_space(ITEM_GAP);
            }
            ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
                item_ui(ui, Icon::Logout, "Salir", "", false, Command::LogOut);
                item_ui(ui, Icon::Lock, "Bloquear", cap(Action::Lock), false, Command::Lock);
                item_ui(ui, Icon::Keyboard, "Atajos", cap(Action::Help), false, Command::ShowShortcuts);
            });
            has_keyboard
        })
        .inner
}

fn face(section: Section) -> (Icon, Action) {
    match section {
        Section::Turns => (Icon::Turns, Action::ShowTurns),
        Section::Visit => (Icon::Visit, Action::ShowVisit),
        Section::Registers => (Icon::Registers, Action::ShowRegisters),
        Section::Log => (Icon::History, Action::ShowLog),
        Section::Day => (Icon::CheckCircle, Action::ShowDay),
        Section::Reports => (Icon::Document, Action::ShowReports),
        Section::Users => (Icon::Users, Action::ShowUsers),
        Section::Settings => (Icon::Settings, Action::ShowSettings),
    }
}

/// The bar: centre, window, user, clock, printer, backup, store.
pub(super) fn bar_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let palette = theme::palette(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(16, 8));
    Panel::top("bar").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            let Some(house) = cx.house() else { return };
            // At a large scale names are cut, and told whole to who points at them.
            let is_wide = ui.available_width() > WIDE_BAR;
            let named = |ui: &mut Ui, words: RichText, whole: &str, most: f32| {
                ui.scope(|ui| {
                    ui.set_max_width(most.min(ui.available_width()));
                    widgets::told_whole(ui, words, whole);
                });
            };
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let zone = cx.zone();
                ui.label(cx.now().local(zone).format("%d/%m/%Y  %H:%M").to_string());
                ui.add_space(8.0);
                if let Some(me) = cx.me {
                    let user = format!("{} · {}", me.full_name, me.role.spanish(me.gender));
                    let most = if is_wide { f32::INFINITY } else { NARROW_USER_WIDTH };
                    named(ui, RichText::new(&user), &user, most);
                    ui.add_space(8.0);
                }
                printer_ui(ui, cx);
                ui.add_space(8.0);
                backups::bar_ui(ui, cx);
                if let Some(doubt) = house.anchor_state().doubt() {
                    widgets::badge(ui, Sign::Warning, "Bitácora en duda").on_hover_text(doubt);
                }
                // Where one is has what the rest leaves.
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let centre = &house.centre().name;
                    let room = ui.available_width() - WINDOW_WIDTH;
                    named(ui, RichText::new(centre).strong(), centre, room);
                    ui.label(format!("Ventanilla {}", cx.desk.station().window));
                });
            });
        });
    });
}

fn printer_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let printer = cx.desk.printer_words();
    if printer.words.is_empty() {
        return;
    }
    let sign = if printer.is_ready { Sign::Met } else { Sign::Warning };
    // A fault is a sentence of its own, too long for the bar.
    let is_sentence = printer.words.starts_with(char::is_uppercase);
    let whole = if is_sentence { printer.words } else { format!("Impresora {}", printer.words) };
    let short = match whole.char_indices().nth(LONGEST_STATE) {
        _ if is_sentence => "Revise la impresora".to_owned(),
        Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or_default()),
        None => whole.clone(),
    };
    widgets::badge(ui, sign, &short).on_hover_text(whole);
}

//! The frame around every part of the counter: the rail at the left, the bar above.

use eframe::egui::{Align, Frame, Layout, Margin, Panel, Rect, RichText, TextStyle, Ui, WidgetText};

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

/// What stands around the words of a state in the bar, in points.
const AROUND_STATE: f32 = 54.0;

/// How much of the printer's state is told in the bar, in characters.
const LONGEST_STATE: usize = 36;

/// How wide the rail is in a window of this width, in points.
fn rail_width(window: f32) -> f32 {
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
    let at_arrivals = cx.is_at_arrivals();
    let is_here = |section: &Section| {
        role.is_some_and(|role| section.is_for(role))
            && (*section != Section::Visit || has_visit)
            && (!at_arrivals || section.is_at_arrivals())
    };
    let sections: Vec<Section> = Section::ALL.into_iter().filter(is_here).collect();
    Panel::left("rail")
        .exact_size(width)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| {
            let height = match is_narrow {
                #[allow(clippy::cast_precision_loss, reason = "a handful of items")]
                true => (ui.available_height() / (sections.len() + 4) as f32 - ITEM_GAP - ui.spacing().item_spacing.y)
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
                if !at_arrivals {
                    let turns = Command::TurnScreen(None);
                    item_ui(ui, Icon::Person, "Autoservicio", cap(Action::TurnScreen), false, turns);
                }
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

/// The bar: centre, window, user, clock, printer, backup, store. While something is told in passing, that has the place of
/// what only tells how things stand.
pub(super) fn bar_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let palette = theme::palette(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(16, 8));
    let bar = Panel::top("bar").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            let house = cx.house()?;
            let now = cx.now().local(cx.zone());
            let clocks = ["%d/%m/%Y  %H:%M", "%H:%M"].map(|format| now.format(format).to_string());
            let name = cx.me.map(|me| me.full_name.clone()).unwrap_or_default();
            let user = cx.me.map(|me| format!("{name} · {}", me.role.spanish(me.gender))).unwrap_or_default();
            let centre = Name::of(ui, &house.centre().name, theme::strong_style());
            let users = [user.as_str(), name.as_str()].map(|words| Name::of(ui, words, TextStyle::Body));
            let window = match cx.is_at_arrivals() {
                true => "Recepción".to_owned(),
                false => format!("Ventanilla {}", cx.desk.station().window),
            };
            let tells = !cx.toasts.is_empty();
            // The names are whole as long as something else can give way: the date, what somebody is here, the hour.
            let [dated, hour] = clocks.each_ref().map(|clock| width_of(ui, clock) + GAP);
            let [whole, short] = users.each_ref().map(|user| user.width);
            let ways = [(dated, whole), (hour, whole), (hour, short), (0.0, short)];
            let room = ui.available_width() - centre.width - width_of(ui, &window) - 3.0 * GAP;
            let kept = if tells { &[LONG_TOAST, widgets::TOAST_WIDTH][..] } else { &[printer_width(ui, cx)] };
            let fit = |kept: &f32| ways.iter().position(|(clock, user)| clock + user + kept <= room);
            let way = kept.iter().find_map(fit).unwrap_or(ways.len().saturating_sub(1));
            let clock = if way == 0 { clocks.first() } else { clocks.get(1).filter(|_| way < 3) };
            let mut place = None;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                if let Some(clock) = clock {
                    ui.label(clock);
                }
                if let Some(shown) = users.get(usize::from(way > 1)).filter(|user| user.width > 1.0) {
                    // Where not even that has room, both names give way.
                    let most = (ui.available_width() - centre.width - GAP).max(ui.available_width() / 3.0);
                    shown.ui(ui, most, &user);
                }
                if !tells {
                    states_ui(ui, cx, house.anchor_state().doubt().map(ToString::to_string));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let most = ui.available_width()
                        - width_of(ui, &window)
                        - GAP
                        - kept.last().filter(|_| tells).unwrap_or(&0.0);
                    centre.ui(ui, most.max(ui.available_width() / 4.0), centre.words);
                    ui.label(window);
                    place = Some(ui.available_rect_before_wrap());
                });
            });
            place.filter(|_| tells)
        })
        .inner
    });
    if let Some(place) = bar.inner {
        // As high as the bar, without its edges.
        let high = bar.response.rect.y_range().shrink(3.0);
        cx.toasts.stand_in(Rect::from_x_y_ranges(place.x_range(), high));
    }
}

/// Between two things of the bar, in points.
const GAP: f32 = 14.0;

/// The width that what is told in passing has on one line, in points; before it gives way, other things do.
const LONG_TOAST: f32 = 380.0;

/// A name in the bar: whole where there is room, or else cut, and told whole to who points at it.
struct Name<'a> {
    words: &'a str,
    style: TextStyle,
    width: f32,
}

impl<'a> Name<'a> {
    fn of(ui: &Ui, words: &'a str, style: TextStyle) -> Self {
        let galley = WidgetText::from(words).into_galley(ui, None, f32::INFINITY, style.clone());
        // Not a hair less than it needs.
        Self { words, style, width: galley.size().x.ceil() + 1.0 }
    }

    fn ui(&self, ui: &mut Ui, room: f32, whole: &str) {
        ui.scope(|ui| {
            ui.set_max_width(room.min(self.width).min(ui.available_width()));
            widgets::told_whole(ui, RichText::new(self.words).text_style(self.style.clone()), whole);
        });
    }
}

fn width_of(ui: &Ui, words: &str) -> f32 {
    WidgetText::from(words).into_galley(ui, None, f32::INFINITY, TextStyle::Body).size().x
}

/// How printer, backups and journal stand.
fn states_ui(ui: &mut Ui, cx: &Cx<'_>, doubt: Option<String>) {
    printer_ui(ui, cx);
    backups::bar_ui(ui, cx);
    if let Some(doubt) = doubt {
        widgets::badge(ui, Sign::Warning, "Bitácora en duda").on_hover_text(doubt);
    }
}

/// The printer's state: in the bar, and whole.
fn printer_words(cx: &Cx<'_>) -> Option<(Sign, String, String)> {
    let printer = cx.desk.printer_words();
    if printer.words.is_empty() {
        return None;
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
    Some((sign, short, whole))
}

fn printer_ui(ui: &mut Ui, cx: &Cx<'_>) {
    if let Some((sign, short, whole)) = printer_words(cx) {
        widgets::badge(ui, sign, &short).on_hover_text(whole);
    }
}

/// What the printer's state takes in the bar, in points.
fn printer_width(ui: &Ui, cx: &Cx<'_>) -> f32 {
    printer_words(cx).map_or(0.0, |(_, short, _)| width_of(ui, &short) + AROUND_STATE)
}

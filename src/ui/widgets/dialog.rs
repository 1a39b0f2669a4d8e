//! A dialog: one question, before anything else. The keyboard stays inside; it is the screen that closes it.

use eframe::egui::{
    self, Context, CornerRadius, Frame, Id, Key, Margin, Modal, Rect, Response, RichText, Role, ScrollArea, Stroke,
    TextStyle, Ui, UiBuilder, vec2,
};

use super::form::writing_goes_on;
use super::paint::take_key;
use crate::ui::theme::{SCRIM, SPACE_M, SPACE_S, palette, title_style};

/// A window lower than this, in points, leaves a dialog's title and edges less.
const LOW_WINDOW: f32 = 600.0;

/// A dialog over the whole window.
#[must_use = "a dialog is shown with `show`"]
pub struct Dialog<'a> {
    title: &'a str,
    width: f32,
    scrolls_itself: bool,
}

/// What came of showing a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DialogResponse<R> {
    /// Esc was pressed in it, or its way back: the screen decides whether that closes it.
    pub gives_up: bool,
    /// What its content gave back.
    pub inner: R,
}

/// What had the keyboard before the dialog, and when the dialog was last there.
#[derive(Clone, Copy, Default)]
struct Opening {
    pass: u64,
    before: Option<Id>,
    /// What has it in the dialog.
    inside: Option<Id>,
    /// Its way back, as the pass before and this one showed it, and the pass in which that was clicked.
    back_before: Option<Id>,
    back: Option<Id>,
    gave_up_in: u64,
    /// The pass in which the first control was to take the keyboard.
    sought_in: u64,
    /// The end of each pass looks at this.
    is_watched: bool,
}

impl<'a> Dialog<'a> {
    /// A dialog of this title.
    pub fn new(title: &'a str) -> Self {
        Self { title, width: 480.0, scrolls_itself: false }
    }

    /// Its width, in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// What it shows scrolls by itself, below or above what stays in sight: it has the height that there is, and no more.
    pub fn scrolls_itself(mut self) -> Self {
        self.scrolls_itself = true;
        self
    }

    /// Shows it. A form inside gives the keyboard to its field; where none does, the way back takes it, or else the first
    /// control.
    pub fn show<R>(self, ctx: &Context, add: impl FnOnce(&mut Ui) -> R) -> DialogResponse<R> {
        let p = palette(ctx);
        let is_new = remember_what_had_the_keyboard(ctx);
        let room = ctx.content_rect().size();
        // In a low window the height is for what is asked.
        let is_low = room.y < LOW_WINDOW;
        let (margin, beside) = if is_low { (14_i8, 32.0) } else { (24, 48.0) };
        let frame = Frame::new()
            .fill(p.surface_raised)
            .stroke(Stroke::new(1.0, p.border))
            .corner_radius(CornerRadius::same(10))
            .shadow(ctx.global_style().visuals.window_shadow)
            .inner_margin(Margin::same(margin));
        let modal = Modal::new(Id::unique("dialog")).frame(frame).backdrop_color(SCRIM);
        let around = match (self.scrolls_itself, is_low) {
            (true, true) => 84.0,
            (true, false) => 120.0,
            (false, true) => 110.0,
            (false, false) => 180.0,
        };
        let height = (room.y - around).max(120.0);
        let shown = modal.show(ctx, |ui| {
            ui.set_width(self.width.min(room.x - 2.0 * f32::from(margin) - beside));
            ui.accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(Role::Dialog);
                node.set_label(self.title);
                node.set_modal();
            });
            ui.spacing_mut().item_spacing.y = SPACE_S;
            let style = if is_low { TextStyle::Heading } else { title_style() };
            ui.label(RichText::new(self.title).text_style(style).color(p.text));
            ui.add_space(if is_low { 0.0 } else { SPACE_M });
            if ui.memory(|memory| memory.focused().is_none()) {
                take_keyboard(ui, is_new);
            }
            let inner = if self.scrolls_itself {
                let place = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
                ui.scope_builder(UiBuilder::new().max_rect(place), add).inner
            } else {
                let area = ScrollArea::vertical().auto_shrink([false, true]);
                area.max_height(height).min_scrolled_height(height).show(ui, add).inner
            };
            let escapes = !egui::Popup::is_any_open(ui) && take_key(ui, Key::Escape);
            let pass = ui.cumulative_pass_nr();
            let goes_back = ui.data(|data| data.get_temp::<Opening>(key()).is_some_and(|it| it.gave_up_in == pass));
            DialogResponse { gives_up: escapes || goes_back, inner }
        });
        let inside = ctx.memory(|memory| memory.focused());
        ctx.data_mut(|data| data.get_temp_mut_or_default::<Opening>(key()).inside = inside);
        shown.inner
    }
}

/// Nothing has the keyboard: its way back takes it, which is known once it was shown, or the first control as if Tab had
/// been pressed.
fn take_keyboard(ui: &Ui, is_new: bool) {
    let way_back = ui.data(|data| data.get_temp::<Opening>(key()).and_then(|opening| opening.back_before));
    match way_back {
        Some(id) => ui.memory_mut(|memory| memory.request_focus(id)),
        None if is_new => ui.request_repaint(),
        None => {
            let pass = ui.cumulative_pass_nr();
            ui.data_mut(|data| data.get_temp_mut_or_default::<Opening>(key()).sought_in = pass);
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
        }
    }
}

/// The way back of the dialog that is being shown, and whether it was clicked. One that has just come in the place of
/// something else has the keyboard before the first control, unless a form gives it to a field.
pub(super) fn note_way_back(ui: &Ui, back: &Response, is_of_a_form: bool) {
    let (pass, is_clicked) = (ui.cumulative_pass_nr(), back.clicked());
    let takes_keyboard = ui.data_mut(|data| {
        let opening = data.get_temp_mut_or_default::<Opening>(key());
        opening.back = Some(back.id);
        if is_clicked {
            opening.gave_up_in = pass;
        }
        opening.sought_in == pass && !is_of_a_form
    });
    if takes_keyboard {
        back.request_focus();
    }
}

/// Once the dialog is gone, what had the keyboard before has it again: what lies below may take it only when a pass
/// without the dialog is over.
fn hand_the_keyboard_back(ui: &mut Ui) {
    let pass = ui.cumulative_pass_nr();
    let before = ui.data_mut(|data| {
        let opening = data.get_temp_mut_or_default::<Opening>(key());
        let is_over = opening.pass < pass;
        is_over.then(|| opening.before.take().map(|before| (before, opening.inside))).flatten()
    });
    // A screen that sent the keyboard elsewhere knows better.
    if let Some((id, inside)) = before
        && ui.memory(|memory| memory.focused()).is_none_or(|focused| Some(focused) == inside)
    {
        ui.memory_mut(|memory| memory.request_focus(id));
        writing_goes_on(ui, Some(id));
        ui.request_repaint();
    }
}

/// Whether a dialog is open: what lies below it does not listen to the keyboard.
pub fn dialog_is_open(ctx: &Context) -> bool {
    let opening = ctx.data(|data| data.get_temp::<Opening>(key()).unwrap_or_default());
    opening.pass > 0 && opening.pass.saturating_add(1) >= ctx.cumulative_pass_nr()
}

fn key() -> Id {
    Id::unique("the opening of the dialog")
}

/// Says whether the dialog has just opened.
fn remember_what_had_the_keyboard(ctx: &Context) -> bool {
    let pass = ctx.cumulative_pass_nr();
    let focused = ctx.memory(|memory| memory.focused());
    let (opens, is_first) = ctx.data_mut(|data| {
        let opening = data.get_temp_mut_or_default::<Opening>(key());
        let opens = opening.pass.saturating_add(1) < pass;
        opening.back_before = opening.back.take().filter(|_| !opens);
        if opens {
            opening.before = focused;
        }
        opening.pass = pass;
        (opens, !std::mem::replace(&mut opening.is_watched, true))
    });
    if is_first {
        ctx.on_end_pass("the end of a dialog", std::sync::Arc::new(hand_the_keyboard_back));
    }
    if opens {
        if let Some(id) = focused {
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
        // The widgets below are closed off from the next pass on; the keyboard moves inside then.
        ctx.request_repaint();
    }
    opens
}

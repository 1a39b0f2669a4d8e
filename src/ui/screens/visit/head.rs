//! Above the visit: who came, with which turn, for which employer; and the ways out.

use eframe::egui::{Id, RichText, Ui};

use super::frame::{Frame, Wish};
use super::has_ended;
use super::serving::Serving;
use crate::domain::procedure;
use crate::domain::procedure_id::ProcedureId;
use crate::ui::cx::{Command, Cx};
use crate::ui::shortcuts::{Action, cap};
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Button};
use crate::ui::words;

/// Narrower than this, in points, who came and the ways out stand below each other.
const WIDE: f32 = 800.0;

/// The width of the ways out before it is known, in points: with less, their words would be broken and so measured.
const WAYS_WIDTH: f32 = 780.0;

/// One frame.
pub(super) fn ui(ui: &mut Ui, cx: &mut Cx<'_>, frame: &mut Frame, serving: &mut dyn Serving) {
    let Some(at_hand) = serving.at_hand() else { return };
    let turn = &at_hand.turn.turn;
    let procedure = ProcedureId::parse(&at_hand.visit.procedure).map_or("", procedure::name);
    let behalf = serving.on_behalf_of();
    // For whom it is has a line of its own: it is what must not be confused.
    let what = behalf.as_deref().unwrap_or(procedure).to_owned();
    let who = format!("{} · Turno {} · {}", turn.holder, turn.code, words::hour(&at_hand.turn));
    let about = [turn.holder_name.as_str(), &who, procedure, behalf.as_deref().unwrap_or_default()].join("\n");
    let short = [format!("{} · {}", turn.holder_name, turn.code), format!("{} · {what}", turn.holder)];
    let holder_name = turn.holder_name.clone();
    let large = |text: &str| RichText::new(text).text_style(theme::large_style());
    let truncated = |ui: &mut Ui, text: RichText| widgets::told_whole(ui, text, about.trim_end());
    let is_wide = ui.available_width() >= WIDE;
    // Which there are, and how they are written, says how wide they are.
    let is_busy = frame.ending.pending.is_busy() || serving.is_at_work();
    let shown = (has_ended(at_hand), serving.covers(), serving.without(), is_busy);
    let measured = Id::unique(("the width of the ways out of a visit", shown));
    let ways_width = ui.data(|data| data.get_temp::<f32>(measured)).unwrap_or(WAYS_WIDTH);
    if is_wide {
        ui.horizontal_top(|ui| {
            // Who came has what the ways out leave.
            let room = ui.available_width() - ways_width - ui.spacing().item_spacing.x - 1.0;
            ui.vertical(|ui| {
                ui.set_width(room);
                truncated(ui, large(&holder_name));
                truncated(ui, RichText::new(&who));
                truncated(ui, RichText::new(what).text_style(theme::strong_style()));
            });
            let width = ui.horizontal(|ui| ways_out_ui(ui, cx, frame, serving)).response.rect.width();
            if (width - ways_width).abs() > 0.5 {
                ui.data_mut(|data| data.insert_temp(measured, width));
                ui.request_repaint();
            }
        });
        ui.add_space(8.0);
    } else {
        // Beside each other they would leave the page no height: two lines for who came, one for the ways out.
        let [name, number] = &short;
        truncated(ui, large(name));
        truncated(ui, RichText::new(number));
        ui.horizontal_wrapped(|ui| ways_out_ui(ui, cx, frame, serving));
        ui.add_space(4.0);
    }
}

fn ways_out_ui(ui: &mut Ui, cx: &mut Cx<'_>, frame: &mut Frame, serving: &mut dyn Serving) {
    if serving.covers() && (serving.has_way_back() || !serving.at_hand().is_some_and(has_ended)) {
        // One way back is enough; and a visit whose slip is not settled is not left.
        return;
    }
    if serving.at_hand().is_some_and(has_ended) {
        if Button::secondary("Volver a Turnos").icon(Icon::Back).show(ui).clicked() {
            cx.ask(Command::LeaveVisit);
        }
        return;
    }
    // Its name would take the place of who came.
    if Button::quiet("Ver la ficha").icon(Icon::Info).icon_only(true).show(ui).clicked() {
        let procedure = serving.at_hand().and_then(|at_hand| ProcedureId::parse(&at_hand.visit.procedure));
        cx.ask(Command::ShowCard(procedure));
    }
    let is_busy = frame.ending.pending.is_busy() || serving.is_at_work();
    let park = Button::secondary("Poner en pausa").icon(Icon::Pause).shortcut(cap(Action::Park)).busy(is_busy);
    if park.show(ui).clicked() {
        frame.wish = Some(Wish::Park);
    }
    if let Some(without) = serving.without() {
        if Button::quiet("Pedir revisión…").busy(is_busy).show(ui).clicked() {
            serving.ask_look();
        }
        if Button::quiet(&format!("Terminar {without}…")).busy(is_busy).show(ui).clicked() {
            serving.ask_the_end();
        }
    }
    if Button::quiet("Se retiró…").busy(is_busy).show(ui).clicked() {
        frame.asks_whether_left = true;
    }
}

//! What the pages of the registers share: a line with its source, the history.

use eframe::egui::{self, RichText, TextStyle, Ui};

use super::words::{self, Names};
use crate::domain::calendar::Zone;
use crate::ops::view::{HistoryLine, Provenance};
use crate::ui::theme::{SPACE_XS, palette, strong_style};
use crate::ui::widgets::{self, Button, Sign};

/// The room for one small button of a line, and for three.
pub(super) const ONE_ACTION: f32 = 110.0;
pub(super) const THREE_ACTIONS: f32 = 310.0;

/// How many lines of a history are shown at first, and at most.
const SHORT_HISTORY: usize = 5;
const LONG_HISTORY: usize = 200;

/// A muted line of small text.
pub(in crate::ui::screens) fn small_ui(ui: &mut Ui, text: &str) {
    let muted = palette(ui).text_muted;
    ui.label(RichText::new(text).text_style(TextStyle::Small).color(muted));
}

/// Where a fact comes from: a tag, and the whole of it beside.
pub(super) fn source_ui(ui: &mut Ui, provenance: &Provenance, names: &Names, zone: Zone) {
    let (sign, word, whole) = words::source(provenance, names, zone);
    ui.horizontal_wrapped(|ui| {
        widgets::badge(ui, sign, word);
        small_ui(ui, &whole);
    });
}

/// A line of a list of facts: what it is, more about it, where it comes from; at its right, in a width of its own, what
/// can be done with it.
pub(super) fn line_ui<R>(
    ui: &mut Ui,
    (what, more): (&str, &str),
    actions_width: f32,
    provenance: Option<(&Provenance, &Names, Zone)>,
    actions: impl FnOnce(&mut Ui) -> R,
) -> R {
    let room = ui.available_width();
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_width((room - actions_width).max(200.0));
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.label(RichText::new(what).text_style(strong_style()));
            if !more.is_empty() {
                small_ui(ui, more);
            }
            if let Some((provenance, names, zone)) = provenance {
                ui.spacing_mut().interact_size.y = 0.0;
                let (sign, _, whole) = words::source(provenance, names, zone);
                match sign {
                    Sign::Warning => source_ui(ui, provenance, names, zone),
                    _ => small_ui(ui, &whole),
                }
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), actions).inner
    })
    .inner
}

/// A small button of a line. What is read on it is short; its accessible name says of which line it is.
pub(super) fn line_button(ui: &mut Ui, label: &str, name: &str) -> bool {
    let response = Button::quiet(label).show(ui);
    ui.accesskit_node_builder(response.id, |node| node.set_label(name));
    response.clicked()
}

/// What was done to a record, the newest first; `is_long` shows all of it.
pub(super) fn history_ui(ui: &mut Ui, history: &[HistoryLine], zone: Zone, is_long: &mut bool) {
    widgets::section(ui, "Historia", |ui| {
        ui.spacing_mut().item_spacing.y = SPACE_XS;
        if history.is_empty() {
            small_ui(ui, "Nada se ha hecho a mano con este registro.");
        }
        let most = if *is_long { LONG_HISTORY } else { SHORT_HISTORY };
        for line in history.iter().take(most) {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                small_ui(ui, &line.at.in_figures(zone));
                ui.label(words::done(line));
                small_ui(ui, &line.by);
            });
        }
        let left = history.len().saturating_sub(most);
        if left > 0 && !*is_long && Button::quiet("Ver toda la historia").show(ui).clicked() {
            *is_long = true;
        }
    });
}

/// A fault of a reading, where the page would be.
pub(super) fn fault_ui(ui: &mut Ui, fault: &crate::desk::Error) {
    widgets::notice(ui, Sign::Refused, &fault.to_string(), None);
}

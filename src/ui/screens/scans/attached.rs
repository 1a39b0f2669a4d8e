//! What is attached, the same wherever scans are listed: a line a scan, with what can be done with it.

use eframe::egui::{self, RichText, Ui};

use super::{kind_words, paper_name};
use crate::domain::id::ScanId;
use crate::ops::view::Scan;
use crate::ui::theme::{palette, strong_style};
use crate::ui::widgets::Button;

/// What is asked of a scan, with the name of its paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::screens) enum AskedOf {
    /// It is looked at.
    See(ScanId, &'static str),
    /// It is taken off.
    Remove(ScanId, &'static str),
}

/// What the list is called, wherever it is of all the papers.
pub(in crate::ui::screens) const TITLE: &str = "Documentos digitalizados";

/// From this width on, in points, a scan has one line.
const WIDE: f32 = 540.0;

/// The list under its title; `empty` stands where there is none.
pub(in crate::ui::screens) fn attached_ui<'s>(
    ui: &mut Ui,
    title: &str,
    scans: impl Iterator<Item = &'s Scan>,
    (empty, may_remove): (&str, bool),
) -> Option<AskedOf> {
    let muted = palette(ui).text_muted;
    let heading = ui.label(RichText::new(title).text_style(strong_style()));
    ui.accesskit_node_builder(heading.id, |node| {
        node.set_role(egui::Role::Heading);
        node.set_label(title);
    });
    let (mut asked, mut count) = (None, 0_usize);
    for scan in scans {
        count = count.saturating_add(1);
        let name = paper_name(&scan.paper);
        // A long name has a line of its own: nothing of it breaks apart.
        let is_wide = ui.available_width() >= WIDE;
        if !is_wide {
            ui.label(name);
        }
        ui.horizontal(|ui| {
            if is_wide {
                ui.label(name);
            }
            ui.label(RichText::new(kind_words(scan)).small().color(muted));
            let see = Button::quiet("Ver").show(ui);
            ui.accesskit_node_builder(see.id, |node| node.set_label(format!("Ver {name}")));
            if see.clicked() {
                asked = Some(AskedOf::See(scan.id, name));
            }
            if !may_remove {
                return;
            }
            let remove = Button::quiet("Quitar…").show(ui);
            ui.accesskit_node_builder(remove.id, |node| node.set_label(format!("Quitar {name}")));
            if remove.clicked() {
                asked = Some(AskedOf::Remove(scan.id, name));
            }
        });
    }
    if count == 0 {
        ui.label(RichText::new(empty).color(muted));
    }
    asked
}

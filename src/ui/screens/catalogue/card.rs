//! The card of a procedure as it is read on the screen: headings, short paragraphs, what to bring first.

use eframe::egui::{Label, RichText, TextStyle, Ui};

use crate::domain::catalogue::{Detail, Here, Part, Piece, Requirement, outline};
use crate::domain::procedure::Procedure;
use crate::ui::theme::{self, SPACE_M, SPACE_S, SPACE_XS};
use crate::ui::widgets::{self, Notice, Sign};

/// Lines longer than this, in points, are hard to follow.
const LINE: f32 = 720.0;
/// How far the marks of a list stand before its text, in points.
const INDENT: f32 = 26.0;

/// Shows the card, whole.
pub(super) fn ui(ui: &mut Ui, procedure: &'static Procedure, here: Option<&Here>) {
    let card = &*procedure.card;
    ui.set_max_width(ui.available_width().min(LINE));
    let official = if *card.name == *procedure.name { "" } else { &*card.name };
    widgets::panel_title(ui, procedure.name, official);
    ui.add_space(SPACE_S);
    for part in &outline(card, here, Detail::Whole) {
        part_ui(ui, part);
    }
    widgets::section(ui, "Contacto", |ui| {
        for (name, value) in [
            ("Dependencia", &card.contact.office),
            ("Correo electrónico", &card.contact.email),
            ("Teléfono", &card.contact.telephone),
        ] {
            widgets::key_value(ui, name, value);
        }
    });
}

fn part_ui(ui: &mut Ui, part: &Part<'_>) {
    let pieces_ui = |ui: &mut Ui| part.pieces.iter().for_each(|piece| piece_ui(ui, piece));
    match part.title {
        Some(title) => widgets::section(ui, title, pieces_ui),
        None => {
            pieces_ui(ui);
            ui.add_space(SPACE_M);
        }
    }
}

fn piece_ui(ui: &mut Ui, piece: &Piece<'_>) {
    match piece {
        Piece::Words(words) => drop(ui.label(words.as_ref())),
        Piece::Important(words) => {
            Notice::new(Sign::Info, words).show(ui);
        }
        Piece::Asked { title, applies, items } => {
            if let Some(title) = title {
                ui.add_space(SPACE_XS);
                ui.label(RichText::new(*title).text_style(theme::strong_style()));
            }
            if let Some(applies) = applies {
                ui.label(*applies);
            }
            items.iter().for_each(|item| required_ui(ui, item));
        }
        Piece::Facts(facts) => {
            for (name, value) in facts {
                widgets::key_value(ui, name, value);
            }
        }
        Piece::Step { mark, text, link, inside, notes } => {
            let below_ui = |ui: &mut Ui| {
                ui.label(*text);
                link_ui(ui, *link);
                for (mark, text) in inside {
                    marked_ui(ui, mark, |ui| drop(ui.label(*text)));
                }
                for note in notes {
                    let muted = theme::palette(ui).text_muted;
                    ui.label(RichText::new(format!("Nota: {note}")).color(muted));
                }
            };
            match mark {
                Some(mark) => marked_ui(ui, mark, below_ui),
                None => below_ui(ui),
            }
        }
        Piece::Points(points) => points.iter().for_each(|point| marked_ui(ui, "•", |ui| drop(ui.label(*point)))),
        Piece::Norm(norm, articles) => {
            widgets::key_value(ui, norm, articles);
        }
    }
    ui.add_space(SPACE_XS);
}

fn required_ui(ui: &mut Ui, item: &Requirement) {
    marked_ui(ui, "•", |ui| {
        ui.label(RichText::new(&*item.name).text_style(theme::strong_style()));
        if let Some(detail) = &item.detail {
            ui.label(&**detail);
        }
        link_ui(ui, item.link.as_deref());
    });
}

/// A mark, and beside it what it stands for.
fn marked_ui(ui: &mut Ui, mark: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let left = ui.cursor().left();
        ui.label(mark);
        ui.add_space((left + INDENT - ui.cursor().left()).max(0.0));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = SPACE_XS;
            add(ui);
        });
    });
}

/// A page's address, to be selected and copied.
fn link_ui(ui: &mut Ui, link: Option<&str>) {
    if let Some(link) = link {
        let muted = theme::palette(ui).text_muted;
        ui.add(Label::new(RichText::new(link).text_style(TextStyle::Small).color(muted)).selectable(true).wrap());
    }
}

//! Signs: what a rule, a step or a slip says, as a colour, a shape and a word, always the three.

use eframe::egui::{self, Color32, CornerRadius, Response, Role, Sense, TextStyle, Ui, WidgetInfo, vec2};

use super::paint::{line, put_line};
use crate::ui::theme::{Icon, Palette, SPACE_XS, palette};

/// What something says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// The rule is met.
    Met,
    /// Something must be brought or recorded first.
    Missing,
    /// It can never serve.
    Refused,
    /// Somebody has to look.
    Warning,
    /// It does not concern this.
    NotApplicable,
    /// To be known.
    Info,
    /// It waits for somebody or something.
    Waiting,
    /// It is done.
    Done,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 8] = [
        Self::Met,
        Self::Missing,
        Self::Refused,
        Self::Warning,
        Self::NotApplicable,
        Self::Info,
        Self::Waiting,
        Self::Done,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "Cumple",
            Self::Missing => "Falta",
            Self::Refused => "No se acepta",
            Self::Warning => "Advertencia",
            Self::NotApplicable => "No aplica",
            Self::Info => "Información",
            Self::Waiting => "En espera",
            Self::Done => "Hecho",
        }
    }

    /// Its shape.
    pub fn icon(self) -> Icon {
        match self {
            Self::Met => Icon::CheckCircle,
            Self::Missing => Icon::Missing,
            Self::Refused => Icon::Refused,
            Self::Warning => Icon::Warning,
            Self::NotApplicable => Icon::NotApplicable,
            Self::Info => Icon::Info,
            Self::Waiting => Icon::Clock,
            Self::Done => Icon::Check,
        }
    }

    /// Its colour, legible upon its own ground and upon a surface.
    pub fn colour(self, p: &Palette) -> Color32 {
        match self {
            Self::Met | Self::Done => p.positive,
            Self::Missing | Self::Info => p.info,
            Self::Refused => p.danger,
            Self::Warning => p.warning,
            Self::NotApplicable | Self::Waiting => p.text_muted,
        }
    }

    /// The ground it stands upon.
    pub fn ground(self, p: &Palette) -> Color32 {
        match self {
            Self::Met | Self::Done => p.positive_soft,
            Self::Missing | Self::Info => p.info_soft,
            Self::Refused => p.danger_soft,
            Self::Warning => p.warning_soft,
            Self::NotApplicable | Self::Waiting => p.surface_sunken,
        }
    }

    /// Paints its shape around `centre`; what is settled is solid, what is still open is an outline.
    pub fn paint(self, painter: &egui::Painter, centre: egui::Pos2, size: f32, colour: Color32) {
        match self {
            Self::Missing | Self::Waiting => self.icon().paint(painter, centre, size, colour),
            _ => self.icon().paint_solid(painter, centre, size, colour),
        }
    }
}

/// A rounded tag with the shape of a sign and a word, usually [`Sign::word`].
pub fn badge(ui: &mut Ui, sign: Sign, text: &str) -> Response {
    let p = palette(ui);
    let (icon, height) = (16.0, 26.0);
    let colour = sign.colour(p);
    let galley = line(ui, text, TextStyle::Small, colour);
    let width = 8.0 + icon + SPACE_XS + galley.size().x + 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(13), sign.ground(p));
    sign.paint(painter, egui::pos2(rect.left() + 8.0 + icon / 2.0, rect.center().y), icon, colour);
    put_line(painter, rect.left() + 8.0 + icon + SPACE_XS, rect.center().y, galley);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

//! The scanner's newest file, small: nobody attaches what was not in sight.

use std::path::PathBuf;
use std::time::SystemTime;

use eframe::egui::{
    Align2, Color32, ColorImage, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, TextStyle, TextureHandle,
    TextureOptions, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::desk::{Preview, TrayFile};
use crate::ui::cx::Cx;
use crate::ui::screens::registers::sending::Sending;
use crate::ui::theme::{Icon, RADIUS, palette};
use crate::ui::words::counted;

/// A page upright, in points.
const SIZE: Vec2 = vec2(132.0, 172.0);

/// For so long it is in sight before a key attaches it: the second of two quick presses attaches nothing.
const SEEN_SECS: f64 = 0.3;

/// The picture of one file.
#[derive(Default)]
pub(super) struct Thumbnail {
    of: Option<(PathBuf, SystemTime)>,
    opening: Sending<Preview>,
    shown: Option<Shown>,
    /// Since when it is in sight, in seconds.
    seen_since: Option<f64>,
    comes_into_sight: bool,
}

enum Shown {
    Picture(TextureHandle),
    Pdf(u32),
    /// It cannot be drawn: attaching it says why.
    Nothing,
}

impl Thumbnail {
    /// One frame of the picture of this file.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, file: &TrayFile) {
        self.open(ui, cx, file);
        let p = palette(ui);
        let (rect, response) = ui.allocate_exact_size(SIZE, Sense::hover());
        let name = match self.shown {
            None => format!("Abriendo {}", file.name),
            Some(_) => format!("Imagen de {}", file.name),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        if std::mem::take(&mut self.comes_into_sight) {
            ui.scroll_to_rect(rect, None);
        }
        let painter = ui.painter();
        painter.rect_filled(rect, CornerRadius::same(RADIUS), p.surface_sunken);
        let middle = |words: &str| {
            painter.text(
                rect.center(),
                Align2::CENTER_CENTER,
                words,
                TextStyle::Small.resolve(ui.style()),
                p.text_muted,
            );
        };
        match &self.shown {
            None => middle("Abriendo…"),
            Some(Shown::Nothing) => middle("Sin imagen"),
            Some(Shown::Pdf(pages)) => {
                Icon::Document.paint(painter, rect.center() - vec2(0.0, 22.0), 28.0, p.text_muted);
                middle(&format!("PDF, {}", counted(*pages, "página", "páginas")));
            }
            Some(Shown::Picture(texture)) => {
                let pixels = texture.size_vec2();
                let scale = (SIZE.x / pixels.x.max(1.0)).min(SIZE.y / pixels.y.max(1.0));
                let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                let place = Rect::from_center_size(rect.center(), pixels * scale);
                painter.image(texture.id(), place, whole, Color32::WHITE);
            }
        }
        painter.rect_stroke(rect, CornerRadius::same(RADIUS), Stroke::new(1.0, p.border), StrokeKind::Inside);
        let now = ui.input(|input| input.time);
        // Half of it tells one page from another; less is not looked at.
        let in_sight = self.shown.is_some() && ui.clip_rect().contains(rect.center());
        self.seen_since = in_sight.then(|| self.seen_since.unwrap_or(now));
    }

    /// Was it in sight for long enough?
    pub(super) fn was_seen(&self, now: f64) -> bool {
        self.seen_since.is_some_and(|since| now - since >= SEEN_SECS)
    }

    /// It comes into sight, to be looked at.
    pub(super) fn show_it(&mut self) {
        self.comes_into_sight = true;
    }

    fn open(&mut self, ui: &Ui, cx: &Cx<'_>, file: &TrayFile) {
        let of = (file.path.clone(), file.modified);
        if self.of.as_ref() != Some(&of) {
            *self = Self { of: Some(of), ..Self::default() };
            self.opening.start(|| cx.desk.scan_thumbnail(file.path.clone()));
        }
        let opened = self.opening.poll();
        if self.shown.is_some() || self.opening.is_busy() {
            return;
        }
        self.shown = Some(match opened {
            Some(Preview::Picture { size_px: [width, height], rgba })
                if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(4)) == Some(rgba.len()) =>
            {
                let image = ColorImage::from_rgba_unmultiplied([width, height], &rgba);
                Shown::Picture(ui.load_texture("thumbnail", image, TextureOptions::LINEAR))
            }
            Some(Preview::Pdf { pages }) => Shown::Pdf(pages),
            _ => Shown::Nothing,
        });
        ui.request_repaint();
    }
}

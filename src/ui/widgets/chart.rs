//! Bars with their figures written at them. Nothing in a chart moves: it is not dragged, zoomed or scrolled. It is one stop
//! for Tab, so that it can be brought into sight, and its name says every figure.

use eframe::egui::{Align2, Rangef, Response, RichText, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo, vec2};
use egui_plot::{AxisHints, Bar, BarChart, GridMark, Plot, PlotBounds, PlotPoint, PlotUi, Text};

use super::paint::{focus_ring, line, named_id, put_line};
use crate::ui::theme::{Palette, SPACE_M, SPACE_S, palette};

/// A part of a chart: its name at the axis, and for each kind of bar its length and the figure that is written at it.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartPart {
    /// The name, short.
    pub name: String,
    /// Its bars: a filled one first, then an outlined one.
    pub bars: Vec<(f64, String)>,
}

impl ChartPart {
    /// Of one bar, which is a count.
    #[must_use]
    pub fn count(name: impl Into<String>, count: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
        let length = count as f64;
        Self { name: name.into(), bars: vec![(length, count.to_string())] }
    }
}

/// A chart, before it is shown.
#[must_use = "a chart is shown with `show`"]
pub struct BarsChart<'a> {
    name: &'a str,
    said: &'a str,
    parts: &'a [ChartPart],
    is_lying: bool,
}

/// The height of standing bars with their figures, in points.
const STANDING_HEIGHT: f32 = 190.0;
/// The height that each lying bar takes, in points.
const LYING_HEIGHT: f32 = 30.0;
/// How much higher than the highest standing bar the chart is: room for its figure.
const STANDING_ROOM: f64 = 1.16;
/// The least part of a chart that its longest lying bar has, whatever its names and figures take.
const LEAST_LYING: f32 = 0.2;
/// Wider than this, in points, a single standing bar looks like a wall.
const WIDEST_BAR: f64 = 64.0;

impl<'a> BarsChart<'a> {
    /// A chart of standing bars. `said` is what is read aloud of it: every figure with its part.
    pub fn new(name: &'a str, said: &'a str, parts: &'a [ChartPart]) -> Self {
        Self { name, said, parts, is_lying: false }
    }

    /// Its bars lie below each other: for names of several words.
    pub fn lying(mut self) -> Self {
        self.is_lying = true;
        self
    }

    /// Shows it, as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let p = palette(ui);
        let id = named_id(ui, "chart", self.name);
        let (width, count) = (ui.available_width(), self.parts.len());
        #[expect(clippy::cast_precision_loss, reason = "a few dozen parts")]
        let (places, height) =
            (count as f64, if self.is_lying { LYING_HEIGHT * count as f32 } else { STANDING_HEIGHT });
        let lengths = self.parts.iter().flat_map(|part| part.bars.iter().map(|(length, _)| *length));
        let longest = lengths.fold(0.0_f64, f64::max).max(1.0);
        let bounds = match self.is_lying {
            false => PlotBounds::from_min_max([-0.5, 0.0], [places - 0.5, longest * STANDING_ROOM]),
            true => {
                let figures = self.parts.iter().flat_map(|part| part.bars.iter().map(|(_, figure)| figure.as_str()));
                let names = widest(ui, self.parts.iter().map(|part| part.name.as_str()));
                let room = (width - names).max(1.0);
                // Each figure stands right of its bar.
                let bar = 1.0 - (widest(ui, figures) / room).min(1.0 - LEAST_LYING);
                PlotBounds::from_min_max([0.0, 0.5 - places], [longest / f64::from(bar), 0.5])
            }
        };
        let thick = if self.is_lying { 0.62 } else { (WIDEST_BAR * places / f64::from(width.max(1.0))).min(0.72) };
        let plot = self.plot(ui, id, p).height(height).width(width);
        let Self { parts, is_lying, .. } = self;
        let shown = plot.show(ui, |plot| {
            plot.set_plot_bounds(bounds);
            bars(plot, p, parts, is_lying, thick);
        });
        let rect = shown.response.rect;
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        let said = format!("{}. {}", self.name, self.said);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
        if response.has_focus() {
            focus_ring(ui, rect);
        }
        response
    }

    /// The plot as it stands still: without a ground, a grid or a cursor of its own, with the parts' names at one axis.
    fn plot(&self, ui: &Ui, id: eframe::egui::Id, p: &Palette) -> Plot<'a> {
        let (parts, is_lying) = (self.parts, self.is_lying);
        let marks = move |_| {
            (0_i32..).zip(parts).map(|(at, _)| GridMark { value: place(at, is_lying), step_size: 1.0 }).collect()
        };
        let name_at = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "marks stand at whole places")]
            let at = mark.value.abs().round() as usize;
            parts.get(at).map(|part| part.name.clone()).unwrap_or_default()
        };
        let font = TextStyle::Small.resolve(ui.style());
        let axis = |axis: AxisHints<'a>| {
            axis.formatter(name_at)
                .tick_label_font(font.clone())
                .tick_label_color(p.text)
                .label_spacing(Rangef::new(1.0, 2.0))
        };
        let plot = Plot::new(id)
            .allow_zoom(false)
            .allow_drag(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_double_click_reset(false)
            .allow_axis_zoom_drag(false)
            .sense(Sense::hover())
            .show_crosshair(false)
            .show_x(false)
            .show_y(false)
            .show_background(false)
            .show_grid(false)
            .set_margin_fraction(vec2(0.0, 0.0));
        if is_lying {
            let room = widest(ui, parts.iter().map(|part| part.name.as_str()));
            let names = axis(AxisHints::new_y()).min_thickness(room);
            plot.y_grid_spacer(marks).custom_y_axes(vec![names]).show_axes([false, true])
        } else {
            let names = axis(AxisHints::new_x()).min_thickness(20.0);
            plot.x_grid_spacer(marks).custom_x_axes(vec![names]).show_axes([true, false])
        }
    }
}

/// The room that the widest of these words takes, with some air.
fn widest<'w>(ui: &Ui, words: impl Iterator<Item = &'w str>) -> f32 {
    let widths = words.map(|word| line(ui, word, TextStyle::Small, palette(ui).text).size().x);
    widths.fold(0.0_f32, f32::max) + 2.0 * SPACE_S
}

/// Where a part stands along its axis: lying ones from the top down.
fn place(at: i32, is_lying: bool) -> f64 {
    f64::from(if is_lying { -at } else { at })
}

fn bars(plot: &mut PlotUi<'_>, p: &Palette, parts: &[ChartPart], is_lying: bool, thick: f64) {
    for (at, part) in (0_i32..).zip(parts) {
        let kinds = i32::try_from(part.bars.len()).unwrap_or(1).max(1);
        let each = thick / f64::from(kinds);
        for (kind, (length, figure)) in (0_i32..).zip(&part.bars) {
            let aside = (f64::from(kind) - f64::from(kinds - 1) / 2.0) * each;
            let argument = place(at, is_lying) + if is_lying { -aside } else { aside };
            let (fill, edge) = if kind == 0 { (p.accent, p.accent) } else { (p.accent_soft, p.accent) };
            let bar = Bar::new(argument, *length).width(each * 0.94).fill(fill).stroke(Stroke::new(1.0, edge));
            let chart = BarChart::new("", vec![bar]).allow_hover(false).id((at, kind));
            plot.bar_chart(if is_lying { chart.horizontal() } else { chart.vertical() });
            let (end, anchor) = match is_lying {
                true => (PlotPoint::new(*length, argument), Align2::LEFT_CENTER),
                false => (PlotPoint::new(argument, *length), Align2::CENTER_BOTTOM),
            };
            let figure = if is_lying { format!(" {figure}") } else { figure.clone() };
            let words = RichText::new(figure).text_style(TextStyle::Small).color(p.text);
            plot.text(
                Text::new("", end, words).anchor(anchor).color(p.text).allow_hover(false).id((at, kind, "figure")),
            );
        }
    }
}

/// What the filled and the outlined bars of a chart stand for.
pub fn chart_legend(ui: &mut Ui, filled: &str, outlined: &str) {
    let p = palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        for (fill, words) in [(p.accent, filled), (p.accent_soft, outlined)] {
            let text = line(ui, words, TextStyle::Small, p.text);
            let side = 12.0;
            let (rect, response) =
                ui.allocate_exact_size(vec2(side + SPACE_S + text.size().x + SPACE_M, text.size().y), Sense::hover());
            let square = Align2::LEFT_CENTER.anchor_size(rect.left_center(), vec2(side, side));
            let edge = Stroke::new(1.0, p.accent);
            ui.painter().rect(square, 2.0, fill, edge, eframe::egui::StrokeKind::Inside);
            put_line(ui.painter(), rect.left() + side + SPACE_S, rect.center().y, text);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        }
    });
}

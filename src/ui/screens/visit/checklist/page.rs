//! The papers of a visit: the steps at the left, the step at hand in the middle, the verdict at the right, and the large
//! button below.

use eframe::egui::{Frame, Id, Key, Margin, Modifiers, Panel, Rect, ScrollArea, Ui, UiBuilder};

use super::Checklist;
use super::on_screen::{OnScreen, Pages as _, Service as _};
use super::overriding::OverrideDialog;
use super::step::{self, Comes, Standing};
use crate::domain::procedure;
use crate::ops::scan::ScannedPaper;
use crate::ops::view::VisitAtHand;
use crate::ui::cx::Cx;
use crate::ui::screens::scans::ScanPanel;
use crate::ui::screens::visit::frame::Frame as VisitFrame;
use crate::ui::screens::visit::reading::name_from;
use crate::ui::shortcuts::{Action, cap};
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Button, Form};

/// The width of the steps, in points; where the page is too narrow, they show how they stand and not their names.
const STEPS_WIDTH: f32 = 208.0;
const NARROW_STEPS_WIDTH: f32 = 46.0;

/// On a page narrower than this, in points, the steps give way.
const NARROW_PAGE: f32 = 940.0;

/// The width of the verdict, in points, and the least it comes down to.
const VERDICT_WIDTH: f32 = 316.0;
const NARROW_VERDICT_WIDTH: f32 = 200.0;

/// The part of a page that the verdict has at most.
const VERDICT_PART: f32 = 0.32;

impl<P: OnScreen> Checklist<P> {
    pub(super) fn papers_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: &VisitAtHand, visit: &mut VisitFrame) {
        let fill = theme::palette(ui).background;
        let bare = Frame::new().fill(fill);
        let page = ui.available_width();
        let steps = if page < NARROW_PAGE { NARROW_STEPS_WIDTH } else { STEPS_WIDTH };
        let verdict = (page * VERDICT_PART).clamp(NARROW_VERDICT_WIDTH, VERDICT_WIDTH);
        let missing = self.sheet.as_ref().map(|sheet| at_hand.missing_scans(&sheet.case)).unwrap_or_default();
        Panel::left("steps").exact_size(steps).resizable(false).show_separator_line(false).frame(bare).show(ui, |ui| {
            self.steps_ui(ui, &missing, visit);
        });
        // Drawn in the order in which the keyboard goes: the step at hand, the large button, the verdict.
        let (middle, right) = {
            let rest = ui.available_rect_before_wrap();
            rest.split_left_right_at_x(rest.right() - verdict)
        };
        let (top, bottom) = middle.split_top_bottom_at_y(middle.bottom() - self.foot_height);
        let large = Id::unique(("visit", self.id.0, "large button"));
        let frame = bare.inner_margin(Margin { left: 10, ..Margin::default() });
        part_ui(ui, top, frame, |ui| {
            let mut area = ScrollArea::vertical().id_salt(("step", self.step)).auto_shrink([false, false]);
            if std::mem::take(&mut self.opens_at_its_top) {
                area = area.vertical_scroll_offset(0.0);
            }
            area.show(ui, |ui| {
                widgets::card(ui, |ui| self.step_ui(ui, cx, (at_hand, &missing), large, visit));
            });
        });
        let frame = bare.inner_margin(Margin { left: 10, top: 10, right: 4, bottom: 4 });
        let height = part_ui(ui, bottom, frame, |ui| {
            visit.fault_ui(ui, self.unsaved_in_words());
            self.large_ui(ui, large, visit);
        });
        if height != self.foot_height {
            self.foot_height = height;
            ui.request_discard("what stands over the large button came or went");
        }
        let frame = bare.inner_margin(Margin { left: 14, ..Margin::default() });
        part_ui(ui, right, frame, |ui| {
            let Some(sheet) = &self.sheet else { return };
            let asides = self.pages.asides(cx, at_hand, &sheet.case);
            if let Some(finding) = self.verdict.ui(ui, P::WORDS, &sheet.assessment, &missing, &asides) {
                self.overriding = Some(OverrideDialog::of(self.id, &sheet.assessment, &finding));
            }
        });
    }

    fn steps_ui(&mut self, ui: &mut Ui, missing_scans: &[ScannedPaper], visit: &mut VisitFrame) {
        let Some(sheet) = &self.sheet else { return };
        let mut wanted = None;
        for (at, step) in P::steps(&sheet.case).into_iter().enumerate() {
            let standing = step::standing(step, &sheet.case, &sheet.assessment);
            let lacks_scan = P::scanned_in(step, &sheet.case).iter().any(|paper| missing_scans.contains(paper));
            let (stands, words) = match standing {
                Standing::Waits | Standing::ToRecord => (widgets::Step::Number(at.saturating_add(1)), standing.words()),
                Standing::Done if lacks_scan => (widgets::Step::Number(at.saturating_add(1)), "por digitalizar"),
                other => (widgets::Step::Sign(other.sign()), standing.words()),
            };
            if widgets::step(ui, stands, P::step_name(step), words, step == self.step).clicked() {
                wanted = Some(step);
            }
            ui.add_space(2.0);
        }
        if let Some(step) = wanted {
            self.enter(step, visit);
        }
    }

    fn step_ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        (at_hand, missing_scans): (&VisitAtHand, &[ScannedPaper]),
        large: Id,
        visit: &mut VisitFrame,
    ) {
        let Some(sheet) = &mut self.sheet else { return };
        widgets::panel_title(ui, P::step_name(self.step), "");
        ui.add_space(4.0);
        let (step, pages) = (self.step, &mut self.pages);
        let mut has_changed = Form::show(ui, &mut self.flow, P::step_name(step), |form| {
            let has_changed = pages.ui(form, cx, step, &mut sheet.case);
            // Where Enter leads at the end.
            form.action_target(large);
            has_changed
        });
        if let Some(read) = self.names.take()
            && let Some(somebody) = P::somebody_mut(step, &mut sheet.case.copy)
            && name_from(&read, somebody)
        {
            has_changed = true;
            ui.ctx().request_repaint();
        }
        if has_changed {
            sheet.case.around.now = cx.now();
            sheet.judge();
            self.unsaved = true;
            visit.fault = None;
        }
        // What the barcode reader types into a field is put back: it is nobody's word about the case.
        if self.unsaved
            && !widgets::burst_is_noted(ui.ctx())
            && let Some(drafting) = &mut self.drafting
        {
            self.unsaved = false;
            drafting.save(cx.desk, sheet.case.copy.clone());
        }
        let own = P::scanned_in(self.step, &sheet.case);
        if !own.is_empty() {
            ui.add_space(12.0);
            // With the step's own papers attached, the scanner's next file is the next one that is asked for.
            let next =
                own.iter().copied().find(|paper| !at_hand.has_scan_of(*paper) && P::belongs(*paper, &sheet.case));
            let paper = next.or(missing_scans.first().copied());
            if self.unseen_scan || paper.is_none() {
                // The list does not show yet what was just attached, or nothing is asked for.
                ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F5));
            }
            self.scans.came_at(cx, at_hand.attended_since);
            if self.scans.ui(ui, cx, &at_hand.scans, paper, &can_be_scanned(&at_hand.visit.procedure)) {
                self.unseen_scan = true;
                self.at_hand.stale();
                // The keyboard leaves the button that attached it, for where the work goes on.
                if ScanPanel::has_keyboard(ui) || ui.memory(|memory| memory.focused().is_none()) {
                    self.flow.focus_open();
                    ui.request_repaint();
                }
            }
        }
    }

    /// How many warnings are answered for together, where that comes next.
    fn warnings_in_the_way(&self) -> usize {
        let Some(sheet) = &self.sheet else { return 0 };
        let first = sheet.assessment.blocking().find(|it| Standing::of(it) == Standing::ToAnswer);
        first.map_or(0, |first| sheet.assessment.blocking().filter(|it| it.verdict == first.verdict).count())
    }

    /// The large button: its words are what comes next.
    fn large_ui(&mut self, ui: &mut Ui, id: Id, visit: &mut VisitFrame) {
        let Some(comes) = self.comes() else { return };
        let is_busy = visit.ending.pending.is_busy() || visit.constancia.is_some() || self.service.is_at_work();
        let words = match comes {
            Comes::Step(step) if step == self.step => "Completar este paso".to_owned(),
            Comes::Step(step) => P::go_on(step).to_owned(),
            Comes::Answer => match self.warnings_in_the_way() {
                0 | 1 => "Justificar la advertencia…".to_owned(),
                _ => "Justificar las advertencias…".to_owned(),
            },
            Comes::Scan => "Digitalizar lo que falta".to_owned(),
            Comes::Service => P::WORDS.verb.to_owned(),
            Comes::Constancia => "Imprimir constancia".to_owned(),
        };
        let (icon, key) = match comes {
            Comes::Service => (P::WORDS.icon, cap(Action::Print)),
            Comes::Constancia => (Icon::Printer, cap(Action::Print)),
            Comes::Answer => (Icon::Warning, cap(Action::GoOn)),
            Comes::Scan => (Icon::Scan, cap(Action::GoOn)),
            Comes::Step(_) => (Icon::Next, cap(Action::GoOn)),
        };
        let button = Button::primary(&words).icon(icon).shortcut(key).large().full_width().busy(is_busy).id(id);
        if button.show(ui).clicked() {
            self.press_large(visit);
        }
    }
}

/// A part of the page that has its place; answers how high what stands there is.
fn part_ui(ui: &mut Ui, place: Rect, frame: Frame, contents: impl FnOnce(&mut Ui)) -> f32 {
    let mut part = ui.new_child(UiBuilder::new().max_rect(place));
    frame.show(&mut part, contents).response.rect.height()
}

/// What a scan of an open visit can show.
fn can_be_scanned(procedure: &str) -> Vec<ScannedPaper> {
    let papers = procedure::checklist(procedure).map_or(&[][..], |checklist| checklist.scanned);
    papers.iter().copied().chain([ScannedPaper::Other]).collect()
}

//! The supervisor's part: what is asked and why, an answer to each point; below it, in sight whatever is scrolled, user and
//! password once, and what is wrong with them.

use eframe::egui::{ScrollArea, Ui, vec2};

use super::{ApprovalDialog, Stage};
use crate::ops::approval::AnswerApproval;
use crate::ui::cx::Cx;
use crate::ui::screens::common::number;
use crate::ui::theme::{Icon, SPACE_L, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Form, Notice, Sign};

pub(super) const PASSWORD: &str = "Contraseña de supervisión";
const LOGIN: &str = "Usuario de supervisión";
const NOTE: &str = "Nota de supervisión";
const ANSWERS: [(bool, &str); 2] = [(true, "Se aprueba"), (false, "Se rechaza")];

/// The dialog's width, in points: each point has its answer beside it.
pub(super) const WIDTH: f32 = 860.0;

/// The width of an answer, in points; in a dialog narrower than `WIDE` it stands below its point.
const ANSWER_WIDTH: f32 = 268.0;
const WIDE: f32 = 640.0;

/// How high user, password and buttons are before that is known, in points; and the least that is left for what is asked.
pub(super) const SIGNATURE_HEIGHT: f32 = 190.0;
const LEAST_HEIGHT: f32 = 80.0;

/// A window lower than this, in points, has room for what is asked and hardly for more.
const LOW_WINDOW: f32 = 600.0;

/// What is done with all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Clicked {
    #[default]
    Nothing,
    /// Each point has its own answer.
    Answered,
    /// The one point is answered so.
    One(bool),
}

impl ApprovalDialog {
    pub(super) fn answer_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let mut flow = std::mem::take(&mut self.flow);
        let height = (ui.available_height() - self.signature_height - SPACE_L).max(LEAST_HEIGHT);
        let (has_changed, clicked) = Form::show(ui, &mut flow, "approval-answer", |form| {
            let mut has_changed = form.inside(|ui, walk| {
                let area = ScrollArea::vertical().id_salt("asked").auto_shrink([false, true]);
                area.max_height(height).show(ui, |ui| self.asked_ui(&mut walk.form(ui))).inner
            });
            let top = form.ui().cursor().top();
            let clicked = self.signature_ui(form, &mut has_changed);
            self.signature_height = form.ui().cursor().top() - top;
            (has_changed, clicked)
        });
        self.flow = flow;
        if has_changed {
            self.fault = None;
        }
        match clicked {
            Clicked::Nothing => {}
            Clicked::Answered => self.answer(cx),
            Clicked::One(answer) => {
                if let Some(point) = self.points.first_mut() {
                    point.answer = Some(answer);
                }
                self.answer(cx);
            }
        }
    }

    /// The points with their answers, and the note.
    fn asked_ui(&mut self, form: &mut Form<'_>) -> bool {
        let is_several = self.is_several();
        let is_low = form.ui().content_rect().height() < LOW_WINDOW;
        match is_low {
            true => self.matter_in_small_ui(form.ui()),
            false => self.matter_ui(form.ui()),
        }
        let mut has_changed = false;
        let asked = self.points.iter_mut().enumerate().filter(|(_, point)| point.why.is_taken);
        for (at, point) in asked {
            let sentence = point.why.numbered(at, is_several);
            let reason = format!("Motivo: {}", point.why.reason.text());
            let notice = Notice::new(Sign::Warning, &sentence).next(reason.as_str());
            let notice = if is_low { notice.low() } else { notice };
            if !is_several {
                notice.show(form.ui());
                form.ui().add_space(SPACE_S);
                continue;
            }
            let label = format!("Respuesta a la advertencia {}", number(at));
            let width = form.ui().available_width();
            let mut answer_ui = |form: &mut Form<'_>| {
                has_changed |= form.choice(Field::new(&label).width(ANSWER_WIDTH), &ANSWERS, &mut point.answer);
            };
            if width < WIDE {
                notice.show(form.ui());
                form.ui().add_space(SPACE_S);
                answer_ui(form);
                continue;
            }
            form.row(|form| {
                let room = vec2(width - ANSWER_WIDTH - SPACE_L, 0.0);
                form.ui().allocate_ui(room, |ui| {
                    ui.set_width(room.x);
                    notice.show(ui);
                });
                answer_ui(form);
            });
            form.ui().add_space(SPACE_S);
        }
        // A no says why.
        let field = Field::new(NOTE).note("Quien rechaza dice por qué").width(500.0);
        let refuses = self.points.iter().any(|point| point.answer == Some(false));
        has_changed |= self.note.ui(form, if refuses { field } else { field.optional() }).changed;
        has_changed
    }

    /// Who answers, and what is wrong with that.
    fn signature_ui(&mut self, form: &mut Form<'_>, has_changed: &mut bool) -> Clicked {
        let is_busy = self.is_busy();
        let is_low = form.ui().content_rect().height() < LOW_WINDOW;
        if !is_low {
            widgets::divider(form.ui());
        }
        match &self.fault {
            Some(fault) if is_low => drop(Notice::new(Sign::Refused, fault).low().show(form.ui())),
            Some(fault) => widgets::notice(form.ui(), Sign::Refused, fault, None),
            // In a low window the warnings need the height more.
            None if is_low => {}
            None => {
                form.ui().label("Quien supervisa escribe aquí su usuario y su contraseña. La atención sigue abierta.");
            }
        }
        form.ui().add_space(SPACE_S);
        form.row(|form| {
            *has_changed |= form.text(Field::new(LOGIN).width(220.0), &mut self.login).changed;
            *has_changed |= form.password(Field::new(PASSWORD).width(360.0), &mut self.password).changed;
        });
        if self.is_several() {
            let answers = form.last_row(Button::primary("Responder").icon(Icon::Check).busy(is_busy));
            return if answers { Clicked::Answered } else { Clicked::Nothing };
        }
        let verbs = [Button::primary("Aprobar").icon(Icon::Check), Button::danger("Rechazar")];
        match form.last_row_of(verbs.map(|verb| verb.busy(is_busy))) {
            None => Clicked::Nothing,
            Some(verb) => Clicked::One(verb == 0),
        }
    }

    /// Hands the answers in, or says what is lacking.
    fn answer(&mut self, cx: &Cx<'_>) {
        if self.is_busy() {
            return;
        }
        self.fault = None;
        let unanswered = self.points.iter().position(|point| point.why.is_taken && point.answer.is_none());
        if let Some(at) = unanswered {
            let number = number(at);
            self.fault = Some(format!("Falta responder a la advertencia {number}."));
            self.flow.focus(&format!("Respuesta a la advertencia {number}"));
            return;
        }
        let refuses = self.points.iter().any(|point| point.answer == Some(false));
        if (refuses || !self.note.text().is_empty()) && self.note.read().is_none() {
            self.flow.focus(NOTE);
            return;
        }
        let note = self.note.text().to_owned();
        let answers = self.points.iter().filter_map(|point| {
            Some(AnswerApproval { approval: point.id?, granted: point.answer?, note: note.clone() })
        });
        let answers: Vec<AnswerApproval> = answers.collect();
        let password = std::mem::take(&mut self.password);
        self.stage = Stage::Answer(Some(cx.desk.answer(self.login.clone(), password, answers)));
    }
}

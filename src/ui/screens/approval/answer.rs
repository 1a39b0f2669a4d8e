//! The supervisor's part: what is asked and why, an answer to each point, user and password once.

use eframe::egui::Ui;

use super::{ApprovalDialog, Stage};
use crate::ops::approval::AnswerApproval;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Form, Sign};

pub(super) const PASSWORD: &str = "Contraseña de supervisión";
const LOGIN: &str = "Usuario de supervisión";
const NOTE: &str = "Nota de supervisión";
const ANSWERS: [(bool, &str); 2] = [(true, "Se aprueba"), (false, "Se rechaza")];

impl ApprovalDialog {
    /// Answers whether the clerk goes back.
    pub(super) fn answer_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let (is_busy, is_several) = (self.is_busy(), self.is_several());
        let mut flow = std::mem::take(&mut self.flow);
        let (mut has_changed, mut all, mut goes_back) = (false, None, false);
        Form::show(ui, &mut flow, "approval-answer", |form| {
            let asked = self.points.iter_mut().enumerate().filter(|(_, point)| point.is_asked);
            for (at, point) in asked {
                let number = at.saturating_add(1);
                let sentence = match is_several {
                    true => format!("{number}. {}", point.wanted.sentence),
                    false => point.wanted.sentence.clone(),
                };
                widgets::notice(form.ui(), Sign::Warning, &sentence, None);
                form.ui().add_space(SPACE_S);
                widgets::key_value(form.ui(), "Motivo", point.reason.text());
                form.ui().add_space(SPACE_S);
                if is_several {
                    let label = format!("Respuesta a la advertencia {number}");
                    has_changed |= form.choice(Field::new(&label), &ANSWERS, &mut point.answer);
                }
            }
            // A no says why.
            let field = Field::new(NOTE).note("Quien rechaza dice por qué").width(500.0);
            let refuses = self.points.iter().any(|point| point.answer == Some(false));
            has_changed |= self.note.ui(form, if refuses { field } else { field.optional() }).changed;
            form.ui().label("Quien supervisa escribe aquí su usuario y su contraseña. La atención sigue abierta.");
            form.ui().add_space(SPACE_S);
            has_changed |= form.text(Field::new(LOGIN).width(280.0), &mut self.login).changed;
            has_changed |= form.password(Field::new(PASSWORD).width(400.0), &mut self.password).changed;
            form.row(|form| {
                if is_several {
                    let button = Button::primary("Responder").icon(Icon::Check).busy(is_busy);
                    all = form.action(button).clicked().then_some(None);
                } else {
                    let yes = form.action(Button::primary("Aprobar").icon(Icon::Check).busy(is_busy)).clicked();
                    let no = Button::danger("Rechazar").busy(is_busy).show(form.ui()).clicked();
                    all = yes.then_some(Some(true)).or(no.then_some(Some(false)));
                }
                goes_back = Button::quiet("Volver").show(form.ui()).clicked();
            });
        });
        self.flow = flow;
        if has_changed {
            self.fault = None;
        }
        if let Some(one) = all
            && !is_busy
        {
            if let (Some(_), Some(point)) = (one, self.points.first_mut()) {
                point.answer = one;
            }
            self.answer(cx);
        }
        goes_back
    }

    /// Hands the answers in, or says what is lacking.
    fn answer(&mut self, cx: &Cx<'_>) {
        self.fault = None;
        let unanswered = self.points.iter().position(|point| point.is_asked && point.answer.is_none());
        if let Some(at) = unanswered {
            let number = at.saturating_add(1);
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

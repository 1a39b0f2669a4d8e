//! The clerk's part: for each point, why it is asked.

use eframe::egui::Ui;

use super::ApprovalDialog;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Form, Sign};

/// What the field of a point's reason is called.
pub(super) fn reason_label(at: usize, is_several: bool) -> String {
    match is_several {
        true => format!("Por qué se pide (advertencia {})", at.saturating_add(1)),
        false => "Por qué se pide".into(),
    }
}

impl ApprovalDialog {
    /// Answers whether the clerk goes back.
    pub(super) fn reason_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let (is_busy, is_several) = (self.is_busy(), self.is_several());
        let (mut is_asked, mut has_changed, mut copies, mut goes_back) = (false, false, false, false);
        let mut flow = std::mem::take(&mut self.flow);
        Form::show(ui, &mut flow, "approval-reason", |form| {
            for (at, point) in self.points.iter_mut().enumerate() {
                let number = at.saturating_add(1);
                let sentence = match is_several {
                    true => format!("{number}. {}", point.wanted.sentence),
                    false => point.wanted.sentence.clone(),
                };
                widgets::notice(form.ui(), Sign::Warning, &sentence, None);
                form.ui().add_space(SPACE_S);
                if is_several {
                    let label = format!("Incluir la advertencia {number}");
                    has_changed |= form.toggle(Field::new(&label).optional(), &mut point.is_asked);
                }
                if point.is_asked {
                    let label = reason_label(at, is_several);
                    let field = Field::new(&label).hint("Supervisión lo lee y queda en la bitácora").width(500.0);
                    has_changed |= point.reason.ui(form, field).changed;
                }
                if at == 0 && is_several && !point.reason.text().is_empty() {
                    copies = Button::quiet("Usar este motivo en las que no tienen").show(form.ui()).clicked();
                    form.ui().add_space(SPACE_S);
                }
            }
            form.row(|form| {
                let button = Button::primary("Llamar a supervisión").icon(Icon::Shield).busy(is_busy);
                is_asked = form.action(button).clicked();
                goes_back = Button::quiet("Volver").show(form.ui()).clicked();
            });
        });
        self.flow = flow;
        if has_changed {
            self.fault = None;
        }
        if copies {
            let first = self.points.first().map(|point| point.reason.clone()).unwrap_or_default();
            for point in self.points.iter_mut().filter(|point| point.reason.text().is_empty()) {
                point.reason = first.clone();
            }
        }
        if is_asked && !is_busy {
            self.request(cx);
        }
        goes_back
    }
}

//! Warnings answered for: the clerk's reason for each, and a supervisor's word where the rule asks for one. What stands open
//! of the same kind is answered together, each warning with its own sentence and its own reason.

use eframe::egui::Context;

use super::super::approval::{Answered, ApprovalDialog, Wanted};
use super::super::common::ReasonField;
use crate::desk::Pending;
use crate::domain::approval::Matter;
use crate::domain::id::VisitId;
use crate::domain::rule::{Assessment, Finding, OverrideBy, Verdict};
use crate::ops::visit::GiveOverride;
use crate::ui::cx::Cx;
use crate::ui::theme::SPACE_S;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// The dialog.
pub(super) struct OverrideDialog {
    visit: VisitId,
    points: Vec<Point>,
    flow: Flow,
    fault: Option<String>,
    approval: Option<ApprovalDialog>,
    /// What the supervisor said no to.
    refused: Option<String>,
    is_old: bool,
}

/// One warning.
struct Point {
    finding: Finding,
    /// It is answered for now; of several, one may be left for later.
    is_taken: bool,
    reason: ReasonField,
    giving: Pending<()>,
    is_done: bool,
}

impl OverrideDialog {
    /// Answers for a warning of the visit, and for those that stand open beside it and may be answered by the same person.
    pub(super) fn of(visit: VisitId, assessment: &Assessment, asked: &Finding) -> Self {
        let same = assessment.blocking().filter(|it| it.verdict == asked.verdict && it.rule != asked.rule);
        let points = std::iter::once(asked).chain(same).map(|finding| Point {
            finding: finding.clone(),
            is_taken: true,
            reason: ReasonField::default(),
            giving: Pending::default(),
            is_done: false,
        });
        let points: Vec<Point> = points.collect();
        let approval = (asked.verdict == Verdict::Warning(OverrideBy::Supervisor)).then(|| {
            let wanted = points.iter().map(|point| Wanted {
                matter: Matter::Override,
                subject: visit.into(),
                covers: giving(visit, &point.finding, "").covers(),
                sentence: point.finding.sentence.clone(),
            });
            ApprovalDialog::several(wanted.collect())
        });
        Self { visit, points, flow: Flow::default(), fault: None, approval, refused: None, is_old: false }
    }

    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.poll(cx) {
            return false;
        }
        if let Some(approval) = &mut self.approval {
            match approval.ui(ctx, cx) {
                Answered::Open => return true,
                Answered::GivenUp => return false,
                Answered::Refused => {
                    self.refused = approval.refused_in_words();
                    return false;
                }
                Answered::Granted => {
                    self.refused = approval.refused_in_words();
                    let granted: Vec<(usize, String)> =
                        approval.granted().map(|(at, reason)| (at, reason.to_owned())).collect();
                    for (at, point) in self.points.iter_mut().enumerate() {
                        let reason = granted.iter().find(|(place, _)| *place == at).map(|(_, reason)| reason.clone());
                        point.is_taken = reason.is_some();
                        point.reason = ReasonField::of(reason.unwrap_or_default());
                    }
                    self.approval = None;
                    self.give(cx);
                }
            }
        }
        self.reason_ui(ctx, cx)
    }

    /// What a supervisor said no to, with the reason: told on the page once the dialog is gone.
    pub(super) fn take_refused(&mut self) -> Option<String> {
        self.refused.take()
    }

    /// Takes answers in; answers whether everything that was taken is done.
    fn poll(&mut self, cx: &mut Cx<'_>) -> bool {
        let mut has_news = false;
        for point in &mut self.points {
            match point.giving.poll() {
                Some(Ok(())) => (point.is_done, has_news) = (true, true),
                Some(Err(fault)) => self.fault = Some(fault.to_string()),
                None => {}
            }
        }
        let is_over = has_news && self.points.iter().all(|point| point.is_done || !point.is_taken);
        if is_over {
            match self.points.iter().filter(|point| point.is_done).count() {
                1 => cx.tell("Advertencia justificada."),
                several => cx.tell(format!("{several} advertencias justificadas.")),
            }
        }
        is_over
    }

    /// Hands in what is taken and not done, or says at a field what is lacking.
    fn give(&mut self, cx: &Cx<'_>) {
        self.fault = None;
        let is_several = self.points.len() > 1;
        if !self.points.iter().any(|point| point.is_taken) {
            self.fault = Some("Elija al menos una advertencia.".into());
            return;
        }
        let mut lacking = None;
        for (at, point) in self.points.iter_mut().enumerate().filter(|(_, point)| point.is_taken) {
            if point.reason.read().is_none() {
                lacking.get_or_insert_with(|| reason_label(at, is_several));
            }
        }
        if let Some(label) = lacking {
            self.flow.focus(&label);
            return;
        }
        for point in self.points.iter_mut().filter(|point| point.is_taken && !point.is_done) {
            let given = giving(self.visit, &point.finding, point.reason.text());
            point.giving.start(|| cx.desk.perform(given));
        }
    }

    fn reason_ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> bool {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        let is_busy = self.points.iter().any(|point| point.giving.is_busy());
        let is_several = self.points.len() > 1;
        let (mut is_given, mut goes_back, mut has_changed, mut copies) = (false, false, false, false);
        let title = if is_several { "Justificar las advertencias" } else { "Justificar la advertencia" };
        let shown = Dialog::new(title).width(560.0).show(ctx, |ui| {
            if let Some(fault) = &self.fault {
                widgets::notice(ui, Sign::Refused, fault, None);
                ui.add_space(SPACE_S);
            }
            Form::show(ui, &mut self.flow, "override", |form| {
                for (at, point) in self.points.iter_mut().enumerate().filter(|(_, point)| !point.is_done) {
                    let number = at.saturating_add(1);
                    let sentence = match is_several {
                        true => format!("{number}. {}", point.finding.sentence),
                        false => point.finding.sentence.clone(),
                    };
                    widgets::notice(form.ui(), Sign::Warning, &sentence, None);
                    form.ui().add_space(SPACE_S);
                    if is_several {
                        let label = format!("Incluir la advertencia {number}");
                        has_changed |= form.toggle(Field::new(&label).optional(), &mut point.is_taken);
                    }
                    if point.is_taken {
                        let label = reason_label(at, is_several);
                        let field = Field::new(&label).hint("Queda en la bitácora, con su nombre").width(500.0);
                        has_changed |= point.reason.ui(form, field).changed;
                    }
                    if at == 0 && is_several && !point.reason.text().is_empty() {
                        copies = Button::quiet("Usar este motivo en las que no tienen").show(form.ui()).clicked();
                        form.ui().add_space(SPACE_S);
                    }
                }
                form.row(|form| {
                    is_given = form.action(Button::primary("Guardar la justificación").busy(is_busy)).clicked();
                    goes_back = Button::quiet("Volver").show(form.ui()).clicked();
                });
            });
        });
        if has_changed {
            self.fault = None;
        }
        if copies {
            let first = self.points.first().map(|point| point.reason.clone()).unwrap_or_default();
            for point in self.points.iter_mut().filter(|point| point.reason.text().is_empty()) {
                point.reason = first.clone();
            }
        }
        if is_given && !is_busy {
            self.give(cx);
        }
        !(shown.closed_by_escape || goes_back)
    }
}

/// What the field of a warning's reason is called.
fn reason_label(at: usize, is_several: bool) -> String {
    match is_several {
        true => format!("Por qué se sigue a pesar de esto (advertencia {})", at.saturating_add(1)),
        false => "Por qué se sigue a pesar de esto".into(),
    }
}

fn giving(visit: VisitId, finding: &Finding, reason: &str) -> GiveOverride {
    GiveOverride {
        visit,
        rule: finding.rule.as_str().to_owned(),
        sentence: finding.sentence.clone(),
        reason: reason.to_owned(),
    }
}

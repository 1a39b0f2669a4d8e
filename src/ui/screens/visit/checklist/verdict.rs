//! The verdict beside the form: what stands in the way first, then what is met; each with its source on demand.

use eframe::egui::{self, RichText, ScrollArea, Ui};

use super::aside::Aside;
use super::on_screen::Words;
use super::step::Standing;
use crate::domain::rule::{Assessment, Finding, OverrideBy, OverrideStatus, Said, Verdict, after_colon};
use crate::ops::scan::ScannedPaper;
use crate::ui::theme;
use crate::ui::widgets::{self, Button, Sign};

/// What the panel keeps.
#[derive(Default)]
pub(super) struct VerdictPanel {
    shows_met: bool,
    source_of: Option<String>,
}

impl VerdictPanel {
    /// One frame; `asides` come of no rule. Answers the warning that is to be answered.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        words: Words,
        assessment: &Assessment,
        missing_scans: &[ScannedPaper],
        asides: &[Aside],
    ) -> Option<Finding> {
        let findings = assessment.findings();
        let blocking: Vec<&Finding> = findings.iter().filter(|finding| finding.blocks()).collect();
        let mut asked = None;
        match asides.first().filter(|_| blocking.is_empty() && missing_scans.is_empty()) {
            // Everything is met, and yet it does not simply come out.
            Some(aside) => drop(widgets::badge(ui, aside.sign, aside.title)),
            None => head_ui(ui, words, assessment, missing_scans.len()),
        }
        ui.add_space(6.0);
        ScrollArea::vertical().id_salt("verdict").auto_shrink([false, false]).show(ui, |ui| {
            for Aside { sign, title, sentence } in asides {
                row_ui(ui, *sign, title, sentence, None);
                widgets::divider(ui);
            }
            let mut order = blocking.clone();
            order.sort_by_key(|finding| std::cmp::Reverse(Standing::of(finding)));
            for finding in order {
                asked = self.finding_ui(ui, finding).or(asked.take());
            }
            for paper in missing_scans {
                row_ui(ui, Sign::NotApplicable, "Digitalizar", paper.spanish(), None);
            }
            let answered =
                |finding: &&&Finding| finding.override_status.as_ref().is_some_and(OverrideStatus::is_accepted);
            let calm: Vec<&Finding> = findings
                .iter()
                .filter(|finding| !finding.blocks() && finding.verdict != Verdict::NotApplicable)
                .collect();
            for finding in calm.iter().filter(answered) {
                asked = self.finding_ui(ui, finding).or(asked.take());
            }
            let met: Vec<&&Finding> = calm.iter().filter(|finding| !answered(finding)).collect();
            if !met.is_empty() {
                ui.add_space(4.0);
                // Counted as the constancia counts, with what was answered for above.
                let in_order = assessment.of_which_is_said(Said::InOrder).count();
                let words = match self.shows_met {
                    true => format!("Ocultar lo que cumple ({in_order})"),
                    false => format!("Ver lo que cumple ({in_order})"),
                };
                if Button::quiet(&words).icon(theme::Icon::CheckCircle).show(ui).clicked() {
                    self.shows_met = !self.shows_met;
                }
                if self.shows_met {
                    for finding in met {
                        asked = self.finding_ui(ui, finding).or(asked.take());
                    }
                }
            }
        });
        asked
    }

    fn finding_ui(&mut self, ui: &mut Ui, finding: &Finding) -> Option<Finding> {
        let mut asked = None;
        let rule = finding.rule.as_str();
        let sign = if finding.blocks() { Standing::of(finding).sign() } else { Sign::Met };
        let is_open = self.source_of.as_deref() == Some(rule);
        if row_ui(ui, sign, finding.title, &finding.sentence, Some(is_open)) {
            self.source_of = (!is_open).then(|| rule.to_owned());
        }
        if let Some(bring) = finding.bring.as_ref().filter(|_| finding.blocks()) {
            ui.label(RichText::new(format!("Traer: {}", after_colon(bring))).small());
        }
        match &finding.override_status {
            Some(OverrideStatus::Accepted { reason, by, approver, .. }) => {
                let said = match approver {
                    Some(approver) => format!("Justificada por {by}, con aprobación de {approver}: {reason}"),
                    None => format!("Justificada por {by}: {reason}"),
                };
                ui.label(RichText::new(said).small());
            }
            Some(OverrideStatus::Ineffective(_, flaw)) => {
                ui.label(RichText::new(flaw.to_string()).small());
            }
            _ => {}
        }
        if let (true, Verdict::Warning(needs)) = (finding.blocks(), finding.verdict) {
            let words = match needs {
                OverrideBy::Clerk => "Justificar…",
                OverrideBy::Supervisor => "Pedir aprobación…",
            };
            if Button::secondary(words).show(ui).clicked() {
                asked = Some(finding.clone());
            }
        }
        if self.source_of.as_deref() == Some(rule) {
            ui.label(RichText::new(format!("{rule}: {}", finding.source)).small());
        }
        widgets::divider(ui);
        asked
    }
}

/// Narrower than this, in points, a rule's source is asked for below its sentence.
const WIDE: f32 = 280.0;

/// How it stands, in figures: what lacks and what nobody looked at, counted as the constancia counts. What is still to be
/// scanned is the counter's to do, and no lack of the person's.
fn head_ui(ui: &mut Ui, words: Words, assessment: &Assessment, scans: usize) {
    let worst = assessment.blocking().map(Standing::of).max();
    match worst {
        None if scans == 0 => {
            widgets::badge(ui, Sign::Met, words.may);
        }
        None => {
            widgets::badge(ui, Sign::Waiting, "Falta digitalizar");
        }
        Some(Standing::Refused) => {
            widgets::badge(ui, Sign::Refused, words.may_not);
        }
        Some(standing) => {
            let count = |said| assessment.of_which_is_said(said).count();
            let lacking = [Said::Missing, Said::Refused, Said::Unsettled].map(count).into_iter().sum::<usize>();
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                ui.spacing_mut().item_spacing.y = theme::SPACE_XS;
                match lacking {
                    0 => {}
                    1 => drop(widgets::badge(ui, standing.sign(), "Falta un punto")),
                    points => drop(widgets::badge(ui, standing.sign(), &format!("Faltan {points} puntos"))),
                }
                match count(Said::Unseen) {
                    0 => {}
                    1 => drop(widgets::badge(ui, Sign::NotApplicable, "Un punto sin revisar")),
                    unseen => drop(widgets::badge(ui, Sign::NotApplicable, &format!("{unseen} puntos sin revisar"))),
                }
            });
        }
    }
}

/// One finding; with `source_is_open`, its source can be asked for: answers whether it was.
fn row_ui(ui: &mut Ui, sign: Sign, title: &str, sentence: &str, source_is_open: Option<bool>) -> bool {
    let palette = theme::palette(ui);
    let is_wide = ui.available_width() >= WIDE;
    let mut asks = false;
    let mut source_ui = |ui: &mut Ui| {
        let Some(is_open) = source_is_open else { return };
        let link = ui.link(RichText::new(if is_open { "Ocultar" } else { "Fuente" }).small());
        ui.accesskit_node_builder(link.id, |node| node.set_label(format!("Fuente de {title}")));
        asks = link.clicked();
    };
    ui.horizontal_top(|ui| {
        let (_, place) = ui.allocate_space(egui::vec2(20.0, 36.0));
        sign.paint(ui.painter(), place.center(), 18.0, sign.colour(palette));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = theme::SPACE_XS;
            let title = egui::Label::new(RichText::new(title).text_style(theme::strong_style())).wrap();
            if is_wide {
                ui.horizontal(|ui| {
                    ui.add(title);
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), &mut source_ui);
                });
            } else {
                ui.add(title);
            }
            ui.add(egui::Label::new(sentence).wrap());
            if !is_wide {
                source_ui(ui);
            }
        });
    });
    asks
}

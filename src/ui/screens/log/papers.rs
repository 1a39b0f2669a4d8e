//! The papers of a visit that ended, from its story: its constancia or the acknowledgements of its keys, printed again;
//! and the acknowledgement that came back signed, attached from the scanner.

use eframe::egui::Ui;

use super::super::common::{Reprint, constancia_words};
use super::super::scans::ScanPanel;
use crate::domain::calendar::Moment;
use crate::domain::id::VisitId;
use crate::domain::ledger::IssuanceState;
use crate::ops::Operation as _;
use crate::ops::issuance::PrintPaper;
use crate::ops::log::{Event, Story};
use crate::ops::procedure::has_papers;
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::view::{Issuance, Scan, VisitOutcome, VisitState};
use crate::ui::cx::Cx;
use crate::ui::theme::{SPACE_M, SPACE_S};
use crate::ui::widgets;

/// What is printed and attached there.
pub(super) struct StoryPapers {
    reprint: Reprint,
    signed: ScanPanel,
}

impl StoryPapers {
    /// Of this visit.
    pub(super) fn of(visit: VisitId) -> Self {
        Self { reprint: Reprint::default(), signed: ScanPanel::new(ScanSubject::HandedOver(visit)) }
    }

    /// One frame; answers whether the story is to be read again.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, story: &Story) -> bool {
        let was_printed = self.reprint.poll(cx);
        let visit = story.visit.id;
        let delivered: Vec<&Issuance> =
            story.slips.iter().filter(|slip| slip.state == IssuanceState::Delivered).collect();
        let has_constancia =
            story.visit.state == VisitState::Ended(VisitOutcome::NotServed) && has_papers(&story.visit);
        if delivered.is_empty() && !has_constancia {
            return was_printed;
        }
        let mut is_attached = false;
        ui.add_space(SPACE_M);
        widgets::section(ui, "Papeles de la atención", |ui| {
            self.reprint.ui(ui);
            if has_constancia {
                let was_printed = has_constancia_of_its_end(story);
                self.reprint.button_ui(ui, constancia_words(was_printed), || cx.desk.print_constancia(visit));
            }
            for slip in &delivered {
                let words = format!("Imprimir de nuevo el acuse de recibo {}", slip.serial);
                self.reprint.button_ui(ui, &words, || cx.desk.print_acknowledgement(slip.id));
            }
            if !delivered.is_empty() {
                ui.add_space(SPACE_S);
                let paper = ScannedPaper::Acknowledgement;
                let signed: Vec<Scan> = story.scans.iter().filter(|scan| scan.paper == paper.code()).cloned().collect();
                if let Some(last) = delivered.iter().map(|slip| slip.reserved_at_ms).max() {
                    self.signed.came_at(cx, Moment(last));
                }
                is_attached = self.signed.ui(ui, cx, &signed, Some(paper), &[paper]);
            }
        });
        was_printed || is_attached
    }
}

/// Was the constancia of the ending that stands printed?
fn has_constancia_of_its_end(story: &Story) -> bool {
    let since = story.visit.ended_at_ms.unwrap_or(i64::MIN);
    let is_print = |event: &Event| event.operation == PrintPaper::NAME && event.code.starts_with("constancia");
    story.events.iter().any(|event| is_print(event) && event.outcome == "done" && event.at.0 >= since)
}

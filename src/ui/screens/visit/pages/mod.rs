//! The steps' own pages: each changes the working copy and says whether it did.

mod artisan;
mod curator;
mod document;
mod employer;
mod power;
mod request;
mod third_party;
mod turn;

use eframe::egui::Ui;

use super::reading::ReadDocument;
use super::sheet::third_party_mut;
use super::step::Step;
use crate::domain::id::{TurnId, VisitId};
use crate::domain::procedure::employer_key::case::Case;
use crate::ops::procedure::employer_key::Parties;
use crate::ops::scan::ScannedPaper;
use crate::ui::cx::Cx;
use crate::ui::widgets::{Flow, Form};

/// What the pages keep between frames.
#[derive(Default)]
pub(super) struct Pages {
    flow: Flow,
    employer: employer::EmployerPage,
    third_party: third_party::ThirdPartyPage,
    power: power::PowerPage,
    curator: curator::CuratorPage,
    request: request::RequestPage,
    document: document::DocumentPage,
    artisan: artisan::ArtisanPage,
    /// What of the scans is another's by now.
    outdated: Vec<ScannedPaper>,
}

impl Pages {
    /// The keyboard goes to the first thing that is open in the step.
    pub(super) fn enter(&mut self) {
        self.flow.reset();
        self.flow.focus_open();
    }

    /// Questions came by themselves: the first that is open takes the keyboard where nothing else has it.
    pub(super) fn questions_came(&mut self) {
        self.flow.focus_open_when_free();
    }

    /// The work goes on at the first thing that is open in the step, or else at the large button.
    pub(super) fn go_on(&mut self) {
        self.flow.focus_open();
    }

    /// The papers whose scans are of those whom the visit was for before, since this was asked last.
    pub(super) fn take_outdated(&mut self) -> Vec<ScannedPaper> {
        std::mem::take(&mut self.outdated)
    }

    /// A reader read the document that a step asks for.
    pub(super) fn take_read(&mut self, step: Step, read: ReadDocument) {
        match step {
            Step::ThirdParty => self.third_party.take_read(read),
            Step::Power => self.power.take_read(read),
            Step::Curator => self.curator.take_read(read),
            _ => self.document.take_read(read),
        }
    }

    /// Asks ahead for what the pages offer.
    pub(super) fn prepare(&mut self, cx: &Cx<'_>, (visit, turn): (VisitId, TurnId), case: &Case) {
        self.employer.suggest(cx, turn, case);
        self.power.offer(cx, visit, case);
        self.artisan.offer(cx, visit, case);
    }

    /// The page of a step. `target` is the large button, where Enter leads at the end. Answers whether the case changed.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        step: Step,
        case: &mut Case,
        target: Option<eframe::egui::Id>,
    ) -> bool {
        let mut flow = std::mem::take(&mut self.flow);
        let name = step.name();
        let has_changed = Form::show(ui, &mut flow, name, |form| {
            let before = Parties::of(&case.copy.papers);
            let has_changed = match step {
                Step::Turn => turn::ui(form, cx, case),
                Step::Employer => self.employer.ui(form, cx, case),
                Step::ThirdParty => self.third_party.ui(form, cx, case),
                Step::Power => self.power.ui(form, cx, case),
                Step::Curator => self.curator.ui(form, cx, case),
                Step::Request => self.request.ui(form, case),
                Step::Document => self.document.ui(form, case),
                Step::Artisan => self.artisan.ui(form, case),
            };
            let now = Parties::of(&case.copy.papers);
            if now.have_another_grantor(&before)
                && let Some(third_party) = case.copy.papers.presenter.as_mut().and_then(third_party_mut)
            {
                third_party.authorisation = None;
            }
            self.outdated.extend(now.outdated_scans(&before));
            if let Some(target) = target {
                form.action_target(target);
            }
            has_changed
        });
        self.flow = flow;
        has_changed
    }
}

/// Whose the case is, for a label.
fn applicant_name(case: &Case) -> String {
    match &case.copy.papers.applicant {
        Some(applicant) if !applicant.name.trim().is_empty() => applicant.name.trim().to_owned(),
        _ => "quien solicita".to_owned(),
    }
}

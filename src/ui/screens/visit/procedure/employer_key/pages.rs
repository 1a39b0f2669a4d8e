//! The steps' own pages.

use super::aside::asides;
use super::key_today::KeyToday;
use super::parts::third_party_mut;
use super::{artisan, curator, document, employer, power, request, third_party};
use crate::domain::procedure::employer_key::Step;
use crate::domain::procedure::employer_key::case::{Case, EmployerKey};
use crate::ops::issuance::is_own_turn;
use crate::ops::procedure::employer_key::Parties;
use crate::ops::scan::ScannedPaper;
use crate::ops::view::VisitAtHand;
use crate::ui::cx::Cx;
use crate::ui::screens::visit::checklist::{Aside, Pages};
use crate::ui::screens::visit::reading::ReadDocument;
use crate::ui::screens::visit::turn;
use crate::ui::widgets::Form;

/// What the pages keep between frames.
#[derive(Default)]
pub(in crate::ui::screens::visit) struct EmployerKeyPages {
    employer: employer::EmployerPage,
    third_party: third_party::ThirdPartyPage,
    power: power::PowerPage,
    curator: curator::CuratorPage,
    request: request::RequestPage,
    document: document::DocumentPage,
    artisan: artisan::ArtisanPage,
    key_today: KeyToday,
    /// What of the scans is another's by now.
    outdated: Vec<ScannedPaper>,
}

impl Pages<EmployerKey> for EmployerKeyPages {
    fn take_outdated(&mut self) -> Vec<ScannedPaper> {
        std::mem::take(&mut self.outdated)
    }

    fn take_read(&mut self, step: Step, read: ReadDocument) {
        match step {
            Step::ThirdParty => self.third_party.take_read(read),
            Step::Power => self.power.take_read(read),
            Step::Curator => self.curator.take_read(read),
            _ => self.document.take_read(read),
        }
    }

    fn prepare(&mut self, cx: &Cx<'_>, at_hand: &VisitAtHand, case: &Case) {
        let (visit, turn) = (at_hand.visit.id, at_hand.turn.id);
        self.employer.suggest(cx, turn, case);
        self.power.offer(cx, visit, case);
        self.artisan.offer(cx, visit, case);
        self.key_today.look(cx, case);
    }

    fn asides(&self, cx: &Cx<'_>, at_hand: &VisitAtHand, case: &Case) -> Vec<Aside> {
        let clerk = cx.me.map(|me| me.user);
        let is_own = clerk.is_some_and(|clerk| is_own_turn(case, &at_hand.turn, clerk, cx.zone()));
        asides(case, &self.key_today, is_own)
    }

    fn ui(&mut self, form: &mut Form<'_>, cx: &mut Cx<'_>, step: Step, case: &mut Case) -> bool {
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
        has_changed
    }
}

/// Whose the case is, for a label.
pub(super) fn applicant_name(case: &Case) -> String {
    match &case.copy.papers.applicant {
        Some(applicant) if !applicant.name.trim().is_empty() => applicant.name.trim().to_owned(),
        _ => "quien solicita".to_owned(),
    }
}

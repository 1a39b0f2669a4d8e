//! The steps' own pages.

use eframe::egui::{Id, Ui};

use super::contact::ContactPage;
use super::document::DocumentPage;
use super::person::PersonPage;
use crate::domain::procedure::affiliate_key_unlock::Step;
use crate::domain::procedure::affiliate_key_unlock::case::{AffiliateKeyUnlock, Case};
use crate::ops::procedure::AtCounter as _;
use crate::ops::scan::ScannedPaper;
use crate::ops::view::VisitAtHand;
use crate::ui::cx::Cx;
use crate::ui::screens::visit::checklist::{Aside, Pages};
use crate::ui::screens::visit::reading::ReadDocument;
use crate::ui::screens::visit::turn;
use crate::ui::widgets::{Flow, Form};

/// What the pages keep between frames.
#[derive(Default)]
pub(in crate::ui::screens::visit) struct UnlockPages {
    flow: Flow,
    person: PersonPage,
    document: DocumentPage,
    contact: ContactPage,
}

impl Pages<AffiliateKeyUnlock> for UnlockPages {
    fn enter(&mut self) {
        self.flow.reset();
        self.flow.focus_open();
    }

    fn questions_came(&mut self) {
        self.flow.focus_open_when_free();
    }

    fn go_on(&mut self) {
        self.flow.focus_open();
    }

    fn take_outdated(&mut self) -> Vec<ScannedPaper> {
        Vec::new()
    }

    fn take_read(&mut self, _: Step, read: ReadDocument) {
        self.document.take_read(read);
    }

    fn prepare(&mut self, _: &Cx<'_>, _: &VisitAtHand, _: &Case) {}

    fn asides(&self, _: &Cx<'_>, _: &VisitAtHand, _: &Case) -> Vec<Aside> {
        Vec::new()
    }

    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, step: Step, case: &mut Case, target: Id) -> bool {
        let mut flow = std::mem::take(&mut self.flow);
        let before = AffiliateKeyUnlock::parties(&case.copy.papers);
        let has_changed = Form::show(ui, &mut flow, step.name(), |form| {
            let has_changed = match step {
                Step::Turn => turn::ui(form, cx, case),
                Step::Person => self.person.ui(form, cx, case),
                Step::Document => self.document.ui(form, case),
                Step::Contact => self.contact.ui(form, case),
            };
            form.action_target(target);
            has_changed
        });
        self.flow = flow;
        if AffiliateKeyUnlock::parties(&case.copy.papers) != before {
            // What was answered, shown and given was so for the one before.
            case.copy.papers = AffiliateKeyUnlock::of(case.copy.papers.applicant.take());
            (self.document, self.contact) = (DocumentPage::default(), ContactPage::default());
        }
        has_changed
    }
}

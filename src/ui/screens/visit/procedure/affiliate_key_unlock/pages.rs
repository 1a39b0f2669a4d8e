//! The steps' own pages.

use super::aside::unprintable_names;
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
use crate::ui::widgets::Form;

/// What the pages keep between frames.
#[derive(Default)]
pub(in crate::ui::screens::visit) struct UnlockPages {
    person: PersonPage,
    document: DocumentPage,
    contact: ContactPage,
}

impl Pages<AffiliateKeyUnlock> for UnlockPages {
    fn take_outdated(&mut self) -> Vec<ScannedPaper> {
        Vec::new()
    }

    fn take_read(&mut self, _: Step, read: ReadDocument) {
        self.document.take_read(read);
    }

    fn prepare(&mut self, _: &Cx<'_>, _: &VisitAtHand, _: &Case) {}

    fn asides(&self, _: &Cx<'_>, _: &VisitAtHand, case: &Case) -> Vec<Aside> {
        unprintable_names(case).into_iter().collect()
    }

    fn ui(&mut self, form: &mut Form<'_>, cx: &mut Cx<'_>, step: Step, case: &mut Case) -> bool {
        let before = AffiliateKeyUnlock::parties(&case.copy.papers);
        let has_changed = match step {
            Step::Turn => turn::ui(form, cx, case),
            Step::Person => self.person.ui(form, cx, case),
            Step::Document => self.document.ui(form, case),
            Step::Contact => self.contact.ui(form, case),
        };
        if AffiliateKeyUnlock::parties(&case.copy.papers) != before {
            // What was answered, shown and given was so for the one before.
            case.copy.papers = AffiliateKeyUnlock::of(case.copy.papers.applicant.take());
            (self.document, self.contact) = (DocumentPage::default(), ContactPage::default());
        }
        has_changed
    }
}

//! The working copy on the screen: edited here, judged here, saved behind.

use super::step::Step;
use crate::domain::number::Branch;
use crate::domain::number::Entered;
use crate::domain::procedure;
use crate::domain::procedure::employer_key::case::{
    Case, EmployerChoice, NotarialPower, Presenter, Somebody, ThirdParty,
};
use crate::domain::register::Representative;
use crate::domain::rule::Assessment;
use crate::domain::visit::{Agreement, Asked, TurnAnswer};

/// A case with its verdict.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) case: Case,
    pub(super) assessment: Assessment,
}

impl Sheet {
    pub(super) fn of(case: Case) -> Self {
        let assessment = procedure::assess(&case);
        Self { case, assessment }
    }

    /// The clerk changed something.
    pub(super) fn judge(&mut self) {
        self.assessment = procedure::assess(&self.case);
    }

    /// Has the register answered about the employer?
    pub(super) fn knows_employer(&self) -> bool {
        self.case.register().is_some()
    }

    /// Takes over what is not the clerk's to say: what the registers answered, the overrides, the time. What the clerk wrote
    /// stays as it stands here. Answers whether the choice of branch and applicant followed from it, which is then to be saved.
    pub(super) fn take_from_store(&mut self, saved: Case) -> bool {
        let was_found = self.case.record().is_some();
        self.case.around = saved.around;
        self.case.answers = saved.answers;
        self.case.copy.first_judgement = saved.copy.first_judgement;
        let has_come = !was_found && self.case.record().is_some();
        let has_followed = has_come && self.choose_what_is_certain();
        self.judge();
        has_followed
    }

    /// Where the register leaves no choice, none is asked for: the only branch, the only representative, or the one in
    /// whose name the turn is. Only as the register answers about an employer: what is emptied later is meant to be empty.
    fn choose_what_is_certain(&mut self) -> bool {
        let holder = match &self.case.around.turn {
            Some(TurnAnswer::Turn(turn)) => Some(turn.holder.clone()),
            _ => None,
        };
        let Some(record) = self.case.record().cloned() else { return false };
        let Some(EmployerChoice { branch, .. }) = &mut self.case.copy.papers.employer else { return false };
        let mut has_followed = false;
        if branch.is_none() {
            let domestic = record.kind == crate::domain::register::EmployerKind::DomesticService;
            let only = match record.branches.as_slice() {
                [one] => Some(one.number.clone()),
                [] if domestic => Some(Entered::new(Branch::domestic().as_str())),
                _ => None,
            };
            has_followed |= only.is_some();
            *branch = only;
        }
        if self.case.copy.papers.applicant.is_none() {
            let named = |it: &&Representative| {
                holder.as_ref().is_some_and(|holder| holder.compare(&it.person).number == Agreement::Agrees)
            };
            let certain = match record.representatives.as_slice() {
                [one] => Some(one),
                several => several.iter().find(named),
            };
            has_followed |= certain.is_some();
            self.case.copy.papers.applicant = certain.map(|it| it.person.clone());
        }
        has_followed
    }
}

/// The third party at the window, to be changed.
pub(super) fn third_party_mut(presenter: &mut Presenter) -> Option<&mut ThirdParty> {
    match presenter {
        Presenter::ThirdParty(third_party) | Presenter::ThirdPartySentByAttorney { third_party, .. } => {
            Some(third_party)
        }
        _ => None,
    }
}

/// The attorney, to be changed.
pub(super) fn attorney_mut(presenter: &mut Presenter) -> Option<&mut Somebody> {
    match presenter {
        Presenter::Attorney { attorney, .. } | Presenter::ThirdPartySentByAttorney { attorney, .. } => Some(attorney),
        _ => None,
    }
}

/// Whoever stands at the window and shows a document in this step, to be changed.
pub(super) fn somebody_mut(step: Step, case: &mut Case) -> Option<&mut Somebody> {
    match (step, case.copy.papers.presenter.as_mut()?) {
        (Step::ThirdParty, presenter) => Some(&mut third_party_mut(presenter)?.somebody),
        (Step::Power, Presenter::Attorney { attorney, .. }) => Some(attorney),
        (Step::Curator, Presenter::Curator { curator, .. }) => Some(curator),
        _ => None,
    }
}

/// The answer about the power, to be changed.
pub(super) fn power_mut(presenter: &mut Presenter) -> Option<&mut Option<Asked<NotarialPower>>> {
    match presenter {
        Presenter::Attorney { power, .. } | Presenter::ThirdPartySentByAttorney { power, .. } => Some(power),
        _ => None,
    }
}

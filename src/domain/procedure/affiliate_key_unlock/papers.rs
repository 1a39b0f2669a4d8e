//! What the shared rules ask of an unlocking's papers.

use super::case::{AffiliateKeyUnlock, Answers, Case};
use super::steps::Step;
use super::table::RULES;
use crate::domain::number::Cedula;
use crate::domain::procedure::{AtWindow, Named, Papers};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::{Judgement, Rule, RuleId};
use crate::domain::visit::{DocumentShown, Person, ScannedPaper, TypedNumber};

impl Papers for AffiliateKeyUnlock {
    const PROCEDURE: ProcedureId = ProcedureId::AFFILIATE_KEY_UNLOCK;
    const RIGHT_TURN: &'static str = "Un turno presencial para «Desbloqueo de clave de afiliado», a su nombre: se pide en \
         este centro.";
    const ANOTHER_DAY: &'static str = "pida en este centro otro turno presencial";
    const OF_THE_APPLICANT: &'static str = "La cédula";
    type Answers = Answers;
    type Step = Step;

    fn rules() -> &'static [Rule<Case, Step>] {
        &RULES
    }

    fn steps(_: &Case) -> Vec<Step> {
        Step::ALL.to_vec()
    }

    fn step_of(rule: RuleId, _: &Case) -> Step {
        RULES.iter().find(|it| it.id == rule).map_or(Step::Person, |rule| rule.step)
    }

    fn applicant(&self) -> Option<&Person> {
        self.applicant.as_ref()
    }

    fn applicant_document(&self) -> Option<&DocumentShown> {
        self.document.as_ref()
    }

    /// No paper is kept: the sheet asks for none, and what is not needed is not copied.
    fn belongs(_: ScannedPaper, _: &Case) -> bool {
        false
    }

    /// Nobody acts in the person's place.
    fn at_window(&self) -> Option<AtWindow<'_>> {
        self.at_window.map(|_| AtWindow::Applicant)
    }

    /// In the register. Only the name can differ: it is asked by the number.
    fn named_elsewhere(case: &Case) -> Result<Vec<Named<'_>>, Judgement> {
        let known = case.record().map(|record| &record.person);
        Ok(known.into_iter().map(|person| Named { place: "el registro", person, by_the_same_number: false }).collect())
    }

    fn cedulas(case: &Case) -> Vec<&Cedula> {
        let number = case.copy.papers.applicant.as_ref().and_then(|person| person.number.as_ref());
        match number {
            Some(TypedNumber::Cedula(entered)) => entered.value().ok().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

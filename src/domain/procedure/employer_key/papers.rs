//! What the shared rules ask of the employer key's papers.

use super::case::{Answers, Case, EmployerKey, Presenter};
use super::employer::register_entries;
use super::scanned;
use super::steps::{self, Step};
use super::table::RULES;
use crate::domain::number::{Cedula, DomesticHolder, EmployerNumber};
use crate::domain::procedure::shared::person::{check_recorded, check_structure};
use crate::domain::procedure::{AtWindow, Named, Papers};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::{Judgement, Rule, RuleId};
use crate::domain::visit::{Asked, DocumentShown, Person, ScannedPaper, TypedNumber};

impl Papers for EmployerKey {
    const PROCEDURE: ProcedureId = ProcedureId::EMPLOYER_KEY;
    const ANOTHER_DAY: &'static str = "saque un turno nuevo: www.iess.gob.ec, Turnos para atención ciudadana";
    const OF_THE_APPLICANT: &'static str = "El documento de identidad y la solicitud";
    const RIGHT_TURN: &'static str = "Un turno en línea para «Entrega de clave de empleador de acceso al portal \
         IESS» en este centro: se obtiene en www.iess.gob.ec, Turnos para atención ciudadana.";
    type Answers = Answers;
    type Step = Step;

    fn rules() -> &'static [Rule<Case, Step>] {
        &RULES
    }

    fn steps(case: &Case) -> Vec<Step> {
        steps::that_apply(case)
    }

    fn step_of(rule: RuleId, case: &Case) -> Step {
        steps::step_of(rule, case)
    }

    fn applicant(&self) -> Option<&Person> {
        self.applicant.as_ref()
    }

    fn applicant_document(&self) -> Option<&DocumentShown> {
        self.applicant_document.as_ref()
    }

    fn belongs(paper: ScannedPaper, case: &Case) -> bool {
        scanned::belongs(paper, case)
    }

    fn at_window(&self) -> Option<AtWindow<'_>> {
        Some(match self.presenter.as_ref()? {
            Presenter::Applicant => AtWindow::Applicant,
            Presenter::Curator { curator, .. } => AtWindow::Curator(&curator.person),
            Presenter::ThirdParty(third_party) | Presenter::ThirdPartySentByAttorney { third_party, .. } => {
                AtWindow::Another(&third_party.somebody.person)
            }
            Presenter::Attorney { attorney, .. } => AtWindow::Another(&attorney.person),
        })
    }

    /// On the request and in the register. The request must bear the applicant's own number.
    fn named_elsewhere(case: &Case) -> Result<Vec<Named<'_>>, Judgement> {
        let mut named = Vec::new();
        if let Some(Asked::Shown(request)) = &case.copy.papers.request {
            let person = request.applicant.as_ref();
            let person = person.ok_or_else(|| Judgement::unrecorded("a nombre de quién está la solicitud"))?;
            check_structure(person, "que consta en la solicitud")?;
            check_recorded(person, "de quien solicita según la solicitud")?;
            named.push(Named { place: "la solicitud", person, by_the_same_number: true });
        }
        named.extend(register_entries(case).into_iter().map(|entry| Named {
            place: "el registro",
            person: &entry.person,
            by_the_same_number: false,
        }));
        Ok(named)
    }

    /// Of the applicant, of whoever stands at the window, of the attorney, and of who employs in a household.
    fn cedulas(case: &Case) -> Vec<&Cedula> {
        let papers = &case.copy.papers;
        let presenter = papers.presenter.as_ref();
        let persons = [
            papers.applicant.as_ref(),
            presenter.and_then(Presenter::at_window).map(|somebody| &somebody.person),
            presenter.and_then(Presenter::attorney).map(|(attorney, _)| &attorney.person),
        ];
        let mut cedulas: Vec<&Cedula> = persons.into_iter().flatten().filter_map(cedula_of).collect();
        if let Some(Ok(EmployerNumber::Domestic(number))) = papers.employer.as_ref().map(|choice| choice.number.value())
            && let DomesticHolder::Cedula(cedula) = number.holder()
        {
            cedulas.push(cedula);
        }
        cedulas
    }
}

fn cedula_of(person: &Person) -> Option<&Cedula> {
    match &person.number {
        Some(TypedNumber::Cedula(entered)) => entered.value().ok(),
        _ => None,
    }
}

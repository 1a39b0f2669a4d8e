//! What a procedure says of its papers where it is served by a checklist.

use super::super::number::Cedula;
use super::super::procedure_id::ProcedureId;
use super::super::rule::{self, Assessment, Judgement, Rule, RuleId};
use super::super::visit::{DocumentShown, Person, ScannedPaper, Visit};

/// A visit for the procedure whose papers are `P`: what the rules judge.
pub type Case<P> = Visit<P, <P as Papers>::Answers>;

/// The papers of a procedure: what the clerk writes down of them, and how it is judged.
pub trait Papers: Sized + 'static {
    /// Whose papers they are.
    const PROCEDURE: ProcedureId;
    /// What whoever needs another turn is told to get, and where.
    const RIGHT_TURN: &'static str;
    /// What whoever comes back on another day does first: "saque un turno nuevo: …".
    const ANOTHER_DAY: &'static str;
    /// The papers that must be of the applicant, as somebody is told to bring them: "El documento de identidad".
    const OF_THE_APPLICANT: &'static str;
    /// What the registers answer about them.
    type Answers;
    /// A step of the clerk's list.
    type Step: Copy + PartialEq + 'static;

    /// The rules, in the clerk's order.
    fn rules() -> &'static [Rule<Case<Self>, Self::Step>];

    /// The steps that apply to a case, in the clerk's order.
    fn steps(case: &Case<Self>) -> Vec<Self::Step>;

    /// In which step that applies to a case what a rule asks for is recorded.
    fn step_of(rule: RuleId, case: &Case<Self>) -> Self::Step;

    /// Whom the procedure is for.
    fn applicant(&self) -> Option<&Person>;

    /// The applicant's identity document, whoever brings it.
    fn applicant_document(&self) -> Option<&DocumentShown>;

    /// Is this one of the papers of a case? One that was asked for and not shown is none; one that nobody asked for yet is.
    fn belongs(paper: ScannedPaper, case: &Case<Self>) -> bool;

    /// Who stands at the window.
    fn at_window(&self) -> Option<AtWindow<'_>>;

    /// Where else the applicant is named, besides the identity document: in papers, and in what the registers answered.
    ///
    /// # Errors
    /// The judgement where one of these is not recorded yet.
    fn named_elsewhere(case: &Case<Self>) -> Result<Vec<Named<'_>>, Judgement>;

    /// The cédulas whose check digits are looked at.
    fn cedulas(case: &Case<Self>) -> Vec<&Cedula>;
}

/// Who stands at the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtWindow<'a> {
    /// The applicant.
    Applicant,
    /// Somebody in the applicant's place.
    Another(&'a Person),
    /// The curator of the applicant, who does not act.
    Curator(&'a Person),
}

impl<'a> AtWindow<'a> {
    /// The person, where it is not the applicant.
    pub fn person(self) -> Option<&'a Person> {
        match self {
            Self::Applicant => None,
            Self::Another(person) | Self::Curator(person) => Some(person),
        }
    }
}

/// Where somebody is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// In which paper or register, with its article.
    pub place: &'static str,
    /// Whom it names.
    pub person: &'a Person,
    /// It must name them by a number of the same kind.
    pub by_the_same_number: bool,
}

/// Judges a visit by the rules of its procedure.
pub fn assess<P: Papers>(case: &Case<P>) -> Assessment {
    rule::assess(P::rules(), case, subject(case))
}

/// Whom the visit is for: the applicant's number. A first judgement stands only for the same applicant.
pub fn subject<P: Papers>(case: &Case<P>) -> &str {
    let number = case.copy.papers.applicant().and_then(|applicant| applicant.number.as_ref());
    number.map_or("", |number| number.canonical())
}

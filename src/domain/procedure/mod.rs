//! The procedures: one folder and one line each. Nothing outside a procedure's own folders names it; whoever has the id that
//! a turn or a visit carries asks here what it is.

pub mod affiliate_key;
pub mod affiliate_key_unlock;
pub mod employer_key;
pub mod employer_key_recovery;
pub mod shared;

mod papers;

pub use affiliate_key::{Answered, PersonalAnswer, PersonalQuestion, Question, normalised};
pub use papers::{AtWindow, Case, Named, Papers, assess, subject};

use std::sync::LazyLock;

use super::catalogue::Card;
use super::day::PARKED_AT_CLOSE;
use super::procedure_id::ProcedureId;
use super::rule::{RuleCard, Sheet, unseen_rule};
use super::turn::WalkInRule;
use super::visit::{OwnReason, PlainReason, ScannedPaper};

/// Lists the procedures, one line each: those that are served by a checklist with the type of their papers.
macro_rules! procedures {
    (($dollar:tt) $($folder:ident $(: $papers:ident)?,)+) => {
        /// The procedures, in the order in which they are offered.
        pub static PROCEDURES: [&Procedure; [$(stringify!($folder)),+].len()] = [$(&$folder::PROCEDURE),+];

        /// The procedures that are served by a checklist, by their folder and the type of their papers. Hands them to the macro
        /// in brackets, after what it is to be given besides.
        macro_rules! checklists {
            ([$dollar($dollar wants:tt)+] $dollar($dollar besides:tt)*) => {
                $dollar($dollar wants)+! { $dollar($dollar besides)*; $($($folder: $papers,)?)+ }
            };
        }
    };
}

procedures! {
    ($)
    employer_key: EmployerKey,
    employer_key_recovery,
    affiliate_key,
    affiliate_key_unlock: AffiliateKeyUnlock,
}

pub(crate) use checklists;

/// What the counter knows of a procedure.
pub struct Procedure {
    /// Its id.
    pub id: ProcedureId,
    /// Its name in Spanish, as people know it.
    pub name: &'static str,
    /// How agendas write it: the sheet's own name first, then what else is written. Accents, case and blanks do not count.
    pub spellings: &'static [&'static str],
    /// The official sheet it is served by.
    pub sheet: Sheet,
    /// What that sheet says to whoever asks.
    pub card: LazyLock<Card>,
    /// Who may be given a turn at the centre; none where it gives no such turns.
    pub walk_in: Option<WalkInRule>,
    /// What serves it.
    pub nature: Nature,
    /// What whoever was served by it needs next, and is helped with under the same turn.
    pub goes_on_with: Option<ProcedureId>,
    /// What people do of it by themselves, at a screen that is turned to them; none where they do nothing.
    pub self_service: Option<SelfService>,
}

/// What people do of a procedure by themselves, as the turned screen offers it.
#[derive(Debug, Clone, Copy)]
pub struct SelfService {
    /// What they do, in their own words.
    pub title: &'static str,
    /// For whom it is, and with what.
    pub about: &'static str,
}

/// What serves a procedure at the counter.
#[derive(Debug, Clone, Copy)]
pub enum Nature {
    /// Papers judged by rules: it ends in what the person came for when nothing stands in the way.
    Checklist(Checklist),
    /// An attention that ends with an outcome, and notes no paper.
    PlainAttention,
}

/// What is known of a checklist before there is a visit.
#[derive(Debug, Clone, Copy)]
pub struct Checklist {
    /// Its rules, in the order in which they are judged.
    pub rules: &'static [RuleCard],
    /// The papers of it that a centre can ask to be scanned, in the order of the steps.
    pub scanned: &'static [ScannedPaper],
}

impl Procedure {
    /// Does its sheet say how it goes at the centre? Then a turn is booked for it; whoever needs help with one that is online
    /// alone is given a turn when they come.
    #[must_use]
    pub fn is_booked(&self) -> bool {
        self.card.in_person.is_some()
    }
}

impl ProcedureId {
    /// The procedure with this id.
    pub fn parse(text: &str) -> Option<Self> {
        all().find(|id| id.as_str() == text)
    }
}

/// The ids of all procedures, in the order in which they are offered.
pub fn all() -> impl Iterator<Item = ProcedureId> {
    PROCEDURES.iter().map(|procedure| procedure.id)
}

/// The procedure with this id.
pub fn find(id: ProcedureId) -> Option<&'static Procedure> {
    PROCEDURES.into_iter().find(|procedure| procedure.id == id)
}

/// The checklist by which the procedure with this id is served; none for a plain attention.
pub fn checklist(id: &str) -> Option<Checklist> {
    match ProcedureId::parse(id).and_then(find)?.nature {
        Nature::Checklist(checklist) => Some(checklist),
        Nature::PlainAttention => None,
    }
}

fn known_checklists() -> impl Iterator<Item = Checklist> {
    PROCEDURES.iter().filter_map(|procedure| checklist(procedure.id.as_str()))
}

/// The procedures for which a turn is booked, in the order in which they are offered.
pub fn booked() -> impl Iterator<Item = &'static Procedure> {
    PROCEDURES.into_iter().filter(|procedure| procedure.is_booked())
}

/// The rule by which a procedure gives turns at the centre; none where it gives none.
pub fn walk_in_rule(id: ProcedureId) -> Option<WalkInRule> {
    find(id)?.walk_in
}

/// The papers that a centre can ask to be scanned, each once.
pub fn papers_to_scan() -> Vec<ScannedPaper> {
    let mut papers = Vec::new();
    for paper in known_checklists().flat_map(|checklist| checklist.scanned) {
        if !papers.contains(paper) {
            papers.push(*paper);
        }
    }
    papers
}

/// What a rule of any procedure asks for, in a few words.
pub fn rule_title(rule: &str) -> Option<&'static str> {
    let mut rules = known_checklists().flat_map(|checklist| checklist.rules);
    rules.find(|card| card.id.as_str() == rule).map(|card| card.title)
}

/// The Spanish name of the procedure with this id, or the id of one that is not listed.
pub fn name_of(id: &str) -> &str {
    match ProcedureId::parse(id) {
        Some(listed) => name(listed),
        None if id == ProcedureId::TURN_BOOKING.as_str() => "Reserva de un turno",
        None => id,
    }
}

/// What a countable reason of a visit that was not served asks for or says, in Spanish: the title of a rule, a plain
/// attention's or the counter's own reason; the code itself where nobody knows it any more. Of a rule that nobody looked at,
/// its title.
pub fn reason_in_words(code: &str) -> &str {
    let code = unseen_rule(code).unwrap_or(code);
    let plain = || PlainReason::from_code(code).map(PlainReason::spanish);
    let parked = || (code == PARKED_AT_CLOSE).then_some("En pausa al cierre del día");
    let own = || OwnReason::from_code(code).map(OwnReason::spanish);
    rule_title(code).or_else(plain).or_else(parked).or_else(own).unwrap_or(code)
}

/// Its Spanish name, or the id of one that is not listed.
pub fn name(id: ProcedureId) -> &'static str {
    find(id).map_or(id.as_str(), |procedure| procedure.name)
}

#[cfg(test)]
mod tests {
    use super::reason_in_words;

    #[test]
    fn every_kind_of_reason_is_said_in_words() {
        let said =
            ["EK-R3", "unseen:EK-R3", "systems_down", "parked_at_close", "clerk_doubt", "EK-X9"].map(reason_in_words);
        assert_eq!(
            said,
            [
                "Firma a mano",
                "Firma a mano",
                "Sin sistema",
                "En pausa al cierre del día",
                "Duda de quien atendió",
                "EK-X9"
            ]
        );
    }
}

//! What a screen shows: reads for which the law asks no trace. A person, an old visit and a scan outside the visit at hand
//! are opened through [`super::reading`].

mod approvals;
mod counter;
mod door;
mod registers;

pub use approvals::{
    ApprovalLine, ApprovalOverview, Refused, RequestAsked, approval, approvals, refused_meanwhile, request_asked,
    waiting_from_others,
};
pub use counter::{
    BookedTurn, CaseAtHand, OpenSlip, Today, TurnVisit, VisitAtHand, attended_of_turn, booked, case_at_hand,
    draft_revision, employers_served, key_of_today, open_slips, served_by, slip, today, turn, unfinished_visits,
    visit_at_hand, visits_of_turn,
};
pub use door::{AtTheDoor, ClockBehind, CodeIsDue, at_the_door};
pub use registers::{
    EmployerCard, HistoryLine, InsuredCard, Named, PersonCard, PowerCard, QualificationCard, UnlockLine, employer_card,
    employer_choice, employers_of, find_employers, find_insured, find_people, find_powers, find_qualifications,
    insured_card, insured_card_again, named, person_by_number, person_card, person_card_again, power_card,
    powers_granted_by, powers_of, qualification_card, qualifications_of, user, users,
};

pub use crate::store::approval::Approval;
pub use crate::store::artisan_qualification::ArtisanQualification;
pub use crate::store::centre::{Centre, ServiceWindow};
pub use crate::store::employer::{Employer, EmployerBranch, Representative};
pub use crate::store::insured::Insured;
pub use crate::store::issuance::Issuance;
pub use crate::store::notarial_power::{NotarialPower, Revocation, SetAside};
pub use crate::store::person::Person;
pub use crate::store::provenance::{Entered, Provenance};
pub use crate::store::scan::Scan;
pub use crate::store::search::{ArtisanQualificationHit, EmployerHit, InsuredHit, NotarialPowerHit, PersonHit};
pub use crate::store::turn::{Called, RecordedFrom, TurnRow};
pub use crate::store::user::User;
pub use crate::store::visit::{Visit, VisitOutcome, VisitState};

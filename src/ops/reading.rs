//! Reads that leave a trace: a person, a scan or an old visit opened outside the visit at hand.
//!
//! The entry is written first (who, what, what for), then the record is read: nobody sees anything that the journal does
//! not say they saw. What was read is not kept with the entry.

use chrono::NaiveDate;

use super::error::{Error, known, refuse};
use super::house::{House, Session};
use super::view::ApprovalOverview;
use crate::domain::id::{InsuredId, OpId, PersonId, ScanId, VisitId};
use crate::domain::user::{Actor, Role};
use crate::ops::house::operation::{Done, Noun, Operation, Subject, Work};
use crate::ops::house::transact::refuse_turned;
use crate::store;
use crate::store::insured::Insured;
use crate::store::person::Person;
use crate::store::scan::Scan;
use crate::store::visit::{Visit, VisitState};

/// What a record is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The person is at the window.
    AtWindow,
    /// A correction of the registers.
    Correction,
    /// A complaint.
    Complaint,
    /// A supervisor reviews the day's work.
    Review,
    /// The person asks what is kept of them.
    OwnData,
    /// An authority asks in writing.
    Authority,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::AtWindow, Self::Correction, Self::Complaint, Self::Review, Self::OwnData, Self::Authority];

    /// The word for it in the journal.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AtWindow => "at_window",
            Self::Correction => "correction",
            Self::Complaint => "complaint",
            Self::Review => "review",
            Self::OwnData => "own_data",
            Self::Authority => "authority",
        }
    }

    /// The words for it.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::AtWindow => "La persona está en la ventanilla",
            Self::Correction => "Corrección de datos",
            Self::Complaint => "Queja o reclamo",
            Self::Review => "Revisión de supervisión",
            Self::OwnData => "La persona pide sus datos",
            Self::Authority => "Pedido escrito de una autoridad",
        }
    }
}

macro_rules! traced_reads {
    ($($(#[$doc:meta])* $name:ident($id:ident, $field:ident, $kind:literal, $noun:ident, $what:literal, $may:expr)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name {
            /// Which.
            pub $field: $id,
            /// What for.
            pub purpose: Purpose,
        }

        impl Operation for $name {
            const NAME: &'static str = $kind;
            type Output = ();

            fn subject(&self) -> Subject {
                self.$field.into()
            }

            fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
                let read = known(store::$noun::get(work.tx, self.$field)?, $what)?;
                $may(work, &read)?;
                Ok(Done::new((), self.$field, &[]).code(self.purpose.code()))
            }
        }
    )+};
}

traced_reads! {
    /// Opens a person of the register. Run it through [`House::open_person`].
    OpenPerson(PersonId, person, "person.open", person, "esta persona", |_: &Work<'_>, _: &Person| Ok::<(), Error>(())),
    /// Opens an insured person of the register. Run it through [`House::open_insured`].
    OpenInsured(InsuredId, insured, "insured.open", insured, "esta persona asegurada", |_: &Work<'_>, _: &Insured| Ok::<(), Error>(())),
    /// Opens a visit other than the one at hand; a clerk opens those they attended. Run it through [`House::open_visit`].
    OpenVisit(VisitId, visit, "visit.open", visit, "esta atención", |work: &Work<'_>, visit: &Visit| own_visit(work.actor, visit)),
    /// Opens a scan outside the visit at hand; a clerk opens those of papers and of the visits they attended. Run it through [`House::open_scan`].
    OpenScan(ScanId, scan, "scan.open", scan, "este documento digitalizado", scan_of_own_visit),
}

/// Supervisors open every visit, clerks those they attended.
pub(super) fn own_visit(viewer: Actor, visit: &Visit) -> Result<(), Error> {
    match viewer.role == Role::Supervisor || visit.clerk == viewer.user {
        true => Ok(()),
        false => refuse("others_visit", "Esta atención es de otra persona: la abre supervisión."),
    }
}

fn scan_of_own_visit(work: &Work<'_>, scan: &Scan) -> Result<(), Error> {
    match Noun::from_code(&scan.subject_kind) {
        Some(Noun::Visit) => {
            own_visit(work.actor, &known(store::visit::get(work.tx, VisitId(scan.subject_id))?, "esta atención")?)
        }
        _ => Ok(()),
    }
}

/// That whoever reads supervises. What is for supervision asks for it, wherever it is read from.
#[derive(Debug, Clone, Copy)]
pub struct Supervising(());

impl Supervising {
    /// Of whoever this is.
    ///
    /// # Errors
    /// A refusal, unless they supervise.
    pub fn of(viewer: Actor) -> Result<Self, Error> {
        Self::as_role(viewer.role)
    }

    pub(super) fn as_role(role: Role) -> Result<Self, Error> {
        match role {
            Role::Supervisor => Ok(Self(())),
            Role::Clerk => refuse("role", "Esto lo lee supervisión: ingrese con un usuario de supervisión."),
        }
    }
}

/// Looks at what was asked of supervisors over some days: the requests name who came. Run it through
/// [`House::look_at_approvals`].
#[derive(Debug, Clone, Copy)]
pub struct LookAtApprovals {
    /// The days, both included.
    pub days: (NaiveDate, NaiveDate),
}

impl Operation for LookAtApprovals {
    const NAME: &'static str = "approval.look";
    const SUPERVISES: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        let (first, last) = self.days;
        Ok(Done::new((), Subject::HOUSE, &[]).code(format!("{first}..{last}")))
    }
}

/// A visit that was opened, with what belongs to it.
#[derive(Debug, Clone)]
pub struct OpenedVisit {
    /// The visit.
    pub visit: Visit,
    /// Its scans, as recorded: each is opened on its own.
    pub scans: Vec<Scan>,
}

/// A scan that was opened.
#[derive(Debug, Clone)]
pub struct OpenedScan {
    /// As recorded.
    pub scan: Scan,
    /// Its bytes, checked against their address.
    pub content: Vec<u8>,
}

impl House {
    /// Notes the reading, then reads.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn open_person(&self, by: &Session, id: OpId, open: &OpenPerson) -> Result<Person, Error> {
        self.transact(by, id, open)?;
        known(store::person::get(&self.reader()?, open.person)?, "esta persona")
    }

    /// Notes the reading, then reads.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn open_insured(&self, by: &Session, id: OpId, open: &OpenInsured) -> Result<Insured, Error> {
        self.transact(by, id, open)?;
        known(store::insured::get(&self.reader()?, open.insured)?, "esta persona asegurada")
    }

    /// Notes the reading, then reads.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn open_visit(&self, by: &Session, id: OpId, open: &OpenVisit) -> Result<OpenedVisit, Error> {
        self.transact(by, id, open)?;
        let reader = self.reader()?;
        Ok(OpenedVisit {
            visit: known(store::visit::get(&reader, open.visit)?, "esta atención")?,
            scans: store::scan::of(&reader, "visit", open.visit.0)?,
        })
    }

    /// Notes the reading, then reads.
    ///
    /// # Errors
    /// As [`House::transact`]; [`store::Error::ScanDamaged`] when the bytes are not those that were kept.
    pub fn open_scan(&self, by: &Session, id: OpId, open: &OpenScan) -> Result<OpenedScan, Error> {
        self.transact(by, id, open)?;
        let scan = known(store::scan::get(&self.reader()?, open.scan)?, "este documento digitalizado")?;
        self.read_scan(scan)
    }

    /// Notes the reading, then reads.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn look_at_approvals(&self, by: &Session, id: OpId, look: &LookAtApprovals) -> Result<ApprovalOverview, Error> {
        self.transact(by, id, look)?;
        super::view::approvals(&self.reader()?, Supervising::of(by.actor())?, self.centre(), look.days)
    }

    /// A scan of the visit that `by` is attending: part of the visit at hand, without a trace of its own.
    ///
    /// # Errors
    /// A refusal when it is another visit's; as [`House::open_scan`].
    pub fn scan_at_hand(&self, by: &Session, visit: VisitId, scan: ScanId) -> Result<OpenedScan, Error> {
        refuse_turned(by)?;
        let reader = self.reader()?;
        let scan = known(store::scan::get(&reader, scan)?, "este documento digitalizado")?;
        let at_hand = store::visit::get(&reader, visit)?
            .is_some_and(|visit| visit.state == VisitState::Open && visit.clerk == by.actor().user);
        match at_hand && scan.subject_kind == Noun::Visit.code() && scan.subject_id == visit.0 {
            true => self.read_scan(scan),
            false => refuse(
                "not_at_hand",
                "Este documento no es de la atención abierta en su ventanilla: ábralo indicando para qué.",
            ),
        }
    }

    fn read_scan(&self, scan: Scan) -> Result<OpenedScan, Error> {
        match self.scans().get(scan.in_year, &scan.address)? {
            Some(content) => Ok(OpenedScan { scan, content }),
            None => {
                Err(Error::Inconsistent(format!("falta el contenido de un documento digitalizado de {}", scan.in_year)))
            }
        }
    }
}

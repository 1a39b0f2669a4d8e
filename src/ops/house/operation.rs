//! What an operation is, and what it works with while it runs.

use std::cell::OnceCell;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Session;
use crate::domain::calendar::Moment;
use crate::domain::id::{
    ApprovalId, ArtisanQualificationId, ChallengeId, ComplaintId, EmployerId, InsuredId, IssuanceId, NotarialPowerId,
    PersonId, ScanId, SelfServiceId, TurnId, UserId, VisitId, WindowId,
};
use crate::domain::journal::Head;
use crate::domain::settings::Settings;
use crate::domain::user::Actor;
use crate::ops::error::Error;
use crate::store::centre::Centre;
use crate::store::{self, Hold, Transaction};
use crate::vault::SigningKey;

/// One thing that somebody does at the counter. A value: it can be kept, sent and run again.
pub trait Operation {
    /// Its name in the journal.
    const NAME: &'static str;

    /// A supervisor signs its entry; so only a supervisor can do it, and whoever else tries is refused.
    const SIGNED: bool = false;

    /// It may run while the clock stands back or the journal's end is in doubt: only what mends such a state.
    const MENDS: bool = false;

    /// What it does hangs on the centre's settings: its entry names those that it went by, so that `verify` finds a
    /// setting that nobody signed, though it was put back.
    const BY_SETTINGS: bool = false;

    /// It is for supervisors, and nothing is signed: whoever else tries is refused.
    const SUPERVISES: bool = false;

    /// It may run under a password that somebody else gave and knows.
    const WITH_TEMPORARY_PASSWORD: bool = Self::MENDS;

    /// It may run at a screen that was turned to whoever came: nothing else does there.
    const FOR_SELF_SERVICE: bool = false;

    /// It may run at an arrival desk: nothing else does there, and the rights of that machine's role on the server go no further.
    const AT_ARRIVALS: bool = false;

    /// It holds each row that it trusts, and whatever else its rules go by that others of its kind may change: on a server
    /// those are done meanwhile. Any other operation has the centre to itself.
    const BESIDE_OTHERS: bool = false;

    /// What it answers.
    type Output: Serialize + DeserializeOwned;

    /// What it is about, as far as that is known before it runs: what an entry `refused` names.
    fn subject(&self) -> Subject;

    /// Asks what it will ask, as far as that is known before it runs and does not hang on anything that it writes itself: on a
    /// server these questions go in one way there and back. The answers are of no use here.
    fn foresee(&self, _tx: &Transaction<'_>, _by: Actor) {}

    /// What its entry is signed with, if with anything.
    fn signer<'s>(&self, by: &'s Session) -> Option<&'s SigningKey> {
        by.signer().filter(|_| Self::SIGNED)
    }

    /// Does it, inside the transaction.
    ///
    /// # Errors
    /// [`Error::Refused`] when a rule says no; anything else is technical, and nothing was done.
    fn perform(&self, work: &Work<'_>) -> Result<Done<Self::Output>, Error>;
}

/// What an entry is about: a noun and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The noun.
    pub kind: Noun,
    /// Its id, 0 where there is none.
    pub id: i64,
}

impl Subject {
    /// The counter as a whole.
    pub const HOUSE: Self = Self::to_be(Noun::House);

    /// Something of which there is none yet.
    #[must_use]
    pub const fn to_be(kind: Noun) -> Self {
        Self { kind, id: 0 }
    }
}

macro_rules! nouns {
    ($($noun:ident $(of $type:ident)? => $code:literal),+ $(,)?) => {
        /// What entries, scans and requests are about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each is what its name says")]
        pub enum Noun {
            $($noun,)+
        }

        impl Noun {
            /// The word for it in the store and in the journal.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$noun => $code,)+ }
            }

            /// Reads that word.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$noun),)+ _ => None }
            }
        }

        $($(
            impl From<$type> for Subject {
                fn from(id: $type) -> Self {
                    Self { kind: Noun::$noun, id: id.0 }
                }
            }
        )?)+
    };
}

nouns!(
    Approval of ApprovalId => "approval",
    ArtisanQualification of ArtisanQualificationId => "artisan_qualification",
    Challenge of ChallengeId => "challenge",
    Complaint of ComplaintId => "complaint",
    Day => "day",
    Employer of EmployerId => "employer",
    House => "house",
    Insured of InsuredId => "insured",
    Issuance of IssuanceId => "issuance",
    NotarialPower of NotarialPowerId => "notarial_power",
    Person of PersonId => "person",
    Scan of ScanId => "scan",
    SelfService of SelfServiceId => "self_service",
    Turn of TurnId => "turn",
    User of UserId => "user",
    Visit of VisitId => "visit",
    Window of WindowId => "window",
);

impl From<NaiveDate> for Subject {
    /// A day's id is its figures: 20261120.
    fn from(day: NaiveDate) -> Self {
        Self { kind: Noun::Day, id: day.format("%Y%m%d").to_string().parse().unwrap_or_default() }
    }
}

/// Which lists an operation touched, so that only those are read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Changed {
    /// The turns of the day.
    Turns,
    /// The visits.
    Visits,
    /// People.
    People,
    /// Employers, branches, representatives.
    Employers,
    /// The insured and their keys.
    Insured,
    /// Notarial powers.
    NotarialPowers,
    /// Artisan qualifications.
    ArtisanQualifications,
    /// The ledger of slips.
    Issuances,
    /// Requests and answers.
    Approvals,
    /// Complaints.
    Complaints,
    /// The users.
    Users,
    /// Settings, windows, holidays.
    Settings,
    /// Letters that wait, were sent, or were given up.
    Mail,
    /// What people do by themselves.
    SelfService,
}

impl Changed {
    /// Every list.
    pub const ALL: [Self; 14] = [
        Self::Turns,
        Self::Visits,
        Self::People,
        Self::Employers,
        Self::Insured,
        Self::NotarialPowers,
        Self::ArtisanQualifications,
        Self::Issuances,
        Self::Approvals,
        Self::Complaints,
        Self::Users,
        Self::Settings,
        Self::Mail,
        Self::SelfService,
    ];
}

/// What an operation did.
#[derive(Debug)]
pub struct Done<T> {
    /// What it answers.
    pub output: T,
    /// What it was about.
    pub subject: Subject,
    /// A code that qualifies it: a serial, a cause, a rule's id. Never personal data.
    pub code: String,
    /// Before and after values, and whatever names people: goes into the salted detail.
    pub detail: serde_json::Value,
    /// Which lists it touched.
    pub changed: &'static [Changed],
}

impl<T> Done<T> {
    /// Done, about this, touching these lists.
    pub fn new(output: T, subject: impl Into<Subject>, changed: &'static [Changed]) -> Self {
        Self { output, subject: subject.into(), code: String::new(), detail: serde_json::Value::Null, changed }
    }

    /// With a code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = code.into();
        self
    }

    /// With before and after values.
    #[must_use]
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
}

/// What an operation works with.
#[derive(Debug)]
pub struct Work<'t> {
    /// The transaction.
    pub tx: &'t Transaction<'t>,
    /// Who acts, and where.
    pub actor: Actor,
    /// The one moment of this operation.
    pub now: Moment,
    /// The day that the clock shows: what the rules go by.
    pub day: NaiveDate,
    /// The day that it counts in: the first one from then on that is not closed.
    pub accounting_day: NaiveDate,
    /// The centre.
    pub centre: &'t Centre,
    /// The centre's settings.
    pub settings: &'t Settings,
    /// Where the journal ends, once that was asked.
    pub(in crate::ops) end: JournalEnd<'t>,
    /// Made by `demo`.
    pub demo: bool,
    /// Of the serials.
    pub serial_epoch: u16,
    /// Something else than an agreeing anchor: entries may be missing that gave out serials of this epoch.
    pub serials_in_doubt: bool,
}

impl Work<'_> {
    /// The number that its entry will have. From here on everybody else who writes an entry waits for the end of this
    /// operation: it is asked as late as can be.
    ///
    /// # Errors
    /// The store's.
    pub fn entry_number(&self) -> Result<i64, Error> {
        next_number(&self.end.held()?)
    }
}

/// Where the journal ends while a transaction is under way: looked at once, when it is needed, and held from then on.
#[derive(Debug)]
pub(in crate::ops) struct JournalEnd<'t> {
    tx: &'t Transaction<'t>,
    head: OnceCell<Head>,
}

impl<'t> JournalEnd<'t> {
    pub(in crate::ops) fn of(tx: &'t Transaction<'t>) -> Self {
        Self { tx, head: OnceCell::new() }
    }

    /// The head, which nobody else moves until the transaction ends.
    pub(in crate::ops) fn held(&self) -> Result<Head, Error> {
        if let Some(head) = self.head.get() {
            return Ok(*head);
        }
        self.tx.hold(Hold::Head)?;
        let head = store::journal::head(self.tx)?;
        Ok(*self.head.get_or_init(|| head))
    }
}

/// The number after the head's.
pub(in crate::ops) fn next_number(head: &Head) -> Result<i64, Error> {
    head.number.checked_add(1).ok_or_else(|| Error::Inconsistent("la bitácora está llena".into()))
}

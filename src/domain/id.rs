//! The ids by which things are known inside one store. Each is a type of its own, so that a visit's id cannot be
//! handed in where a turn's is wanted.

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A service centre (Centro de Atención Universal).
    CentreId,
    /// A service window of a centre.
    WindowId,
    /// A clerk or a supervisor.
    UserId,
    /// A person known to the institution.
    PersonId,
    /// An employer of the register.
    EmployerId,
    /// An insured person of the register.
    InsuredId,
    /// What a work history says of one employer.
    EmploymentId,
    /// A turn, online or walk-in.
    TurnId,
    /// One visit of one person for one procedure.
    VisitId,
    /// A notarial power in the register.
    NotarialPowerId,
    /// An artisan qualification in the register.
    ArtisanQualificationId,
    /// A scanned paper.
    ScanId,
    /// A line of the ledger of slips.
    IssuanceId,
    /// A request for a second person's word.
    ApprovalId,
    /// A complaint.
    ComplaintId,
    /// What somebody is told of a visit.
    NoticeId,
    /// A letter to be sent.
    MailId,
    /// What somebody does by themselves, from its beginning to its end.
    SelfServiceId,
    /// A code or a link.
    ChallengeId,
}

/// The id of one operation: 16 random bytes, made once, so that running the operation again is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct OpId(pub [u8; 16]);

impl OpId {
    /// The id of the `index`-th entry of a run: derived, so that a run cut in the middle meets its own chunks again.
    #[must_use]
    pub fn of_chunk(self, index: u64) -> Self {
        use sha2::{Digest as _, Sha256};
        let digest = Sha256::new()
            .chain_update(b"ventanilla.chunk.v1")
            .chain_update(self.0)
            .chain_update(index.to_be_bytes())
            .finalize();
        let mut id = [0; 16];
        id.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        Self(id)
    }
}

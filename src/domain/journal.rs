//! The journal's arithmetic: how an entry becomes bytes, how the bytes become a chain, how the chain's head is read
//! from paper. Nothing is stored here.
//!
//! An entry holds ids and codes, never personal data. What names people is a salted payload of its own, of which the
//! entry holds the digest alone: the payload can be erased, the chain stays whole.

use std::fmt;

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

use super::id::{CentreId, OpId, UserId, WindowId};

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What the first entry has before it.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How an entry came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The operation was carried out.
    Done,
    /// A rule refused it; the entry is all it left.
    Refused,
    /// A run began.
    Started,
    /// A chunk of a run was carried out.
    Chunk,
    /// A run came to its end.
    Ended,
    /// A run was stopped before its end.
    Stopped,
}

impl Outcome {
    /// The word for it in the store and in the chain.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Started => "started",
            Self::Chunk => "chunk",
            Self::Ended => "ended",
            Self::Stopped => "stopped",
        }
    }

    /// Reads [`Outcome::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Done, Self::Refused, Self::Started, Self::Chunk, Self::Ended, Self::Stopped]
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }
}

/// The names and codes of operations that are counted in the store, which knows no operation.
pub mod counted {
    /// The code of a confirmation by whoever gave the account that wrote the fact its password.
    pub const OWN_ACCOUNT: &str = "own_account";
    /// A warning was answered for.
    pub const OVERRIDE: &str = "visit.override";
    /// A supervisor answered a request.
    pub const ANSWER: &str = "approval.answer";
    /// A turn was called.
    pub const CALL: &str = "turn.call";
    /// A backup was put in the place of the store.
    pub const RESTORE: &str = "house.restore";
}

/// What an entry says, before it is chained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3 …
    pub number: i64,
    /// The operation's own id.
    pub op_id: OpId,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// The accounting day it counts in.
    pub accounting_day: NaiveDate,
    /// Where.
    pub centre: CentreId,
    /// At which window.
    pub window: WindowId,
    /// By whom.
    pub user: UserId,
    /// Which operation.
    pub operation: String,
    /// What it was about: a noun …
    pub subject_kind: String,
    /// … and its id, 0 where there is none.
    pub subject_id: i64,
    /// How it came out.
    pub outcome: Outcome,
    /// A code that qualifies the outcome (a rule's id, a cause), or nothing.
    pub code: String,
    /// Digest of the salted detail.
    pub detail_digest: Digest,
}

/// The version of the encoding below.
const ENCODING: &[u8] = b"ventanilla.journal.v1";

impl Entry {
    /// SHA-256 over the previous hash and a versioned, length-prefixed encoding of every field.
    #[must_use]
    pub fn hash_after(&self, previous: &Digest) -> Digest {
        self.hash_in(previous, &mut Vec::with_capacity(512))
    }

    /// [`Entry::hash_after`], with room that is used again: whoever hashes a whole journal asks for no other.
    #[must_use]
    pub fn hash_in(&self, previous: &Digest, room: &mut Vec<u8>) -> Digest {
        room.clear();
        // In one piece: hashing many small pieces takes half as long again.
        let mut field = |bytes: &[u8]| {
            room.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
            room.extend_from_slice(bytes);
        };
        field(ENCODING);
        field(&previous.0);
        field(&self.number.to_be_bytes());
        field(&self.op_id.0);
        field(&self.at_ms.to_be_bytes());
        field(self.accounting_day.to_string().as_bytes());
        field(&self.centre.0.to_be_bytes());
        field(&self.window.0.to_be_bytes());
        field(&self.user.0.to_be_bytes());
        field(self.operation.as_bytes());
        field(self.subject_kind.as_bytes());
        field(&self.subject_id.to_be_bytes());
        field(self.outcome.code().as_bytes());
        field(self.code.as_bytes());
        field(&self.detail_digest.0);
        Digest(Sha256::digest(&room).into())
    }
}

/// `SHA-256(salt ‖ payload)`: what an entry keeps of its detail.
#[must_use]
pub fn detail_digest(salt: &[u8; 16], payload: &str) -> Digest {
    Digest(Sha256::new().chain_update(salt).chain_update(payload.as_bytes()).finalize().into())
}

/// Where the journal ends: the last entry's number and hash. An empty journal ends at number 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry's number.
    pub number: i64,
    /// Its hash.
    pub hash: Digest,
}

impl Head {
    /// The head of a journal without entries.
    pub const EMPTY: Self = Self { number: 0, hash: Digest::ZERO };

    /// What a slip prints of it.
    #[must_use]
    pub fn mark(&self) -> JournalMark {
        let Digest([a, b, c, d, ..]) = self.hash;
        JournalMark { number: self.number, start: [a, b, c, d] }
    }
}

/// An entry's number and the first eight hexadecimal characters of its hash: what paper carries.
/// Written `1234-9F3A77B0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalMark {
    /// The entry's number.
    pub number: i64,
    /// The first four bytes of its hash.
    pub start: [u8; 4],
}

impl fmt::Display for JournalMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:08X}", self.number, u32::from_be_bytes(self.start))
    }
}

/// A head or mark typed from paper: an entry's number and at least eight hexadecimal characters of its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadOnPaper {
    /// The entry's number.
    pub number: i64,
    /// The hash's beginning, lower-case hexadecimal, 8 to 64 characters.
    pub hash_start: String,
}

impl HeadOnPaper {
    /// Reads `1234-9F3A77B0`, or the whole hash after the hyphen; spaces inside the hash are ignored.
    ///
    /// # Errors
    /// A sentence that says what a mark looks like.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const SHAPE: &str = "La marca de la bitácora se escribe como en el papel: número, guion y al menos 8 letras o cifras, por ejemplo 1234-9F3A77B0.";
        let (number, hash) = text.split_once('-').ok_or(SHAPE)?;
        let number: i64 = number.trim().parse().map_err(|_| SHAPE)?;
        let hash_start: String = hash.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
        let well_formed =
            number >= 1 && (8..=64).contains(&hash_start.len()) && hash_start.chars().all(|c| c.is_ascii_hexdigit());
        well_formed.then_some(Self { number, hash_start }).ok_or(SHAPE)
    }

    /// Does an entry's hash begin as the paper says?
    #[must_use]
    pub fn agrees_with(&self, hash: &Digest) -> bool {
        hash.to_string().starts_with(&self.hash_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            number: 7,
            op_id: OpId([3; 16]),
            at_ms: 1_795_186_800_000,
            accounting_day: NaiveDate::default(),
            centre: CentreId(1),
            window: WindowId(2),
            user: UserId(3),
            operation: "deliver".into(),
            subject_kind: "issuance".into(),
            subject_id: 9,
            outcome: Outcome::Done,
            code: String::new(),
            detail_digest: detail_digest(&[5; 16], "{}"),
        }
    }

    #[test]
    fn every_field_and_the_previous_hash_count() {
        let hash = entry().hash_after(&Digest::ZERO);
        let changes: [fn(&mut Entry); 13] = [
            |e| e.number = 8,
            |e| e.op_id = OpId([4; 16]),
            |e| e.at_ms += 1,
            |e| e.accounting_day = NaiveDate::MAX,
            |e| e.centre = CentreId(2),
            |e| e.window = WindowId(3),
            |e| e.user = UserId(4),
            |e| e.operation.push('s'),
            |e| e.subject_kind.push('s'),
            |e| e.subject_id = 10,
            |e| e.outcome = Outcome::Refused,
            |e| e.code.push('x'),
            |e| e.detail_digest = Digest::ZERO,
        ];
        for change in changes {
            let mut changed = entry();
            change(&mut changed);
            assert_ne!(changed.hash_after(&Digest::ZERO), hash);
        }
        assert_ne!(entry().hash_after(&Digest([1; 32])), hash);
    }

    #[test]
    fn a_character_cannot_wander_from_one_field_into_the_next() {
        let mut moved = entry();
        moved.operation = "delive".into();
        moved.subject_kind = "rissuance".into();
        assert_ne!(moved.hash_after(&Digest::ZERO), entry().hash_after(&Digest::ZERO));
    }

    /// The encoding is frozen: a store written by any version verifies with every later one.
    #[test]
    fn the_encoding_is_frozen() {
        let hash = entry().hash_after(&Digest::ZERO).to_string();
        assert_eq!(hash, "6643b9cdf56e2e9c872d24e8fcc42a376dd848366f036155eab9afe56f9bfe77");
    }

    #[test]
    fn a_mark_is_read_back_from_paper() {
        let head = Head { number: 7, hash: entry().hash_after(&Digest::ZERO) };
        let on_paper = HeadOnPaper::parse(&head.mark().to_string()).unwrap();
        assert!(on_paper.agrees_with(&head.hash));
        assert!(!on_paper.agrees_with(&Digest::ZERO));
        let whole = HeadOnPaper::parse(&format!(" 7-{}", head.hash)).unwrap();
        assert!(whole.agrees_with(&head.hash));
        for wrong in ["", "7", "-9f3a77b0", "7-9f3a77b", "x-9f3a77b0", "7-9f3a77bg", "0-9f3a77b0"] {
            assert!(HeadOnPaper::parse(wrong).is_err(), "{wrong}");
        }
    }
}

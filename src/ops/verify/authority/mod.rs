//! What grants something, rebuilt from the journal's entries: requests and their answers, overrides, users, settings, and
//! what a second person confirmed in the registers.
//!
//! Every password yields the store's key, so a row proves nothing: it counts as far as entries explain it. A supervisor's
//! signature holds everything before it in the chain, so an answer holds the request too.
//!
//! Entries of earlier versions say less. A row is compared as far as the entries of its time said it; from the first login
//! of a version that speaks the [present form](crate::ops::JOURNAL_FORM) on, an entry that says less is a problem itself.

mod overrides;
mod registers;
mod settings;
mod users;
mod words;

use std::cell::OnceCell;

use serde_json::Value;

use self::overrides::RebuiltOverrides;
use self::registers::RebuiltRegisters;
use self::settings::RebuiltSettings;
use self::users::RebuiltUsers;
use self::words::RebuiltWords;
pub(super) use self::words::UsedBySlips;
use super::Stop;
use crate::domain::journal::{Entry, Outcome};
use crate::ops::issuance::ReserveSlip;
use crate::ops::operation::Operation as _;
use crate::ops::user::LogIn;
use crate::ops::{FOUNDED, JOURNAL_FORM};
use crate::store::Reader;

/// What the journal says of whatever grants something.
#[derive(Default)]
pub(super) struct RebuiltAuthority {
    /// Entries say by now all that this version writes.
    whole: bool,
    words: RebuiltWords,
    overrides: RebuiltOverrides,
    users: RebuiltUsers,
    settings: RebuiltSettings,
    registers: RebuiltRegisters,
}

/// An entry with its detail, and how much such an entry has to say.
struct Said<'e> {
    entry: &'e Entry,
    /// Where it was not erased.
    detail: Option<&'e str>,
    /// The detail, once somebody asked for it: most entries grant nothing.
    read: OnceCell<Option<Value>>,
    /// Was written when entries said all that this version writes.
    whole: bool,
}

impl Said<'_> {
    /// What stands in the detail, where that was not erased and says it.
    fn told(&self, place: &str) -> Option<&Value> {
        self.read.get_or_init(|| serde_json::from_str(self.detail?).ok()).as_ref()?.pointer(place)
    }

    fn text(&self, place: &str) -> Option<&str> {
        self.told(place)?.as_str()
    }
}

impl RebuiltAuthority {
    /// Takes an entry in, with its detail where that was not erased; one that grants what it may not is named.
    pub(super) fn take(&mut self, entry: &Entry, detail: Option<&str>) -> Result<(), String> {
        if entry.operation == FOUNDED || (entry.operation == LogIn::NAME && entry.outcome == Outcome::Done) {
            self.whole |= entry.code.ends_with(JOURNAL_FORM);
        }
        if entry.outcome == Outcome::Chunk {
            self.registers.take_chunk(entry);
        }
        if entry.outcome != Outcome::Done {
            return Ok(());
        }
        let said = Said { entry, detail, read: OnceCell::new(), whole: self.whole };
        match entry.subject_kind.as_str() {
            "approval" => {
                self.words.take_request(&said, self.settings.sole_supervisor())?;
                let asked_by = self.words.asked_by_of_granted(&said);
                if asked_by.is_some_and(|asked_by| self.users.is_made_by(entry.user, asked_by, entry.at_ms)) {
                    return Err(format!(
                        "Según la entrada {}, aprobó alguien cuya cuenta había creado o restablecido quien pidió, hacía \
                         menos de 30 días.",
                        entry.number
                    ));
                }
            }
            "issuance" => {
                self.words.take_slip(&said)?;
                if entry.operation == ReserveSlip::NAME {
                    self.overrides.take_key(&said)?;
                }
            }
            "visit" => {
                self.words.take_override(&said)?;
                self.overrides.take(&said);
            }
            "user" => self.users.take(&said)?,
            "person" | "employer" => self.registers.take(&said),
            "house" => self.settings.take(&said),
            _ => {}
        }
        Ok(())
    }

    /// Do entries say by now all that this version writes?
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Which slips used words.
    pub(super) fn used_by_slips(&self) -> &UsedBySlips {
        &self.words.used
    }

    /// Compares with the tables; the first row that no entry explains is the problem. `erasure`: people were erased, or
    /// at least that was begun.
    pub(super) fn compare(self, reader: &Reader, erasure: bool) -> Result<(), Stop> {
        self.users.compare(reader)?;
        self.settings.compare(reader)?;
        self.words.compare(reader, erasure)?;
        self.overrides.compare(reader, erasure)?;
        self.registers.compare(reader)
    }
}
